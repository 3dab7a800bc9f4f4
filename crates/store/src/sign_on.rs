//! Accounts at an identity provider by which agents sign in, by keyed hashes. One account is one agent's, and an agent has
//! one account with a provider: an address that the provider gives to somebody else is no way into what is another's.

use domain::id::AgentId;
use domain::identity::Fingerprint;
use domain::time::Millis;

use crate::agent::{self, Agent};
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    FIND = "SELECT agent FROM sign_on WHERE fingerprint = $1";
    OF_AGENT = "SELECT at FROM sign_on WHERE agent = $1 AND provider = $2";
    LINK = "INSERT INTO sign_on (fingerprint, provider, agent, at) VALUES ($1, $2, $3, $4)";
    EVERYBODY = "SELECT DISTINCT agent FROM sign_on";
    UNLINK = "DELETE FROM sign_on WHERE agent = $1";
}

/// An account at a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Of provider and account together.
    pub fingerprint: Fingerprint,
    /// Of the provider alone.
    pub provider: Fingerprint,
}

/// Whose account this is.
pub fn find(conn: &mut Conn, account: Account) -> Result<Option<Agent>> {
    let found = conn.row(&FIND, params![account.fingerprint])?.map(|mut row| row.take::<AgentId>(0)).transpose()?;
    found.map_or(Ok(None), |agent| agent::by_id(conn, agent))
}

/// Whether an agent has an account with its provider.
pub fn is_linked(conn: &mut Conn, agent: AgentId, provider: Fingerprint) -> Result<bool> {
    Ok(conn.row(&OF_AGENT, params![agent, provider])?.is_some())
}

/// Everybody who has one.
pub fn all(conn: &mut Conn) -> Result<Vec<AgentId>> {
    conn.rows(&EVERYBODY, &[])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// Makes an account an agent's.
pub fn link(tx: &mut Tx<'_>, account: Account, agent: AgentId, now: Millis) -> Result<()> {
    tx.write(&LINK, params![account.fingerprint, account.provider, agent, now])
}

/// Takes an agent's accounts away. `false`: there were none.
pub fn unlink(tx: &mut Tx<'_>, agent: AgentId) -> Result<bool> {
    Ok(tx.execute(&UNLINK, params![agent])? > 0)
}
