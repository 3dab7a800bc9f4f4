//! How everything fares.

use domain::time::{HOUR_MS, Millis};
use serde::Serialize;

use super::super::Page;
use super::super::mailboxes::Banner;
use super::super::samples::NOW;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// What was looked at, each in a line.
    pub lines: Vec<Line>,
    /// The mailboxes that who looks may mend.
    pub boxes: Vec<Fares>,
    /// The worst of it: `ok`, `warn` or `bad`.
    pub worst: &'static str,
    /// Whether who looks runs the installation: then the other pages about it are named.
    pub runs: bool,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What: the end of a key.
    pub what: &'static str,
    /// `ok`, `warn` or `bad`.
    pub mark: &'static str,
    /// How it is.
    pub text: String,
    /// When, where it is about a moment.
    pub at: Option<Millis>,
}

/// A mailbox.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Fares {
    pub name: String,
    pub mark: &'static str,
    pub state: &'static str,
    pub heard_at: Option<Millis>,
}

impl Page for Status {
    const TEMPLATE: &'static str = "operate/status.html";

    fn samples() -> Vec<Self> {
        let whats = [
            "version",
            "database",
            "nodes",
            "disk",
            "backup",
            "arrivals",
            "quarantine",
            "outgoing",
            "stuck",
            "reactors",
            "parked",
            "webhooks",
        ];
        let lines = whats.into_iter().zip(["ok", "warn", "bad"].into_iter().cycle()).map(|(what, mark)| Line {
            what,
            mark,
            text: "Dwanaście tysięcy zdarzeń czeka na swoją kolej".to_owned(),
            at: (what == "backup").then_some(NOW.plus_ms(-HOUR_MS)),
        });
        let boxes = ["connecting", "watching", "catching-up", "failing"].into_iter().map(|state| Fares {
            name: "Skrzynka o bardzo długiej nazwie".to_owned(),
            mark: if state == "failing" { "bad" } else { "ok" },
            state,
            heard_at: (state != "connecting").then_some(NOW.plus_ms(-HOUR_MS)),
        });
        let page = Self {
            lines: lines.collect(),
            boxes: boxes.collect(),
            worst: "bad",
            runs: true,
            banner: None,
            path: "/status".to_owned(),
        };
        let marks = ["ok", "warn", "bad"].into_iter();
        let mut all: Vec<Self> = marks.map(|worst| Self { worst, ..page.clone() }).collect();
        all.push(Self { boxes: Vec::new(), runs: false, ..page });
        all
    }
}
