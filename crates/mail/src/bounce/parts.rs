//! A report taken apart: what it says to people, what it says to programs, and the mail it gives back.
//!
//! In: a parsed mail. Out: bounded texts. Nothing behind the mail that is given back is looked at: it is not the report's.

use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::RETURNED;
use crate::parse::text::cut;

/// Bytes of any of the texts that are looked at.
const MAX_BYTES: usize = 64_000;
/// Delivery-status parts that are read.
const MAX_STATUS_PARTS: usize = 20;

/// The pieces of a report.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// What it says to people, lines ended by LF.
    pub(super) prose: String,
    /// The delivery-status parts (RFC 3464, RFC 6533).
    pub(super) statuses: Vec<String>,
    /// The feedback report (RFC 5965).
    pub(super) feedback: Option<String>,
    /// The header of the mail that is given back, or more of it.
    pub(super) returned: Option<String>,
}

/// Takes `message` apart. `text` is its text as everybody reads it, for shapes of MIME in which no part is found.
pub(super) fn parts(message: &Message<'_>, text: &str) -> Parts {
    let mut parts = Parts::default();
    let mut html = String::new();
    for part in &message.parts {
        match kind(part) {
            Kind::Status if parts.statuses.len() < MAX_STATUS_PARTS => parts.statuses.push(bytes(part)),
            Kind::Feedback => parts.feedback = Some(bytes(part)),
            Kind::Returned => {
                parts.returned.get_or_insert_with(|| bytes(part));
            }
            Kind::Text if parts.returned.is_none() => append(&mut parts.prose, &words(part)),
            Kind::Html if parts.returned.is_none() => append(&mut html, &words(part)),
            _ => {}
        }
    }
    if parts.prose.trim().is_empty() {
        parts.prose = html;
    }
    if parts.prose.trim().is_empty() {
        parts.prose = cut(text, MAX_BYTES).to_owned();
    }
    if parts.prose.trim().is_empty() && parts.statuses.is_empty() {
        parts.prose = raw_body(message);
    }
    parts.prose = parts.prose.replace("\r\n", "\n").replace('\r', "\n");
    if let Some(at) = returned_mail(&parts.prose) {
        let behind = parts.prose.split_off(at);
        // Behind it may stand, as text, a report that the mailing system of a provider passes on.
        if parts.statuses.is_empty() && behind.contains("\nFinal-Recipient:") {
            parts.statuses.push(behind.clone());
        }
        parts.returned.get_or_insert(behind);
    }
    parts
}

/// The body as it came, for mails whose MIME is so broken that no part is found.
fn raw_body(message: &Message<'_>) -> String {
    let start = message.parts.first().map_or(0, |whole| whole.raw_body_offset() as usize);
    let raw = message.raw_message.get(start..).unwrap_or_default();
    let text = String::from_utf8_lossy(&raw[..raw.len().min(MAX_BYTES)]);
    text.lines().filter(|line| !line.starts_with("--") && !line.starts_with("Content-")).collect::<Vec<_>>().join("\n")
}

enum Kind {
    Status,
    Feedback,
    Returned,
    Text,
    Html,
    Other,
}

fn kind(part: &MessagePart<'_>) -> Kind {
    let Some(content) = part.content_type() else {
        return if matches!(part.body, PartType::Text(_)) { Kind::Text } else { Kind::Other };
    };
    // Nested messages reach the parser under a name that it does not know.
    let subtype = content.subtype().unwrap_or_default().to_ascii_lowercase();
    match (content.ctype().to_ascii_lowercase().as_str(), subtype.as_str()) {
        ("message", "delivery-status" | "global-delivery-status") => Kind::Status,
        ("message", "feedback-report") => Kind::Feedback,
        ("message", "rfc82_" | "rfc822" | "globa_" | "global" | "global-headers" | "partial" | "rfc822-headers")
        | ("text", "rfc822-headers" | "rfc822" | "rfc82_") => Kind::Returned,
        ("text", "html") => Kind::Html,
        ("text", _) => Kind::Text,
        _ => match part.body {
            PartType::Text(_) => Kind::Text,
            _ => Kind::Other,
        },
    }
}

fn bytes(part: &MessagePart<'_>) -> String {
    let contents = part.contents();
    String::from_utf8_lossy(&contents[..contents.len().min(MAX_BYTES)]).replace("\r\n", "\n")
}

fn words(part: &MessagePart<'_>) -> String {
    match &part.body {
        PartType::Text(text) => cut(text, MAX_BYTES).to_owned(),
        PartType::Html(html) => html_to_text(cut(html, MAX_BYTES)),
        _ => bytes(part),
    }
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(cut(more, MAX_BYTES.saturating_sub(text.len())));
}

/// Where the mail that is given back begins in the text for people.
fn returned_mail(prose: &str) -> Option<usize> {
    let mut at = 0;
    for line in prose.split_inclusive('\n') {
        let bare = line
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '=' | '_' | '|' | '>' | '#'));
        let bare = cut(bare, 200).to_lowercase();
        // The report's own first lines are never the mail it gives back.
        if at > 0 && RETURNED.iter().any(|marker| bare.starts_with(marker.as_str())) {
            return Some(at);
        }
        at += line.len();
    }
    None
}
