//! A conversation comes to stand differently.

use domain::conversation::Status;
use domain::event::Fact;
use domain::id::ConversationId;
use domain::permission::Action;
use domain::time::{DAY_MS, Millis};
use store::Tx;

use super::{By, lock};
use crate::Engine;
use crate::error::{Refused, Result};

/// How far ahead something can be put aside.
const MAX_SNOOZE_MS: i64 = 400 * DAY_MS;

/// A new status.
#[derive(Clone, Copy, Debug)]
pub struct SetStatus {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Where it stands from now on.
    pub to: Status,
    /// Until when it is put aside; needed for snoozed, ignored for the others.
    pub until: Option<Millis>,
}

/// Changes the status. Setting what it is already changes nothing.
pub async fn set_status(engine: &Engine, by: By, set: SetStatus) -> Result<()> {
    let now = engine.now();
    check(set, now)?;
    engine.act(move |tx| within(tx, by, set, now)).await
}

/// Refuses to put aside without a moment in reach.
pub(super) fn check(set: SetStatus, now: Millis) -> Result<()> {
    let in_reach = set.until.is_some_and(|until| (1..=MAX_SNOOZE_MS).contains(&until.since_ms(now)));
    if set.to == Status::Snoozed && !in_reach {
        return Err(Refused::Invalid("choose a moment in the future, at most 400 days ahead".to_owned()).into());
    }
    Ok(())
}

/// The same, within a transaction, of what [`check`] found no fault with.
pub(super) fn within(tx: &mut Tx<'_>, by: By, set: SetStatus, now: Millis) -> Result<()> {
    let until = set.until.filter(|_| set.to == Status::Snoozed);
    let mut state = lock(tx, by, set.conversation, Action::Answer)?;
    if state.status == set.to && state.snoozed_until == until {
        return Ok(());
    }
    let fact =
        Fact::StatusChanged { conversation: state.id, from: state.status, to: set.to, until, waiting_since: None };
    Ok(store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?)
}
