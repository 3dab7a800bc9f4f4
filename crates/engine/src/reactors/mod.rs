//! Reactors: what follows from the log by itself.
//!
//! A reactor is a name, a cursor and a function from one event to rows and further events. The
//! function runs inside the transaction that moves the cursor, so an effect happens exactly once,
//! however often the process dies. [`step`] runs them all; each is on one node at a time, under a
//! lease, and never skips: a conversation it cannot work on is parked in sight (see
//! [`store::cursor`]), and an error that is about nobody in particular stops it where it stands.
//!
//! A reactor must not: touch the network or the clock (what is to leave is queued as a delivery),
//! rely on running at once (events may be days old after an outage: see [`HORIZON_MS`]), or act on
//! history.
//!
//! How to add one: a file with a type that implements [`Reactor`], a line in [`ALL`], a test of
//! what it does and of what it leaves alone. Its name is for ever: it names its cursor and stands
//! in the log as the actor.

pub(crate) mod auto_reply;
mod park;
mod runner;
mod snooze;

use domain::event::{Event, Origin};
use domain::id::Id;
use domain::identity::Fingerprinter;
use domain::time::{DAY_MS, Millis};
use store::Tx;

use crate::Engine;
use crate::error::Result;

pub use auto_reply::AutoReply;
pub use runner::{advance, release, step};
pub use snooze::Snooze;

/// Every reactor of the product.
pub static ALL: &[&dyn Reactor] = &[&AutoReply, &Snooze];

/// What is older than this when a reactor comes to it is history: nothing is sent because of it.
pub const HORIZON_MS: i64 = DAY_MS;

/// What follows from the log by itself.
pub trait Reactor: Send + Sync {
    /// Its name: of its cursor, and as the actor of what it does.
    fn name(&self) -> &'static str;

    /// The kinds of events it reads.
    fn kinds(&self) -> &'static [&'static str];

    /// Whether it ends with the loop guard (see [`domain::automation::judge`]): everything that
    /// changes a conversation or sends something. Mere bookkeeping must not end.
    fn is_guarded(&self) -> bool {
        true
    }

    /// Does what follows from one event. Runs inside the transaction that moves the cursor, and
    /// possibly more than once before that commits.
    fn react(&self, tx: &mut Tx<'_>, reaction: &Reaction<'_>) -> Result<()>;
}

/// One event in front of a reactor, and what the reactor may use.
#[derive(Debug)]
pub struct Reaction<'a> {
    /// The event.
    pub event: &'a Event,
    /// The moment of the reaction.
    pub now: Millis,
    engine: &'a Engine,
    name: &'static str,
}

impl Reaction<'_> {
    /// The origin of everything that the reactor does now.
    pub fn origin(&self) -> Origin {
        Origin::reaction(self.name, self.event, self.now)
    }

    /// A new id.
    pub fn id<I: Id>(&self) -> I {
        self.engine.id()
    }

    /// Whether the event happened before this store was restored from a backup: then what follows from it may have
    /// been sent already.
    pub fn is_before_restore(&self) -> bool {
        self.engine.store().restored_at().is_some_and(|at| self.event.at <= at)
    }

    /// Fingerprints under the installation's key.
    pub fn fingerprints(&self) -> &Fingerprinter {
        self.engine.store().fingerprints()
    }
}

#[cfg(test)]
mod tests;
