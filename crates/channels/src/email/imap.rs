//! One mailbox and its folders, watched over one IMAP connection (RFC 3501, IDLE of RFC 2177, SPECIAL-USE of RFC 6154).
//!
//! In: settings, and from an [`Arrivals`] what of each folder is wanted and known. Out: every other wanted mail, once, to
//! that [`Arrivals`], and every change of how the connection fares. Nothing on the server is changed: folders are opened
//! with EXAMINE, mails are read with BODY.PEEK, nothing is flagged or deleted. Only what we sent ourselves may be put into
//! the folder of sent mail ([`file`]).
//!
//! What holds here:
//! - What is missing is worked out, never assumed: after connecting and every hour the server's UIDs are compared with
//!   those that are stored; in between, what lies behind the highest is looked for after every wake and every poll.
//! - A mail counts as known only when [`Arrivals::arrived`] said that it is stored. An error there stops the mailbox, visibly, and the same mails come again.
//! - New mail goes first; what lay there before comes oldest first over all folders, in slices, with a look for new mail between them.
//! - One IDLE ends at an absolute moment, however often the server says that it is still there.
//! - A refused FETCH is never taken for a mail that is gone: of many, each is asked for alone; one that is refused alone counts as missing, in sight, and is asked for again.
//! - Memory is bounded: by [`BATCH_BYTES`] for many mails, by [`Settings::max_bytes`] for one.
//! - UIDVALIDITY changed: all UIDs mean something else; mails that are known by Message-ID, size and moment of arrival are recognised, all others come again, and who stores finds the duplicates.
//! - It never gives up: it connects again, at growing intervals with a limit, until cancelled.

mod catch_up;
mod commands;
mod date;
mod error;
mod fetch;
mod file;
mod find;
mod folder;
mod idle;
mod mailbox;
mod place;
mod session;
mod sign_in;
mod survey;
mod sweep;
mod uids;

#[cfg(test)]
mod tests;

use domain::channel::BoxFuture;
use domain::mailbox::FolderRole;
use domain::time::{HOUR_MS, Millis};

use super::server::{Login, Password, Tls};

pub use error::MailboxError;
pub use file::{Filed, Filing, Lies};
pub use mailbox::{Looked, Mailbox, folders, look};
pub use survey::{Header, headers};
pub use uids::UidSet;

/// How many bytes of mails are fetched with one command, unless a single mail is larger.
pub const BATCH_BYTES: u32 = 4 * 1024 * 1024;

/// Which folder has a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FolderChoice {
    /// The one that the server names for it, or that is called as such folders are.
    #[default]
    Auto,
    /// None.
    None,
    /// This one, as people write it.
    Named(String),
}

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
    /// The folder where mail arrives, as people write it (`INBOX`, `Zamówienia`).
    pub folder: String,
    /// The folder with spam.
    pub spam_folder: FolderChoice,
    /// The folder with sent mail.
    pub sent_folder: FolderChoice,
    /// How often the server's UIDs are compared with those that are stored, in milliseconds.
    pub survey_ms: i64,
    /// How soon mails that the server did not give are asked for again, in milliseconds.
    pub again_ms: u64,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
    /// How often to look where the server has no IDLE, and into the other folders, in milliseconds.
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
            spam_folder: FolderChoice::default(),
            sent_folder: FolderChoice::default(),
            survey_ms: HOUR_MS,
            again_ms: 5 * 60_000,
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

/// A folder that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it is for.
    pub role: FolderRole,
    /// Its name, as people read it.
    pub name: String,
    /// Its UIDVALIDITY: UIDs of another one mean nothing.
    pub uidvalidity: u32,
    /// The UID that the next mail will have at least (UIDNEXT); `None`: the server does not say.
    pub uidnext: Option<u32>,
}

/// A folder beside the one where mail arrives that is wanted and cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// What it is for.
    pub role: FolderRole,
    /// Its name, as people read it.
    pub folder: String,
    /// What the server says.
    pub answer: String,
}

/// What of a folder is to be fetched: what is wanted and not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The UIDs that are stored.
    pub known: UidSet,
    /// Every mail with this UID or a higher one is wanted: it came since the mailbox was set up. `None`: nobody knows
    /// that by UIDs any more.
    pub from_uid: Option<u32>,
    /// So is every mail that the server got at this moment or later.
    pub since: Millis,
    /// Whether mails may be known under UIDs of another UIDVALIDITY.
    pub renumbered: bool,
}

/// How a folder compares with what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Which.
    pub role: FolderRole,
    /// Its UIDVALIDITY.
    pub uidvalidity: u32,
    /// Mails in it.
    pub on_server: u64,
    /// Those of them that are wanted.
    pub wanted: u64,
    /// Those of these that are not stored.
    pub missing: u64,
    /// Whether all UIDs were compared, rather than only the new ones.
    pub complete: bool,
}

/// What the server says about a mail before it is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its UID.
    pub uid: u32,
    /// Its size in bytes.
    pub size: u32,
    /// When the server got it (INTERNALDATE).
    pub received_at: Option<Millis>,
    /// Its Message-ID field as it stands there, bounded; empty where there is none.
    pub message_id: Vec<u8>,
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

/// A mail of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// What the server says about it.
    pub listing: Listing,
    /// The mail.
    pub content: Content,
}

/// Why the waiting ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something else may be wanted of the folders than was said when they were opened.
    Wanted,
    /// There may be something to file.
    ToFile,
}

/// How a mailbox fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailboxStatus {
    /// On the way to the server.
    Connecting,
    /// Connected; some of what lies there is not stored yet.
    CatchingUp {
        /// How many of the wanted mails are stored.
        done: u64,
        /// How many are wanted.
        of: u64,
        /// When the server last answered.
        last_success: Millis,
    },
    /// Connected; all there was has been stored, but for mails that the server does not give.
    Watching {
        /// When we last looked with success.
        last_success: Millis,
        /// How many mails it does not give.
        refused: u64,
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
///
/// What can go wrong in it is said as a sentence for the operator; the mailbox fails with it and tries again.
pub trait Arrivals: Send + Sync {
    /// A folder was opened: what of it is wanted and known?
    fn opened(&self, folder: Opened) -> BoxFuture<'_, Result<Wanted, String>>;

    /// Which of these mails are known under UIDs of another UIDVALIDITY: their UIDs. From now on they are known under these.
    fn recognise(
        &self,
        role: FolderRole,
        uidvalidity: u32,
        mails: Vec<Listing>,
    ) -> BoxFuture<'_, Result<Vec<u32>, String>>;

    /// Takes note of the folders that are lacking, on each connection anew; the others are read. Must not block.
    fn lacks(&self, folders: Vec<Lacking>);

    /// Stores mails in their order, durably, before it returns. After an error the same mails come again.
    fn arrived(&self, role: FolderRole, uidvalidity: u32, mails: Vec<Arrival>) -> BoxFuture<'_, Result<(), String>>;

    /// Takes note of how a folder compares with what is stored.
    fn surveyed(&self, survey: Survey) -> BoxFuture<'_, Result<(), String>>;

    /// Some mails to put into the folder of sent mail. One that is not heard of again is asked for again later.
    fn to_file(&self) -> BoxFuture<'_, Result<Vec<Filing>, String>>;

    /// Takes note of what became of one.
    fn filed(&self, key: i64, filed: Filed) -> BoxFuture<'_, Result<(), String>>;

    /// Comes when there is a reason to look before the server names one.
    fn changed(&self) -> BoxFuture<'_, Change>;

    /// Takes note of how the mailbox fares. Must not block.
    fn status(&self, status: MailboxStatus);
}
