//! The latest entries, shared by all streams of this node: each event is read and rendered once.
//!
//! History that pours in (an import, a mailbox's first connection) is passed over: a page is not told of thousands of
//! mails that set nothing off. What else happens meanwhile comes as ever; the counts follow now and then.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::event::{Event, Position};
use tokio::sync::Mutex;

use super::entries::{self, Entry};
use super::history::Pour;
use crate::web::Web;

/// Entries kept for streams that are a little behind.
const KEPT: usize = 1_000;
/// Events read at once.
const BATCH: usize = 200;
/// Events read at once while history is passed over.
const SKIMMED: usize = 2_000;
/// Whoever has more to be told of reads its page anew instead.
const MAX_BEHIND: i64 = 500;
/// Whoever is further behind does so too, whatever it is.
const MAX_SKIMMED: i64 = 100_000;

/// The latest entries. Filled by whichever stream asks first; idle while nobody listens.
#[derive(Debug, Default)]
pub(crate) struct Hub(Mutex<Latest>);

#[derive(Debug, Default)]
struct Latest {
    /// Everything after this position, up to `head`, is in `entries`, but for history that poured in.
    floor: Position,
    head: Position,
    entries: VecDeque<Arc<Entry>>,
    pour: Pour,
}

/// What comes after a position.
#[derive(Debug)]
pub(super) enum Since {
    /// These, in order, and nothing else up to that position.
    Entries(Vec<Arc<Entry>>, Position),
    /// Too much: go on after this position, and read pages anew.
    TooMuch(Position),
}

impl Hub {
    /// What comes after `position`, at most one batch of it.
    pub(super) async fn since(&self, web: &Web, position: Position) -> store::Result<Since> {
        let head = *web.store().head().borrow();
        if head.0.saturating_sub(position.0) > MAX_SKIMMED {
            return Ok(Since::TooMuch(head));
        }
        let mut latest = self.0.lock().await;
        if latest.head.0 < head.0 - MAX_SKIMMED || latest.head > head {
            latest.begin_at(head.min(position));
        }
        latest.fill(web, head).await?;
        if position < latest.floor {
            drop(latest);
            if head.0 - position.0 > MAX_BEHIND {
                return Ok(Since::TooMuch(head));
            }
            let entries = read(web, position).await?;
            let last = entries.last().map_or(position, |entry| entry.position);
            return Ok(Since::Entries(entries, last));
        }
        let after = latest.entries.partition_point(|entry| entry.position <= position);
        if latest.entries.len() - after > MAX_BEHIND as usize {
            return Ok(Since::TooMuch(latest.head));
        }
        let some: Vec<Arc<Entry>> = latest.entries.range(after..).take(BATCH).cloned().collect();
        let is_all = after + some.len() == latest.entries.len();
        let last = some.last().filter(|_| !is_all).map_or(latest.head, |entry| entry.position);
        Ok(Since::Entries(some, last.max(position)))
    }
}

impl Latest {
    fn begin_at(&mut self, position: Position) {
        (self.floor, self.head) = (position, position);
        self.entries.clear();
    }

    async fn fill(&mut self, web: &Web, head: Position) -> store::Result<()> {
        while self.head < head {
            let fresh = if head.0 - self.head.0 > MAX_BEHIND {
                let Some(events) = skim(web, &mut self.pour, self.head, head).await? else {
                    self.begin_at(head);
                    return Ok(());
                };
                self.head = head;
                entries::read(web, events).await?
            } else {
                let mut events = next(web, self.head, BATCH).await?;
                let Some(last) = events.last() else { return Ok(()) };
                self.head = last.position;
                self.pour.pass_over(&mut events);
                entries::read(web, events).await?
            };
            self.entries.extend(fresh.into_iter().map(Arc::new));
            while self.entries.len() > KEPT {
                if let Some(oldest) = self.entries.pop_front() {
                    self.floor = oldest.position;
                }
            }
        }
        Ok(())
    }
}

/// What happened between two positions, but for history. `None`: more than anybody is told of.
async fn skim(web: &Web, pour: &mut Pour, mut after: Position, head: Position) -> store::Result<Option<Vec<Event>>> {
    let mut told = Vec::new();
    while after < head {
        let mut events = next(web, after, SKIMMED).await?;
        let Some(last) = events.last() else { break };
        after = last.position;
        events.retain(|event| event.position <= head);
        pour.pass_over(&mut events);
        told.append(&mut events);
        if told.len() > MAX_BEHIND as usize {
            return Ok(None);
        }
    }
    Ok(Some(told))
}

async fn read(web: &Web, after: Position) -> store::Result<Vec<Arc<Entry>>> {
    let events = next(web, after, BATCH).await?;
    Ok(entries::read(web, events).await?.into_iter().map(Arc::new).collect())
}

async fn next(web: &Web, after: Position, limit: usize) -> store::Result<Vec<Event>> {
    web.store().read(move |conn| store::log::after(conn, after, limit)).await
}
