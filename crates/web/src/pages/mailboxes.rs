//! The mailboxes: how each fares, how far back it is read.

mod banner;
mod consent;
mod domain;
mod keys;
mod new;
mod one;

use ::domain::id::{Id, InboxId};
use ::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis};
use serde::Serialize;

use super::Page;
use super::samples::NOW;
use keys::TROUBLES;

pub use banner::{Banner, BannerPart, Silent, no_backup};
pub use consent::{Asked, Consent};
pub use domain::{Domain, Finding, Record};
pub use keys::{OUTCOMES, alarm, trouble, unfiled};
pub use new::{NewMailbox, ShopName, TeamName};
pub use one::{Bounds, NewKey, ONE_OUTCOMES, OneMailbox, OnePermission};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Mailboxes {
    /// Each of them.
    pub rows: Vec<Fares>,
    /// Those that are fetched no more.
    pub off: Vec<Off>,
    /// Whether this person may add one, see what is set of it, and switch one off.
    pub adds: bool,
    /// Whether something will change soon, so that the page follows closely.
    pub moving: bool,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// Where this page stands.
    pub path: String,
}

/// A mailbox that is fetched no more.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Off {
    pub name: String,
    pub address: String,
}

/// How a mailbox fares.
#[derive(Clone, Debug, Serialize)]
pub struct Fares {
    /// The inbox.
    pub id: InboxId,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What it is at: the end of a key.
    pub state: &'static str,
    /// Since when.
    pub since: Millis,
    /// When its server last answered.
    pub heard_at: Option<Millis>,
    /// What is wrong: the end of a key.
    pub trouble: Option<&'static str>,
    /// What is wrong, as the program and the server put it.
    pub said: Option<String>,
    /// Its alarm: the end of a key, and since when.
    pub alarm: Option<(&'static str, Millis)>,
    /// Mails that are wanted.
    pub wanted: i64,
    /// Those of them that are here.
    pub done: i64,
    /// The same in digits as they are read.
    pub wanted_words: String,
    /// The same in digits as they are read.
    pub done_words: String,
    /// Those that are not here.
    pub missing: i64,
    /// Its folders.
    pub folders: Vec<Folder>,
    /// What is known of tagged mail: the end of a key, and what the mail server said.
    pub plus: (&'static str, Option<String>),
    /// Sent mails that are not in the folder of sent mail, where there are any.
    pub unfiled: Option<Unfiled>,
    /// Whether its horizon stands in the settings.
    pub configured: bool,
    /// Its horizon: the end of a key; `None`: nobody chose.
    pub horizon: Option<&'static str>,
    /// The day of the horizon, where it is one.
    pub day: Option<String>,
    /// The same as it is read.
    pub day_words: String,
    /// Whether it was connected in the pages, and this person may change what opens it.
    pub renewable: bool,
    /// Whether that is its provider's permission.
    pub by_permission: bool,
    /// How its domain stands with those who receive its mail.
    pub domain: Domain,
    /// Whether a dry run is under way.
    pub looking: bool,
    /// What the last one found.
    pub tried: Option<Tried>,
}

/// A folder.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Folder {
    pub role: &'static str,
    pub name: String,
    pub on_server: String,
    pub stored: String,
    pub missing: i64,
}

/// Sent mails that are not in the folder of sent mail.
#[derive(Clone, Debug, Serialize)]
pub struct Unfiled {
    /// How many.
    pub count: i64,
    /// Why: the end of a key.
    pub why: &'static str,
    /// What the mail server said.
    pub said: Option<String>,
}

/// What a dry run found, in digits as they are read.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Tried {
    pub since: Option<String>,
    pub count: i64,
    pub mails: String,
    pub conversations: String,
    pub open: String,
    pub notices: String,
    pub spam: String,
    pub whole: bool,
    pub failed: Option<String>,
}

fn sample(n: i64, state: &'static str) -> Fares {
    let folder = |role, name: &str| Folder {
        role,
        name: name.to_owned(),
        on_server: "120,431".to_owned(),
        stored: "12,000".to_owned(),
        missing: 0,
    };
    Fares {
        id: InboxId::from_raw(n),
        name: "Leśna Chata, reklamacje".to_owned(),
        address: format!("reklamacje{n}@bardzo-dluga-nazwa-sklepu.example.pl"),
        state,
        since: NOW.plus_ms(-n * HOUR_MS),
        heard_at: Some(NOW.plus_ms(-n * MINUTE_MS)),
        trouble: None,
        said: None,
        alarm: None,
        wanted: 120_431,
        done: 12_000,
        wanted_words: "120,431".to_owned(),
        done_words: "12,000".to_owned(),
        missing: 0,
        folders: vec![folder("inbox", "INBOX"), folder("spam", "Wiadomości-śmieci"), folder("sent", "Sent")],
        plus: ("none", None),
        unfiled: None,
        configured: false,
        horizon: None,
        day: None,
        day_words: String::new(),
        renewable: n == 2,
        by_permission: false,
        domain: Domain::unseen(),
        looking: false,
        tried: None,
    }
}

fn found(whole: bool, failed: Option<&str>) -> Tried {
    Tried {
        since: failed.is_none().then(|| "2025-01-01".to_owned()),
        count: 120_431,
        mails: "120,431".to_owned(),
        conversations: "61,020".to_owned(),
        open: "214".to_owned(),
        notices: "38,900".to_owned(),
        spam: "12".to_owned(),
        whole,
        failed: failed.map(str::to_owned),
    }
}

impl Page for Mailboxes {
    const TEMPLATE: &'static str = "agent/mailboxes.html";

    fn samples() -> Vec<Self> {
        let failing = |n, code: &str| Fares {
            trouble: Some(trouble(code)),
            said: Some("[AUTHENTICATIONFAILED] <b>no</b>".to_owned()),
            alarm: Some((alarm("silent"), NOW.plus_ms(-DAY_MS))),
            heard_at: (n % 2 == 0).then_some(NOW.plus_ms(-DAY_MS)),
            ..sample(n, "failing")
        };
        let troubles = TROUBLES.into_iter().chain(["something newer"]);
        let all_wrong = (1..).zip(troubles).map(|(n, code)| failing(n, code)).collect();
        let missing = Fares { missing: 3, alarm: Some((alarm("missing"), NOW)), ..sample(3, "watching") };
        let mut rows = vec![
            Fares { looking: true, tried: Some(found(false, None)), ..sample(1, "catching-up") },
            Fares { tried: Some(found(true, None)), horizon: Some("none"), ..sample(2, "watching") },
            missing,
            Fares {
                unfiled: Some(Unfiled { count: 1, why: unfiled("no-folder"), said: None }),
                ..sample(8, "watching")
            },
            Fares {
                unfiled: Some(Unfiled { count: 3, why: unfiled("refused"), said: Some("quota exceeded".to_owned()) }),
                ..sample(9, "watching")
            },
            Fares { looking: true, heard_at: None, wanted: 0, folders: Vec::new(), ..sample(4, "connecting") },
            Fares { tried: Some(found(false, Some("it was stopped"))), ..sample(5, "watching") },
            Fares {
                horizon: Some("since"),
                day: Some("2026-01-01".to_owned()),
                day_words: "1 stycznia 2026".to_owned(),
                ..sample(6, "watching")
            },
        ];
        rows.extend(
            ["asked", "sent", "lost", "came"].map(|word| Fares { plus: (word, None), ..sample(10, "watching") }),
        );
        let said = Some("550 5.1.1 No such mailbox here".to_owned());
        rows.push(Fares { plus: ("refused", said), ..sample(11, "watching") });
        rows.extend(["all", "none", "since"].map(|horizon| Fares {
            configured: true,
            horizon: Some(horizon),
            day: (horizon == "since").then(|| "2026-01-01".to_owned()),
            day_words: "1 stycznia 2026".to_owned(),
            ..sample(7, "watching")
        }));
        let page = |rows, outcome: Option<&'static str>| Self {
            rows,
            off: Vec::new(),
            adds: outcome.is_some(),
            moving: outcome.is_none(),
            outcome,
            path: "/mailboxes".to_owned(),
        };
        let mut pages = vec![page(rows, None), page(all_wrong, None), page(Vec::new(), None)];
        pages.extend(OUTCOMES.map(|outcome| page(vec![sample(1, "watching")], Some(outcome))));
        let domains = Domain::samples().into_iter();
        pages.push(page(domains.map(|domain| Fares { domain, ..sample(12, "watching") }).collect(), None));
        let off = vec![Off { name: "Hurtownia".to_owned(), address: "hurt@sklep.example".to_owned() }];
        pages.push(Self { adds: true, ..page(Vec::new(), None) });
        let mut rows = vec![Fares { renewable: true, ..sample(1, "watching") }];
        rows.push(Fares { renewable: true, by_permission: true, ..failing(2, "no-token") });
        pages.push(Self { off, ..page(rows, Some("off")) });
        pages
    }
}
