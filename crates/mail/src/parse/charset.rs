//! Bytes to letters, whatever charset a mail claims.
//!
//! A charset is believed unless the bytes contradict it: replacement characters, control characters where letters
//! should be, symbols inside words, or bytes that are flawless UTF-8 under another name. Then, and where none is
//! named, it is found out from the bytes.
//!
//! In: decoded bytes and the charset named. Out: text, and which problem there was. Linear.

mod central;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

use super::problem::{UNDECLARED_CHARSET, WRONG_CHARSET};

/// Bytes that are looked at to find a charset out.
const MAX_SAMPLE_BYTES: usize = 100_000;

/// Text, and what was wrong with the charset it came in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) problem: Option<&'static str>,
}

/// The text that `bytes` are in the charset `declared`, or in the one they show.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let label = declared.map(|label| label.trim_matches(|c: char| !c.is_ascii_alphanumeric())).unwrap_or_default();
    let declares_nothing = is_nothing(label);
    if bytes.is_ascii() && (declares_nothing || !shifts(bytes)) {
        return Decoded { text: into_text(bytes), problem: None };
    }
    if declares_nothing {
        return Decoded { text: detect(bytes), problem: Some(UNDECLARED_CHARSET) };
    }
    match by_label(bytes, label) {
        Some(text) => Decoded { text, problem: None },
        None => Decoded { text: nearly(bytes, label).unwrap_or_else(|| detect(bytes)), problem: Some(WRONG_CHARSET) },
    }
}

/// The text of `bytes`, found out together with `sample`: more text of the same hand, which most likely is in the
/// charset `declared`.
pub(super) fn decode_beside(bytes: &[u8], sample: &[u8], declared: Option<&str>) -> String {
    if holds_utf8(bytes) {
        return line_by_line(bytes);
    }
    let label = declared.unwrap_or_default();
    let fits = !is_nothing(label) && by_label(sample, label).is_some();
    let named = fits.then(|| by_label(bytes, label)).flatten();
    named.unwrap_or_else(|| guess(sample).decode_without_bom_handling(bytes).0.into_owned())
}

/// Whether a label says nothing of letters beyond ASCII.
fn is_nothing(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    label.is_empty()
        || matches!(
            label.as_str(),
            "us-ascii"
                | "ascii"
                | "ansi_x3.4-1968"
                | "iso646-us"
                | "unknown-8bit"
                | "unknown"
                | "default"
                | "x-unknown"
                | "default_charset"
                | "8bit"
                | "7bit"
                | "binary"
                | "none"
        )
}

/// Whether ASCII bytes may mean other letters: the escapes of ISO-2022, the shifts of UTF-7 and HZ, the zeros of
/// UTF-16.
fn shifts(bytes: &[u8]) -> bool {
    bytes.iter().any(|b| matches!(b, 0x1b | b'+' | b'~' | 0 | 0x0e))
}

fn into_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The charset that `label` names.
fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes())
        .or_else(|| Encoding::for_label(spelled_otherwise(label).as_bytes()))
        .filter(|encoding| *encoding != REPLACEMENT)
}

/// The text that `bytes` are in the charset `label` and in no other, for pieces too many or too short to be doubted.
pub(crate) fn decode_as(bytes: &[u8], label: &str) -> String {
    named(label).unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0.into_owned()
}

/// The text in a charset of many bytes a letter that fits but for a few damaged letters: no other would fit better.
fn nearly(bytes: &[u8], label: &str) -> Option<String> {
    let encoding = named(label).filter(|encoding| !encoding.is_single_byte() && *encoding != UTF_8)?;
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let letters = text.chars().filter(|c| !c.is_ascii()).count();
    let damaged = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    (damaged * 20 <= letters).then_some(text)
}

/// The text in the charset that `label` names; `None` when it is unknown or does not fit.
fn by_label(bytes: &[u8], label: &str) -> Option<String> {
    let Some(encoding) = named(label) else {
        let text = charset_decoder(label.as_bytes())?(bytes);
        return (!text.contains('\u{fffd}')).then_some(text);
    };
    let (text, _, had_errors) = encoding.decode(bytes);
    if had_errors {
        return None;
    }
    if !bytes.is_ascii() && encoding.is_single_byte() && (std::str::from_utf8(bytes).is_ok() || is_unlikely(&text)) {
        return None;
    }
    Some(text.into_owned())
}

/// `cp-1250`, `windows1250`, `win-1250`: as the standard spells them.
fn spelled_otherwise(label: &str) -> String {
    let digits: String = label.chars().filter(char::is_ascii_digit).take(8).collect();
    let letters: String =
        label.chars().filter(char::is_ascii_alphabetic).take(12).collect::<String>().to_ascii_lowercase();
    if letters.contains("big") && digits == "5" {
        return "big5".to_owned();
    }
    match (letters.as_str(), digits.strip_prefix("8859")) {
        ("iso" | "isolatin" | "xiso", Some(part)) => format!("iso-8859-{part}"),
        ("cp" | "win" | "windows" | "xwin" | "xcp" | "ms" | "mswin" | "ansi" | "xwindows", _) => {
            format!("windows-{digits}")
        }
        ("utf" | "unicodeutf" | "utfmb", _) if digits.starts_with('8') => "utf-8".to_owned(),
        _ => label.to_owned(),
    }
}

/// Whether a text has what no person writes: control characters of the second block, or symbols between small letters.
fn is_unlikely(text: &str) -> bool {
    let mut before = ' ';
    let mut symbol = false;
    for c in text.chars() {
        let is_symbol = matches!(c, '¡' | '£' | '¥' | '¦' | '¬' | '¯' | '±' | '³' | '¶' | '¹' | '¼' | '¾' | '¿');
        if matches!(c, '\u{80}'..='\u{9f}') || (symbol && c.is_alphabetic()) {
            return true;
        }
        symbol = is_symbol && (symbol || before.is_alphabetic());
        before = c;
    }
    false
}

/// The text in whichever charset the bytes show.
pub(crate) fn detect(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if holds_utf8(bytes) {
        return line_by_line(bytes);
    }
    guess(bytes).decode_without_bom_handling(bytes).0.into_owned()
}

/// Whether some of the letters beyond ASCII are surely UTF-8, though not all.
fn holds_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= bad
}

/// A mail put together from several charsets (footers of lists, quotes), or UTF-8 with a letter cut: each line by
/// itself.
fn line_by_line(bytes: &[u8]) -> String {
    let other: Vec<u8> = bytes
        .split_inclusive(|b| *b == b'\n')
        .filter(|line| !holds_utf8(line) && std::str::from_utf8(line).is_err())
        .flatten()
        .copied()
        .collect();
    let encoding = if other.is_empty() { UTF_8 } else { guess(&other) };
    bytes
        .split_inclusive(|b| *b == b'\n')
        .map(|line| match std::str::from_utf8(line) {
            Ok(text) => text.to_owned(),
            Err(_) if holds_utf8(line) => into_text(line),
            Err(_) => encoding.decode_without_bom_handling(line).0.into_owned(),
        })
        .collect()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
    let sample = &bytes[..bytes.len().min(MAX_SAMPLE_BYTES)];
    if let Some(encoding) = central::encoding(sample) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if guessed.is_single_byte()
        && is_mostly_ascii(sample)
        && is_unlikely(&guessed.decode_without_bom_handling(sample).0)
    {
        return WINDOWS_1252;
    }
    guessed
}

/// Whether the letters are Latin ones with a few others among them.
fn is_mostly_ascii(sample: &[u8]) -> bool {
    let letters = sample.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let others = sample.iter().filter(|b| !b.is_ascii()).count();
    letters > 2 * others
}

/// `text` where UTF-8 was once read as Latin letters (`BÃ„KO`) made what it was (`BÄKO`); `None` when it was not so.
pub(crate) fn unmangled(text: &str) -> Option<String> {
    if text.is_ascii() || !text.contains(['Ã', 'Ä', 'Å', 'Â', 'Ð', 'Ñ', 'â', 'Ĺ', 'Ă', 'Ç', 'É', 'Ê', 'Ë'])
    {
        return None;
    }
    [WINDOWS_1252, encoding_rs::WINDOWS_1250].into_iter().find_map(|encoding| {
        let (bytes, _, had_errors) = encoding.encode(text);
        let whole = (!had_errors).then(|| std::str::from_utf8(&bytes).ok())??;
        (!whole.contains(|c: char| c.is_control())).then(|| whole.to_owned())
    })
}

#[cfg(test)]
mod tests;
