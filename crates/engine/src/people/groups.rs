//! Shops, and the teams that answer for them, as those who govern set them up in the pages.
//!
//! Names are told apart without regard to case: two that read the same would be chosen for one another.

use domain::event::{Actor, Origin};
use domain::id::{BrandId, TeamId};
use domain::operation::Operation;
use store::Tx;
use store::brand::{self, Brand, Team};

use super::standing::governing;
use crate::Engine;
use crate::audit::tell;
use crate::commands::By;
use crate::error::{Refused, Result};
use crate::first_run::named;

/// Sets up one more shop.
///
/// # Errors
/// Refused where the asker may not, `name` is none, or a shop is called so ([`Refused::TakenBy`]).
pub async fn add_shop(engine: &Engine, by: By, name: &str) -> Result<BrandId> {
    let shop = Brand { id: engine.id(), name: named(name)? };
    let (id, origin) = (shop.id, Origin::new(Actor::Agent(by.agent), engine.now()));
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        naming(tx, by)?;
        free(brand::brands(tx)?.iter().map(|one| one.name.as_str()), &shop.name)?;
        Ok(brand::create(tx, &shop, &origin)?)
    };
    engine.store().write(write).await?;
    Ok(id)
}

/// Sets up one more team.
///
/// # Errors
/// As of a shop.
pub async fn add_team(engine: &Engine, by: By, name: &str) -> Result<TeamId> {
    let team = Team { id: engine.id(), name: named(name)? };
    let (id, origin) = (team.id, Origin::new(Actor::Agent(by.agent), engine.now()));
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        naming(tx, by)?;
        free(brand::teams(tx)?.iter().map(|one| one.name.as_str()), &team.name)?;
        Ok(brand::create_team(tx, &team, &origin)?)
    };
    engine.store().write(write).await?;
    Ok(id)
}

/// Gives a shop that is called `from` another name.
///
/// # Errors
/// Refused where the asker may not, `to` is no name, another shop is called so ([`Refused::TakenBy`]), there is no such shop,
/// or it is called otherwise by now ([`Refused::Outdated`]).
pub async fn rename_shop(engine: &Engine, by: By, shop: BrandId, from: &str, to: &str) -> Result<()> {
    let (from, to, now) = (from.to_owned(), named(to)?, engine.now());
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        naming(tx, by)?;
        let all = brand::brands(tx)?.into_iter().map(|one| (one.id, one.name)).collect::<Vec<_>>();
        if !changes(&all, shop, &from, &to)? {
            return Ok(());
        }
        brand::rename(tx, shop, &to)?;
        Ok(tell(tx, Some(by.agent), Operation::BrandRenamed { brand: shop }, now)?)
    };
    engine.store().write(write).await.map(drop)
}

/// Gives a team that is called `from` another name.
///
/// # Errors
/// As of a shop.
pub async fn rename_team(engine: &Engine, by: By, team: TeamId, from: &str, to: &str) -> Result<()> {
    let (from, to, now) = (from.to_owned(), named(to)?, engine.now());
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        naming(tx, by)?;
        let all = brand::teams(tx)?.into_iter().map(|one| (one.id, one.name)).collect::<Vec<_>>();
        if !changes(&all, team, &from, &to)? {
            return Ok(());
        }
        brand::rename_team(tx, team, &to)?;
        Ok(tell(tx, Some(by.agent), Operation::TeamRenamed { team }, now)?)
    };
    engine.store().write(write).await.map(drop)
}

/// Whether the asker may. One at a time: two who choose the same name at once are told apart.
fn naming(tx: &mut Tx<'_>, by: By) -> Result<()> {
    governing(tx, by)?;
    Ok(brand::lock_names(tx)?)
}

/// Whether one of them, which is called `from`, gets another name by `to`.
fn changes<I: Copy + PartialEq>(all: &[(I, String)], id: I, from: &str, to: &str) -> Result<bool> {
    let now = all.iter().find(|(one, _)| *one == id).map(|(_, name)| name.as_str()).ok_or(Refused::NotFound)?;
    if now == to {
        return Ok(false);
    }
    if now != from {
        return Err(Refused::Outdated.into());
    }
    free(all.iter().filter(|(one, _)| *one != id).map(|(_, name)| name.as_str()), to)?;
    Ok(true)
}

fn free<'a>(mut names: impl Iterator<Item = &'a str>, wanted: &str) -> Result<()> {
    let wanted = wanted.to_lowercase();
    if names.any(|name| name.to_lowercase() == wanted) { Err(Refused::TakenBy(None).into()) } else { Ok(()) }
}
