//! Raw mail to [`Inbound`].
//!
//! In: the bytes of one message as it came (RFC 5322, MIME), whatever they are. Out: what they say, bounded in every
//! respect, without NUL; or [`Unreadable`], and then the raw mail goes to quarantine. Pure: no network, no clock.
//!
//! Whole messages that come as files stay files: nobody looks inside them here.

mod body;
mod header;
mod nature;
mod tame;
pub mod text;

#[cfg(test)]
mod tests;

use domain::channel::{Inbound, Unreadable};
use domain::reading::Authentication;
use mail_parser::{HeaderName, HeaderValue, Message, MessageParser};

use crate::{bounce, form, forward, notice, order, spam};

pub use body::{MAX_ATTACHMENTS, MAX_FILE_NAME_CHARS, MAX_HTML_BYTES, MAX_TEXT_BYTES};
pub use header::{MAX_NAME_CHARS, MAX_PEOPLE, MAX_REFERENCES};

/// Characters of a subject that are kept.
pub const MAX_SUBJECT_CHARS: usize = 1_000;

/// Reads one mail.
///
/// # Errors
/// When there is not a single header, or far more of them than any honest mail has.
pub fn parse(raw: &[u8]) -> Result<Inbound, Unreadable> {
    // The parser promises not to panic; a promise of somebody else must not decide whether a mail takes the intake down.
    std::panic::catch_unwind(|| read(raw)).unwrap_or_else(|_| Err(Unreadable("the mail parser gave up on it".into())))
}

fn read(raw: &[u8]) -> Result<Inbound, Unreadable> {
    // Blank lines in front would end the header before it began.
    let raw = raw.trim_ascii_start();
    let tamed = tame::tame(raw)?;
    let message = MessageParser::default()
        .parse(tamed.as_ref())
        .filter(|message| !message.headers().is_empty())
        .ok_or_else(|| Unreadable("it has no headers".to_owned()))?;
    let from = header::people(&message, HeaderName::From).into_iter().next();
    let html = body::html(&message);
    let ids = |name| header::raw_values(&message, name).flat_map(|value| header::ids(&value)).collect::<Vec<_>>();
    let mut references = ids("References");
    references.drain(..references.len().saturating_sub(MAX_REFERENCES));
    let mut in_reply_to = ids("In-Reply-To");
    in_reply_to.truncate(MAX_REFERENCES);
    let mut mail = Inbound {
        message_id: ids("Message-ID").into_iter().next(),
        in_reply_to,
        references,
        reply_to: header::people(&message, HeaderName::ReplyTo),
        to: header::people(&message, HeaderName::To),
        cc: header::people(&message, HeaderName::Cc),
        delivered_to: header::delivered_to(&message),
        subject: subject(&message),
        text: body::text(&message),
        sent_at: message.date().and_then(header::moment),
        nature: nature::nature(&message, from.as_ref()),
        attachments: body::attachments(&message, raw, html.as_deref()),
        from,
        html,
        bounces: Vec::new(),
        forward: None,
        notice: None,
        form: None,
        orders: Vec::new(),
        authentication: Authentication::default(),
        features: Vec::new(),
        problems: Vec::new(),
    };
    mail.bounces = bounce::bounces(&message, raw, &mail.text);
    mail.forward = forward::forward(&mail.subject, &mail.text);
    mail.orders = order::order_numbers(&mail.subject, &mail.text);
    mail.notice = notice::notice(&mail);
    mail.form = form::form(&mail);
    mail.features = spam::features(&message, &mail);
    Ok(mail)
}

fn subject(message: &Message<'_>) -> String {
    let subject = message.headers().iter().find(|header| header.name == HeaderName::Subject);
    let decoded = subject.and_then(|header| match &header.value {
        HeaderValue::Text(text) => Some(text.as_ref()),
        HeaderValue::TextList(lines) => lines.first().map(AsRef::as_ref),
        _ => None,
    });
    text::one_line(decoded.unwrap_or_default(), MAX_SUBJECT_CHARS)
}
