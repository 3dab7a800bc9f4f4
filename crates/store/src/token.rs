//! Tokens of the API: what another program signs in with, for an agent. Working state, never in the log.
//!
//! Only a keyed hash of a token is kept, so that a copy of the database, or of a backup, opens nothing.

use domain::id::{AgentId, TokenId};
use domain::identity::Fingerprint;
use domain::scope::Scopes;
use domain::time::Millis;

use crate::agent::Agent;
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT = "INSERT INTO token (id, agent, name, fingerprint, scopes, made_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "SELECT t.id, t.agent, t.name, t.scopes, t.made_at, t.ends_at, t.used_at, t.revoked_at, a.team, a.role, a.name, a.login,
            a.language FROM token t JOIN agent a ON a.id = t.agent WHERE t.fingerprint = $1 AND a.off_at IS NULL";
    ALL_TOKENS = "SELECT id, agent, name, scopes, made_at, ends_at, used_at, revoked_at FROM token ORDER BY id";
    USED = "UPDATE token SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)";
    REVOKE = "UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
}

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// For whom it acts.
    pub agent: AgentId,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it was made.
    pub made_at: Millis,
    /// When it ends by itself.
    pub ends_at: Millis,
    /// When it was used last, give or take a minute.
    pub used_at: Option<Millis>,
    /// When somebody ended it.
    pub revoked_at: Option<Millis>,
}

impl Token {
    /// Whether it opens anything at `now`.
    pub fn is_good(&self, now: Millis) -> bool {
        self.revoked_at.is_none() && now < self.ends_at
    }
}

/// Keeps a new token under the fingerprint of its secret.
pub fn keep(tx: &mut Tx<'_>, token: &Token, secret: Fingerprint) -> Result<()> {
    let scopes = token.scopes.to_string();
    tx.write(&INSERT, params![token.id, token.agent, token.name, secret, scopes, token.made_at, token.ends_at])
}

/// The token whose secret has this fingerprint, good or not, and the agent for whom it acts. One of somebody who may
/// not sign in is none.
pub fn find(conn: &mut Conn, secret: Fingerprint) -> Result<Option<(Token, Agent)>> {
    let Some(mut row) = conn.row(&FIND, params![secret])? else { return Ok(None) };
    let (team, role) = (row.take(8)?, row.take(9)?);
    let (name, login, language) = (row.take(10)?, row.take(11)?, row.take(12)?);
    let token = read(row)?;
    let agent = Agent { id: token.agent, team, role, name, login, language, off_at: None };
    Ok(Some((token, agent)))
}

/// All tokens, in the order they were made.
pub fn all(conn: &mut Conn) -> Result<Vec<Token>> {
    conn.rows(&ALL_TOKENS, &[])?.into_iter().map(read).collect()
}

/// Notes that a token was used.
pub fn used(tx: &mut Tx<'_>, id: TokenId, now: Millis) -> Result<()> {
    tx.write(&USED, params![id, now])
}

/// Ends a token. `false`: there is none, or somebody ended it already.
pub fn revoke(tx: &mut Tx<'_>, id: TokenId, now: Millis) -> Result<bool> {
    Ok(tx.execute(&REVOKE, params![id, now])? > 0)
}

fn read(mut row: Row) -> Result<Token> {
    Ok(Token {
        id: row.take(0)?,
        agent: row.take(1)?,
        name: row.take(2)?,
        scopes: Scopes::read(&row.take::<String>(3)?),
        made_at: row.take(4)?,
        ends_at: row.take(5)?,
        used_at: row.take(6)?,
        revoked_at: row.take(7)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::event::{Actor, Origin};
    use domain::id::{Id, TeamId};
    use domain::permission::Role;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_token_is_found_by_its_secret_until_it_is_ended() {
        let mut store = Scratch::new();
        let at = Millis::new;
        let ola = Agent {
            id: AgentId::from_raw(7),
            team: TeamId::from_raw(1),
            role: Role::Agent,
            name: "Ola".to_owned(),
            login: "ola@example.com".to_owned(),
            language: "pl".to_owned(),
            off_at: None,
        };
        let token = Token {
            id: TokenId::from_raw(3),
            agent: ola.id,
            name: "ERP".to_owned(),
            scopes: Scopes::read("events:read messages:send"),
            made_at: at(10),
            ends_at: at(100),
            used_at: None,
            revoked_at: None,
        };
        let secret = Fingerprint([7; 16]);
        store
            .write(|tx| {
                crate::agent::create(tx, &ola, None, &Origin::new(Actor::System, at(1)))?;
                keep(tx, &token, secret)
            })
            .unwrap();
        assert_eq!(find(store.conn(), secret).unwrap(), Some((token.clone(), ola)));
        assert_eq!(find(store.conn(), Fingerprint([8; 16])).unwrap(), None);
        assert!(token.is_good(at(99)) && !token.is_good(at(100)), "it ends by itself");
        store.write(|tx| used(tx, token.id, at(50))).unwrap();
        assert!(store.write(|tx| revoke(tx, token.id, at(60))).unwrap());
        assert!(!store.write(|tx| revoke(tx, token.id, at(70))).unwrap(), "once");
        let known = all(store.conn()).unwrap();
        assert_eq!((known[0].used_at, known[0].revoked_at), (Some(at(50)), Some(at(60))));
        assert!(!known[0].is_good(at(61)));
    }
}
