//! The built program: a token by command, the story of another program over HTTP, the stream of events.

use std::time::Duration;

use testkit::program::{Program, Settings, Visitor};

/// The secret among the words of `kontuar token create`, and the token's id.
fn read(words: &str) -> (String, String) {
    let id = words.split_whitespace().next().expect("an id").to_owned();
    let secret = words.lines().last().expect("a secret").trim().to_owned();
    assert!(id.starts_with("tok_") && secret.starts_with("kontuar_") && secret.len() == 44, "{words}");
    (id, secret)
}

/// A new token of an agent, by the command.
pub(super) async fn token(program: &Program, agent: &str, scopes: &[&str]) -> String {
    let mut create = vec!["token", "create", "--agent", agent, "--name", "ERP"];
    create.extend(scopes.iter().flat_map(|scope| ["--scope", scope]));
    let made = program.run(&create).await;
    assert!(made.status.success(), "{}{}", made.stdout, made.stderr);
    read(&made.stdout).1
}

#[tokio::test]
async fn a_token_is_made_used_listed_and_ended_while_the_counter_runs() {
    let mut program = Program::new(Settings::default());
    program.start().await;
    program.add_agent("ewa@example.com", "Ewa", "poprawny koń bateria").await;
    let create = ["token", "create", "--agent", "ewa@example.com", "--name", "ERP", "--scope", "events:read"];
    let made = program.run(&create).await;
    assert!(made.status.success(), "{}{}", made.stdout, made.stderr);
    let (id, secret) = read(&made.stdout);

    let header = format!("Authorization: Bearer {secret}");
    let mut guest = Visitor::at(program.address()).saying(&header);
    let told = guest.get("/api/v1/events?limit=5").await.expect("an answer");
    assert_eq!(told.status, 200, "{}", told.body);
    assert_eq!(guest.get("/api/v1/brands").await.expect("an answer").status, 403);
    // Agents belong to no conversation, and this agent to one team: the position comes without the event.
    let heard = guest.listen("/api/v1/events/stream?after=0", "\nid: ", Duration::from_secs(20)).await;
    let heard = heard.expect("a stream");
    assert!(heard.contains("text/event-stream"), "{heard}");

    let listed = program.run(&["token", "list"]).await.stdout;
    assert!(listed.contains(&id) && listed.contains("events:read") && listed.contains("used 2"), "{listed}");
    assert!(!listed.contains(&secret));
    assert!(program.run(&["token", "revoke", &id]).await.status.success());
    assert_eq!(guest.get("/api/v1/events").await.expect("an answer").status, 401);
    assert!(!program.run(&["token", "revoke", &id]).await.status.success(), "once");
    let unknown =
        program.run(&["token", "create", "--agent", "x@example.com", "--name", "x", "--scope", "events:read"]).await;
    assert!(unknown.stderr.contains("Nobody signs in as x@example.com"), "{}", unknown.stderr);
    program.stop();
    program.check().await;
}
