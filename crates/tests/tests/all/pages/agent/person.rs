//! A new address beside a conversation: confirmed, taken back, refused; and whose history it is then.

use domain::conversation::Status;
use engine::commands::{self, Reply};
use testkit::letter::Letter;

use super::row;
use crate::pages::{desk, sign_in};

#[tokio::test]
async fn a_new_address_is_confirmed_taken_back_and_refused() {
    let (app, id, pages, browser) = desk().await;
    let form = Reply {
        conversation: id,
        text: "Sprawdzamy.".to_owned(),
        then: Status::Open,
        once: "sprawdzamy".to_owned(),
        seen: None,
    };
    let message = commands::reply(&app.engine, app.ola(), form).await.expect("answered");
    app.settle().await;
    let ours = app.channel.arrived().into_iter().find(|sent| sent.message == message).expect("it left").message_id;
    let work = Letter::new("2@praca.example").from("Anna z pracy <anna@praca.example>").answering(&ours);
    assert_eq!(app.receive(&work.text("Dziękuję, czekam.")).await, id);

    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.wait_for_text("#thread .timeline", "nowy adres, niepotwierdzony").await;
    browser.wait_for_text("#customer .resembling", "anna@praca.example").await;
    browser.wait_for_text("#customer .resembling", "odpisano z niego na naszą wiadomość").await;
    let to = "#thread .composer";
    assert!(!browser.text(to).await.contains("anna@praca.example"), "it is no default recipient");

    // By hand and without a mouse.
    browser.script("document.querySelector(\"#customer form[action$='/person'] button\").focus()", &[]).await;
    browser.press("\u{e007}").await;
    browser.wait_for_text("#customer .addresses", "potwierdzony przez pracownika").await;
    browser.wait_for_text(to, "anna@praca.example").await;
    browser.wait_for_text("#thread .timeline", "Dwa kontakty to odtąd jedna osoba").await;
    assert!(!browser.text("#thread .timeline").await.contains("niepotwierdzony"));
    assert_eq!(browser.count("#customer .resembling").await, 0);

    browser.click("#customer form[action$='/person/end'] button").await;
    browser.wait_for_text("#customer .resembling", "anna@praca.example").await;
    browser.wait_for_text("#thread .timeline", "nowy adres, niepotwierdzony").await;
    browser.click("#customer form[action$='/dismissal'] button").await;
    browser.wait_gone("#customer .resembling").await;
    browser.wait_for_text("#thread .timeline", "To nie ta sama osoba").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM contact WHERE merged_into IS NOT NULL"), 0);
    browser.close().await;
    pages.close().await;
}
