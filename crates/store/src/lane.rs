//! Lanes: threads that own a connection and work through a queue. Here the one that writes; those
//! that read are in [`crate::read_lane`].
//!
//! One writer lane per process gathers the writes that wait and commits them together. A batch that fails as a whole is re-run one write at a
//! time, so that one bad mail never harms another.

use std::sync::Arc;

use domain::event::Position;
use tokio::sync::{mpsc, oneshot, watch};

use crate::batch::Batch;
use crate::bell::Bell;
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::line::Line;
use crate::migrate;
use crate::tx::Tx;

/// What a closure may fail with: a refusal of its own, or an error of the store.
pub trait Refusal: From<Error> + Send + 'static {
    /// The store's error, where it is one.
    fn store_error(&self) -> Option<&Error>;
}

impl Refusal for Error {
    fn store_error(&self) -> Option<&Error> {
        Some(self)
    }
}

/// A write that is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed<T> {
    /// What the closure gave.
    pub value: T,
    /// The head of the log when it was committed; its own events are at or before it.
    pub head: Position,
}

/// How one run of a write ended.
pub(crate) enum Ran {
    Done,
    Refused,
    Broken(Error),
}

/// A write in the queue.
pub(crate) trait Write: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran;
    /// The sent writes of a run that seemed done failed after all.
    fn fail(&mut self, error: Error);
    fn finish(self: Box<Self>, committed: Result<Position>);
}

pub(crate) struct Closure<F, T, E> {
    pub run: F,
    pub outcome: Option<std::result::Result<T, E>>,
    pub reply: oneshot::Sender<std::result::Result<Committed<T>, E>>,
}

impl<F, T, E> Write for Closure<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> std::result::Result<T, E> + Send,
    T: Send,
    E: Refusal,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran {
        // A defect in one closure must not end the lane for all others.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (self.run)(tx)))
            .unwrap_or_else(|_| Err(E::from(panicked())));
        let ran = match &outcome {
            Ok(_) => Ran::Done,
            Err(error) => error.store_error().map_or(Ran::Refused, |error| Ran::Broken(error.clone())),
        };
        self.outcome = Some(outcome);
        ran
    }

    fn fail(&mut self, error: Error) {
        self.outcome = Some(Err(error.into()));
    }

    fn finish(self: Box<Self>, committed: Result<Position>) {
        let answer = match (committed, self.outcome) {
            (Ok(head), Some(Ok(value))) => Ok(Committed { value, head }),
            (_, Some(Err(refusal))) => Err(refusal),
            (Err(error), _) => Err(error.into()),
            (Ok(_), None) => Err(Error::Closed.into()),
        };
        // Whoever asked may have gone; the write stands either way.
        self.reply.send(answer).ok();
    }
}

/// The error of a closure that panicked; the panic itself is in the log.
pub(crate) fn panicked() -> Error {
    Error::Statement { statement: "closure", why: "it panicked, which is a defect of the program".to_owned() }
}

/// How a lane gets its connection, first and after a loss.
pub(crate) type Connect = Arc<dyn Fn() -> Result<Conn> + Send + Sync>;

/// What waits for the writer lane.
pub(crate) enum Item {
    /// A write, gathered with others.
    Write(Box<dyn Write>),
    /// Work that needs the connection for itself, outside any transaction.
    Alone(Box<dyn FnOnce(&mut Conn) + Send>),
}

/// Starts the writer lane. `lost` changes whenever its connection was lost.
pub(crate) fn write_lane(
    conn: Conn,
    connect: Connect,
    head: Arc<watch::Sender<Position>>,
    bell: Bell,
    lost: watch::Sender<u64>,
) -> Result<mpsc::Sender<Item>> {
    let (queue, mut waiting) = mpsc::channel::<Item>(4_096);
    let limit = conn.engine().batch();
    let mut line = Line::new(conn, connect, lost);
    spawn("store-write", move || {
        while let Some(first) = waiting.blocking_recv() {
            let mut batch = Vec::new();
            let mut alone = None;
            let mut next = Some(first);
            loop {
                match next.take() {
                    Some(Item::Write(write)) => batch.push(write),
                    Some(Item::Alone(work)) => alone = Some(work),
                    None => break,
                }
                if alone.is_none() && batch.len() < limit {
                    next = waiting.try_recv().ok();
                }
            }
            match line.mend() {
                // One try for all: a server that is gone without a word takes seconds to say so.
                Err(gone) => batch.into_iter().for_each(|write| give_up(write, &gone)),
                Ok(()) if !batch.is_empty() => {
                    run_batch(&mut line, batch, &head);
                    // Also when nothing came of it: a ring too many is heard and forgotten.
                    bell.ring();
                }
                Ok(()) => {}
            }
            if let Some(work) = alone {
                work(&mut line.conn);
            }
        }
    })?;
    Ok(queue)
}

fn run_batch(line: &mut Line, mut batch: Vec<Box<dyn Write>>, head: &watch::Sender<Position>) {
    // Those that were refused after they had written, where no savepoint takes them back alone.
    let mut refused = Vec::new();
    let done = loop {
        match attempt(&mut line.conn, &mut batch) {
            Err(Failed::Refused(at)) if batch.len() > 1 => refused.push(batch.remove(at)),
            Err(Failed::Refused(_)) => break Ok(None),
            Err(Failed::Whole(error)) => break Err(error),
            Ok(position) => break Ok(Some(position)),
        }
    };
    match done {
        Ok(position) => {
            let position = position.unwrap_or(*head.borrow());
            announce(head, position);
            batch.into_iter().for_each(|write| write.finish(Ok(position)));
            // Once more, alone: what they were refused for may have been a neighbour's doing.
            refused.into_iter().for_each(|write| run_batch(line, vec![write], head));
        }
        Err(Error::Unknown(why)) => {
            batch.into_iter().chain(refused).for_each(|write| write.finish(Err(Error::Unknown(why.clone()))));
        }
        Err(whole) => {
            tracing::debug!(writes = batch.len(), error = %whole, "batch failed, re-running one by one");
            batch.into_iter().chain(refused).for_each(|write| match line.mend() {
                Ok(()) => run_alone(line, write, head),
                Err(gone) => give_up(write, &gone),
            });
        }
    }
}

/// It did not happen, whatever an earlier run of it came to.
fn give_up(mut write: Box<dyn Write>, gone: &Error) {
    write.fail(gone.clone());
    write.finish(Err(gone.clone()));
}

fn run_alone(line: &mut Line, write: Box<dyn Write>, head: &watch::Sender<Position>) {
    let mut one = [write];
    let done = attempt(&mut line.conn, &mut one);
    let [write] = one;
    match done {
        Ok(position) => {
            announce(head, position);
            write.finish(Ok(position));
        }
        // Its refusal is its outcome; there is nothing to commit.
        Err(Failed::Refused(_)) => write.finish(Ok(*head.borrow())),
        Err(Failed::Whole(error)) => write.finish(Err(error)),
    }
}

/// Why a transaction did not commit.
enum Failed {
    /// The write at this place was refused after it had written.
    Refused(usize),
    /// Something that concerns all of it.
    Whole(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Whole(error)
    }
}

/// Tells of a head of the log. Whether it was news.
pub(crate) fn announce(head: &watch::Sender<Position>, position: Position) -> bool {
    head.send_if_modified(|known| {
        let newer = position > *known;
        *known = position.max(*known);
        newer
    })
}

/// Runs all writes in one transaction. `Err`: nothing of it happened (or, [`Error::Unknown`],
/// nobody knows).
fn attempt(conn: &mut Conn, batch: &mut [Box<dyn Write>]) -> std::result::Result<Position, Failed> {
    let done = transact(conn, batch);
    if done.is_err() {
        conn.rollback();
    }
    done
}

fn transact(conn: &mut Conn, batch: &mut [Box<dyn Write>]) -> std::result::Result<Position, Failed> {
    let alone = batch.len() == 1;
    let savepoints = conn.engine().has_cheap_savepoints();
    let mut left = Batch::default();
    conn.begin()?;
    migrate::not_newer(conn)?;
    for (at, write) in batch.iter_mut().enumerate() {
        let mark = left.mark();
        let mut tx = Tx::new(conn, &mut left);
        let ran = write.run(&mut tx);
        let wrote = tx.wrote();
        // What this one asked ahead and did not fetch is no answer for the next.
        conn.forget_ahead();
        if conn.write_failed() && !alone {
            // Somebody's sent write failed; it may be another's. One by one will tell.
            return Err(Error::Unavailable("a write of the batch failed".to_owned()).into());
        }
        match ran {
            Ran::Done if wrote && savepoints => conn.release()?,
            Ran::Done => {}
            Ran::Refused => {
                left.back_to(mark);
                if wrote && !savepoints {
                    return Err(Failed::Refused(at));
                }
                if wrote {
                    conn.rollback_to_savepoint()?;
                }
            }
            Ran::Broken(error) => return Err(error.into()),
        }
    }
    if alone && let Err(error) = conn.settle() {
        batch.iter_mut().for_each(|write| write.fail(error.clone()));
        return Err(error.into());
    }
    let position = left.write(conn)?;
    conn.commit()?;
    Ok(position)
}

pub(crate) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map(|_| ())
        .map_err(|e| Error::Open(format!("no thread for {name}: {e}")))
}
