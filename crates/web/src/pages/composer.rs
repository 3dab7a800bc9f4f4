//! Where an agent writes.

use domain::id::ConversationId;
use serde::Serialize;

use super::{Page, samples};

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
    /// What will stand below a reply; `None`: nothing.
    pub signature: Option<String>,
    /// Whether the person signed in may answer.
    pub answers: bool,
    /// What the answer begins with.
    pub chosen: Option<Chosen>,
    /// What was typed and not taken: in which form, the text, why.
    pub refused: Option<Refused>,
}

/// A template that was chosen on a page of its own.
#[derive(Clone, Debug, Serialize)]
pub struct Chosen {
    /// The template.
    pub templates: String,
    /// What it says here.
    pub text: String,
}

/// A text that was not taken.
#[derive(Clone, Debug, Serialize)]
pub struct Refused {
    /// `reply` or `note`.
    pub form: &'static str,
    /// The text.
    pub text: String,
    /// The templates that it was made with.
    pub templates: String,
    /// Why: the end of its key `composer-error-…`.
    pub error: &'static str,
    /// The longest text there may be, in characters.
    pub limit: i64,
}

/// The composer alone, after a reply.
#[derive(Clone, Debug, Serialize)]
pub struct ComposerPart {
    /// The composer.
    pub composer: Composer,
}

impl Page for ComposerPart {
    const TEMPLATE: &'static str = "parts/composer.html";

    fn samples() -> Vec<Self> {
        let mut all: Vec<Self> =
            samples::conversations().into_iter().map(|conversation| Self { composer: conversation.composer }).collect();
        for (form, error) in [
            ("reply", "empty"),
            ("reply", "too-long"),
            ("reply", "no-recipient"),
            ("reply", "new-message"),
            ("note", "empty"),
        ] {
            let mut composer = all[0].composer.clone();
            composer.refused = Some(Refused {
                form,
                text: "Dzień dobry,\n<b>to nie jest HTML</b>".to_owned(),
                templates: String::new(),
                error,
                limit: 100_000,
            });
            all.push(Self { composer });
        }
        let mut chosen = all[0].composer.clone();
        chosen.chosen =
            Some(Chosen { templates: "tpl_0000000000002".to_owned(), text: "Dzień dobry,\n<b>".to_owned() });
        all.push(Self { composer: chosen });
        all
    }
}
