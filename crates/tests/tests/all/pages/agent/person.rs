//! A new address beside a conversation: confirmed, taken back, refused; and whose history it is then.

use domain::conversation::Status;
use engine::commands::{self, Reply};
use testkit::browser::Browser;
use testkit::letter::{ANNA, Letter};

use super::row;
use crate::pages::{desk, sign_in};

#[tokio::test]
async fn an_agent_knows_better_and_others_see_it_at_once() {
    let (app, id, pages, ola) = desk().await;
    let other = app.receive(&Letter::new("2@praca.example").from("Anna W. <anna@praca.example>").subject("Inna")).await;
    let jan = Browser::start().await;
    sign_in(&ola, &pages.url(""), "ola@example.com").await;
    sign_in(&jan, &pages.url(""), "jan@example.com").await;
    ola.click(&row(id)).await;
    jan.click(&row(other)).await;
    jan.wait_for_text("#customer .addresses", "anna@praca.example").await;
    let join = async |address: &str| {
        ola.wait_for("#customer .join").await;
        ola.script("document.querySelector('#customer .join').open = true", &[]).await;
        ola.fill("#customer .join input[type=email]", address).await;
        ola.click("#customer .join button").await;
    };
    join("nikt@praca.example").await;
    ola.wait_for_text("#customer .person-outcome", "nikt jeszcze nie pisał").await;
    join("anna@praca.example").await;
    ola.wait_for_text("#customer .person-outcome", "to odtąd jedna osoba").await;
    ola.wait_for_text("#customer .addresses", "anna@praca.example").await;
    jan.wait_for_text("#customer .addresses", ANNA).await;
    join("anna@praca.example").await;
    ola.wait_for_text("#customer .person-outcome", "już należy").await;

    let with = app.number("SELECT id FROM contact WHERE merged_into IS NOT NULL");
    let contact = domain::id::Id::from_raw(with);
    commands::other_person(&app.engine, app.ola(), id, contact).await.expect("taken apart");
    let apart = "return !document.querySelector('#customer .addresses').innerText.includes(arguments[0])";
    jan.wait_until("they are two again", apart, &[ANNA.into()]).await;
    ola.wait_until("they are two again", apart, &["anna@praca.example".into()]).await;
    ola.close().await;
    jan.close().await;
    pages.close().await;
}

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
    browser
        .script("document.querySelector(\"#customer .resembling form[action$='/person'] button\").focus()", &[])
        .await;
    browser.press("\u{e007}").await;
    browser.wait_for_text("#customer .addresses", "potwierdzony przez obsługę").await;
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
