//! Passkeys, by a device in software and by Chromium's own.

use domain::permission::Role;
use serde_json::{Value, json};
use testkit::app::{PASSWORD, Pages, TestApp};
use testkit::browser::Browser;
use testkit::device::Device;
use testkit::program::{Answer, Visitor};

use super::second_factor::switch_on;
use super::{OWNER, entered, hire, led, page, shop};
use crate::pages::sign_in;

/// A shop whose pages stand at a name.
async fn named_shop() -> (TestApp, Pages) {
    let app = TestApp::builder().passwords().start().await;
    hire(&app, OWNER, Role::Owner, app.team).await;
    let pages = app.serve_pages_as("localhost").await;
    (app, pages)
}

/// What a script is told: what names the asking, and what the device is asked.
async fn asked(visitor: &mut Visitor, path: &str, form: &[(&str, &str)]) -> (String, Value) {
    let answer = visitor.post(path, form).await.expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told: Value = serde_json::from_str(&answer.body).expect("JSON");
    (told["ceremony"].as_str().expect("a name").to_owned(), told["publicKey"].clone())
}

/// Adds a passkey. Gives where it leads.
async fn add(visitor: &mut Visitor, device: &mut Device) -> String {
    let form = [("name", "Laptop"), ("password", PASSWORD)];
    let (ceremony, options) = asked(visitor, "/me/passkeys/ceremony", &form).await;
    let credential = device.make(&options);
    led(visitor, "/me/passkeys", &[("ceremony", &ceremony), ("credential", &credential)]).await
}

/// Somebody new comes to the door with a device.
async fn come(pages: &Pages, device: &mut Device) -> (Visitor, Answer) {
    let mut visitor = Visitor::at(pages.address());
    let (ceremony, options) = asked(&mut visitor, "/session/passkey/ceremony", &[]).await;
    let form = [("ceremony", ceremony.as_str()), ("credential", &device.sign(&options)), ("to", "/me")];
    let answer = visitor.post("/session/passkey", &form).await.expect("an answer");
    (visitor, answer)
}

#[tokio::test]
async fn a_passkey_stands_for_password_and_code() {
    let (app, pages) = named_shop().await;
    let (mut ola, mut there) = (entered(&pages, "ola@example.com").await, entered(&pages, "ola@example.com").await);
    let mut device = Device::at(&pages.url(""));
    assert_eq!(add(&mut ola, &mut device).await, "/me?outcome=passkey-added#passkeys");
    assert_eq!(there.get("/me").await.expect("an answer").status, 303, "whoever came in with less comes in again");
    switch_on(&app, &mut ola).await;
    let mut door = Visitor::at(pages.address());
    let step = door.post("/session", &[("login", "ola@example.com"), ("password", PASSWORD)]).await.expect("an answer");
    assert!(step.body.contains("/session/code") && step.body.contains("/session/passkey"), "{}", step.body);
    let (mut visitor, answer) = come(&pages, &mut device).await;
    assert_eq!((answer.status, answer.location()), (303, Some("/me")));
    let shown = page(&mut visitor, "/me").await;
    assert!(shown.contains("<b>Laptop</b>") && !shown.contains("jeszcze nieużywany"), "{shown}");
    let id = shown.split("/me/passkeys/psk_").nth(1).and_then(|rest| rest.split('/').next()).expect("a passkey");
    let path = format!("/me/passkeys/psk_{id}/end");
    assert!(led(&mut visitor, &path, &[("password", "zgaduję hasło")]).await.contains("wrong-password"));
    assert!(led(&mut visitor, &path, &[("password", PASSWORD)]).await.contains("passkey-removed"));
    assert_eq!(ola.get("/me").await.expect("an answer").status, 303, "and so when one is removed");
    let (_, answer) = come(&pages, &mut device).await;
    assert!(answer.status == 422 && answer.header("set-cookie").is_none());
    assert!(answer.body.contains("This passkey opens nothing here"), "{}", answer.body);
    pages.close().await;
}

#[tokio::test]
async fn what_is_no_answer_is_refused_plainly() {
    let (app, pages) = named_shop().await;
    let mut ola = entered(&pages, "ola@example.com").await;
    let wrong = [("name", "Laptop"), ("password", "zgaduję hasło")];
    let answer = ola.post("/me/passkeys/ceremony", &wrong).await.expect("an answer");
    assert_eq!((answer.status, answer.body), (422, json!({ "said": "password" }).to_string()));
    let nameless = [("name", " "), ("password", PASSWORD)];
    let answer = ola.post("/me/passkeys/ceremony", &nameless).await.expect("an answer");
    assert_eq!((answer.status, answer.body), (422, json!({ "said": "name" }).to_string()));
    let big = "{\"id\":".repeat(100_000);
    let to = led(&mut ola, "/me/passkeys", &[("ceremony", "0"), ("credential", &big)]).await;
    assert!(to.contains("passkey-refused") && page(&mut ola, &to).await.contains("Niczego nie dodano"));
    assert!(add(&mut ola, &mut Device::at("https://evil.example")).await.contains("passkey-refused"));
    let mut door = Visitor::at(pages.address());
    let (ceremony, _) = asked(&mut door, "/session/passkey/ceremony", &[]).await;
    for (credential, words) in [(big.as_str(), "opens nothing here"), ("{}", "opens nothing here")] {
        let form = [("ceremony", ceremony.as_str()), ("credential", credential)];
        let answer = door.post("/session/passkey", &form).await.expect("an answer");
        assert!(answer.status == 422 && answer.body.contains(words), "{}", answer.body);
    }
    let huge = "[".repeat(3_000_000);
    let answer = door.post("/session/passkey", &[("ceremony", &ceremony), ("credential", &huge)]).await;
    assert!(answer.map_or(true, |answer| answer.status == 400), "more than any form");
    let (mut device, mut jan) = (Device::at(&pages.url("")), entered(&pages, "jan@example.com").await);
    add(&mut jan, &mut device).await;
    let late = [("ceremony", "0".repeat(64)), ("credential", device.sign(&json!({ "rpId": "localhost" })))];
    let late = late.each_ref().map(|(key, value)| (*key, value.as_str()));
    let answer = door.post("/session/passkey", &late).await.expect("an answer");
    assert!(answer.status == 422 && answer.body.contains("longer than five minutes"), "{}", answer.body);
    assert_eq!(app.number("SELECT COUNT(*) FROM passkey"), 1);
    pages.close().await;
}

#[tokio::test]
async fn asking_again_and_again_ends_soon() {
    let (app, pages) = named_shop().await;
    let mut jan = entered(&pages, "jan@example.com").await;
    let mut device = Device::at(&pages.url(""));
    add(&mut jan, &mut device).await;
    for _ in 0..60 {
        assert_eq!(come(&pages, &mut device).await.1.status, 303, "whoever gets in has all attempts left");
    }
    let mut door = Visitor::at(pages.address());
    let mut left = 0;
    let said = loop {
        let answer = door.post("/session/passkey/ceremony", &[]).await.expect("an answer");
        if answer.status != 200 {
            break answer.body;
        }
        left += 1;
    };
    assert!((30..=45).contains(&left), "{left}");
    assert_eq!(said, json!({ "said": "often" }).to_string());
    assert!(app.number("SELECT COUNT(*) FROM passkey_ceremony") <= 45);
    pages.close().await;
}

#[tokio::test]
async fn where_there_can_be_none_the_account_says_why() {
    let (_app, pages, _, mut owner) = shop().await;
    let shown = page(&mut owner, "/me").await;
    assert!(shown.contains("id=\"passkeys-unfit\"") && !shown.contains("data-passkey="), "{shown}");
    let door = Visitor::at(pages.address()).get("/sign-in").await.expect("an answer");
    assert!(!door.body.contains("passkey"), "{}", door.body);
    pages.close().await;
}

#[tokio::test]
async fn an_owner_adds_one_in_the_browser_signs_in_with_it_and_removes_it() {
    let (_app, pages) = named_shop().await;
    let browser = Browser::speaking("en-GB,en").await;
    sign_in(&browser, &pages.url(""), OWNER).await;
    browser.plug_in_device().await;
    browser.open(&pages.url("/me")).await;
    let add = async |password: &str| {
        browser.fill("#passkeys input[name=name]", "My laptop").await;
        browser.fill("form[data-passkey] input[name=password]", password).await;
        browser.click("form[data-passkey] button").await;
    };
    add("not my password").await;
    browser.wait_for_text("#passkeys [role=alert]", "the password does not match").await;
    add(PASSWORD).await;
    browser.wait_for_text("#outcome", "The passkey is added").await;
    browser.wait_for_text("#passkeys .asides", "My laptop").await;
    add(PASSWORD).await;
    browser.wait_for_text("#passkeys [role=alert]", "this device has a passkey for this account already").await;

    browser.click("form[action='/me/sessions/end'] button").await;
    browser.wait_for("form[data-passkey=get] button").await;
    let cancel = "navigator.credentials.real = navigator.credentials.get;
        navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'));";
    browser.script(cancel, &[]).await;
    browser.click("form[data-passkey] button").await;
    browser.wait_for_text("[role=alert]", "The device did not answer").await;
    browser.script("navigator.credentials.get = navigator.credentials.real;", &[]).await;
    browser.click("form[data-passkey] button").await;
    browser.wait_for("#inbox").await;

    browser.open(&pages.url("/me")).await;
    browser.wait_for_text("#passkeys .asides", "last used").await;
    browser.click("#passkeys .confirm > summary").await;
    browser.fill("#passkeys .confirm input[name=password]", PASSWORD).await;
    browser.click("#passkeys .confirm button").await;
    browser.wait_for_text("#outcome", "The passkey is removed").await;
    browser.click("form[action='/me/sessions/end'] button").await;
    browser.wait_for("form[data-passkey=get] button").await;
    browser.click("form[data-passkey] button").await;
    browser.wait_for_text("[role=alert]", "This passkey opens nothing here").await;
    crate::pages::forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn at_another_address_the_account_says_where_they_work() {
    let (_app, pages) = named_shop().await;
    let browser = Browser::speaking("en-GB,en").await;
    let elsewhere = format!("http://{}", pages.address());
    sign_in(&browser, &elsewhere, OWNER).await;
    browser.open(&format!("{elsewhere}/me")).await;
    browser.wait_for_text("#passkeys", &format!("Passkeys work at {} only", pages.url(""))).await;
    browser.wait_gone("form[data-passkey]").await;
    browser.wait_gone("[data-passkey-unable]").await;
    browser.close().await;
    pages.close().await;
}
