//! Many arrivals at once, from a source that is at hand: an import.
//!
//! In: a batch. Out: on disk, in one commit, and after [`endings`] what became of each. What is too large to be kept waits
//! for a person with its beginning.

use domain::conversation::Bucket;
use domain::id::{ConversationId, InboxId};
use store::raw::{Body, Ended, NewRaw};

use super::aside::{Part, TooLarge, take};
use super::{Arrival, blocking};
use crate::error::Result;
use crate::{Engine, Error};

/// An arrival of a batch.
#[derive(Clone, Debug)]
pub struct Batched {
    /// What arrived; for what is too large its beginning.
    pub arrival: Arrival,
    /// Its size, where that is more than is kept.
    pub too_large: Option<u64>,
}

/// Stores a batch. All of it is on disk when this returns. `false`: that one was there already.
pub async fn receive_all(engine: &Engine, batch: Vec<Batched>) -> Result<Vec<bool>> {
    let (blobs, maker, now) = (engine.store().blobs().clone(), engine.clone(), engine.now());
    let packed = blocking(move || -> store::Result<Vec<(NewRaw, Option<TooLarge>)>> {
        let pack = |Batched { arrival, too_large }: Batched| {
            let too_large = too_large.map(|size| TooLarge { size, part: Part::Beginning });
            let Arrival { inbox, source, history, raw } = arrival;
            let body = Body::pack(&raw, &blobs)?;
            Ok((NewRaw { id: maker.id(), inbox, source, received_at: now, bytes: raw.len(), history, body }, too_large))
        };
        batch.into_iter().map(pack).collect()
    });
    let packed = packed.await??;
    let write =
        move |tx: &mut store::Tx<'_>| packed.iter().map(|(new, too_large)| take(tx, new, *too_large, now)).collect();
    let stored: store::Committed<Vec<bool>> = engine.store().write(write).await.map_err(Error::from)?;
    engine.wake_intake();
    Ok(stored.value)
}

/// What became of the arrivals that these sources brought; `None`: there is no such arrival.
pub async fn endings(engine: &Engine, inbox: InboxId, sources: Vec<String>) -> Result<Vec<Option<Ended>>> {
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        sources.iter().map(|source| store::raw::ended(conn, inbox, source)).collect()
    };
    Ok(engine.store().read(read).await?)
}

/// How many of these conversations wait for an answer of ours.
pub async fn count_open(engine: &Engine, conversations: Vec<ConversationId>) -> Result<u64> {
    let read = move |conn: &mut store::Conn| -> store::Result<u64> {
        let mut open = 0;
        for id in &conversations {
            let state = store::conversation::load(conn, *id)?;
            open += u64::from(state.is_some_and(|state| state.bucket() == Bucket::ToAnswer));
        }
        Ok(open)
    };
    Ok(engine.store().read(read).await?)
}
