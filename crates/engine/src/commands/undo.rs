//! What somebody did to a conversation is taken back, as far as nobody did anything to the same thing since.

use domain::aspect::Course;
use domain::conversation::Conversation;
use domain::event::{Actor, Event, Fact, Position};
use domain::id::ConversationId;
use domain::permission::Action;
use domain::time::Millis;
use store::{Conn, Tx};

use super::{By, lock};
use crate::Engine;
use crate::error::{Refused, Result};

/// What is to be taken back: what the asker themself did to a conversation, between two places of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undo {
    /// Where.
    pub conversation: ConversationId,
    /// The first event of it.
    pub first: Position,
    /// The last one.
    pub last: Position,
}

impl Undo {
    fn names(self, event: &Event) -> bool {
        (self.first..=self.last).contains(&event.position)
    }
}

/// Takes something back. Refused as outdated when the same thing was changed meanwhile, by whomever; then nothing changes.
pub async fn undo(engine: &Engine, by: By, undo: Undo) -> Result<()> {
    let now = engine.now();
    engine
        .act(move |tx| {
            let state = lock(tx, by, undo.conversation, Action::Answer)?;
            within(tx, by, state, now, |event| undo.names(event))
        })
        .await
}

/// What there is to take back in a conversation: those of its events after `since` that this person made by hand and that
/// nothing overtook, from the first to the last of them.
pub fn undoable(
    conn: &mut Conn,
    by: By,
    conversation: ConversationId,
    since: Position,
) -> store::Result<Option<Vec<Event>>> {
    let Some(state) = store::conversation::load(conn, conversation)? else { return Ok(None) };
    if state.merged_into.is_some() || !by.grant.allows(Action::Answer, state.team) {
        return Ok(None);
    }
    let events = store::log::course(conn, conversation)?;
    let course = Course { now: &state, events: &events };
    let mine = |event: &Event| event.position > since && event.actor == Actor::Agent(by.agent);
    // Blocking a sender is taken back where it is shown.
    let marked = events.iter().any(|event| mine(event) && matches!(event.fact, Fact::SenderMarked { .. }));
    if marked || !course.taken_back(mine).is_ok_and(|facts| !facts.is_empty()) {
        return Ok(None);
    }
    let by_hand = |event: &Event| mine(event) && domain::aspect::Aspect::of(&event.fact).is_some();
    Ok(Some(events.into_iter().filter(by_hand).collect()))
}

/// The same, within a transaction, of the events that `chosen` names and the asker made.
pub(super) fn within(
    tx: &mut Tx<'_>,
    by: By,
    mut state: Conversation,
    now: Millis,
    chosen: impl Fn(&Event) -> bool,
) -> Result<()> {
    let events = store::log::course(tx, state.id)?;
    let mine = |event: &Event| event.actor == Actor::Agent(by.agent) && chosen(event);
    let course = Course { now: &state, events: &events };
    let facts = course.taken_back(mine).map_err(|_| Refused::Outdated)?;
    for fact in &facts {
        if let Fact::ConversationAssigned { to: Some(agent), .. } = fact
            && !may_have(tx, *agent, &state)?
        {
            return Err(Refused::Outdated.into());
        }
    }
    if facts.is_empty() {
        return Ok(());
    }
    store::conversation::record(tx, &mut state, &facts, &by.origin(now), None)?;
    let judged = events.iter().filter(|event| mine(event) && matches!(event.fact, Fact::SpamJudged { .. }));
    for event in judged {
        store::spam::unteach(tx, state.id, event.at)?;
    }
    Ok(())
}

/// Whether somebody is still there who could have this conversation.
fn may_have(conn: &mut Conn, agent: domain::id::AgentId, state: &Conversation) -> Result<bool> {
    let agent = store::agent::by_id(conn, agent)?;
    Ok(agent.is_some_and(|agent| agent.off_at.is_none() && agent.grant().allows(Action::Answer, state.team)))
}
