//! The text, the HTML and the files of a message.

mod file;
mod winmail;

use domain::channel::Attachment;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::charset;
use super::html_text::text_of_html;
use super::problem::{NUL, Problems, TOO_MANY_ATTACHMENTS, WRAPPER};
use super::tame::spelled;
use super::text::{cut, paragraphs};
use super::transfer::{Encoding, Plain};

pub use file::MAX_FILE_NAME_CHARS;

/// Bytes of text that are kept.
pub const MAX_TEXT_BYTES: usize = 1_000_000;
/// Bytes of HTML that are kept.
pub const MAX_HTML_BYTES: usize = 4_000_000;
/// Files that are kept.
pub const MAX_ATTACHMENTS: usize = 200;
/// Messages inside messages that are opened in search of a text.
const MAX_WRAPPERS: usize = 4;

/// What a message shows and brings.
#[derive(Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) html: Option<String>,
    pub(super) attachments: Vec<Attachment>,
}

/// Reads the parts of `message`, whose bytes are `raw`; `inside` says how many messages it lies in.
pub(super) fn body(message: &Message<'_>, raw: &[u8], inside: usize, problems: &mut Problems) -> Body {
    let mut parts = Parts { message, raw, problems, digest: in_digests(message) };
    let html = parts.html();
    let (text, shown) = parts.text(html.as_deref());
    let attachments = parts.attachments(html.as_deref(), &shown);
    let mut body = Body { text, html, attachments };
    winmail::unpack(&mut body, problems);
    if body.text.is_empty() && body.html.is_none() && inside < MAX_WRAPPERS {
        let wrapped = body.attachments.iter().find(|file| file.media_type == "message/rfc822");
        if let Some(text) = wrapped.and_then(|file| super::text_inside(&file.bytes, inside + 1)) {
            problems.add(WRAPPER);
            body.text = text;
        }
    }
    body
}

/// Whether the text is made from HTML alone.
pub(super) fn is_from_html(message: &Message<'_>) -> bool {
    let mut shown = message.text_body.iter().filter_map(|id| message.parts.get(*id as usize)).peekable();
    shown.peek().is_some() && shown.all(is_html)
}

struct Parts<'m, 'p> {
    message: &'m Message<'m>,
    raw: &'m [u8],
    problems: &'p mut Problems,
    /// Parts of digests (RFC 2046, 5.1.5): messages where they do not say otherwise.
    digest: Vec<usize>,
}

impl Parts<'_, '_> {
    /// The text of the message, made from HTML where there is no plain text; and which damaged parts it was taken from.
    fn text(&mut self, html: Option<&str>) -> (String, Vec<usize>) {
        let ids: Vec<usize> = self
            .message
            .text_body
            .iter()
            .map(|id| *id as usize)
            .filter(|id| self.digest.binary_search(id).is_err())
            .collect();
        let mut text = self.joined(&ids, html);
        let mut shown = Vec::new();
        if text.trim().is_empty() {
            // A text part whose encoding is damaged is taken for a file; what is left of it is still the message.
            let damaged = self.message.parts.iter().enumerate();
            shown = damaged
                .filter(|(_, part)| part.is_encoding_problem && is_text(part) && !is_file(part))
                .map(|(id, _)| id)
                .collect();
            text = self.joined(&shown, html);
        }
        if text.contains('\0') {
            self.problems.add(NUL);
        }
        (paragraphs(&text, MAX_TEXT_BYTES), shown)
    }

    fn joined(&mut self, ids: &[usize], html: Option<&str>) -> String {
        let mut text = String::new();
        let only_html = matches!(ids, [id] if self.message.parts.get(*id).is_some_and(is_html))
            && self.message.html_body.len() == 1;
        if let Some(html) = html.filter(|_| only_html) {
            return text_of_html(html);
        }
        for id in ids {
            let Some(part) = self.message.parts.get(*id).filter(|part| is_words(part)) else { continue };
            if text.len() >= MAX_TEXT_BYTES {
                break;
            }
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            let words = self.words(part);
            let words = if is_html(part) { text_of_html(&words) } else { words };
            text.push_str(cut(&words, MAX_TEXT_BYTES));
        }
        text
    }

    /// The letters of a text part.
    fn words(&mut self, part: &MessagePart<'_>) -> String {
        let plain = plain(part, self.raw);
        plain.problem.into_iter().for_each(|problem| self.problems.add(problem));
        let declared = part.content_type().and_then(|kind| kind.attribute("charset"));
        let longest = MAX_HTML_BYTES.min(plain.bytes.len());
        let decoded = charset::decode(&plain.bytes[..longest], declared);
        decoded.problem.into_iter().for_each(|problem| self.problems.add(problem));
        decoded.text
    }

    /// The HTML of the message as it came; `None` when it has none.
    fn html(&mut self) -> Option<String> {
        let parts: Vec<&MessagePart<'_>> =
            self.message.html_body.iter().filter_map(|id| self.message.parts.get(*id as usize)).collect();
        if !parts.iter().any(|part| is_html(part)) {
            return None;
        }
        let mut html = String::new();
        for part in parts.into_iter().filter(|part| is_words(part)) {
            let words = self.words(part);
            // Plain parts between HTML parts (Apple Mail) come escaped.
            let words = if is_html(part) { words } else { mail_parser::decoders::html::text_to_html(&words) };
            html.push_str(cut(&words, MAX_HTML_BYTES - html.len()));
        }
        if html.contains('\0') {
            self.problems.add(NUL);
            html.retain(|c| c != '\0');
        }
        Some(html).filter(|html| !html.trim().is_empty())
    }

    /// The files that came with the message, those left out that its text was taken from.
    fn attachments(&mut self, html: Option<&str>, shown: &[usize]) -> Vec<Attachment> {
        let listed = self.message.attachments.iter().map(|id| *id as usize);
        let mut ids: Vec<usize> =
            listed.filter(|id| shown.binary_search(id).is_err()).chain(self.digest.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        let is_leaf =
            |id: &usize| self.message.parts.get(*id).is_some_and(|part| !matches!(part.body, PartType::Multipart(_)));
        let mut files: Vec<usize> = ids.into_iter().filter(is_leaf).take(MAX_ATTACHMENTS + 1).collect();
        if files.len() > MAX_ATTACHMENTS {
            self.problems.add(TOO_MANY_ATTACHMENTS);
            files.truncate(MAX_ATTACHMENTS);
        }
        files
            .into_iter()
            .map(|id| {
                let part = &self.message.parts[id];
                let plain = plain(part, self.raw);
                plain.problem.into_iter().for_each(|problem| self.problems.add(problem));
                let is_message = self.digest.binary_search(&id).is_ok();
                file::attachment(part, self.raw, plain.bytes, html, is_message)
            })
            .collect()
    }
}

/// The parts of digests that name no type, in order.
fn in_digests(message: &Message<'_>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for part in &message.parts {
        let is_digest =
            part.content_type().and_then(|kind| kind.subtype()).is_some_and(|kind| spelled(kind) == "digest");
        if let PartType::Multipart(inside) = &part.body
            && is_digest
        {
            found.extend(inside.iter().map(|id| *id as usize));
        }
    }
    found.retain(|id| message.parts.get(*id).is_some_and(|part| part.content_type().is_none()));
    found.sort_unstable();
    found
}

/// The decoded content of a part, exactly, its letters not converted.
fn plain(part: &MessagePart<'_>, raw: &[u8]) -> Plain {
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    let encoded = raw.get(start..end.max(start)).unwrap_or_default();
    Encoding::named(part.content_transfer_encoding().unwrap_or_default()).decode(encoded)
}

fn is_words(part: &MessagePart<'_>) -> bool {
    matches!(part.body, PartType::Text(_) | PartType::Html(_))
}

fn is_html(part: &MessagePart<'_>) -> bool {
    part.is_content_type("text", "html") && is_words(part)
}

fn is_text(part: &MessagePart<'_>) -> bool {
    part.is_content_type("text", "plain") || part.is_content_type("text", "html")
}

fn is_file(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(|d| d.is_attachment())
}
