//! One conversation: heading, controls, timeline, composer, the customer beside it.

use domain::conversation::{Priority, Status};
use domain::event::Position;
use domain::id::{AgentId, ContactId, ConversationId, Id, TagId};
use domain::time::{DAY_MS, Millis};
use serde::Serialize;

use super::Page;
use super::frame::Person;
use super::list::SAMPLE_NOW;
use super::timeline::{Item, sample_items};

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

/// Where an agent writes.
#[derive(Clone, Debug, Serialize)]
pub struct Composer {
    /// The conversation.
    pub id: ConversationId,
    /// The name to greet in the empty field.
    pub name: String,
    /// Where the reply goes; `None` when there is nobody to answer to.
    pub to: Option<String>,
    /// The key under which a reply is accepted once, however often it is sent. The browser keeps it
    /// with the draft.
    pub once_reply: String,
    /// The same for a note.
    pub once_note: String,
    /// The latest message the author has seen.
    pub seen: String,
    /// Whether the person signed in may answer.
    pub answers: bool,
    /// What was typed and not taken: in which form, the text, why.
    pub refused: Option<Refused>,
}

/// A text that was not taken.
#[derive(Clone, Debug, Serialize)]
pub struct Refused {
    /// `reply` or `note`.
    pub form: &'static str,
    /// The text.
    pub text: String,
    /// Why: the end of its key `composer-error-…`.
    pub error: &'static str,
    /// The longest text there may be, in characters.
    pub limit: i64,
}

/// Who asks.
#[derive(Clone, Debug, Serialize)]
pub struct Customer {
    /// The contact.
    pub id: ContactId,
    /// The name; `None` when unknown or erased.
    pub name: Option<String>,
    /// Whether everything personal is gone.
    pub erased: bool,
    /// Known addresses.
    pub addresses: Vec<Address>,
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
    /// Whether it is known to be theirs.
    pub verified: bool,
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

/// The composer alone, after a reply.
#[derive(Clone, Debug, Serialize)]
pub struct ComposerPart {
    /// The composer.
    pub composer: Composer,
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
        Conversation::samples()
            .into_iter()
            .map(|conversation| Self { title: conversation.subject.clone().unwrap_or_default(), conversation })
            .collect()
    }
}

impl Page for ControlsPart {
    const TEMPLATE: &'static str = "parts/controls.html";

    fn samples() -> Vec<Self> {
        Conversation::samples().into_iter().map(|conversation| Self { controls: conversation.controls }).collect()
    }
}

impl Page for ComposerPart {
    const TEMPLATE: &'static str = "parts/composer.html";

    fn samples() -> Vec<Self> {
        let mut samples: Vec<Self> =
            Conversation::samples().into_iter().map(|conversation| Self { composer: conversation.composer }).collect();
        for (form, error) in [
            ("reply", "empty"),
            ("reply", "too-long"),
            ("reply", "no-recipient"),
            ("reply", "new-message"),
            ("note", "empty"),
        ] {
            let mut composer = samples[0].composer.clone();
            composer.refused =
                Some(Refused {
                    form, text: "Dzień dobry,\n<b>to nie jest HTML</b>".to_owned(), error, limit: 100_000
                });
            samples.push(Self { composer });
        }
        samples
    }
}

impl Page for CustomerPart {
    const TEMPLATE: &'static str = "parts/customer.html";

    fn samples() -> Vec<Self> {
        Conversation::samples()
            .into_iter()
            .map(|conversation| Self { conversation: Beside { id: conversation.id, customer: conversation.customer } })
            .collect()
    }
}

impl Conversation {
    /// A full one, a fresh one, and one whose customer was erased and that may only be read.
    pub(super) fn samples() -> Vec<Self> {
        let id = ConversationId::from_raw(41);
        let anna = Person { id: AgentId::from_raw(4_021), name: "Anna Maria Wiśniewska".to_owned() };
        let tag = |raw, name: &str| Tag { id: TagId::from_raw(raw), name: name.to_owned() };
        let full = Self {
            id,
            number: 1_041,
            subject: Some("Paczka dotarła rozbita, zamówienie LC-48213".to_owned()),
            brand: "Leśna Chata".to_owned(),
            follows: None,
            back: "/inbox/to-answer".to_owned(),
            controls: Controls {
                id,
                as_of: Position(8_412),
                status: Status::Open.word(),
                snoozed_until: None,
                priority: Priority::Urgent.word(),
                assignee: Some(anna.id),
                agents: vec![anna, Person { id: AgentId::from_raw(4_022), name: "Piotr Zając".to_owned() }],
                tags: vec![tag(1, "reklamacja"), tag(2, "kurier")],
                other_tags: vec![tag(3, "zwrot"), tag(4, "faktura")],
                statuses: Controls::statuses(),
                priorities: Controls::priorities(),
            },
            items: sample_items(),
            earlier: Some(format!("/conversations/{id}/items?before=1")),
            composer: Composer {
                id,
                name: "Katarzyna Wójcik".to_owned(),
                to: Some("k.wojcik@example.com".to_owned()),
                once_reply: "5f0c1a2b3c4d5e6f".to_owned(),
                once_note: "6f0c1a2b3c4d5e6f".to_owned(),
                seen: "msg_0000000000005".to_owned(),
                answers: true,
                refused: None,
            },
            customer: Customer {
                id: ContactId::from_raw(77),
                name: Some("Katarzyna Wójcik".to_owned()),
                erased: false,
                addresses: vec![
                    Address { value: "k.wojcik@example.com".to_owned(), verified: true },
                    Address { value: "katarzyna.wojcik-nowakowska@dluga-domena.example".to_owned(), verified: false },
                ],
                since: SAMPLE_NOW.plus_ms(-400 * DAY_MS),
                brand: "Leśna Chata".to_owned(),
                inbox: "sklep@lesna-chata.example".to_owned(),
                others: vec![
                    Other {
                        id: ConversationId::from_raw(30),
                        number: 812,
                        subject: Some("Dostępność świecznika".to_owned()),
                        status: Status::Solved.word(),
                        last_at: SAMPLE_NOW.plus_ms(-70 * DAY_MS),
                    },
                    Other {
                        id: ConversationId::from_raw(29),
                        number: 640,
                        subject: None,
                        status: Status::WaitingCustomer.word(),
                        last_at: SAMPLE_NOW.plus_ms(-400 * DAY_MS),
                    },
                ],
            },
        };
        let mut fresh = full.clone();
        fresh.subject = None;
        fresh.follows = Some(ConversationId::from_raw(30));
        fresh.items.truncate(5);
        fresh.earlier = None;
        fresh.controls.assignee = None;
        fresh.controls.status = Status::Snoozed.word();
        fresh.controls.snoozed_until = Some(SAMPLE_NOW.plus_ms(DAY_MS));
        fresh.controls.priority = Priority::Normal.word();
        fresh.controls.tags.clear();
        fresh.controls.other_tags.clear();
        fresh.customer.others.clear();
        let mut erased = full.clone();
        erased.subject = None;
        erased.composer.answers = false;
        erased.composer.to = None;
        erased.customer.name = None;
        erased.customer.erased = true;
        erased.customer.addresses.clear();
        let mut unreachable = full.clone();
        unreachable.composer.to = None;
        vec![full, fresh, erased, unreachable]
    }
}
