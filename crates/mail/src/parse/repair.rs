//! Raw mail whose frame is broken, mended before it is parsed.
//!
//! Blank lines and the line of a mailbox file in front, line ends of CR alone, no header at all, multiparts that name
//! no boundary or a wrong one, parts that end before the parts inside them. What is mended is recorded.
//!
//! In: raw bytes. Out: bytes to be read in their place; offsets are those of the mended mail. Linear.

mod frame;

use std::borrow::Cow;

use super::problem::{BARE_CR, NO_CLOSING_BOUNDARY, NO_HEADER, Problems, WRONG_BOUNDARY, WRONG_NESTING};
use frame::Frame;

/// Lines in front of the header that may be none.
const MAX_LEADING_LINES: usize = 20;

/// The mail as it should have come.
pub(super) fn repair<'m>(raw: &'m [u8], problems: &mut Problems) -> Cow<'m, [u8]> {
    let mut mail = Cow::Borrowed(without_envelope(raw.trim_ascii_start()));
    if mail.is_empty() {
        return mail;
    }
    if ends_lines_in_cr(&mail) {
        problems.add(BARE_CR);
        mail = Cow::Owned(mail.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect());
    }
    if !has_header(&mail) {
        problems.add(NO_HEADER);
        // An empty header is one line end.
        return Cow::Owned([b"\n", mail.as_ref()].concat());
    }
    let mut frame = Frame::of(&mail);
    if let Some(renamed) = frame.renamed(&mail) {
        problems.add(WRONG_BOUNDARY);
        mail = Cow::Owned(renamed);
        frame = Frame::of(&mail);
    }
    if !frame.missing.is_empty() {
        problems.add(WRONG_NESTING);
    }
    if !frame.open.is_empty() {
        problems.add(NO_CLOSING_BOUNDARY);
    }
    if !frame.missing.is_empty() || !frame.open.is_empty() {
        mail = Cow::Owned(frame.closed(&mail));
    }
    mail
}

/// Without the line that a mailbox file (RFC 4155) puts in front of each mail.
fn without_envelope(raw: &[u8]) -> &[u8] {
    let line = raw.strip_prefix(b">").unwrap_or(raw);
    let Some(rest) = line.strip_prefix(b"From ") else { return raw };
    if rest.trim_ascii_start().starts_with(b":") {
        return raw;
    }
    let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    rest[end..].trim_ascii_start()
}

fn ends_lines_in_cr(mail: &[u8]) -> bool {
    if !mail.contains(&b'\r') {
        return false;
    }
    let feeds = mail.iter().filter(|byte| **byte == b'\n').count();
    let bare = mail.windows(2).filter(|two| two[0] == b'\r' && two[1] != b'\n').count();
    bare > feeds.saturating_mul(10)
}

/// Whether one of the first lines is a field.
fn has_header(mail: &[u8]) -> bool {
    mail.split(|byte| *byte == b'\n')
        .take(MAX_LEADING_LINES)
        .map(<[u8]>::trim_ascii)
        .take_while(|line| !line.is_empty())
        .any(is_field)
}

/// Whether the line starts a field: a name without blanks (some programs leave one before the colon), then a colon.
fn is_field(line: &[u8]) -> bool {
    let Some(colon) = line.iter().take(100).position(|byte| *byte == b':') else { return false };
    let name = line[..colon].trim_ascii();
    !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic()) && !line[colon..].starts_with(b"://")
}

#[cfg(test)]
mod tests;
