//! What other programs sign in with.

use domain::id::{AgentId, Id, TokenId};
use domain::scope::Scope;
use domain::time::{DAY_MS, Millis};
use serde::Serialize;

use super::super::Page;
use super::super::mailboxes::Banner;
use super::super::samples::NOW;

/// What can be said above the page, the ends of keys: the first one tells that it was done.
pub const OUTCOMES: [&str; 4] = ["ended", "name", "scopes", "days"];

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Tokens {
    /// All of them; those that open something first.
    pub rows: Vec<Shown>,
    /// For whom one can be made.
    pub owners: Vec<Owner>,
    /// What one may do: words.
    pub scopes: Vec<&'static str>,
    /// The one that was made just now, this once.
    pub handed: Option<Handed>,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// A token, without its secret.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Its id.
    pub id: TokenId,
    /// What it is called.
    pub name: String,
    /// For whom it acts.
    pub whose: String,
    /// What it may do.
    pub scopes: String,
    /// How it stands, the end of a key: `good`, `ended`, `over`, `off`.
    pub state: &'static str,
    /// When it ends, or ended.
    pub until: Millis,
    /// When it was used last.
    pub used_at: Option<Millis>,
}

/// Somebody for whom a token may act.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Owner {
    pub id: AgentId,
    pub name: String,
    pub me: bool,
}

/// A new token's secret.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Handed {
    pub name: String,
    pub secret: String,
}

impl Page for Tokens {
    const TEMPLATE: &'static str = "operate/tokens.html";

    fn samples() -> Vec<Self> {
        let one = |n: i64, state| Shown {
            id: TokenId::from_raw(n),
            name: "Magazyn i wysyłka, bardzo długa nazwa programu pośredniczącego".to_owned(),
            whose: "Aleksandra Brzęczyszczykiewicz".to_owned(),
            scopes: Scope::ALL[..3].iter().map(|scope| scope.word()).collect::<Vec<_>>().join(" "),
            state,
            until: NOW.plus_ms(n * DAY_MS),
            used_at: (n > 1).then_some(NOW.plus_ms(-DAY_MS)),
        };
        let owners = [(1, "Aleksandra", true), (2, "Jan", false)];
        let page = Self {
            rows: vec![one(9, "good"), one(1, "good"), one(-1, "ended"), one(-2, "over"), one(3, "off")],
            owners: owners.map(|(n, name, me)| Owner { id: AgentId::from_raw(n), name: name.to_owned(), me }).into(),
            scopes: Scope::ALL.iter().map(|scope| scope.word()).collect(),
            handed: None,
            outcome: None,
            banner: None,
            path: "/tokens".to_owned(),
        };
        let said = OUTCOMES.into_iter().map(|outcome| Self { outcome: Some(outcome), ..page.clone() });
        let mut all: Vec<Self> = said.collect();
        let handed = Handed { name: "ERP".to_owned(), secret: format!("kontuar_{}", "0a".repeat(18)) };
        all.push(Self { handed: Some(handed), ..page.clone() });
        all.push(Self { rows: Vec::new(), ..page });
        all
    }
}
