//! Two conversations that are one matter: joined by one key, and taken apart again; and why a message is where it is.

use testkit::letter::Letter;

use super::row;
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
    browser.click(".matter .sender summary").await;
    browser.click(".matter form[action$='/spam'] button").await;
    browser.wait_for_text("#thread .timeline", "To nie spam").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation WHERE spam = 1"), 0);
    browser.close().await;
    pages.close().await;
}
