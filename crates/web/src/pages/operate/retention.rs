//! How long contents are kept.

use domain::retention::Class;
use domain::time::{HOUR_MS, Millis};
use serde::Serialize;

use super::super::Page;
use super::super::mailboxes::Banner;
use super::super::samples::NOW;

/// What can be said above the page, the ends of keys: the last one tells that it was not done.
pub const OUTCOMES: [&str; 3] = ["on", "off", "days"];

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Retention {
    /// The rules.
    pub rows: Vec<Shown>,
    /// What would go, where that was asked.
    pub tried: Option<Tried>,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// A rule.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The word of what it is about.
    pub class: &'static str,
    /// For how many days it is kept; `None`: for ever.
    pub days: Option<i64>,
    /// The fewest days that can be asked for.
    pub fewest: i64,
    /// What stands in the field.
    pub usual: i64,
    /// When it was carried out last.
    pub ran_at: Option<Millis>,
}

/// What would go.
#[derive(Clone, Debug, Serialize)]
pub struct Tried {
    /// The word of what it is about.
    pub class: &'static str,
    /// Kept for so many days.
    pub days: i64,
    /// How much of what: the end of a key, and digits as they are read.
    pub goes: Vec<(&'static str, String)>,
}

impl Page for Retention {
    const TEMPLATE: &'static str = "operate/retention.html";

    fn samples() -> Vec<Self> {
        let rows = Class::ALL.iter().map(|class| Shown {
            class: class.word(),
            days: (*class == Class::Spam).then_some(30),
            fewest: class.min_days(),
            usual: 365,
            ran_at: (*class == Class::Spam).then_some(NOW.plus_ms(-HOUR_MS)),
        });
        let page =
            Self { rows: rows.collect(), tried: None, outcome: None, banner: None, path: "/retention".to_owned() };
        let said = OUTCOMES.into_iter().map(|outcome| Self { outcome: Some(outcome), ..page.clone() });
        let mut all: Vec<Self> = said.collect();
        let goes = ["conversations", "messages", "files", "originals", "answers"];
        let goes: Vec<_> = goes.into_iter().map(|what| (what, "12 345".to_owned())).collect();
        for class in Class::ALL {
            let goes = if *class == Class::Answers { Vec::new() } else { goes.clone() };
            all.push(Self { tried: Some(Tried { class: class.word(), days: 365, goes }), ..page.clone() });
        }
        all
    }
}
