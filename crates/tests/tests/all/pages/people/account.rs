//! One's own account: name and language, password, the sessions one has open.

use testkit::app::PASSWORD;
use testkit::browser::Browser;
use testkit::program::Visitor;

use super::{entered, led, page, shop};
use crate::pages::sign_in;

const CHOSEN: &str = "cztery nowe słowa razem";
const FIREFOX: &str = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

#[tokio::test]
async fn somebody_changes_what_they_are_called_and_how_they_read() {
    let (app, pages, _, _) = shop().await;
    let browser = Browser::speaking("pl-PL,pl").await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(".rail a.me").await;
    browser.wait_for("#sessions").await;
    browser.fill("input[name=name]", "Ola Nowak").await;
    browser.script("document.querySelector('select[name=language]').value = 'en'", &[]).await;
    browser.click("form[action='/me'] button").await;
    browser.wait_for_text("#outcome", "Saved").await;
    browser.wait_for_text("#sessions li", "this one").await;
    assert_eq!(app.texts("SELECT name, language FROM agent WHERE login = 'ola@example.com'"), [["Ola Nowak", "en"]]);
    browser.close().await;
    let mut ola = entered(&pages, "ola@example.com").await;
    let empty = [("name", " "), ("language", "en")];
    assert_eq!(ola.post("/me", &empty).await.expect("an answer").status, 422);
    pages.close().await;
}

#[tokio::test]
async fn a_new_password_asks_for_the_old_one_and_ends_the_other_sessions() {
    let (_app, pages, _, _) = shop().await;
    let (mut here, mut there) = (entered(&pages, "ola@example.com").await, entered(&pages, "ola@example.com").await);
    let wrong = here.post("/me/password", &[("old", "zgaduję hasło"), ("password", CHOSEN)]).await.expect("an answer");
    assert!(wrong.status == 422 && wrong.body.contains("hasło się nie zgadza"), "{}", wrong.status);
    let short = here.post("/me/password", &[("old", PASSWORD), ("password", "krótkie")]).await.expect("an answer");
    assert_eq!(short.status, 422);
    assert_eq!(
        led(&mut here, "/me/password", &[("old", PASSWORD), ("password", CHOSEN)]).await,
        "/me?outcome=password"
    );
    page(&mut here, "/me").await;
    assert_eq!(there.get("/me").await.expect("an answer").status, 303, "signed out there");
    assert!(Visitor::at(pages.address()).sign_in("ola@example.com", PASSWORD).await.is_err());
    Visitor::at(pages.address()).sign_in("ola@example.com", CHOSEN).await.expect("signed in");
    pages.close().await;
}

#[tokio::test]
async fn sessions_are_listed_in_words_and_ended_one_by_one_or_all() {
    let (app, pages, _, _) = shop().await;
    let mut here = entered(&pages, "ola@example.com").await;
    let mut there = Visitor::at(pages.address()).saying(FIREFOX);
    there.sign_in("ola@example.com", PASSWORD).await.expect("signed in");
    let listed = page(&mut here, "/me").await;
    assert!(listed.contains("Firefox · Linux") && listed.contains("ta sesja"));
    let mark = listed.split("/me/sessions/").nth(1).and_then(|rest| rest.split('/').next()).expect("a session to end");
    let mut jan = entered(&pages, "jan@example.com").await;
    led(&mut jan, &format!("/me/sessions/{mark}/end"), &[]).await;
    page(&mut there, "/me").await;
    led(&mut here, &format!("/me/sessions/{mark}/end"), &[]).await;
    assert_eq!(there.get("/me").await.expect("an answer").status, 303, "it was ended by its owner");
    let mut third = entered(&pages, "ola@example.com").await;
    assert_eq!(led(&mut here, "/me/sessions/end", &[]).await, "/sign-in");
    assert_eq!(third.get("/me").await.expect("an answer").status, 303);
    assert_eq!(
        app.number("SELECT COUNT(*) FROM session s JOIN agent a ON a.id = s.agent WHERE a.login = 'ola@example.com'"),
        0
    );
    pages.close().await;
}
