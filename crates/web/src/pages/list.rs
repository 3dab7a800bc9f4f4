//! The inbox: views with their counts, and the list of one of them.

use domain::conversation::{Bucket, Priority, Status};
use domain::event::Position;
use domain::id::{AgentId, ConversationId, Id};
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis};
use serde::Serialize;

use super::Page;
use super::conversation::Conversation;
use super::frame::{Frame, Person};

/// A list that ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// Open, the longest waiting first.
    ToAnswer,
    /// Those of them that the agent has.
    Mine,
    /// Those of them that nobody has.
    Unassigned,
    /// The customer's turn.
    WaitingCustomer,
    /// Somebody else's turn.
    WaitingOthers,
    /// Put aside.
    Snoozed,
    /// Done.
    Solved,
    /// Machine mail.
    Automatic,
}

impl View {
    /// All, in the order in which they stand in the page.
    pub const ALL: [Self; 8] = [
        Self::ToAnswer,
        Self::Mine,
        Self::Unassigned,
        Self::WaitingCustomer,
        Self::WaitingOthers,
        Self::Snoozed,
        Self::Solved,
        Self::Automatic,
    ];

    /// The word for addresses and Fluent keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            other => other.bucket().word(),
        }
    }

    /// The view with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.word() == word)
    }

    /// The bucket it shows.
    pub fn bucket(self) -> Bucket {
        match self {
            Self::ToAnswer | Self::Mine | Self::Unassigned => Bucket::ToAnswer,
            Self::WaitingCustomer => Bucket::WaitingCustomer,
            Self::WaitingOthers => Bucket::WaitingOthers,
            Self::Snoozed => Bucket::Snoozed,
            Self::Solved => Bucket::Solved,
            Self::Automatic => Bucket::Automatic,
        }
    }

    /// The view in which a conversation of this bucket is found by everybody.
    pub fn of(bucket: Bucket) -> Self {
        match bucket {
            Bucket::ToAnswer => Self::ToAnswer,
            Bucket::WaitingCustomer => Self::WaitingCustomer,
            Bucket::WaitingOthers => Self::WaitingOthers,
            Bucket::Snoozed => Self::Snoozed,
            Bucket::Solved => Self::Solved,
            Bucket::Automatic => Self::Automatic,
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::ToAnswer => "inbox",
            Self::Mine => "user",
            Self::Unassigned => "user-plus",
            Self::WaitingCustomer => "hourglass",
            Self::WaitingOthers => "truck",
            Self::Snoozed => "alarm-clock",
            Self::Solved => "circle-check",
            Self::Automatic => "bot",
        }
    }
}

impl Serialize for View {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}

/// A view with its count, as a link.
#[derive(Clone, Debug, Serialize)]
pub struct ViewLink {
    /// The view.
    pub view: View,
    /// Its icon.
    pub icon: &'static str,
    /// How many conversations stand in it; not counted where the number means nothing.
    pub count: Option<i64>,
}

impl ViewLink {
    /// The link of `view`.
    pub fn new(view: View, count: Option<i64>) -> Self {
        Self { view, icon: view.icon(), count }
    }
}

/// A conversation in a list. The same for everybody who may see it.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the conversation's own words, see domain::conversation")]
pub struct Row {
    pub id: ConversationId,
    /// The head of the log when this was read: an older row never replaces a newer one.
    pub as_of: Position,
    pub number: i64,
    pub brand: String,
    /// The contact's name or address; `None` after an erasure.
    pub who: Option<String>,
    pub subject: Option<String>,
    pub preview: Option<String>,
    pub bucket: &'static str,
    pub status: &'static str,
    pub priority: &'static str,
    pub assignee: Option<Person>,
    pub waiting_since: Option<Millis>,
    pub last_at: Millis,
    /// What the list is ordered by.
    pub sort_at: Millis,
    pub tags: Vec<String>,
}

/// The rows of a page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Rows {
    /// The view they belong to.
    pub view: View,
    /// The rows.
    pub rows: Vec<Row>,
    /// Where the next page is.
    pub more: Option<String>,
}

/// One row, for the stream.
#[derive(Clone, Debug, Serialize)]
pub struct OneRow {
    /// The row.
    pub row: Row,
}

/// The list with its heading.
#[derive(Clone, Debug, Serialize)]
pub struct List {
    /// The view.
    pub view: View,
    /// The bucket that rows must stand in to belong here.
    pub bucket: &'static str,
    /// Whom rows must be assigned to, to belong here: an id, `nobody`, or anybody.
    pub assignee: String,
    /// Whether the oldest stand on top.
    pub oldest_first: bool,
    /// The first page.
    pub rows: Vec<Row>,
    /// Where the next page is.
    pub more: Option<String>,
}

/// The inbox without its frame: what a click on a view swaps.
#[derive(Clone, Debug, Serialize)]
pub struct InboxPart {
    /// The head of the log when this was read: the stream goes on from there.
    pub position: Position,
    /// The views.
    pub views: Vec<ViewLink>,
    /// The open view.
    pub current: Option<View>,
    /// Its list.
    pub list: List,
    /// The open conversation.
    pub conversation: Option<Conversation>,
}

/// The inbox as a page.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    /// The frame.
    pub frame: Frame,
    /// What it frames.
    #[serde(flatten)]
    pub inbox: InboxPart,
}

impl Page for Inbox {
    const TEMPLATE: &'static str = "agent/inbox.html";

    fn samples() -> Vec<Self> {
        InboxPart::samples().into_iter().map(|inbox| Self { frame: Frame::sample(), inbox }).collect()
    }
}

impl Page for InboxPart {
    const TEMPLATE: &'static str = "parts/inbox.html";

    fn samples() -> Vec<Self> {
        let mut samples: Vec<Self> = View::ALL
            .into_iter()
            .map(|view| Self {
                position: Position(8_412),
                views: sample_views(),
                current: Some(view),
                list: List { rows: Vec::new(), more: None, ..sample_list(view) },
                conversation: None,
            })
            .collect();
        for conversation in std::iter::once(None).chain(Conversation::samples().into_iter().map(Some)) {
            samples.push(Self {
                position: Position(8_412),
                views: sample_views(),
                current: Some(View::ToAnswer),
                list: sample_list(View::ToAnswer),
                conversation,
            });
        }
        samples
    }
}

impl Page for Rows {
    const TEMPLATE: &'static str = "parts/rows.html";

    fn samples() -> Vec<Self> {
        vec![
            Self { view: View::Solved, rows: sample_rows(), more: Some("/inbox/solved?after=1.2".to_owned()) },
            Self { view: View::Solved, rows: Vec::new(), more: None },
        ]
    }
}

impl Page for OneRow {
    const TEMPLATE: &'static str = "parts/row.html";

    fn samples() -> Vec<Self> {
        sample_rows().into_iter().map(|row| Self { row }).collect()
    }
}

fn sample_views() -> Vec<ViewLink> {
    let counts = [Some(128), Some(0), Some(12), Some(41), Some(7), Some(3), None, None];
    View::ALL.into_iter().zip(counts).map(|(view, count)| ViewLink::new(view, count)).collect()
}

fn sample_list(view: View) -> List {
    List {
        view,
        bucket: view.bucket().word(),
        assignee: match view {
            View::Mine => AgentId::from_raw(4_021).to_string(),
            View::Unassigned => "nobody".to_owned(),
            _ => String::new(),
        },
        oldest_first: view.bucket().oldest_first(),
        rows: sample_rows(),
        more: Some(format!("/inbox/{}?after=1.2", view.word())),
    }
}

/// What counts as now in samples.
pub(super) const SAMPLE_NOW: Millis = Millis::new(1_795_354_260_000);

pub(super) fn sample_rows() -> Vec<Row> {
    let anna = || Some(Person { id: AgentId::from_raw(4_021), name: "Anna Maria Wiśniewska".to_owned() });
    let row = |n: i64, who: &str, subject: &str, preview: &str, ago: i64| Row {
        id: ConversationId::from_raw(n),
        as_of: Position(8_412),
        number: 1_000 + n,
        brand: "Leśna Chata".to_owned(),
        who: Some(who.to_owned()),
        subject: Some(subject.to_owned()),
        preview: Some(preview.to_owned()),
        bucket: Bucket::ToAnswer.word(),
        status: Status::Open.word(),
        priority: Priority::Normal.word(),
        assignee: None,
        waiting_since: Some(SAMPLE_NOW.plus_ms(-ago)),
        last_at: SAMPLE_NOW.plus_ms(-ago),
        sort_at: SAMPLE_NOW.plus_ms(-ago),
        tags: Vec::new(),
    };
    vec![
        Row {
            priority: Priority::Urgent.word(),
            tags: vec!["reklamacja".to_owned(), "kurier".to_owned()],
            ..row(
                41,
                "Katarzyna Wójcik",
                "Paczka dotarła rozbita, zamówienie LC-48213",
                "Dzień dobry, dziś kurier przywiózł paczkę i w środku wszystko jest potłuczone. Proszę o pilny kontakt.",
                31 * HOUR_MS,
            )
        },
        Row {
            assignee: anna(),
            tags: vec!["zwrot".to_owned()],
            ..row(
                43,
                "Bartłomiej Szczepański-Grzegorzewski",
                "Zwrot butów, brak etykiety",
                "Witam, chcę odesłać buty z zamówienia LC-48190, ale w paczce nie było etykiety zwrotnej.",
                26 * HOUR_MS,
            )
        },
        row(
            44,
            "Marta Lis",
            "Gdzie jest moja przesyłka?",
            "Od czterech dni status „nadana w punkcie” i nic się nie zmienia. Czy ona w ogóle wyjechała?",
            6 * HOUR_MS,
        ),
        Row {
            priority: Priority::High.word(),
            assignee: anna(),
            brand: "Nordkante".to_owned(),
            ..row(
                45,
                "James O'Connor",
                "Wrong size delivered",
                "Hi, I ordered the jacket in L and got an S. I leave on Friday, can you send the right one before?",
                5 * HOUR_MS,
            )
        },
        row(
            46,
            "Zofia Dąbrowska",
            "Faktura do zamówienia LC-48301",
            "Poproszę o fakturę na firmę, dane podałam w uwagach.",
            95 * MINUTE_MS,
        ),
        Row {
            subject: None,
            ..row(48, "jan.kowal@example.com", "", "Czy ten stół da się zamówić w dębie?", 42 * MINUTE_MS)
        },
        Row {
            priority: Priority::Low.word(),
            ..row(
                49,
                "Paweł Król",
                "Re: Potwierdzenie zamówienia LC-48340",
                "Super, dzięki. A kiedy wysyłka?",
                12 * MINUTE_MS,
            )
        },
        row(
            50,
            "Ewa Malinowska",
            "Zmiana adresu dostawy",
            "Proszę wysłać na adres do pracy, podaję niżej.",
            MINUTE_MS / 2,
        ),
        Row {
            who: None,
            subject: None,
            preview: None,
            waiting_since: None,
            bucket: Bucket::Solved.word(),
            status: Status::Solved.word(),
            ..row(12, "", "", "", 60 * DAY_MS)
        },
    ]
}
