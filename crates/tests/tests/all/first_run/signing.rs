//! A key that signs mail (DKIM) is made, used and removed in the pages, and never shown.

use testkit::program::Visitor;
use testkit::servers::covered;

use crate::operation::shop::row_with;

use super::more::shows;
use super::settings::{connected, save, version};
use super::{Place, SHOP};

/// The customer asks, the shop answers.
async fn answered(place: &Place, anna: &mut Visitor, once: &str, subject: &str) {
    place.writes(&format!("{once}@poczta.example"), subject).await;
    let list = shows(anna, "/inbox/to-answer", subject).await;
    let conversation = row_with(&list, subject).expect("its row");
    let text = format!("Odpowiedz {once}.");
    let form = [("text", text.as_str()), ("once", once), ("seen", ""), ("then", "wait")];
    assert_eq!(anna.post(&format!("{conversation}/replies"), &form).await.expect("an answer").status, 303);
}

#[tokio::test]
async fn a_key_waits_for_its_record_signs_when_told_and_goes() {
    let (mut place, mut anna, path) = connected().await;
    let (at, seen) = (format!("{path}/key"), version(&mut anna, &path).await);
    let key = |selector: &'static str, domain: &'static str, pem: &'static str| {
        [("selector", selector), ("domain", domain), ("pem", pem)]
    };
    for (form, says) in [
        (key("dwa słowa", "kamionka.example", ""), "letters, digits, dashes and dots"),
        (key("k1", "cudza.example", ""), "Receivers count only a signature"),
        (key("k1", "kamionka.example", "hej"), "no private key in PEM form"),
        (key("k1", "kamionka.example", "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----"), "the public key"),
    ] {
        let wrong = save(&mut anna, &at, &seen, &form).await;
        assert!(wrong.status == 422 && wrong.body.contains(says), "{says}: {}", wrong.body);
    }
    let made = save(&mut anna, &at, &seen, &key("k1", "Kamionka.example", "")).await;
    assert!(made.location().is_some_and(|to| to.ends_with("outcome=key#key")), "{} {}", made.status, made.body);
    let stands = version(&mut anna, &path).await;
    let again = save(&mut anna, &at, &seen, &key("k1", "kamionka.example", "")).await;
    assert!(again.location().is_some_and(|to| to.ends_with("outcome=key#key")), "{} {}", again.status, again.body);
    assert_eq!(version(&mut anna, &path).await, stands, "a second click makes no second key");
    let page = anna.get(&path).await.expect("a page").body;
    assert!(page.contains("v=DKIM1; k=ed25519; p=") && page.contains("signs nothing yet"), "{page}");
    assert!(page.contains("k1.") && !page.contains("BEGIN PRIVATE KEY"), "{page}");
    answered(&place, &mut anna, "one", "Czy jest wazon?").await;
    let plain = place.customer.wait_for("the answer", |mail| mail.holds("Odpowiedz one.")).await;
    assert_eq!(plain.header("DKIM-Signature"), None);

    let seen = version(&mut anna, &path).await;
    let signs = save(&mut anna, &format!("{at}/state"), &seen, &[("on", "yes")]).await;
    assert!(
        signs.location().is_some_and(|to| to.ends_with("outcome=key-signs#key")),
        "{} {}",
        signs.status,
        signs.body
    );
    shows(&anna, &path, "is signed").await;
    answered(&place, &mut anna, "two", "Czy jest miska?").await;
    let signed = place.customer.wait_for("the answer", |mail| mail.holds("Odpowiedz two.")).await;
    let signature = signed.header("DKIM-Signature").expect("it is signed");
    assert!(signature.contains("d=kamionka.example") && signature.contains("s=k1"), "{signature}");

    let seen = version(&mut anna, &path).await;
    let gone = save(&mut anna, &format!("{at}/end"), &seen, &[]).await;
    assert!(gone.location().is_some_and(|to| to.ends_with("outcome=key-ended#key")), "{} {}", gone.status, gone.body);
    assert!(!anna.get(&path).await.expect("a page").body.contains("v=DKIM1"));
    let done = anna.get("/people/audit").await.expect("a page").body;
    assert_eq!(done.matches("Another DKIM key of a mailbox").count(), 3, "{done}");
    place.program.stop();
    let said = place.program.said();
    for secret in ["PRIVATE KEY", SHOP] {
        assert!(!said.contains(secret), "“{secret}” is in the log:\n{said}");
    }
    place.program.check().await;
    covered("mailbox: DKIM by the page");
}
