//! What is set of a mailbox is changed in the pages while it works: servers, limits, folders, words; by two people at once.

use testkit::letter::Letter;
use testkit::program::{Answer, Settings, Visitor};
use testkit::servers::{Dovecot, SmtpServer, covered};

use crate::operation::shop::row_with;

use super::more::shows;
use super::{CUSTOMER, OWNER, OWNERS_PASSWORD, Place, SHOP, SHOPS_PASSWORD, owner};

const NEW_PASSWORD: &str = "inne-hasło-17";

/// A shop whose mailbox was connected in the pages, its owner, and where that mailbox is set.
pub(super) async fn connected() -> (Place, Visitor, String) {
    connected_with(Settings::default()).await
}

/// The same with these settings.
pub(super) async fn connected_with(settings: Settings) -> (Place, Visitor, String) {
    let mut place = Place::with(settings).await;
    place.program.start().await;
    let mut anna = owner(&place.program).await;
    anna.post("/setup/shop", &[("shop", "Kamionka"), ("team", "Sklep")]).await.expect("an answer");
    let form = place.servers(SHOPS_PASSWORD);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(anna.post("/setup/mailbox", &form).await.expect("an answer").status, 303);
    let page = anna.get("/mailboxes").await.expect("a page").body;
    let (_, rest) = page.split_once("class=\"mailbox-link\" href=\"").expect("a link");
    let path = rest.split('"').next().unwrap_or_default().to_owned();
    (place, anna, path)
}

/// The version that a page of a mailbox shows.
pub(super) async fn version(anna: &mut Visitor, path: &str) -> String {
    version_of(&anna.get(path).await.expect("a page").body)
}

fn version_of(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"version\" value=\"").unwrap_or_else(|| panic!("no version: {page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Sends a form of the page.
pub(super) async fn save(anna: &mut Visitor, at: &str, version: &str, form: &[(&str, &str)]) -> Answer {
    let form = [&[("version", version)], form].concat();
    anna.post(at, &form).await.expect("an answer")
}

/// The form of the servers, on these servers.
fn servers<'a>(password: &'a str, host: &'a str, ports: &'a [String; 2]) -> Vec<(&'a str, &'a str)> {
    vec![
        ("user", SHOP),
        ("password", password),
        ("imap_host", host),
        ("imap_port", &ports[0]),
        ("imap_tls", "none"),
        ("smtp_host", host),
        ("smtp_port", &ports[1]),
        ("smtp_tls", "none"),
    ]
}

pub(super) fn limits<'a>(per_hour: &'a str, connections: &'a str) -> [(&'a str, &'a str); 4] {
    [("per_hour", per_hour), ("per_day", ""), ("connections", connections), ("give_up_hours", "48")]
}

#[tokio::test]
async fn another_password_and_another_server_are_tried_and_mail_comes_on_without_a_restart() {
    let (mut place, mut anna, path) = connected().await;
    place.writes("jeden@poczta.example", "Pierwsze pytanie").await;
    shows(&anna, "/inbox/to-answer", "Pierwsze pytanie").await;
    let (at, first) = (format!("{path}/servers"), version(&mut anna, &path).await);
    let page = anna.get(&path).await.expect("a page").body;
    assert!(page.contains("value=\"127.0.0.1\"") && !page.contains(SHOPS_PASSWORD), "{page}");
    let ports = [place.store.imap().port().to_string(), place.smtp.submission().port().to_string()];

    // Nothing changed: nothing is tried, nothing is saved.
    let same = save(&mut anna, &at, &first, &servers("", "127.0.0.1", &ports)).await;
    assert!(same.location().is_some_and(|to| to.ends_with("outcome=same")), "{:?}", same.location());
    assert_eq!(version(&mut anna, &path).await, first);

    // What does not work is said, and the old goes on.
    let closed = [ports[0].clone(), "1".to_owned()];
    let refused = save(&mut anna, &at, &first, &servers("", "127.0.0.1", &closed)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("there is no connection") && refused.body.contains("nothing was changed"));
    assert!(refused.body.contains("name=\"smtp_port\" value=\"1\""), "what was typed is kept: {}", refused.body);
    let refused = save(&mut anna, &at, &first, &servers("nie to hasło", "127.0.0.1", &ports)).await;
    assert!(refused.status == 422 && refused.body.contains("does not accept this user name"), "{}", refused.body);
    assert!(!refused.body.contains("nie to hasło"));
    let refused = save(&mut anna, &at, &first, &servers("", "localhost", &ports)).await;
    assert!(refused.status == 422 && refused.body.contains("another server than before"), "{}", refused.body);
    let refused = save(&mut anna, &at, &first, &servers("", "a b/c", &ports)).await;
    assert!(refused.status == 422 && refused.body.contains("Check the server for receiving"), "{}", refused.body);
    assert_eq!(version(&mut anna, &path).await, first, "nothing was kept");
    place.writes("dwa@poczta.example", "Drugie pytanie").await;
    shows(&anna, "/inbox/to-answer", "Drugie pytanie").await;

    // The provider gives the mailbox another password; it is saved by a second click while the first is tried.
    place.store.change_password(SHOP, NEW_PASSWORD).await;
    let (mut once, form) = (anna.clone(), servers(NEW_PASSWORD, "127.0.0.1", &ports));
    let clicks = tokio::join!(save(&mut once, &at, &first, &form), save(&mut anna, &at, &first, &form));
    for saved in [clicks.0, clicks.1] {
        assert!(saved.location().is_some_and(|to| to.ends_with("outcome=servers")), "{} {}", saved.status, saved.body);
    }
    place.writes("trzy@poczta.example", "Trzecie pytanie").await;
    shows(&anna, "/inbox/to-answer", "Trzecie pytanie").await;

    // The shop moves to another provider, and keeps the password.
    let (other, ours) = (Dovecot::start().await, version(&mut anna, &path).await);
    let (mailbox, smtp) = (other.add_user(SHOP, NEW_PASSWORD), SmtpServer::start(&other).await);
    let ports = [other.imap().port().to_string(), smtp.submission().port().to_string()];
    let saved = save(&mut anna, &at, &ours, &servers("", "127.0.0.1", &ports)).await;
    assert!(saved.location().is_some_and(|to| to.ends_with("outcome=servers")), "{} {}", saved.status, saved.body);
    let moved = Letter::new("cztery@poczta.example").from(CUSTOMER).subject("Pytanie po przeprowadzce");
    mailbox.append(&moved.raw()).await;
    shows(&anna, "/inbox/to-answer", "Pytanie po przeprowadzce").await;
    place.program.restart().await;
    let mut anna = place.program.visitor();
    anna.sign_in(OWNER, OWNERS_PASSWORD).await.expect("she can sign in");
    assert!(anna.get(&path).await.expect("a page").body.contains(&format!("value=\"{}\"", ports[0])));
    let done = anna.get("/people/audit").await.expect("a page").body;
    assert_eq!(done.matches("Other servers of a mailbox").count(), 2, "{done}");
    place.program.stop();
    let said = place.program.said();
    for secret in [SHOPS_PASSWORD, NEW_PASSWORD, "nie to hasło", SHOP] {
        assert!(!said.contains(secret), "“{secret}” is in the log:\n{said}");
    }
    place.program.check().await;
    covered("mailbox: other servers by the page");
}

#[tokio::test]
async fn limits_hold_at_once_and_who_is_second_is_told() {
    let (mut place, mut anna, path) = connected().await;
    let (at, seen) = (format!("{path}/limits"), version(&mut anna, &path).await);
    for (per_hour, connections, says) in [
        ("dużo", "4", "The limit for an hour is a number"),
        ("0", "4", "The limit for an hour is a number"),
        ("1", "33", "from 1 to 32"),
        ("1", "", "from 1 to 32"),
    ] {
        let wrong = save(&mut anna, &at, &seen, &limits(per_hour, connections)).await;
        assert!(wrong.status == 422 && wrong.body.contains(says), "{per_hour} {connections}: {}", wrong.body);
        assert!(wrong.body.contains(&format!("name=\"per_hour\" value=\"{per_hour}\"")), "it is kept: {}", wrong.body);
    }
    // Two people open the page; one is faster.
    let mut jan = place.program.visitor();
    jan.sign_in(OWNER, OWNERS_PASSWORD).await.expect("the same owner, at another desk");
    let done = save(&mut jan, &at, &seen, &limits("1", "2")).await;
    assert!(done.location().is_some_and(|to| to.ends_with("outcome=limits")), "{} {}", done.status, done.body);
    let stands = version(&mut jan, &path).await;
    let again = save(&mut jan, &at, &seen, &limits("1", "2")).await;
    let said = again.location().map(str::to_owned);
    assert!(said.is_some_and(|to| to.ends_with("outcome=limits")), "a second click: {} {}", again.status, again.body);
    assert_eq!(version(&mut jan, &path).await, stands, "and nothing more");
    let late = save(&mut anna, &at, &seen, &limits("7", "4")).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("Somebody changed this mailbox meanwhile"), "{}", late.body);
    assert!(late.body.contains("name=\"per_hour\" value=\"7\""), "what was typed is kept: {}", late.body);
    let page = anna.get(&path).await.expect("a page").body;
    assert!(
        page.contains("name=\"per_hour\" value=\"1\"") && page.contains("name=\"connections\" value=\"2\""),
        "{page}"
    );
    let late = save(&mut anna, &format!("{path}/words"), &seen, &words("zwroty", "")).await;
    assert_eq!(late.status, 409);

    // The limit holds: of two answers one waits, in sight.
    for (once, subject) in [("one", "Czy jest wazon?"), ("two", "Czy jest miska?")] {
        place.writes(&format!("{once}@poczta.example"), subject).await;
        let list = shows(&anna, "/inbox/to-answer", subject).await;
        let conversation = row_with(&list, subject).expect("its row");
        let form = [("text", "Jest."), ("once", once), ("seen", ""), ("then", "wait")];
        assert_eq!(anna.post(&format!("{conversation}/replies"), &form).await.expect("an answer").status, 303);
    }
    shows(&anna, "/outbox", "As much left as the settings allow within an hour.").await;
    assert_eq!(place.customer.messages().await.len(), 1);
    // Whoever saves it again after looking is heard.
    let seen = version(&mut anna, &path).await;
    let done = save(&mut anna, &at, &seen, &limits("", "4")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    place.program.stop();
    place.program.check().await;
    covered("mailbox: limits by the page, two people at once");
}

fn words<'a>(name: &'a str, signature: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", name), ("sender", "{agent} z {brand}"), ("signature", signature), ("auto_reply", "")]
}

#[tokio::test]
async fn folders_and_words_are_chosen_and_outlast_a_restart() {
    let (mut place, mut anna, path) = connected().await;
    let shop = place.store.add_user(SHOP, SHOPS_PASSWORD);
    let rubbish = shop.folder("Odrzucone");
    rubbish.create().await;
    let page = anna.get(&format!("{path}?folders=yes")).await.expect("a page").body;
    assert!(page.contains("<option value=\"Odrzucone\">"), "the server's folders can be chosen: {page}");
    let at = format!("{path}/folders");
    let choose = |spam: &'static str, sent: &'static str, file: &'static str| {
        [("spam", spam), ("sent", sent), ("file_sent", file)]
    };
    let seen = version(&mut anna, &path).await;
    for (form, says) in [
        (choose("Odrzucone", "Odrzucone", "auto"), "are two folders"),
        (choose("auto", "none", "yes"), "choose a folder of sent mail"),
    ] {
        let wrong = save(&mut anna, &at, &seen, &form).await;
        assert!(wrong.status == 422 && wrong.body.contains(says), "{}", wrong.body);
    }
    let spam = Letter::new("nagroda@poczta.example").from("Wróżka <wrozka@poczta.example>").subject("Nagroda czeka");
    rubbish.append(&spam.raw()).await;
    let done = save(&mut anna, &at, &seen, &choose("Odrzucone", "none", "no")).await;
    assert!(done.location().is_some_and(|to| to.ends_with("outcome=folders")), "{} {}", done.status, done.body);
    shows(&anna, "/mailboxes", "Odrzucone").await;
    shows(&anna, "/inbox/spam", "Nagroda czeka").await;

    let seen = version(&mut anna, &path).await;
    let at = format!("{path}/words");
    let wrong = save(&mut anna, &at, &seen, &words(" ", "Zespół sklepu")).await;
    assert!(wrong.status == 422 && wrong.body.contains("Give the name in one line"), "{}", wrong.body);
    assert!(wrong.body.contains("Zespół sklepu"), "what was typed is kept");
    let done = save(&mut anna, &at, &seen, &words("zwroty", "{agent}\r\nnapisz: sklep")).await;
    assert!(done.location().is_some_and(|to| to.ends_with("outcome=words")), "{} {}", done.status, done.body);
    shows(&anna, "/mailboxes", "<h2>zwroty</h2>").await;
    place.program.restart().await;
    let mut anna = place.program.visitor();
    anna.sign_in(OWNER, OWNERS_PASSWORD).await.expect("she can sign in");
    place.writes("wazon@poczta.example", "Czy jest wazon?").await;
    let list = shows(&anna, "/inbox/to-answer", "Czy jest wazon?").await;
    let conversation = row_with(&list, "Czy jest wazon?").expect("its row");
    let form = [("text", "Jest."), ("once", "one"), ("seen", ""), ("then", "wait")];
    assert_eq!(anna.post(&format!("{conversation}/replies"), &form).await.expect("an answer").status, 303);
    let answer = place.customer.wait_for("the answer", |mail| mail.holds("napisz: sklep")).await;
    assert!(answer.header("From").is_some_and(|from| from.contains("Anna z Kamionka")), "{:?}", answer.header("From"));
    assert!(anna.get("/mailboxes").await.expect("a page").body.contains("<h2>zwroty</h2>"), "the name stays");
    place.program.stop();
    place.program.check().await;
    covered("mailbox: folders and words by the page");
}
