//! A code besides the password.

use domain::time::MINUTE_MS;
use engine::people::code::code_at;
use testkit::app::{PASSWORD, Pages, TestApp};
use testkit::browser::Browser;
use testkit::program::{Answer, Visitor};

use super::{OWNER, entered, led, page, shop};
use crate::pages::{knock, sign_in};

/// What a device makes of the secret that a page shows in letters.
pub(crate) fn device(shown: &str) -> Vec<u8> {
    let letters = shown.chars().filter_map(|letter| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter));
    let bits: Vec<bool> = letters.flat_map(|value| (0..5).rev().map(move |at| value >> at & 1 == 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | u8::from(*bit))).collect()
}

/// What stands between two marks of a page.
pub(crate) fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let rest = page.split_once(from).unwrap_or_else(|| panic!("no {from} in {page}")).1;
    rest.split_once(to).expect("its end").0
}

/// Switches it on. Gives the secret and the recovery codes.
pub(super) async fn switch_on(app: &TestApp, visitor: &mut Visitor) -> (Vec<u8>, Vec<String>) {
    assert_eq!(led(visitor, "/me/second-factor", &[]).await, "/me/second-factor");
    let shown = page(visitor, "/me/second-factor").await;
    let secret = device(between(&shown, "id=\"secret\">", "<"));
    let wrong = visitor.post("/me/second-factor/confirmation", &[("code", "000000")]).await.expect("an answer");
    assert_eq!(wrong.status, 422);
    let code = code_at(&secret, app.engine.now().get());
    let done = visitor.post("/me/second-factor/confirmation", &[("code", &code)]).await.expect("an answer");
    let codes: Vec<String> = done
        .body
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!((done.status, codes.len()), (200, 10));
    (secret, codes)
}

/// The first step of signing in: gives the ticket of the second.
async fn first_step(pages: &Pages, login: &str) -> (Visitor, String) {
    let mut visitor = Visitor::at(pages.address());
    let asked = visitor.post("/session", &[("login", login), ("password", PASSWORD)]).await.expect("an answer");
    assert!(asked.status == 200 && asked.header("set-cookie").is_none(), "the password alone opens nothing");
    let ticket = between(&asked.body, "name=\"ticket\" value=\"", "\"").to_owned();
    (visitor, ticket)
}

async fn second_step(visitor: &mut Visitor, ticket: &str, code: &str) -> Answer {
    visitor.post("/session/code", &[("ticket", ticket), ("code", code), ("to", "/me")]).await.expect("an answer")
}

#[tokio::test]
async fn a_code_is_asked_for_and_counts_once() {
    let (app, pages, _, _) = shop().await;
    let (mut ola, mut there) = (entered(&pages, "ola@example.com").await, entered(&pages, "ola@example.com").await);
    let (secret, codes) = switch_on(&app, &mut ola).await;
    assert_eq!(there.get("/me").await.expect("an answer").status, 303, "who came in with less comes in again");
    app.clock.advance_ms(MINUTE_MS);
    let (mut visitor, ticket) = first_step(&pages, "ola@example.com").await;
    assert_eq!(second_step(&mut visitor, &ticket, "123456").await.status, 422);
    let code = code_at(&secret, app.engine.now().get());
    assert_eq!(
        second_step(&mut visitor, &ticket, &format!(" {} {}", &code[..3], &code[3..])).await.location(),
        Some("/me")
    );
    page(&mut visitor, "/me").await;
    let (mut again, ticket) = first_step(&pages, "ola@example.com").await;
    assert_eq!(second_step(&mut again, &ticket, &code).await.status, 422, "a code counts once");
    assert_eq!(second_step(&mut again, &ticket, &codes[3]).await.status, 303, "a recovery code stands in");
    let (mut third, ticket) = first_step(&pages, "ola@example.com").await;
    assert_eq!(second_step(&mut third, &ticket, &codes[3]).await.status, 422, "once");
    assert_eq!(
        second_step(&mut third, &format!("00{}", &ticket[2..]), &codes[4]).await.location(),
        Some("/sign-in?notice=ended")
    );
    app.clock.advance_ms(6 * MINUTE_MS);
    assert_eq!(second_step(&mut third, &ticket, &codes[4]).await.location(), Some("/sign-in?notice=ended"), "too late");
    let sealed = app.texts("SELECT COUNT(*) FROM secret WHERE name LIKE 'second-factor:%'");
    assert_eq!(sealed, [["1"]]);
    pages.close().await;
}

#[tokio::test]
async fn guessing_codes_ends_soon() {
    let (app, pages, _, _) = shop().await;
    let mut ola = entered(&pages, "ola@example.com").await;
    let (_, codes) = switch_on(&app, &mut ola).await;
    let (mut visitor, ticket) = first_step(&pages, "ola@example.com").await;
    for _ in 0..8 {
        assert_eq!(second_step(&mut visitor, &ticket, "123456").await.status, 422);
    }
    let right = second_step(&mut visitor, &ticket, &codes[0]).await;
    assert!(right.status == 422 && right.body.contains("Too many attempts"), "{}", right.body);
    pages.close().await;
}

#[tokio::test]
async fn it_is_taken_off_with_the_password_or_by_an_owner() {
    let (app, pages, _, mut owner) = shop().await;
    let mut ola = entered(&pages, "ola@example.com").await;
    switch_on(&app, &mut ola).await;
    let wrong = led(&mut ola, "/me/second-factor/end", &[("password", "zgaduję hasło")]).await;
    assert!(wrong.contains("wrong-password"));
    let renewed = ola.post("/me/second-factor/codes", &[("password", PASSWORD)]).await.expect("an answer");
    assert_eq!(renewed.body.matches("<li><code>").count(), 10);
    assert!(led(&mut ola, "/me/second-factor/end", &[("password", PASSWORD)]).await.contains("factor-off"));
    entered(&pages, "ola@example.com").await;

    switch_on(&app, &mut ola).await;
    let path = format!("/people/{}/second-factor/end", app.ola);
    let mut jan = entered(&pages, "jan@example.com").await;
    assert_eq!(jan.post(&path, &[]).await.expect("an answer").status, 404);
    assert!(led(&mut owner, &path, &[]).await.contains("outcome=factor-off"));
    entered(&pages, "ola@example.com").await;
    let told =
        app.texts("SELECT actor FROM event WHERE body LIKE '%second_factor_off%' ORDER BY position DESC LIMIT 1");
    assert_ne!(told, [[app.ola.to_string()]], "the log says that it was the owner");
    pages.close().await;
}

#[tokio::test]
async fn an_owner_switches_it_on_in_the_browser_and_signs_in_with_it() {
    let (app, pages, _, _) = shop().await;
    let browser = Browser::speaking("en-GB,en").await;
    sign_in(&browser, &pages.url(""), OWNER).await;
    browser.open(&pages.url("/me")).await;
    browser.click("form[action='/me/second-factor'] button").await;
    browser.wait_for(".square .ink").await;
    let shown = browser.script("return document.querySelector('#secret').textContent", &[]).await;
    let secret = device(shown.as_str().expect("a secret"));
    browser.fill("input[name=code]", &code_at(&secret, app.engine.now().get())).await;
    browser.click("form[action$=confirmation] button").await;
    browser.wait_for(".codes li:nth-child(10)").await;
    browser.click(".panel a.first").await;
    browser.wait_for_text("#second-factor", "10 recovery codes are left").await;
    browser.click("form[action='/me/sessions/end'] button").await;
    browser.wait_for("form[action='/session']").await;
    app.clock.advance_ms(MINUTE_MS);
    knock(&browser, OWNER, PASSWORD).await;
    browser.wait_for("form[action='/session/code']").await;
    browser.fill("input[name=code]", &code_at(&secret, app.engine.now().get())).await;
    browser.click(".first").await;
    browser.wait_for("#inbox").await;
    browser.close().await;
    pages.close().await;
}
