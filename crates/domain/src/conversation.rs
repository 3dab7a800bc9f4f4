//! A conversation: one matter, and what the facts about it add up to.
//!
//! [`Conversation::apply`] is the only place where a fact changes a conversation. The engine
//! uses it to write rows and the fold uses it to check them, so the two cannot drift apart.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::event::Fact;
use crate::id::{AgentId, BrandId, ContactId, ConversationId, InboxId, TagId, TeamId};
use crate::time::{DAY_MS, Millis};

/// Where a matter stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Our turn.
    #[default]
    Open,
    /// The customer's turn.
    WaitingCustomer,
    /// Somebody else's turn (warehouse, courier, maker); the clock runs on.
    WaitingOthers,
    /// Put aside until a moment.
    Snoozed,
    /// Done.
    Solved,
}

/// How much a matter weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Can wait.
    Low,
    /// As usual.
    #[default]
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

/// The list a conversation stands in. Every list is one bucket, so that no list sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// Open: to answer, the longest waiting first.
    ToAnswer,
    /// Waiting for the customer.
    WaitingCustomer,
    /// Waiting for others.
    WaitingOthers,
    /// Snoozed.
    Snoozed,
    /// Solved.
    Solved,
    /// Machine mail: waits for nobody.
    Automatic,
}

macro_rules! coded {
    ($name:ident: $($variant:ident = $word:literal),+ $(,)?) => {
        impl $name {
            /// All values, in the order of their numbers in the store.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The number the store keeps.
            pub fn code(self) -> i64 {
                self as i64
            }

            /// The value with this number.
            pub fn from_code(code: i64) -> Option<Self> {
                usize::try_from(code).ok().and_then(|at| Self::ALL.get(at).copied())
            }

            /// The word for addresses, forms and Fluent keys.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}

coded!(Status: Open = "open", WaitingCustomer = "waiting-customer", WaitingOthers = "waiting-others", Snoozed = "snoozed", Solved = "solved");
coded!(Priority: Low = "low", Normal = "normal", High = "high", Urgent = "urgent");
coded!(Bucket: ToAnswer = "to-answer", WaitingCustomer = "waiting-customer", WaitingOthers = "waiting-others", Snoozed = "snoozed", Solved = "solved", Automatic = "automatic");

impl Bucket {
    /// Whether the list runs from the oldest (longest waiting) or from the newest.
    pub fn oldest_first(self) -> bool {
        self == Self::ToAnswer
    }
}

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
            waiting_since: None,
            last_at: at,
            messages: 0,
            tags: BTreeSet::new(),
        })
    }

    /// What `fact`, which happened at `at`, changes. Facts about other conversations must not be
    /// passed; facts that change nothing here are listed, not skipped by a wildcard.
    pub fn apply(&mut self, fact: &Fact, at: Millis) {
        match fact {
            Fact::MessageReceived { automatic, history, .. } => {
                self.messages += 1;
                self.last_at = self.last_at.max(at);
                if !automatic {
                    self.automatic = false;
                    if !history && self.waiting_since.is_none() {
                        self.waiting_since = Some(at);
                    }
                }
            }
            Fact::MessageReplied { automatic, .. } => {
                self.messages += 1;
                self.last_at = self.last_at.max(at);
                if !automatic {
                    self.waiting_since = None;
                }
            }
            Fact::MessageCopied { .. } => {
                self.messages += 1;
                self.last_at = self.last_at.max(at);
                self.waiting_since = None;
            }
            Fact::NoteAdded { .. } => {
                self.messages += 1;
                self.last_at = self.last_at.max(at);
            }
            Fact::ConversationAssigned { to, .. } => self.assignee = *to,
            Fact::StatusChanged { to, until, .. } => {
                self.status = *to;
                self.snoozed_until = until.filter(|_| *to == Status::Snoozed);
                if *to == Status::Solved {
                    self.waiting_since = None;
                }
            }
            Fact::PriorityChanged { to, .. } => self.priority = *to,
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
            | Fact::TagCreated { .. }
            | Fact::ContactCreated { .. }
            | Fact::ContactIdentified { .. }
            | Fact::ContactErased { .. }
            | Fact::ConversationOpened { .. }
            | Fact::DeliverySent { .. }
            | Fact::DeliveryFailed { .. }
            | Fact::DeliveryUncertain { .. }
            | Fact::DeliveryRequeued { .. }
            | Fact::RawQuarantined { .. }
            | Fact::AutomationStopped { .. } => {}
        }
    }

    /// The list it stands in.
    pub fn bucket(&self) -> Bucket {
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
        (!automatic && !history && self.status != Status::Open).then_some(Fact::StatusChanged {
            conversation: self.id,
            from: self.status,
            to: Status::Open,
            until: None,
        })
    }

    /// Whether a message at `at` still belongs here, or the matter ended too long ago.
    pub fn takes_answer_at(&self, at: Millis) -> bool {
        self.status != Status::Solved || at.since_ms(self.last_at) <= REOPEN_WITHIN_MS
    }
}
