//! Sessions: who is signed in where. Working state; that somebody signed in is a fact.
//!
//! Only the hash of a token is kept, so that a copy of the database opens no session. A session of somebody who may not
//! sign in any more is none.

use domain::access::Access;
use domain::event::{Fact, Origin};
use domain::id::AgentId;
use domain::time::Millis;

use crate::agent::{self, Agent};
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    INSERT = "INSERT INTO session (token, agent, made_at, seen_at, ends_at, device) VALUES ($1, $2, $3, $3, $4, $5)";
    FIND = "SELECT a.id, a.team, a.role, a.name, a.login, a.language, s.seen_at FROM session s
        JOIN agent a ON a.id = s.agent WHERE s.token = $1 AND s.ends_at > $2 AND a.off_at IS NULL";
    OF_AGENT = "SELECT token, made_at, seen_at, device FROM session WHERE agent = $1 AND ends_at > $2 LIMIT $3";
    PROLONG = "UPDATE session SET seen_at = $2, ends_at = CASE WHEN made_at + $4 < $3 THEN made_at + $4 ELSE $3 END
        WHERE token = $1";
    END = "DELETE FROM session WHERE token = $1";
    END_ALL_OF = "DELETE FROM session WHERE agent = $1";
    END_OTHERS_OF = "DELETE FROM session WHERE agent = $1 AND token <> $2";
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

/// A session as a new one is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The hash of its token.
    pub token: [u8; 32],
    /// Whose it is.
    pub agent: AgentId,
    /// When it ends by itself.
    pub ends_at: Millis,
    /// With what they signed in, in words.
    pub device: Option<String>,
}

/// A session in the list of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The hash of its token.
    pub token: [u8; 32],
    /// When it was opened.
    pub made_at: Millis,
    /// When it was last used, give or take some minutes.
    pub seen_at: Millis,
    /// With what they signed in.
    pub device: Option<String>,
}

/// Opens a session; sweeps out those that ended.
pub fn open(tx: &mut Tx<'_>, new: &New, origin: &Origin) -> Result<()> {
    let now = origin.at;
    tx.write(&PURGE, params![now])?;
    tx.write(&INSERT, params![new.token, new.agent, now, new.ends_at, new.device])?;
    agent::see(tx, new.agent, now)?;
    tx.append(&Fact::AgentAccessed { agent: new.agent, what: Access::SignedIn }, origin)
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
        off_at: None,
    };
    Ok(Some(Session { agent, seen_at: row.take(6)? }))
}

/// Somebody's open sessions, at most `limit`, the latest used first.
pub fn of_agent(conn: &mut Conn, agent: AgentId, now: Millis, limit: usize) -> Result<Vec<Listed>> {
    let rows = conn.rows(&OF_AGENT, params![agent, now, limit])?;
    let listed = rows.into_iter().map(|mut row| {
        Ok(Listed { token: row.take(0)?, made_at: row.take(1)?, seen_at: row.take(2)?, device: row.take(3)? })
    });
    let mut listed: Vec<Listed> = listed.collect::<Result<_>>()?;
    listed.sort_by_key(|one| std::cmp::Reverse((one.seen_at, one.made_at)));
    Ok(listed)
}

/// Lets a session that is used end later.
pub fn prolong(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
    agent: AgentId,
    now: Millis,
    ends_at: Millis,
    longest_ms: i64,
) -> Result<()> {
    tx.write(&PROLONG, params![token_hash, now, ends_at, longest_ms])?;
    agent::see(tx, agent, now)
}

/// Ends a session.
pub fn end(tx: &mut Tx<'_>, token_hash: &[u8; 32]) -> Result<()> {
    tx.write(&END, params![token_hash])
}

/// Ends all sessions of an agent: a new password, or somebody who left.
pub fn end_all_of(tx: &mut Tx<'_>, agent: AgentId) -> Result<()> {
    tx.write(&END_ALL_OF, params![agent])
}

/// Ends all sessions of an agent but one.
pub fn end_others_of(tx: &mut Tx<'_>, agent: AgentId, kept: &[u8; 32]) -> Result<()> {
    tx.write(&END_OTHERS_OF, params![agent, kept])
}

#[cfg(test)]
mod tests {
    use domain::event::Actor;
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
            off_at: None,
        };
        let at = Millis::new;
        let origin = |ms| Origin::new(Actor::Agent(anna.id), at(ms));
        let new = |token: u8, ends_at| New { token: [token; 32], agent: anna.id, ends_at: at(ends_at), device: None };
        store
            .write(|tx| {
                crate::agent::create(tx, &anna, None, &origin(1))?;
                open(tx, &new(1, 100), &origin(10))?;
                open(tx, &new(2, 50), &origin(10))
            })
            .unwrap();
        assert_eq!(
            find(store.conn(), &[1; 32], at(20)).unwrap(),
            Some(Session { agent: anna.clone(), seen_at: at(10) })
        );
        assert_eq!(find(store.conn(), &[2; 32], at(50)).unwrap(), None, "it ended");
        store.write(|tx| prolong(tx, &[1; 32], anna.id, at(60), at(160), 1_000)).unwrap();
        assert_eq!(find(store.conn(), &[1; 32], at(150)).unwrap().map(|session| session.seen_at), Some(at(60)));
        assert_eq!(agent::seen(store.conn()).unwrap(), [(anna.id, at(60))]);
        store.write(|tx| prolong(tx, &[1; 32], anna.id, at(60), at(160), 100)).unwrap();
        assert_eq!(
            find(store.conn(), &[1; 32], at(110)).unwrap(),
            None,
            "a hundred after it was opened, whatever it did"
        );
        store.write(|tx| end(tx, &[1; 32])).unwrap();
        assert_eq!(find(store.conn(), &[1; 32], at(61)).unwrap(), None);
        store
            .write(|tx| open(tx, &new(3, 200), &origin(61)).and_then(|()| open(tx, &new(4, 200), &origin(61))))
            .unwrap();
        store.write(|tx| end_others_of(tx, anna.id, &[4; 32])).unwrap();
        let open: Vec<_> =
            of_agent(store.conn(), anna.id, at(62), 9).unwrap().into_iter().map(|one| one.token).collect();
        assert_eq!(open, [[4; 32]]);
        store.write(|tx| agent::switch(tx, anna.id, false, &origin(63))).unwrap();
        assert_eq!(find(store.conn(), &[4; 32], at(64)).unwrap(), None, "nobody who may not sign in is signed in");
    }
}
