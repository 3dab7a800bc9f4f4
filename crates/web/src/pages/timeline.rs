//! The course of a conversation: messages, notes and facts, grouped by day.

use domain::event::Position;
use domain::id::MessageId;
use domain::time::Millis;
use serde::Serialize;

use super::delivery::Delivery;
use super::text::Passage;
use super::{Page, samples};

/// Something in the timeline.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Item {
    /// A new day begins.
    Day {
        /// Some moment of it.
        at: Millis,
    },
    /// A message or a note.
    Message(Box<Message>),
    /// A fact in one line.
    Fact(Fact),
}

/// Who wrote a message, as the page arranges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The customer.
    Customer,
    /// The shop, to the customer.
    Shop,
    /// Colleagues among themselves.
    Note,
}

/// A message or a note.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Its id; also its DOM id.
    pub id: MessageId,
    /// The head of the log when this was read: an older rendering never replaces a newer one.
    pub as_of: Position,
    /// When it was written.
    pub at: Millis,
    /// Whose it is.
    pub side: Side,
    /// The author's name, as far as it is known.
    pub author: Option<String>,
    /// The address it came from.
    pub sender: Option<String>,
    /// The addresses it went to.
    pub recipients: Vec<String>,
    /// The text; `None` when it was erased.
    pub passages: Option<Vec<Passage>>,
    /// Whether the text is longer than what is shown.
    pub cut: bool,
    /// Whether a rule wrote it.
    pub automatic: bool,
    /// Whether it was sent from elsewhere.
    pub copied: bool,
    /// Whether its author answered one of ours from an address that is new here.
    pub stranger: bool,
    /// Names and sizes of the files that came with it.
    pub attachments: Vec<Attachment>,
    /// Pictures that stand in its text.
    pub pictures: Vec<Picture>,
    /// Its HTML.
    pub original: Option<Original>,
    /// Where it is as it came over the wire.
    pub source: Option<String>,
    /// Why it is here and how it was read, in sentences; `None` for what was written here.
    pub why: Option<Vec<String>>,
    /// How far its sending got.
    pub delivery: Option<Delivery>,
}

/// A picture in a message.
#[derive(Clone, Debug, Serialize)]
pub struct Picture {
    /// Where it is fetched.
    pub path: String,
    /// Its name.
    pub name: String,
}

/// The HTML of a message, in a frame beside its text.
#[derive(Clone, Debug, Serialize)]
pub struct Original {
    /// Where it is.
    pub path: String,
    /// Whether it is shown at once, instead of the text.
    pub first: bool,
}

/// A file.
#[derive(Clone, Debug, Serialize)]
pub struct Attachment {
    /// Where it is fetched.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its size, for people.
    pub size: String,
}

/// A fact in one line.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// Its place in the log; also its DOM id.
    pub position: i64,
    /// When it happened.
    pub at: Millis,
    /// The sentence, in the language of the page.
    pub sentence: String,
    /// Who did it, where that says something.
    pub actor: Option<String>,
    /// The icon before it.
    pub icon: &'static str,
}

/// Some items, for the stream and for what lies further back.
#[derive(Clone, Debug, Serialize)]
pub struct Items {
    /// The items.
    pub items: Vec<Item>,
    /// Where earlier ones are.
    pub earlier: Option<String>,
}

/// The key of an event's sentence: `conversation.status_changed` becomes `event-conversation-status-changed`.
pub fn sentence_key(kind: &str) -> String {
    format!("event-{}", kind.replace(['.', '_'], "-"))
}

/// A size in bytes for people: `312 kB`, `1,4 MB` with the comma of the language.
pub fn size(bytes: i64, comma: char) -> String {
    if bytes < 1_000 {
        format!("{bytes} B")
    } else if bytes < 1_000_000 {
        format!("{} kB", bytes / 1_000)
    } else {
        format!("{}{comma}{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
    }
}

impl Page for Items {
    const TEMPLATE: &'static str = "parts/items.html";

    fn samples() -> Vec<Self> {
        vec![
            Self { items: samples::items(), earlier: Some("/conversations/cnv_x/items?before=1".to_owned()) },
            Self { items: Vec::new(), earlier: None },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_naturally() {
        assert_eq!(size(999, ','), "999 B");
        assert_eq!(size(181_300, ','), "181 kB");
        assert_eq!(size(2_431_000, ','), "2,4 MB");
        assert_eq!(size(12_000_000, '.'), "12.0 MB");
    }
}
