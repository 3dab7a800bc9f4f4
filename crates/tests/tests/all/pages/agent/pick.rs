//! Many conversations at once: ticked by hand, by keys or by thumb, told in the notice, taken back at once.

use domain::conversation::Status;
use domain::id::ConversationId;
use engine::commands::{self, SetStatus};
use testkit::app::TestApp;
use testkit::browser::{Browser, Key};
use testkit::letter::Letter;

use super::row;
use crate::pages::people::entered;
use crate::pages::{ROWS, desk, forgive, sign_in};

const SOLVED: &str = "SELECT COUNT(*) FROM conversation WHERE status = 4";

async fn more(app: &TestApp, many: usize) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for n in 0..many {
        let letter = Letter::new(&format!("more-{n}@example.org"));
        app.clock.advance_ms(60_000);
        ids.push(
            app.receive(&letter.from(&format!("Klient <k{n}@example.org>")).subject(&format!("Sprawa {n}"))).await,
        );
    }
    ids
}

async fn ticked(browser: &Browser) -> u64 {
    browser.count("#rows .pick input:checked").await
}

#[tokio::test]
async fn by_mouse_and_by_keys() {
    let (app, first, pages, browser) = desk().await;
    assert_eq!(Status::Solved.code(), 4);
    let ids = more(&app, 6).await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.wait_for(&row(ids[5])).await;
    let place = "return document.querySelector(arguments[0]).getBoundingClientRect().top";
    let before = browser.script(place, &[row(ids[0]).into()]).await;
    browser.press("j").await;
    browser.press("x").await;
    browser.wait_for_text("#picked", "1 zaznaczona").await;
    assert_eq!(browser.script(place, &[row(ids[0]).into()]).await, before, "nothing moves when the bar appears");
    browser.press("jj").await;
    browser.press("X").await;
    browser.wait_for_text("#picked", "3 zaznaczone").await;
    browser.click(&format!("#row-{} .pick input", ids[5])).await;
    browser.wait_for_text("#picked", "4 zaznaczone").await;
    browser.press("e").await;
    browser.wait_for_text("#notice", "Stan: Rozwiązana").await;
    browser.wait_for_text("#notice", "4 rozmowy").await;
    browser.wait_for_text("#count-to-answer", "3").await;
    // What is under the pointer does not move; once it is elsewhere, what left goes.
    browser.click(".list-head p").await;
    browser.wait_gone(&row(first)).await;
    assert_eq!((ticked(&browser).await, app.number(SOLVED)), (0, 4));
    browser.press("z").await;
    browser.wait_for_text("#notice", "Cofnięto").await;
    browser.wait_for_text("#count-to-answer", "7").await;
    browser.wait_for(&row(first)).await;
    assert_eq!(app.number(SOLVED), 0);

    // A tag, by keys; and what is ticked is let go by Escape.
    browser.click(&format!("#row-{first} .pick input")).await;
    browser.click(&format!("#row-{} .pick input", ids[1])).await;
    browser.press("t").await;
    browser.wait_for("#bulk-tag input:focus").await;
    browser.press("święta").await;
    browser.press(Key::Enter.value().to_string()).await;
    browser.wait_for_text("#notice", "Dodano etykietę: święta").await;
    browser.wait_for_text(&format!("#row-{first} .tag"), "święta").await;
    browser.wait_for_text(&format!("#row-{} .tag", ids[1]), "święta").await;
    browser.click(&format!("#row-{first} .pick input")).await;
    browser.press(Key::Escape.value().to_string()).await;
    browser.wait_gone("#picked").await;
    assert_eq!(ticked(&browser).await, 0);
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn what_a_colleague_did_meanwhile_is_left_and_told() {
    let (app, first, pages, browser) = desk().await;
    let ids = more(&app, 2).await;
    // Without its stream the page cannot know yet.
    pages.hold("/live");
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    for id in [first, ids[0], ids[1]] {
        browser.click(&format!("#row-{id} .pick input")).await;
    }
    let waits = SetStatus { conversation: ids[0], to: Status::WaitingOthers, until: None };
    commands::set_status(&app.engine, app.jan(), waits).await.expect("waiting");
    browser.click("#bulk .tools [name=do]").await;
    browser.wait_for_text("#notice", "2 rozmowy").await;
    browser.wait_for_text("#notice", "1 zmieniła się w międzyczasie i została, jak jest").await;
    assert_eq!(app.number(SOLVED), 2);
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation WHERE status = 2"), 1);
    pages.open();
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_whole_view_is_what_the_page_knew_of_it() {
    let (app, first, pages, browser) = desk().await;
    let ids = more(&app, 85).await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.wait_for(&row(ids[2])).await;
    browser.click(&format!("#row-{first} .pick input")).await;
    browser.click("#bulk .all input").await;
    assert_eq!(ticked(&browser).await, 24, "all that are loaded, and the server knows the others");
    browser.click("#bulk [popovertarget=bulk-snooze]").await;
    browser.click_on("#bulk-snooze .choice", "Jutro rano").await;
    browser.wait_for_text("#notice", "86 rozmów").await;
    // More than is done before the answer: the notice asks how far it is until it is done.
    browser.wait_for_text("#count-snoozed", "86").await;
    browser.wait_for_text(".list .empty", "Wszyscy mają odpowiedź").await;
    browser.press("z").await;
    browser.wait_for_text("#count-to-answer", "86").await;
    browser
        .wait_until("the rows are back", "return document.querySelectorAll(arguments[0]).length >= 24", &[ROWS.into()])
        .await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn on_a_phone_rows_are_ticked_by_thumb() {
    let (app, first, pages, browser) = desk().await;
    let ids = more(&app, 2).await;
    browser.resize(390, 844).await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(".pick-button").await;
    browser.wait_for(".list.picking .bulk").await;
    browser.click(&row(first)).await;
    browser.click(&row(ids[1])).await;
    browser.wait_for_text("#picked", "2 zaznaczone").await;
    let fits = "return document.documentElement.scrollWidth <= innerWidth";
    browser.wait_until("nothing sticks out", fits, &[]).await;
    browser.click("#bulk .tools [name=do]").await;
    browser.wait_for_text("#notice", "2 rozmowy").await;
    browser.wait_gone(".list.picking .bulk").await;
    browser.click("#notice form button").await;
    browser.wait_for_text("#notice", "Cofnięto").await;
    assert_eq!(app.number(SOLVED), 0);
    // A long press ticks and begins.
    let press = "const row = document.querySelector(arguments[0]);
        row.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }))";
    browser.script(press, &[row(ids[0]).into()]).await;
    browser.wait_for_text("#picked", "1 zaznaczona").await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn without_scripts_it_is_a_form() {
    let (app, first, pages, browser) = desk().await;
    browser.close().await;
    let ids = more(&app, 1).await;
    let mut visitor = entered(&pages, "ola@example.com").await;
    let shown = visitor.get("/inbox/to-answer").await.expect("a page").body;
    let boxes: Vec<String> = shown
        .split("name=\"c\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().expect("a value").to_owned())
        .collect();
    assert!(boxes.len() == 2 && boxes[0].starts_with(&first.to_string()) && boxes[1].starts_with(&ids[0].to_string()));
    let mut form = vec![("view", "to-answer"), ("do", "priority-urgent")];
    form.extend(boxes.iter().map(|value| ("c", value.as_str())));
    let answer = visitor.post("/bulk", &form).await.expect("an answer");
    let shown = visitor.get(answer.location().expect("a way on")).await.expect("a page").body;
    assert!(shown.contains("Priorytet: Pilny") && shown.contains("2 rozmowy"), "{shown}");
    let shown = shown.replace("&#x2f;", "/");
    let undo = shown.split("action=\"/bulk/").nth(1).and_then(|rest| rest.split('"').next()).expect("a way back");
    let answer = visitor.post(&format!("/bulk/{undo}"), &[]).await.expect("an answer");
    let shown = visitor.get(answer.location().expect("a way on")).await.expect("a page").body;
    assert!(shown.contains("Cofnięto."), "{shown}");
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation WHERE priority = 1"), 2);
    for (wish, told) in [
        (&[("do", "status-solved")][..], "zaznacz najpierw rozmowy"),
        (&[("do", "tag"), ("tag", " "), ("c", boxes[0].as_str())], "wpisz etykietę"),
        (&[("do", "snooze-date"), ("c", boxes[0].as_str())], "Nie odłożono"),
    ] {
        let form: Vec<_> = [("view", "to-answer")].into_iter().chain(wish.iter().copied()).collect();
        let answer = visitor.post("/bulk", &form).await.expect("an answer");
        let shown = visitor.get(answer.location().expect("a way on")).await.expect("a page").body;
        assert!(shown.contains(told), "{wish:?}: {shown}");
    }
    pages.close().await;
}
