//! The content after DATA: where it ends, and what it was before dots were doubled (RFC 5321, 4.5.2).
//!
//! It ends with CRLF, dot, CRLF and nothing else. A dot alone on a line that begins or ends any other way is how one
//! mail is made to look like two ("SMTP smuggling"); no honest client writes it, so it is noticed and the mail refused.

/// What the last bytes were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// The middle of a line.
    Text,
    Cr,
    /// A line feed without its carriage return.
    BareLf,
    /// A dot directly after a lone CR or LF.
    BareDot,
    /// CR LF, or the beginning.
    Line,
    /// CR LF and a dot.
    Dot,
    /// CR LF, a dot and CR.
    DotCr,
}

/// Reads a content piece by piece.
#[derive(Debug)]
pub(super) struct DotReader {
    after: After,
    line: usize,
    /// Bytes of the longest line so far.
    pub longest: usize,
    /// Whether a dot stood where another server may see the end of the mail.
    pub smuggled: bool,
}

impl DotReader {
    pub(super) fn new() -> Self {
        Self { after: After::Line, line: 0, longest: 0, smuggled: false }
    }

    /// Moves what belongs to the content from `input` to `out`. `true`: it has ended, and what is left of `input` is not part of it.
    pub(super) fn read(&mut self, input: &mut &[u8], out: &mut Vec<u8>) -> bool {
        while let Some((&byte, rest)) = input.split_first() {
            if self.after == After::Text {
                let end = input.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(input.len());
                if end > 0 {
                    self.keep(&input[..end], out);
                    *input = &input[end..];
                    continue;
                }
            }
            *input = rest;
            let next = match (self.after, byte) {
                (After::DotCr, b'\n') => return true,
                (After::Line, b'.') => {
                    self.after = After::Dot;
                    continue;
                }
                (After::Dot, b'\r') => {
                    self.after = After::DotCr;
                    continue;
                }
                (After::DotCr, _) => {
                    // The CR that did not end the mail belongs to it.
                    self.smuggled = true;
                    self.keep(b"\r", out);
                    after_cr(byte)
                }
                (After::Cr, _) => after_cr(byte),
                (After::Dot, b'\n') => {
                    self.smuggled = true;
                    After::BareLf
                }
                (After::BareDot, b'\r' | b'\n') => {
                    self.smuggled = true;
                    if byte == b'\r' { After::Cr } else { After::BareLf }
                }
                (After::BareLf, b'.') => After::BareDot,
                (_, b'\r') => After::Cr,
                (_, b'\n') => After::BareLf,
                _ => After::Text,
            };
            self.keep(&[byte], out);
            if matches!(next, After::Line | After::BareLf) {
                self.line = 0;
            }
            self.after = next;
        }
        false
    }

    fn keep(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(bytes);
        self.line += bytes.len();
        self.longest = self.longest.max(self.line);
    }
}

fn after_cr(byte: u8) -> After {
    match byte {
        b'\n' => After::Line,
        b'\r' => After::Cr,
        b'.' => After::BareDot,
        _ => After::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The content and whether it was smuggled; `None` when it does not end.
    fn read(input: &str, piece: usize) -> Option<(String, bool, String)> {
        let (mut reader, mut out) = (DotReader::new(), Vec::new());
        let mut pieces = input.as_bytes().chunks(piece);
        while let Some(mut input) = pieces.next() {
            if reader.read(&mut input, &mut out) {
                let rest: Vec<u8> = input.iter().chain(pieces.flatten()).copied().collect();
                return Some((String::from_utf8(out).unwrap(), reader.smuggled, String::from_utf8(rest).unwrap()));
            }
        }
        None
    }

    #[test]
    fn only_crlf_dot_crlf_ends_a_mail_however_it_is_cut() {
        for (input, content, smuggled) in [
            (".\r\n", "", false),
            ("a\r\n.\r\n", "a\r\n", false),
            ("..\r\n.a\r\n...\r\n.\r\n", ".\r\na\r\n..\r\n", false),
            ("a\rb\nc\r\n.\r\n", "a\rb\nc\r\n", false),
            ("a\n..\r\nb.\r\n.\r\n", "a\n..\r\nb.\r\n", false),
            ("a\n.\r\nMAIL\r\n.\r\n", "a\n.\r\nMAIL\r\n", true),
            ("a\n.\nMAIL\r\n.\r\n", "a\n.\nMAIL\r\n", true),
            ("a\r.\r\nMAIL\r\n.\r\n", "a\r.\r\nMAIL\r\n", true),
            ("a\r.\rMAIL\r\n.\r\n", "a\r.\rMAIL\r\n", true),
            ("a\r\n.\nMAIL\r\n.\r\n", "a\r\n\nMAIL\r\n", true),
            ("a\r\n.\rMAIL\r\n.\r\n", "a\r\n\rMAIL\r\n", true),
            ("a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n", true),
            ("a\r\r\n.\r\n", "a\r\r\n", false),
        ] {
            for piece in 1..=input.len() {
                let expected = Some((content.to_owned(), smuggled, String::new()));
                assert_eq!(read(input, piece), expected, "{input:?} in pieces of {piece}");
            }
        }
        assert_eq!(read("a\r\n.\r\nQUIT\r\n", 100).unwrap().2, "QUIT\r\n");
        for open in ["", ".", ".\r", "a\n.\r\n", "a.\r\n", "\r\r\n."] {
            assert_eq!(read(open, 100), None, "{open:?}");
        }
    }

    #[test]
    fn lines_are_measured() {
        let mut reader = DotReader::new();
        let mut input: &[u8] = b"12\r\n12345\n123\r\n";
        assert!(!reader.read(&mut input, &mut Vec::new()));
        assert_eq!(reader.longest, 6);
    }
}
