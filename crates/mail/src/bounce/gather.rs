//! What the parts of a report say of each recipient.
//!
//! In: the parts. Out: one [`Failure`] a recipient, its reason not yet decided. The machine-readable parts name the
//! recipients; where they do not, the text for people does, then the mail that is given back.

use mail_parser::Message;

use super::MAX_RECIPIENTS;
use super::decide::Failure;
use super::fields::{self, Block};
use super::parts::Parts;
use super::status::{self, Status};
use super::{prose, vague};
use crate::parse::header;

/// Fields by which gateways are known that report what they were told at RCPT.
const AT_RCPT: [&str; 1] = ["X-NAI-Header"];

/// The failures that `parts` of `message` tell of; none when nothing in it says that somebody was not reached.
pub(super) fn failures<'r>(
    message: &Message<'_>,
    subject: &'r str,
    parts: &'r Parts,
    returned: &Block,
) -> Vec<Failure<'r>> {
    let mut failures = reported(parts);
    if failures.iter().all(|failure| failure.recipient.is_empty()) {
        if failures.is_empty() && !vague::says_so(subject, &parts.prose) {
            return failures;
        }
        failures = told(message, parts, failures, returned);
    }
    failures.truncate(MAX_RECIPIENTS);
    complete(&mut failures, message, subject, parts);
    failures
}

/// What the delivery-status parts say, in their order.
fn reported<'r>(parts: &Parts) -> Vec<Failure<'r>> {
    let inline = parts.statuses.is_empty().then(|| parts.prose.find("\nReporting-MTA:")).flatten();
    let from_prose = inline.map(|at| &parts.prose[at + 1..]);
    let (mut failures, mut reporter): (Vec<Failure<'r>>, String) = (Vec::new(), String::new());
    for block in parts.statuses.iter().map(String::as_str).chain(from_prose).flat_map(fields::blocks) {
        if let Some(host) = block.get("reporting-mta") {
            reporter = host.to_owned();
        }
        if !block.is_recipient() {
            continue;
        }
        let failure = failure(&block, &reporter);
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

fn failure<'r>(block: &Block, reporter: &str) -> Failure<'r> {
    let address = |name: &str| {
        let value = fields::untyped(block.get(name)?);
        prose::at_start(value).map(|(address, _)| address)
    };
    let action = block.get("action").unwrap_or_default();
    let status = block.get("status").unwrap_or_default().trim();
    // Where no answer is given, some put it as a comment behind the status.
    let comment = status.split_once('(').map(|(_, said)| said).filter(|_| action.eq_ignore_ascii_case("failed"));
    let diagnostic = block.get("diagnostic-code").or(comment).unwrap_or_default();
    let host = block.get("remote-mta").or((!reporter.is_empty()).then_some(reporter));
    Failure {
        recipient: address("final-recipient").or_else(|| address("original-recipient")).unwrap_or_default(),
        action: action.split([' ', ';', '(']).next().unwrap_or_default().to_lowercase(),
        status: Status::at_start(status),
        by_program: diagnostic.get(..6).is_some_and(|kind| kind.eq_ignore_ascii_case("x-unix")),
        diagnostic: fields::untyped(diagnostic).to_owned(),
        host: host.map(|host| fields::untyped(host).to_owned()).unwrap_or_default(),
        category: block.get("x-powermta-bouncecategory").unwrap_or_default().to_lowercase(),
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
fn complete<'r>(failures: &mut [Failure<'r>], message: &Message<'_>, subject: &'r str, parts: &'r Parts) {
    let recipients: Vec<String> = failures.iter().map(|failure| failure.recipient.clone()).collect();
    let contexts = prose::contexts(&parts.prose, &recipients);
    let at_rcpt = AT_RCPT.iter().any(|name| header::raw_value(message, name).is_some());
    for (failure, context) in failures.iter_mut().zip(contexts) {
        if failure.context.is_empty() {
            failure.context = prose::without_session(&context);
        }
        if let Some(host) = prose::host(&failure.context).filter(|_| failure.host.is_empty()) {
            failure.host = host;
        }
        (failure.prose, failure.subject, failure.at_rcpt) = (&parts.prose, subject, at_rcpt);
        failure.status = better(failure.status, failure);
        failure.diagnostic = prose::answer(&failure.diagnostic, &failure.context, &parts.prose);
    }
}

/// The status code that tells most: the one in the server's answer, the field, the one in the text for people.
fn better(field: Option<Status>, failure: &Failure<'_>) -> Option<Status> {
    let said = status::in_text(&failure.diagnostic);
    let field_tells = field.filter(|status| status.tells());
    said.filter(|status| status.tells()).or(field_tells).or(said).or_else(|| {
        let in_context = status::first_in_text(&failure.context);
        in_context.filter(|status| status.tells()).or(field).or(in_context)
    })
}

/// Who complained (RFC 5965): Original-Rcpt-To, else the recipient of the mail that is given back.
pub(super) fn complaints<'r>(parts: &Parts, returned: &Block) -> Vec<Failure<'r>> {
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
