//! What the product does: it takes in, carries out commands, reacts, delivers and wakes up.
//!
//! In: raw arrivals ([`intake`]), what agents do ([`commands`]), the log ([`reactors`]), due
//! moments ([`timers`]). Out: rows and events in the store, and, only from [`deliver`], messages
//! to the outside. Every part can be run one step at a time, which is how tests and the simulator
//! drive it; [`run`] runs them all until told to stop.
//!
//! It must not: know which channel or database it is on, do network inside a transaction, ask the
//! operating system for time, or change a domain fact without its event.

pub mod audit;
pub mod commands;
pub mod deliver;
pub mod erase;
pub mod error;
pub mod first_run;
pub mod intake;
pub mod letter;
pub mod mailbox;
pub mod once;
pub mod people;
pub mod presence;
pub mod reactors;
pub mod retention;
pub mod run;
#[cfg(test)]
mod scratch;
mod spam;
pub mod templates;
pub mod timers;
pub mod tokens;
pub mod turn;
pub mod webhooks;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use domain::channel::Channel;
use domain::id::{Id, IdMint, InboxId};
use domain::time::{Clock, Millis};
use store::Store;
use store::member::Life;
use store::original::Original;

pub use error::{Error, Result};

/// The engine. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Arc<IdMint>,
    channels: Channels,
    wake: Arc<Wake>,
    judge: spam::Judge,
    house: Arc<House>,
    erasures: Option<Arc<Path>>,
    original: Option<Arc<Original>>,
    once: Option<once::Once>,
    /// Since when this process works.
    since: Millis,
}

/// Who else is, or was, at work on the store.
struct House {
    alone: bool,
    life: Life,
    predecessor: Option<Life>,
    /// Where the time of leases comes from, unless the database says it.
    lease_clock: Arc<dyn Clock>,
}

/// Signals without content: something may be there to do. Whoever misses one finds it at the next
/// rescan.
#[derive(Debug, Default)]
pub(crate) struct Wake {
    pub intake: tokio::sync::Notify,
    pub deliver: tokio::sync::Notify,
    pub bulk: tokio::sync::Notify,
    /// How many mails were handed over to us since the start.
    pub posted: std::sync::atomic::AtomicU64,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("store", &self.store).finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine over an open store.
    pub fn new(store: Store, clock: Arc<dyn Clock>, channels: Channels) -> Self {
        let ids = Arc::new(IdMint::new(store.node()));
        let house = Arc::new(House {
            alone: store.engine().is_exclusive(),
            life: Life { node: store.node(), birth: 0 },
            predecessor: None,
            lease_clock: clock.clone(),
        });
        Self {
            since: clock.now(),
            store,
            clock,
            ids,
            channels,
            wake: Arc::default(),
            judge: spam::Judge::new(None),
            house,
            erasures: None,
            original: None,
            once: None,
        }
    }

    /// The same engine, of a node that lives this life, in the folder that `predecessor` had before it.
    pub fn living(mut self, life: Life, predecessor: Option<Life>) -> Self {
        let House { alone, lease_clock, .. } = &*self.house;
        self.house = Arc::new(House { alone: *alone, life, predecessor, lease_clock: lease_clock.clone() });
        self
    }

    /// The same engine, one of several on its store although the store is of the kind that one process has alone: for
    /// tests with many nodes in one process. Leases are counted by `clock`, which the nodes share.
    pub fn among_others(mut self, clock: Arc<dyn Clock>) -> Self {
        let House { life, predecessor, .. } = &*self.house;
        self.house = Arc::new(House { alone: false, life: *life, predecessor: *predecessor, lease_clock: clock });
        self
    }

    /// Whether this process has the store for itself: whoever else is named in it is dead.
    pub fn is_alone(&self) -> bool {
        self.house.alone
    }

    /// The life of this node.
    pub fn life(&self) -> Life {
        self.house.life
    }

    /// How long this process has been at work, in milliseconds; negative where the clock was put back.
    pub(crate) fn lived_ms(&self) -> i64 {
        self.now().since_ms(self.since)
    }

    /// Who is named in the leases of this node.
    pub(crate) fn owner(&self) -> i64 {
        self.house.life.node.into()
    }

    /// Who had this node's data folder before.
    pub(crate) fn predecessor(&self) -> Option<Life> {
        self.house.predecessor
    }

    /// The moment by which leases are counted; a database that several share has its own.
    pub fn lease_now(&self) -> Millis {
        self.house.lease_clock.now()
    }

    /// The same engine, judging spam by this model.
    pub fn judging_by(mut self, shipped: &'static domain::spam::Shipped) -> Self {
        self.judge = spam::Judge::new(Some(shipped));
        self
    }

    /// The same engine, telling this journal beside the backups of every erasure.
    pub fn noting_erasures_in(mut self, journal: PathBuf) -> Self {
        self.erasures = Some(journal.into());
        self
    }

    /// The same engine, over a throw-away store in which everything goes as it would in this one.
    pub fn as_if_in(mut self, original: Arc<Original>) -> Self {
        self.original = Some(original);
        self
    }

    /// The store as if in which everything goes.
    pub fn original(&self) -> Option<&Arc<Original>> {
        self.original.as_ref()
    }

    /// The journal of erasures.
    pub(crate) fn erasures(&self) -> Option<&Arc<Path>> {
        self.erasures.as_ref()
    }

    /// The judge of spam.
    pub(crate) fn judge(&self) -> &spam::Judge {
        &self.judge
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The current moment, by the clock that was passed in.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A new id.
    pub fn id<I: Id>(&self) -> I {
        self.ids.next(self.clock.now())
    }

    /// The channels, by inbox.
    pub fn channels(&self) -> &Channels {
        &self.channels
    }

    /// Says that an arrival may wait.
    pub fn wake_intake(&self) {
        self.wake.intake.notify_one();
    }

    /// Says that something may be left to do to many conversations.
    pub fn wake_bulk(&self) {
        self.wake.bulk.notify_one();
    }

    /// Says that a delivery may be due.
    pub fn wake_deliver(&self) {
        self.wake.deliver.notify_one();
    }
}

/// The channel of each inbox, as configured. Inboxes without one can be read but not answered from.
#[derive(Clone, Default)]
pub struct Channels(Arc<RwLock<HashMap<InboxId, Arc<dyn Channel>>>>);

impl Channels {
    /// Connects an inbox to its channel.
    pub fn connect(&self, inbox: InboxId, channel: Arc<dyn Channel>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(inbox, channel);
    }

    /// The inbox has no channel any more: what is to leave it waits.
    pub fn disconnect(&self, inbox: InboxId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&inbox);
    }

    /// The channel of an inbox.
    pub fn of(&self, inbox: InboxId) -> Option<Arc<dyn Channel>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&inbox).cloned()
    }
}
