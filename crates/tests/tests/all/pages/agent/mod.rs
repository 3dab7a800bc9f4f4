//! A day at the desk, as one of its people lives it. Files mirror those of `web`'s folder of the same name, as far as a
//! story has one place.

mod composer;
mod controls;
mod hands;
mod mailboxes;
mod matter;
pub(super) mod original;
mod outbox;
mod person;
mod pick;
mod quarantine;
mod sign_in;
mod snooze;
mod templates;
mod undo;

use domain::id::ConversationId;
use testkit::app::Pages;
use testkit::browser::{Browser, Key};

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

/// Ticks rows, opens what can be done to them, does it and takes it back, and puts a conversation aside; at each step
/// somebody looks.
pub(super) async fn in_hand(browser: &Browser, pages: &Pages, mut look: impl AsyncFnMut(&str)) {
    browser.open(&pages.url("/inbox/to-answer")).await;
    for n in [2, 3] {
        browser.click(&format!("#rows .row:nth-of-type({n}) .pick input")).await;
    }
    browser.wait_for("#picked:not(:empty)").await;
    look("list-ticked").await;
    for tool in ["snooze", "more"] {
        browser.click(&format!("#bulk [popovertarget=bulk-{tool}]")).await;
        browser.wait_for(&format!("#bulk-{tool} .choice")).await;
        look(&format!("list-{tool}")).await;
        browser.press(Key::Escape.value().to_string()).await;
        browser.wait_gone(&format!("#bulk-{tool} .choice")).await;
    }
    browser.click("#bulk .tools [name=do]").await;
    browser.wait_for("#notice form").await;
    look("list-notice").await;
    browser.press("z").await;
    browser.wait_for("#notice .told:not(:has(form))").await;
    browser.click("#rows .row a").await;
    browser.wait_for("#thread").await;
    browser.press("s").await;
    browser.wait_for(".controls .offers .choice").await;
    look("conversation-snooze").await;
    browser.press(Key::Escape.value().to_string()).await;
    browser.wait_gone(".controls .offers .choice").await;
    browser.choose(".controls .priority select", "urgent").await;
    browser.wait_for("#notice form").await;
    look("conversation-notice").await;
    browser.press("z").await;
    browser.wait_for("#notice .told:not(:has(form))").await;
}
