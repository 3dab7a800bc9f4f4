//! What a hostile visitor tries at the pages' door: forms of other sites, ways out and around, fields that are none of
//! theirs, and guessing from how long an answer takes.

use std::time::{Duration, Instant};

use testkit::program::Visitor;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::people::{OWNER, matrix, shop};

#[tokio::test]
async fn no_form_is_taken_from_another_site() {
    let (_app, pages, _, mut owner) = shop().await;
    let forms = matrix::forms();
    assert!(forms.len() > 40, "{forms:?}");
    for path in forms {
        let answer = owner.lured(&path).await.expect("an answer");
        assert_eq!(answer.status, 403, "{path}: {}", answer.body);
    }
    assert_eq!(owner.get("/me").await.expect("an answer").status, 200, "she is still signed in");
    pages.close().await;
}

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_it_to_itself() {
    let (_app, pages, _, mut owner) = shop().await;
    let places = [
        "/",
        "/inbox/all",
        "/me",
        "/no-such-page",
        "/assets/nothing",
        "/healthz",
        "/api/v1/openapi.json",
        "/api/v1/nothing",
    ];
    for path in places {
        let answer = owner.get(path).await.expect("an answer");
        let header = |name: &str| answer.header(name).unwrap_or_default().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(["same-origin", "no-referrer"].contains(&header("referrer-policy").as_str()), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
        if header("content-type").starts_with("text/html") {
            assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
            assert!(header("cache-control").contains("no-store"), "{path}");
            let policy = header("content-security-policy");
            assert!(["object-src 'none'", "base-uri 'none'"].iter().all(|part| policy.contains(part)), "{policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
        }
    }
    pages.close().await;
}

#[tokio::test]
async fn nobody_is_led_to_another_host() {
    let (_app, pages, _, mut owner) = shop().await;
    for to in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\tx",
    ] {
        let form = [("login", OWNER), ("password", testkit::app::PASSWORD), ("to", to)];
        let mut visitor = Visitor::at(pages.address());
        let entered = visitor.post("/session", &form).await.expect("an answer");
        assert_eq!((entered.status, entered.location()), (303, Some("/")), "{to}");
        let chosen = visitor.post("/language", &[("language", "en"), ("to", to)]).await.expect("an answer");
        assert_eq!(chosen.location(), Some("/"), "{to}");
        let asked = owner.get(&format!("/sign-in?to={}", to.replace('\\', "%5C").replace('\t', "%09"))).await;
        assert_eq!(asked.expect("an answer").location(), Some("/"), "{to}");
    }
    pages.close().await;
}

#[tokio::test]
async fn an_error_is_told_in_the_language_of_whoever_is_signed_in() {
    let (_app, pages, _, mut owner) = shop().await;
    let read = async |visitor: &mut Visitor| visitor.get("/no-such-page").await.expect("an answer").body;
    let chosen = owner.post("/language", &[("language", "pl"), ("to", "/")]).await.expect("an answer");
    assert_eq!(chosen.status, 303);
    // At another desk, whose browser prefers English and has no cookie of ours.
    let mut elsewhere = Visitor::at(pages.address());
    assert!(read(&mut elsewhere).await.contains("There is no such page"));
    elsewhere.sign_in(OWNER, testkit::app::PASSWORD).await.expect("the same owner");
    assert_eq!(elsewhere.get("/mailboxes").await.expect("an answer").status, 200);
    assert!(read(&mut elsewhere).await.contains("Nie ma takiej strony"));
    pages.close().await;
}

#[tokio::test]
async fn no_path_leads_out_of_where_it_begins() {
    let (_app, pages, _, mut owner) = shop().await;
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2fCargo.toml",
        "/assets/%2e%2e%2f%2e%2e%2fCargo.toml",
        "/assets/..%5c..%5ckey",
        "/assets/%2fetc%2fpasswd",
        "/assets/app.css%00.js",
        "/../../etc/passwd",
        "/conversations/..%2f..%2fkey/messages/x/files/0",
        "/api/v1/attachments/..%2f..%2fkey",
    ] {
        let answer = owner.get(path).await.expect("an answer");
        assert!(matches!(answer.status, 400 | 401 | 404 | 405), "{path}: {}", answer.status);
        assert!(!answer.body.contains("[workspace]") && !answer.body.contains("root:"), "{path}");
    }
    let mut stream = TcpStream::connect(pages.address()).await.expect("a connection");
    let asked = "TRACE / HTTP/1.1\r\nHost: k\r\nConnection: close\r\nX-Echo: rukola\r\n\r\n";
    stream.write_all(asked.as_bytes()).await.expect("it is asked");
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.expect("an answer");
    assert!(heard.starts_with("HTTP/1.1 4") && !heard.contains("rukola"), "{heard}");
    pages.close().await;
}

#[tokio::test]
async fn a_form_changes_nothing_that_is_not_its_own() {
    let (app, pages, _, _) = shop().await;
    let mut ola = Visitor::at(pages.address());
    ola.sign_in("ola@example.com", testkit::app::PASSWORD).await.expect("Ola can sign in");
    let of_ola = "SELECT team, role, login, password_hash, off_at FROM agent WHERE login = 'ola@example.com'";
    let before = app.texts(of_ola);
    let form = [
        ("name", "Ola Druga"),
        ("language", "en"),
        ("role", "owner"),
        ("team", "tea_01h8m3c4k5q7p"),
        ("login", "ewa@example.com"),
        ("password_hash", "x"),
        ("id", "agt_01h8m3c4k5q7p"),
    ];
    assert_eq!(ola.post("/me", &form).await.expect("an answer").status, 303);
    assert!(ola.get("/me").await.expect("her page").body.contains("Ola Druga"), "the rest is taken");
    assert_eq!(app.texts(of_ola), before);
    pages.close().await;
}

/// The middle of several durations.
fn middle(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}

#[tokio::test]
async fn a_name_that_nobody_has_takes_as_long_as_a_wrong_password() {
    let (_app, pages, _, _) = shop().await;
    let mut took = [Vec::new(), Vec::new()];
    for _ in 0..7 {
        for (at, login) in ["jan@example.com", "nikt@example.com"].into_iter().enumerate() {
            let begun = Instant::now();
            let form = [("login", login), ("password", "zgadywanka po ciemku")];
            let told = Visitor::at(pages.address()).post("/session", &form).await.expect("an answer");
            took[at].push(begun.elapsed());
            assert_eq!(told.status, 422);
        }
    }
    let [known, unknown] = took.map(middle);
    // Hashing takes tens of milliseconds; without it an answer takes one or two.
    assert!(unknown * 3 > known && known * 3 > unknown, "{known:?} and {unknown:?}");
    pages.close().await;
}
