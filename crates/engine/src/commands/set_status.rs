//! A conversation comes to stand differently.

use domain::conversation::Status;
use domain::event::Fact;
use domain::id::ConversationId;
use domain::permission::Action;
use domain::time::{DAY_MS, Millis};

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
    let until = set.until.filter(|_| set.to == Status::Snoozed);
    if set.to == Status::Snoozed && !until.is_some_and(|until| (1..=MAX_SNOOZE_MS).contains(&until.since_ms(now))) {
        return Err(Refused::Invalid("choose a moment in the future, at most 400 days ahead".to_owned()).into());
    }
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let mut state = lock(tx, by, set.conversation, Action::Answer)?;
            if state.status == set.to && state.snoozed_until == until {
                return Ok(());
            }
            let fact = Fact::StatusChanged { conversation: state.id, from: state.status, to: set.to, until };
            Ok(store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?)
        })
        .await?;
    Ok(())
}
