//! Asking somebody to join: a link that is good once, for a week, and can be renewed or withdrawn.

use domain::access::Place;
use domain::event::{Actor, Origin};
use domain::id::{AgentId, InvitationId};
use domain::identity::Address;
use domain::time::DAY_MS;
use store::agent::{self, Agent};
use store::invitation::{self, Invitation};

use super::link;
use super::standing::governing;
use crate::Engine;
use crate::commands::By;
use crate::error::{Error, Refused, Result};

/// How long the link of an invitation is good.
pub const INVITED_MS: i64 = 7 * DAY_MS;

/// The longest name of a person, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// Asks somebody to join. Gives the secret of the link, which nobody can be told again.
///
/// # Errors
/// Refused where the asker may not give this role, the address is somebody's already (taken), or was asked (outdated).
pub async fn invite(engine: &Engine, by: By, login: &Address, place: Place) -> Result<(InvitationId, String)> {
    let (secret, print) = link::draw(engine)?;
    let now = engine.now();
    let new = Invitation {
        id: engine.id(),
        login: login.as_str().to_owned(),
        place,
        made_at: now,
        ends_at: now.plus_ms(INVITED_MS),
    };
    let (id, origin) = (new.id, Origin::new(Actor::Agent(by.agent), now));
    let done = engine.store().write(move |tx| -> Result<()> {
        if !governing(tx, by)?.role.may_appoint(place.role) {
            return Err(Refused::NotAllowed.into());
        }
        if !store::brand::teams(tx)?.iter().any(|team| team.id == place.team) {
            return Err(Refused::Invalid("there is no such team".to_owned()).into());
        }
        if let Some((agent, _)) = agent::by_login(tx, &new.login)? {
            return Err(Refused::TakenBy(Some(agent.id)).into());
        }
        if invitation::open(tx)?.iter().any(|open| open.login == new.login) {
            return Err(Refused::Outdated.into());
        }
        Ok(invitation::keep(tx, &new, print, &origin)?)
    });
    match done.await {
        // Two who asked the same person at the same moment.
        Err(Error::Store(store::Error::Duplicate { .. })) => Err(Refused::Outdated.into()),
        other => other.map(|_| (id, secret)),
    }
}

/// Gives an invitation a new link, good for another week; the one before ends. Gives the address and the secret.
///
/// # Errors
/// Refused where the asker may not, or it is over.
pub async fn renew(engine: &Engine, by: By, id: InvitationId) -> Result<(String, String)> {
    let (secret, print) = link::draw(engine)?;
    let ends_at = engine.now().plus_ms(INVITED_MS);
    let done = engine.store().write(move |tx| -> Result<String> {
        let me = governing(tx, by)?;
        let open = invitation::one(tx, id)?.ok_or(Refused::Outdated)?;
        if !me.role.may_appoint(open.place.role) {
            return Err(Refused::NotAllowed.into());
        }
        if invitation::renew(tx, id, print, ends_at)? { Ok(open.login) } else { Err(Refused::Outdated.into()) }
    });
    Ok((done.await?.value, secret))
}

/// Takes an invitation back: its link opens nothing any more.
///
/// # Errors
/// Refused where the asker may not, or it is over.
pub async fn withdraw(engine: &Engine, by: By, id: InvitationId) -> Result<()> {
    let origin = Origin::new(Actor::Agent(by.agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        let me = governing(tx, by)?;
        let open = invitation::one(tx, id)?.ok_or(Refused::Outdated)?;
        if !me.role.may_appoint(open.place.role) {
            return Err(Refused::NotAllowed.into());
        }
        if invitation::end(tx, id, None, &origin)? { Ok(()) } else { Err(Refused::Outdated.into()) }
    });
    done.await.map(drop)
}

/// The invitation with this link, while it is good.
///
/// # Errors
/// The store could not be read.
pub async fn invited(engine: &Engine, secret: &str) -> Result<Option<Invitation>> {
    let Some(print) = link::print(engine, secret) else { return Ok(None) };
    let now = engine.now();
    let found = engine.store().read(move |conn| invitation::find(conn, print)).await?;
    Ok(found.filter(|found| now < found.ends_at))
}

/// A name as it may be: something in it, one line, not too long.
///
/// # Errors
/// Refused otherwise.
pub fn fit_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_control) {
        return Err(Refused::Empty.into());
    }
    if name.chars().count() > MAX_NAME_CHARS {
        return Err(Refused::TooLong { limit: MAX_NAME_CHARS }.into());
    }
    Ok(name.to_owned())
}

/// Whoever was asked comes: they can sign in from now on. `hash` is of their password.
///
/// # Errors
/// Refused where the link is no longer good, or the name is none.
pub async fn join(engine: &Engine, secret: &str, name: &str, language: &str, hash: String) -> Result<AgentId> {
    let print = link::print(engine, secret).ok_or(Refused::NotFound)?;
    let (name, language, id) = (fit_name(name)?, language.to_owned(), engine.id());
    let (now, origin) = (engine.now(), Origin::new(Actor::Agent(id), engine.now()));
    let done = engine.store().write(move |tx| -> Result<()> {
        let open = invitation::find(tx, print)?.filter(|open| now < open.ends_at).ok_or(Refused::NotFound)?;
        let Place { team, role } = open.place;
        let agent =
            Agent { id, team, role, name: name.clone(), login: open.login, language: language.clone(), off_at: None };
        if !invitation::end(tx, open.id, Some(id), &origin)? {
            return Err(Refused::NotFound.into());
        }
        Ok(agent::create(tx, &agent, Some(&hash), &origin)?)
    });
    match done.await {
        // Somebody was added with this address meanwhile.
        Err(Error::Store(store::Error::Duplicate { .. })) => Err(Refused::NotFound.into()),
        other => other.map(|_| id),
    }
}
