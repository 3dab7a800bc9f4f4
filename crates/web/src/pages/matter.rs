//! What a conversation has to do with others: one line each, with what speaks for it, and the way back.

use domain::id::{ConversationId, SuggestionId};
use domain::time::Millis;
use serde::Serialize;

use super::conversation::Other;
use super::{Page, samples};

/// The lines.
#[derive(Clone, Debug, Serialize)]
pub struct Matter {
    /// The conversation.
    pub id: ConversationId,
    /// What may be one matter with it; the first is accepted by a key.
    pub suggested: Vec<Suggested>,
    /// Where its messages went.
    pub went_to: Option<Other>,
    /// What was joined into it.
    pub joined: Vec<Other>,
    /// Whether it is spam.
    pub spam: bool,
    /// How its customer's mail is treated: the end of its key `sender-mark-…`.
    pub mark: &'static str,
    /// Whether the person signed in may decide.
    pub answers: bool,
}

/// A conversation that may be the same matter.
#[derive(Clone, Debug, Serialize)]
pub struct Suggested {
    /// The suggestion.
    pub id: SuggestionId,
    /// What speaks for it: the end of its key `suggestion-hint-…`.
    pub hint: &'static str,
    /// The one that would be emptied.
    pub from: ConversationId,
    /// The one that would take its messages.
    pub into: ConversationId,
    /// The other of the two.
    pub other: Other,
}

/// The lines alone.
#[derive(Clone, Debug, Serialize)]
pub struct MatterPart {
    /// The lines.
    pub matter: Matter,
}

impl Page for MatterPart {
    const TEMPLATE: &'static str = "parts/matter.html";

    fn samples() -> Vec<Self> {
        samples::conversations().into_iter().map(|conversation| Self { matter: conversation.matter }).collect()
    }
}

fn other(id: i64, subject: Option<&str>) -> Other {
    Other {
        id: domain::id::Id::from_raw(id),
        number: 1_000 + id,
        subject: subject.map(str::to_owned),
        status: "open",
        last_at: Millis::new(1_795_000_000_000),
    }
}

/// A sample with every line there is.
pub(super) fn sample(id: ConversationId) -> Matter {
    let hints = domain::suggestion::Hint::ALL.iter().zip(1_i64..);
    let suggested = hints.map(|(hint, at)| Suggested {
        id: domain::id::Id::from_raw(at),
        hint: hint.word(),
        from: id,
        into: domain::id::Id::from_raw(at),
        other: other(at, (at > 1).then_some("Paczka dotarła rozbita")),
    });
    Matter {
        id,
        suggested: suggested.collect(),
        went_to: None,
        joined: vec![other(30, None), other(31, Some("Zwrot"))],
        spam: true,
        mark: "blocked",
        answers: true,
    }
}

/// A sample of a conversation that is empty.
pub(super) fn went_elsewhere(id: ConversationId) -> Matter {
    let went_to = Some(other(40, Some("Zwrot")));
    Matter { went_to, joined: Vec::new(), suggested: Vec::new(), spam: false, mark: "none", ..sample(id) }
}
