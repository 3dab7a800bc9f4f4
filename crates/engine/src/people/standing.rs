//! Where colleagues stand: role, team, and whether they may sign in.
//!
//! Who decides is read again in the same transaction, and so is whom it is about: of two who decide at once, the second
//! is told that it stands differently by now.

use domain::access::{Access, Place};
use domain::event::{Actor, Fact, Origin};
use domain::id::AgentId;
use domain::permission::{Action, Role};
use store::Tx;
use store::agent::{self, Agent};

use crate::Engine;
use crate::commands::By;
use crate::error::{Refused, Result};

/// Gives somebody another role or team.
///
/// # Errors
/// Refused where the asker may not, nobody would own the installation any more, or they do not stand at `from` by now.
pub async fn appoint(engine: &Engine, by: By, agent: AgentId, from: Place, to: Place) -> Result<()> {
    let origin = Origin::new(Actor::Agent(by.agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        let them = touchable(tx, by, agent, to.role)?;
        if them.place() != from {
            return Err(Refused::Outdated.into());
        }
        if from == to {
            return Ok(());
        }
        if !store::brand::teams(tx)?.iter().any(|team| team.id == to.team) {
            return Err(Refused::Invalid("there is no such team".to_owned()).into());
        }
        if to.role != Role::Owner {
            not_the_last_owner(tx, &them)?;
        }
        if agent::put(tx, agent, from, to, &origin)? { Ok(()) } else { Err(Refused::Outdated.into()) }
    });
    done.await.map(drop)
}

/// Lets somebody no longer sign in, which ends all they have open; or lets them again.
///
/// # Errors
/// Refused where the asker may not, it is themselves, nobody would own the installation any more, or so it was already.
pub async fn switch(engine: &Engine, by: By, agent: AgentId, on: bool) -> Result<()> {
    let origin = Origin::new(Actor::Agent(by.agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        let them = touchable(tx, by, agent, Role::Observer)?;
        if agent == by.agent {
            return Err(Refused::Invalid("nobody switches themselves off".to_owned()).into());
        }
        if !on {
            not_the_last_owner(tx, &them)?;
        }
        if agent::switch(tx, agent, on, &origin)? { Ok(()) } else { Err(Refused::Outdated.into()) }
    });
    done.await.map(drop)
}

/// Notes what became of somebody's way in, by themselves or (`by` is nobody) by whoever was at the door.
///
/// # Errors
/// The store could not do it.
pub async fn note(engine: &Engine, agent: AgentId, what: Access, by: Option<AgentId>) -> Result<()> {
    let origin = Origin::new(by.map_or(Actor::System, Actor::Agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> { Ok(tell(tx, agent, what, &origin)?) });
    done.await.map(drop)
}

/// The same within a transaction.
pub(super) fn tell(tx: &mut Tx<'_>, agent: AgentId, what: Access, origin: &Origin) -> store::Result<()> {
    agent::tell(tx, &Fact::AgentAccessed { agent, what }, origin)
}

/// Whoever asks, as they stand now, where they govern.
pub(super) fn governing(tx: &mut Tx<'_>, by: By) -> Result<Agent> {
    let me = agent::by_id(tx, by.agent)?.filter(|me| me.off_at.is_none()).ok_or(Refused::NotAllowed)?;
    if me.grant().allows(Action::Govern, me.team) { Ok(me) } else { Err(Refused::NotAllowed.into()) }
}

/// Whom it is about, where whoever asks may touch them and give `role`.
pub(super) fn touchable(tx: &mut Tx<'_>, by: By, agent: AgentId, role: Role) -> Result<Agent> {
    let me = governing(tx, by)?;
    let them = agent::by_id(tx, agent)?.ok_or(Refused::NotFound)?;
    if me.role.may_appoint(them.role) && me.role.may_appoint(role) { Ok(them) } else { Err(Refused::NotAllowed.into()) }
}

fn not_the_last_owner(tx: &mut Tx<'_>, them: &Agent) -> Result<()> {
    let owns = them.role == Role::Owner && them.off_at.is_none();
    if owns && !agent::has_other_owner(tx, them.id)? { Err(Refused::LastOwner.into()) } else { Ok(()) }
}
