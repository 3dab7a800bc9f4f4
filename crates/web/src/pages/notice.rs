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
}

impl Notice {
    /// One sentence, and no way back.
    pub fn plain(tone: &'static str, says: String) -> Self {
        let icon = if tone == "done" { "check" } else { "triangle-alert" };
        Self { tone, icon, says: vec![says], number: None, undo: None }
    }
}

/// The form that takes it back.
#[derive(Clone, Debug, Serialize)]
pub struct Undo {
    /// Where it goes.
    pub action: String,
    /// The first event of what is taken back.
    pub first: i64,
    /// The last one.
    pub last: i64,
}

impl Undo {
    /// What takes back these events of a conversation.
    pub fn of(conversation: ConversationId, first: i64, last: i64) -> Self {
        Self { action: format!("/conversations/{conversation}/undo"), first, last }
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
        let undo = Some(Undo { action: "/conversations/cnv_x/undo".to_owned(), first: 8_412, last: 8_413 });
        let says = vec!["Stan: Rozwiązana".to_owned(), "Dodano etykietę: zwrot".to_owned()];
        vec![
            Self { notice: Notice { tone: "done", icon: "circle-check", says, number: Some(797), undo } },
            Self { notice: Notice::plain("kept", "<b>Nic</b> nie zmieniono.".to_owned()) },
        ]
    }
}
