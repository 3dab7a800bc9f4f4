//! The quarantine: what could not be read, and one such arrival.

use domain::event::QuarantineReason;
use domain::id::{Id, RawId};
use domain::time::{DAY_MS, HOUR_MS, Millis};
use serde::Serialize;

use super::Page;
use super::mailboxes::Banner;
use super::samples::NOW;

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct Quarantine {
    /// Whether this is the list of what was given up.
    pub given_up: bool,
    /// How many stand in the list.
    pub listed: i64,
    /// How many were given up.
    pub kept: i64,
    /// How many are being read again.
    pub again: i64,
    /// The first of them.
    pub rows: Vec<Aside>,
    /// Where the next ones are.
    pub more: Option<String>,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// An arrival that could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct Aside {
    /// Its id.
    pub id: RawId,
    /// The inbox's name.
    pub inbox: String,
    /// When it arrived.
    pub at: Millis,
    /// Its size, in words.
    pub size: String,
    /// How often reading it was tried.
    pub tries: i64,
    /// The end of the key that says why.
    pub kind: &'static str,
    /// Why, as the program put it.
    pub reason: String,
    /// Whether it was given up.
    pub given_up: bool,
}

/// One of them.
#[derive(Clone, Debug, Serialize)]
pub struct Opened {
    /// It.
    pub aside: Aside,
    /// Its bytes as text, the beginning of them.
    pub text: String,
    /// Whether there are more.
    pub cut: bool,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// The end of the key that says why.
pub fn kind(reason: Option<QuarantineReason>) -> &'static str {
    match reason {
        Some(QuarantineReason::Unreadable) => "unreadable",
        Some(QuarantineReason::Crashed) => "crashed",
        Some(QuarantineReason::NoAuthor) => "no-author",
        Some(QuarantineReason::TooLarge) => "too-large",
        Some(QuarantineReason::Refused) => "refused",
        None => "unknown",
    }
}

fn sample(n: i64, reason: Option<QuarantineReason>, words: &str) -> Aside {
    Aside {
        id: RawId::from_raw(n),
        inbox: "Leśna Chata, reklamacje".to_owned(),
        at: NOW.plus_ms(-n * 7 * HOUR_MS - DAY_MS),
        size: "1,2 MB".to_owned(),
        tries: n,
        kind: kind(reason),
        reason: words.to_owned(),
        given_up: false,
    }
}

impl Page for Quarantine {
    const TEMPLATE: &'static str = "agent/quarantine.html";

    fn samples() -> Vec<Self> {
        use QuarantineReason::{Crashed, NoAuthor, Refused, TooLarge, Unreadable};
        let reasons = [Some(Unreadable), Some(Crashed), Some(NoAuthor), Some(TooLarge), Some(Refused), None];
        let full = Self {
            given_up: false,
            listed: 128,
            kept: 3,
            again: 0,
            rows: (1..).zip(reasons).map(|(n, reason)| sample(n, reason, "it has no header")).collect(),
            more: Some("/quarantine?after=raw_0000000000007".to_owned()),
            outcome: None,
            banner: None,
            path: "/quarantine".to_owned(),
        };
        let again = Self { again: 12, outcome: Some("all"), ..full.clone() };
        let empty = Self { rows: Vec::new(), more: None, listed: 0, kept: 0, outcome: Some("retried"), ..full.clone() };
        let rows = full.rows.iter().cloned().map(|row| Aside { given_up: true, ..row }).collect();
        let given_up = Self { given_up: true, rows, outcome: Some("given-up"), ..full.clone() };
        let back = Self { given_up: true, rows: Vec::new(), outcome: Some("taken-back"), ..given_up.clone() };
        let gone = Self { outcome: Some("gone"), ..full.clone() };
        let partial = Self { outcome: Some("partial"), ..full.clone() };
        vec![full, again, empty, given_up, back, gone, partial]
    }
}

impl Page for Opened {
    const TEMPLATE: &'static str = "agent/quarantined.html";

    fn samples() -> Vec<Self> {
        let text = "From: <script>alert(1)</script>\n\nDzień dobry".to_owned();
        let path = "/quarantine/raw_0000000000001".to_owned();
        let opened = Self {
            aside: sample(1, Some(QuarantineReason::Unreadable), "it is empty"),
            text,
            cut: false,
            banner: None,
            path,
        };
        let aside = Aside { given_up: true, ..opened.aside.clone() };
        let partial =
            Self { aside: sample(2, Some(QuarantineReason::TooLarge), "only its headers are here"), ..opened.clone() };
        vec![opened.clone(), Self { aside, cut: true, ..opened }, partial]
    }
}
