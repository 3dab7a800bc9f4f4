//! Raw mail to [`Inbound`].
//!
//! In: the bytes of one message as it came (RFC 5322, MIME), whatever they are. Out: what they say, bounded in every
//! respect, without NUL; or [`Unreadable`], and then the raw mail goes to quarantine. Pure: no network, no clock.
//!
//! Whole messages that come as files stay files: nobody looks inside them here.

mod body;
pub(crate) mod header;
pub mod html_text;
mod nature;
mod tame;
pub mod text;

#[cfg(test)]
mod tests;

use domain::channel::{Inbound, Nature, Unreadable};
use domain::reading::Authentication;
use mail_parser::{HeaderName, HeaderValue, Message, MessageParser};

use crate::{bounce, form, forward, notice, order, spam};

pub use body::{MAX_ATTACHMENTS, MAX_FILE_NAME_CHARS, MAX_HTML_BYTES, MAX_TEXT_BYTES};
pub(crate) use header::raw_values;
pub use header::{MAX_NAME_CHARS, MAX_PEOPLE, MAX_REFERENCES};
pub use html_text::text_of_html;

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
    let (subject, text) = (subject(&message), body::text(&message));
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
        nature: nature::nature(&message, from.as_ref(), &subject, &text),
        subject,
        text,
        sent_at: message.date().and_then(header::moment),
        attachments: body::attachments(&message, raw, html.as_deref()),
        from,
        html,
        text_from_html: body::is_from_html(&message),
        bounces: Vec::new(),
        forward: None,
        notice: None,
        form: None,
        orders: Vec::new(),
        authentication: Authentication::default(),
        features: Vec::new(),
        problems: Vec::new(),
    };
    if matches!(mail.nature, Nature::Bounce | Nature::Complaint) {
        mail.bounces = bounce::bounces(&message, &mail.subject, &mail.text);
    }
    mail.forward = forward::forward(&mail.subject, &mail.text);
    mail.orders = order::order_numbers(&mail.subject, &mail.text);
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

fn subject(message: &Message<'_>) -> String {
    let subject = message.headers().iter().find(|header| header.name == HeaderName::Subject);
    let decoded = subject.and_then(|header| match &header.value {
        HeaderValue::Text(text) => Some(text.as_ref()),
        HeaderValue::TextList(lines) => lines.first().map(AsRef::as_ref),
        _ => None,
    });
    text::one_line(decoded.unwrap_or_default(), MAX_SUBJECT_CHARS)
}
