//! Webhooks: the list, and one with what it was told.

use domain::event::Position;
use domain::id::{Id, WebhookId};
use domain::time::{DAY_MS, HOUR_MS, Millis};
use domain::webhook::{CallState, EndpointState};
use serde::Serialize;
use store::webhook::call::Attempt;

use super::super::Page;
use super::super::mailboxes::Banner;
use super::super::samples::NOW;

/// What can be said above the list, the ends of keys: the first one tells that it was done.
pub const OUTCOMES: [&str; 2] = ["removed", "refused"];

/// What can be said above one of them; the last one that it was not.
pub const ONE_OUTCOMES: [&str; 4] = ["started", "stopped", "resent", "range"];

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct Webhooks {
    /// All of them.
    pub rows: Vec<Shown>,
    /// What events are about: words of the API.
    pub nouns: Vec<&'static str>,
    /// The secret of the one that was set up just now, this once.
    pub handed: Option<Handed>,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// A webhook.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Its id.
    pub id: WebhookId,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// What it is told; empty: everything.
    pub kinds: String,
    /// How it stands: the end of a key.
    pub state: &'static str,
    /// Since when it is stopped.
    pub stopped_at: Option<Millis>,
    /// Since when it took nothing.
    pub failing_since: Option<Millis>,
    /// How many calls wait.
    pub open: i64,
}

impl Shown {
    /// A webhook as it is kept, and how many calls of it wait.
    pub fn new(hook: store::webhook::Webhook, open: usize) -> Self {
        Self {
            id: hook.id,
            kinds: hook.kinds.to_string(),
            state: key(hook.state),
            name: hook.name,
            url: hook.url,
            stopped_at: hook.stopped_at,
            failing_since: hook.failing_since,
            open: i64::try_from(open).unwrap_or(i64::MAX),
        }
    }
}

fn key(state: EndpointState) -> &'static str {
    match state {
        EndpointState::Active => "active",
        EndpointState::Stopped => "stopped",
        EndpointState::GivenUp => "given-up",
    }
}

/// A secret.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Handed {
    pub id: WebhookId,
    pub name: String,
    pub secret: String,
}

/// One webhook.
#[derive(Clone, Debug, Serialize)]
pub struct Webhook {
    /// It.
    pub hook: Shown,
    /// What it was told or is to be told, the newest first.
    pub told: Vec<Told>,
    /// Where the next ones are.
    pub more: Option<String>,
    /// Its new secret, this once.
    pub handed: Option<Handed>,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// How many events are told again.
    pub events: i64,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// The telling of one event.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// The event.
    pub position: i64,
    /// Its kind.
    pub kind: &'static str,
    /// How it stands: the end of a key.
    pub state: &'static str,
    /// When it is tried next, or was ended.
    pub due_at: Millis,
    /// Every attempt.
    pub attempts: Vec<Try>,
}

/// An attempt.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Try {
    pub started_at: Millis,
    pub status: Option<u16>,
    pub answer: Option<String>,
}

impl From<Attempt> for Try {
    fn from(attempt: Attempt) -> Self {
        Self { started_at: attempt.started_at, status: attempt.status, answer: attempt.answer }
    }
}

fn sample(n: i64, state: EndpointState) -> Shown {
    let hook = store::webhook::Webhook {
        id: WebhookId::from_raw(n),
        name: "Magazyn i wysyłka, bardzo długa nazwa programu pośredniczącego".to_owned(),
        url: format!("https://erp.bardzo-dluga-nazwa-sklepu.example.pl/{}", "hook".repeat(12)),
        kinds: domain::webhook::Kinds::read(if n == 1 { "" } else { "message conversation delivery" }),
        state,
        position: Position(7),
        made_at: NOW.plus_ms(-9 * DAY_MS),
        stopped_at: (state != EndpointState::Active).then_some(NOW.plus_ms(-DAY_MS)),
        failing_since: (n == 2).then_some(NOW.plus_ms(-2 * HOUR_MS)),
        old_until: None,
        owed: false,
    };
    Shown::new(hook, usize::try_from(n - 1).unwrap_or(0))
}

impl Page for Webhooks {
    const TEMPLATE: &'static str = "operate/webhooks.html";

    fn samples() -> Vec<Self> {
        let page = Self {
            rows: (1..).zip(EndpointState::ALL).map(|(n, state)| sample(n, *state)).collect(),
            nouns: vec!["agent", "conversation", "delivery", "message"],
            handed: None,
            outcome: None,
            banner: None,
            path: "/webhooks".to_owned(),
        };
        let said = OUTCOMES.into_iter().map(|outcome| Self { outcome: Some(outcome), ..page.clone() });
        let mut all: Vec<Self> = said.collect();
        let secret = format!("whsec_{}", "aB3/".repeat(10));
        let handed = Handed { id: WebhookId::from_raw(1), name: "ERP".to_owned(), secret };
        all.push(Self { handed: Some(handed), rows: vec![sample(2, EndpointState::Active)], ..page.clone() });
        all.push(Self { rows: Vec::new(), ..page });
        all
    }
}

impl Page for Webhook {
    const TEMPLATE: &'static str = "operate/webhook.html";

    fn samples() -> Vec<Self> {
        let attempt =
            |status, answer: &str| Try { started_at: NOW.plus_ms(-HOUR_MS), status, answer: Some(answer.to_owned()) };
        let told = (1..).zip(CallState::ALL).map(|(n, state)| Told {
            position: 1_000_000 + n,
            kind: "conversation.status_changed",
            state: state.word(),
            due_at: NOW.plus_ms(n * HOUR_MS),
            attempts: vec![attempt(Some(503), "<h1>busy</h1>"), attempt(None, "it did not answer in time")],
        });
        let page = Self {
            hook: sample(2, EndpointState::Active),
            told: told.collect(),
            more: Some("/webhooks/whk_0000000000002?before=7".to_owned()),
            handed: None,
            outcome: None,
            events: 3,
            banner: None,
            path: "/webhooks/whk_0000000000002".to_owned(),
        };
        let said = ONE_OUTCOMES.into_iter().map(|outcome| Self { outcome: Some(outcome), ..page.clone() });
        let mut all: Vec<Self> = said.collect();
        let secret = format!("whsec_{}", "aB3/".repeat(10));
        let handed = Handed { id: WebhookId::from_raw(2), name: String::new(), secret };
        all.push(Self { handed: Some(handed), ..page.clone() });
        for state in [EndpointState::Stopped, EndpointState::GivenUp] {
            all.push(Self { hook: sample(1, state), told: Vec::new(), more: None, ..page.clone() });
        }
        all
    }
}
