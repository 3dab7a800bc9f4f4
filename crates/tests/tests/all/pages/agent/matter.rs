//! Two conversations that are one matter: joined by one key, and taken apart again; and why a message is where it is.

use engine::commands;
use testkit::browser::Browser;
use testkit::letter::Letter;

use super::{reply_field, row, value};
use crate::pages::{desk, sign_in};

#[tokio::test]
async fn one_key_makes_one_matter_of_two_and_a_button_two_again() {
    let (app, id, pages, browser) = desk().await;
    let again = Letter::new("2@example.org").text("Piszę jeszcze raz w tej samej sprawie.");
    let second = app.receive(&again).await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(second)).await;
    browser.wait_for_text(".matter", "To może być ta sama sprawa").await;
    browser.press("m").await;
    browser.wait_for_url(&format!("/conversations/{id}")).await;
    browser.wait_for_text("#thread .timeline", "Piszę jeszcze raz").await;
    browser.wait_for_text("#thread .timeline", "zamówienie 20481").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation WHERE merged_into IS NOT NULL"), 1);

    browser.click(".message ~ .message .why summary").await;
    browser.wait_for_text(".message ~ .message .why[open]", "dołączył do tej").await;

    browser.open(&pages.url(&format!("/conversations/{second}"))).await;
    browser.wait_for_text(".matter", "Wiadomości dołączono do rozmowy").await;
    assert_eq!(browser.count("#thread .composer").await, 0, "nobody writes into what is empty");
    browser.click(".matter form[action$='/matter/end'] button").await;
    browser.wait_for_text("#thread .timeline", "Piszę jeszcze raz").await;
    browser.wait_for("#thread .composer").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation WHERE merged_into IS NOT NULL"), 0);
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn what_is_joined_and_taken_apart_shows_where_others_look() {
    let (app, id, pages, ola) = desk().await;
    let second = app.receive(&Letter::new("2@example.org").text("Piszę jeszcze raz w tej samej sprawie.")).await;
    let jan = Browser::start().await;
    sign_in(&ola, &pages.url(""), "ola@example.com").await;
    sign_in(&jan, &pages.url(""), "jan@example.com").await;
    ola.open(&pages.url(&format!("/conversations/{id}"))).await;
    ola.fill(&reply_field(id), "Właśnie odpisuję").await;
    jan.open(&pages.url(&format!("/conversations/{second}"))).await;
    jan.wait_for("#thread .composer").await;

    commands::same_matter(&app.engine, app.ola(), second, id).await.expect("joined");
    ola.wait_for_text("#thread .timeline", "Piszę jeszcze raz").await;
    assert_eq!(value(&ola, &reply_field(id)).await, "Właśnie odpisuję", "what somebody types stays");
    jan.wait_for_text(".matter", "The messages were joined into").await;
    jan.wait_gone("#thread .composer").await;

    commands::take_apart(&app.engine, app.ola(), second).await.expect("taken apart");
    jan.wait_for_text("#thread .timeline", "Piszę jeszcze raz").await;
    jan.wait_for("#thread .composer").await;
    let gone = "return !document.querySelector('#thread .timeline').innerText.includes('Piszę jeszcze raz')";
    ola.wait_until("the message is gone from where it does not belong", gone, &[]).await;
    ola.close().await;
    jan.close().await;
    pages.close().await;
}

#[tokio::test]
async fn spam_and_its_sender_are_put_away_and_back() {
    let (app, id, pages, browser) = desk().await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.click(".matter .sender summary").await;
    browser.click(".matter form[action$='/spam'] button").await;
    browser.wait_for_text("#thread .timeline", "Oznaczono jako spam").await;
    browser.click("#view-spam").await;
    browser.wait_for(&row(id)).await;
    browser.click(&row(id)).await;
    browser.wait_for_text(".matter .warn", "Uznano to za spam").await;
    browser.click(".matter .warn form[action$='/spam'] button").await;
    browser.wait_for_text("#thread .timeline", "To nie spam").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation WHERE spam = 1"), 0);
    browser.close().await;
    pages.close().await;
}
