//! Coming in, and in which language.

use domain::time::HOUR_MS;
use testkit::app::PASSWORD;

use super::{row, value};
use crate::pages::{desk, forgive, knock, sign_in};

#[tokio::test]
async fn signing_in_right_wrong_and_too_often() {
    let (app, id, pages, browser) = desk().await;
    // Whoever comes from outside is led back to where they wanted to go.
    browser.open(&pages.url(&format!("/conversations/{id}"))).await;
    browser.wait_for_url("/sign-in").await;
    for login in ["ola@example.com", "nobody@example.com"] {
        knock(&browser, login, "zgaduję").await;
        browser.wait_for_text("[role=alert]", "E-mail lub hasło się nie zgadza").await;
        assert_eq!(value(&browser, "input[name=login]").await, login);
        assert_eq!(value(&browser, "input[name=password]").await, "");
    }
    knock(&browser, " Ola@Example.COM ", PASSWORD).await;
    browser.wait_for_url(&format!("/conversations/{id}")).await;
    browser.wait_for("#thread").await;
    browser.click("form[action='/session/end'] button").await;
    browser.wait_for_url("/sign-in").await;
    browser.open(&pages.url("/inbox/mine")).await;
    browser.wait_for_url("/sign-in").await;

    for _ in 0..8 {
        knock(&browser, "jan@example.com", "zgaduję").await;
        browser.wait_for_text("[role=alert]", "E-mail lub hasło się nie zgadza").await;
    }
    knock(&browser, "jan@example.com", "zgaduję").await;
    browser.wait_for_text("[role=alert]", "Za dużo prób").await;
    knock(&browser, "jan@example.com", PASSWORD).await;
    browser.wait_for_text("[role=alert]", "Za dużo prób").await;
    app.clock.advance_ms(HOUR_MS);
    knock(&browser, "jan@example.com", PASSWORD).await;
    browser.wait_for("#inbox").await;
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn each_person_reads_in_their_language() {
    let (_app, id, pages, browser) = desk().await;
    // The visitor's browser asks for Polish; Jan reads English.
    sign_in(&browser, &pages.url(""), "jan@example.com").await;
    assert_eq!(browser.attribute("html", "lang").await.as_deref(), Some("en"));
    browser.wait_for_text("#list h1", "To answer").await;
    browser.click(&row(id)).await;
    browser.wait_for_text(".fact", "Conversation no. 1 begins").await;
    browser.wait_for_text(".reply [data-default]", "Send").await;
    let view = browser.url().await;
    browser.click("form[action='/language'] button").await;
    browser.wait_for_text("#list h1", "Do odpowiedzi").await;
    assert_eq!(browser.attribute("html", "lang").await.as_deref(), Some("pl"));
    browser.wait_for_text(".fact", "Początek rozmowy nr 1").await;
    assert_eq!(browser.url().await, view, "the same place in the other language");
    browser.close().await;
    pages.close().await;
}
