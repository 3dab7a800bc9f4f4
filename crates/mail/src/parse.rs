//! Raw mail to [`Inbound`].
//!
//! In: the bytes of one message as it came (RFC 5322, MIME), whatever they are. Out: what they say, bounded in every
//! respect, without NUL; or [`Unreadable`], and then the raw mail goes to quarantine. Pure: no network, no clock.
//!
//! Whole messages that come as files stay files; where a mail has no text of its own, theirs is its text.
//!
//! On the way: the frame is mended (`repair`), what would cost the parser too much is hidden (`tame`), letters are
//! decoded by what they show and not only by what they claim (`charset`, `words`, `transfer`). What was wrong is
//! told in words of [`problem`].

mod address;
mod authentication;
mod body;
pub(crate) mod charset;
mod date;
pub(crate) mod header;
pub mod html_text;
mod nature;
pub mod problem;
mod repair;
mod tame;
pub mod text;
mod transfer;
mod words;

#[cfg(test)]
mod tests;

use domain::channel::{Inbound, Nature, Unreadable};
use mail_parser::{HeaderName, Message, MessageParser};

use crate::{bounce, form, forward, notice, order, phone, spam};

use body::Body;
use header::Letters;
use problem::Problems;

pub use body::{MAX_ATTACHMENTS, MAX_FILE_NAME_CHARS, MAX_HTML_BYTES, MAX_TEXT_BYTES};
pub(crate) use header::raw_values;
pub use header::{MAX_NAME_CHARS, MAX_PEOPLE, MAX_REFERENCES};
pub use html_text::text_of_html;

/// Characters of a subject that are kept.
pub const MAX_SUBJECT_CHARS: usize = 1_000;

/// Reads one mail.
///
/// # Errors
/// When there is nothing in it, or far more headers and parts than any honest mail has.
pub fn parse(raw: &[u8]) -> Result<Inbound, Unreadable> {
    parse_believing(raw, &[])
}

/// Reads one mail, believing the Authentication-Results of these servers alone (RFC 8601, 7.1; names in lower case).
///
/// # Errors
/// As [`parse`].
pub fn parse_believing(raw: &[u8], servers: &[String]) -> Result<Inbound, Unreadable> {
    // The parser promises not to panic; a promise of somebody else must not decide whether a mail takes the intake
    // down.
    std::panic::catch_unwind(|| read(raw, servers))
        .unwrap_or_else(|_| Err(Unreadable("the mail parser gave up on it".into())))
}

fn read(raw: &[u8], servers: &[String]) -> Result<Inbound, Unreadable> {
    let mut problems = Problems::default();
    let mended = repair::repair(raw, &mut problems);
    let tamed = tame::tame(&mended, &mut problems)?;
    let message = message(&tamed).ok_or_else(|| Unreadable("there is nothing in it".to_owned()))?;
    let letters = Letters::new(&message);
    let from = letters.people(&HeaderName::From, &mut problems).into_iter().next();
    let Body { text, html, attachments } = body::body(&message, &mended, 0, &mut problems);
    let subject = letters.subject(MAX_SUBJECT_CHARS, &mut problems);
    let ids = |name| header::raw_values(&message, name).flat_map(|value| header::ids(&value)).collect::<Vec<_>>();
    let mut references = ids("References");
    references.drain(..references.len().saturating_sub(MAX_REFERENCES));
    let mut in_reply_to = ids("In-Reply-To");
    in_reply_to.truncate(MAX_REFERENCES);
    let mut mail = Inbound {
        message_id: ids("Message-ID").into_iter().next(),
        in_reply_to,
        references,
        reply_to: letters.people(&HeaderName::ReplyTo, &mut problems),
        to: letters.people(&HeaderName::To, &mut problems),
        cc: letters.people(&HeaderName::Cc, &mut problems),
        delivered_to: header::delivered_to(&message),
        nature: nature::nature(&message, from.as_ref(), &subject, &text),
        subject,
        text,
        sent_at: header::sent_at(&message, &mut problems),
        attachments,
        from,
        html,
        text_from_html: body::is_from_html(&message),
        bounces: Vec::new(),
        forward: None,
        notice: None,
        form: None,
        orders: Vec::new(),
        authentication: authentication::authentication(&message, servers),
        phones: Vec::new(),
        features: Vec::new(),
        problems: problems.into_vec(),
    };
    if matches!(mail.nature, Nature::Bounce | Nature::Complaint) {
        mail.bounces = bounce::bounces(&message, &mail.subject, &mail.text);
    }
    mail.forward = forward::forward(&mail.subject, &mail.text);
    mail.orders = order::order_numbers(&mail.subject, &mail.text);
    mail.phones = phone::phone_numbers(&mail.text);
    recognise(&message, &mut mail);
    mail.features = spam::features(&message, &mail);
    Ok(mail)
}

/// Forms by their own marks, then notices, then what only looks like a form: a customer's words in a form never make it a
/// notice, and a shop's order never a form.
fn recognise(message: &Message<'_>, mail: &mut Inbound) {
    mail.form = form::form(message, mail);
    let notice = if mail.form.is_none() { notice::notice(message, mail) } else { None };
    if let Some((notice, nature)) = notice {
        if !notice.asks && mail.nature == Nature::Person {
            mail.nature = nature;
        }
        let order = notice.order.clone().filter(|order| !mail.orders.contains(order));
        mail.orders.splice(0..0, order);
        mail.orders.truncate(order::MAX_ORDERS);
        mail.notice = Some(notice);
    } else if mail.form.is_none() {
        mail.form = form::unmarked(mail);
    }
}

/// The moment that a mail's Date field names; reads nothing else of it.
pub fn sent_at(raw: &[u8]) -> Option<domain::time::Millis> {
    const FIELD: &[u8] = b"date:";
    let named = |line: &&[u8]| line.get(..FIELD.len()).is_some_and(|name| name.eq_ignore_ascii_case(FIELD));
    let mut lines = raw.trim_ascii_start().split(|byte| *byte == b'\n').take(tame::MAX_HEADER_LINES);
    let line = lines.by_ref().take_while(|line| !line.trim_ascii().is_empty()).find(named)?;
    let more = lines.take_while(|line| line.starts_with(b" ") || line.starts_with(b"\t")).take(2);
    let value = more.fold(line[FIELD.len()..].to_vec(), |value, line| [&value, line].concat());
    date::moment(&String::from_utf8_lossy(&value))
}

/// The parts of a mail; `None` when it is empty.
fn message(tamed: &[u8]) -> Option<Message<'_>> {
    let message = MessageParser::default().parse(tamed)?;
    (!tamed.trim_ascii().is_empty()).then_some(message)
}

/// The text of a message that is a file of another; `inside` says how many it lies in. `None` when it has none either.
fn text_inside(raw: &[u8], inside: usize) -> Option<String> {
    // What is wrong with it is not what is wrong with the mail.
    let mut problems = Problems::default();
    let mended = repair::repair(raw, &mut problems);
    let tamed = tame::tame(&mended, &mut problems).ok()?;
    let body = body::body(&message(&tamed)?, &mended, inside, &mut problems);
    Some(body.text).filter(|text| !text.is_empty())
}
