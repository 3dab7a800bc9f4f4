//! The outbox: what did not arrive stands before its author until somebody has dealt with it.

use std::sync::Arc;

use channels::email::server::Tls;
use channels::email::smtp::{Settings, Submission};
use channels::email::{EmailChannel, Exit};
use domain::channel::Route;
use domain::conversation::Status;
use domain::time::HOUR_MS;
use engine::commands::{self, Reply};
use testkit::channel::Mood;
use testkit::servers::ready;
use testkit::sink::Sink;

use super::row;
use crate::pages::{LIMIT, desk, sign_in};

#[tokio::test]
async fn what_did_not_arrive_is_seen_dealt_with_and_put_back() {
    let (app, id, pages, browser) = desk().await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.wait_for(&row(id)).await;
    app.channel.will([Mood::Vanish]);
    let then = Status::WaitingCustomer;
    let reply = Reply { conversation: id, text: "Dzień dobry".to_owned(), then, once: "form".to_owned(), seen: None };
    commands::reply(&app.engine, app.ola(), reply).await.expect("answered");
    // The inbox says so by itself.
    browser.wait_for_text("#count-trouble", "1").await;
    browser.wait_for_text("#undelivered", "1 odpowiedź nie dotarła").await;
    browser.click("#undelivered a").await;
    browser.wait_for_text(".letter.uncertain .state", "Nie wiadomo, czy wysłano").await;
    browser.wait_for_text(".letter .said", "the connection was lost").await;
    let fits = "return document.documentElement.scrollWidth <= innerWidth";
    browser.resize(390, 844).await;
    browser.wait_until("nothing sticks out", fits, &[]).await;

    browser.click("button[value='was-sent']").await;
    browser.wait_for_text("[role=status]", "Zapisane: została wysłana.").await;
    browser.wait_for_text(".empty h2", "Wszystko wyszło").await;
    browser.click("button[value='undo']").await;
    browser.wait_for_text("[role=status]", "Jest jak przedtem.").await;
    browser.click("button[value='send-again']").await;
    browser.wait_for_text("[role=status]", "Wysyłamy ponownie.").await;
    browser.wait_for_text(".empty h2", "Wszystko wyszło").await;
    browser.close().await;
    pages.close().await;
    assert_eq!(app.channel.arrived().len(), 1);
}

#[tokio::test]
async fn the_message_itself_says_why_it_waits_and_what_the_server_said() {
    let (app, id, pages, browser) = desk().await;
    app.channel.will([Mood::Defer]);
    let then = Status::WaitingCustomer;
    let reply = Reply { conversation: id, text: "Dzień dobry".to_owned(), then, once: "form".to_owned(), seen: None };
    commands::reply(&app.engine, app.ola(), reply).await.expect("answered");
    let tried = "SELECT COUNT(*) FROM delivery_attempt WHERE outcome = 0";
    ready::until("a first try", LIMIT, || async { (app.number(tried) > 0).then_some(()) }).await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.open(&pages.url(&format!("/conversations/{id}"))).await;
    browser.wait_for_text(".delivery.queued .said", "451 come again").await;
    browser.click(".delivery button[value='give-up']").await;
    browser.wait_for_text(".delivery.failed", "Nie wysłano").await;
    browser.click(".delivery button[value='undo']").await;
    browser.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    browser.close().await;
    pages.close().await;
    assert_eq!(app.channel.arrived().len(), 1);
}

#[tokio::test]
async fn a_try_that_changes_nothing_is_seen_on_the_page_that_asked_for_it() {
    let (app, id, pages, browser) = desk().await;
    app.channel.will([Mood::Defer, Mood::Wait]);
    let then = Status::WaitingCustomer;
    let reply = Reply { conversation: id, text: "Dzień dobry".to_owned(), then, once: "form".to_owned(), seen: None };
    commands::reply(&app.engine, app.ola(), reply).await.expect("answered");
    let tried = "SELECT COUNT(*) FROM delivery_attempt WHERE outcome = 0";
    ready::until("a first try", LIMIT, || async { (app.number(tried) > 0).then_some(()) }).await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.open(&pages.url(&format!("/conversations/{id}"))).await;
    browser.wait_for_text(".delivery.queued .said", "451 come again").await;
    browser.click(".delivery button[value='retry']").await;
    app.channel.hung().await;
    // That it is being tried is no event.
    browser.wait_for(".delivery.sending").await;
    app.channel.go_on();
    browser.wait_for_text(".delivery.queued .said", "451 come again").await;
    browser.click(".delivery button[value='retry']").await;
    browser.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    browser.close().await;
    pages.close().await;
    assert_eq!(app.channel.arrived().len(), 1);
}

#[tokio::test]
async fn an_answer_above_the_providers_hourly_limit_is_seen_to_wait_and_leaves_when_the_hour_is_over() {
    let (app, id, pages, browser) = desk().await;
    let sink = Sink::start().await;
    let (server, route) = (sink.address(), Route { per_hour: Some(1), ..Route::default() });
    let submission = Submission::new(Settings::new(server.ip().to_string(), server.port(), Tls::None));
    let exit = Exit { submission: submission.expect("settings"), route };
    app.engine.channels().connect(app.inbox, Arc::new(EmailChannel::through(exit, Vec::new())));
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    for (once, text) in [("one", "Paczka jest w drodze."), ("two", "Dotrze jutro.")] {
        let then = Status::WaitingCustomer;
        let reply = Reply { conversation: id, text: text.to_owned(), then, once: once.to_owned(), seen: None };
        commands::reply(&app.engine, app.ola(), reply).await.expect("answered");
        let left = || async { (sink.mails().len() == 1).then_some(()) };
        ready::until("the first answer leaves", LIMIT, left).await;
    }
    // Beside every list stands that one is on its way.
    browser.wait_for_text("#count-outbox", "1").await;
    browser.open(&pages.url("/outbox")).await;
    browser.wait_for_text(".letter.queued", "Wyszło już tyle, ile ustawienia pozwalają w ciągu godziny.").await;
    browser.wait_for_text(".letter.queued", "Następna próba:").await;
    browser.resize(390, 844).await;
    browser.wait_until("nothing sticks out", "return document.documentElement.scrollWidth <= innerWidth", &[]).await;
    assert_eq!(sink.mails().len(), 1, "it waits");
    app.clock.advance_ms(HOUR_MS);
    ready::until("the second answer leaves", LIMIT, || async { (sink.mails().len() == 2).then_some(()) }).await;
    browser.open(&pages.url("/outbox")).await;
    browser.wait_for_text(".empty h2", "Wszystko wyszło").await;
    browser.close().await;
    pages.close().await;
    assert!(sink.taken().values().all(|times| *times == 1));
}
