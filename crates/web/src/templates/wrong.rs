//! What is wrong with a template, as a page says it.

use domain::id::TemplateId;
use domain::template::Flaw;
use domain::template::text::{Variable, Wrong as InText};

use crate::pages::templates::Wrong;

fn of(field: &'static str, word: &'static str) -> Wrong {
    Wrong { field, word, at: String::new(), near: None, other: None }
}

/// Another one has its name.
pub(super) fn taken(other: TemplateId) -> Wrong {
    Wrong { other: Some(other), ..of("name", "taken") }
}

/// There is no room for one more.
pub(super) fn full() -> Wrong {
    of("name", "full")
}

/// It makes no sense.
pub(super) fn flaw(flaw: Flaw) -> Wrong {
    match flaw {
        Flaw::Name => of("name", "name"),
        Flaw::Folder => of("folder", "folder"),
        Flaw::Empty => of("text", "empty"),
        Flaw::Long => of("text", "long"),
        Flaw::Text(InText::Unknown { name, near }) => {
            Wrong { at: format!("{{{name}}}"), near: near.map(spelt), ..of("text", "unknown") }
        }
        Flaw::Text(InText::Unclosed { after }) => Wrong { at: format!("{{{after}"), ..of("text", "unclosed") },
        Flaw::Text(InText::Unopened { before }) => Wrong { at: format!("{before}}}"), ..of("text", "unopened") },
        Flaw::Text(InText::Hole { variable }) => {
            Wrong { at: format!("{{{}|}}", variable.word()), ..of("text", "hole") }
        }
    }
}

/// A variable as it is written.
fn spelt(variable: Variable) -> String {
    format!("{{{}}}", variable.word())
}
