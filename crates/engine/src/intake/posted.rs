//! Mail that somebody hands over to us: for several of our inboxes at once, and large mails as files.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::id::InboxId;
use store::raw::{Body, NewRaw};
use tokio::time::Instant;

use super::blocking;
use crate::error::Result;
use crate::{Engine, Error};

/// So many mails within [`LOOK`] are a rush: about 1,000 a second.
const RUSH: u64 = 25;

/// How often a rush is looked after.
const LOOK: Duration = Duration::from_millis(25);

/// How long reading gives way to a rush before it takes a turn.
const LONGEST_RUSH: Duration = Duration::from_secs(2);

/// A mail that was handed over.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The inboxes it is for, each once.
    pub inboxes: Vec<InboxId>,
    /// What this handing over is called; see [`Arrival::source`](super::Arrival::source).
    pub source: String,
    /// Its bytes.
    pub content: Content,
    /// How many they are.
    pub bytes: usize,
}

/// Where the bytes of a mail are.
#[derive(Clone, Debug)]
pub enum Content {
    /// Here.
    Memory(Vec<u8>),
    /// In a file of the data folder, which is moved away. No other mail may have the very same bytes: it says by what
    /// handing over it came.
    File(PathBuf),
}

/// Stores a mail for all its inboxes in one transaction: it is on disk for each of them when this returns, or for none.
/// That it is one message is found out when it is accepted, by its Message-ID and content.
///
/// # Errors
/// When it is not stored, or nobody knows ([`store::Error::Unknown`]); who hands it over again does no harm.
pub async fn receive_posted(engine: &Engine, posted: Posted) -> Result<()> {
    let Posted { inboxes, source, content, bytes } = posted;
    let blobs = engine.store().blobs().clone();
    let mut moved = None;
    let body = match content {
        Content::Memory(raw) if raw.len() <= store::raw::ROW_BYTES => Body::pack(&raw, &blobs)?,
        Content::Memory(raw) => {
            let blobs = blobs.clone();
            blocking(move || Body::pack(&raw, &blobs)).await??
        }
        Content::File(path) => {
            let blobs = blobs.clone();
            let hash = blocking(move || blobs.adopt(&path)).await??;
            moved = Some(hash);
            Body::Blob(hash)
        }
    };
    let received_at = engine.now();
    let arrivals: Vec<NewRaw> = inboxes
        .into_iter()
        .map(|inbox| NewRaw {
            id: engine.id(),
            inbox,
            source: source.clone(),
            received_at,
            bytes,
            history: false,
            body: body.clone(),
        })
        .collect();
    let store_all =
        move |tx: &mut store::Tx<'_>| arrivals.iter().try_for_each(|new| store::raw::receive(tx, new).map(drop));
    if let Err(error) = engine.store().write(store_all).await.map_err(Error::from) {
        if let (Some(hash), false) = (moved, matches!(error, Error::Store(store::Error::Unknown(_)))) {
            // No row names it. Left where it is, every further try of a large mail would fill the disk more.
            blocking(move || blobs.discard(hash)).await?.ok();
        }
        return Err(error);
    }
    engine.wake.posted.fetch_add(1, Ordering::Relaxed);
    engine.wake_intake();
    Ok(())
}

/// Waits while mail pours in: who hands it over waits for the disk, and what is on disk can wait to be read. At most
/// [`LONGEST_RUSH`], so that reading goes on behind however long it lasts.
pub(crate) async fn give_way(engine: &Engine) {
    let posted = || engine.wake.posted.load(Ordering::Relaxed);
    let until = Instant::now() + LONGEST_RUSH;
    let mut before = posted();
    while Instant::now() < until {
        tokio::time::sleep(LOOK).await;
        let now = posted();
        if now - before < RUSH {
            return;
        }
        before = now;
    }
}

/// Whether so much was handed over since `seen` that mail may be pouring in; `seen` is brought up to date.
pub(crate) fn pours_in(engine: &Engine, seen: &AtomicU64) -> bool {
    let now = engine.wake.posted.load(Ordering::Relaxed);
    now - seen.swap(now, Ordering::Relaxed) >= RUSH
}
