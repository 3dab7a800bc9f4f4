//! The quiet notice: what somebody just did, and the way back.

use domain::id::ConversationId;
use serde::Serialize;

use super::Page;

/// What is said.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// How it is meant: `done`, or `kept` where nothing was changed.
    pub tone: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// The sentences.
    pub says: Vec<String>,
    /// The number of the conversation it is about.
    pub number: Option<i64>,
    /// The way back.
    pub undo: Option<Undo>,
    /// How far it is, while it is under way.
    pub way: Option<Way>,
}

/// Something that is under way.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// Where to ask how far it is.
    pub path: String,
    /// How much was tried.
    pub tried: i64,
    /// How much there is.
    pub total: i64,
}

impl Notice {
    /// One sentence, and no way back.
    pub fn plain(tone: &'static str, says: String) -> Self {
        let icon = if tone == "done" { "check" } else { "triangle-alert" };
        Self { tone, icon, says: vec![says], number: None, undo: None, way: None }
    }
}

/// The form that takes it back.
#[derive(Clone, Debug, Serialize)]
pub struct Undo {
    /// Where it goes.
    pub action: String,
    /// What it sends along.
    pub fields: Vec<(&'static str, i64)>,
}

impl Undo {
    /// What takes back these events of a conversation.
    pub fn of(conversation: ConversationId, first: i64, last: i64) -> Self {
        Self { action: format!("/conversations/{conversation}/undo"), fields: vec![("first", first), ("last", last)] }
    }
}

/// The notice alone.
#[derive(Clone, Debug, Serialize)]
pub struct NoticePart {
    /// The notice.
    pub notice: Notice,
}

impl Page for NoticePart {
    const TEMPLATE: &'static str = "parts/notice.html";

    fn samples() -> Vec<Self> {
        let fields = vec![("first", 8_412), ("last", 8_413)];
        let undo = Some(Undo { action: "/conversations/cnv_x/undo".to_owned(), fields });
        let way = Way { path: "/bulk/blk_x?view=mine".to_owned(), tried: 75, total: 500 };
        let says = vec!["Stan: Rozwiązana".to_owned(), "Dodano etykietę: zwrot".to_owned()];
        vec![
            Self { notice: Notice { tone: "done", icon: "circle-check", says, number: Some(797), undo, way: None } },
            Self { notice: Notice { way: Some(way), ..Notice::plain("done", "Stan: Rozwiązana".to_owned()) } },
            Self { notice: Notice::plain("kept", "<b>Nic</b> nie zmieniono.".to_owned()) },
        ]
    }
}
