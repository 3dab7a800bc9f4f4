//! Templates of answers: the list, one of them, many of them as a sheet, and those that are offered in a conversation.

mod shown;

use domain::id::{BrandId, ConversationId, TeamId, TemplateId};
use domain::time::Millis;
use serde::Serialize;

use super::mailboxes::Banner;

/// What can be said above the list, the ends of keys; the last three tell that it was not done.
pub const OUTCOMES: [&str; 8] = ["made", "changed", "same", "removed", "restored", "stale", "taken", "full"];

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct Templates {
    /// The folders with what lies in them.
    pub folders: Vec<Folder>,
    /// What was searched for.
    pub words: String,
    /// Whether the person signed in writes templates.
    pub prepares: bool,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// The one that was removed just now, which can be taken back.
    pub undo: Option<TemplateId>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// A folder; the first one has no name.
#[derive(Clone, Debug, Serialize)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// What lies in it.
    pub rows: Vec<Row>,
}

/// A template in the list.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its id.
    pub id: TemplateId,
    /// What it is called.
    pub name: String,
    /// The language it is written in.
    pub language: Option<&'static str>,
    /// The shop it is for.
    pub brand: Option<String>,
    /// The team it is for.
    pub group: Option<String>,
    /// Whether it stands first for the person signed in.
    pub favourite: bool,
    /// Whether they may change it.
    pub prepares: bool,
    /// In how many answers it was used.
    pub uses: i64,
    /// When it was last.
    pub used_at: Option<Millis>,
}

/// One of them, there or to be.
#[derive(Clone, Debug, Serialize)]
pub struct OneTemplate {
    /// Its id; `None`: it is to be.
    pub id: Option<TemplateId>,
    /// Which version is shown.
    pub version: i64,
    /// What was typed, or is kept.
    pub typed: Typed,
    /// The folders there are.
    pub folders: Vec<String>,
    /// The languages there are: their codes.
    pub languages: Vec<&'static str>,
    /// The shops there are.
    pub brands: Vec<Brand>,
    /// The teams that the person signed in writes for.
    pub groups: Vec<Group>,
    /// The variables there are.
    pub variables: Vec<&'static str>,
    /// What is wrong with what was typed.
    pub wrong: Option<Wrong>,
    /// What it says by now, where somebody else was faster.
    pub outdated: Option<String>,
    /// How it reads.
    pub previews: Vec<Preview>,
    /// Where this page stands.
    pub path: String,
}

/// What was typed.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Typed {
    pub name: String,
    pub folder: String,
    pub text: String,
    pub language: String,
    pub brand: String,
    pub team: String,
}

/// A shop to choose.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Brand {
    pub id: BrandId,
    pub name: String,
}

/// A team to choose.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Group {
    pub id: TeamId,
    pub name: String,
}

/// What is wrong with what was typed.
#[derive(Clone, Debug, Serialize)]
pub struct Wrong {
    /// The field it stands beside: `name`, `folder`, `text`.
    pub field: &'static str,
    /// What it is: the end of a key.
    pub word: &'static str,
    /// The place in what was typed.
    pub at: String,
    /// The variable that may have been meant, as it is written.
    pub near: Option<String>,
    /// The template that has the name.
    pub other: Option<TemplateId>,
}

/// What can be wrong: the field, and the end of a key.
pub const WRONGS: [(&str, &str); 10] = [
    ("name", "name"),
    ("name", "taken"),
    ("name", "full"),
    ("folder", "folder"),
    ("text", "empty"),
    ("text", "long"),
    ("text", "unknown"),
    ("text", "unclosed"),
    ("text", "unopened"),
    ("text", "hole"),
];

/// How a template reads in a language.
#[derive(Clone, Debug, Serialize)]
pub struct Preview {
    /// The language's code.
    pub language: &'static str,
    /// With everything known.
    pub known: String,
    /// With nothing known of the customer.
    pub unknown: String,
}

/// Many of them as a sheet.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// What was pasted.
    pub text: String,
    /// The columns there are.
    pub columns: Vec<&'static str>,
    /// What becomes of each line.
    pub lines: Vec<Line>,
    /// How many lines come to which end: the ends of keys.
    pub sums: Vec<Sum>,
    /// Whether it could be taken in as it is.
    pub ready: bool,
    /// Whether it was.
    pub done: bool,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// How many lines come to an end.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Sum {
    pub fate: &'static str,
    pub count: i64,
}

/// A line of a sheet.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its number.
    pub line: i64,
    /// What the template is called.
    pub name: String,
    /// What becomes of it: `added`, `changed`, `left`, `bad`.
    pub fate: &'static str,
    /// Why it cannot be taken: the end of a key.
    pub why: Option<&'static str>,
    /// The place that this is about.
    pub at: String,
    /// The variable that may have been meant, as it is written.
    pub near: Option<String>,
}

/// What becomes of a line.
pub const FATES: [&str; 4] = ["added", "changed", "left", "bad"];

/// Why a line can be bad, beside what can be typed wrong: the ends of keys.
pub const BAD_LINES: [&str; 9] =
    ["nothing", "column", "stranger", "quote", "cells", "language", "brand", "team", "twice"];

/// Those that fit a conversation: a page for browsers without scripts.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The conversation.
    pub id: ConversationId,
    /// Its number.
    pub number: i64,
    /// What was searched for.
    pub words: String,
    /// Those that fit.
    pub offers: Vec<Offer>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// The same as the part that the composer shows.
#[derive(Clone, Debug, Serialize)]
pub struct Choices {
    /// What was searched for.
    pub words: String,
    /// Those that fit.
    pub offers: Vec<Offer>,
}

/// A template as it is offered.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Offer {
    pub id: TemplateId,
    pub name: String,
    pub folder: String,
    pub language: Option<&'static str>,
    pub favourite: bool,
    pub text: String,
}
