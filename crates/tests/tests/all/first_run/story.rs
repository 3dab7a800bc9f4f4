//! From nothing to the first mail, and what stays after a restart.

use std::time::{Duration, Instant};

use testkit::browser::Browser;
use testkit::servers::{covered, ready};

use super::{OWNER, OWNERS_PASSWORD, Place, SHOP, SHOPS_PASSWORD, go_through, shown};
use crate::pages::forgive;

const QUESTION: &str = "Czy wazon jest jeszcze dostępny?";
const ANSWER: &str = "Tak, został jeden.";

#[tokio::test]
async fn an_empty_folder_becomes_a_shop_with_mail_by_the_pages_alone() {
    covered("story: first run, from an empty folder to the first mail");
    let (mut place, browser) = tokio::join!(Place::prepare(), Browser::speaking("en-GB,en"));
    let begun = Instant::now();
    place.program.start().await;
    go_through(&browser, &place, async |_, _| ()).await;
    place.writes("wazon@poczta.example", QUESTION).await;
    browser.wait_for_text("#rows .row", QUESTION).await;
    let taken = begun.elapsed();
    println!("from `serve` on an empty folder to the first mail in the list: {:.1} s", taken.as_secs_f64());
    assert!(taken < Duration::from_secs(300), "{taken:?}");

    browser.click_on("#rows .row a", QUESTION).await;
    browser.wait_for("#thread").await;
    browser.press("r").await;
    browser.press(ANSWER).await;
    browser.press_with_control(testkit::browser::Key::Enter.value()).await;
    browser.wait_for(".message.shop .delivery.sent").await;
    let answer = place.customer.wait_for("the answer", |mail| mail.holds("wazon@poczta.example")).await;
    assert!(answer.header("From").is_some_and(|from| from.contains("Kamionka") && from.contains(SHOP)));
    // The wrong password was refused with a status that Chromium notes.
    forgive(&browser).await;
    browser.close().await;

    // Meanwhile the provider's password changes.
    place.store.add_user(SHOP, "inne-hasło-17");
    place.program.restart().await;
    place.writes("drugi@poczta.example", "Drugie pytanie").await;
    let mut owner = place.program.visitor();
    owner.sign_in(OWNER, OWNERS_PASSWORD).await.expect("the owner can sign in");
    assert_eq!(owner.get("/setup/mailbox").await.expect("an answer").status, 404, "it is through");
    let page = owner.get("/mailboxes").await.expect("an answer").body;
    let form =
        page.split("action=\"").find_map(|rest| rest.split('"').next().filter(|path| path.ends_with("/password")));
    let form = form.expect("the password can be replaced");
    for (password, outcome) in [("znów nie to", "outcome=password-refused"), ("inne-hasło-17", "outcome=password#")] {
        let answer = owner.post(form, &[("password", password)]).await.expect("an answer");
        assert!(answer.location().is_some_and(|to| to.contains(outcome)), "{:?}", answer.location());
    }
    ready::until("the mail after a restart", ready::START, || {
        let mut owner = owner.clone();
        async move { owner.get("/inbox/to-answer").await.ok()?.body.contains("Drugie pytanie").then_some(()) }
    })
    .await;
    place.program.stop();
    let said = place.program.said();
    for secret in [SHOPS_PASSWORD, OWNERS_PASSWORD, SHOP, OWNER, "nie to", "inne-hasło", "Anna Nowak"] {
        assert!(!said.contains(secret), "“{secret}” is in the log:\n{said}");
    }
    assert_eq!(shown(&said).count(), 1, "the link was printed once");
    place.program.check().await;
}
