//! A mailbox that opens by its provider's permission: who is asked for it, as which client, and what came of that.
//!
//! In: what was typed, and what the provider sent a browser back with. Out: where that browser goes; a mailbox that is kept, or
//! why none is. It must not: show a client's secret, a code or a token.

use std::fmt;

use domain::id::InboxId;
use domain::time::Millis;
use serde::{Deserialize, Serialize};

use super::{Looked, Trouble, Wanted};

/// A client that somebody registered with a provider.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// Whose client it is: `google`, `microsoft` or `own`.
    pub provider: String,
    /// The directory, with Microsoft; empty: any.
    pub tenant: String,
    /// Its id.
    pub id: String,
    /// Its secret; empty: it has none, or the one that is kept.
    pub secret: String,
    /// Where the permission is given, with a provider of one's own.
    pub authorize_url: String,
    /// Where tokens are had, with the same.
    pub token_url: String,
    /// What is asked for, with the same.
    pub scope: String,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("provider", &self.provider).finish_non_exhaustive()
    }
}

/// What the permission is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// The shop's mailbox, in the first run.
    FirstRun,
    /// One more mailbox.
    New,
    /// One that is there, given again.
    Again(InboxId),
}

/// A permission that somebody is to give.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What for.
    pub purpose: Purpose,
    /// The mailbox; its password is empty.
    pub wanted: Wanted,
    /// The account of whoever is asked for it: the mailbox's own, or somebody who may use it.
    pub who: String,
    /// The client that it is given to.
    pub client: Client,
    /// Where the provider sends the browser back to.
    pub redirect: String,
}

/// A permission that is asked for now.
#[derive(Clone, Debug)]
pub struct Sought {
    /// What is asked for; its client shows no secret.
    pub wish: Wish,
    /// The provider's page.
    pub there: String,
}

/// What a provider sends a browser back with (RFC 6749, 4.1.2).
#[derive(Deserialize)]
#[expect(missing_docs, reason = "named as they are in the address")]
pub struct Brought {
    pub code: Option<String>,
    pub state: Option<String>,
    pub error: Option<String>,
}

impl fmt::Debug for Brought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Brought(withheld)")
    }
}

/// Why a mailbox is not kept. Nothing was changed.
#[derive(Clone, Debug)]
pub enum Unfit {
    /// There is no permission that is good for it: a stable word, and what the provider called it.
    Permission(Trouble),
    /// It does not work with it.
    Servers(Looked),
}

/// What came of a permission that was asked for.
#[derive(Clone, Debug)]
pub enum Came {
    /// The mailbox works both ways and is kept.
    Kept(Purpose, InboxId),
    /// It is not.
    Not(Wish, Unfit),
    /// The mailbox was connected otherwise meanwhile.
    Taken(Wish),
    /// Nobody asked for this here: it was asked for in another session, too long ago, or it was answered already.
    Ended,
}

/// The permission by which a mailbox is used.
#[derive(Clone, Debug)]
pub struct Given {
    /// The client that it was given to, without its secret.
    pub client: Client,
    /// The account that was asked for it.
    pub who: String,
    /// The colleague who asked in the pages; `None`: it was the command line.
    pub by: Option<String>,
    /// When; `None`: the same.
    pub at: Option<Millis>,
    /// How it stands: the end of a key.
    pub stands: &'static str,
}

/// How a permission can stand: it is good, it was never given, it was withdrawn.
pub const STANDS: [&str; 3] = ["good", "missing", "withdrawn"];

/// What can be wrong with a permission that was asked for: the ends of keys.
pub const REFUSALS: [&str; 10] =
    ["denied", "client", "scope", "short", "code", "unreachable", "timed-out", "busy", "not-understood", "refused"];
