//! Writing: what is sent is sent once, what is written is kept, a note stays inside.

use domain::conversation::Status;
use engine::commands::{self, Note, Reply};
use testkit::browser::{Browser, Key};
use testkit::channel::Mood;
use testkit::letter::Letter;
use testkit::net::Proxy;

use super::{REPLIED, SENT, reply_field, row, value, wait_for_value};
use crate::pages::{arrive, desk, forgive, sign_in, wait_for_number};

#[tokio::test]
async fn an_answer_sent_twice_is_one_message() {
    let (app, id, pages, browser) = desk().await;
    let proxy = Proxy::to(pages.address()).await;
    sign_in(&browser, &format!("http://{}", proxy.address()), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.type_into(&reply_field(id), "Paczka jest w drodze.").await;
    browser
        .script("const send = document.querySelector('.reply [data-default]'); send.click(); send.click()", &[])
        .await;
    browser.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    wait_for_value(&browser, &reply_field(id), "").await;
    assert_eq!((browser.count(".message.shop").await, app.number(REPLIED)), (1, 1));

    // The answer was taken, and the line broke before the browser heard so.
    pages.hold(&format!("/conversations/{id}/replies"));
    browser.type_into(&reply_field(id), "Będzie jutro.").await;
    browser.press_with_control(Key::Enter.value()).await;
    wait_for_number(&app, "the second answer", REPLIED, 2).await;
    // Refusing, too: on a reset the browser sends the form once more by itself.
    proxy.down().await;
    browser.wait_for("#line [data-line=failed]").await;
    assert_eq!(value(&browser, &reply_field(id)).await, "Będzie jutro.", "what was written is kept");
    pages.open();
    proxy.pass().await;
    browser.click(&reply_field(id)).await;
    browser.press_with_control(Key::Enter.value()).await;
    wait_for_value(&browser, &reply_field(id), "").await;
    wait_for_number(&app, "sending", SENT, 2).await;
    browser.wait_for_text(".message.shop:last-of-type", "Będzie jutro.").await;
    assert_eq!((browser.count(".message.shop").await, app.number(REPLIED), app.channel.arrived().len()), (2, 2, 2));
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_draft_survives_reloading_leaving_and_another_conversation() {
    let (app, id, pages, browser) = desk().await;
    let other = app.receive(&Letter::new("2@example.org").subject("Inna sprawa")).await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.type_into(&reply_field(id), "Zażółć gęślą jaźń, „cudzysłów” i\nnowy wiersz").await;
    browser.click(&row(other)).await;
    browser.wait_for(&reply_field(other)).await;
    assert_eq!(value(&browser, &reply_field(other)).await, "");
    browser.click(&row(id)).await;
    wait_for_value(&browser, &reply_field(id), "Zażółć gęślą jaźń, „cudzysłów” i\nnowy wiersz").await;
    browser.reload().await;
    wait_for_value(&browser, &reply_field(id), "Zażółć gęślą jaźń, „cudzysłów” i\nnowy wiersz").await;

    // What is typed is not disturbed by what arrives.
    arrive(&app, &Letter::new("3@example.org").answering("first@example.org").text("I jeszcze jedno.")).await;
    browser.wait_for_text(".timeline", "I jeszcze jedno.").await;
    assert_eq!(value(&browser, &reply_field(id)).await, "Zażółć gęślą jaźń, „cudzysłów” i\nnowy wiersz");
    browser.click(".reply [data-default]").await;
    browser.wait_for_text(".message.shop", "Zażółć gęślą jaźń").await;
    browser.reload().await;
    browser.wait_for(&reply_field(id)).await;
    assert_eq!(value(&browser, &reply_field(id)).await, "", "what was sent is no draft any more");
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_newer_message_stops_the_answer_until_it_was_read() {
    let (app, id, pages, browser) = desk().await;
    pages.hold("/live");
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.type_into(&reply_field(id), "Wysyłamy jutro.").await;
    let second = Letter::new("2@example.org").answering("first@example.org").text("Proszę anulować.");
    arrive(&app, &second).await;
    browser.click(".reply [data-default]").await;
    browser.wait_for_text(".composer [role=alert]", "klient napisał jeszcze raz").await;
    browser.wait_for_text(".message.customer", "Proszę anulować.").await;
    assert_eq!(value(&browser, &reply_field(id)).await, "Wysyłamy jutro.");
    assert_eq!((app.number(REPLIED), app.channel.arrived().len()), (0, 0));

    browser.click(".reply [data-default]").await;
    wait_for_value(&browser, &reply_field(id), "").await;
    wait_for_number(&app, "sending", SENT, 1).await;
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_note_is_for_colleagues_and_never_sent() {
    let (app, id, pages, browser) = desk().await;
    let jan = Browser::speaking("en-GB,en").await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    sign_in(&jan, &pages.url(""), "jan@example.com").await;
    jan.click(&row(id)).await;
    browser.click(&row(id)).await;
    browser.wait_for("#thread").await;
    browser.press("n").await;
    browser.press("Klient dzwonił, jest zły").await;
    browser.press_with_control(Key::Enter.value()).await;
    browser.wait_for_text(".message.note", "Klient dzwonił, jest zły").await;
    jan.wait_for_text(".message.note", "Klient dzwonił, jest zły").await;
    jan.wait_for_text(".message.note", "Note for the team").await;
    assert_eq!(browser.count(".message.note .delivery").await, 0);

    commands::note(
        &app.engine,
        app.jan(),
        Note { conversation: id, text: "Oddzwonię".to_owned(), once: "n".to_owned() },
    )
    .await
    .expect("noted");
    browser.wait_for_text(".message.note", "Oddzwonię").await;
    browser.close().await;
    jan.close().await;
    pages.close().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM delivery"), 0);
    assert!(app.channel.arrived().is_empty());
}

#[tokio::test]
async fn what_could_not_be_sent_says_so_and_can_be_sent_again() {
    let (app, id, pages, browser) = desk().await;
    app.channel.will([Mood::Refuse]);
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.type_into(&reply_field(id), "Dzień dobry").await;
    browser.click(".reply [data-default]").await;
    browser.wait_for_text(".delivery.failed", "Nie wysłano").await;
    browser.click(".delivery.failed button").await;
    browser.wait_for_text(".delivery.sent", "Wysłano").await;
    assert_eq!((browser.count(".message.shop").await, app.channel.arrived().len()), (1, 1));
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_colleagues_answer_appears_with_its_way_to_the_customer() {
    let (app, id, pages, browser) = desk().await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.wait_for("#thread").await;
    let answer = Reply {
        conversation: id,
        text: "Sprawdzam <b>i</b> wracam.".to_owned(),
        then: Status::Solved,
        once: "jan".to_owned(),
        seen: None,
    };
    commands::reply(&app.engine, app.jan(), answer).await.expect("answered");
    browser.wait_for_text(".message.shop", "Sprawdzam <b>i</b> wracam.").await;
    browser.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    wait_for_value(&browser, &format!("#status-{id}"), "solved").await;
    browser.close().await;
    pages.close().await;
}
