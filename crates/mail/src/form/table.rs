//! The table of forms, read once.

use std::sync::LazyLock;

use domain::channel::Inbound;
use domain::identity::Address;
use mail_parser::Message;
use serde::Deserialize;

use super::sheet::Sheet;
use crate::pattern::{Field, Folded, Pattern};
use crate::sender::domains;

/// The tables as they ship.
pub(super) const TABLES: [(&str, &str); 2] =
    [("shops", include_str!("../../forms/shops.toml")), ("hosted", include_str!("../../forms/hosted.toml"))];

/// One form's way of writing. The fields are explained in `crates/mail/forms/shops.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recogniser {
    pub(super) name: String,
    pub(super) senders: Vec<String>,
    #[serde(default)]
    pub(super) marks: Vec<Pattern>,
    #[serde(default)]
    pub(super) subjects: Vec<Pattern>,
    #[serde(default)]
    pub(super) headers: Vec<Field>,
    #[serde(default)]
    pub(super) chosen: Vec<Pattern>,
    #[serde(default)]
    pub(super) ends: Vec<Pattern>,
}

impl Recogniser {
    /// One without marks.
    pub(super) fn unmarked() -> Self {
        Self {
            name: super::UNMARKED.to_owned(),
            senders: Vec::new(),
            marks: Vec::new(),
            subjects: Vec::new(),
            headers: Vec::new(),
            chosen: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Whether this form writes from `from`; `own` says that the mail comes from the house it goes to.
    pub(super) fn sends_from(&self, from: &Address, own: bool) -> bool {
        self.senders.iter().any(|sender| match sender.as_str() {
            "own" => own,
            sender if sender.contains('@') => sender == from.as_str(),
            sender => domains(from.host()).any(|domain| domain == sender),
        })
    }

    /// Whether the mail bears the form's marks: a line, a header field, or its subject above labelled lines.
    pub(super) fn knows(&self, message: &Message<'_>, mail: &Inbound, text: &str, folded: &Folded<'_>) -> bool {
        let is_labelled = || {
            let sheet = Sheet::read(text, folded, self);
            sheet.message.is_some() && (sheet.name.is_some() || sheet.email.is_some())
        };
        mail.in_reply_to.is_empty()
            && (self.marks.iter().any(|mark| mark.matches(folded))
                || self.headers.iter().any(|field| field.stands_in(message))
                || (self.has_subject(&mail.subject) && is_labelled()))
    }
}

impl Recogniser {
    fn has_subject(&self, subject: &str) -> bool {
        let subject = Folded::new(subject);
        self.subjects.iter().any(|pattern| pattern.matches(&subject))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    recogniser: Vec<Recogniser>,
}

/// The recognisers of one table.
pub(super) fn read(text: &str) -> Result<Vec<Recogniser>, toml::de::Error> {
    toml::from_str::<File>(text).map(|file| file.recogniser)
}

/// The recognisers that ship, in the order in which they are asked.
pub(super) fn shipped() -> &'static [Recogniser] {
    static SHIPPED: LazyLock<Vec<Recogniser>> = LazyLock::new(|| {
        let tables = TABLES.iter().flat_map(|(name, text)| match read(text) {
            Ok(recognisers) => recognisers,
            Err(error) => unreachable!("forms/{name}.toml is embedded and tested: {error}"),
        });
        tables.collect()
    });
    &SHIPPED
}
