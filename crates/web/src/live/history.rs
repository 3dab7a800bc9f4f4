//! What of the log is history, of which an open page need not be told mail by mail. Pure.

use std::collections::{HashSet, VecDeque};

use domain::event::{Actor, Event, Fact};
use domain::id::ConversationId;

/// So many arrivals of history among the latest events are told of one by one, such as an old mail that was moved into
/// the mailbox.
const FEW: usize = 10;

/// The latest events among which they are counted.
const LATEST: usize = 200;

/// Whether history pours in: which of the latest events were arrivals of it.
#[derive(Debug, Default)]
pub(super) struct Pour(VecDeque<bool>);

impl Pour {
    /// Takes note of the next events. Where history pours in, takes out its arrivals and what came with them.
    pub(super) fn pass_over(&mut self, events: &mut Vec<Event>) {
        self.0.extend(events.iter().map(|event| is_historic_arrival(&event.fact)));
        self.0.drain(..self.0.len().saturating_sub(LATEST));
        if self.0.iter().filter(|historic| **historic).count() > FEW {
            take_out(events);
        }
    }
}

fn take_out(events: &mut Vec<Event>) {
    let historic: HashSet<ConversationId> = events
        .iter()
        .filter(|event| is_historic_arrival(&event.fact))
        .filter_map(|event| event.fact.conversation())
        .collect();
    events.retain(|event| !is_historic_arrival(&event.fact) && !came_with(event, &historic));
}

fn is_historic_arrival(fact: &Fact) -> bool {
    matches!(fact, Fact::MessageReceived { history: true, .. } | Fact::MessageCopied { history: true, .. })
}

/// What accepting a mail says besides: no page shows new contacts as such, and the rest is of its conversation and no
/// agent's doing (an old matter is solved from the start).
fn came_with(event: &Event, historic: &HashSet<ConversationId>) -> bool {
    let fact = &event.fact;
    match fact {
        Fact::ContactCreated { .. } | Fact::ContactIdentified { .. } => true,
        Fact::ConversationOpened { .. }
        | Fact::StatusChanged { .. }
        | Fact::SpamJudged { .. }
        | Fact::SuggestionMade { .. }
        | Fact::ContactSuggested { .. } => {
            let is_agents = matches!(event.actor, Actor::Agent(_));
            !is_agents && fact.conversation().is_some_and(|id| historic.contains(&id))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::conversation::Status;
    use domain::event::{JoinedBy, Position};
    use domain::id::Id;
    use domain::time::Millis;

    use super::*;

    fn received(conversation: i64, history: bool) -> Fact {
        Fact::MessageReceived {
            conversation: Id::from_raw(conversation),
            message: Id::from_raw(conversation + 100),
            contact: Id::from_raw(1),
            inbox: Id::from_raw(1),
            raw: Id::from_raw(1),
            joined_by: JoinedBy::Opened,
            automatic: false,
            history,
        }
    }

    fn opened(conversation: i64) -> Fact {
        Fact::ConversationOpened {
            conversation: Id::from_raw(conversation),
            brand: Id::from_raw(1),
            inbox: Id::from_raw(1),
            team: Id::from_raw(1),
            contact: Id::from_raw(1),
            number: 7,
            automatic: false,
            follows: None,
        }
    }

    fn solved(conversation: i64) -> Fact {
        let (from, to) = (Status::Open, Status::Solved);
        Fact::StatusChanged { conversation: Id::from_raw(conversation), from, to, until: None, waiting_since: None }
    }

    #[test]
    fn arrivals_of_history_go_and_what_happens_meanwhile_stays() {
        let note = Fact::NoteAdded { conversation: Id::from_raw(7), message: Id::from_raw(9) };
        let facts = |old: i64| {
            let old = (20..20 + old).flat_map(|id| {
                let contact = Fact::ContactCreated { contact: Id::from_raw(id) };
                [contact, opened(id), received(id, true), solved(id)]
            });
            old.chain([opened(8), received(8, false), note.clone(), opened(7), received(7, true)])
        };
        let event = |(at, fact): (usize, Fact)| Event {
            position: Position(at as i64),
            at: Millis::new(5),
            actor: Actor::System,
            cause: None,
            depth: 0,
            fact,
        };
        let left = |old: i64| {
            let mut events: Vec<Event> = facts(old).enumerate().map(event).collect();
            Pour::default().pass_over(&mut events);
            events.into_iter().map(|event| event.fact).collect::<Vec<Fact>>()
        };
        assert_eq!(left(FEW as i64), [opened(8), received(8, false), note.clone()]);
        assert_eq!(left(2).len(), 4 * 2 + 5, "a few come one by one");
        // Also when they come one by one.
        let mut pour = Pour::default();
        let told = (0..40_usize).filter(|at| {
            let mut events = vec![event((*at, received(50, true)))];
            pour.pass_over(&mut events);
            !events.is_empty()
        });
        assert_eq!(told.count(), FEW);
    }
}
