//! One file of a message: its name, its type, whether the mail shows it.

use domain::channel::Attachment;
use mail_parser::{Header, HeaderName, HeaderValue, MessageParser, MessagePart, MimeHeaders};

use crate::parse::charset;
use crate::parse::header::ids;
use crate::parse::problem::Problems;
use crate::parse::tame::spelled;
use crate::parse::text::{one_line, steers_direction};
use crate::parse::words::decode_words;

/// Characters of a file name.
pub const MAX_FILE_NAME_CHARS: usize = 255;

/// The file that `part` is, `bytes` its content, `html` what the mail shows; `is_message` where the multipart around
/// it says so.
pub(super) fn attachment(
    part: &MessagePart<'_>,
    raw: &[u8],
    bytes: Vec<u8>,
    html: Option<&str>,
    is_message: bool,
) -> Attachment {
    let media_type = if is_message { "message/rfc822".to_owned() } else { media_type(part) };
    let content_id = part.content_id().and_then(|id| ids(&format!("<{id}>")).pop());
    let shown = |id: &String| html.is_some_and(|html| html.contains(&format!("cid:{id}")));
    let inline = content_id.as_ref().is_some_and(shown)
        || (part.content_disposition().is_some_and(|d| d.is_inline()) && media_type.starts_with("image/"));
    let fallback = if media_type.starts_with("message/") { "message.eml" } else { "attachment" };
    let name = given_name(part, raw).map(|name| file_name(&name)).filter(|name| !name.is_empty());
    Attachment { name: name.unwrap_or_else(|| fallback.to_owned()), media_type, content_id, inline, bytes }
}

/// The name as the part gives it; letters that are no UTF-8 are found out.
fn given_name(part: &MessagePart<'_>, raw: &[u8]) -> Option<String> {
    let name = part.attachment_name()?;
    if name.contains('\u{fffd}') {
        let fields =
            part.headers.iter().filter(|h| matches!(h.name, HeaderName::ContentDisposition | HeaderName::ContentType));
        if let Some(name) = fields.filter_map(|field| reread(field, raw)).next() {
            return Some(name);
        }
    }
    Some(decode_words(name, &mut Problems::default()))
}

fn reread(field: &Header<'_>, raw: &[u8]) -> Option<String> {
    let value = raw.get(field.offset_start as usize..field.offset_end as usize)?;
    let text = format!("Content-Disposition:{}\n\n", charset::decode(value, None).text.trim_end());
    let message = MessageParser::default().parse_headers(text.as_bytes())?;
    let HeaderValue::ContentType(kind) = &message.parts.first()?.headers.first()?.value else { return None };
    kind.attribute("filename").or_else(|| kind.attribute("name")).map(str::to_owned)
}

fn media_type(part: &MessagePart<'_>) -> String {
    let given = part.content_type().and_then(|given| {
        let whole = format!("{}/{}", given.ctype(), spelled(given.subtype()?)).to_ascii_lowercase();
        let allowed = |c: char| c.is_ascii_alphanumeric() || "/!#$&^_.+-".contains(c);
        (whole.len() <= 127 && whole.chars().all(allowed)).then_some(whole)
    });
    given.unwrap_or_else(|| "application/octet-stream".to_owned())
}

/// A file name without path parts, control characters and characters that turn the reading direction.
pub(super) fn file_name(given: &str) -> String {
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
