//! The pages, as a person in front of Chromium meets them.
//!
//! Most stories run over a [`TestApp`]: its clock and channel tell what cannot be seen. What needs the whole program
//! starts it. A script's error in the console fails every story; what a lost connection leaves there is taken out first,
//! by [`forgive`].

mod access;
mod agent;
mod demo;
mod files;
mod full;
mod hostile;
mod live;
pub(crate) mod people;
mod pictures;
mod plug;

use std::time::Duration;

use domain::id::ConversationId;
use testkit::app::{PASSWORD, Pages, TestApp};
use testkit::browser::Browser;
use testkit::letter::Letter;
use testkit::servers::ready;

/// How long something may take that no page shows.
const LIMIT: Duration = Duration::from_secs(15);

/// The rows of the list.
const ROWS: &str = "#rows .row";

/// A product with one letter in it, its pages, and Ola in front of them.
async fn desk() -> (TestApp, ConversationId, Pages, Browser) {
    let app = TestApp::builder().passwords().start().await;
    let id = app.receive(&Letter::new("first@example.org")).await;
    let (pages, browser) = tokio::join!(app.serve_pages(), Browser::start());
    (app, id, pages, browser)
}

/// The same with Ola signed in, and the letter open before her.
async fn opened() -> (TestApp, ConversationId, Pages, Browser) {
    let (app, id, pages, browser) = desk().await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&format!("#row-{id} a")).await;
    browser.wait_for("#thread .message").await;
    (app, id, pages, browser)
}

/// Signs in at the house that stands at `home`, and waits until the list is there.
async fn sign_in(browser: &Browser, home: &str, login: &str) {
    browser.open(&format!("{home}/sign-in")).await;
    knock(browser, login, PASSWORD).await;
    browser.wait_for("#inbox").await;
}

/// Fills in and sends the sign-in form, and waits for the answer: what the page before said is gone then.
async fn knock(browser: &Browser, login: &str, password: &str) {
    browser.fill("input[name=login]", login).await;
    browser.fill("input[name=password]", password).await;
    browser.script("document.querySelector('main').dataset.sent = ''", &[]).await;
    browser.click("form[action='/session'] button").await;
    browser.wait_gone("main[data-sent]").await;
}

/// Takes out of the console what refused and broken requests leave there. Anything else fails the test, as ever.
pub(crate) async fn forgive(browser: &Browser) {
    let errors = browser.console_errors().await;
    let expected = ["net::ERR_", "Failed to load resource", "htmx:error: Failed to fetch"];
    let network = |error: &&String| expected.iter().any(|words| error.contains(words));
    let others: Vec<_> = errors.iter().filter(|error| !network(error)).collect();
    assert!(others.is_empty(), "errors in the console that no broken connection explains: {others:#?}");
}

/// Lets a letter arrive while everything runs, and waits until it was read.
async fn arrive(app: &TestApp, letter: &Letter) {
    let read = "SELECT COUNT(*) FROM event WHERE kind = 'message.received'";
    let before = app.number(read);
    let source = format!("test:{}", app.engine.id::<domain::id::RawId>());
    app.arrive(&source, letter).await;
    wait_for_number(app, "the letter is read", read, before + 1).await;
}

/// Waits until a question to the database has at least this answer.
async fn wait_for_number(app: &TestApp, what: &str, sql: &str, number: i64) {
    ready::until(what, LIMIT, || async { (app.number(sql) >= number).then_some(()) }).await;
}
