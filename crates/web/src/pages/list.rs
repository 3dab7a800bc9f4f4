//! The inbox: views with their counts, and the list of one of them.

use domain::event::Position;
use domain::id::ConversationId;
use domain::time::Millis;
use domain::view::View;
use serde::Serialize;

use super::conversation::Conversation;
use super::frame::{Frame, Person};
use super::mailboxes::Banner;
use super::notice::{Notice, NoticePart};
use super::outbox::OutboxLink;
use super::{Page, samples};

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
        Self { view, icon: icon(view), count }
    }
}

fn icon(view: View) -> &'static str {
    match view {
        View::ToAnswer => "inbox",
        View::Mine => "user",
        View::Unassigned => "user-plus",
        View::WaitingCustomer => "hourglass",
        View::WaitingOthers => "truck",
        View::Snoozed => "alarm-clock",
        View::Solved => "circle-check",
        View::Automatic => "bot",
        View::Spam => "shield-alert",
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
    /// Until when it is put aside.
    pub snoozed_until: Option<Millis>,
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
    /// What can be done to many of them; nothing for those who only read.
    pub bulk: Option<Bar>,
}

/// What can be done to many conversations at once.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// Colleagues who can have them.
    pub agents: Vec<Person>,
    /// The words there are.
    pub tags: Vec<String>,
    /// All statuses that can be chosen.
    pub statuses: Vec<&'static str>,
    /// All priorities.
    pub priorities: Vec<&'static str>,
    /// How many of a view at most.
    pub most: i64,
}

/// The inbox without its frame: what a click on a view swaps.
#[derive(Clone, Debug, Serialize)]
pub struct InboxPart {
    /// The head of the log when this was read: the stream goes on from there.
    pub position: Position,
    /// The views.
    pub views: Vec<ViewLink>,
    /// What is on its way out, and what did not arrive.
    pub outbox: OutboxLink,
    /// The open view.
    pub current: Option<View>,
    /// Its list.
    pub list: List,
    /// How many arrivals could not be read, for those who can do something about it.
    pub aside: i64,
    /// Whether the templates of answers are this person's to use.
    pub answers: bool,
    /// Whether the mailboxes are this person's to see.
    pub mends: bool,
    /// Whether the people who answer are.
    pub governs: bool,
    /// The open conversation.
    pub conversation: Option<Conversation>,
}

/// The inbox as a page.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    /// The frame.
    pub frame: Frame,
    /// What was just done.
    pub notice: Option<Notice>,
    /// What it frames.
    #[serde(flatten)]
    pub inbox: InboxPart,
}

impl Page for Inbox {
    const TEMPLATE: &'static str = "agent/inbox.html";

    fn samples() -> Vec<Self> {
        let banners = Banner::samples().into_iter().cycle();
        let pages = InboxPart::samples().into_iter().zip(banners);
        let notices = NoticePart::samples().into_iter().map(|part| Some(part.notice)).chain([None]).cycle();
        let pages = pages.zip(notices);
        pages
            .map(|((inbox, banner), notice)| Self { frame: Frame { banner, ..Frame::sample() }, notice, inbox })
            .collect()
    }
}

impl Page for InboxPart {
    const TEMPLATE: &'static str = "parts/inbox.html";

    fn samples() -> Vec<Self> {
        let mut all: Vec<Self> = View::ALL
            .into_iter()
            .map(|view| Self {
                position: Position(8_412),
                views: samples::views(),
                outbox: OutboxLink { open: 7, trouble: 2 },
                current: Some(view),
                list: List { rows: Vec::new(), more: None, ..samples::list(view) },
                aside: 0,
                answers: false,
                mends: false,
                governs: false,
                conversation: None,
            })
            .collect();
        for conversation in std::iter::once(None).chain(samples::conversations().into_iter().map(Some)) {
            all.push(Self {
                position: Position(8_412),
                views: samples::views(),
                outbox: OutboxLink { open: 7, trouble: 2 },
                current: Some(View::ToAnswer),
                list: samples::list(View::ToAnswer),
                aside: 3,
                answers: true,
                mends: true,
                governs: true,
                conversation,
            });
        }
        all
    }
}

impl Page for Rows {
    const TEMPLATE: &'static str = "parts/rows.html";

    fn samples() -> Vec<Self> {
        vec![
            Self { view: View::Solved, rows: samples::rows(), more: Some("/inbox/solved?after=1.2".to_owned()) },
            Self { view: View::Solved, rows: Vec::new(), more: None },
        ]
    }
}

impl Page for OneRow {
    const TEMPLATE: &'static str = "parts/row.html";

    fn samples() -> Vec<Self> {
        samples::rows().into_iter().map(|row| Self { row }).collect()
    }
}
