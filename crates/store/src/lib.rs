//! The store: rows, the event log and blobs, on embedded SQLite or a PostgreSQL server.
//!
//! In: closures that read ([`Store::read`]) or write ([`Store::write`]). Out: what they give, and
//! for writes the head of the log after they were committed. All SQL of the product stands in this
//! crate, one file a noun; who needs a new question to the database adds a function there.
//!
//! It must not: make a domain fact without its event (the functions of [`conversation`] and its
//! neighbours take the [`domain::event::Origin`] and append), put personal data into an event,
//! talk to anything but the database and the data folder, or ask the time.
//!
//! How to add a statement: to the `statements!` list of its noun; the list stands in `registry.rs`.
//! How to add a migration: a file in `migrations/` and a line in [`migrate::MIGRATIONS`]; never
//! change one that was released.

pub mod agent;
pub mod attachment;
pub mod attempt;
pub mod audit;
pub mod automatic;
pub mod backup;
mod batch;
mod bell;
pub mod blob;
pub mod brand;
pub mod bulk;
pub mod check;
pub mod conn;
pub mod contact;
pub mod conversation;
pub mod cursor;
pub mod delivery;
pub mod dialect;
pub mod erase;
pub mod error;
pub mod examine;
pub mod export;
pub mod filing;
pub mod first_run;
pub mod folder;
pub mod installation;
pub mod invitation;
mod lane;
pub mod lease;
pub mod likeness;
mod line;
pub mod log;
pub mod lookup;
pub mod mailbox;
pub mod member;
pub mod merge;
pub mod message;
pub mod migrate;
mod open;
pub mod original;
pub mod outbox;
pub mod pages;
pub mod passkey;
pub mod person;
mod place;
pub mod probe;
pub mod raw;
mod read_lane;
pub mod receipt;
mod registry;
pub mod remnant;
pub mod reset_link;
pub mod retention;
pub mod rotate;
pub mod route;
#[cfg(test)]
mod scratch;
pub mod scrub;
pub mod seal;
pub mod second_factor;
pub mod secret;
pub mod session;
pub mod sign_on;
pub mod spam;
pub mod statement;
pub mod suggestion;
pub mod tag;
pub mod template;
pub mod timer;
pub mod token;
pub mod topic;
pub mod tx;
pub mod value;
pub mod webhook;

use std::sync::Arc;

use domain::event::Position;
use domain::identity::Fingerprinter;
use domain::time::Millis;
use tokio::sync::{mpsc, oneshot, watch};

use crate::bell::Bell;
pub use crate::conn::Conn;
pub use crate::dialect::Engine;
pub use crate::error::{Error, Result};
use crate::lane::{Closure, Connect, Item};
pub use crate::lane::{Committed, Refusal};
pub use crate::place::{Place, Settings};
use crate::read_lane::{Read, ReadRan};
pub use crate::tx::Tx;

/// The store. Cheap to clone; the lanes end when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    writer: mpsc::Sender<Item>,
    readers: mpsc::Sender<Read>,
    head: watch::Receiver<Position>,
    blobs: Arc<blob::Blobs>,
    fingerprints: Fingerprinter,
    sealer: Arc<seal::Sealer>,
    engine: Engine,
    node: u16,
    restored_at: Option<Millis>,
    connect_writer: Connect,
    bell: Bell,
    /// Dropped with the last clone: then nobody listens to other nodes any more.
    _alive: Arc<watch::Sender<()>>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("engine", &self.engine).field("node", &self.node).finish_non_exhaustive()
    }
}

impl Store {
    /// Runs a write. It is on disk when this returns `Ok`. The closure may run more than once and
    /// must have no effect outside `tx`. A refusal of its own leaves nothing behind.
    pub async fn write<T, E, F>(&self, run: F) -> std::result::Result<Committed<T>, E>
    where
        F: Fn(&mut Tx<'_>) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Refusal,
    {
        let (reply, answer) = oneshot::channel();
        let write = Item::Write(Box::new(Closure { run, outcome: None, reply }));
        self.writer.send(write).await.map_err(|_| E::from(Error::Closed))?;
        answer.await.map_err(|_| E::from(Error::Closed))?
    }

    /// Runs a read. It sees everything that was committed before it began.
    pub async fn read<T, E, F>(&self, run: F) -> std::result::Result<T, E>
    where
        F: Fn(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Refusal,
    {
        let (reply, answer) = oneshot::channel();
        let mut reply = Some(reply);
        let read: Read = Box::new(move |conn, last| {
            let outcome = match conn {
                Ok(conn) => {
                    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(conn)))
                        .unwrap_or_else(|_| Err(E::from(lane::panicked())));
                    if outcome.is_err() && !conn.is_alive() && !last {
                        return ReadRan::Lost;
                    }
                    outcome
                }
                Err(error) => Err(E::from(error)),
            };
            if let Some(reply) = reply.take() {
                // Whoever asked may have gone.
                reply.send(outcome).ok();
            }
            ReadRan::Answered
        });
        self.readers.send(read).await.map_err(|_| E::from(Error::Closed))?;
        answer.await.map_err(|_| E::from(Error::Closed))?
    }

    /// Runs work that needs the writing connection for itself, outside any transaction; writes wait.
    pub async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let work = Item::Alone(Box::new(move |conn| {
            // Whoever asked may have gone.
            reply.send(work(conn)).ok();
        }));
        self.writer.send(work).await.map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Tells of new events: its value is the head of the log as this process knows it.
    pub fn head(&self) -> watch::Receiver<Position> {
        self.head.clone()
    }

    /// Changes when another node of the same database may have done something. Its events are in [`Store::head`] by then.
    pub fn others(&self) -> watch::Receiver<u64> {
        self.bell.heard()
    }

    /// The blobs.
    pub fn blobs(&self) -> &Arc<blob::Blobs> {
        &self.blobs
    }

    /// Fingerprints under the installation's key.
    pub fn fingerprints(&self) -> &Fingerprinter {
        &self.fingerprints
    }

    /// Seals and opens secrets under the installation's key.
    pub fn sealer(&self) -> &Arc<seal::Sealer> {
        &self.sealer
    }

    /// The engine, for reports.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The number that makes this process's ids unique.
    pub fn node(&self) -> u16 {
        self.node
    }

    /// When this store was brought back from a backup. What was written before may have been answered by the store that
    /// the backup was taken from, so nothing may answer it by itself.
    pub fn restored_at(&self) -> Option<Millis> {
        self.restored_at
    }

    /// A connection of one's own, for work that cannot share a lane (vacuum, check, plans).
    pub fn own_connection(&self) -> Result<Conn> {
        (self.connect_writer)()
    }
}
