//! The sum over a log: what the tables must say.
//!
//! `kontuar check` folds the whole log and compares it with the rows. The fold matches every kind
//! without a wildcard, so a new fact cannot be forgotten here.

mod people;
mod suggested;

use std::collections::{HashMap, HashSet};

use crate::conversation::Conversation;
use crate::delivery::DeliveryState;
use crate::event::{Event, Fact, Position};
use crate::id::{
    BrandId, ContactId, ConversationId, DeliveryId, IdentityId, InboxId, MessageId, RawId, SuggestionId, TagId, TeamId,
};
use crate::identity::SenderMark;
use crate::retention::Class;
use crate::suggestion::SuggestionState;

pub use people::{Member, People};
pub use suggested::{FoldedLikeness, FoldedSuggestion};

/// How a message came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// From the customer.
    Received,
    /// To the customer, written here.
    Replied,
    /// To the customer, written elsewhere.
    Copied,
    /// For colleagues only.
    Note,
}

impl MessageKind {
    /// All kinds, in the order of their numbers in the store.
    pub const ALL: [Self; 4] = [Self::Received, Self::Replied, Self::Copied, Self::Note];

    /// The number the store keeps.
    pub fn code(self) -> i64 {
        self as i64
    }

    /// The kind with this number.
    pub fn from_code(code: i64) -> Option<Self> {
        usize::try_from(code).ok().and_then(|at| Self::ALL.get(at).copied())
    }
}

/// What the log says of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldedMessage {
    /// The conversation it came to; [`Fold::place`] says where it stands now.
    pub conversation: ConversationId,
    /// How it came to be.
    pub kind: MessageKind,
    /// The arrival it was read from.
    pub raw: Option<RawId>,
}

/// What the log says of one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldedDelivery {
    /// The message it sends.
    pub message: MessageId,
    /// Where it stands; [`DeliveryState::Queued`] also stands for an attempt under way.
    pub state: DeliveryState,
}

/// Everything the log says.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Fold {
    pub head: Position,
    pub brands: HashSet<BrandId>,
    pub teams: HashSet<TeamId>,
    pub inboxes: HashMap<InboxId, (BrandId, TeamId)>,
    pub people: People,
    pub tags: HashSet<TagId>,
    /// Contacts, and whether they were erased.
    pub contacts: HashMap<ContactId, bool>,
    /// Contacts that are the same person as another one, and which.
    pub merged: HashMap<ContactId, ContactId>,
    pub identities: HashMap<IdentityId, ContactId>,
    pub conversations: HashMap<ConversationId, Conversation>,
    pub messages: HashMap<MessageId, FoldedMessage>,
    pub deliveries: HashMap<DeliveryId, FoldedDelivery>,
    pub suggestions: HashMap<SuggestionId, FoldedSuggestion>,
    pub likenesses: HashMap<SuggestionId, FoldedLikeness>,
    /// Senders whose mail is treated differently.
    pub marks: HashMap<IdentityId, SenderMark>,
    pub quarantined: HashSet<RawId>,
    /// For how many days what is kept, where somebody decided about it.
    pub retention: HashMap<Class, Option<i64>>,
    /// What contradicts itself in the log alone, in words for the operator.
    pub contradictions: Vec<String>,
}

impl Fold {
    /// Takes the next event. Positions must come without gaps, from 1.
    pub fn take(&mut self, event: &Event) {
        if event.position.0 != self.head.0 + 1 {
            self.contradictions.push(format!("the log jumps from position {} to {}", self.head, event.position));
        }
        self.head = event.position;
        if event.cause.is_some_and(|cause| cause >= event.position) {
            self.contradictions.push(format!("event {} names a cause that comes later", event.position));
        }
        match &event.fact {
            Fact::BrandCreated { brand } => {
                self.brands.insert(*brand);
            }
            Fact::TeamCreated { team } => {
                self.teams.insert(*team);
            }
            Fact::InboxCreated { inbox, brand, team } => {
                self.inboxes.insert(*inbox, (*brand, *team));
            }
            Fact::AgentCreated { .. }
            | Fact::AgentChanged { .. }
            | Fact::AgentSwitched { .. }
            | Fact::AgentInvited { .. }
            | Fact::AgentInvitationEnded { .. }
            | Fact::AgentAccessed { .. } => self.people.take(&event.fact),
            Fact::TagCreated { tag } => {
                self.tags.insert(*tag);
            }
            Fact::ContactCreated { contact } => {
                self.contacts.insert(*contact, false);
            }
            Fact::ContactIdentified { contact, identity, .. } => {
                self.identities.insert(*identity, *contact);
            }
            Fact::ContactErased { contact } => {
                self.contacts.insert(*contact, true);
            }
            Fact::ConversationOpened { conversation, .. } => {
                if let Some(opened) = Conversation::opened(&event.fact, event.at)
                    && self.conversations.insert(*conversation, opened).is_some()
                {
                    self.contradictions.push(format!("{conversation} was opened twice"));
                }
            }
            Fact::MessageReceived { conversation, message, raw, .. } => {
                self.message(*message, *conversation, MessageKind::Received, Some(*raw));
                self.apply(*conversation, event);
            }
            Fact::MessageReplied { conversation, message, delivery, .. } => {
                self.message(*message, *conversation, MessageKind::Replied, None);
                self.delivery(*delivery, *message, DeliveryState::Queued);
                self.apply(*conversation, event);
            }
            Fact::MessageCopied { conversation, message, raw, .. } => {
                self.message(*message, *conversation, MessageKind::Copied, Some(*raw));
                self.apply(*conversation, event);
            }
            Fact::NoteAdded { conversation, message } => {
                self.message(*message, *conversation, MessageKind::Note, None);
                self.apply(*conversation, event);
            }
            Fact::ConversationAssigned { conversation, .. }
            | Fact::StatusChanged { conversation, .. }
            | Fact::PriorityChanged { conversation, .. }
            | Fact::Tagged { conversation, .. }
            | Fact::Untagged { conversation, .. }
            | Fact::SpamJudged { conversation, .. }
            | Fact::ConversationMerged { conversation, .. }
            | Fact::ConversationUnmerged { conversation, .. }
            | Fact::ConversationAbsorbed { conversation, .. }
            | Fact::ConversationReleased { conversation, .. }
            | Fact::AutomationStopped { conversation, .. } => self.apply(*conversation, event),
            Fact::SuggestionMade { suggestion, conversation, other, hint } => {
                let made = FoldedSuggestion {
                    conversation: *conversation,
                    other: *other,
                    hint: *hint,
                    state: SuggestionState::Open,
                };
                self.suggestions.insert(*suggestion, made);
            }
            Fact::SuggestionSettled { suggestion, state, .. } => match self.suggestions.get_mut(suggestion) {
                Some(said) => said.state = *state,
                None => self.contradictions.push(format!("{suggestion} was settled and never made")),
            },
            Fact::ContactMerged { contact, into, .. } => self.merge(event, *contact, *into),
            Fact::ContactUnmerged { contact, from, .. } => {
                if self.merged.remove(contact) != Some(*from) {
                    self.contradictions.push(format!("{contact} was taken out of {from} and was not in it"));
                }
            }
            Fact::ContactSuggested { suggestion, conversation, contact, other, likeness } => {
                let made = FoldedLikeness {
                    conversation: *conversation,
                    contact: *contact,
                    other: *other,
                    likeness: *likeness,
                    state: SuggestionState::Open,
                };
                self.likenesses.insert(*suggestion, made);
            }
            Fact::ContactSuggestionSettled { suggestion, state, .. } => match self.likenesses.get_mut(suggestion) {
                Some(said) => said.state = *state,
                None => self.contradictions.push(format!("{suggestion} was settled and never made")),
            },
            Fact::SenderMarked { identity, mark, .. } => {
                self.marks.insert(*identity, *mark);
            }
            Fact::DeliveryBounced { conversation, message, delivery, hard } => {
                if *hard {
                    self.deliveries
                        .insert(*delivery, FoldedDelivery { message: *message, state: DeliveryState::Bounced });
                }
                self.apply(*conversation, event);
            }
            Fact::DeliverySent { message, delivery, .. } => self.delivery(*delivery, *message, DeliveryState::Sent),
            Fact::DeliveryFailed { message, delivery, .. } => self.delivery(*delivery, *message, DeliveryState::Failed),
            Fact::DeliveryUncertain { message, delivery, .. } => {
                self.delivery(*delivery, *message, DeliveryState::Uncertain);
            }
            Fact::DeliveryRequeued { message, delivery, .. } => {
                self.delivery(*delivery, *message, DeliveryState::Queued)
            }
            Fact::DeliverySettled { message, delivery, state, .. } => {
                self.deliveries.insert(*delivery, FoldedDelivery { message: *message, state: *state });
            }
            Fact::RawQuarantined { raw, .. } => {
                self.quarantined.insert(*raw);
            }
            Fact::RetentionSet { class, days } => {
                self.retention.insert(*class, *days);
            }
            // It takes content; what it is told of here stays. And working state is no part of the sum.
            Fact::RetentionApplied { .. } | Fact::Operated(_) => {}
        }
    }

    /// Where a message that came to `conversation` stands: there, or in what that was joined into.
    pub fn place(&self, conversation: ConversationId) -> ConversationId {
        let mut place = conversation;
        // No chain is longer than there are conversations; a ring would be a contradiction, and must not hang.
        for _ in 0..self.conversations.len() {
            match self.conversations.get(&place).and_then(|state| state.merged_into) {
                Some(into) => place = into,
                None => break,
            }
        }
        place
    }

    /// The contact under whom a person is known who was found to be several of them.
    pub fn person(&self, contact: ContactId) -> ContactId {
        let mut person = contact;
        for _ in 0..self.merged.len() {
            match self.merged.get(&person) {
                Some(into) => person = *into,
                None => break,
            }
        }
        person
    }

    fn merge(&mut self, event: &Event, contact: ContactId, into: ContactId) {
        let is_ring = self.person(into) == contact;
        if is_ring || self.merged.insert(contact, into).is_some() {
            self.contradictions.push(format!("event {} merges {contact}, which it cannot", event.position));
        }
    }

    fn apply(&mut self, conversation: ConversationId, event: &Event) {
        match self.conversations.get_mut(&conversation) {
            Some(state) => state.apply(&event.fact, event.at),
            None => self
                .contradictions
                .push(format!("event {} speaks of {conversation}, which was never opened", event.position)),
        }
    }

    fn message(&mut self, message: MessageId, conversation: ConversationId, kind: MessageKind, raw: Option<RawId>) {
        if self.messages.insert(message, FoldedMessage { conversation, kind, raw }).is_some() {
            self.contradictions.push(format!("{message} came to be twice"));
        }
    }

    fn delivery(&mut self, delivery: DeliveryId, message: MessageId, state: DeliveryState) {
        let before = self.deliveries.insert(delivery, FoldedDelivery { message, state });
        if before.is_some_and(|before| before.state == DeliveryState::Sent) {
            self.contradictions.push(format!("{delivery} went on after it had been sent"));
        }
    }
}
