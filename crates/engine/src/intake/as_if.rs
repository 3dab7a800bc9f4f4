//! A dry run goes as it would in the store that it must not change: what that one knows of each arrival is there first.

use super::done::Done;
use super::prepare::Prepared;
use crate::Engine;

/// Brings it, before any of them is accepted: they are accepted in their order. Gives those for which that went well.
pub(super) async fn bring(engine: &Engine, prepared: Vec<Prepared>, done: &mut Done) -> Vec<Prepared> {
    let Some(original) = engine.original() else { return prepared };
    let mut ready = Vec::with_capacity(prepared.len());
    for arrival in prepared {
        match original.bring(engine.store(), arrival.asked()).await {
            Ok(()) => ready.push(arrival),
            Err(error) => done.note(arrival.raw, Err(error.into())),
        }
    }
    ready
}
