//! Delivery reports (RFC 3464) and complaints (RFC 5965): who was not reached, and why.
//!
//! In: a parsed mail. Out: one [`Bounce`] a recipient; empty when it is no such report. The parts for machines are trusted before the
//! text for people; that text is read for the many servers that send no such part, and to understand the others.
//!
//! - [`parts`]: the report taken apart; [`fields`]: its machine-readable blocks; [`prose`]: recipients in its text;
//!   [`gather`]: what these say of each recipient.
//! - [`decide`]: the reason of one recipient, from `phrases/*.txt` ([`phrase`]), [`status`] codes and the step of SMTP.
//! - [`notification`]: Amazon's JSON. [`vague`]: whether a mail without any standard mark is a report at all.
//!
//! How to teach it a server's words: a line in `phrases/reasons.txt` under its class; a provider's code: `phrases/providers.txt`.
//!
//! Must not: look into the mail that is given back, but for its Message-ID and its recipient.

mod decide;
mod fields;
mod gather;
mod notification;
mod parts;
mod phrase;
mod prose;
pub mod reason;
mod status;
pub(crate) mod vague;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use domain::reading::Bounce;
use mail_parser::Message;

use self::decide::Failure;
use self::phrase::Table;
use self::reason::Reason;
use crate::parse::header;

/// Recipients of one report that are kept.
pub const MAX_RECIPIENTS: usize = 100;
/// Lines of text that are asked for words of the returned mail's begin.
static RETURNED: LazyLock<Vec<String>> = LazyLock::new(|| lines(include_str!("bounce/phrases/returned.txt")));
static REASONS: LazyLock<Table> = LazyLock::new(|| Table::compile(include_str!("bounce/phrases/reasons.txt")));
static PROVIDERS: LazyLock<Table> = LazyLock::new(|| Table::compile(include_str!("bounce/phrases/providers.txt")));
static LATE: LazyLock<Table> = LazyLock::new(|| Table::compile(include_str!("bounce/phrases/late.txt")));
static COMMANDS: LazyLock<Table> = LazyLock::new(|| Table::compile(include_str!("bounce/phrases/commands.txt")));

fn lines(source: &str) -> Vec<String> {
    source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// The recipients that `message`, known to be a delivery report or a complaint, says were not reached or complained.
/// `subject` and `text` are as read from it.
pub fn bounces(message: &Message<'_>, subject: &str, text: &str) -> Vec<Bounce> {
    if let Some(told) = notification::notification(text) {
        let reason = told.complaint.then_some(Reason::Feedback);
        return told.failures.iter().map(|failure| bounce(failure, reason, told.of.as_deref())).collect();
    }
    let parts = parts::parts(message, text);
    let returned = parts.returned.as_deref().map(fields::header).unwrap_or_default();
    let of = returned.get("message-id").and_then(|value| header::ids(value).into_iter().next());
    if parts.feedback.is_some() || vague::is_complaint_form(message) {
        return gather::complaints(&parts, &returned)
            .iter()
            .map(|c| bounce(c, Some(Reason::Feedback), of.as_deref()))
            .collect();
    }
    let failures = gather::failures(message, subject, &parts, &returned);
    failures.iter().map(|failure| bounce(failure, None, of.as_deref())).collect()
}

fn bounce(failure: &Failure<'_>, reason: Option<Reason>, of: Option<&str>) -> Bounce {
    let reason = reason.unwrap_or_else(|| failure.reason());
    let for_now =
        failure.action == "delayed" || (reason == Reason::NotAccept && failure.status.is_some_and(|s| s.class == 4));
    Bounce {
        recipient: failure.recipient.clone(),
        status: failure.status.map(|status| status.to_string()),
        hard: reason.is_hard() && !for_now,
        reason: reason.name().to_owned(),
        of: of.map(str::to_owned),
    }
}
