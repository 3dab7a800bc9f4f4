//! The first run: from a store without anybody in it to an owner who sets it up.
//!
//! In: a link that whoever started the program passes on, then what its owner says. Out: the owner, a shop, a team. Until
//! there is an agent a link leads in; with the first one no link does, whoever made them and however. It must not: keep a
//! link's token, only its keyed hash.

use domain::event::{Actor, Origin};
use domain::id::{AgentId, BrandId, TeamId};
use domain::identity::{Address, Fingerprint};
use domain::permission::Role;
use domain::time::DAY_MS;
use store::Tx;
use store::agent::Agent;
use store::brand::{Brand, Team};
use store::first_run as kept;

pub use store::first_run::UnderWay;

use crate::error::{Refused, Result};
use crate::people::{MIN_PASSWORD_CHARS, hash_password};
use crate::{Engine, Error};

/// How long a link is good, in milliseconds.
pub const LINK_MS: i64 = DAY_MS;

/// The longest name of a person, a shop or a team, in characters.
pub const MAX_NAME_CHARS: usize = 80;

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It leads in.
    Good,
    /// It was good once.
    Ended,
    /// There never was such a link, or a newer one replaced it.
    Unknown,
    /// Somebody is there: no link leads in any more.
    Used,
}

/// Makes a link, and gives its token, which nobody can be told again; `None`: somebody is there already. `alone`: those made
/// before lead in no more.
///
/// # Errors
/// When there is no randomness, or the store cannot be written.
pub async fn offer(engine: &Engine, alone: bool) -> Result<Option<String>> {
    // Where somebody is, which is nearly always, nothing is written.
    if anybody(engine).await? {
        return Ok(None);
    }
    let mut chance = [0_u8; 32];
    getrandom::fill(&mut chance).map_err(|error| Refused::Invalid(format!("there is no randomness: {error}")))?;
    let token: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let (print, ends_at) = (print(engine, &token), engine.now().plus_ms(LINK_MS));
    let offered = engine.store().write(move |tx| -> store::Result<bool> {
        if kept::anybody(tx)? {
            return Ok(false);
        }
        if alone {
            kept::withdraw(tx)?;
        }
        kept::offer(tx, print, ends_at)?;
        Ok(true)
    });
    Ok(offered.await?.value.then_some(token))
}

fn print(engine: &Engine, token: &str) -> Fingerprint {
    engine.store().fingerprints().token(token)
}

/// Whether anybody is there.
///
/// # Errors
/// When the store cannot be read.
pub async fn anybody(engine: &Engine) -> Result<bool> {
    Ok(engine.store().read(kept::anybody).await?)
}

/// How the link with this token stands.
///
/// # Errors
/// When the store cannot be read.
pub async fn look(engine: &Engine, token: &str) -> Result<Link> {
    let (print, now) = (print(engine, token), engine.now());
    let (anybody, ends_at) = engine
        .store()
        .read(move |conn| -> store::Result<_> { Ok((kept::anybody(conn)?, kept::ends_at(conn, print)?)) })
        .await?;
    Ok(match ends_at {
        _ if anybody => Link::Used,
        None => Link::Unknown,
        Some(ends_at) if ends_at <= now => Link::Ended,
        Some(_) => Link::Good,
    })
}

/// What the owner is made from.
#[derive(Clone)]
pub struct NewOwner {
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub login: Address,
    /// Their password.
    pub password: String,
    /// `pl` or `en`.
    pub language: String,
    /// The name of the team they belong to.
    pub team: String,
}

/// Uses the link up: makes the owner and their team, once. Takes tens of milliseconds beside the runtime's threads.
///
/// # Errors
/// Refused ([`Refused::NotFound`]) when the link does not lead in, and when what is given cannot be.
pub async fn begin(engine: &Engine, token: &str, new: NewOwner) -> Result<AgentId> {
    let name = named(&new.name)?;
    if new.password.chars().count() < MIN_PASSWORD_CHARS {
        return Err(Refused::Invalid(format!("a password has at least {MIN_PASSWORD_CHARS} characters")).into());
    }
    if look(engine, token).await? != Link::Good {
        return Err(Refused::NotFound.into());
    }
    let password = new.password;
    let hashed = tokio::task::spawn_blocking(move || hash_password(&password)).await;
    let hash = hashed.map_err(|error| Refused::Invalid(format!("the password was not hashed: {error}")))??;
    let team = Team { id: engine.id(), name: new.team };
    let login = new.login.as_str().to_owned();
    let agent =
        Agent { id: engine.id(), team: team.id, role: Role::Owner, name, login, language: new.language, off_at: None };
    let (id, print, now) = (agent.id, print(engine, token), engine.now());
    let origin = Origin::new(Actor::System, now);
    let begun = engine.store().write(move |tx| -> Result<()> {
        if kept::anybody(tx)? || !kept::use_up(tx, print, now)? {
            return Err(Refused::NotFound.into());
        }
        kept::withdraw(tx)?;
        store::brand::create_team(tx, &team, &origin)?;
        store::agent::create(tx, &agent, Some(&hash), &origin)?;
        Ok(kept::begin(tx, agent.id, now)?)
    });
    match begun.await {
        Ok(_) => {
            tracing::info!(agent = %id, "the first run began: there is an owner");
            Ok(id)
        }
        // Somebody with another link was faster.
        Err(Error::Store(store::Error::Duplicate { .. })) => Err(Refused::NotFound.into()),
        Err(error) => Err(error),
    }
}

/// The first run that is under way.
///
/// # Errors
/// When the store cannot be read.
pub async fn under_way(engine: &Engine) -> Result<Option<UnderWay>> {
    Ok(engine.store().read(kept::under_way).await?)
}

/// Notes that so many steps are behind the owner.
///
/// # Errors
/// When the store cannot be written.
pub async fn reach(engine: &Engine, owner: AgentId, step: i64) -> Result<()> {
    engine.store().write(move |tx| kept::reach(tx, owner, step)).await?;
    Ok(())
}

/// The owner is through with the first run.
///
/// # Errors
/// When the store cannot be written.
pub async fn end(engine: &Engine, owner: AgentId) -> Result<()> {
    engine.store().write(move |tx| kept::end(tx, owner)).await?;
    tracing::info!(agent = %owner, "the first run ended");
    Ok(())
}

/// Names the shop, which is made when there is none, and the team. Gives the shop.
///
/// # Errors
/// Refused when a name is empty or too long.
pub async fn name_shop(engine: &Engine, team: TeamId, shop: &str, team_name: &str) -> Result<BrandId> {
    let (fresh, team_name) = (Brand { id: engine.id(), name: named(shop)? }, named(team_name)?);
    let origin = Origin::new(Actor::System, engine.now());
    let write = move |tx: &mut Tx<'_>| -> store::Result<BrandId> {
        store::brand::rename_team(tx, team, &team_name)?;
        if let Some(first) = store::brand::brands(tx)?.into_iter().next() {
            store::brand::rename(tx, first.id, &fresh.name)?;
            return Ok(first.id);
        }
        store::brand::create(tx, &fresh, &origin)?;
        Ok(fresh.id)
    };
    Ok(engine.store().write(write).await?.value)
}

/// A name that a person, a shop or a team can have.
pub(crate) fn named(text: &str) -> Result<String> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Refused::Empty.into());
    }
    if name.chars().count() > MAX_NAME_CHARS {
        return Err(Refused::TooLong { limit: MAX_NAME_CHARS }.into());
    }
    if name.contains(char::is_control) {
        return Err(Refused::Invalid("a name has no control characters".to_owned()).into());
    }
    Ok(name.to_owned())
}
