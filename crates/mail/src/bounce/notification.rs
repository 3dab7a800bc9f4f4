//! Amazon SES tells of bounces and complaints as JSON, which its topics send on as mail.
//!
//! In: the text of a mail. Out: its failures, or nothing when it is no such notification.

use serde_json::Value;

use super::MAX_RECIPIENTS;
use super::decide::Failure;
use super::status::{Status, in_text};
use crate::parse::text::cut;

/// Bytes of a notification that are read.
const MAX_BYTES: usize = 64_000;

/// What a notification tells.
pub(super) struct Notification {
    /// Whether recipients complained.
    pub(super) complaint: bool,
    /// The recipients.
    pub(super) failures: Vec<Failure<'static>>,
    /// Message-ID of the mail it is about.
    pub(super) of: Option<String>,
}

/// The notification in `text`. Mail servers break its one long line, even inside words.
pub(super) fn notification(text: &str) -> Option<Notification> {
    let text = text.trim_start();
    if !text.starts_with('{') || !cut(text, 2_000).contains("Type\"") {
        return None;
    }
    let whole: String = cut(text, MAX_BYTES).lines().collect();
    let value: Value = serde_json::Deserializer::from_str(&whole).into_iter().next()?.ok()?;
    let kind = value["notificationType"].as_str().or_else(|| value["eventType"].as_str())?;
    let failures = match kind {
        "Bounce" => list(&value["bounce"]["bouncedRecipients"], bounced),
        "Complaint" => list(&value["complaint"]["complainedRecipients"], |who| Some(address(&who["emailAddress"]))),
        "Delivery" => list(&value["delivery"]["recipients"], |who| {
            let said = value["delivery"]["smtpResponse"].as_str().unwrap_or_default();
            Some(Failure { action: "delivered".into(), status: in_text(said), ..address(who) })
        }),
        _ => return None,
    };
    let of = value["mail"]["commonHeaders"]["messageId"].as_str().map(|id| id.trim_matches(['<', '>']).to_owned());
    Some(Notification { complaint: kind == "Complaint", failures, of })
}

fn list(people: &Value, read: impl Fn(&Value) -> Option<Failure<'static>>) -> Vec<Failure<'static>> {
    people.as_array().into_iter().flatten().filter_map(read).take(MAX_RECIPIENTS).collect()
}

fn address(who: &Value) -> Failure<'static> {
    Failure { recipient: who.as_str().unwrap_or_default().trim().to_lowercase(), ..Failure::default() }
}

fn bounced(who: &Value) -> Option<Failure<'static>> {
    let text = |name: &str| who[name].as_str().unwrap_or_default().to_owned();
    Some(Failure {
        action: text("action").to_lowercase(),
        status: Status::at_start(&text("status")),
        diagnostic: text("diagnosticCode"),
        ..address(&who["emailAddress"])
    })
}
