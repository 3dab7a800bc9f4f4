//! Agents: the people who answer.

use domain::access::Place;
use domain::event::{Fact, Origin};
use domain::id::{AgentId, TeamId};
use domain::permission::{Grant, Role};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::tx::Tx;
use crate::value::Row;
use crate::{params, session};

crate::statements! {
    INSERT = "INSERT INTO agent (id, team, role, name, login, password_hash, language) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    BY_LOGIN = "SELECT id, team, role, name, login, language, off_at, password_hash FROM agent WHERE login = $1";
    BY_ID = "SELECT id, team, role, name, login, language, off_at FROM agent WHERE id = $1";
    ALL_AGENTS = "SELECT id, team, role, name, login, language, off_at FROM agent ORDER BY id";
    SEEN = "SELECT id, seen_at FROM agent WHERE seen_at IS NOT NULL";
    SEE = "UPDATE agent SET seen_at = $2 WHERE id = $1";
    SET_LANGUAGE = "UPDATE agent SET language = $2 WHERE id = $1";
    SET_NAME = "UPDATE agent SET name = $2 WHERE id = $1";
    SET_PASSWORD = "UPDATE agent SET password_hash = $2 WHERE id = $1";
    REPLACE_PASSWORD = "UPDATE agent SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
    PASSWORD = "SELECT password_hash FROM agent WHERE id = $1";
    MOVE = "UPDATE agent SET team = $2, role = $3 WHERE id = $1 AND team = $4 AND role = $5";
    SWITCH_OFF = "UPDATE agent SET off_at = $2 WHERE id = $1 AND off_at IS NULL";
    SWITCH_ON = "UPDATE agent SET off_at = NULL WHERE id = $1 AND off_at IS NOT NULL";
    HOLD_OWNERS = "UPDATE agent SET role = role WHERE role = $1";
    OTHER_OWNERS = "SELECT id FROM agent WHERE role = $1 AND off_at IS NULL AND id <> $2 LIMIT 1";
}

/// A person who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Their id.
    pub id: AgentId,
    /// Their team.
    pub team: TeamId,
    /// Their role in it.
    pub role: Role,
    /// Their name.
    pub name: String,
    /// What they sign in with: an address, lower case.
    pub login: String,
    /// Their language: `pl` or `en`.
    pub language: String,
    /// Since when they may not sign in; `None`: they may.
    pub off_at: Option<Millis>,
}

impl Agent {
    /// What they may do.
    pub fn grant(&self) -> Grant {
        Grant { role: self.role, team: self.team }
    }

    /// Where they stand.
    pub fn place(&self) -> Place {
        Place { team: self.team, role: self.role }
    }
}

/// Lets somebody answer from now on. `password_hash` is a PHC string; `None`: cannot sign in.
pub fn create(tx: &mut Tx<'_>, agent: &Agent, password_hash: Option<&str>, origin: &Origin) -> Result<()> {
    tx.write(
        &INSERT,
        params![agent.id, agent.team, agent.role, agent.name, agent.login, password_hash, agent.language],
    )?;
    tx.append(&Fact::AgentCreated { agent: agent.id, team: agent.team, role: agent.role }, origin)
}

/// The agent with this login and their password hash, whether they may sign in or not.
pub fn by_login(conn: &mut Conn, login: &str) -> Result<Option<(Agent, Option<String>)>> {
    let Some(mut row) = conn.row(&BY_LOGIN, params![login])? else { return Ok(None) };
    let hash = row.take(7)?;
    Ok(Some((read(row)?, hash)))
}

/// One agent.
pub fn by_id(conn: &mut Conn, id: AgentId) -> Result<Option<Agent>> {
    conn.row(&BY_ID, params![id])?.map(read).transpose()
}

/// All agents, in the order they came, those who may not sign in any more among them.
pub fn all(conn: &mut Conn) -> Result<Vec<Agent>> {
    conn.rows(&ALL_AGENTS, &[])?.into_iter().map(read).collect()
}

/// When each was here last, as far as they were.
pub fn seen(conn: &mut Conn) -> Result<Vec<(AgentId, Millis)>> {
    conn.rows(&SEEN, &[])?.into_iter().map(|mut row| Ok((row.take(0)?, row.take(1)?))).collect()
}

/// Notes that somebody is here. Working state.
pub fn see(tx: &mut Tx<'_>, id: AgentId, now: Millis) -> Result<()> {
    tx.write(&SEE, params![id, now])
}

/// Changes an agent's language. A setting, no fact.
pub fn set_language(tx: &mut Tx<'_>, id: AgentId, language: &str) -> Result<()> {
    tx.write(&SET_LANGUAGE, params![id, language])
}

/// Changes an agent's name. Personal, so no fact.
pub fn set_name(tx: &mut Tx<'_>, id: AgentId, name: &str) -> Result<()> {
    tx.write(&SET_NAME, params![id, name])
}

/// Changes an agent's password hash. A secret; that it was changed is told by whoever knows why.
pub fn set_password(tx: &mut Tx<'_>, id: AgentId, hash: &str) -> Result<()> {
    tx.write(&SET_PASSWORD, params![id, hash])
}

/// The same in place of an old one. `false`: it is another one by now.
pub fn replace_password(tx: &mut Tx<'_>, id: AgentId, old: &str, hash: &str) -> Result<bool> {
    Ok(tx.execute(&REPLACE_PASSWORD, params![id, old, hash])? > 0)
}

/// An agent's password hash.
pub fn password(conn: &mut Conn, id: AgentId) -> Result<Option<String>> {
    Ok(conn.row(&PASSWORD, params![id])?.map(|mut row| row.take(0)).transpose()?.flatten())
}

/// Gives somebody another role or team. `false`: they do not stand at `from` any more.
pub fn put(tx: &mut Tx<'_>, agent: AgentId, from: Place, to: Place, origin: &Origin) -> Result<bool> {
    if tx.execute(&MOVE, params![agent, to.team, to.role, from.team, from.role])? == 0 {
        return Ok(false);
    }
    let fact = Fact::AgentChanged { agent, team: to.team, role: to.role, from_team: from.team, from_role: from.role };
    tx.append(&fact, origin)?;
    Ok(true)
}

/// Lets somebody no longer sign in, and ends their sessions; or lets them again. `false`: so it was already.
pub fn switch(tx: &mut Tx<'_>, agent: AgentId, on: bool, origin: &Origin) -> Result<bool> {
    let changed = match on {
        true => tx.execute(&SWITCH_ON, params![agent])?,
        false => tx.execute(&SWITCH_OFF, params![agent, origin.at])?,
    };
    if changed == 0 {
        return Ok(false);
    }
    session::end_all_of(tx, agent)?;
    tx.append(&Fact::AgentSwitched { agent, on }, origin)?;
    Ok(true)
}

/// Notes what became of somebody's way in: a fact of its own, where no row of theirs changes with it.
pub fn tell(tx: &mut Tx<'_>, fact: &Fact, origin: &Origin) -> Result<()> {
    tx.append(fact, origin)
}

/// Whether somebody else owns the installation as well. Holds all owners until the commit, so that of two who make each
/// other less at the same moment one is told.
pub fn has_other_owner(tx: &mut Tx<'_>, agent: AgentId) -> Result<bool> {
    tx.execute(&HOLD_OWNERS, params![Role::Owner])?;
    Ok(tx.row(&OTHER_OWNERS, params![Role::Owner, agent])?.is_some())
}

fn read(mut row: Row) -> Result<Agent> {
    Ok(Agent {
        id: row.take(0)?,
        team: row.take(1)?,
        role: row.take(2)?,
        name: row.take(3)?,
        login: row.take(4)?,
        language: row.take(5)?,
        off_at: row.take(6)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::event::Actor;
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn people_are_moved_by_who_saw_where_they_stand() {
        let mut store = Scratch::new();
        let origin = Origin::new(Actor::System, Millis::new(5));
        let (one, two) = (TeamId::from_raw(1), TeamId::from_raw(2));
        let agent = |n: i64, role| Agent {
            id: AgentId::from_raw(n),
            team: one,
            role,
            name: "Ola".to_owned(),
            login: format!("{n}@example.com"),
            language: "pl".to_owned(),
            off_at: None,
        };
        let (ola, jan) = (agent(1, Role::Owner), agent(2, Role::Lead));
        store.write(|tx| create(tx, &ola, None, &origin).and_then(|()| create(tx, &jan, None, &origin))).unwrap();
        assert!(!store.write(|tx| has_other_owner(tx, ola.id)).unwrap());
        let (from, to) = (jan.place(), Place { team: two, role: Role::Owner });
        assert!(store.write(|tx| put(tx, jan.id, from, to, &origin)).unwrap());
        assert!(!store.write(|tx| put(tx, jan.id, from, to, &origin)).unwrap(), "they stand elsewhere by now");
        assert!(store.write(|tx| has_other_owner(tx, ola.id)).unwrap());
        assert!(store.write(|tx| switch(tx, jan.id, false, &origin)).unwrap());
        assert!(!store.write(|tx| switch(tx, jan.id, false, &origin)).unwrap());
        assert!(!store.write(|tx| has_other_owner(tx, ola.id)).unwrap(), "who may not sign in owns nothing");
        assert_eq!(by_id(store.conn(), jan.id).unwrap().and_then(|jan| jan.off_at), Some(Millis::new(5)));
    }
}
