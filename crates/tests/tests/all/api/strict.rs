//! What makes no sense is refused, and says why.

use domain::scope::Scope;
use domain::time::MINUTE_MS;
use serde_json::json;
use testkit::app::TestApp;
use testkit::letter::Letter;

use super::jan;

#[tokio::test]
async fn names_that_mean_nothing_are_refused_with_the_nearest() {
    let app = TestApp::start().await;
    let id = app.receive(&Letter::new("a@example.org")).await;
    let (jan, place) = (jan(&app).await, format!("/conversations/{id}"));
    let told = jan.patch(&place, json!({"asignee": null})).await;
    assert_eq!((told.status, told.problem()), (400, Some("unreadable-body")));
    assert!(told.json["detail"].as_str().is_some_and(|detail| detail.contains("“assignee”")), "{}", told.text);
    assert_eq!(told.header("content-type"), Some("application/problem+json"));
    let told = jan.get("/conversations?state=open").await;
    assert_eq!((told.status, told.problem()), (400, Some("unreadable-query")));
    assert!(told.json["detail"].as_str().is_some_and(|detail| detail.contains("“status”")), "{}", told.text);
    assert_eq!(jan.get(&format!("{place}?expand=all")).await.problem(), Some("unreadable-query"));
}

#[tokio::test]
async fn hostile_requests_are_problems_and_nothing_else() {
    let app = TestApp::start().await;
    let id = app.receive(&Letter::new("a@example.org")).await;
    let jan = jan(&app).await;
    let notes = format!("/conversations/{id}/notes");
    let send = async |headers: &[(&str, &str)], body: &str| {
        let told = jan.ask("POST", &notes, headers, Some(body.to_owned())).await;
        assert_eq!(told.header("content-type"), Some("application/problem+json"), "{}", told.text);
        (told.status, told.problem().expect("a problem").to_owned())
    };
    let unreadable = (400, "unreadable-body".to_owned());
    for body in ["", "{", "[]", "null", r#"{"text":1}"#, r#"["a"]"#, r#"{"text":"a","text":"b"}"#, &"[".repeat(200_000)]
    {
        assert_eq!(send(&[], body).await, unreadable, "{}", &body[..body.len().min(40)]);
    }
    assert_eq!(send(&[], &json!({"text": " \n\t"}).to_string()).await, (422, "invalid".to_owned()));
    assert_eq!(send(&[], &json!({"text": "a".repeat(200_001)}).to_string()).await, (422, "invalid".to_owned()));
    assert_eq!(send(&[], &json!({"text": "a".repeat(3 << 20)}).to_string()).await, (413, "too-large".to_owned()));
    assert_eq!(send(&[("content-type", "text/plain")], "{}").await, (415, "wrong-type".to_owned()));
    assert_eq!(send(&[("idempotency-key", "a b")], "{}").await, (400, "unreadable-header".to_owned()));
    for place in [
        "/nowhere",
        "/conversations/1",
        "/conversations/cnv_zzzzzzzzzzzzz",
        "/messages/cnv_0000000000001",
        "/views/x/conversations",
    ] {
        let told = jan.get(place).await;
        assert_eq!((told.status, told.problem()), (404, Some("not-found")), "{place}");
    }
    let told = jan.ask("PUT", &notes, &[], None).await;
    assert_eq!((told.status, told.problem()), (405, Some("no-such-method")));
    assert!(told.header("allow").is_some_and(|allow| allow.contains("POST")), "{:?}", told.headers);
    for query in ["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "after=-1"] {
        assert_eq!(jan.get(&format!("/conversations?{query}")).await.status, 400, "{query}");
    }
    for cursor in ["", "a", &"a".repeat(10_000)] {
        assert_eq!(
            jan.get(&format!("/conversations?cursor={cursor}")).await.problem(),
            Some("no-such-page"),
            "{cursor}"
        );
    }
}

#[tokio::test]
async fn only_good_tokens_get_in() {
    let mut app = TestApp::start().await;
    app.allow_undone();
    let mut jan = jan(&app).await;
    let good = jan.secret.clone().expect("a token");
    assert_eq!(jan.get("/brands").await.status, 200);
    let session = jan.ask("GET", "/brands", &[("cookie", "session=x")], None).await;
    assert_eq!(session.status, 200, "cookies are nobody's business here");
    for wrong in
        ["", "x", &good[..43], &good.to_uppercase(), &good.replace("kontuar_", "kontuar-"), &format!("{good}0")]
    {
        jan.secret = Some(wrong.to_owned());
        let told = jan.get("/brands").await;
        assert_eq!((told.status, told.problem()), (401, Some("signed-out")), "{wrong}");
        assert!(told.header("www-authenticate").is_some_and(|how| how.starts_with("Bearer")));
        assert!(!told.text.contains(&good[10..40]));
    }
    jan.secret = Some(good);
    app.clock.advance_ms(2 * MINUTE_MS);
    assert_eq!(jan.get("/brands").await.status, 200);
    let used = app.number("SELECT used_at FROM token");
    assert_eq!(used, app.engine.now().get(), "its use is noted");
    let kept = app.texts("SELECT name, scopes, CAST(fingerprint AS TEXT) FROM token").concat().join(" ");
    assert!(!kept.contains(&jan.secret.clone().expect("a token")[8..]), "the secret is not kept");
    engine::tokens::revoke(&app.engine, None, jan.id.expect("its id")).await.expect("it ends");
    assert_eq!(jan.get("/brands").await.problem(), Some("signed-out"));
    let other = app.guest(app.jan, &[Scope::DirectoryRead]).await;
    app.clock.advance_ms(domain::time::DAY_MS);
    assert_eq!(other.get("/brands").await.problem(), Some("signed-out"), "it ended by itself");
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_back() {
    let app = TestApp::start().await;
    let guest = app.stranger_within(3).given(&app, app.jan, &[Scope::DirectoryRead]).await;
    for left in ["\"minute\";r=2;t=20", "\"minute\";r=1;t=40", "\"minute\";r=0;t=60"] {
        let told = guest.get("/brands").await;
        assert_eq!((told.status, told.header("ratelimit")), (200, Some(left)));
        assert_eq!(told.header("ratelimit-policy"), Some("\"minute\";q=3;w=60"));
    }
    let told = guest.get("/brands").await;
    assert_eq!((told.status, told.problem()), (429, Some("too-many-requests")));
    assert_eq!(told.header("retry-after"), Some("20"), "{:?}", told.headers);
    app.clock.advance_ms(20_000);
    assert_eq!(guest.get("/brands").await.status, 200);
}

#[tokio::test]
async fn the_document_and_its_page_are_for_everybody() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    let document = stranger.get("/openapi.json").await;
    assert_eq!(document.status, 200);
    assert!(document.json["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let page = stranger.get("/docs").await;
    assert!(page.text.contains("/api/v1/conversations/{conversation}"));
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    assert_eq!(stranger.get("/docs.css").await.status, 200);
}
