//! Content transfer encodings (RFC 2045, 6), read to the last good letter: cut off, wrapped wrongly, with garbage
//! between.
//!
//! In: encoded bytes. Out: what they hold, and what was wrong. Linear, never longer than what came in.

use super::problem::{CUT_BASE64, DAMAGED_ENCODING};

/// Decoded bytes, and what was wrong with the encoding.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) bytes: Vec<u8>,
    pub(super) problem: Option<&'static str>,
}

/// An encoding as a part declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As it stands: 7bit, 8bit, binary, or a word nobody knows.
    None,
    QuotedPrintable,
    Base64,
}

impl Encoding {
    /// The encoding called `name`, in whatever spelling.
    pub(super) fn named(name: &str) -> Self {
        let name: String =
            name.chars().filter(char::is_ascii_alphanumeric).take(20).collect::<String>().to_ascii_lowercase();
        match name.as_str() {
            "base64" | "b64" => Self::Base64,
            "quotedprintable" | "qp" => Self::QuotedPrintable,
            _ => Self::None,
        }
    }

    pub(super) fn decode(self, encoded: &[u8]) -> Plain {
        match self {
            Self::None => Plain { bytes: encoded.to_vec(), problem: None },
            Self::QuotedPrintable => quoted_printable(encoded),
            Self::Base64 => base64(encoded),
        }
    }
}

fn sextet(byte: u8) -> Option<u32> {
    Some(
        match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        }
        .into(),
    )
}

/// Base64 (RFC 4648, the alphabet for URLs too). Padding ends a group wherever it stands, so that parts glued together
/// come out whole.
pub(super) fn base64(encoded: &[u8]) -> Plain {
    let mut bytes = Vec::with_capacity(encoded.len() / 4 * 3 + 3);
    let (mut group, mut letters, mut garbage) = (0_u32, 0, 0_usize);
    let mut end = |group: u32, letters: u32| match letters {
        2 => bytes.push((group >> 4) as u8),
        3 => bytes.extend([(group >> 10) as u8, (group >> 2) as u8]),
        4 => bytes.extend([(group >> 16) as u8, (group >> 8) as u8, group as u8]),
        _ => {}
    };
    for byte in encoded {
        match (sextet(*byte), byte) {
            (Some(value), _) => {
                group = group << 6 | value;
                letters += 1;
                if letters == 4 {
                    end(group, letters);
                    (group, letters) = (0, 0);
                }
            }
            (None, b'=') => {
                end(group, letters);
                (group, letters) = (0, 0);
            }
            (None, byte) => garbage += usize::from(!byte.is_ascii_whitespace()),
        }
    }
    end(group, letters);
    let problem = if garbage > 0 { Some(DAMAGED_ENCODING) } else { (letters > 0).then_some(CUT_BASE64) };
    Plain { bytes, problem }
}

/// Quoted-printable (RFC 2045, 6.7); an escape that is none stands for itself.
pub(super) fn quoted_printable(encoded: &[u8]) -> Plain {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut damaged = false;
    for line in encoded.split_inclusive(|b| *b == b'\n') {
        let content = line.trim_ascii_end();
        let has_end = line.ends_with(b"\n");
        let soft = content.ends_with(b"=");
        let content = if soft { &content[..content.len() - 1] } else { content };
        let mut rest = content;
        while let Some(at) = rest.iter().position(|b| *b == b'=') {
            bytes.extend_from_slice(&rest[..at]);
            let two = rest.get(at + 1..at + 3).filter(|two| two.iter().all(u8::is_ascii_hexdigit));
            let value = two.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
            damaged |= value.is_none();
            bytes.push(value.unwrap_or(b'='));
            rest = &rest[at + if value.is_some() { 3 } else { 1 }..];
        }
        bytes.extend_from_slice(rest);
        if has_end && !soft {
            bytes.extend_from_slice(if line.ends_with(b"\r\n") { b"\r\n" } else { b"\n" });
        }
        if !has_end && !soft {
            bytes.extend_from_slice(&line[content.len()..]);
        }
    }
    Plain { bytes, problem: damaged.then_some(DAMAGED_ENCODING) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_to_its_last_good_letter() {
        for (encoded, bytes, problem) in [
            ("YWJj", "abc", None),
            ("YW Jj\r\nZA==\r\n", "abcd", None),
            ("YWJjZA", "abcd", Some(CUT_BASE64)),
            ("YWJjZ", "abc", Some(CUT_BASE64)),
            ("YQ==Yg==", "ab", None),
            ("YW!Jj\u{1}", "abc", Some(DAMAGED_ENCODING)),
            ("Pz8_", "???", None),
            ("", "", None),
        ] {
            assert_eq!(base64(encoded.as_bytes()), Plain { bytes: bytes.into(), problem }, "{encoded}");
        }
    }

    #[test]
    fn quoted_printable_forgives_what_is_no_escape() {
        for (encoded, text, problem) in [
            ("za=C5=BC\r\n", "zaż\r\n", None),
            ("a=\r\nb= \nc", "abc", None),
            ("a  \nb", "a\nb", None),
            ("a=c5=bc", "aż", None),
            ("1 = 1, =ZZ, =4", "1 = 1, =ZZ, =4", Some(DAMAGED_ENCODING)),
            ("koniec =", "koniec ", None),
        ] {
            assert_eq!(quoted_printable(encoded.as_bytes()), Plain { bytes: text.into(), problem }, "{encoded}");
        }
    }

    #[test]
    fn encodings_are_known_in_any_spelling() {
        for (name, encoding) in [
            (" BASE64 ", Encoding::Base64),
            ("Quoted Printable", Encoding::QuotedPrintable),
            ("quoted-printable;", Encoding::QuotedPrintable),
            ("8bit", Encoding::None),
        ] {
            assert_eq!(Encoding::named(name), encoding, "{name}");
        }
    }
}
