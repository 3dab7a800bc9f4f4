//! An event as the outside reads it: one JSON object, from `kontuar log` and the API alike.
//!
//! It holds what an event holds: ids, enums, numbers, hashes. Fields are only ever added to it.

use serde::Serialize;

use crate::event::{Event, Fact, Position};

/// An event, ready to be written as JSON: who, when, why, and beside it `kind` and the fact's own fields.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Where it stands in the log.
    pub position: Position,
    /// When, as RFC 3339 has it.
    pub at: String,
    /// Who: `agt_…`, `ctc_…`, `reactor:…` or `system`.
    pub actor: String,
    /// The event that it reacts to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Position>,
    /// How many reactions stand between it and the outside.
    pub depth: u8,
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
}

impl From<Event> for Line {
    fn from(event: Event) -> Self {
        let (at, actor) = (event.at.to_string(), event.actor.to_string());
        Self { position: event.position, at, actor, cause: event.cause, depth: event.depth, fact: event.fact }
    }
}

/// The kinds of events that there are.
pub const KINDS: &[&str] = &[
    "brand.created",
    "team.created",
    "inbox.created",
    "agent.accessed",
    "agent.changed",
    "agent.created",
    "agent.invitation_ended",
    "agent.invited",
    "agent.switched",
    "tag.created",
    "contact.created",
    "contact.identified",
    "contact.erased",
    "conversation.opened",
    "message.received",
    "message.replied",
    "message.copied",
    "note.added",
    "conversation.assigned",
    "conversation.status_changed",
    "conversation.priority_changed",
    "conversation.tagged",
    "conversation.untagged",
    "conversation.spam_judged",
    "conversation.merged",
    "conversation.unmerged",
    "conversation.absorbed",
    "conversation.released",
    "suggestion.made",
    "suggestion.settled",
    "sender.marked",
    "contact.merged",
    "contact.unmerged",
    "contact.suggested",
    "contact.suggestion_settled",
    "delivery.bounced",
    "delivery.sent",
    "delivery.failed",
    "delivery.uncertain",
    "delivery.requeued",
    "delivery.settled",
    "raw.quarantined",
    "automation.stopped",
    "retention.set",
    "retention.applied",
    "installation.operated",
];

/// Whether a fact is of this kind (`message.received`), or of a kind of this noun (`message`).
pub fn is_of_kind(fact: &Fact, kind: &str) -> bool {
    fact.kind().strip_prefix(kind).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Actor;
    use crate::id::{BrandId, Id, TeamId};
    use crate::time::Millis;

    #[test]
    fn an_event_is_one_line() {
        let event = Event {
            position: Position(7),
            at: Millis::new(1_795_000_000_123),
            actor: Actor::System,
            cause: None,
            depth: 0,
            fact: Fact::BrandCreated { brand: BrandId::from_raw(1) },
        };
        assert_eq!(
            serde_json::to_string(&Line::from(event)).unwrap(),
            r#"{"position":7,"at":"2026-11-18T11:06:40.123Z","actor":"system","depth":0,"kind":"brand.created","brand":"brd_0000000000001"}"#
        );
    }

    #[test]
    fn kinds_are_chosen_whole_or_by_their_noun() {
        let fact = Fact::TeamCreated { team: TeamId::from_raw(1) };
        assert!(is_of_kind(&fact, "team") && is_of_kind(&fact, "team.created"));
        assert!(!is_of_kind(&fact, "te") && !is_of_kind(&fact, "team.c") && !is_of_kind(&fact, "brand"));
    }
}
