//! How the sending program writes its header fields: which ones, in what order, and the shape of their values.
//!
//! Shapes hold no names and no numbers: runs of letters and digits are told apart only by their kind.

use domain::spam::Class;
use mail_parser::{HeaderName, Message};

use super::Shown;

/// Header fields that are looked at.
const MAX_FIELDS: usize = 100;
/// Bytes of one value that are looked at.
const MAX_VALUE_BYTES: usize = 120;
/// Bytes of a Received that are looked at.
const MAX_HOP_BYTES: usize = 250;
/// Beginnings of the names of fields that servers, filters, lists and archives add: they tell where a mail passed.
const ADDED: [&str; 33] = [
    "arc-",
    "authentication-results",
    "cc",
    "bcc",
    "delivered",
    "delivery",
    "dkim",
    "domainkey",
    "envelope",
    "errors-to",
    "in-reply-to",
    "lines",
    "list-",
    "mailing-list",
    "old-",
    "precedence",
    "received",
    "references",
    "replied",
    "resent",
    "return-path",
    "sender",
    "status",
    "x-been",
    "x-egroups",
    "x-list",
    "x-loop",
    "x-mail-list",
    "x-mailman",
    "x-original",
    "x-spam",
    "x-status",
    "xref",
];
/// Words of a Received that belong to its grammar or to what servers note; all others are names.
const HOP_WORDS: [&str; 22] = [
    "by",
    "ehlo",
    "envelope-from",
    "envelope-sender",
    "esmtp",
    "esmtpa",
    "esmtps",
    "for",
    "forged",
    "from",
    "helo",
    "http",
    "id",
    "invoked",
    "local",
    "mail",
    "may",
    "smtp",
    "uid",
    "unknown",
    "via",
    "with",
];

pub(super) fn look(shown: &mut Shown, message: &Message<'_>) {
    let mut before = None;
    let mut oldest_hop: Option<&[u8]> = None;
    let mut shape = String::new();
    for header in message.headers().iter().take(MAX_FIELDS) {
        let name = header.name.as_str().to_ascii_lowercase();
        let raw = message.raw_message.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default();
        let value = raw.get(..MAX_VALUE_BYTES).unwrap_or(raw).trim_ascii();
        if header.name == HeaderName::Received {
            oldest_hop = Some(raw);
        }
        if ADDED.iter().any(|start| name.starts_with(start)) {
            continue;
        }
        let this = shown.feature(Class::Field, &name);
        if let Some(before) = before {
            shown.pair(Class::FieldOrder, before, this);
        }
        before = Some(this);
        shape.clear();
        shape.push_str(&name);
        match &header.name {
            HeaderName::MessageId => identifier(value, &mut shape),
            HeaderName::Date => tokens(value, &mut shape),
            HeaderName::From | HeaderName::To | HeaderName::ReplyTo => people(value, &mut shape),
            HeaderName::ContentTransferEncoding | HeaderName::MimeVersion => {
                shape.push_str(&String::from_utf8_lossy(value));
            }
            _ => continue,
        }
        shown.feature(Class::FieldShape, &shape);
    }
    if let Some(hop) = oldest_hop {
        shape.clear();
        route(hop.get(..MAX_HOP_BYTES).unwrap_or(hop), &mut shape);
        shown.feature(Class::FieldShape, &shape);
    }
}

/// What a run of letters and digits is.
fn kind(run: &[u8]) -> &'static str {
    let any = |is: fn(&u8) -> bool| run.iter().any(is);
    match (any(u8::is_ascii_digit), any(u8::is_ascii_lowercase), any(u8::is_ascii_uppercase)) {
        (true, false, false) => "0",
        (false, true, false) => "a",
        (false, false, true) => "A",
        (false, true, true) if run[0].is_ascii_uppercase() && !run[1..].iter().any(u8::is_ascii_uppercase) => "C",
        (false, true, true) => "M",
        (true, true, false) => "x",
        (true, false, true) => "X",
        _ => "m",
    }
}

/// The runs of letters and digits by their kinds, blanks as one, everything else as it stands.
fn tokens(value: &[u8], shape: &mut String) {
    let mut at = 0;
    while at < value.len() {
        let length = value[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b >= 0x80).count();
        if length > 0 {
            shape.push_str(kind(&value[at..at + length]));
            at += length;
        } else {
            let blank = value[at].is_ascii_whitespace();
            if !(blank && shape.ends_with(' ')) {
                shape.push(if blank { ' ' } else { char::from(value[at]) });
            }
            at += 1;
        }
    }
}

/// A Message-ID's left side, with the lengths of its runs up to nine.
fn identifier(value: &[u8], shape: &mut String) {
    let left = value.split(|b| *b == b'@').next().unwrap_or_default();
    for run in left.split_inclusive(|b| !b.is_ascii_alphanumeric()).take(12) {
        tokens(run, shape);
        let digit = u8::try_from(run.len().min(9)).unwrap_or(9);
        shape.push(char::from(b'0' + digit));
    }
    if !value.contains(&b'@') {
        shape.push('!');
    }
}

/// Names by their kinds, every address as `@`; of many people the first.
fn people(value: &[u8], shape: &mut String) {
    let first = value.split(|b| *b == b',').next().unwrap_or_default();
    for part in first.split(|b| b.is_ascii_whitespace()).filter(|part| !part.is_empty()).take(6) {
        shape.push(' ');
        if part.contains(&b'@') {
            let framed = part.starts_with(b"<") && part.ends_with(b">");
            shape.push_str(if framed { "<@>" } else { "@" });
        } else {
            tokens(part, shape);
        }
    }
    if first.len() < value.len() {
        shape.push(',');
    }
}

/// The grammar of a Received up to its date: names as `h` (with a dot) and `w`, numbers as `#`.
fn route(value: &[u8], shape: &mut String) {
    let value = value.split(|b| *b == b';').next().unwrap_or_default();
    for token in value.split(|b| b.is_ascii_whitespace()).filter(|token| !token.is_empty()).take(20) {
        let mut rest = token;
        while let Some((first, after)) = rest.split_first() {
            let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'@');
            let length = rest.iter().take_while(|b| is_name(b)).count();
            if length == 0 {
                shape.push(char::from(*first));
                rest = after;
                continue;
            }
            let (name, after) = rest.split_at(length);
            rest = after;
            let known = HOP_WORDS.iter().find(|word| name.eq_ignore_ascii_case(word.as_bytes()));
            let numeric = name.iter().all(|b| b.is_ascii_digit() || *b == b'.');
            shape.push_str(match known {
                Some(word) => word,
                None if name.contains(&b'@') => "@",
                None if numeric => "#",
                None if name.contains(&b'.') => "h",
                None => "w",
            });
        }
        shape.push(' ');
    }
}
