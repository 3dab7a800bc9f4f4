//! Who did what with power over the installation, and when.

use domain::audit::Topic;
use domain::id::{AgentId, Id};
use domain::time::{HOUR_MS, Millis};
use serde::Serialize;

use super::Page;
use super::frame::Person;
use super::mailboxes::Banner;
use super::samples::NOW;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Audit {
    /// What happened, the newest first.
    pub rows: Vec<Done>,
    /// Everybody one can search for.
    pub people: Vec<Person>,
    /// Whom was searched for.
    pub person: Option<AgentId>,
    /// The kinds one can search for: the ends of keys.
    pub topics: Vec<&'static str>,
    /// Which kind was.
    pub kind: Option<&'static str>,
    /// From which day on.
    pub from: Option<String>,
    /// Until which day.
    pub to: Option<String>,
    /// Where the next ones are.
    pub more: Option<String>,
    /// Where the file for a spreadsheet is.
    pub sheet: String,
    /// Where the file for programs is.
    pub lines: String,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// Something that somebody did.
#[derive(Clone, Debug, Serialize)]
pub struct Done {
    /// When.
    pub at: Millis,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// To whom, where it is somebody else.
    pub about: Option<String>,
    /// Of which kind it is.
    pub kind: &'static str,
}

impl Page for Audit {
    const TEMPLATE: &'static str = "people/audit.html";

    fn samples() -> Vec<Self> {
        let done = |n: i64, kind, about: Option<&str>| Done {
            at: NOW.plus_ms(-n * HOUR_MS),
            who: "Aleksandra Brzęczyszczykiewicz-Konstantynopolitańczykowianeczkówna".to_owned(),
            what: "Role and team changed: team lead in “Hurt”".to_owned(),
            about: about.map(str::to_owned),
            kind,
        };
        let topics: Vec<&str> = Topic::ALL.iter().map(|topic| topic.word()).collect();
        let page = Self {
            rows: vec![done(1, "people", Some("Jan")), done(2, "sign-ins", None), done(30, "security", None)],
            people: vec![Person { id: AgentId::from_raw(1), name: "Jan".to_owned() }],
            person: None,
            topics: topics.clone(),
            kind: None,
            from: None,
            to: None,
            more: Some("/people/audit?before=7.7".to_owned()),
            sheet: "/people/audit.csv".to_owned(),
            lines: "/people/audit.jsonl".to_owned(),
            banner: None,
            path: "/people/audit".to_owned(),
        };
        let mut all = vec![page.clone(), Self { person: Some(AgentId::from_raw(1)), more: None, ..page.clone() }];
        all.extend(topics.into_iter().map(|kind| Self {
            kind: Some(kind),
            from: Some("2026-11-01".to_owned()),
            to: Some("2026-11-23".to_owned()),
            rows: Vec::new(),
            more: None,
            ..page.clone()
        }));
        all
    }
}
