//! Why a mailbox does not work, in sentences an operator understands.

use crate::email::server::{CertificateError, TokenError};
use mail::parse::text::one_line;

/// Characters of the server's own words that are kept.
const MAX_ANSWER_CHARS: usize = 300;

/// Why a mailbox does not work. `Display` is a plain English sentence; [`code`](Self::code) leads to its translations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailboxError {
    /// No connection came about.
    #[error("The mail server {host}:{port} cannot be reached: {reason}. Check the name, the port and the network.")]
    CannotConnect {
        /// The server's name.
        host: String,
        /// Its port.
        port: u16,
        /// What the operating system says.
        reason: String,
    },
    /// The connection could not be encrypted.
    #[error(
        "No secure connection to {host}: {reason}. Check the port, the kind of encryption and the server's certificate."
    )]
    TlsFailed {
        /// The server's name.
        host: String,
        /// What is wrong.
        reason: String,
    },
    /// The settings forbid what they ask for.
    #[error(
        "The password for {host} would travel unencrypted, which is only allowed to this machine itself. Choose TLS or STARTTLS."
    )]
    PlainText {
        /// The server's name.
        host: String,
    },
    /// The certificates of the settings or of this machine are unusable.
    #[error("The certificates cannot be used: {0}.")]
    Certificate(#[from] CertificateError),
    /// The server does not know this pair of user name and password.
    #[error("The mail server does not accept this user name and password. It says: {answer}")]
    WrongPassword {
        /// What the server says.
        answer: String,
    },
    /// There is no access token to sign in with.
    #[error("The mailbox cannot be signed in to: {0}.")]
    NoToken(#[from] TokenError),
    /// The server does not take a token that is fresh.
    #[error(
        "The mail server does not accept our access token. It says: {answer}. Check that IMAP is allowed for this mailbox, \
         and that the permission was given for this very mailbox."
    )]
    TokenRefused {
        /// What the server says.
        answer: String,
    },
    /// The server does not want us now.
    #[error("The mail server refuses us for now. It says: {answer}")]
    Refused {
        /// What the server says.
        answer: String,
    },
    /// There is no such folder, or we may not read it.
    #[error("The folder {folder} cannot be opened. The mail server says: {answer}")]
    NoSuchFolder {
        /// The folder of the settings.
        folder: String,
        /// What the server says.
        answer: String,
    },
    /// No answer in time.
    #[error("The mail server did not answer in time ({doing}).")]
    TimedOut {
        /// What we were doing.
        doing: &'static str,
    },
    /// The connection broke.
    #[error("The connection to the mail server broke ({doing}).")]
    ConnectionLost {
        /// What we were doing.
        doing: &'static str,
    },
    /// The server answered something that makes no sense.
    #[error("The mail server's answer was not understood ({doing}). It says: {answer}")]
    NotUnderstood {
        /// What we were doing.
        doing: &'static str,
        /// What the server says.
        answer: String,
    },
    /// The server has a mail and does not give it.
    #[error("The mail server does not give a mail that it has. It says: {answer}")]
    MailRefused {
        /// What the server says.
        answer: String,
    },
    /// A mail came and could not be stored here.
    #[error("A mail could not be stored: {reason}. It stays in the mailbox and will be fetched again.")]
    NotStored {
        /// What the store says.
        reason: String,
    },
}

impl MailboxError {
    /// A stable word for looking up translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CannotConnect { .. } => "cannot-connect",
            Self::TlsFailed { .. } => "tls-failed",
            Self::PlainText { .. } => "plain-text",
            Self::Certificate(_) => "certificate",
            Self::WrongPassword { .. } => "wrong-password",
            Self::NoToken(_) => "no-token",
            Self::TokenRefused { .. } => "token-refused",
            Self::Refused { .. } => "refused",
            Self::NoSuchFolder { .. } => "no-such-folder",
            Self::TimedOut { .. } => "timed-out",
            Self::ConnectionLost { .. } => "connection-lost",
            Self::NotUnderstood { .. } => "not-understood",
            Self::MailRefused { .. } => "mail-refused",
            Self::NotStored { .. } => "not-stored",
        }
    }

    /// What the server, or the operating system, said of it: words that are quoted and not translated. Empty where all words
    /// are ours.
    pub fn said(&self) -> String {
        match self {
            Self::CannotConnect { host, port, reason } => format!("{host}:{port}: {reason}"),
            Self::TlsFailed { host, reason } => format!("{host}: {reason}"),
            Self::Certificate(error) => error.to_string(),
            Self::NoToken(error) => error.to_string(),
            Self::WrongPassword { answer }
            | Self::TokenRefused { answer }
            | Self::Refused { answer }
            | Self::NotUnderstood { answer, .. }
            | Self::MailRefused { answer } => {
                if is_ours(answer) {
                    String::new()
                } else {
                    answer.clone()
                }
            }
            Self::NoSuchFolder { folder, answer } => format!("{folder}: {answer}"),
            Self::PlainText { .. } | Self::TimedOut { .. } | Self::ConnectionLost { .. } => String::new(),
            Self::NotStored { reason } => reason.clone(),
        }
    }

    /// Whether a working connection ended, as connections do now and then.
    pub(super) fn is_break(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::ConnectionLost { .. })
    }
}

/// Whether these are words of ours that stand where the server's would: they are in brackets, and say that it said nothing of
/// use.
fn is_ours(answer: &str) -> bool {
    ["(nothing)", "(not IMAP)", "(no UIDVALIDITY)"].contains(&answer)
}

/// The server's words, bounded.
pub(super) fn words(text: &str) -> String {
    let words = one_line(text, MAX_ANSWER_CHARS);
    if words.is_empty() { "(nothing)".to_owned() } else { words }
}

/// Why an attempt ended.
#[derive(Debug)]
pub(super) enum End {
    /// Cancelled.
    Stop,
    /// It does not work.
    Fail(MailboxError),
}

impl From<MailboxError> for End {
    fn from(error: MailboxError) -> Self {
        Self::Fail(error)
    }
}
