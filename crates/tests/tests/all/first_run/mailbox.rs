//! A mailbox that does not work: what is said of it, and that nothing is kept.

use std::time::{Duration, Instant};

use testkit::program::Visitor;

use super::{Place, SHOP, SHOPS_PASSWORD, owner};

/// Sends the second form, changed.
async fn try_out(anna: &mut Visitor, place: &Place, password: &str, change: &[(&'static str, &str)]) -> (u16, String) {
    let mut form = place.servers(password).to_vec();
    for (name, value) in &mut form {
        if let Some((_, other)) = change.iter().find(|(changed, _)| changed == name) {
            (*other).clone_into(value);
        }
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = anna.post("/setup/mailbox", &form).await.expect("an answer");
    (answer.status, answer.body)
}

#[tokio::test]
async fn what_does_not_work_is_said_plainly_and_not_kept() {
    let mut place = Place::prepare().await;
    place.program.start().await;
    let mut anna = owner(&place.program).await;
    anna.post("/setup/shop", &[("shop", "Kamionka"), ("team", "Sklep")]).await.expect("an answer");
    let asked = anna.post("/setup/mailbox/servers", &[("address", SHOP)]).await.expect("an answer");
    assert_eq!(asked.status, 200);
    assert!(asked.body.contains("We do not know this provider"), "{}", asked.body);
    let known = anna.post("/setup/mailbox/servers", &[("address", "sklep@wp.pl")]).await.expect("an answer").body;
    assert!(known.contains("WP Poczta") && known.contains("imap.wp.pl") && known.contains("separate password"));

    let (status, page) = try_out(&mut anna, &place, "nie to hasło", &[]).await;
    assert_eq!(status, 422);
    assert_eq!(page.matches("</b> the server does not accept this user name").count(), 2, "{page}");
    assert!(page.contains("nothing was saved") && !page.contains("nie to hasło"));
    let (status, page) = try_out(&mut anna, &place, SHOPS_PASSWORD, &[("smtp_port", "1")]).await;
    assert_eq!(status, 422);
    assert!(page.contains("there is no connection") && page.contains("works."), "one of two: {page}");
    let (_, page) = try_out(&mut anna, &place, SHOPS_PASSWORD, &[("imap_host", "mail.example.net")]).await;
    assert!(page.contains("would travel unencrypted"), "{page}");
    let (_, page) = try_out(&mut anna, &place, SHOPS_PASSWORD, &[("imap_host", "a b/c")]).await;
    assert!(page.contains("Check the server for receiving"), "{page}");

    // A server that takes the connection and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = silent.local_addr().expect("an address").port().to_string();
    let begun = Instant::now();
    let (status, page) = try_out(&mut anna, &place, SHOPS_PASSWORD, &[("imap_port", &port)]).await;
    assert_eq!(status, 422);
    assert!(page.contains("the server does not answer"), "{page}");
    assert!(begun.elapsed() < Duration::from_secs(18), "{:?}", begun.elapsed());

    let history = anna.get("/setup/history").await.expect("an answer");
    assert_eq!(history.location(), Some("/setup/mailbox"), "there is none");
    let log = place.program.run(&["log", "--kind", "inbox"]).await;
    assert!(log.status.success() && log.stdout.is_empty(), "{}{}", log.stdout, log.stderr);
    let (status, _) = try_out(&mut anna, &place, SHOPS_PASSWORD, &[]).await;
    assert_eq!(status, 303, "and the right one is taken");
    place.program.stop();
    let said = place.program.said();
    for secret in [SHOPS_PASSWORD, "nie to hasło", SHOP] {
        assert!(!said.contains(secret), "“{secret}” is in the log:\n{said}");
    }
    place.program.check().await;
}
