//! Several things about a conversation at once: status, priority, who has it. All of it happens or nothing.

use domain::conversation::{Priority, Status};
use domain::id::{AgentId, ConversationId};
use domain::permission::Action;
use domain::time::Millis;

use super::{Assign, By, SetStatus, assign, lock, prioritise, set_status};
use crate::Engine;
use crate::error::Result;

/// What is to change; `None` stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Change {
    /// Where it stands, and for snoozed until when.
    pub status: Option<(Status, Option<Millis>)>,
    /// How much it weighs.
    pub priority: Option<Priority>,
    /// Who has it.
    pub holder: Option<Holder>,
}

/// Who is to have a conversation.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// Who must have it now, or nobody; `None`: whoever has it.
    pub from: Option<Option<AgentId>>,
    /// Who gets it.
    pub to: Option<AgentId>,
}

/// Changes a conversation, each part by its own command's rules.
pub async fn change(engine: &Engine, by: By, conversation: ConversationId, change: Change) -> Result<()> {
    let now = engine.now();
    let status = change.status.map(|(to, until)| SetStatus { conversation, to, until });
    status.map(|status| set_status::check(status, now)).transpose()?;
    engine
        .act(move |tx| {
            let state = lock(tx, by, conversation, Action::Read)?;
            if let Some(Holder { from, to }) = change.holder {
                let from = from.unwrap_or(state.assignee);
                assign::within(tx, by, Assign { conversation, from, to }, now)?;
            }
            if let Some(priority) = change.priority {
                prioritise::within(tx, by, conversation, priority, now)?;
            }
            if let Some(status) = status {
                set_status::within(tx, by, status, now)?;
            }
            Ok(())
        })
        .await
}
