//! A day at the desk: signing in, lists, taking, answering once, notes, two languages, keyboard, a phone.

use domain::conversation::Status;
use domain::id::ConversationId;
use engine::commands::{self, Assign, Note, Reply};
use testkit::app::PASSWORD;
use testkit::browser::{Browser, Key};
use testkit::letter::Letter;
use testkit::net::Proxy;

use super::{ROWS, arrive, desk, forgive, knock, sign_in, wait_for_number};

const SENT: &str = "SELECT COUNT(*) FROM event WHERE kind = 'delivery.sent'";
const REPLIED: &str = "SELECT COUNT(*) FROM event WHERE kind = 'message.replied'";

fn row(id: ConversationId) -> String {
    format!("#row-{id} a")
}

fn reply_field(id: ConversationId) -> String {
    format!("#text-reply-{id}")
}

async fn value(browser: &Browser, css: &str) -> String {
    let value = browser.script("return document.querySelector(arguments[0])?.value ?? null", &[css.into()]).await;
    value.as_str().unwrap_or("(no such field)").to_owned()
}

async fn wait_for_value(browser: &Browser, css: &str, value: &str) {
    let script = "return document.querySelector(arguments[0])?.value === arguments[1]";
    browser.wait_until(&format!("{css} holds {value:?}"), script, &[css.into(), value.into()]).await;
}

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
    app.clock.advance_ms(domain::time::HOUR_MS);
    knock(&browser, "jan@example.com", PASSWORD).await;
    browser.wait_for("#inbox").await;
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

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
    commands::assign(&app.engine, app.jan(), taken.clone()).await.expect("taken");
    browser.click(".take button").await;
    wait_for_value(&browser, &format!("#assignee-{id}"), &app.jan.to_string()).await;
    browser.wait_for_text(&format!("#assignee-{id} option:checked"), "Jan").await;
    browser.wait_for("#line [data-line=stale]").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM event WHERE kind = 'conversation.assigned'"), 1);
    pages.open();

    // Now that it is known, taking it over is a decision.
    browser.click(".take button").await;
    wait_for_value(&browser, &format!("#assignee-{id}"), &app.ola.to_string()).await;
    browser.wait_for_text(".fact", "Przypisano do: Ola").await;
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
    browser.choose(&format!("#tags-{id}"), &tag.to_string()).await;
    browser.wait_for_text(".controls .tag", "reklamacja").await;
    browser.wait_for_text(&format!("#row-{id} .tag"), "reklamacja").await;
    browser.click(".controls .tag button").await;
    browser.wait_gone(".controls .tag").await;
    browser.wait_gone(&format!("#row-{id} .tag")).await;

    browser.choose(&format!("#status-{id}"), "snooze-tomorrow").await;
    browser.wait_for_text(".fact", "Stan: Odłożona, do:").await;
    wait_for_value(&browser, &format!("#status-{id}"), "snoozed").await;
    browser.wait_for_text("#count-snoozed", "1").await;
    browser.choose(&format!("#status-{id}"), "solved").await;
    browser.wait_for_text(".fact", "Stan: Rozwiązana").await;
    browser.wait_for(".controls .status.solved").await;
    assert_eq!(browser.count(".fact").await, browser.count(".timeline > .fact").await);
    browser.close().await;
    pages.close().await;
}

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
    app.channel.will([testkit::channel::Mood::Refuse]);
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
    browser.type_into(&reply_field(id), "Z telefonu").await;
    browser.click(".reply [data-default]").await;
    browser.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    browser.click(".back").await;
    browser.wait_for_url("/inbox/").await;
    browser.wait_for("#list").await;
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
