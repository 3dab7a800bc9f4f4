//! The recognisers' tables: read once, found by the sender's domain.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::channel::Inbound;
use domain::identity::Address;
use mail_parser::Message;
use serde::Deserialize;

use super::Said;
use crate::pattern::{Field, Folded, Pattern};
use crate::sender::{domains, is_own, is_same_house, is_unread};

/// The tables as they ship. `shops` comes first: what a shop's own program writes to the shop is asked before all else.
pub(super) const TABLES: [(&str, &str); 8] = [
    ("shops", include_str!("../../notices/shops.toml")),
    ("marketplaces", include_str!("../../notices/marketplaces.toml")),
    ("carriers", include_str!("../../notices/carriers.toml")),
    ("payments", include_str!("../../notices/payments.toml")),
    ("banks", include_str!("../../notices/banks.toml")),
    ("invoices", include_str!("../../notices/invoices.toml")),
    ("newsletters", include_str!("../../notices/newsletters.toml")),
    ("accounts", include_str!("../../notices/accounts.toml")),
];

/// What a recognised mail is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// A program tells of something.
    #[default]
    Notice,
    /// A newsletter.
    Bulk,
}

/// One sender's way of writing. The fields are explained in `crates/mail/notices/shops.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recogniser {
    pub(super) name: String,
    #[serde(default)]
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) asks: bool,
    #[serde(default)]
    pub(super) senders: Vec<String>,
    #[serde(default)]
    pub(super) mailboxes: Vec<Pattern>,
    #[serde(default)]
    pub(super) robots: Vec<Pattern>,
    #[serde(default)]
    pub(super) unread: bool,
    #[serde(default)]
    pub(super) subjects: Vec<Pattern>,
    #[serde(default)]
    pub(super) texts: Vec<Pattern>,
    #[serde(default)]
    pub(super) headers: Vec<Field>,
    #[serde(default)]
    pub(super) orders: Vec<Pattern>,
}

impl Recogniser {
    /// Whether `mail`, from `from`, whose domain already fits, is this sender's program's.
    pub(super) fn knows(&self, message: &Message<'_>, mail: &Inbound, from: &Address, said: &Said<'_>) -> bool {
        if !self.mailboxes.is_empty() && !is_unread(from.local()) && !is_among(&self.mailboxes, from.local()) {
            return false;
        }
        let is_robot = (self.unread && is_unread(from.local())) || is_among(&self.robots, from.local());
        // Where an answer would go to another house, somebody there may wait for it.
        let is_theirs = |to: &Address| is_unread(to.local()) || is_same_house(to, from) || self.is_sender(to);
        (is_robot && mail.reply_to.iter().all(|to| is_theirs(&to.address)))
            || self.knows_words(mail, said)
            || self.headers.iter().any(|field| field.stands_in(message))
    }

    fn is_sender(&self, address: &Address) -> bool {
        domains(address.host()).any(|domain| self.senders.iter().any(|sender| sender == domain))
    }

    fn knows_words(&self, mail: &Inbound, said: &Said<'_>) -> bool {
        if (self.subjects.is_empty() && self.texts.is_empty()) || is_answer(&mail.subject) {
            return false;
        }
        (self.subjects.is_empty() || self.subjects.iter().any(|pattern| pattern.matches(&said.subject)))
            && (self.texts.is_empty() || self.texts.iter().any(|pattern| pattern.matches(&said.text)))
    }
}

fn is_among(mailboxes: &[Pattern], local: &str) -> bool {
    let local = Folded::new(local);
    mailboxes.iter().any(|mailbox| mailbox.matches(&local))
}

/// Whether a subject begins as answers and forwards do in any common program.
fn is_answer(subject: &str) -> bool {
    const PREFIXES: [&str; 17] =
        ["re", "odp", "fwd", "fw", "pd", "aw", "wg", "sv", "vs", "antw", "rv", "res", "enc", "tr", "ynt", "ha", "vb"];
    let Some((before, _)) = subject.split_once(':') else { return false };
    let word = before.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '[' | ']' | '(' | ')'));
    PREFIXES.iter().any(|prefix| word.eq_ignore_ascii_case(prefix))
}

/// All recognisers, those of passed-on questions first.
pub(super) struct Table {
    pub(super) recognisers: Vec<Recogniser>,
    /// Of a domain or an address.
    of: HashMap<String, Vec<usize>>,
    /// Of the shop's own programs.
    own: Vec<usize>,
    /// Known by header fields, whoever sends.
    anybody: Vec<usize>,
}

impl Table {
    /// The recognisers that ship.
    pub(super) fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Table> = LazyLock::new(|| {
            Table::new(TABLES.iter().flat_map(|(name, text)| match read(text) {
                Ok(recognisers) => recognisers,
                Err(error) => unreachable!("notices/{name}.toml is embedded and tested: {error}"),
            }))
        });
        &SHIPPED
    }

    fn new(recognisers: impl Iterator<Item = Recogniser>) -> Self {
        let mut recognisers: Vec<_> = recognisers.collect();
        recognisers.sort_by_key(|recogniser| !recogniser.asks);
        let mut table = Self { recognisers: Vec::new(), of: HashMap::new(), own: Vec::new(), anybody: Vec::new() };
        for (at, recogniser) in recognisers.iter().enumerate() {
            for sender in &recogniser.senders {
                match sender.as_str() {
                    "own" => table.own.push(at),
                    sender => table.of.entry(sender.to_owned()).or_default().push(at),
                }
            }
            if recogniser.senders.is_empty() {
                table.anybody.push(at);
            }
        }
        table.recognisers = recognisers;
        table
    }

    /// The recognisers whose sender `mail` comes from, in the order in which they are asked.
    pub(super) fn candidates<'t>(&'t self, mail: &Inbound) -> impl Iterator<Item = &'t Recogniser> {
        let mut at: Vec<usize> = self.anybody.clone();
        if let Some(from) = &mail.from {
            let names = std::iter::once(from.address.as_str()).chain(domains(from.address.host()));
            at.extend(names.filter_map(|name| self.of.get(name)).flatten());
            if is_own(mail) {
                at.extend(&self.own);
            }
        }
        at.sort_unstable();
        at.into_iter().map(|at| &self.recognisers[at])
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
