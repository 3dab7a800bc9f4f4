//! What about a conversation somebody changes, and what it takes to change it back.
//!
//! In: the course of a conversation, and which of its events are to be taken back. Out: the facts that make it stand as
//! before them, or that this cannot be: something touched the same thing since. Worked out from the log alone, so that
//! nothing has to be remembered for it.

use std::collections::BTreeSet;

use crate::conversation::Conversation;
use crate::event::{Event, Fact, Position, SpamReason};
use crate::id::TagId;

/// One thing about a conversation that is changed by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Who has it.
    Holder,
    /// Where it stands.
    Status,
    /// How much it weighs.
    Priority,
    /// Whether it carries this word.
    Tag(TagId),
    /// Whether it is spam.
    Spam,
}

impl Aspect {
    /// What a change by hand changes; `None` for facts that no one step takes back.
    pub fn of(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::ConversationAssigned { .. } => Some(Self::Holder),
            Fact::StatusChanged { .. } => Some(Self::Status),
            Fact::PriorityChanged { .. } => Some(Self::Priority),
            Fact::Tagged { tag, .. } | Fact::Untagged { tag, .. } => Some(Self::Tag(*tag)),
            Fact::SpamJudged { .. } => Some(Self::Spam),
            _ => None,
        }
    }

    /// Whether a fact has to do with it. Who waits since when goes with the status: whatever moves that clock touches it.
    pub fn is_touched_by(self, fact: &Fact) -> bool {
        match (self, fact) {
            (
                Self::Status | Self::Spam,
                Fact::MessageReceived { automatic: false, history: false, .. }
                | Fact::MessageReplied { automatic: false, .. }
                | Fact::MessageCopied { .. }
                | Fact::DeliveryBounced { hard: true, .. }
                | Fact::StatusChanged { .. }
                | Fact::SpamJudged { .. },
            )
            | (
                _,
                Fact::ConversationMerged { .. }
                | Fact::ConversationUnmerged { .. }
                | Fact::ConversationAbsorbed { .. }
                | Fact::ConversationReleased { .. },
            ) => true,
            _ => Self::of(fact) == Some(self),
        }
    }

    /// Whether two states differ in it.
    pub fn differs(self, a: &Conversation, b: &Conversation) -> bool {
        match self {
            Self::Holder => a.assignee != b.assignee,
            Self::Status => {
                (a.status, a.snoozed_until, a.waiting_since) != (b.status, b.snoozed_until, b.waiting_since)
            }
            Self::Priority => a.priority != b.priority,
            Self::Tag(tag) => a.tags.contains(&tag) != b.tags.contains(&tag),
            Self::Spam => (a.spam, a.waiting_since) != (b.spam, b.waiting_since),
        }
    }

    /// The fact that brings it from how it stands to how it stood.
    fn back(self, now: &Conversation, before: &Conversation) -> Fact {
        let conversation = now.id;
        match self {
            Self::Holder => Fact::ConversationAssigned { conversation, from: now.assignee, to: before.assignee },
            Self::Status => Fact::StatusChanged {
                conversation,
                from: now.status,
                to: before.status,
                until: before.snoozed_until,
                waiting_since: before.waiting_since,
            },
            Self::Priority => Fact::PriorityChanged { conversation, from: now.priority, to: before.priority },
            Self::Tag(tag) if before.tags.contains(&tag) => Fact::Tagged { conversation, tag },
            Self::Tag(tag) => Fact::Untagged { conversation, tag },
            Self::Spam => Fact::SpamJudged {
                conversation,
                spam: before.spam,
                reason: SpamReason::Corrected,
                waiting_since: before.waiting_since,
            },
        }
    }
}

/// Something touched the same thing since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overtaken;

/// A conversation as it stands, and all that happened to it, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Course<'e> {
    /// How it stands. It may be newer than the events: those of one batch are numbered together.
    pub now: &'e Conversation,
    /// Its events.
    pub events: &'e [Event],
}

impl Course<'_> {
    /// How it stood after the events before `position`; `None` when they do not begin with its opening.
    fn before(&self, position: Position) -> Option<Conversation> {
        let mut events = self.events.iter().take_while(|event| event.position < position);
        let opening = events.next()?;
        let mut state = Conversation::opened(&opening.fact, opening.at)?;
        for event in events {
            state.apply(&event.fact, event.at);
        }
        Some(state)
    }

    /// Whether one of `aspects` was touched by an event after `seen` that is none of `own`, or by one that has no number yet.
    pub fn is_touched(&self, aspects: &[Aspect], seen: Position, own: impl Fn(&Event) -> bool) -> bool {
        let mut later = self.events.iter().filter(|event| event.position > seen && !own(event));
        let touched = |event: &Event| aspects.iter().any(|aspect| aspect.is_touched_by(&event.fact));
        let unnumbered = |known: Conversation| aspects.iter().any(|aspect| aspect.differs(&known, self.now));
        later.any(touched) || self.before(Position(i64::MAX)).is_none_or(unnumbered)
    }

    /// The facts that take back those of the events that `chosen` names. Empty when nothing of what they changed is left.
    pub fn taken_back(&self, chosen: impl Fn(&Event) -> bool) -> Result<Vec<Fact>, Overtaken> {
        let mine = |event: &&Event| Aspect::of(&event.fact).is_some() && chosen(event);
        let Some(first) = self.events.iter().find(mine).map(|event| event.position) else { return Err(Overtaken) };
        let aspects: BTreeSet<Aspect> =
            self.events.iter().filter(mine).filter_map(|event| Aspect::of(&event.fact)).collect();
        let aspects: Vec<Aspect> = aspects.into_iter().collect();
        if self.is_touched(&aspects, first, |event| mine(&event)) {
            return Err(Overtaken);
        }
        let before = self.before(first).ok_or(Overtaken)?;
        let differ = aspects.iter().filter(|aspect| aspect.differs(self.now, &before));
        Ok(differ.map(|aspect| aspect.back(self.now, &before)).collect())
    }
}

#[cfg(test)]
mod tests;
