//! The first run: links into a store without anybody in it, and how far its owner came. Working state, never in the log.
//!
//! Only the keyed hash of a link's token is kept. A link is used once: whoever deletes its row made the owner, and that
//! there is one first run is the primary key's word.

use domain::id::AgentId;
use domain::identity::Fingerprint;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    OFFER = "INSERT INTO setup_link (token, ends_at) VALUES ($1, $2)";
    ENDS_AT = "SELECT ends_at FROM setup_link WHERE token = $1";
    USE_UP = "DELETE FROM setup_link WHERE token = $1 AND ends_at > $2";
    WITHDRAW = "DELETE FROM setup_link";
    BEGIN = "INSERT INTO first_run (one, owner, step, at) VALUES (1, $1, 0, $2)";
    UNDER_WAY = "SELECT owner, step FROM first_run WHERE one = 1";
    REACH = "UPDATE first_run SET step = $2 WHERE one = 1 AND owner = $1 AND step < $2";
    END = "DELETE FROM first_run WHERE one = 1 AND owner = $1";
    ANYBODY = "SELECT id FROM agent LIMIT 1";
}

/// A first run that an owner began and did not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// Who.
    pub owner: AgentId,
    /// How many steps they left behind them.
    pub step: i64,
}

/// Whether there is any agent.
pub fn anybody(conn: &mut Conn) -> Result<bool> {
    Ok(conn.row(&ANYBODY, &[])?.is_some())
}

/// Keeps a link until then.
pub fn offer(tx: &mut Tx<'_>, token: Fingerprint, ends_at: Millis) -> Result<()> {
    tx.write(&OFFER, params![token, ends_at])
}

/// When the link with this token ends, or did; `None`: there is none.
pub fn ends_at(conn: &mut Conn, token: Fingerprint) -> Result<Option<Millis>> {
    conn.row(&ENDS_AT, params![token])?.map(|mut row| row.take(0)).transpose()
}

/// Takes a link that has not ended. False: there is none, or somebody was faster.
pub fn use_up(tx: &mut Tx<'_>, token: Fingerprint, now: Millis) -> Result<bool> {
    Ok(tx.execute(&USE_UP, params![token, now])? > 0)
}

/// No link leads in any more.
pub fn withdraw(tx: &mut Tx<'_>) -> Result<()> {
    tx.write(&WITHDRAW, &[])
}

/// The owner begins to set things up. A second one is refused ([`Error::Duplicate`](crate::Error::Duplicate)).
pub fn begin(tx: &mut Tx<'_>, owner: AgentId, now: Millis) -> Result<()> {
    tx.write(&BEGIN, params![owner, now])
}

/// The first run that is under way.
pub fn under_way(conn: &mut Conn) -> Result<Option<UnderWay>> {
    let Some(mut row) = conn.row(&UNDER_WAY, &[])? else { return Ok(None) };
    Ok(Some(UnderWay { owner: row.take(0)?, step: row.take(1)? }))
}

/// Notes that so many steps are behind the owner; who goes back loses none.
pub fn reach(tx: &mut Tx<'_>, owner: AgentId, step: i64) -> Result<()> {
    tx.write(&REACH, params![owner, step])
}

/// The owner is through.
pub fn end(tx: &mut Tx<'_>, owner: AgentId) -> Result<()> {
    tx.write(&END, params![owner])
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_link_is_used_once_and_ends_by_itself() {
        let mut store = Scratch::new();
        let (at, token) = (Millis::new, Fingerprint([7; 16]));
        assert!(!anybody(store.conn()).unwrap());
        store.write(|tx| offer(tx, token, at(100))).unwrap();
        assert_eq!(ends_at(store.conn(), token).unwrap(), Some(at(100)));
        assert_eq!(ends_at(store.conn(), Fingerprint([8; 16])).unwrap(), None);
        assert!(!store.write(|tx| use_up(tx, token, at(100))).unwrap(), "it ended");
        assert!(store.write(|tx| use_up(tx, token, at(99))).unwrap());
        assert!(!store.write(|tx| use_up(tx, token, at(99))).unwrap(), "it was used");
    }

    #[test]
    fn there_is_one_first_run_and_steps_are_not_lost() {
        let mut store = Scratch::new();
        let (anna, other) = (AgentId::from_raw(7), AgentId::from_raw(8));
        store.write(|tx| begin(tx, anna, Millis::new(1))).unwrap();
        let refused = store.write(|tx| begin(tx, other, Millis::new(1)));
        assert!(matches!(refused, Err(crate::Error::Duplicate { .. })), "{refused:?}");
        store.write(|tx| reach(tx, anna, 3)).unwrap();
        store.write(|tx| reach(tx, anna, 1)).unwrap();
        store.write(|tx| reach(tx, other, 9)).unwrap();
        assert_eq!(under_way(store.conn()).unwrap(), Some(UnderWay { owner: anna, step: 3 }));
        store.write(|tx| end(tx, anna)).unwrap();
        assert_eq!(under_way(store.conn()).unwrap(), None);
    }
}
