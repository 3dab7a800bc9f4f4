//! A conversation comes to weigh differently.

use domain::conversation::Priority;
use domain::event::Fact;
use domain::id::ConversationId;
use domain::permission::Action;
use domain::time::Millis;
use store::Tx;

use super::{By, lock};
use crate::Engine;
use crate::error::Result;

/// Changes the priority. Setting what it is already changes nothing.
pub async fn prioritise(engine: &Engine, by: By, conversation: ConversationId, to: Priority) -> Result<()> {
    let now = engine.now();
    engine.act(move |tx| within(tx, by, conversation, to, now)).await
}

/// The same, within a transaction.
pub(super) fn within(tx: &mut Tx<'_>, by: By, conversation: ConversationId, to: Priority, now: Millis) -> Result<()> {
    let mut state = lock(tx, by, conversation, Action::Answer)?;
    if state.priority == to {
        return Ok(());
    }
    let fact = Fact::PriorityChanged { conversation: state.id, from: state.priority, to };
    Ok(store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?)
}
