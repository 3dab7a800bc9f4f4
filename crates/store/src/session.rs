//! Sessions: who is signed in where. Working state, never in the log.
//!
//! Only the hash of a token is kept, so that a copy of the database opens no session.

use domain::id::AgentId;
use domain::time::Millis;

use crate::agent::Agent;
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    INSERT = "INSERT INTO session (token, agent, made_at, seen_at, ends_at) VALUES ($1, $2, $3, $3, $4)";
    FIND = "SELECT a.id, a.team, a.role, a.name, a.login, a.language, s.seen_at FROM session s
        JOIN agent a ON a.id = s.agent WHERE s.token = $1 AND s.ends_at > $2";
    PROLONG = "UPDATE session SET seen_at = $2, ends_at = $3 WHERE token = $1";
    END = "DELETE FROM session WHERE token = $1";
    END_ALL_OF = "DELETE FROM session WHERE agent = $1";
    PURGE = "DELETE FROM session WHERE ends_at <= $1";
}

/// A session that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in.
    pub agent: Agent,
    /// When it was last prolonged.
    pub seen_at: Millis,
}

/// Opens a session under the hash of its token; sweeps out those that ended.
pub fn open(tx: &mut Tx<'_>, token_hash: &[u8; 32], agent: AgentId, now: Millis, ends_at: Millis) -> Result<()> {
    tx.write(&PURGE, params![now])?;
    tx.write(&INSERT, params![token_hash, agent, now, ends_at])
}

/// The session with this token's hash, unless it ended.
pub fn find(conn: &mut Conn, token_hash: &[u8; 32], now: Millis) -> Result<Option<Session>> {
    let Some(mut row) = conn.row(&FIND, params![token_hash, now])? else { return Ok(None) };
    let agent = Agent {
        id: row.take(0)?,
        team: row.take(1)?,
        role: row.take(2)?,
        name: row.take(3)?,
        login: row.take(4)?,
        language: row.take(5)?,
    };
    Ok(Some(Session { agent, seen_at: row.take(6)? }))
}

/// Lets a session that is used end later.
pub fn prolong(tx: &mut Tx<'_>, token_hash: &[u8; 32], now: Millis, ends_at: Millis) -> Result<()> {
    tx.write(&PROLONG, params![token_hash, now, ends_at])
}

/// Ends a session.
pub fn end(tx: &mut Tx<'_>, token_hash: &[u8; 32]) -> Result<()> {
    tx.write(&END, params![token_hash])
}

/// Ends all sessions of an agent: a new password, or somebody who left.
pub fn end_all_of(tx: &mut Tx<'_>, agent: AgentId) -> Result<()> {
    tx.write(&END_ALL_OF, params![agent])
}

#[cfg(test)]
mod tests {
    use domain::event::{Actor, Origin};
    use domain::id::{Id, TeamId};
    use domain::permission::Role;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_session_ends_by_time_by_hand_and_with_all_others() {
        let mut store = Scratch::new();
        let anna = Agent {
            id: AgentId::from_raw(7),
            team: TeamId::from_raw(1),
            role: Role::Agent,
            name: "Anna".to_owned(),
            login: "anna@example.com".to_owned(),
            language: "pl".to_owned(),
        };
        let at = Millis::new;
        store
            .write(|tx| {
                crate::agent::create(tx, &anna, None, &Origin::new(Actor::System, at(1)))?;
                open(tx, &[1; 32], anna.id, at(10), at(100))?;
                open(tx, &[2; 32], anna.id, at(10), at(50))
            })
            .unwrap();
        assert_eq!(
            find(store.conn(), &[1; 32], at(20)).unwrap(),
            Some(Session { agent: anna.clone(), seen_at: at(10) })
        );
        assert_eq!(find(store.conn(), &[2; 32], at(50)).unwrap(), None, "it ended");
        store.write(|tx| prolong(tx, &[1; 32], at(60), at(160))).unwrap();
        assert_eq!(find(store.conn(), &[1; 32], at(150)).unwrap().map(|session| session.seen_at), Some(at(60)));
        store.write(|tx| end(tx, &[1; 32])).unwrap();
        assert_eq!(find(store.conn(), &[1; 32], at(61)).unwrap(), None);
        store.write(|tx| open(tx, &[3; 32], anna.id, at(61), at(200))).unwrap();
        store.write(|tx| end_all_of(tx, anna.id)).unwrap();
        assert_eq!(find(store.conn(), &[3; 32], at(62)).unwrap(), None);
    }
}
