//! Links for a new password, one a person. Working state; that one was asked for and used is a fact of theirs.
//!
//! Only a keyed hash of a link is kept.

use domain::id::AgentId;
use domain::identity::Fingerprint;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    PUT = "INSERT INTO reset_link (agent, fingerprint, ends_at) VALUES ($1, $2, $3) ON CONFLICT (agent) DO UPDATE
        SET fingerprint = excluded.fingerprint, ends_at = excluded.ends_at";
    FIND = "SELECT agent FROM reset_link WHERE fingerprint = $1 AND ends_at > $2";
    REMOVE = "DELETE FROM reset_link WHERE agent = $1";
}

/// Keeps a link in place of an older one.
pub fn put(tx: &mut Tx<'_>, agent: AgentId, link: Fingerprint, ends_at: Millis) -> Result<()> {
    tx.write(&PUT, params![agent, link, ends_at])
}

/// Whose link this is, unless it ended.
pub fn find(conn: &mut Conn, link: Fingerprint, now: Millis) -> Result<Option<AgentId>> {
    conn.row(&FIND, params![link, now])?.map(|mut row| row.take(0)).transpose()
}

/// Forgets somebody's link. `false`: there was none.
pub fn remove(tx: &mut Tx<'_>, agent: AgentId) -> Result<bool> {
    Ok(tx.execute(&REMOVE, params![agent])? > 0)
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_newer_link_takes_the_place_of_an_older_one() {
        let mut store = Scratch::new();
        let (agent, at) = (AgentId::from_raw(7), Millis::new);
        let (old, fresh) = (Fingerprint([1; 16]), Fingerprint([2; 16]));
        store.write(|tx| put(tx, agent, old, at(50)).and_then(|()| put(tx, agent, fresh, at(100)))).unwrap();
        assert_eq!(find(store.conn(), old, at(1)).unwrap(), None);
        assert_eq!(find(store.conn(), fresh, at(99)).unwrap(), Some(agent));
        assert_eq!(find(store.conn(), fresh, at(100)).unwrap(), None);
        assert!(store.write(|tx| remove(tx, agent)).unwrap() && !store.write(|tx| remove(tx, agent)).unwrap());
    }
}
