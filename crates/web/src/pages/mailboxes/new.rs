//! One more mailbox: its address, its servers, what it is called and whose it is.

use domain::id::{BrandId, Id, TeamId};
use serde::Serialize;

use crate::pages::Page;
use crate::pages::setup::{Details, Mailbox};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct NewMailbox {
    /// Its address.
    pub address: String,
    /// What is wrong with that: the end of its key.
    pub wrong: Option<&'static str>,
    /// What opens it; `None`: the address is asked for first.
    pub details: Option<Details>,
    /// What the inbox is called that this address has already: that is not asked for, nor whose it is.
    pub known: Option<String>,
    /// What it is called.
    pub name: String,
    /// The shops whose it may be.
    pub shops: Vec<ShopName>,
    /// The one that was chosen.
    pub shop: Option<BrandId>,
    /// The teams that may have it.
    pub teams: Vec<TeamName>,
    /// The one that was chosen.
    pub team: TeamId,
}

/// A shop.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct ShopName {
    pub id: BrandId,
    pub name: String,
}

/// A team.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct TeamName {
    pub id: TeamId,
    pub name: String,
}

impl Page for NewMailbox {
    const TEMPLATE: &'static str = "agent/mailbox_new.html";

    fn samples() -> Vec<Self> {
        let team = |n: i64, name: &str| TeamName { id: Id::from_raw(n), name: name.to_owned() };
        let shop = |n: i64, name: &str| ShopName { id: Id::from_raw(n), name: name.to_owned() };
        let shops = [shop(1, "Dzban"), shop(2, "Garnki i Dzbany Konstantynopolitańczykowianeczka")];
        let of = |page: Mailbox, teams: Vec<TeamName>| Self {
            address: page.address,
            wrong: page.wrong,
            details: page.details,
            known: None,
            name: "Hurtownia".to_owned(),
            shops: shops[..teams.len()].to_vec(),
            shop: None,
            teams,
            team: Id::from_raw(2),
        };
        let one = || vec![team(2, "Obsługa")];
        let mut all: Vec<Self> = Mailbox::samples().into_iter().map(|page| of(page, one())).collect();
        let last = Mailbox::samples().pop().map(|page| of(page, vec![team(1, "Hurt"), team(2, "Obsługa")]));
        let again = last.clone().map(|page| Self { known: Some("Hurtownia".to_owned()), ..page });
        all.extend(last.into_iter().chain(again));
        all
    }
}
