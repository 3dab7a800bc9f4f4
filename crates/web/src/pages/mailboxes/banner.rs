//! The banner above every page: mailboxes that give an alarm, backups that fail.

use domain::time::{DAY_MS, Millis};
use serde::Serialize;

use crate::pages::Page;
use crate::pages::samples::NOW;

/// What stands above every page while a mailbox gives an alarm, or the backup that was due has failed.
#[derive(Clone, Debug, Serialize)]
pub struct Banner {
    /// The first of the mailboxes; `None`: all is well.
    pub first: Option<Silent>,
    /// How many more there are.
    pub more: i64,
    /// Since when no backup succeeds, and why: the end of a key.
    pub no_backup: Option<(Millis, &'static str)>,
    /// Whether its owner left the first run without a mailbox.
    pub unconnected: bool,
}

/// A mailbox with an alarm.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Silent {
    pub name: String,
    pub word: &'static str,
    pub since: Millis,
}

/// The banner alone: what a page that stays open asks for.
#[derive(Clone, Debug, Serialize)]
pub struct BannerPart {
    /// The banner; `None`: not for this person.
    pub banner: Option<Banner>,
}

impl Banner {
    /// What banners look like: for nobody, without an alarm, with one, with several.
    pub(in crate::pages) fn samples() -> Vec<Option<Self>> {
        let silent = |word| Some(Silent { name: "Leśna Chata".to_owned(), word, since: NOW.plus_ms(-DAY_MS) });
        vec![
            None,
            Some(Self { first: None, more: 0, no_backup: None, unconnected: false }),
            Some(Self { first: silent("silent"), more: 0, no_backup: None, unconnected: false }),
            Some(Self { first: silent("missing"), more: 3, no_backup: Some((NOW, "full")), unconnected: false }),
            Some(Self { first: None, more: 0, no_backup: Some((NOW, "denied")), unconnected: false }),
            Some(Self { first: None, more: 0, no_backup: Some((NOW, "other")), unconnected: false }),
            Some(Self {
                first: None,
                more: 0,
                no_backup: Some((NOW.plus_ms(-DAY_MS), "not-there")),
                unconnected: true,
            }),
        ]
    }
}

/// What a backup can fail for: the ends of keys.
const WHYS: [&str; 3] = ["not-there", "full", "denied"];

/// The end of the key that says why no backup is taken.
pub fn no_backup(code: Option<&str>) -> &'static str {
    WHYS.into_iter().find(|known| Some(*known) == code).unwrap_or("other")
}

impl Page for BannerPart {
    const TEMPLATE: &'static str = "parts/banner.html";

    fn samples() -> Vec<Self> {
        Banner::samples().into_iter().map(|banner| Self { banner }).collect()
    }
}
