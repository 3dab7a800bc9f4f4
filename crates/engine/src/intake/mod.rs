//! Intake: what arrives is stored, then read, identified, threaded and accepted.
//!
//! In: raw bytes from a channel. Out: a message in exactly one conversation, or a duplicate, or an
//! entry in the quarantine list; never nothing. [`receive`] returns only when the bytes are on
//! disk; the source is told "taken" after that and not before. [`step`] reads what waits. A mail
//! that cannot be read, or whose reading ends the process, is put aside and blocks no other.
//!
//! It must not: read an arrival before it is stored, or touch the network.

mod accept;
mod prepare;

use std::sync::Arc;

use domain::event::{Actor, Origin, QuarantineReason};
use domain::id::{InboxId, RawId};
use store::raw::{Body, NewRaw, Waiting};

use crate::error::Result;
use crate::{Engine, Error};

/// How many arrivals one step reads.
const BATCH: usize = 64;

/// After so many begun and never ended readings an arrival is taken to be what kills us.
const MAX_CRASHES: i64 = 3;

/// How long until an arrival whose reading was begun is tried again, per attempt, in milliseconds.
const AGAIN_MS: i64 = 5_000;

/// Something that arrived.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Where.
    pub inbox: InboxId,
    /// What the source calls it; a second arrival under the same name is the same one.
    pub source: String,
    /// Whether it is old (import, first connection) and must set nothing off.
    pub history: bool,
    /// Its bytes.
    pub raw: Vec<u8>,
}

/// Stores an arrival. It is on disk when this returns. `false`: it was there already.
pub async fn receive(engine: &Engine, arrival: Arrival) -> Result<bool> {
    let blobs = engine.store().blobs().clone();
    let bytes = arrival.raw.len();
    let body = if bytes > store::raw::ROW_BYTES {
        blocking(move || Body::pack(&arrival.raw, &blobs)).await??
    } else {
        Body::pack(&arrival.raw, &blobs)?
    };
    let new = NewRaw {
        id: engine.id(),
        inbox: arrival.inbox,
        source: arrival.source,
        received_at: engine.now(),
        bytes,
        history: arrival.history,
        body,
    };
    let stored = engine.store().write(move |tx| store::raw::receive(tx, &new)).await.map_err(Error::from)?;
    engine.wake_intake();
    Ok(stored.value)
}

/// Reads what waits, at most a batch. Gives how many arrivals it settled or put aside; 0 when
/// nothing is due.
pub async fn step(engine: &Engine) -> Result<usize> {
    let now = engine.now();
    let (waiting, inboxes) = engine
        .store()
        .read(move |conn| -> store::Result<_> {
            let waiting = store::raw::waiting(conn, now, BATCH)?;
            let inboxes = if waiting.is_empty() { Vec::new() } else { store::brand::inboxes(conn)? };
            Ok((waiting, inboxes))
        })
        .await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let begun: Vec<(RawId, i64)> = waiting.iter().map(|raw| (raw.id, AGAIN_MS * (raw.attempts + 1))).collect();
    engine
        .store()
        .write(move |tx| -> store::Result<()> {
            begun.iter().try_for_each(|(id, wait)| store::raw::begin_attempt(tx, *id, now.plus_ms(*wait)))
        })
        .await?;
    let ours = Arc::new(prepare::Ours::new(&inboxes));
    let (crashed, readable): (Vec<Waiting>, Vec<Waiting>) =
        waiting.into_iter().partition(|raw| raw.attempts >= MAX_CRASHES);
    let mut settled = 0;
    for raw in crashed {
        settled +=
            put_aside(engine, raw.id, QuarantineReason::Crashed, "reading it ended the process several times").await?;
    }
    let reading = readable.into_iter().map(|raw| {
        let (engine, ours) = (engine.clone(), ours.clone());
        async move { (raw.id, blocking(move || prepare::prepare(&engine, &ours, raw)).await) }
    });
    let read = futures_util::future::join_all(reading).await;
    let mut prepared = Vec::new();
    for (id, outcome) in read {
        match outcome {
            Ok(Ok(ready)) => prepared.push(ready),
            Ok(Err(prepare::Unfit::Later)) => {}
            Ok(Err(prepare::Unfit::Aside(reason, words))) => settled += put_aside(engine, id, reason, &words).await?,
            Ok(Err(prepare::Unfit::Store(error))) => return Err(error.into()),
            Err(_) => settled += put_aside(engine, id, QuarantineReason::Crashed, "reading it panicked").await?,
        }
    }
    // Queued in the order of arrival, so that an answer never overtakes what it answers; they
    // share a commit.
    let accepting = prepared.into_iter().map(|ready| accept::accept(engine, ready));
    for (id, outcome) in futures_util::future::join_all(accepting).await {
        match outcome {
            Ok(()) => settled += 1,
            Err(error) if error.is_passing() => return Err(error.into()),
            Err(error) => settled += put_aside(engine, id, QuarantineReason::Refused, &error.to_string()).await?,
        }
    }
    Ok(settled)
}

async fn put_aside(engine: &Engine, id: RawId, reason: QuarantineReason, words: &str) -> Result<usize> {
    let origin = Origin::new(Actor::System, engine.now());
    let kept = words.to_owned();
    let done = engine
        .store()
        .write(move |tx| store::raw::quarantine(tx, id, reason, &kept, &origin))
        .await
        .map_err(Error::from)?;
    tracing::warn!(raw = %id, ?reason, "put an arrival into quarantine");
    Ok(usize::from(done.value))
}

/// Runs blocking work off the runtime's threads. A panic in it comes back as an error.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Store(store::Error::Statement { statement: "blocking", why: e.to_string() }))
}
