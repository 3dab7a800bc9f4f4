//! What a key or a click did is told in a quiet notice, and taken back there.

use domain::conversation::Status;
use engine::commands::{self, SetStatus};
use testkit::browser::Key;

use super::{row, wait_for_value};
use crate::pages::people::entered;
use crate::pages::{desk, forgive, opened};

const STATUS: &str = "SELECT status FROM conversation";

#[tokio::test]
async fn one_key_solves_and_another_takes_it_back() {
    let (app, id, pages, browser) = opened().await;
    browser.press("e").await;
    browser.wait_for_text("#notice", "Stan: Rozwiązana").await;
    browser.wait_for_text("#notice", "nr 1").await;
    browser.wait_gone("#count-to-answer:not(:empty)").await;
    // The notice stays while the page around it changes.
    browser.click("#view-solved").await;
    browser.wait_for_url("/inbox/solved").await;
    browser.wait_for(&row(id)).await;
    browser.press("z").await;
    browser.wait_for_text("#notice", "Cofnięto").await;
    browser.wait_for_text("#count-to-answer", "1").await;
    assert_eq!(app.number(STATUS), Status::Open.code());
    assert_eq!(browser.count("#notice form").await, 0);

    // Each of the controls, by hand.
    browser.open(&pages.url(&format!("/conversations/{id}"))).await;
    browser.choose(&format!("#priority-{id}"), "urgent").await;
    browser.wait_for_text("#notice", "Priorytet: Pilny").await;
    browser.click("#notice form button").await;
    wait_for_value(&browser, &format!("#priority-{id}"), "normal").await;
    browser.fill(&format!("#tags-{id}"), "zwrot").await;
    browser.press(Key::Enter.value().to_string()).await;
    browser.wait_for_text("#notice", "Dodano etykietę: zwrot").await;
    browser.click("#notice form button").await;
    browser.wait_gone(".controls .tag").await;
    browser.click("details.sender summary").await;
    browser.click("details.sender button[name=spam]").await;
    browser.wait_for_text("#notice", "Oznaczono jako spam").await;
    browser.wait_for(".relation.warn").await;
    browser.press("z").await;
    browser.wait_gone(".relation.warn").await;
    browser.wait_for_text("#notice", "Cofnięto").await;
    browser.click("#notice [data-dismiss]").await;
    browser.wait_gone("#notice .told").await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn whoever_undoes_too_late_is_told_and_changes_nothing() {
    let (app, id, pages, browser) = opened().await;
    browser.press("e").await;
    browser.wait_for("#notice form").await;
    let waits = SetStatus { conversation: id, to: Status::WaitingOthers, until: None };
    commands::set_status(&app.engine, app.jan(), waits).await.expect("waiting");
    browser.press("z").await;
    browser.wait_for_text("#notice", "Nie cofnięto").await;
    wait_for_value(&browser, &format!("#status-{id}"), "waiting-others").await;
    assert_eq!(app.number(STATUS), Status::WaitingOthers.code());
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn without_scripts_the_way_back_is_a_form() {
    let (app, id, pages, browser) = desk().await;
    browser.close().await;
    let mut visitor = entered(&pages, "ola@example.com").await;
    let path = format!("/conversations/{id}");
    let answer = visitor.post(&format!("{path}/status"), &[("status", "solved")]).await.expect("an answer");
    let shown = visitor.get(answer.location().expect("a way on")).await.expect("a page").body;
    let field = |name: &str| {
        let at = shown.find(&format!("name=\"{name}\" value=\"")).expect("a field") + name.len() + 15;
        shown[at..].split('"').next().expect("a value").to_owned()
    };
    assert!(shown.contains("Stan: Rozwiązana"), "{shown}");
    let (first, last) = (field("first"), field("last"));
    let undo = [("first", first.as_str()), ("last", last.as_str())];
    let answer = visitor.post(&format!("{path}/undo"), &undo).await.expect("an answer");
    let shown = visitor.get(answer.location().expect("a way on")).await.expect("a page").body;
    assert!(shown.contains("Cofnięto.") && app.number(STATUS) == Status::Open.code());
    let answer = visitor.post(&format!("{path}/undo"), &undo).await.expect("an answer");
    let shown = visitor.get(answer.location().expect("a way on")).await.expect("a page").body;
    assert!(shown.contains("Nie cofnięto:"), "{shown}");
    pages.close().await;
}
