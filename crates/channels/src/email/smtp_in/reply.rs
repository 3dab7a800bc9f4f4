//! One answer of the server: a code and a line.

use mail::parse::text::one_line;

/// An SMTP answer (RFC 5321, 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// What it says, with an enhanced status code in front (RFC 3463) where there is one.
    pub text: String,
}

impl Reply {
    /// An answer; the text becomes one short line.
    pub fn new(code: u16, text: &str) -> Self {
        Self { code: code.clamp(200, 599), text: one_line(text, 400) }
    }

    /// The line as it travels.
    pub(super) fn line(&self) -> String {
        format!("{} {}\r\n", self.code, self.text)
    }
}
