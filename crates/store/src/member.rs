//! The nodes that work on this store, as they say themselves by a heartbeat.
//!
//! Working state. A node whose time is over is buried by whichever node notices first: its leases and its claims on
//! deliveries end at once, so that nothing waits for the dead. What it was sending then shows as uncertain. A node that
//! was buried alive (it hung, or could not reach the database) finds its leases overtaken and its claims judged; the
//! tokens see to it that it records nothing false.

use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::{delivery, lease};

crate::statements! {
    BEAT = "INSERT INTO member (node, birth, until) VALUES ($1, $2, $3)
        ON CONFLICT (node) DO UPDATE SET birth = excluded.birth, until = excluded.until";
    OVER = "SELECT node, birth FROM member WHERE until <= $1 AND node <> $2 ORDER BY node";
    BURY = "DELETE FROM member WHERE node = $1 AND birth = $2";
    LIVING = "SELECT node FROM member WHERE until > $1 ORDER BY node";
    IS_LENT = "SELECT 1 FROM member WHERE node = $1";
}

/// One life of a node: from its start to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// Its number.
    pub node: u16,
    /// What no other life under this number has.
    pub birth: i64,
}

/// Says that a node lives, for `for_ms` milliseconds more.
pub fn beat(tx: &mut Tx<'_>, life: Life, now: Millis, for_ms: i64) -> Result<()> {
    let now = tx.now(now)?;
    tx.write(&BEAT, params![i64::from(life.node), life.birth, now.plus_ms(for_ms)])
}

/// Buries those whose time is over. Gives their numbers.
pub fn bury_the_dead(tx: &mut Tx<'_>, me: Life, now: Millis) -> Result<Vec<u16>> {
    let now = tx.now(now)?;
    let mut buried = Vec::new();
    for mut row in tx.rows(&OVER, params![now, i64::from(me.node)])? {
        let node: i64 = row.take(0)?;
        let Ok(node) = u16::try_from(node) else { continue };
        if bury(tx, Life { node, birth: row.take(1)? })? {
            buried.push(node);
        }
    }
    Ok(buried)
}

/// Ends everything that a life held. `false`: it left in order, or was buried before.
pub fn bury(tx: &mut Tx<'_>, life: Life) -> Result<bool> {
    let node = i64::from(life.node);
    if tx.execute(&BURY, params![node, life.birth])? == 0 {
        return Ok(false);
    }
    lease::end_of(tx, node)?;
    delivery::end_of(tx, node)?;
    Ok(true)
}

/// The numbers of the nodes that live.
pub fn living(conn: &mut Conn, now: Millis) -> Result<Vec<u16>> {
    let now = conn.now(now)?;
    let numbers = conn.rows(&LIVING, params![now])?.into_iter().map(|mut row| row.take::<i64>(0));
    numbers.map(|number| number.map(|number| u16::try_from(number).unwrap_or_default())).collect()
}

/// Whether a number belongs to a node that is not buried.
pub(crate) fn is_lent(conn: &mut Conn, node: u16) -> Result<bool> {
    Ok(conn.row(&IS_LENT, params![i64::from(node)])?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    const ANNA: Life = Life { node: 1, birth: 11 };
    const BARTEK: Life = Life { node: 2, birth: 22 };

    fn at(ms: i64) -> Millis {
        Millis::new(ms)
    }

    #[test]
    fn who_says_nothing_for_long_enough_is_buried_with_what_it_held() {
        let mut store = Scratch::new();
        store.write(|tx| beat(tx, ANNA, at(0), 100)).unwrap();
        store.write(|tx| beat(tx, BARTEK, at(50), 100)).unwrap();
        store.write(|tx| lease::take(tx, "x", 1, at(0), 1_000)).unwrap().unwrap();
        assert_eq!(living(store.conn(), at(99)).unwrap(), [1, 2]);
        assert!(store.write(|tx| bury_the_dead(tx, BARTEK, at(99))).unwrap().is_empty());
        assert_eq!(store.write(|tx| bury_the_dead(tx, BARTEK, at(100))).unwrap(), [1]);
        assert_eq!(living(store.conn(), at(100)).unwrap(), [2]);
        let taken = store.write(|tx| lease::take(tx, "x", 2, at(100), 1_000)).unwrap();
        assert_eq!(taken.unwrap().token, 2, "its lease ended with it");
        assert!(store.write(|tx| bury_the_dead(tx, BARTEK, at(500))).unwrap().is_empty(), "nobody buries itself");
    }

    #[test]
    fn a_number_that_was_lent_again_is_another_life() {
        let mut store = Scratch::new();
        store.write(|tx| beat(tx, Life { node: 1, birth: 99 }, at(0), 100)).unwrap();
        assert!(!store.write(|tx| bury(tx, ANNA)).unwrap(), "that one is long gone");
        assert!(is_lent(store.conn(), 1).unwrap() && !is_lent(store.conn(), 2).unwrap());
        store.write(|tx| beat(tx, ANNA, at(0), 100)).unwrap();
        assert!(store.write(|tx| bury(tx, ANNA)).unwrap());
    }
}
