//! Shops and teams: what they are called, and how much belongs to them.

use domain::id::{BrandId, Id, TeamId};
use serde::Serialize;

use super::Page;
use super::mailboxes::Banner;

/// What can be said above the page, the ends of keys: the first ones tell that it was done.
pub const OUTCOMES: [&str; 6] = ["shop-added", "team-added", "renamed", "name", "taken", "stale"];

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Groups {
    /// The shops, in the order they were set up.
    pub shops: Vec<Shop>,
    /// The teams, in the same order.
    pub teams: Vec<Team>,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// A shop.
#[derive(Clone, Debug, Serialize)]
pub struct Shop {
    /// Its id.
    pub id: BrandId,
    /// Its name.
    pub name: String,
    /// How many inboxes it has.
    pub inboxes: usize,
}

/// A team.
#[derive(Clone, Debug, Serialize)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// How many inboxes its conversations start in.
    pub inboxes: usize,
    /// How many people stand in it who may sign in.
    pub people: usize,
}

impl Page for Groups {
    const TEMPLATE: &'static str = "people/groups.html";

    fn samples() -> Vec<Self> {
        let name = |n: i64| match n {
            1 => "Garnki i Dzbany".to_owned(),
            _ => "Przedsiębiorstwo Wielobranżowe Brzęczyszczykiewicz-Konstantynopolitańczykowianeczka".to_owned(),
        };
        let shop = |n: i64| Shop {
            id: Id::from_raw(n),
            name: name(n),
            inboxes: 5_usize.saturating_sub(n.unsigned_abs() as usize),
        };
        let team = |n: i64| Team { id: Id::from_raw(n), name: name(n), inboxes: 1, people: 3 };
        let page = Self {
            shops: (1..=5).map(shop).collect(),
            teams: (1..=2).map(team).chain([Team { inboxes: 0, people: 0, ..team(3) }]).collect(),
            outcome: None,
            banner: None,
            path: "/people/groups".to_owned(),
        };
        let said = OUTCOMES.into_iter().map(|outcome| Self { outcome: Some(outcome), ..page.clone() });
        let mut all: Vec<Self> = said.collect();
        all.push(Self { shops: Vec::new(), teams: page.teams[..1].to_vec(), ..page });
        all
    }
}
