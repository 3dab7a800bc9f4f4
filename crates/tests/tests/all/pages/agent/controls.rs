//! Lists, and what can be set on a conversation: it stands where it belongs, for everybody, at once.

use domain::conversation::Status;
use engine::commands::{self, Assign};
use testkit::browser::Key;
use testkit::letter::Letter;

use super::{row, wait_for_value};
use crate::pages::{ROWS, desk, forgive, sign_in};

#[tokio::test]
async fn conversations_stand_in_the_views_they_belong_to() {
    let (app, id, pages, browser) = desk().await;
    let older = Letter::new("2@example.org").from("Piotr <p@example.org>").subject("Zwrot butów");
    let other = app.receive(&older).await;
    commands::assign(&app.engine, app.ola(), Assign { conversation: other, from: None, to: Some(app.ola) })
        .await
        .expect("taken");
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.wait_for_text("#count-to-answer", "2").await;
    browser.wait_for_text("#count-mine", "1").await;

    browser.click("#view-mine").await;
    browser.wait_for_url("/inbox/mine").await;
    browser.wait_for_text("#list h1", "Moje").await;
    browser.wait_for_text(ROWS, "Zwrot butów").await;
    assert_eq!(browser.count(ROWS).await, 1);
    browser.click("#view-unassigned").await;
    browser.wait_for_text("#list h1", "Nieprzypisane").await;
    browser.wait_for_text(ROWS, "Gdzie jest moja paczka?").await;
    assert_eq!(browser.count(ROWS).await, 1);
    browser.click("#view-solved").await;
    browser.wait_for_text(".empty", "Jeszcze nic nie rozwiązano").await;

    // What leaves a view while it is shown goes from it, and the counts follow.
    browser.click("#view-to-answer").await;
    browser.wait_for_text("#list h1", "Do odpowiedzi").await;
    browser.wait_for(&row(other)).await;
    let solved = commands::SetStatus { conversation: other, to: Status::Solved, until: None };
    commands::set_status(&app.engine, app.jan(), solved).await.expect("solved");
    browser.wait_gone(&row(other)).await;
    browser.wait_for_text("#count-to-answer", "1").await;
    browser.wait_for(&row(id)).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn whoever_is_too_late_is_told_who_took_it() {
    let (app, id, pages, browser) = desk().await;
    // Without its stream the page cannot know yet.
    pages.hold("/live");
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.wait_for(".take button").await;
    let taken = Assign { conversation: id, from: None, to: Some(app.jan) };
    commands::assign(&app.engine, app.jan(), taken).await.expect("taken");
    browser.click(".take button").await;
    wait_for_value(&browser, &format!("#assignee-{id}"), &app.jan.to_string()).await;
    browser.wait_for_text(&format!("#assignee-{id} option:checked"), "Jan").await;
    browser.wait_for("#line [data-line=stale]").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM event WHERE kind = 'conversation.assigned'"), 1);
    pages.open();

    // Now that it is known, taking it over is a decision.
    browser.click(".take button").await;
    wait_for_value(&browser, &format!("#assignee-{id}"), &app.ola.to_string()).await;
    browser.wait_for_text(".fact", "Wzięto na siebie").await;
    browser.wait_gone(".take button").await;
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn status_priority_and_tags_change_where_they_are_shown() {
    let (app, id, pages, browser) = desk().await;
    let tag = commands::tag(&app.engine, app.jan(), id, "reklamacja").await.expect("tagged");
    commands::untag(&app.engine, app.jan(), id, tag).await.expect("untagged");
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;

    browser.choose(&format!("#priority-{id}"), "urgent").await;
    browser.wait_for_text(".fact", "Priorytet: Pilny").await;
    browser.wait_for(&format!("#row-{id} .priority.urgent")).await;
    let field = format!("#tags-{id}");
    let offered = "return document.querySelector(arguments[0]).list.options[0].value";
    assert_eq!(browser.script(offered, &[field.as_str().into()]).await, "reklamacja", "known words are offered");
    browser.fill(&field, "reklamacja").await;
    browser.press(Key::Enter.value().to_string()).await;
    browser.wait_for_text(".controls .tag", "reklamacja").await;
    browser.wait_for_text(&format!("#row-{id} .tag"), "reklamacja").await;
    browser.click(".controls .tag button").await;
    browser.wait_gone(".controls .tag").await;
    browser.wait_gone(&format!("#row-{id} .tag")).await;
    browser.press(Key::Escape.value().to_string()).await;
    browser.press("t").await;
    browser.press("  Klient   Hurtowy").await;
    browser.press(Key::Enter.value().to_string()).await;
    browser.wait_for_text(".controls .tag", "klient hurtowy").await;
    browser.wait_for_text(".fact", "Dodano etykietę: klient hurtowy").await;
    assert_eq!(super::value(&browser, &field).await, "", "there is room for the next one");

    browser.click(&format!("#snooze-open-{id}")).await;
    browser.click_on(".offers button", "Jutro rano").await;
    browser.wait_for_text(".fact", "Stan: Odłożona, do:").await;
    browser.wait_gone(".offers .choice").await;
    wait_for_value(&browser, &format!("#status-{id}"), "snoozed").await;
    browser.wait_for_text("#count-snoozed", "1").await;
    browser.choose(&format!("#status-{id}"), "solved").await;
    browser.wait_for_text(".fact", "Stan: Rozwiązana").await;
    browser.wait_for(".controls .status.solved").await;
    assert_eq!(browser.count(".fact").await, browser.count(".timeline > .fact").await);
    browser.close().await;
    pages.close().await;
}
