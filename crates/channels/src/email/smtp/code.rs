//! What we say ourselves about a mail that did not leave: a word that leads to its translations, then the English sentence.
//!
//! What the other side says has no word before it: those are its own words, in its language. How to add one: here, and in
//! both `outbox.ftl` as `outbox-said-` and the word; a test compares them.

/// Why a mail did not leave, or may not have, where it is us who say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The message is addressed to nobody.
    NoRecipient,
    /// It has no Message-ID that can be written.
    NoMessageId,
    /// This is no address that mail can go to.
    BadAddress,
    /// It cannot be written as a mail.
    Unwritable,
    /// It cannot be signed.
    Unsigned,
    /// The server takes no mail as large as this.
    TooLarge,
    /// The server takes no addresses with letters outside ASCII.
    NoForeignLetters,
    /// There is no connection.
    NoConnection,
    /// It cannot be encrypted.
    NoEncryption,
    /// The server does not accept user and password.
    WrongPassword,
    /// There is no access token, or it is not accepted.
    NoToken,
    /// No answer came in time; nothing was handed over.
    NoAnswer,
    /// The server's answer was not understood.
    NotUnderstood,
    /// The connection broke before the mail was handed over.
    Broke,
    /// The mail was handed over, and its confirmation is missing.
    Unconfirmed,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::NoRecipient,
        Self::NoMessageId,
        Self::BadAddress,
        Self::Unwritable,
        Self::Unsigned,
        Self::TooLarge,
        Self::NoForeignLetters,
        Self::NoConnection,
        Self::NoEncryption,
        Self::WrongPassword,
        Self::NoToken,
        Self::NoAnswer,
        Self::NotUnderstood,
        Self::Broke,
        Self::Unconfirmed,
    ];

    /// The word for Fluent keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoRecipient => "no-recipient",
            Self::NoMessageId => "no-message-id",
            Self::BadAddress => "bad-address",
            Self::Unwritable => "unwritable",
            Self::Unsigned => "unsigned",
            Self::TooLarge => "too-large",
            Self::NoForeignLetters => "no-foreign-letters",
            Self::NoConnection => "no-connection",
            Self::NoEncryption => "no-encryption",
            Self::WrongPassword => "wrong-password",
            Self::NoToken => "no-token",
            Self::NoAnswer => "no-answer",
            Self::NotUnderstood => "not-understood",
            Self::Broke => "broke",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// The word and the sentence.
    pub(super) fn say(self, sentence: impl std::fmt::Display) -> String {
        format!("{}: {sentence}", self.word())
    }
}

/// The sentence alone, for who reads English anyhow.
pub fn sentence(said: &str) -> &str {
    let ours = said.split_once(": ").filter(|(word, _)| Code::ALL.iter().any(|code| code.word() == *word));
    ours.map_or(said, |(_, sentence)| sentence)
}
