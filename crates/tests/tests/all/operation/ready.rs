//! Whether a node may be given work, and the number by which a request is found again in its log.

use std::sync::atomic::{AtomicU32, Ordering};

use testkit::program::{Program, Settings, Visitor};
use testkit::servers::{Postgres, ready};

async fn readiness(visitor: &mut Visitor) -> (u16, serde_json::Value) {
    let answer = visitor.get("/readyz").await.expect("an answer");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    (answer.status, serde_json::from_str(&answer.body).expect("JSON"))
}

#[tokio::test]
async fn a_node_says_what_is_the_matter_and_a_request_is_found_again_by_its_number() {
    let mut postgres = Postgres::start().await;
    let mut program = Program::new(Settings::default().database(&postgres.fresh_database().await).level("debug"));
    program.start().await;
    let mut visitor = program.visitor();
    let (status, found) = readiness(&mut visitor).await;
    let well = serde_json::json!({"database": "ok", "schema": "ok", "writer": "ok", "process": "ok"});
    assert_eq!((status, &found["ready"], &found["checks"]), (200, &true.into(), &well));

    postgres.stop();
    let found = ready::until("a node without its database", ready::START, || {
        let mut visitor = visitor.clone();
        async move { Some(readiness(&mut visitor).await).filter(|(status, _)| *status == 503) }
    })
    .await
    .1;
    assert_eq!((&found["ready"], &found["checks"]["database"]), (&false.into(), &"away".into()));
    assert_eq!((&found["checks"]["schema"], &found["checks"]["writer"]), (&"unknown".into(), &"away".into()));

    // The proxy before it runs on this machine, so the number is the proxy's.
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let asked = ASKED.fetch_add(1, Ordering::Relaxed);
    let number = format!("proxy-{asked:08}");
    let mut passed_on = program.visitor().saying(&format!("X-Request-Id: {number}\r\nCookie: kontuar_session=abc"));
    let page = passed_on.get("/inbox/to-answer?q=rabarbar").await.expect("an answer");
    assert_eq!(page.header("x-request-id"), Some(number.as_str()));
    let api = program.visitor().saying("X-Request-Id: not <well> formed").get("/api/v1/brands").await.expect("one");
    let drawn = api.header("x-request-id").expect("a number").to_owned();
    assert!(drawn.len() == 16 && drawn.bytes().all(|byte| byte.is_ascii_hexdigit()), "{drawn}");
    program.stop();
    let said = program.said();
    for id in [number, drawn] {
        assert!(said.lines().any(|line| line.contains(&id) && line.contains("answered")), "{id}:\n{said}");
    }
    assert!(!said.contains("rabarbar"), "what was asked for is nobody's business");
}
