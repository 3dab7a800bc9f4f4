//! Intake: what arrives is stored, then read, identified, threaded and accepted.
//!
//! In: raw bytes from a channel. Out: a message in exactly one conversation, or a duplicate, or an
//! entry in the quarantine list; never nothing. [`receive`] returns only when the bytes are on
//! disk; the source is told "taken" after that and not before. [`step`] reads what waits. A mail
//! that cannot be read, or whose reading ends the process, is put aside and blocks no other.
//!
//! It must not: read an arrival before it is stored, or touch the network.

mod abreast;
mod accept;
mod as_if;
pub mod aside;
mod author;
mod batch;
mod done;
mod history;
mod likeness;
mod outcome;
mod place;
mod posted;
mod prepare;
mod probe;
mod quarantine;
mod reading;
mod report;
mod spam;

use std::sync::Arc;

use domain::event::{Actor, Origin, QuarantineReason};
use domain::id::{InboxId, RawId};
use domain::time::Millis;
use futures_util::future::join_all;
use store::lease::{self, Standing};
use store::raw::{Body, NewRaw, Waiting};

use crate::error::Result;
use crate::{Engine, Error, turn};
use abreast::{next_abreast, whose_turn};
use author::Ours;
pub use batch::{Batched, count_open, endings, receive_all};
use done::Done;
pub use outcome::{Outcome, outcome};
pub use posted::{Content, Posted, receive_posted};
pub(crate) use posted::{give_way, pours_in};
use prepare::{Prepared, Unfit};
pub use quarantine::{retry_all, retry_one};

/// Several nodes take turns: an answer must not overtake what it answers, and what ends a process shows only where one
/// reads at a time.
const TURN: &str = "intake";

/// How many arrivals one step reads.
const BATCH: usize = 1024;

/// After so many begun and never ended readings an arrival is taken to be what kills us. All but
/// the first were readings of it alone, and all but [`WARY_AT`] by a process that had lived for a while: see [`whose_turn`].
const MAX_CRASHES: i64 = 8;

/// After so many, an arrival is read only by a process that has lived for [`LIFE_MS`]. One that is killed time and again for
/// other reasons has its hands full with whoever is first in the queue, and would blame that one: 200 kills a second or so
/// apart on a machine that was busy otherwise put innocent mails aside.
const WARY_AT: i64 = 3;

/// How long a process has lived that is not dying of something else, in milliseconds.
const LIFE_MS: i64 = 10_000;

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
    let (now, owner, lease_now, alone) = (engine.now(), engine.owner(), engine.lease_now(), engine.is_alone());
    let known = engine.judge().taught();
    let (waiting, ours, lessons, turn) = engine
        .store()
        .read(move |conn| -> store::Result<_> {
            let turn = if alone { Standing::Free } else { lease::standing(conn, TURN, owner, lease_now)? };
            if turn == Standing::Others {
                return Ok((Vec::new(), None, None, turn));
            }
            let waiting = store::raw::waiting(conn, now, BATCH)?;
            if waiting.is_empty() {
                return Ok((waiting, None, None, turn));
            }
            let logins: Vec<String> = store::agent::all(conn)?.into_iter().map(|agent| agent.login).collect();
            let lessons = crate::spam::lessons_beyond(conn, known)?;
            Ok((waiting, Some(Ours::new(store::brand::inboxes(conn)?, &logins)), lessons, turn))
        })
        .await?;
    if waiting.is_empty() || (!alone && turn::keep(engine, TURN.to_owned(), turn).await?.is_none()) {
        return Ok(0);
    }
    if let Some((lessons, taught)) = lessons {
        let judge = engine.judge().clone();
        blocking(move || judge.learn(&lessons, taught)).await?;
    }
    let turn = whose_turn(waiting, engine.lived_ms());
    let (Some(first), Some(ours)) = (turn.first(), ours) else { return Ok(0) };
    if first.attempts >= MAX_CRASHES {
        return put_aside(engine, first.id, QuarantineReason::Crashed, "reading it ended the process several times")
            .await;
    }
    let again_at = |raw: &Waiting| now.plus_ms(AGAIN_MS * (raw.attempts + 1));
    let begun: Vec<(RawId, Millis)> = turn.iter().map(|raw| (raw.id, again_at(raw))).collect();
    engine.store().write(move |tx| store::raw::begin_attempts(tx, &begun)).await?;
    let Done { settled, again, trouble } = take_turn(engine, turn, ours).await;
    if !again.is_empty() {
        let back = move |tx: &mut store::Tx<'_>| again.iter().try_for_each(|id| store::raw::end_attempt(tx, *id));
        // When even that cannot be written, each has one crash too many to its name, and several are needed.
        let noted: store::Result<_> = engine.store().write(back).await;
        noted.ok();
    }
    trouble.map_or(Ok(settled), Err)
}

/// Reads and accepts everybody whose turn it is. While some are accepted, the next are read already.
async fn take_turn(engine: &Engine, mut turn: Vec<Waiting>, ours: Ours) -> Done {
    let (mut read_done, mut accept_done) = (Done::default(), Done::default());
    let ours = Arc::new(ours);
    let mut ready = Vec::new();
    while !turn.is_empty() {
        let next = next_abreast(&mut turn);
        let accepting = accept_all(engine, std::mem::take(&mut ready), &mut accept_done);
        (ready, ()) = futures_util::join!(read(engine, next, &ours, &mut read_done), accepting);
    }
    accept_all(engine, ready, &mut accept_done).await;
    accept_done.settled += read_done.settled;
    accept_done.again.extend(read_done.again);
    accept_done.trouble = accept_done.trouble.or(read_done.trouble);
    accept_done
}

/// Reads everybody whose turn it is, at the same time. Gives, in their order, those that can be accepted.
async fn read(engine: &Engine, turn: Vec<Waiting>, ours: &Arc<Ours>, done: &mut Done) -> Vec<Prepared> {
    let ids: Vec<RawId> = turn.iter().map(|raw| raw.id).collect();
    let asked = ids.clone();
    let bodies: store::Result<_> = engine.store().read(move |conn| store::raw::bodies(conn, &asked)).await;
    let mut bodies = match bodies {
        Ok(bodies) => bodies,
        Err(error) => {
            ids.iter().for_each(|id| done.note(*id, Err(error.clone().into())));
            return Vec::new();
        }
    };
    let (reader, ours) = (engine.clone(), ours.clone());
    let bodied = turn.into_iter().map(|raw| (bodies.remove(&raw.id), raw)).collect();
    let reading = abreast::read(bodied, move |(body, raw)| {
        body.map_or(Err(Unfit::Later), |body| prepare::prepare(&reader, &ours, raw, &body))
    });
    let mut prepared = Vec::new();
    for (id, outcome) in ids.into_iter().zip(reading.await) {
        let (reason, words) = match outcome {
            Ok(Ok(ready)) => {
                prepared.push(ready);
                continue;
            }
            Ok(Err(Unfit::Later)) => {
                done.again.push(id);
                continue;
            }
            Ok(Err(Unfit::Store(error))) if error.is_passing() => {
                done.note(id, Err(error.into()));
                continue;
            }
            Ok(Err(Unfit::Store(error))) => (QuarantineReason::Unreadable, error.to_string()),
            Ok(Err(Unfit::Aside(reason, words))) => (reason, words),
            Err(_) => (QuarantineReason::Crashed, "reading it panicked".to_owned()),
        };
        done.note(id, put_aside(engine, id, reason, &words).await);
    }
    prepared
}

/// Accepts them. Queued in the order of arrival, so that an answer never overtakes what it answers;
/// they share a commit.
async fn accept_all(engine: &Engine, prepared: Vec<Prepared>, done: &mut Done) {
    let prepared = as_if::bring(engine, prepared, done).await;
    let accepting = prepared.into_iter().map(|ready| accept::accept(engine, ready));
    for (id, outcome) in join_all(accepting).await {
        let noted = match outcome {
            Ok(()) => Ok(1),
            Err(error) if error.is_passing() => Err(error.into()),
            Err(error) => put_aside(engine, id, QuarantineReason::Refused, &error.to_string()).await,
        };
        done.note(id, noted);
    }
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
