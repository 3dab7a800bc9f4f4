//! What is set of a mailbox, and what can be changed of it.

use std::fmt;

use domain::identity::Address;
use serde::Serialize;

use super::{At, Given, Looked};

/// What is set of a mailbox. It holds no password and no private key.
#[derive(Clone, Debug)]
pub struct Set {
    /// Its address.
    pub address: Address,
    /// Which version this is; `None`: the settings file decides, and nothing can be changed here.
    pub version: Option<i64>,
    /// What its inbox is called, and what stands around its letters.
    pub words: Words,
    /// The user name for both servers.
    pub user: String,
    /// Where mail is fetched; `None`: it comes to our own mail server.
    pub imap: Option<At>,
    /// Where mail is handed over.
    pub smtp: At,
    /// Which folders are read.
    pub folders: Folders,
    /// How much is sent.
    pub limits: Limits,
    /// The keys that sign.
    pub keys: Vec<Key>,
    /// The permission by which it is used; `None`: it has a password.
    pub permission: Option<Given>,
}

/// The words of an inbox; empty: none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// What it is called among colleagues.
    pub name: String,
    /// The name customers see, with `{agent}` and `{brand}`; empty: the shop's.
    pub sender: String,
    /// What stands below answers, with the same.
    pub signature: String,
    /// What acknowledges a first message.
    pub auto_reply: String,
}

/// The folders beside the one where mail arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Folders {
    /// Where spam lies: `auto`, `none` or its name.
    pub spam: String,
    /// Where sent mail lies: the same.
    pub sent: String,
    /// Whether what was sent is put there: `auto`, `yes` or `no`.
    pub file_sent: String,
}

/// How much is sent, and for how long it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Messages at the same time.
    pub connections: u32,
    /// Messages within an hour; `None`: as many as there are.
    pub per_hour: Option<u32>,
    /// The same within a day.
    pub per_day: Option<u32>,
    /// Hours for which a message that surely was not sent is tried.
    pub give_up_hours: u32,
}

/// A key that signs mail (DKIM), as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Where receivers look it up: a name in the DNS.
    pub name: String,
    /// What must stand there.
    pub record: String,
    /// Whether mail is signed with it.
    pub signs: bool,
}

/// What is to be changed.
#[derive(Clone)]
pub enum Change {
    /// Its servers; they are tried first.
    Servers {
        /// The user name for both.
        user: String,
        /// The password; `None`: the one that is kept.
        password: Option<String>,
        /// Where mail is fetched.
        imap: At,
        /// Where mail is handed over.
        smtp: At,
    },
    /// Its folders.
    Folders(Folders),
    /// Its limits.
    Limits(Limits),
    /// Its words.
    Words(Words),
    /// A key, which signs nothing yet.
    Key {
        /// Its name.
        selector: String,
        /// For which domain it signs.
        domain: String,
        /// The private key in PEM form; `None`: one is made.
        pem: Option<String>,
    },
    /// Whether its key signs.
    Signs(bool),
    /// It has no key any more.
    NoKey,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Servers { .. } => "Servers",
            Self::Folders(_) => "Folders",
            Self::Limits(_) => "Limits",
            Self::Words(_) => "Words",
            Self::Key { .. } => "Key",
            Self::Signs(_) => "Signs",
            Self::NoKey => "NoKey",
        })
    }
}

/// What came of a change.
#[derive(Clone, Debug)]
pub enum Changed {
    /// It is done.
    Done,
    /// It was so already.
    Same,
    /// The servers do not work; nothing was changed.
    Unworkable(Looked),
    /// Something makes no sense: a stable word for its translations. Nothing was changed.
    Wrong(&'static str),
}
