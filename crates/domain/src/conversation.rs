//! A conversation: one matter, and what the facts about it add up to.
//!
//! [`Conversation::apply`] is the only place where a fact changes a conversation. The engine
//! uses it to write rows and the fold uses it to check them, so the two cannot drift apart.

use std::collections::BTreeSet;

use crate::event::{Event, Fact};
use crate::id::{AgentId, BrandId, ContactId, ConversationId, InboxId, TagId, TeamId};
pub use crate::standing::{Bucket, Priority, Status};
use crate::time::{DAY_MS, Millis};

/// A customer who answers within this time reopens a solved conversation; later it is a new one.
pub const REOPEN_WITHIN_MS: i64 = 30 * DAY_MS;

/// What the log says about one conversation. Text is not here: see the content rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The shop.
    pub brand: BrandId,
    /// Where it began; replies leave from here.
    pub inbox: InboxId,
    /// The scope that owns it.
    pub team: TeamId,
    /// The customer.
    pub contact: ContactId,
    /// The number people say, counted per brand from 1.
    pub number: i64,
    /// The conversation this one continues.
    pub follows: Option<ConversationId>,
    /// Where it stands.
    pub status: Status,
    /// Until when it is put aside; only while snoozed.
    pub snoozed_until: Option<Millis>,
    /// How much it weighs.
    pub priority: Priority,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// Whether only machines wrote so far.
    pub automatic: bool,
    /// Whether it is spam, or from a sender who is blocked: it waits for nobody.
    pub spam: bool,
    /// The conversation that its messages were joined into; it is empty since.
    pub merged_into: Option<ConversationId>,
    /// When the first message came that nobody has answered yet.
    pub waiting_since: Option<Millis>,
    /// When the last message or note was written.
    pub last_at: Millis,
    /// Messages and notes.
    pub messages: i64,
    /// The words on it.
    pub tags: BTreeSet<TagId>,
}

impl Conversation {
    /// The conversation that a `conversation.opened` begins; `None` for every other fact.
    pub fn opened(fact: &Fact, at: Millis) -> Option<Self> {
        let Fact::ConversationOpened { conversation, brand, inbox, team, contact, number, automatic, follows } = fact
        else {
            return None;
        };
        Some(Self {
            id: *conversation,
            brand: *brand,
            inbox: *inbox,
            team: *team,
            contact: *contact,
            number: *number,
            follows: *follows,
            status: Status::Open,
            snoozed_until: None,
            priority: Priority::Normal,
            assignee: None,
            automatic: *automatic,
            spam: false,
            merged_into: None,
            waiting_since: None,
            last_at: at,
            messages: 0,
            tags: BTreeSet::new(),
        })
    }

    /// How it stands after `events` (its own, oldest first) had the joinings with `other` never happened. `None` when they
    /// do not begin with its opening.
    pub fn without<'e>(events: impl IntoIterator<Item = &'e Event>, other: ConversationId) -> Option<Self> {
        let mut events = events.into_iter();
        let opening = events.next()?;
        let mut state = Self::opened(&opening.fact, opening.at)?;
        for event in events {
            match &event.fact {
                Fact::ConversationAbsorbed { from: with, .. }
                | Fact::ConversationReleased { to: with, .. }
                | Fact::ConversationMerged { into: with, .. }
                | Fact::ConversationUnmerged { from: with, .. }
                    if *with == other => {}
                fact => state.apply(fact, event.at),
            }
        }
        Some(state)
    }

    /// What `fact`, which happened at `at`, changes. Facts about other conversations must not be
    /// passed; facts that change nothing here are listed, not skipped by a wildcard.
    pub fn apply(&mut self, fact: &Fact, at: Millis) {
        match fact {
            Fact::MessageReceived { .. }
            | Fact::MessageReplied { .. }
            | Fact::MessageCopied { .. }
            | Fact::NoteAdded { .. } => self.wrote(fact, at),
            Fact::ConversationMerged { .. }
            | Fact::ConversationUnmerged { .. }
            | Fact::ConversationAbsorbed { .. }
            | Fact::ConversationReleased { .. } => self.joined(fact),
            Fact::ConversationAssigned { to, .. } => self.assignee = *to,
            Fact::StatusChanged { to, until, waiting_since, .. } => {
                self.status = *to;
                self.snoozed_until = until.filter(|_| *to == Status::Snoozed);
                self.waiting_since = waiting_since.or(self.waiting_since).filter(|_| *to != Status::Solved);
            }
            Fact::PriorityChanged { to, .. } => self.priority = *to,
            Fact::SpamJudged { spam, waiting_since, .. } => {
                self.spam = *spam;
                self.waiting_since = *waiting_since;
            }
            Fact::DeliveryBounced { hard: true, .. } => {
                self.automatic = false;
                self.waiting_since = self.waiting_since.or(Some(at));
            }
            Fact::Tagged { tag, .. } => {
                self.tags.insert(*tag);
            }
            Fact::Untagged { tag, .. } => {
                self.tags.remove(tag);
            }
            Fact::BrandCreated { .. }
            | Fact::TeamCreated { .. }
            | Fact::InboxCreated { .. }
            | Fact::AgentCreated { .. }
            | Fact::AgentChanged { .. }
            | Fact::AgentSwitched { .. }
            | Fact::AgentInvited { .. }
            | Fact::AgentInvitationEnded { .. }
            | Fact::AgentAccessed { .. }
            | Fact::TagCreated { .. }
            | Fact::ContactCreated { .. }
            | Fact::ContactIdentified { .. }
            | Fact::ContactErased { .. }
            | Fact::ConversationOpened { .. }
            | Fact::SenderMarked { .. }
            | Fact::SuggestionMade { .. }
            | Fact::SuggestionSettled { .. }
            | Fact::ContactMerged { .. }
            | Fact::ContactUnmerged { .. }
            | Fact::ContactSuggested { .. }
            | Fact::ContactSuggestionSettled { .. }
            | Fact::DeliverySent { .. }
            | Fact::DeliveryBounced { hard: false, .. }
            | Fact::DeliveryFailed { .. }
            | Fact::DeliveryUncertain { .. }
            | Fact::DeliveryRequeued { .. }
            | Fact::DeliverySettled { .. }
            | Fact::RawQuarantined { .. }
            | Fact::RetentionSet { .. }
            | Fact::RetentionApplied { .. }
            | Fact::Operated(_)
            | Fact::AutomationStopped { .. } => {}
        }
    }

    /// Somebody wrote.
    fn wrote(&mut self, fact: &Fact, at: Millis) {
        self.messages += 1;
        self.last_at = self.last_at.max(at);
        match fact {
            Fact::MessageReceived { automatic: false, history, .. } => {
                self.automatic = false;
                if !history && !self.spam && self.waiting_since.is_none() {
                    self.waiting_since = Some(at);
                }
            }
            // What we wrote before the customer did answers nothing.
            Fact::MessageCopied { history: true, .. } if self.waiting_since.is_some_and(|since| at < since) => {}
            Fact::MessageReplied { automatic: false, .. } | Fact::MessageCopied { .. } => self.waiting_since = None,
            _ => {}
        }
    }

    /// Two conversations became one, or two again.
    fn joined(&mut self, fact: &Fact) {
        match fact {
            Fact::ConversationMerged { into, .. } => {
                self.merged_into = Some(*into);
                self.messages = 0;
                self.waiting_since = None;
            }
            Fact::ConversationUnmerged { messages, waiting_since, .. } => {
                self.merged_into = None;
                self.messages = *messages;
                self.waiting_since = *waiting_since;
            }
            Fact::ConversationAbsorbed { messages, waiting_since, last_at, automatic, .. } => {
                self.messages += messages;
                self.last_at = self.last_at.max(*last_at);
                self.automatic &= automatic;
                if let Some(since) = waiting_since {
                    // Whoever waited there waits on: the clock does not start again.
                    self.waiting_since = Some(self.waiting_since.map_or(*since, |own| own.min(*since)));
                    (self.status, self.snoozed_until) = (Status::Open, None);
                }
            }
            Fact::ConversationReleased { messages, waiting_since, last_at, automatic, status, until, .. } => {
                self.messages -= messages;
                (self.waiting_since, self.last_at, self.automatic) = (*waiting_since, *last_at, *automatic);
                (self.status, self.snoozed_until) = (*status, *until);
            }
            _ => {}
        }
    }

    /// The list it stands in.
    pub fn bucket(&self) -> Bucket {
        if self.merged_into.is_some() {
            return Bucket::Merged;
        }
        if self.spam {
            return Bucket::Spam;
        }
        match self.status {
            Status::Open if self.automatic => Bucket::Automatic,
            Status::Open => Bucket::ToAnswer,
            Status::WaitingCustomer => Bucket::WaitingCustomer,
            Status::WaitingOthers => Bucket::WaitingOthers,
            Status::Snoozed => Bucket::Snoozed,
            Status::Solved => Bucket::Solved,
        }
    }

    /// What its list is ordered by: how long the customer waits, or the last activity.
    pub fn sort_at(&self) -> Millis {
        if self.bucket().oldest_first() { self.waiting_since.unwrap_or(self.last_at) } else { self.last_at }
    }

    /// What a message that arrives at `at` from the customer sets off, besides itself: a status
    /// change back to open, or nothing. History and machine mail set nothing off.
    pub fn reopened_by_message(&self, automatic: bool, history: bool) -> Option<Fact> {
        (!automatic && !history && !self.spam && self.status != Status::Open).then_some(Fact::StatusChanged {
            conversation: self.id,
            from: self.status,
            to: Status::Open,
            until: None,
            waiting_since: None,
        })
    }

    /// Whether a message at `at` still belongs here, or the matter ended too long ago.
    pub fn takes_answer_at(&self, at: Millis) -> bool {
        self.status != Status::Solved || at.since_ms(self.last_at) <= REOPEN_WITHIN_MS
    }
}
