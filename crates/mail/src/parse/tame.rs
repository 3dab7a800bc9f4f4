//! Raw mail made safe for the MIME parser, without changing its length.
//!
//! The parser is iterative and fast on honest mail. Four things in hostile mail are not: attached messages nest
//! without end (and are dropped recursively, which overflows the stack), each header and part costs a hundred times
//! its bytes, multiparts whose boundary never comes are each searched to the end of the mail, and parameters of one
//! field are compared with each other. So attached messages are declared opaque (we keep them as files and never look
//! inside), and the rest is counted first.
//!
//! In: raw bytes. Out: the same bytes, some letters of Content-Type changed, so that every offset still fits.

use std::borrow::Cow;
use std::ops::Range;

use domain::channel::Unreadable;

use super::problem::{NESTED_TOO_DEEP, Problems};

/// Lines in header sections; an honest mail has hundreds.
pub(super) const MAX_HEADER_LINES: usize = 100_000;
/// Lines that could start a MIME part.
const MAX_DELIMITERS: usize = 200_000;
/// Multiparts; further ones are read as plain parts.
const MAX_MULTIPARTS: usize = 200;
/// Bytes of one Content-Type or Content-Disposition field; a longer one is not looked at.
const MAX_MIME_FIELD_BYTES: usize = 4_000;
/// How many such fields are looked at.
const MAX_MIME_FIELDS: usize = 5_000;
/// The media types that hold whole messages, as they are spelled and as the parser gets to see them.
const MESSAGES: [(&str, &str); 3] = [("rfc822", "rfc82_"), ("global", "globa_"), ("digest", "diges_")];

/// The bytes to give to the parser.
pub(super) fn tame<'m>(raw: &'m [u8], problems: &mut Problems) -> Result<Cow<'m, [u8]>, Unreadable> {
    let mut tamed = Cow::Borrowed(raw);
    let (mut header_lines, mut delimiters, mut fields, mut multiparts) = (0, 0, 0, 0);
    let mut in_header = true;
    let mut next = 0;
    while next < raw.len() {
        let line = line_at(raw, next);
        next = line.end;
        let bytes = &raw[line.clone()];
        if bytes.trim_ascii().is_empty() {
            in_header = false;
            continue;
        }
        if bytes.windows(2).any(|two| two == b"--") {
            delimiters += 1;
            in_header = true;
        }
        header_lines += usize::from(in_header);
        if header_lines > MAX_HEADER_LINES || delimiters > MAX_DELIMITERS {
            return Err(Unreadable("it has more headers or parts than any honest mail".to_owned()));
        }
        let Some(name) = mime_field(bytes) else { continue };
        let field = line.start..end_of_field(raw, line.end);
        fields += 1;
        if field.len() > MAX_MIME_FIELD_BYTES || fields > MAX_MIME_FIELDS {
            tamed.to_mut()[field.start..]
                .iter_mut()
                .find(|b| !b.is_ascii_whitespace())
                .into_iter()
                .for_each(|b| *b = b'X');
        } else if name == MimeField::ContentType {
            multiparts += usize::from(find(&raw[field.clone()], b"multipart", 0).is_some());
            hide_messages(&mut tamed, field, multiparts > MAX_MULTIPARTS);
            if multiparts > MAX_MULTIPARTS {
                problems.add(NESTED_TOO_DEEP);
            }
        }
    }
    Ok(tamed)
}

/// The subtype as the mail spelled it.
pub(super) fn spelled(subtype: &str) -> &str {
    MESSAGES.iter().find(|(_, hidden)| *hidden == subtype).map_or(subtype, |(word, _)| word)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MimeField {
    ContentType,
    ContentDisposition,
}

/// Whether the line starts a field that is costly to read. The parser forgives blanks inside the name, so do we.
fn mime_field(line: &[u8]) -> Option<MimeField> {
    let colon = line.iter().take(200).position(|byte| *byte == b':')?;
    let name: Vec<u8> = line[..colon].iter().filter(|b| !b.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
    match name.as_slice() {
        b"content-type" => Some(MimeField::ContentType),
        b"content-disposition" => Some(MimeField::ContentDisposition),
        _ => None,
    }
}

/// The line that starts at `from`, with its LF.
fn line_at(raw: &[u8], from: usize) -> Range<usize> {
    let end = raw[from..].iter().position(|byte| *byte == b'\n').map_or(raw.len(), |at| from + at + 1);
    from..end
}

/// Where the field ends whose first line ends at `end`: lines that start with a blank go on with it.
fn end_of_field(raw: &[u8], mut end: usize) -> usize {
    while matches!(raw.get(end), Some(b' ' | b'\t')) {
        end = line_at(raw, end).end;
    }
    end
}

fn hide_messages(tamed: &mut Cow<'_, [u8]>, field: Range<usize>, multipart_too: bool) {
    for (word, hidden) in MESSAGES {
        let mut from = 0;
        while let Some(at) = find(&tamed[field.clone()], word.as_bytes(), from) {
            from = at + word.len();
            let value = &tamed[field.clone()];
            let before = at.checked_sub(1).map_or(b' ', |b| value[b]);
            let after = value.get(from).copied().unwrap_or(b' ');
            let stands_alone = matches!(before, b'/' | b')' | b':' | b' ' | b'\t' | b'\r' | b'\n')
                && !after.is_ascii_alphanumeric()
                && !matches!(after, b'-' | b'_' | b'.');
            if stands_alone {
                let start = field.start + at;
                tamed.to_mut()[start..start + word.len()].copy_from_slice(hidden.as_bytes());
            }
        }
    }
    if multipart_too {
        let mut from = 0;
        while let Some(at) = find(&tamed[field.clone()], b"multipart", from) {
            from = at + 1;
            tamed.to_mut()[field.start + at] = b'x';
        }
    }
}

/// Where `word` (lower case) stands in `text` at or behind `from`, whatever the case there.
fn find(text: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let at = text.get(from..)?.windows(word.len()).position(|part| part.eq_ignore_ascii_case(word))?;
    Some(from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tamed(raw: &str) -> String {
        String::from_utf8(tame(raw.as_bytes(), &mut Problems::default()).unwrap().into_owned()).unwrap()
    }

    #[test]
    fn attached_messages_become_opaque_and_boundaries_stay() {
        for (raw, expected) in [
            ("Content-Type: message/rfc822\n\n", "Content-Type: message/rfc82_\n\n"),
            ("content - type: (c)Message/\n (x)RFC822; a=b\n\n", "content - type: (c)Message/\n (x)rfc82_; a=b\n\n"),
            (
                "Content-Type: multipart/digest; boundary=digest\n\n",
                "Content-Type: multipart/diges_; boundary=digest\n\n",
            ),
            ("Content-Type: text/rfc822-headers\n\n", "Content-Type: text/rfc822-headers\n\n"),
            ("Subject: message/rfc822\n\nmessage/rfc822\n", "Subject: message/rfc822\n\nmessage/rfc822\n"),
        ] {
            assert_eq!(tamed(raw), expected);
        }
        assert_eq!(spelled("rfc82_"), "rfc822");
        assert_eq!(spelled("plain"), "plain");
    }

    #[test]
    fn oversized_fields_and_counts_are_stopped() {
        let field = format!("Content-Type: text/plain; {}\n\nx", "a*0=b; ".repeat(10_000));
        assert!(tamed(&field).starts_with("Xontent-Type"));
        assert!(tame(&b"a:\n".repeat(MAX_HEADER_LINES + 1), &mut Problems::default()).is_err());
        assert!(tame(&b"--b\n\n".repeat(MAX_DELIMITERS + 1), &mut Problems::default()).is_err());
        let many = "--b\nContent-Type: multipart/mixed; boundary=no\n\n".repeat(MAX_MULTIPARTS + 1);
        assert_eq!(tamed(&many).matches("xultipart").count(), 1);
        let many = "--b\nContent-Type: a/b\n\n".repeat(MAX_MIME_FIELDS + 1);
        assert_eq!(tamed(&many).matches("Xontent-Type").count(), 1);
    }
}
