//! Put aside until a moment: chosen with a key or a click, back by itself and with its reason.

use domain::conversation::Status;
use domain::time::{DAY_MS, HOUR_MS};
use testkit::browser::Key;
use testkit::letter::Letter;

use super::{row, wait_for_value};
use crate::pages::people::entered;
use crate::pages::{arrive, desk, forgive, opened};

const STATUS: &str = "SELECT status FROM conversation";

#[tokio::test]
async fn it_comes_back_at_its_time_or_when_the_customer_writes() {
    let (app, id, pages, browser) = opened().await;
    browser.press("s").await;
    browser.wait_for(".controls .offers .choice:focus").await;
    browser.press(Key::Enter.value().to_string()).await;
    browser.wait_for_text("#notice", "Stan: Odłożona, do:").await;
    browser.wait_gone(".controls .offers .choice").await;
    browser.wait_for_text("#count-snoozed", "1").await;
    browser.click("#view-snoozed").await;
    browser.wait_for(&format!("#row-{id} .when .icon")).await;
    browser.click(&row(id)).await;
    browser.wait_for("#thread .message").await;
    app.clock.advance_ms(3 * HOUR_MS);
    browser.wait_for_text(".timeline", "Stan: Otwarta, minął czas odłożenia").await;
    browser.wait_for_text("#count-to-answer", "1").await;

    // A day and a time of one's own; the customer writes before it.
    browser.press("s").await;
    let day = "document.querySelector('.controls .offers input[type=date]').value = arguments[0]";
    browser.script(day, &["2099-01-01".into()]).await;
    browser.click(".controls .offers .second").await;
    browser.wait_for_text("#notice", "Nie odłożono").await;
    let tomorrow = app.engine.now().plus_ms(DAY_MS).timestamp().to_string();
    browser.press("s").await;
    browser.script(day, &[tomorrow[..10].into()]).await;
    browser.click(".controls .offers .second").await;
    wait_for_value(&browser, &format!("#status-{id}"), "snoozed").await;
    arrive(&app, &Letter::new("2@example.org").answering("first@example.org")).await;
    browser.wait_for_text(".timeline", "Stan: Otwarta, jest wiadomość od klienta").await;
    wait_for_value(&browser, &format!("#status-{id}"), "open").await;
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM timer"), 0, "nothing wakes it a second time");
}

#[tokio::test]
async fn without_scripts_a_moment_that_is_past_is_refused_plainly() {
    let (app, id, pages, browser) = desk().await;
    browser.close().await;
    let mut visitor = entered(&pages, "ola@example.com").await;
    let path = format!("/conversations/{id}/status");
    for (day, hour) in [("2020-01-01", "08:00"), ("", ""), ("2099-01-01", "08:00"), ("31.12.2026", "8")] {
        let form = [("status", "snooze-date"), ("date", day), ("time", hour)];
        let answer = visitor.post(&path, &form).await.expect("an answer");
        let shown = visitor.get(answer.location().expect("a way on")).await.expect("a page").body;
        assert!(shown.contains("Nie odłożono: wybierz chwilę w przyszłości"), "{day} {hour}: {shown}");
    }
    assert_eq!(app.number(STATUS), Status::Open.code());
    visitor.post(&path, &[("status", "snooze-week")]).await.expect("an answer");
    assert_eq!(app.number(STATUS), Status::Snoozed.code());
    pages.close().await;
}
