//! Parts, character sets and files.

use domain::channel::Inbound;
use domain::spam::Sign;
use mail_parser::{Message, MimeHeaders, PartType};

use super::Shown;

/// Parts that are looked at.
const MAX_PARTS: usize = 100;
/// Bytes of a text that are looked at to tell whether its encoding was needed.
const MAX_SAMPLE_BYTES: usize = 16_000;
/// Endings of what a machine runs when it is opened.
const PROGRAMS: [&str; 16] =
    ["exe", "scr", "pif", "com", "bat", "cmd", "js", "jse", "vbs", "wsf", "hta", "jar", "lnk", "iso", "img", "msi"];
const ARCHIVES: [&str; 8] = ["zip", "rar", "7z", "gz", "tgz", "tar", "ace", "cab"];
const DOCUMENTS: [&str; 10] = ["pdf", "doc", "docx", "xls", "xlsx", "odt", "ods", "rtf", "ppt", "pptx"];

pub(super) fn look(shown: &mut Shown, message: &Message<'_>, mail: &Inbound) {
    let mut has_text = false;
    for part in message.parts.iter().take(MAX_PARTS) {
        match &part.body {
            PartType::Text(text) | PartType::Html(text) => {
                has_text |= matches!(part.body, PartType::Text(_)) && !text.trim_ascii().is_empty();
                let kind = part.content_type();
                let sample = text.as_bytes().get(..MAX_SAMPLE_BYTES).unwrap_or(text.as_bytes());
                let base64 = part.content_transfer_encoding().is_some_and(|how| how.eq_ignore_ascii_case("base64"));
                shown.sign_if(base64 && !sample.is_empty() && sample.is_ascii(), Sign::TextEncodedNeedlessly);
                shown.sign_if(part.is_encoding_problem, Sign::TextDamaged);
                shown.sign(charset(kind.and_then(|kind| kind.attribute("charset")), sample.is_ascii()));
            }
            PartType::Multipart(parts) => shown.sign_if(parts.len() < 2, Sign::PartsMismatch),
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) => {}
        }
    }
    let shape = match (mail.html.is_some(), has_text) {
        (true, true) => Sign::HtmlBoth,
        (true, false) => Sign::HtmlOnly,
        (false, _) => Sign::HtmlPlain,
    };
    shown.sign(shape);
    for file in mail.attachments.iter().take(MAX_PARTS) {
        shown.sign(kind(&file.name, &file.media_type));
    }
}

/// The character set's family. ASCII that is declared as something wider counts as ASCII: programs declare what they like.
fn charset(name: Option<&str>, is_ascii: bool) -> Sign {
    let name = name.unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "" => Sign::CharsetNone,
        "us-ascii" | "ascii" => Sign::CharsetAscii,
        "utf-8" | "utf8" => Sign::CharsetUtf8,
        _ if is_ascii => Sign::CharsetAscii,
        name if name.starts_with("iso-8859") => Sign::CharsetLatin,
        name if name.starts_with("windows-125") || name.starts_with("cp125") => Sign::CharsetWindows,
        _ => Sign::CharsetOther,
    }
}

fn kind(name: &str, media_type: &str) -> Sign {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let ends = |list: &[&str]| list.contains(&ending.as_str());
    match media_type {
        _ if ends(&PROGRAMS) => Sign::FileProgram,
        "application/pgp-signature" | "application/pkcs7-signature" | "application/x-pkcs7-signature" => {
            Sign::FileSignature
        }
        "text/html" | "application/xhtml+xml" | "image/svg+xml" => Sign::FilePage,
        _ if ends(&["html", "htm", "shtml", "svg"]) => Sign::FilePage,
        _ if media_type.starts_with("image/") => Sign::FileImage,
        _ if ends(&ARCHIVES) => Sign::FileArchive,
        "application/pdf" | "application/msword" => Sign::FileDocument,
        _ if ends(&DOCUMENTS) => Sign::FileDocument,
        _ => Sign::FileOther,
    }
}
