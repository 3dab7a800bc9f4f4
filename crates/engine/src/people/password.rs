//! Passwords: what may be one, a new one by a link, a new one by whoever knows the old one.

use domain::access::Access;
use domain::event::{Actor, Origin};
use domain::id::AgentId;
use domain::time::HOUR_MS;
use store::agent::{self, Agent};
use store::{reset_link, session};

use super::standing::tell;
use super::{MIN_PASSWORD_CHARS, link};
use crate::Engine;
use crate::error::{Refused, Result};

/// The longest password that is taken, in characters.
pub const MAX_PASSWORD_CHARS: usize = 1_024;

/// How long a link for a new password is good.
pub const RESET_MS: i64 = HOUR_MS;

/// Refuses what is no password: too short, too long, or what everybody knows of the person.
///
/// # Errors
/// Refused, as too long or as making no sense.
pub fn fit_password(password: &str, login: &str) -> Result<()> {
    let chars = password.chars().count();
    if chars > MAX_PASSWORD_CHARS {
        return Err(Refused::TooLong { limit: MAX_PASSWORD_CHARS }.into());
    }
    let same = password.chars().all(|letter| password.starts_with(letter));
    if chars < MIN_PASSWORD_CHARS || same || password.trim().eq_ignore_ascii_case(login) {
        return Err(Refused::Invalid(format!("a password has at least {MIN_PASSWORD_CHARS} characters")).into());
    }
    Ok(())
}

/// Makes a link with which somebody sets a new password. Gives whose it is and its secret; `None`: nobody signs in so.
///
/// # Errors
/// The store could not do it.
pub async fn reset_link(engine: &Engine, login: &str) -> Result<Option<(Agent, String)>> {
    let (secret, print) = link::draw(engine)?;
    let (login, now) = (login.to_owned(), engine.now());
    let origin = Origin::new(Actor::System, now);
    let done = engine.store().write(move |tx| -> Result<Option<Agent>> {
        let Some(agent) = agent::by_login(tx, &login)?.map(|(agent, _)| agent).filter(|agent| agent.off_at.is_none())
        else {
            return Ok(None);
        };
        reset_link::put(tx, agent.id, print, now.plus_ms(RESET_MS))?;
        tell(tx, agent.id, Access::ResetAsked, &origin)?;
        Ok(Some(agent))
    });
    Ok(done.await?.value.map(|agent| (agent, secret)))
}

/// Whose link this is, while it is good.
///
/// # Errors
/// The store could not be read.
pub async fn reset_of(engine: &Engine, secret: &str) -> Result<Option<Agent>> {
    let Some(print) = link::print(engine, secret) else { return Ok(None) };
    let now = engine.now();
    let found = engine.store().read(move |conn| -> store::Result<_> {
        let agent = reset_link::find(conn, print, now)?;
        Ok(agent.map(|agent| agent::by_id(conn, agent)).transpose()?.flatten())
    });
    Ok(found.await?.filter(|agent| agent.off_at.is_none()))
}

/// Sets a new password by a link, which is used up; all sessions end.
///
/// # Errors
/// Refused where the link is no longer good.
pub async fn reset(engine: &Engine, secret: &str, hash: String) -> Result<AgentId> {
    let print = link::print(engine, secret).ok_or(Refused::NotFound)?;
    let now = engine.now();
    let done = engine.store().write(move |tx| -> Result<AgentId> {
        let agent = reset_link::find(tx, print, now)?.ok_or(Refused::NotFound)?;
        agent::by_id(tx, agent)?.filter(|agent| agent.off_at.is_none()).ok_or(Refused::NotFound)?;
        // Of two who hold the same link, the second finds it used.
        if !reset_link::remove(tx, agent)? {
            return Err(Refused::NotFound.into());
        }
        agent::set_password(tx, agent, &hash)?;
        session::end_all_of(tx, agent)?;
        tell(tx, agent, Access::PasswordReset, &Origin::new(Actor::Agent(agent), now))?;
        Ok(agent)
    });
    Ok(done.await?.value)
}

/// Sets a new password in place of the one whose hash is `old`; all sessions but `kept` end.
///
/// # Errors
/// Refused as outdated where another one was set meanwhile.
pub async fn change(engine: &Engine, agent: AgentId, old: String, hash: String, kept: [u8; 32]) -> Result<()> {
    let origin = Origin::new(Actor::Agent(agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        if !agent::replace_password(tx, agent, &old, &hash)? {
            return Err(Refused::Outdated.into());
        }
        reset_link::remove(tx, agent)?;
        session::end_others_of(tx, agent, &kept)?;
        Ok(tell(tx, agent, Access::PasswordChanged, &origin)?)
    });
    done.await.map(drop)
}
