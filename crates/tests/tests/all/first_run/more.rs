//! More mailboxes after the first, by the pages alone: added, tried by the command line, switched off, connected again.

use testkit::browser::Browser;
use testkit::letter::Letter;
use testkit::program::Visitor;
use testkit::servers::ready;

use crate::operation::shop::row_with;

use super::{CUSTOMER, Place, SHOP, SHOPS_PASSWORD, fill_servers, owner};

const HURT: &str = "hurt@kamionka.example";
const HURTS_PASSWORD: &str = "jaskier-18";

/// Adds a mailbox and switches it off in a browser that went through the first run, first with a wrong password; `at` hears of
/// each page when it stands there.
pub async fn add_another(browser: &Browser, place: &Place, mut at: impl AsyncFnMut(&Browser, &str)) {
    place.store.add_user(HURT, HURTS_PASSWORD);
    browser.open(&format!("http://{}/people/groups", place.program.address())).await;
    browser.fill("form[action='/people/shops'] input", "Hurt Kamionki").await;
    browser.click("form[action='/people/shops'] .first").await;
    browser.wait_for("#outcome .done").await;
    at(browser, "groups").await;
    browser.open(&format!("http://{}/mailboxes", place.program.address())).await;
    browser.wait_for(".mailbox-card").await;
    at(browser, "mailboxes").await;
    browser.click("a[href='/mailboxes/new']").await;
    browser.wait_for("form[action='/mailboxes/new/servers']").await;
    at(browser, "new").await;
    browser.fill("input[name=address]", HURT).await;
    browser.click("form[action='/mailboxes/new/servers'] .first").await;
    browser.wait_for("form[action='/mailboxes/new']").await;
    browser.wait_for("form[action='/mailboxes/new'] select[name=shop]").await;
    at(browser, "servers").await;
    browser.fill("input[name=name]", "Hurtownia").await;
    fill_servers(browser, place, HURT, "nie to hasło").await;
    browser.click("form[action='/mailboxes/new'] .first").await;
    browser.wait_for(".setup-tried").await;
    at(browser, "wrong").await;
    browser.fill("input[name=password]", HURTS_PASSWORD).await;
    browser.click("form[action='/mailboxes/new'] .first").await;
    browser.wait_for("#outcome .done").await;
    at(browser, "added").await;
    let inbox = browser.url().await.split_once('#').map(|(_, inbox)| inbox.to_owned()).expect("which it is");
    browser.click(&format!("a[href='/mailboxes/{inbox}']")).await;
    browser.wait_for("#limits").await;
    at(browser, "settings").await;
    browser.fill("#limits input[name=per_hour]", "dużo").await;
    browser.click("#limits .first").await;
    browser.wait_for("#wrong").await;
    at(browser, "settings-wrong").await;
    browser.click("#key .first").await;
    browser.wait_for("#key .record").await;
    at(browser, "settings-key").await;
    browser.click("a[href='/mailboxes']").await;
    browser.wait_for(&format!("a[href='/mailboxes/{inbox}']")).await;
    browser.click(&format!("#{inbox} details:has(form[action$='/end']) > summary")).await;
    at(browser, "ending").await;
    browser.click(&format!("#{inbox} form[action$='/end'] button")).await;
    browser.wait_for(".mailboxes-off li").await;
    at(browser, "ended").await;
    browser.open(&format!("http://{}/mailboxes/new", place.program.address())).await;
    browser.fill("input[name=address]", HURT).await;
    browser.click("form[action='/mailboxes/new/servers'] .first").await;
    browser.wait_for("form[action='/mailboxes/new']").await;
    at(browser, "again").await;
}

/// The second form, for an address and, where one is chosen, a shop.
async fn connect(
    anna: &mut Visitor,
    place: &Place,
    at: &str,
    (address, password): (&str, &str),
    shop: Option<&str>,
) -> (u16, String) {
    let mut form = place.servers(password).to_vec();
    for (name, value) in &mut form {
        if matches!(*name, "address" | "user") {
            address.clone_into(value);
        }
    }
    form.push(("name", "Hurtownia".to_owned()));
    form.extend(shop.map(|shop| ("shop", shop.to_owned())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = anna.post(at, &form).await.expect("an answer");
    (answer.status, answer.location().map_or(answer.body.clone(), ToOwned::to_owned))
}

async fn writes(place: &Place, subject: &str) {
    let letter = Letter::new(&format!("{}@poczta.example", subject.len()))
        .from(&format!("Klientka <{CUSTOMER}>"))
        .to(HURT)
        .subject(subject);
    place.smtp.send(&place.customer, &[HURT], &letter.raw()).await.expect("the mail server takes it");
}

pub(super) async fn shows(anna: &Visitor, path: &str, words: &str) -> String {
    let asked = ready::ask(ready::START, || {
        let mut anna = anna.clone();
        async move {
            let page = anna.get(path).await.expect("a page").body;
            if page.contains(words) { Ok(page) } else { Err(page) }
        }
    });
    asked.await.unwrap_or_else(|page| panic!("{path} does not show “{words}”: {page}"))
}

/// Sets up a shop of its own for the second mailbox.
async fn one_more_shop(anna: &mut Visitor) -> String {
    let added = anna.post("/people/shops", &[("name", "Hurt Kamionki")]).await.expect("an answer");
    added.location().and_then(|to| to.split_once('#')).map(|(_, shop)| shop.to_owned()).expect("a shop")
}

/// Has the first answer that waits tried again.
async fn send_what_waits(anna: &mut Visitor) {
    let page = anna.get("/outbox").await.expect("a page").body;
    let (_, form) = page.split_once("action=\"/outbox/").unwrap_or_else(|| panic!("nothing waits: {page}"));
    let delivery = form.split('"').next().unwrap_or_default();
    anna.post(&format!("/outbox/{delivery}"), &[("decision", "retry")]).await.expect("an answer");
}

#[tokio::test]
async fn a_second_mailbox_is_added_tried_switched_off_and_connected_again_by_the_pages() {
    let mut place = Place::prepare().await;
    place.store.add_user(HURT, HURTS_PASSWORD);
    place.program.start().await;
    let mut anna = owner(&place.program).await;
    anna.post("/setup/shop", &[("shop", "Kamionka"), ("team", "Sklep")]).await.expect("an answer");
    let (status, _) = connect(&mut anna, &place, "/setup/mailbox", (SHOP, SHOPS_PASSWORD), None).await;
    assert_eq!(status, 303);
    // The settings file knows nothing of it; the commands do.
    for (words, says) in [("test", "works both ways."), ("check", "(exact)")] {
        let done = place.program.run(&["mailbox", words, SHOP]).await;
        assert!(done.status.success() && done.stdout.contains(says), "{words}: {}{}", done.stdout, done.stderr);
    }
    let none = place.program.run(&["mailbox", "test", HURT]).await;
    assert!(none.stderr.contains("was not connected in the pages either"), "{}", none.stderr);

    shows(&anna, "/mailboxes", "href=\"/mailboxes/new\"").await;
    let found = anna.post("/mailboxes/new/servers", &[("address", HURT)]).await.expect("an answer");
    assert!(found.body.contains("value=\"hurt\""), "a name is proposed: {}", found.body);
    assert!(!found.body.contains("name=\"shop\""), "one shop is no choice: {}", found.body);
    let hurt = one_more_shop(&mut anna).await;
    let (status, page) = connect(&mut anna, &place, "/mailboxes/new", (HURT, "nie to hasło"), Some(&hurt)).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("nothing was saved") && page.contains("value=\"Hurtownia\"") && !page.contains("nie to hasło")
    );
    assert!(page.contains(&format!("value=\"{hurt}\" selected")), "what was chosen stays: {page}");
    let (status, to) = connect(&mut anna, &place, "/mailboxes/new", (HURT, HURTS_PASSWORD), Some(&hurt)).await;
    assert!(status == 303 && to.starts_with("/mailboxes?outcome=connected#"), "{status} {to}");
    let groups = anna.get("/people/groups").await.expect("a page").body;
    assert!(!groups.contains("no mailbox") && groups.contains("1 mailbox"), "each shop has its own: {groups}");
    writes(&place, "Ile kosztuje paleta?").await;
    let list = shows(&anna, "/inbox/to-answer", "Ile kosztuje paleta?").await;

    // Switched off: what came stays, what comes waits in the mailbox, what is answered waits here.
    let inbox = to.split('#').nth(1).expect("which").to_owned();
    let off = anna.post(&format!("/mailboxes/{inbox}/end"), &[]).await.expect("an answer");
    assert_eq!(off.location(), Some("/mailboxes?outcome=off"));
    let page = shows(&anna, "/mailboxes?outcome=off", "Switched off. Its conversations stay.").await;
    assert!(page.contains("Not fetched") && page.contains("Hurtownia") && !page.contains(&format!("id=\"{inbox}\"")));
    place.program.says("is watched no more").await;
    writes(&place, "Druga wiadomość").await;
    // An older mail stands beside it where the mailbox was connected in the very second in which that one came.
    let conversation = row_with(&list, "Ile kosztuje paleta?").expect("its row");
    let form = [("text", "Sto złotych."), ("once", "one"), ("seen", ""), ("then", "wait")];
    let answered = anna.post(&format!("{conversation}/replies"), &form).await.expect("an answer");
    assert_eq!(answered.status, 303, "{}", answered.body);
    shows(&anna, "/outbox", "Ile kosztuje paleta?").await;
    let list = anna.get("/inbox/all").await.expect("a page").body;
    assert!(!list.contains("Druga wiadomość"), "nothing is fetched");
    let again = anna.post(&format!("/mailboxes/{inbox}/end"), &[]).await.expect("an answer");
    assert_eq!(again.location(), Some("/mailboxes?outcome=off"), "a second click changes nothing");

    let found = anna.post("/mailboxes/new/servers", &[("address", HURT)]).await.expect("an answer").body;
    assert!(found.contains("has an inbox here already") && !found.contains("name=\"name\""), "{found}");
    let (status, to) = connect(&mut anna, &place, "/mailboxes/new", (HURT, HURTS_PASSWORD), None).await;
    assert!(status == 303 && to.contains(&inbox), "the same inbox: {status} {to}");
    shows(&anna, "/inbox/to-answer", "Druga wiadomość").await;
    send_what_waits(&mut anna).await;
    let sender = format!("Hurt Kamionki <{HURT}>");
    let signed = |from: String| from.replace('"', "") == sender;
    place.customer.wait_for("the answer", |mail| mail.header("From").is_some_and(signed)).await;
    place.program.stop();
    let said = place.program.said();
    for secret in [SHOPS_PASSWORD, HURTS_PASSWORD, "nie to hasło", HURT] {
        assert!(!said.contains(secret), "“{secret}” is in the log:\n{said}");
    }
    place.program.check().await;
}
