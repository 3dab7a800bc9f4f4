//! The latest entries, shared by all streams of this node: each event is read and rendered once.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::event::Position;
use tokio::sync::Mutex;

use super::entries::{self, Entry};
use crate::web::Web;

/// Entries kept for streams that are a little behind.
const KEPT: usize = 1_000;
/// Events read at once.
const BATCH: usize = 200;
/// Whoever is further behind reads its page anew instead.
const MAX_BEHIND: i64 = 500;

/// The latest entries. Filled by whichever stream asks first; idle while nobody listens.
#[derive(Debug, Default)]
pub(crate) struct Hub(Mutex<Latest>);

#[derive(Debug, Default)]
struct Latest {
    /// Everything after this position, up to `head`, is in `entries`.
    floor: Position,
    head: Position,
    entries: VecDeque<Arc<Entry>>,
}

/// What comes after a position.
#[derive(Debug)]
pub(super) enum Since {
    /// These, in order; empty at the head of the log.
    Entries(Vec<Arc<Entry>>),
    /// Too much: go on after this position, and read pages anew.
    TooMuch(Position),
}

impl Hub {
    /// What comes after `position`, at most one batch of it.
    pub(super) async fn since(&self, web: &Web, position: Position) -> store::Result<Since> {
        let head = *web.store().head().borrow();
        if head.0.saturating_sub(position.0) > MAX_BEHIND {
            return Ok(Since::TooMuch(head));
        }
        let mut latest = self.0.lock().await;
        if latest.head.0 < head.0 - MAX_BEHIND || latest.head > head {
            *latest = Latest { floor: head.min(position), head: head.min(position), entries: VecDeque::new() };
        }
        latest.fill(web, head).await?;
        if position < latest.floor {
            drop(latest);
            return Ok(Since::Entries(read(web, position).await?));
        }
        let after = latest.entries.partition_point(|entry| entry.position <= position);
        Ok(Since::Entries(latest.entries.range(after..).take(BATCH).cloned().collect()))
    }
}

impl Latest {
    async fn fill(&mut self, web: &Web, head: Position) -> store::Result<()> {
        while self.head < head {
            let fresh = read(web, self.head).await?;
            let Some(last) = fresh.last() else { return Ok(()) };
            self.head = last.position;
            self.entries.extend(fresh);
            while self.entries.len() > KEPT {
                if let Some(oldest) = self.entries.pop_front() {
                    self.floor = oldest.position;
                }
            }
        }
        Ok(())
    }
}

async fn read(web: &Web, after: Position) -> store::Result<Vec<Arc<Entry>>> {
    let events = web.store().read(move |conn| store::log::after(conn, after, BATCH)).await?;
    Ok(entries::read(web, events).await?.into_iter().map(Arc::new).collect())
}
