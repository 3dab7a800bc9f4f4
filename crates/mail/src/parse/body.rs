//! The text, the HTML and the files of a message.

use domain::channel::Attachment;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::header::ids;
use super::html_text::text_of_html;
use super::tame::spelled;
use super::text::{cut, one_line, paragraphs, steers_direction};

/// Bytes of text that are kept.
pub const MAX_TEXT_BYTES: usize = 1_000_000;
/// Bytes of HTML that are kept.
pub const MAX_HTML_BYTES: usize = 4_000_000;
/// Files that are kept.
pub const MAX_ATTACHMENTS: usize = 200;
/// Characters of a file name.
pub const MAX_FILE_NAME_CHARS: usize = 255;

/// The text of the message; made from HTML where there is no plain text.
pub(super) fn text(message: &Message<'_>) -> String {
    let mut text = String::new();
    let shown = message.text_body.iter().filter_map(|id| message.parts.get(*id as usize));
    let unreadable = message.parts.iter().filter(|part| part.is_encoding_problem && is_text(part) && !is_file(part));
    for part in shown {
        append(&mut text, part);
    }
    if text.trim().is_empty() {
        // A text part whose encoding is damaged is taken for a file; what is left of it is still the message.
        for part in unreadable {
            append(&mut text, part);
        }
    }
    paragraphs(&text, MAX_TEXT_BYTES)
}

/// Whether the text is made from HTML alone.
pub(super) fn is_from_html(message: &Message<'_>) -> bool {
    let mut shown = message.text_body.iter().filter_map(|id| message.parts.get(*id as usize)).peekable();
    shown.peek().is_some() && shown.all(|part| matches!(part.body, PartType::Html(_)))
}

fn append(text: &mut String, part: &MessagePart<'_>) {
    if text.len() >= MAX_TEXT_BYTES {
        return;
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    match (&part.body, repaired(part)) {
        (PartType::Text(_) | PartType::Html(_), Some(plain)) if part.is_content_type("text", "html") => {
            text.push_str(&text_of_html(&plain));
        }
        (PartType::Text(_), Some(plain)) => text.push_str(cut(&plain, MAX_TEXT_BYTES)),
        (PartType::Text(plain), None) => text.push_str(cut(plain, MAX_TEXT_BYTES)),
        (PartType::Html(html), _) => text.push_str(&text_of_html(html)),
        _ => {}
    }
}

/// The HTML of the message as it came; `None` when it has none.
pub(super) fn html(message: &Message<'_>) -> Option<String> {
    let parts = || message.html_body.iter().filter_map(|id| message.parts.get(*id as usize));
    if !parts().any(|part| matches!(part.body, PartType::Html(_))) {
        return None;
    }
    let mut html = String::new();
    for at in 0..message.html_body.len() {
        // Plain parts between HTML parts (Apple Mail) come escaped.
        if let Some(part) = message.body_html(at) {
            html.push_str(cut(&part, MAX_HTML_BYTES - html.len()));
        }
    }
    html.retain(|c| c != '\0');
    Some(html).filter(|html| !html.trim().is_empty())
}

/// The files that came with the message. `raw` is the mail as it came, `html` what it shows.
pub(super) fn attachments(message: &Message<'_>, raw: &[u8], html: Option<&str>) -> Vec<Attachment> {
    let parts = message.attachments.iter().filter_map(|id| message.parts.get(*id as usize));
    parts
        .filter(|part| !matches!(part.body, PartType::Multipart(_)))
        .take(MAX_ATTACHMENTS)
        .map(|part| attachment(part, raw, html))
        .collect()
}

fn attachment(part: &MessagePart<'_>, raw: &[u8], html: Option<&str>) -> Attachment {
    let media_type = media_type(part);
    let content_id = part.content_id().and_then(|id| ids(&format!("<{id}>")).pop());
    let shown = |id: &String| html.is_some_and(|html| html.contains(&format!("cid:{id}")));
    let inline = content_id.as_ref().is_some_and(shown)
        || (part.content_disposition().is_some_and(|d| d.is_inline()) && media_type.starts_with("image/"));
    let fallback = if media_type.starts_with("message/") { "message.eml" } else { "attachment" };
    let name = part.attachment_name().map(file_name).filter(|name| !name.is_empty());
    Attachment {
        name: name.unwrap_or_else(|| fallback.to_owned()),
        media_type,
        content_id,
        inline,
        bytes: bytes(part, raw),
    }
}

fn media_type(part: &MessagePart<'_>) -> String {
    let given = part.content_type().and_then(|given| {
        let whole = format!("{}/{}", given.ctype(), spelled(given.subtype()?)).to_ascii_lowercase();
        let allowed = |c: char| c.is_ascii_alphanumeric() || "/!#$&^_.+-".contains(c);
        (whole.len() <= 127 && whole.chars().all(allowed)).then_some(whole)
    });
    given.unwrap_or_else(|| "application/octet-stream".to_owned())
}

/// The decoded content, exactly: text files too, whose characters the parser would have converted.
fn bytes(part: &MessagePart<'_>, raw: &[u8]) -> Vec<u8> {
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    let encoded = raw.get(start..end.max(start)).unwrap_or_default();
    let decoded = match encoding(part) {
        Encoding::Base64 => base64(encoded),
        Encoding::QuotedPrintable => quoted_printable_decode(encoded),
        Encoding::None => Some(encoded.to_vec()),
    };
    decoded.unwrap_or_else(|| part.contents().to_vec())
}

/// The text of a part that the parser left undecoded because its encoding is damaged; `None` when it is not so.
fn repaired(part: &MessagePart<'_>) -> Option<String> {
    if !part.is_encoding_problem || encoding(part) != Encoding::Base64 {
        return None;
    }
    let decoded = base64(part.contents())?;
    let charset = part.content_type().and_then(|t| t.attribute("charset"));
    Some(match charset.and_then(|charset| charset_decoder(charset.as_bytes())) {
        Some(decode) => decode(&decoded),
        None => String::from_utf8_lossy(&decoded).into_owned(),
    })
}

/// Base64 with whatever does not belong to it left out; `None` when nothing is left.
fn base64(encoded: &[u8]) -> Option<Vec<u8>> {
    let letters: Vec<u8> =
        encoded.iter().copied().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')).collect();
    base64_decode(&letters).filter(|decoded| !decoded.is_empty() || encoded.trim_ascii().is_empty())
}

#[derive(PartialEq, Eq)]
enum Encoding {
    None,
    QuotedPrintable,
    Base64,
}

/// The encoding the part declares, which the parser forgets when it does not fit.
fn encoding(part: &MessagePart<'_>) -> Encoding {
    match part.content_transfer_encoding().map(str::trim) {
        Some(name) if name.eq_ignore_ascii_case("base64") => Encoding::Base64,
        Some(name) if name.eq_ignore_ascii_case("quoted-printable") => Encoding::QuotedPrintable,
        _ => Encoding::None,
    }
}

fn is_text(part: &MessagePart<'_>) -> bool {
    part.is_content_type("text", "plain") || part.is_content_type("text", "html")
}

fn is_file(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(|d| d.is_attachment())
}

/// A file name without path parts, control characters and characters that turn the reading direction.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control() && !steers_direction(*c)).collect();
    let name = one_line(&clean, MAX_FILE_NAME_CHARS);
    if name.chars().all(|c| c == '.') { String::new() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_lose_paths_and_tricks() {
        for (given, expected) in [
            ("faktura 1.pdf", "faktura 1.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\a\\zdjęcie.jpg", "zdjęcie.jpg"),
            ("a/b/", "b"),
            ("..", ""),
            ("x\u{0}\r\ny.txt", "xy.txt"),
            ("cod\u{202e}exe.pdf", "codexe.pdf"),
        ] {
            assert_eq!(file_name(given), expected, "{given:?}");
        }
        assert_eq!(file_name(&"ż".repeat(400)).chars().count(), MAX_FILE_NAME_CHARS);
    }
}
