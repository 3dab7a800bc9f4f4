//! By keyboard, and by thumb.

use domain::id::ConversationId;
use testkit::browser::Key;
use testkit::letter::Letter;

use super::{REPLIED, reply_field, row, value};
use crate::pages::{desk, sign_in};

#[tokio::test]
async fn hands_stay_on_the_keyboard() {
    let (app, id, pages, browser) = desk().await;
    let second = app.receive(&Letter::new("2@example.org").subject("Druga")).await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    let focused = |id: ConversationId| format!("#row-{id} a:focus");
    browser.press("j").await;
    browser.wait_for(&focused(id)).await;
    browser.press("j").await;
    browser.wait_for(&focused(second)).await;
    browser.press("j").await;
    browser.wait_for(&focused(second)).await;
    browser.press("k").await;
    browser.wait_for(&focused(id)).await;
    browser.press(Key::Enter.value().to_string()).await;
    browser.wait_for(&format!("#thread[data-id='{id}']")).await;
    browser.press("r").await;
    browser.wait_for(&format!("{}:focus", reply_field(id))).await;
    // In a field letters are letters.
    browser.press("jkrn?").await;
    assert_eq!(value(&browser, &reply_field(id)).await, "jkrn?");
    browser.press(Key::Escape.value().to_string()).await;
    browser.press("n").await;
    browser.wait_for(&format!("#text-note-{id}:focus")).await;
    browser.press("Notatka").await;
    browser.press_with_control(Key::Enter.value()).await;
    browser.wait_for_text(".message.note", "Notatka").await;
    browser.press(Key::Escape.value().to_string()).await;
    browser.press("?").await;
    browser.wait_for("#shortcuts").await;
    browser.press(Key::Escape.value().to_string()).await;
    browser.wait_gone("#shortcuts").await;
    assert_eq!(app.number(REPLIED), 0);
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_phone_shows_one_step_at_a_time() {
    let (_app, id, pages, browser) = desk().await;
    browser.resize(390, 844).await;
    let fits = "return document.documentElement.scrollWidth <= innerWidth";
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.wait_for(&row(id)).await;
    browser.wait_gone("#conversation").await;
    browser.wait_until("nothing sticks out of the list", fits, &[]).await;
    browser.click(".views-button").await;
    browser.click("#view-unassigned").await;
    browser.wait_for_text("#list h1", "Nieprzypisane").await;
    browser.wait_gone("#views").await;
    browser.click(&row(id)).await;
    browser.wait_for_text(".timeline", "zamówienie 20481").await;
    browser.wait_gone("#list").await;
    browser.wait_until("nothing sticks out of the conversation", fits, &[]).await;
    browser.click(".customer-button").await;
    browser.wait_for_text("#customer", "anna.wisniewska@example.org").await;
    browser.click("#customer .close").await;
    browser.wait_gone("#customer").await;
    // The keyboard comes up; the latest words stay in sight above it.
    browser.resize(390, 400).await;
    let end = "const scroll = document.getElementById('scroll');
        return scroll.scrollHeight > scroll.clientHeight
            && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 2";
    browser.wait_until("the end of the conversation shows", end, &[]).await;
    browser.resize(390, 844).await;
    browser.type_into(&reply_field(id), "Z telefonu").await;
    browser.click(".reply [data-default]").await;
    browser.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    browser.click(".back").await;
    browser.wait_for_url("/inbox/").await;
    browser.wait_for("#list").await;
    browser.close().await;
    pages.close().await;
}
