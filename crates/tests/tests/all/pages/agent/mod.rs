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
mod undo;

use domain::id::ConversationId;
use testkit::browser::Browser;

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
