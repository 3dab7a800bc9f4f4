//! What the product does: it takes in, carries out commands, reacts, delivers and wakes up.
//!
//! In: raw arrivals ([`intake`]), what agents do ([`commands`]), the log ([`reactors`]), due
//! moments ([`timers`]). Out: rows and events in the store, and, only from [`deliver`], messages
//! to the outside. Every part can be run one step at a time, which is how tests and the simulator
//! drive it; [`run`] runs them all until told to stop.
//!
//! It must not: know which channel or database it is on, do network inside a transaction, ask the
//! operating system for time, or change a domain fact without its event.

pub mod commands;
pub mod deliver;
pub mod erase;
pub mod error;
pub mod intake;
pub mod people;
pub mod reactors;
pub mod run;
#[cfg(test)]
mod scratch;
mod spam;
pub mod timers;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::channel::Channel;
use domain::id::{Id, IdMint, InboxId};
use domain::time::{Clock, Millis};
use store::Store;

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
}

/// Signals without content: something may be there to do. Whoever misses one finds it at the next
/// rescan.
#[derive(Debug, Default)]
pub(crate) struct Wake {
    pub intake: tokio::sync::Notify,
    pub deliver: tokio::sync::Notify,
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
        Self { store, clock, ids, channels, wake: Arc::default(), judge: spam::Judge::new(None) }
    }

    /// The same engine, judging spam by this model.
    pub fn judging_by(mut self, shipped: &'static domain::spam::Shipped) -> Self {
        self.judge = spam::Judge::new(Some(shipped));
        self
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

    /// The channel of an inbox.
    pub fn of(&self, inbox: InboxId) -> Option<Arc<dyn Channel>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&inbox).cloned()
    }
}
