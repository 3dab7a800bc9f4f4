//! Delivery reports (RFC 3464) and complaints (RFC 5965): who was not reached, and why.
//!
//! In: a parsed mail. Out: one [`Bounce`] a recipient; empty when it is no such report. The parts for machines are trusted before the
//! text for people; that text is read for the many servers that send no such part, and to understand the others.
//!
//! - [`parts`]: the report taken apart; [`fields`]: its machine-readable blocks; [`prose`]: recipients in its text.
//! - [`decide`]: the reason of one recipient, from `phrases/*.txt` ([`phrase`]), [`status`] codes and the step of SMTP.
//! - [`notification`]: Amazon's JSON. [`vague`]: whether a mail without any standard mark is a report at all.
//!
//! How to teach it a server's words: a line in `phrases/reasons.txt` under its class; a provider's code: `phrases/providers.txt`.
//!
//! Must not: look into the mail that is given back, but for its Message-ID and its recipient.

mod decide;
mod fields;
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
use self::fields::Block;
use self::parts::Parts;
use self::phrase::Table;
use self::reason::Reason;
use self::status::Status;
use crate::parse::header;

/// Recipients of one report that are kept.
pub const MAX_RECIPIENTS: usize = 100;
/// Lines of text that are asked for words of the returned mail's begin.
static RETURNED: LazyLock<Vec<String>> = LazyLock::new(|| lines(include_str!("bounce/phrases/returned.txt")));
static REASONS: LazyLock<Table> = LazyLock::new(|| Table::compile(include_str!("bounce/phrases/reasons.txt")));
static PROVIDERS: LazyLock<Table> = LazyLock::new(|| Table::compile(include_str!("bounce/phrases/providers.txt")));
static COMMANDS: LazyLock<Table> = LazyLock::new(|| Table::compile(include_str!("bounce/phrases/commands.txt")));

fn lines(source: &str) -> Vec<String> {
    source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// The recipients that `message`, known to be a delivery report or a complaint, says were not reached or complained.
/// `text` is its text for people.
pub fn bounces(message: &Message<'_>, text: &str) -> Vec<Bounce> {
    if let Some(told) = notification::notification(text) {
        let reason = told.complaint.then_some(Reason::Feedback);
        return told.failures.iter().map(|failure| bounce(failure, reason, told.of.as_deref())).collect();
    }
    let parts = parts::parts(message);
    let returned = parts.returned.as_deref().map(fields::header).unwrap_or_default();
    let of = returned.get("message-id").and_then(|value| header::ids(value).into_iter().next());
    if parts.feedback.is_some() || vague::is_complaint_form(message) {
        return complaints(&parts, &returned)
            .iter()
            .map(|c| bounce(c, Some(Reason::Feedback), of.as_deref()))
            .collect();
    }
    let mut failures = reported(&parts);
    if failures.iter().all(|failure| failure.recipient.is_empty()) {
        failures = told(message, &parts, failures, &returned);
    }
    complete(&mut failures, &parts);
    failures.truncate(MAX_RECIPIENTS);
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

/// What the delivery-status parts say, in their order.
fn reported<'r>(parts: &Parts) -> Vec<Failure<'r>> {
    let inline = parts.statuses.is_empty().then(|| parts.prose.find("\nReporting-MTA:")).flatten();
    let from_prose = inline.map(|at| &parts.prose[at + 1..]);
    let blocks = parts.statuses.iter().map(String::as_str).chain(from_prose).flat_map(fields::blocks);
    let mut failures: Vec<Failure<'r>> = Vec::new();
    for block in blocks.filter(Block::is_recipient) {
        let failure = failure(&block);
        match failures.iter_mut().find(|known| !known.recipient.is_empty() && known.recipient == failure.recipient) {
            Some(known) if known.diagnostic.is_empty() => *known = failure,
            Some(_) => {}
            None => failures.push(failure),
        }
        if failures.len() == MAX_RECIPIENTS {
            break;
        }
    }
    failures
}

fn failure<'r>(block: &Block) -> Failure<'r> {
    let address = |name: &str| {
        let value = fields::untyped(block.get(name)?);
        prose::at_start(value).map(|(address, _)| address)
    };
    let diagnostic = block.get("diagnostic-code").unwrap_or_default();
    let action = block.get("action").unwrap_or_default();
    Failure {
        recipient: address("final-recipient").or_else(|| address("original-recipient")).unwrap_or_default(),
        action: action.split([' ', ';', '(']).next().unwrap_or_default().to_lowercase(),
        status: block.get("status").and_then(|status| Status::at_start(status.trim())),
        by_program: diagnostic.get(..6).is_some_and(|kind| kind.eq_ignore_ascii_case("x-unix")),
        diagnostic: fields::untyped(diagnostic).to_owned(),
        host: block.get("remote-mta").map(|host| fields::untyped(host).to_owned()).unwrap_or_default(),
        ..Failure::default()
    }
}

/// What the text for people says where no part for machines names a recipient. `reported` may hold a nameless status.
fn told<'r>(message: &Message<'_>, parts: &Parts, reported: Vec<Failure<'r>>, returned: &Block) -> Vec<Failure<'r>> {
    let transcript = if reported.is_empty() { prose::transcript(&parts.prose) } else { Vec::new() };
    if !transcript.is_empty() {
        let failure = |(recipient, context)| Failure { recipient, context, ..Failure::default() };
        return transcript.into_iter().map(failure).collect();
    }
    let listed: Vec<String> = header::raw_values(message, "X-Failed-Recipients")
        .flat_map(|value| {
            value.split(',').filter_map(|who| prose::at_start(who.trim())).map(|(a, _)| a).collect::<Vec<_>>()
        })
        .take(MAX_RECIPIENTS)
        .collect();
    let mut recipients = if listed.is_empty() { prose::recipients(&parts.prose) } else { listed };
    if recipients.is_empty() {
        let to = returned.get("to").or_else(|| returned.get("original-recipient")).unwrap_or_default();
        let to = to.rsplit_once('<').map_or(to, |(_, address)| address);
        recipients.push(prose::at_start(to.trim()).map(|(address, _)| address).unwrap_or_default());
    }
    let nameless = reported.into_iter().next().unwrap_or_default();
    let mut failures: Vec<Failure<'r>> =
        recipients.into_iter().map(|recipient| Failure { recipient, ..Failure::default() }).collect();
    if let [only] = failures.as_mut_slice() {
        *only = Failure { recipient: std::mem::take(&mut only.recipient), ..nameless };
    }
    failures
}

/// Adds to each failure what the text says of it, and the more telling status code.
fn complete<'r>(failures: &mut [Failure<'r>], parts: &'r Parts) {
    let recipients: Vec<String> = failures.iter().map(|failure| failure.recipient.clone()).collect();
    let contexts = prose::contexts(&parts.prose, &recipients);
    for (failure, context) in failures.iter_mut().zip(contexts) {
        if failure.context.is_empty() {
            failure.context = context;
        }
        failure.prose = &parts.prose;
        failure.diagnostic = prose::whole_answer(&failure.diagnostic, &failure.context);
        let said = status::in_text(&failure.diagnostic);
        let vague = failure.status.is_none_or(|status| !status.tells());
        failure.status = match said.filter(|said| said.tells()) {
            Some(said) => Some(said),
            None if vague => {
                status::in_text(&failure.context).filter(|found| found.tells()).or(failure.status).or(said)
            }
            None => failure.status,
        };
    }
}

/// Who complained (RFC 5965): Original-Rcpt-To, else the recipient of the mail that is given back.
fn complaints<'r>(parts: &Parts, returned: &Block) -> Vec<Failure<'r>> {
    let report = parts.feedback.as_deref().map(fields::blocks).unwrap_or_default();
    let mut recipients: Vec<String> = report
        .iter()
        .flat_map(|block| block.all("original-rcpt-to"))
        .filter_map(|value| prose::at_start(value).map(|(address, _)| address))
        .take(MAX_RECIPIENTS)
        .collect();
    if recipients.is_empty() {
        let to = returned.get("to").unwrap_or_default();
        let to = to.rsplit_once('<').map_or(to, |(_, address)| address);
        recipients.push(prose::at_start(to.trim()).map(|(address, _)| address).unwrap_or_default());
    }
    recipients.into_iter().map(|recipient| Failure { recipient, ..Failure::default() }).collect()
}
