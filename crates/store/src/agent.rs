//! Agents: the people who answer.

use domain::event::{Fact, Origin};
use domain::id::{AgentId, TeamId};
use domain::permission::{Grant, Role};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT = "INSERT INTO agent (id, team, role, name, login, password_hash, language) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    BY_LOGIN = "SELECT id, team, role, name, login, language, password_hash FROM agent WHERE login = $1";
    BY_ID = "SELECT id, team, role, name, login, language FROM agent WHERE id = $1";
    ALL_AGENTS = "SELECT id, team, role, name, login, language FROM agent ORDER BY id";
    SET_LANGUAGE = "UPDATE agent SET language = $2 WHERE id = $1";
    SET_PASSWORD = "UPDATE agent SET password_hash = $2 WHERE id = $1";
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
}

impl Agent {
    /// What they may do.
    pub fn grant(&self) -> Grant {
        Grant { role: self.role, team: self.team }
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

/// The agent with this login and their password hash.
pub fn by_login(conn: &mut Conn, login: &str) -> Result<Option<(Agent, Option<String>)>> {
    let Some(mut row) = conn.row(&BY_LOGIN, params![login])? else { return Ok(None) };
    let hash = row.take(6)?;
    Ok(Some((read(row)?, hash)))
}

/// One agent.
pub fn by_id(conn: &mut Conn, id: AgentId) -> Result<Option<Agent>> {
    conn.row(&BY_ID, params![id])?.map(read).transpose()
}

/// All agents, in the order they came.
pub fn all(conn: &mut Conn) -> Result<Vec<Agent>> {
    conn.rows(&ALL_AGENTS, &[])?.into_iter().map(read).collect()
}

/// Changes an agent's language. A setting, no fact.
pub fn set_language(tx: &mut Tx<'_>, id: AgentId, language: &str) -> Result<()> {
    tx.write(&SET_LANGUAGE, params![id, language])
}

/// Changes an agent's password hash. A secret, no fact.
pub fn set_password(tx: &mut Tx<'_>, id: AgentId, hash: &str) -> Result<()> {
    tx.write(&SET_PASSWORD, params![id, hash])
}

fn read(mut row: Row) -> Result<Agent> {
    Ok(Agent {
        id: row.take(0)?,
        team: row.take(1)?,
        role: row.take(2)?,
        name: row.take(3)?,
        login: row.take(4)?,
        language: row.take(5)?,
    })
}
