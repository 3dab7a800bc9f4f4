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
mod header;
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

use domain::channel::{Inbound, Unreadable};
use mail_parser::{HeaderName, Message, MessageParser};

use crate::{bounce, form, forward, notice, order, spam};

use body::Body;
use header::Letters;
use problem::Problems;

pub use body::{MAX_ATTACHMENTS, MAX_FILE_NAME_CHARS, MAX_HTML_BYTES, MAX_TEXT_BYTES};
pub use header::{MAX_NAME_CHARS, MAX_PEOPLE, MAX_REFERENCES};
pub use html_text::text_of_html;

/// Characters of a subject that are kept.
pub const MAX_SUBJECT_CHARS: usize = 1_000;

/// Reads one mail.
///
/// # Errors
/// When there is nothing in it, or far more headers and parts than any honest mail has.
pub fn parse(raw: &[u8]) -> Result<Inbound, Unreadable> {
    // The parser promises not to panic; a promise of somebody else must not decide whether a mail takes the intake
    // down.
    std::panic::catch_unwind(|| read(raw)).unwrap_or_else(|_| Err(Unreadable("the mail parser gave up on it".into())))
}

fn read(raw: &[u8]) -> Result<Inbound, Unreadable> {
    let mut problems = Problems::default();
    let mended = repair::repair(raw, &mut problems);
    let tamed = tame::tame(&mended, &mut problems)?;
    let message = message(&tamed).ok_or_else(|| Unreadable("there is nothing in it".to_owned()))?;
    let letters = Letters::new(&message);
    let from = letters.people(&HeaderName::From, &mut problems).into_iter().next();
    let Body { text, html, attachments } = body::body(&message, &mended, 0, &mut problems);
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
        subject: letters.subject(MAX_SUBJECT_CHARS, &mut problems),
        text,
        sent_at: header::sent_at(&message, &mut problems),
        nature: nature::nature(&message, from.as_ref()),
        attachments,
        from,
        html,
        bounces: Vec::new(),
        forward: None,
        notice: None,
        form: None,
        orders: Vec::new(),
        authentication: authentication::authentication(&message),
        features: Vec::new(),
        problems: problems.into_vec(),
    };
    mail.bounces = bounce::bounces(&message, &mended, &mail.text);
    mail.forward = forward::forward(&mail.subject, &mail.text);
    mail.orders = order::order_numbers(&mail.subject, &mail.text);
    mail.notice = notice::notice(&mail);
    mail.form = form::form(&mail);
    mail.features = spam::features(&message, &mail);
    Ok(mail)
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
