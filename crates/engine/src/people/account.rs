//! One's own account: the name, the language, the sessions one has open.

use domain::access::Access;
use domain::event::{Actor, Origin};
use domain::id::AgentId;
use store::{agent, session};

use super::fit_name;
use super::standing::tell;
use crate::Engine;
use crate::error::{Refused, Result};

/// Changes what somebody is called, and the language of their pages. Settings, no facts.
///
/// # Errors
/// Refused where the name is none.
pub async fn call(engine: &Engine, agent: AgentId, name: &str, language: &'static str) -> Result<()> {
    let name = fit_name(name)?;
    let done = engine.store().write(move |tx| -> Result<()> {
        agent::set_name(tx, agent, &name)?;
        Ok(agent::set_language(tx, agent, language)?)
    });
    done.await.map(drop)
}

/// Ends one of somebody's own sessions, whose token's hash begins with `mark` (32 hexadecimal digits).
///
/// # Errors
/// Refused where there is none.
pub async fn end_session(engine: &Engine, agent: AgentId, mark: &str) -> Result<()> {
    let (mark, now) = (mark.to_owned(), engine.now());
    let origin = Origin::new(Actor::Agent(agent), now);
    let done = engine.store().write(move |tx| -> Result<()> {
        let open = session::of_agent(tx, agent, now, MAX_SESSIONS)?;
        let found = open.iter().find(|one| mark_of(&one.token) == mark).ok_or(Refused::NotFound)?;
        session::end(tx, &found.token)?;
        Ok(tell(tx, agent, Access::SessionEnded, &origin)?)
    });
    done.await.map(drop)
}

/// Ends all sessions of somebody.
///
/// # Errors
/// The store could not do it.
pub async fn end_sessions(engine: &Engine, agent: AgentId) -> Result<()> {
    let origin = Origin::new(Actor::Agent(agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        session::end_all_of(tx, agent)?;
        Ok(tell(tx, agent, Access::SessionsEnded, &origin)?)
    });
    done.await.map(drop)
}

/// So many sessions are listed.
pub const MAX_SESSIONS: usize = 100;

/// What names a session on a page: half of its token's hash, which opens nothing.
pub fn mark_of(token: &[u8; 32]) -> String {
    token.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
