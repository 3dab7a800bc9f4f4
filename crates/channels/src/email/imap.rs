//! One mailbox, watched over IMAP (RFC 3501, IDLE of RFC 2177).
//!
//! In: settings and how far we came. Out: every mail with a higher UID, once and in order, to an [`Arrivals`], and every
//! change of how the connection fares. Nothing on the server is changed: the folder is opened with EXAMINE, mails are
//! read with BODY.PEEK, nothing is flagged or deleted.
//!
//! What holds here:
//! - A mail is passed only when [`Arrivals::arrived`] said that it is stored. An error there stops the mailbox, visibly, and the same mail comes again.
//! - New mail is found by UID SEARCH after connecting, after every wake and every poll: announcements only wake us.
//! - One IDLE ends at an absolute moment, however often the server says that it is still there.
//! - A refused FETCH is never taken for a mail that is gone. One size, one body per command: memory is bounded by the limit.
//! - UIDVALIDITY changed: all UIDs mean something else, so everything comes again; who stores finds the duplicates.
//! - It never gives up: it connects again, at growing intervals with a limit, until cancelled.

mod commands;
mod error;
mod folder;
mod idle;
mod mailbox;
mod session;
mod sign_in;

#[cfg(test)]
mod tests;

use domain::channel::BoxFuture;
use domain::time::Millis;

use super::server::{Login, Password, Tls};

pub use error::MailboxError;
pub use mailbox::{Looked, Mailbox, look};

/// Where the mails are and how to watch them.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name or address of the server.
    pub host: String,
    /// Its port: 993 for [`Tls::Implicit`], 143 for [`Tls::StartTls`].
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// How we sign in.
    pub login: Login,
    /// The folder, as people write it (`INBOX`, `Zamówienia`).
    pub folder: String,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
    /// How often to look where the server has no IDLE, in milliseconds.
    pub poll_ms: u64,
    /// The longest IDLE, in milliseconds. Many routers forget a silent connection after ten minutes.
    pub idle_ms: u64,
    /// How long to wait for the connection and for each answer, in milliseconds.
    pub patience_ms: u64,
    /// The largest mail that is fetched, in bytes; of a larger one only the headers come.
    pub max_bytes: u32,
    /// The first pause after a failure, in milliseconds; it doubles from failure to failure.
    pub backoff_first_ms: u64,
    /// The longest pause after a failure, in milliseconds.
    pub backoff_longest_ms: u64,
}

impl Settings {
    /// Settings for INBOX with the usual patience and limits.
    pub fn new(
        host: impl Into<String>,
        port: u16,
        tls: Tls,
        username: impl Into<String>,
        password: impl Into<Password>,
    ) -> Self {
        Self {
            host: host.into(),
            port,
            tls,
            login: Login::password(username, password),
            folder: "INBOX".to_owned(),
            extra_ca_pem: None,
            poll_ms: 60_000,
            idle_ms: 9 * 60_000,
            patience_ms: 60_000,
            max_bytes: 50 * 1024 * 1024,
            backoff_first_ms: 1_000,
            backoff_longest_ms: 300_000,
        }
    }
}

/// How far we came in a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The folder's UIDVALIDITY: UIDs of another one mean nothing.
    pub uidvalidity: u32,
    /// The last UID that was stored; 0 = none.
    pub last_uid: u32,
}

/// What came of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The raw mail.
    Whole(Vec<u8>),
    /// Larger than [`Settings::max_bytes`]: its headers, and how large it is.
    TooLarge {
        /// The size in bytes, as the server says.
        size: u32,
        /// The raw headers; at most as many bytes as a mail may have.
        headers: Vec<u8>,
    },
}

/// A mail of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The folder's UIDVALIDITY.
    pub uidvalidity: u32,
    /// Its UID.
    pub uid: u32,
    /// When the server got it (INTERNALDATE).
    pub received_at: Option<Millis>,
    /// The mail.
    pub content: Content,
}

impl Arrival {
    /// The cursor behind this mail: to be stored together with it.
    pub fn cursor(&self) -> Cursor {
        Cursor { uidvalidity: self.uidvalidity, last_uid: self.uid }
    }
}

/// How a mailbox fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailboxStatus {
    /// On the way to the server.
    Connecting,
    /// Connected; all there was has been stored.
    Watching {
        /// When we last looked with success.
        last_success: Millis,
    },
    /// It does not work; we try again by ourselves.
    Failing {
        /// Why.
        error: MailboxError,
        /// Since when.
        since: Millis,
    },
    /// Cancelled.
    Stopped,
}

/// Who takes the mails.
pub trait Arrivals: Send + Sync {
    /// Stores a mail and its [`Arrival::cursor`], durably, before it returns.
    ///
    /// # Errors
    /// What hinders it, as a sentence for the operator. The same mail comes again later.
    fn arrived(&self, arrival: Arrival) -> BoxFuture<'_, Result<(), String>>;

    /// Takes note of how the mailbox fares. Must not block.
    fn status(&self, status: MailboxStatus);
}
