//! The demo shop: two brands, the people behind the counter, their customers and two months of
//! mail, written for Kontuar and put together the same way every time.
//!
//! In: the moment that counts as now, and a seed. Out: plain values ([`DemoShop`]); whoever fills
//! a store with them does so through the product's own front door. This crate does no I/O, asks
//! no clock and knows no store. Every address lies in a domain that RFC 2606 reserves, and no
//! number names a real firm, so nothing that leaves the demo by mistake can reach anybody.
//!
//! Where to look: `scene` is the form in which the texts are written, `polish` and `english`
//! hold them (a file a topic), `phrase` fills them in, `hand` spoils them as people do. `course`
//! says who speaks after whom, `schedule` and `rhythm` when, `letter` makes one message,
//! `compose` the conversations and the shop. To add a topic, write a file like
//! `polish/damage.rs` and list it in the folder's `mod.rs`; the tests say what is missing. To read
//! what comes out: `cargo run --example sample`.

mod brand;
mod calendar;
mod chance;
mod compose;
mod course;
mod english;
mod hand;
mod letter;
mod machine;
mod matter;
mod people;
mod phrase;
mod polish;
mod rhythm;
mod scene;
mod schedule;
mod staff;
mod template;

#[cfg(test)]
mod tests;

use domain::conversation::{Priority, Status};
use domain::identity::Address;
use domain::permission::Role;
use domain::time::Millis;

pub use template::{DemoTemplate, TEMPLATES};

/// People among the customers; the machine senders follow them in [`DemoShop::customers`].
pub const CUSTOMERS: usize = 400;

/// Conversations in the shop.
pub const CONVERSATIONS: usize = 1_500;

/// All there is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoShop {
    /// Two shops: a Polish one, then an Irish one that writes English.
    pub brands: Vec<DemoBrand>,
    /// Six people behind the counter.
    pub agents: Vec<DemoAgent>,
    /// [`CUSTOMERS`] people, then the machines that write to a shop (couriers, payments, marketplaces).
    pub customers: Vec<DemoCustomer>,
    /// [`CONVERSATIONS`] conversations, in the order in which they began.
    pub conversations: Vec<DemoConversation>,
}

/// The language somebody writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Polish.
    Polish,
    /// English.
    English,
}

impl Language {
    /// The language's code in ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::Polish => "pl",
            Self::English => "en",
        }
    }
}

/// A shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoBrand {
    /// What the customer sees as the sender.
    pub name: &'static str,
    /// The mailbox customers write to.
    pub inbox: Address,
    /// The language of the shop.
    pub language: Language,
    /// The team that answers.
    pub team: &'static str,
}

/// A person who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAgent {
    /// First and last name.
    pub name: &'static str,
    /// The address used to sign in.
    pub login: Address,
    /// What this person may do.
    pub role: Role,
    /// The language of the pages.
    pub language: Language,
    /// The team, one of the brands' teams.
    pub team: &'static str,
}

/// Somebody who writes to a shop: a person, or a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCustomer {
    /// The display name of the sender.
    pub name: String,
    /// The sender's address.
    pub address: Address,
    /// The language of the mails.
    pub language: Language,
}

/// One matter, from the first mail to where it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoConversation {
    /// The shop, as an index into [`DemoShop::brands`].
    pub brand: usize,
    /// Who wrote, as an index into [`DemoShop::customers`].
    pub customer: usize,
    /// The subject of the first mail.
    pub subject: String,
    /// What was said, the oldest first; at least one message, each later than the one before.
    pub messages: Vec<DemoMessage>,
    /// Where it stands after the last message.
    pub status: Status,
    /// Until when it is put aside; only while snoozed, and then later than now.
    pub snoozed_until: Option<Millis>,
    /// Who has it, as an index into [`DemoShop::agents`].
    pub assignee: Option<usize>,
    /// The words on it.
    pub tags: Vec<&'static str>,
    /// How much it weighs.
    pub priority: Priority,
    /// Whether only a machine wrote.
    pub automatic: bool,
}

/// One message or note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoMessage {
    /// Who says it to whom.
    pub direction: Direction,
    /// When; never later than the shop's now.
    pub at: Millis,
    /// What, as plain text with `\n` at line ends.
    pub text: String,
}

/// Who says something to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The customer to the shop.
    FromCustomer,
    /// This agent to the customer.
    FromAgent(usize),
    /// This agent to colleagues; the customer never sees it.
    Note(usize),
}

/// The demo shop as it looks at `now`. The same `now` and `seed` give the same shop, letter for letter.
pub fn shop(now: Millis, seed: u64) -> DemoShop {
    compose::shop(now, seed)
}
