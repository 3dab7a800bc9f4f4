//! Presence: this node says that it lives, and buries those that do not any more.
//!
//! Only where others may work on the same store. A node that says nothing for [`LIFE_MS`] is taken for dead by the
//! others: what it held is free, and what it was sending is uncertain. [`crate::run`] begins with [`arrive`] and ends
//! with [`leave`].

use store::Tx;
use store::member::{self, Life};

use crate::Engine;
use crate::error::Result;

/// How long a node is believed to live without saying so.
pub const LIFE_MS: i64 = 12_000;

/// How often it says so.
pub(crate) const BEAT_MS: u64 = 3_000;

/// Says that this node lives, and ends what the dead held. Gives how many were buried.
pub async fn step(engine: &Engine) -> Result<usize> {
    if engine.is_alone() {
        return Ok(0);
    }
    let (me, now) = (engine.life(), engine.lease_now());
    let write = move |tx: &mut Tx<'_>| -> store::Result<Vec<u16>> {
        member::beat(tx, me, now, LIFE_MS)?;
        member::bury_the_dead(tx, me, now)
    };
    let buried = engine.store().write(write).await?.value;
    for node in &buried {
        tracing::warn!(node, "a node has not been heard of for too long; what it held is free");
    }
    if !buried.is_empty() {
        engine.wake_intake();
        engine.wake_deliver();
    }
    Ok(buried.len())
}

/// The first thing a node does: whoever had its data folder before it is dead for certain, so nothing waits for that one.
/// Where this process has the store alone, that goes for everybody else.
pub async fn arrive(engine: &Engine) -> Result<()> {
    let (me, now, alone) = (engine.life(), engine.lease_now(), engine.is_alone());
    let before = engine.predecessor();
    let write = move |tx: &mut Tx<'_>| -> store::Result<()> {
        if alone {
            store::lease::end_others(tx, me.node.into())?;
            return store::delivery::end_others(tx, me.node.into());
        }
        if let Some(before) = before {
            member::bury(tx, before)?;
        }
        member::beat(tx, me, now, LIFE_MS)?;
        member::bury_the_dead(tx, me, now).map(|_| ())
    };
    engine.store().write(write).await?;
    Ok(())
}

/// The last thing a node does: others need not wait for its end.
pub async fn leave(engine: &Engine) -> Result<()> {
    let me: Life = engine.life();
    engine.store().write(move |tx| member::bury(tx, me)).await?;
    Ok(())
}
