//! One conversation: heading, controls, timeline, composer, the customer beside it.

use domain::conversation::{Priority, Status};
use domain::event::Position;
use domain::id::{AgentId, ContactId, ConversationId, SuggestionId, TagId};
use domain::time::Millis;
use serde::Serialize;

use super::composer::Composer;
use super::frame::Person;
use super::matter::Matter;
use super::timeline::Item;
use super::{Page, samples};

/// Everything the conversation's pane shows.
#[derive(Clone, Debug, Serialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The number people say.
    pub number: i64,
    /// The subject.
    pub subject: Option<String>,
    /// The shop's name.
    pub brand: String,
    /// The conversation this one continues.
    pub follows: Option<ConversationId>,
    /// The list to go back to.
    pub back: String,
    /// Status, assignee, priority, tags.
    pub controls: Controls,
    /// What it has to do with others.
    pub matter: Matter,
    /// The latest items, oldest first.
    pub items: Vec<Item>,
    /// Where earlier ones are.
    pub earlier: Option<String>,
    /// Where to write.
    pub composer: Composer,
    /// Who asks.
    pub customer: Customer,
}

/// What can be changed, as it stands. The same for everybody who may see it.
#[derive(Clone, Debug, Serialize)]
pub struct Controls {
    /// The conversation.
    pub id: ConversationId,
    /// The head of the log when this was read: older controls never replace newer ones.
    pub as_of: Position,
    /// Its status.
    pub status: &'static str,
    /// Until when it is put aside.
    pub snoozed_until: Option<Millis>,
    /// Its priority.
    pub priority: &'static str,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// Who could have it.
    pub agents: Vec<Person>,
    /// The words on it.
    pub tags: Vec<Tag>,
    /// The other words there are.
    pub other_tags: Vec<Tag>,
    /// All statuses that can be chosen.
    pub statuses: Vec<&'static str>,
    /// All priorities.
    pub priorities: Vec<&'static str>,
}

impl Controls {
    /// Statuses to choose from; putting aside has its own control, because it needs a moment.
    pub fn statuses() -> Vec<&'static str> {
        Status::ALL.iter().filter(|status| **status != Status::Snoozed).map(|status| status.word()).collect()
    }

    /// Priorities to choose from, the heaviest first.
    pub fn priorities() -> Vec<&'static str> {
        Priority::ALL.iter().rev().map(|priority| priority.word()).collect()
    }
}

/// A word for conversations.
#[derive(Clone, Debug, Serialize)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// The word.
    pub name: String,
}

/// Who asks.
#[derive(Clone, Debug, Serialize)]
pub struct Customer {
    /// The contact.
    pub id: ContactId,
    /// The contact under whom the person is known.
    pub person: ContactId,
    /// What came of joining an address: the end of its key `person-outcome-…`.
    pub outcome: Option<&'static str>,
    /// The name; `None` when unknown or erased.
    pub name: Option<String>,
    /// Whether everything personal is gone.
    pub erased: bool,
    /// Known addresses.
    pub addresses: Vec<Address>,
    /// Who else they may be.
    pub suggested: Vec<Resembling>,
    /// Whether the person signed in may decide about that.
    pub answers: bool,
    /// The first contact.
    pub since: Millis,
    /// The shop's name.
    pub brand: String,
    /// The inbox's address.
    pub inbox: String,
    /// Other conversations, the latest first.
    pub others: Vec<Other>,
}

/// An address of a customer.
#[derive(Clone, Debug, Serialize)]
pub struct Address {
    /// The address.
    pub value: String,
    /// Why it is believed to be theirs: the end of its key `customer-evidence-…`.
    pub evidence: &'static str,
    /// The contact it belongs to, where an agent said that this is the same person.
    pub merged: Option<ContactId>,
}

/// A contact that may be the same person.
#[derive(Clone, Debug, Serialize)]
pub struct Resembling {
    /// The suggestion.
    pub suggestion: SuggestionId,
    /// The contact.
    pub contact: ContactId,
    /// What speaks for it: the end of its key `person-likeness-…`.
    pub likeness: &'static str,
    /// The name they gave.
    pub name: Option<String>,
    /// Their address.
    pub address: Option<String>,
}

/// Another conversation of the customer.
#[derive(Clone, Debug, Serialize)]
pub struct Other {
    /// Its id.
    pub id: ConversationId,
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: Option<String>,
    /// Its status.
    pub status: &'static str,
    /// Its last activity.
    pub last_at: Millis,
}

/// The conversation's pane alone: what a click in the list swaps.
#[derive(Clone, Debug, Serialize)]
pub struct ConversationPart {
    /// The conversation.
    pub conversation: Conversation,
    /// The page's title from now on.
    pub title: String,
}

/// The controls alone, for the stream and after a change.
#[derive(Clone, Debug, Serialize)]
pub struct ControlsPart {
    /// The controls.
    pub controls: Controls,
}

/// The customer's panel alone, for the stream.
#[derive(Clone, Debug, Serialize)]
pub struct CustomerPart {
    /// The conversation beside which it stands.
    pub conversation: Beside,
}

/// What the customer's panel needs of its conversation.
#[derive(Clone, Debug, Serialize)]
pub struct Beside {
    /// The conversation.
    pub id: ConversationId,
    /// The customer.
    pub customer: Customer,
}

impl Page for ConversationPart {
    const TEMPLATE: &'static str = "agent/conversation.html";

    fn samples() -> Vec<Self> {
        samples::conversations()
            .into_iter()
            .map(|conversation| Self { title: conversation.subject.clone().unwrap_or_default(), conversation })
            .collect()
    }
}

impl Page for ControlsPart {
    const TEMPLATE: &'static str = "parts/controls.html";

    fn samples() -> Vec<Self> {
        samples::conversations().into_iter().map(|conversation| Self { controls: conversation.controls }).collect()
    }
}

impl Page for CustomerPart {
    const TEMPLATE: &'static str = "parts/customer.html";

    fn samples() -> Vec<Self> {
        samples::conversations()
            .into_iter()
            .map(|conversation| Self { conversation: Beside { id: conversation.id, customer: conversation.customer } })
            .collect()
    }
}
