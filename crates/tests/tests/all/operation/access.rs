//! From which networks pages and API are used, by the visitor's address as trusted proxies tell it.

use testkit::program::{Program, Settings, Visitor};

const OLA: &str = "ola@kontuar.example";
const OLAS_PASSWORD: &str = "poprawny koń bateria";

fn from(program: &Program, address: &str) -> Visitor {
    program.visitor().saying(&format!("X-Forwarded-For: {address}"))
}

#[tokio::test]
async fn pages_and_api_are_open_to_the_networks_that_the_settings_name() {
    let section = "[access]\npages = [\"203.0.113.0/24\", \"2001:db8::/32\"]\napi = [\"198.51.100.7\"]\n";
    let mut program = Program::new(Settings::default().section(section));
    program.start().await;
    program.add_agent(OLA, "Ola Nowak", OLAS_PASSWORD).await;

    let mut ola = from(&program, "203.0.113.9");
    ola.sign_in(OLA, OLAS_PASSWORD).await.expect("from an office");
    assert_eq!(ola.get("/inbox/to-answer").await.expect("an answer").status, 200);
    from(&program, "2001:db8::7").sign_in(OLA, OLAS_PASSWORD).await.expect("from another");

    // What the visitor writes before the proxy's own entry is not believed.
    for address in ["192.0.2.1", "203.0.113.9, 192.0.2.1", "::ffff:192.0.2.1", "somewhere"] {
        let mut stranger = from(&program, address);
        let refused = stranger.get("/sign-in").await.expect("an answer");
        assert_eq!(refused.status, 403, "{address}");
        assert!(refused.body.contains("These pages are not open from this network"), "{}", refused.body);
        assert!(refused.header("content-security-policy").is_some(), "headers stand on refusals too");
        assert_eq!(
            stranger.post("/session", &[("login", OLA), ("password", OLAS_PASSWORD)]).await.expect("one").status,
            403
        );
        for open in ["/healthz", "/readyz"] {
            assert_eq!(stranger.get(open).await.expect("an answer").status, 200, "{address} {open}");
        }
    }
    // A session that was begun there is no way in from elsewhere.
    let mut carried = ola.saying("X-Forwarded-For: 192.0.2.1");
    for path in ["/inbox/all", "/live", "/no-such-page", "//inbox/all"] {
        assert_eq!(carried.get(path).await.expect("an answer").status, 403, "{path}");
    }

    assert_eq!(carried.get("/assets/../inbox/all").await.expect("an answer").status, 404, "no way around");

    let asked = from(&program, "198.51.100.7").get("/api/v1/conversations").await.expect("an answer");
    assert_eq!(asked.status, 401, "it may ask, and has no token: {}", asked.body);
    let refused = from(&program, "203.0.113.9").get("/api/v1/conversations").await.expect("an answer");
    assert_eq!(
        (refused.status, refused.body.contains("urn:kontuar:problem:elsewhere")),
        (403, true),
        "{}",
        refused.body
    );
    for (address, status) in [("198.51.100.7", 401), ("203.0.113.9", 403)] {
        let answer = from(&program, address).post("/mcp", &[]).await.expect("an answer");
        assert_eq!(answer.status, status, "{address}: {}", answer.body);
    }
    program.check().await;
}

#[tokio::test]
async fn who_is_no_trusted_proxy_cannot_say_from_where_it_comes() {
    let section = "trusted_proxies = []\n[access]\npages = [\"203.0.113.0/24\"]\n";
    let mut program = Program::new(Settings::default().section(section));
    program.start().await;
    let refused = from(&program, "203.0.113.9").get("/sign-in").await.expect("an answer");
    assert_eq!(refused.status, 403);
    assert_eq!(from(&program, "203.0.113.9").get("/api/v1/openapi.json").await.expect("an answer").status, 200);
}

#[tokio::test]
async fn guesses_at_a_password_are_counted_by_where_they_come_from() {
    let mut program = Program::new(Settings::default());
    program.start().await;
    program.add_agent(OLA, "Ola Nowak", OLAS_PASSWORD).await;
    let mut statuses = Vec::new();
    for n in 0..41 {
        let login = format!("guess{n}@kontuar.example");
        let form = [("login", login.as_str()), ("password", "zgadywanka")];
        statuses.push(from(&program, "192.0.2.1").post("/session", &form).await.expect("an answer").status);
    }
    assert_eq!((statuses[39], statuses[40]), (422, 429), "forty tries of one address");
    from(&program, "192.0.2.2").sign_in(OLA, OLAS_PASSWORD).await.expect("others are behind the same proxy");
}
