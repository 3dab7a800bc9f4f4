//! The pages of the first run.

mod mailbox;
mod permission;

use serde::Serialize;

pub use mailbox::{Details, History, Mailbox, Server, TROUBLES, Wrong};
pub use permission::{PERMISSION_WRONGS, Permission};

use super::Page;
use super::people::Handed;

/// The steps after the owner is made, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The shop's name.
    Shop,
    /// Its mailbox.
    Mailbox,
    /// How far back that is read.
    History,
    /// Colleagues.
    Colleagues,
    /// What is there.
    End,
    /// It was left without a mailbox: the inbox is open, and a mailbox can be connected later.
    Left,
}

impl Step {
    /// Those that have a page.
    const ALL: [Self; 5] = [Self::Shop, Self::Mailbox, Self::History, Self::Colleagues, Self::End];

    /// Its number in the store.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// The step with this number.
    pub fn numbered(number: i64) -> Self {
        Self::ALL.into_iter().find(|step| step.number() == number).unwrap_or(Self::Left)
    }

    /// Where its page stands.
    pub fn path(self) -> &'static str {
        match self {
            Self::Shop => "/setup/shop",
            Self::Mailbox | Self::Left => "/setup/mailbox",
            Self::History => "/setup/history",
            Self::Colleagues => "/setup/colleagues",
            Self::End => "/setup/end",
        }
    }
}

/// The steps as they stand above a page.
#[derive(Clone, Debug, Serialize)]
pub struct Steps {
    /// Each: its word, its address, and whether it is open.
    pub all: Vec<(Step, &'static str, bool)>,
    /// The one on this page.
    pub current: Step,
    /// Its address, for the language switch to come back to.
    pub path: &'static str,
}

impl Steps {
    /// On the page of `current`, when those up to `reached` are open.
    pub fn at(current: Step, reached: Step) -> Self {
        let reached = reached.max(current);
        let all = Step::ALL.map(|step| (step, step.path(), step <= reached)).to_vec();
        Self { all, current, path: current.path() }
    }
}

/// The page for whom no link leads in.
#[derive(Clone, Debug, Serialize)]
pub struct Closed {
    /// Why: the middle of its keys.
    pub why: &'static str,
    /// Where the language switch comes back to.
    pub path: String,
}

impl Page for Closed {
    const TEMPLATE: &'static str = "setup/closed.html";

    fn samples() -> Vec<Self> {
        ["waiting", "used", "ended", "unknown"].map(|why| Self { why, path: "/sign-in".to_owned() }).to_vec()
    }
}

/// The owner: who they are.
#[derive(Clone, Debug, Serialize)]
pub struct Owner {
    /// What was typed as name.
    pub name: String,
    /// What was typed as address.
    pub login: String,
    /// What is wrong: the end of its key.
    pub wrong: Option<&'static str>,
    /// Where this page stands.
    pub path: String,
}

impl Owner {
    /// An empty form.
    pub fn blank(path: String) -> Self {
        Self { name: String::new(), login: String::new(), wrong: None, path }
    }
}

impl Page for Owner {
    const TEMPLATE: &'static str = "setup/owner.html";

    fn samples() -> Vec<Self> {
        let blank = Self::blank("/setup/00ff".to_owned());
        let mut all = vec![blank.clone()];
        all.extend(["name", "login", "password", "again"].map(|wrong| Self {
            name: "Anna Nowak".to_owned(),
            login: "anna@example.com".to_owned(),
            wrong: Some(wrong),
            ..blank.clone()
        }));
        all
    }
}

/// The shop's name and its team's.
#[derive(Clone, Debug, Serialize)]
pub struct Shop {
    /// The steps.
    pub steps: Steps,
    /// The shop's name.
    pub shop: String,
    /// The team's name.
    pub team: String,
    /// What is wrong: the end of its key.
    pub wrong: Option<&'static str>,
}

impl Page for Shop {
    const TEMPLATE: &'static str = "setup/shop.html";

    fn samples() -> Vec<Self> {
        let at = |wrong| Self {
            steps: Steps::at(Step::Shop, Step::Shop),
            shop: String::new(),
            team: "Obsługa klienta".to_owned(),
            wrong,
        };
        vec![at(None), at(Some("name"))]
    }
}

/// Colleagues.
#[derive(Clone, Debug, Serialize)]
pub struct Colleagues {
    /// The steps.
    pub steps: Steps,
    /// Who is there besides the owner, and who was asked to join.
    pub there: Vec<There>,
    /// The link of who was asked just now.
    pub handed: Option<Handed>,
    /// What was typed as address.
    pub login: String,
    /// The role that was chosen.
    pub role: &'static str,
    /// What is wrong: the end of its key.
    pub wrong: Option<&'static str>,
}

/// Somebody besides the owner.
#[derive(Clone, Debug, Serialize)]
pub struct There {
    /// What they are called; `None`: they were asked, and have not come yet.
    pub name: Option<String>,
    /// Their address.
    pub login: String,
    /// Their role.
    pub role: &'static str,
}

impl Colleagues {
    /// An empty form.
    pub fn blank(steps: Steps) -> Self {
        Self { steps, there: Vec::new(), handed: None, login: String::new(), role: "agent", wrong: None }
    }
}

impl Page for Colleagues {
    const TEMPLATE: &'static str = "setup/colleagues.html";

    fn samples() -> Vec<Self> {
        let blank = Self::blank(Steps::at(Step::Colleagues, Step::Colleagues));
        let login = || "piotr@example.com".to_owned();
        let there = |(name, role)| There { name, login: login(), role };
        let piotr = Some("Piotr Zając".to_owned());
        let there: Vec<There> =
            [(piotr.clone(), "agent"), (None, "lead"), (piotr, "admin"), (None, "observer")].map(there).to_vec();
        let handed = |mailed| {
            let link = format!("https://desk.example/join/{}", "0".repeat(64));
            let handed = Some(Handed { login: login(), link, mailed });
            Self { there: there.clone(), handed, ..blank.clone() }
        };
        let wrong = |wrong| Self { wrong: Some(wrong), login: login(), ..blank.clone() };
        vec![blank.clone(), handed(true), handed(false), wrong("login"), wrong("taken"), wrong("asked")]
    }
}

/// The end.
#[derive(Clone, Debug, Serialize)]
pub struct End {
    /// The steps.
    pub steps: Steps,
    /// The mailboxes that are connected.
    pub mailboxes: Vec<String>,
    /// Whether the pages are spoken to without HTTPS.
    pub plain: bool,
}

impl Page for End {
    const TEMPLATE: &'static str = "setup/end.html";

    fn samples() -> Vec<Self> {
        let at = |mailboxes, plain| Self { steps: Steps::at(Step::End, Step::End), mailboxes, plain };
        vec![at(vec!["sklep@example.com".to_owned()], true), at(Vec::new(), false)]
    }
}
