//! What connecting a mailbox needs of the outside, brought by the program: pages talk to no mail server.

mod change;
mod permission;

use std::fmt;

use domain::channel::BoxFuture;
use domain::id::{BrandId, InboxId, TeamId};
use domain::identity::Address;
use engine::commands::By;
use serde::{Deserialize, Serialize};

pub use change::{Change, Changed, Folders, Key, Limits, Set, Words};
pub use permission::{Brought, Came, Client, Given, Purpose, REFUSALS, STANDS, Sought, Unfit, Wish};

/// Finds out about mailboxes, tries them and keeps them.
pub trait Connector: Send + Sync {
    /// How programs reach the mailbox of an address, as far as its provider is known. `way`: what somebody says it is opened
    /// by, whatever is known. Bounded in time.
    fn find<'a>(&'a self, address: &'a Address, way: Option<&'a str>) -> BoxFuture<'a, Found>;

    /// Signs in to both servers, and changes nothing there. Bounded in time.
    fn look<'a>(&'a self, wanted: &'a Wanted) -> BoxFuture<'a, Looked>;

    /// Keeps it, sealed: it is watched from now on, without a restart.
    fn connect(&self, by: By, wanted: Wanted) -> BoxFuture<'_, engine::Result<InboxId>>;

    /// Ends the watching of one that was connected so; nothing that came is lost.
    fn switch_off(&self, by: By, inbox: InboxId) -> BoxFuture<'_, engine::Result<()>>;

    /// Tries one that was connected so with another password, which is kept when it works both ways.
    fn renew(&self, by: By, inbox: InboxId, password: String) -> BoxFuture<'_, engine::Result<Looked>>;

    /// Begins to ask for the permission to use a mailbox, for whoever sits at `seat`: a session. What was begun there before is
    /// forgotten. Or the word for what makes no sense.
    fn seek(&self, by: By, seat: Seat, wish: Wish) -> BoxFuture<'_, engine::Result<Result<(), &'static str>>>;

    /// The permission that is asked for there now; `None`: none, or it took too long.
    fn sought(&self, by: By, seat: Seat) -> BoxFuture<'_, engine::Result<Option<Sought>>>;

    /// Takes what a browser brought back, once: gets the permission, tries the mailbox both ways with it, and keeps it when
    /// it works. Bounded in time.
    fn settle(&self, by: By, seat: Seat, brought: Brought) -> BoxFuture<'_, engine::Result<Came>>;

    /// What is set of a mailbox.
    fn set(&self, by: By, inbox: InboxId) -> BoxFuture<'_, engine::Result<Set>>;

    /// The names of its folders beside the one where mail arrives, as its server has them. Bounded in time.
    fn folders(&self, by: By, inbox: InboxId) -> BoxFuture<'_, engine::Result<Result<Vec<String>, Trouble>>>;

    /// Changes one that was connected so, from the version that somebody saw.
    fn change(&self, by: By, inbox: InboxId, version: i64, change: Change) -> BoxFuture<'_, engine::Result<Changed>>;
}

/// Which session somebody sits at: the hash under which it is kept.
pub type Seat = [u8; 32];

/// What is known of a mailbox's provider.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What people call it; `None`: it is not known.
    pub provider: Option<String>,
    /// What opens the mailbox: `password`, `app-password`, or whose permission: `google`, `microsoft`, `own`.
    pub opened_by: &'static str,
    /// The user name, where it is not the address.
    pub user: Option<String>,
    /// The server mail is fetched from.
    pub imap: Option<At>,
    /// The server mail is handed over to.
    pub smtp: Option<At>,
    /// Whether these servers are surely right.
    pub certain: bool,
}

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// `implicit`, `starttls` or `none`.
    pub tls: String,
}

/// What a new inbox is called, and whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// What it is called; `None`: as the shop.
    pub name: Option<String>,
    /// Whose mail it is; `None`: of the shop that was set up first.
    pub shop: Option<BrandId>,
    /// Who answers; `None`: the asker's team.
    pub team: Option<TeamId>,
}

/// A mailbox as its owner describes it.
#[derive(Clone)]
pub struct Wanted {
    /// Its address.
    pub address: Address,
    /// What it is to be called, and whose.
    pub place: Place,
    /// The user name for both servers.
    pub user: String,
    /// The password for both; empty: it is opened by permission.
    pub password: String,
    /// Where mail is fetched.
    pub imap: At,
    /// Where mail is handed over.
    pub smtp: At,
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted").field("imap", &self.imap).field("smtp", &self.smtp).finish_non_exhaustive()
    }
}

/// What came of trying a mailbox.
#[derive(Clone, Debug)]
pub struct Looked {
    /// How many mails lie there, or what is wrong with fetching.
    pub imap: Result<u32, Trouble>,
    /// What is wrong with sending.
    pub smtp: Result<(), Trouble>,
}

impl Looked {
    /// Whether it works both ways.
    pub fn works(&self) -> bool {
        self.imap.is_ok() && self.smtp.is_ok()
    }
}

/// What is wrong with a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// A stable word for its translations.
    pub code: &'static str,
    /// The same as the program and the server put it, for whoever knows such things.
    pub said: String,
}
