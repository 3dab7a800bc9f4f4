//! Timers: what is due now happens, each in a transaction of its own.
//!
//! A timer is only a reminder: whether its reason still stands is asked when it fires, in the
//! same transaction. One that cannot be done is put off, in sight of the operator, and keeps no
//! other from firing.

use domain::conversation::Status;
use domain::event::{Actor, Fact, Origin, Position};
use domain::time::{HOUR_MS, Millis};
use store::timer::{self, Timer, TimerKind};
use store::{Conn, Tx};

use crate::error::Result;
use crate::{Engine, Error};

/// How many timers one step fires.
const BATCH: usize = 100;

/// How long a timer is put off that could not be done.
const PUT_OFF_MS: i64 = HOUR_MS;

/// Fires what is due, at most a batch. Gives how many timers it took away or put off; 0 when
/// nothing is due.
pub async fn step(engine: &Engine) -> Result<usize> {
    let now = engine.now();
    let due = engine.store().read(move |conn| timer::due(conn, now, BATCH)).await?;
    let count = due.len();
    for timer in due {
        let done = engine.store().write(move |tx| fire(tx, &timer, now)).await;
        match done {
            Ok(_) => {}
            Err(Error::Store(error)) if error.is_passing() => return Err(error.into()),
            Err(error) => {
                tracing::warn!(timer = %timer.id, conversation = %timer.conversation, %error, "put a timer off");
                put_off(engine, timer, now).await?;
            }
        }
    }
    Ok(count)
}

async fn put_off(engine: &Engine, timer: Timer, now: Millis) -> Result<()> {
    let later = now.plus_ms(PUT_OFF_MS);
    engine.store().write(move |tx| timer::postpone(tx, timer.id, later)).await?;
    Ok(())
}

fn fire(tx: &mut Tx<'_>, timer: &Timer, now: Millis) -> Result<()> {
    let Some(kind) = timer.kind else {
        // A newer version of the product set it and knows what to do.
        return Ok(timer::postpone(tx, timer.id, now.plus_ms(PUT_OFF_MS))?);
    };
    if !timer::fire(tx, timer.id)? {
        return Ok(());
    }
    match kind {
        TimerKind::Snooze => wake(tx, timer, now),
    }
}

/// Brings a conversation back that was put aside, unless it came back, or was put aside for
/// longer, meanwhile.
fn wake(tx: &mut Tx<'_>, timer: &Timer, now: Millis) -> Result<()> {
    let Some(mut state) = store::conversation::lock(tx, timer.conversation)? else { return Ok(()) };
    if state.status != Status::Snoozed || state.snoozed_until.is_some_and(|until| until > now) {
        return Ok(());
    }
    let fact = Fact::StatusChanged {
        conversation: state.id,
        from: Status::Snoozed,
        to: Status::Open,
        until: None,
        waiting_since: None,
    };
    let origin = origin(tx, timer.cause, now)?;
    Ok(store::conversation::record(tx, &mut state, &[fact], &origin, None)?)
}

/// What a timer does is one step deeper in the chain of reactions than what set it.
fn origin(conn: &mut Conn, cause: Option<Position>, now: Millis) -> Result<Origin> {
    let mut origin = Origin::new(Actor::System, now);
    if let Some(position) = cause
        && let Some(event) = store::log::after(conn, Position(position.0 - 1), 1)?.first()
    {
        origin.cause = Some(event.position);
        origin.depth = event.depth.saturating_add(1);
    }
    Ok(origin)
}
