//! Somebody gets a conversation, or nobody has it any more.

use domain::event::Fact;
use domain::id::{AgentId, ConversationId};
use domain::permission::Action;
use domain::time::Millis;
use store::Tx;

use super::{By, lock};
use crate::Engine;
use crate::error::{Refused, Result};

/// An assignment: compare and set.
#[derive(Clone, Copy, Debug)]
pub struct Assign {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Who had it when the asker looked.
    pub from: Option<AgentId>,
    /// Who gets it.
    pub to: Option<AgentId>,
}

/// Assigns a conversation. Refused with the present holder's id when somebody else was faster.
pub async fn assign(engine: &Engine, by: By, assign: Assign) -> Result<()> {
    let now = engine.now();
    engine.act(move |tx| within(tx, by, assign, now)).await
}

/// The same, within a transaction.
pub(super) fn within(tx: &mut Tx<'_>, by: By, assign: Assign, now: Millis) -> Result<()> {
    let action = if assign.to == Some(by.agent) { Action::Answer } else { Action::Reassign };
    let mut state = lock(tx, by, assign.conversation, action)?;
    if state.assignee == assign.to {
        return Ok(());
    }
    if state.assignee != assign.from {
        return Err(Refused::TakenBy(state.assignee).into());
    }
    if let Some(agent) = assign.to {
        let agent =
            store::agent::by_id(tx, agent)?.ok_or_else(|| Refused::Invalid("there is no such colleague".to_owned()))?;
        if !agent.grant().allows(Action::Answer, state.team) {
            return Err(Refused::Invalid("this colleague cannot answer here".to_owned()).into());
        }
    }
    let fact = Fact::ConversationAssigned { conversation: state.id, from: state.assignee, to: assign.to };
    Ok(store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?)
}
