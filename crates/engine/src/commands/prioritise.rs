//! A conversation comes to weigh differently.

use domain::conversation::Priority;
use domain::event::Fact;
use domain::id::ConversationId;
use domain::permission::Action;

use super::{By, lock};
use crate::Engine;
use crate::error::Result;

/// Changes the priority. Setting what it is already changes nothing.
pub async fn prioritise(engine: &Engine, by: By, conversation: ConversationId, to: Priority) -> Result<()> {
    let now = engine.now();
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let mut state = lock(tx, by, conversation, Action::Answer)?;
            if state.priority == to {
                return Ok(());
            }
            let fact = Fact::PriorityChanged { conversation: state.id, from: state.priority, to };
            Ok(store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?)
        })
        .await?;
    Ok(())
}
