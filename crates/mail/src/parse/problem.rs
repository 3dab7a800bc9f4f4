//! What was damaged or left out in a mail: the words of [`Inbound::problems`](domain::channel::Inbound::problems).
//!
//! A closed list: programs may match on them, and a person reads them in the explanation of a mail.

/// 8-bit letters came without a charset, or under one that has none; which it is was found out from the letters.
pub const UNDECLARED_CHARSET: &str = "undeclared_charset";
/// The charset named is unknown or not the one the letters are written in.
pub const WRONG_CHARSET: &str = "wrong_charset";
/// Base64 that ends in the middle.
pub const CUT_BASE64: &str = "cut_base64";
/// Base64 or quoted-printable with characters that do not belong to it.
pub const DAMAGED_ENCODING: &str = "damaged_encoding";
/// A multipart never ends (RFC 2046, 5.1.1): the rest of the mail may be missing.
pub const NO_CLOSING_BOUNDARY: &str = "no_closing_boundary";
/// A multipart names no boundary, or one that never comes; the one that does was taken.
pub const WRONG_BOUNDARY: &str = "wrong_boundary";
/// A part ended before the parts inside it did.
pub const WRONG_NESTING: &str = "wrong_nesting";
/// Parts inside parts inside parts: what lies deeper stays closed.
pub const NESTED_TOO_DEEP: &str = "nested_too_deep";
/// More people in a field than are kept.
pub const TOO_MANY_RECIPIENTS: &str = "too_many_recipients";
/// More files than are kept.
pub const TOO_MANY_ATTACHMENTS: &str = "too_many_attachments";
/// A Date field that names no moment, or one that cannot be.
pub const ABSURD_DATE: &str = "absurd_date";
/// NUL characters, which were left out.
pub const NUL: &str = "nul";
/// No header at all: the whole is the text.
pub const NO_HEADER: &str = "no_header";
/// Lines that end in CR alone.
pub const BARE_CR: &str = "bare_cr";
/// A `winmail.dat` (MS-OXTNEF) was unpacked and what it holds took its place.
pub const WINMAIL: &str = "winmail";
/// A `winmail.dat` that could not be unpacked whole.
pub const DAMAGED_WINMAIL: &str = "damaged_winmail";
/// The mail has no text of its own and wraps another; the text is that one's.
pub const WRAPPER: &str = "wrapper";

/// All of them.
pub const ALL: [&str; 17] = [
    UNDECLARED_CHARSET,
    WRONG_CHARSET,
    CUT_BASE64,
    DAMAGED_ENCODING,
    NO_CLOSING_BOUNDARY,
    WRONG_BOUNDARY,
    WRONG_NESTING,
    NESTED_TOO_DEEP,
    TOO_MANY_RECIPIENTS,
    TOO_MANY_ATTACHMENTS,
    ABSURD_DATE,
    NUL,
    NO_HEADER,
    BARE_CR,
    WINMAIL,
    DAMAGED_WINMAIL,
    WRAPPER,
];

/// The problems of one mail, each once, in the order they were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Problems(Vec<&'static str>);

impl Problems {
    pub(crate) fn add(&mut self, problem: &'static str) {
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    pub(crate) fn into_vec(self) -> Vec<&'static str> {
        self.0
    }
}
