//! Leases: who alone does a thing for now, so that any number of nodes may try.
//!
//! A lease is a row with an owner, a moment at which it ends and a token that rises whenever the
//! owner changes. Being late is not dangerous: whoever records something under a lease checks its
//! token and its owner in the same transaction (see [`holds`], [`crate::delivery::finish`]), and who was overtaken records
//! nothing. The token alone would do as long as the database forgets nothing; after a fail-over to a server that had not
//! got the last transactions it counts the same numbers again, for others.
//!
//! Nodes that share a database count by its clock ([`Conn::now`]), whatever their own say; the time
//! passed in counts where one process has the store alone.

use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    TAKE = "INSERT INTO lease (name, owner, until, token) VALUES ($1, $2, $3, 1)
        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until,
            token = lease.token + CASE WHEN lease.owner = excluded.owner THEN 0 ELSE 1 END
        WHERE lease.owner = excluded.owner OR lease.until <= $4
        RETURNING token";
    RENEW = "UPDATE lease SET until = $4 WHERE name = $1 AND token = $2 AND owner = $3";
    RELEASE = "UPDATE lease SET until = 0 WHERE name = $1 AND token = $2 AND owner = $3";
    END_OTHERS = "UPDATE lease SET until = 0 WHERE owner <> $1";
    END_OF = "UPDATE lease SET until = 0 WHERE owner = $1";
    TOUCH = "INSERT INTO lease (name, owner, until, token) VALUES ($1, $2, $3, 1)
        ON CONFLICT (name) DO UPDATE SET until = excluded.until";
    GET = "SELECT owner, until, token FROM lease WHERE name = $1";
}

/// A lease that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What it is for.
    pub name: String,
    /// Who has it.
    pub owner: i64,
    /// Rises whenever the owner changes; what was overtaken records nothing.
    pub token: i64,
    /// When it ends unless it is renewed.
    pub until: Millis,
}

/// Takes the lease `name` for `for_ms` milliseconds when it is free, over or the owner's already.
pub fn take(tx: &mut Tx<'_>, name: &str, owner: i64, now: Millis, for_ms: i64) -> Result<Option<Lease>> {
    let now = tx.now(now)?;
    let until = now.plus_ms(for_ms);
    let row = tx.returning(&TAKE, params![name, owner, until, now])?;
    row.map(|mut row| Ok(Lease { name: name.to_owned(), owner, token: row.take(0)?, until })).transpose()
}

/// Prolongs a lease. `None`: somebody else took it meanwhile.
pub fn renew(tx: &mut Tx<'_>, lease: &Lease, now: Millis, for_ms: i64) -> Result<Option<Lease>> {
    let until = tx.now(now)?.plus_ms(for_ms);
    let kept = tx.execute(&RENEW, params![lease.name, lease.token, lease.owner, until])? > 0;
    Ok(kept.then(|| Lease { until, ..lease.clone() }))
}

/// Gives a lease back, so that others need not wait for its end. Overtaken ones are left alone.
pub fn release(tx: &mut Tx<'_>, lease: &Lease) -> Result<()> {
    tx.write(&RELEASE, params![lease.name, lease.token, lease.owner])
}

/// A write that matters to nobody: it passes only where writes do. One that changes no row would pass on a full disk too.
pub fn touch(tx: &mut Tx<'_>, node: u16, now: Millis) -> Result<()> {
    tx.write(&TOUCH, params![format!("touch {node}"), i64::from(node), now])
}

/// Ends the leases of everybody but `owner`. Only for a process that knows itself alone on the
/// store (see [`crate::Engine::is_exclusive`]): whoever else is named in a lease is dead.
pub fn end_others(tx: &mut Tx<'_>, owner: i64) -> Result<()> {
    tx.write(&END_OTHERS, params![owner])
}

/// Ends the leases of one owner, who is dead.
pub fn end_of(tx: &mut Tx<'_>, owner: i64) -> Result<()> {
    tx.write(&END_OF, params![owner])
}

/// Who has a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody, or somebody whose time is over.
    Free,
    /// Who asked, and for how many milliseconds more.
    Mine(Lease, i64),
    /// Somebody else.
    Others,
}

/// Who has the lease `name` at `now`, as `owner` sees it.
pub fn standing(conn: &mut Conn, name: &str, owner: i64, now: Millis) -> Result<Standing> {
    let Some(mut row) = conn.row(&GET, params![name])? else { return Ok(Standing::Free) };
    let (by, until, token): (i64, Millis, i64) = (row.take(0)?, row.take(1)?, row.take(2)?);
    let left = until.since_ms(conn.now(now)?);
    Ok(match (left > 0, by == owner) {
        (false, _) => Standing::Free,
        (true, true) => Standing::Mine(Lease { name: name.to_owned(), owner, token, until }, left),
        (true, false) => Standing::Others,
    })
}

/// The lease `name`, when `owner` has it at `now`.
pub fn held(conn: &mut Conn, name: &str, owner: i64, now: Millis) -> Result<Option<Lease>> {
    Ok(match standing(conn, name, owner, now)? {
        Standing::Mine(lease, _) => Some(lease),
        Standing::Free | Standing::Others => None,
    })
}

/// Whether nobody took this lease over since it was taken.
pub fn holds(conn: &mut Conn, lease: &Lease) -> Result<bool> {
    let Some(mut row) = conn.row(&GET, params![lease.name])? else { return Ok(false) };
    let (owner, token): (i64, i64) = (row.take(0)?, row.take(2)?);
    Ok((owner, token) == (lease.owner, lease.token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    const ANNA: i64 = 1;
    const BARTEK: i64 = 2;

    fn at(ms: i64) -> Millis {
        Millis::new(ms)
    }

    #[test]
    fn one_owner_at_a_time_and_the_token_rises_with_the_owner() {
        let mut store = Scratch::new();
        let first = store.write(|tx| take(tx, "x", ANNA, at(0), 100)).unwrap();
        assert_eq!(first, Some(Lease { name: "x".into(), owner: ANNA, token: 1, until: at(100) }));
        assert_eq!(store.write(|tx| take(tx, "x", BARTEK, at(99), 100)).unwrap(), None);
        let again = store.write(|tx| take(tx, "x", ANNA, at(99), 100)).unwrap().unwrap();
        assert_eq!((again.token, again.until), (1, at(199)), "its own lease is prolonged");
        let taken = store.write(|tx| take(tx, "x", BARTEK, at(199), 100)).unwrap().unwrap();
        assert_eq!(taken.token, 2, "over at 199");

        assert!(!holds(store.conn(), &again).unwrap());
        assert!(holds(store.conn(), &taken).unwrap());
        assert_eq!(store.write(|tx| renew(tx, &again, at(200), 100)).unwrap(), None);
        let other = store.write(|tx| take(tx, "y", ANNA, at(0), 100)).unwrap().unwrap();
        assert_eq!(other.token, 1, "another name is another lease");
    }

    #[test]
    fn a_released_lease_is_free_at_once_and_an_overtaken_one_cannot_be_released() {
        let mut store = Scratch::new();
        let first = store.write(|tx| take(tx, "x", ANNA, at(0), 100)).unwrap().unwrap();
        store.write(|tx| release(tx, &first)).unwrap();
        assert_eq!(held(store.conn(), "x", ANNA, at(1)).unwrap(), None);
        let second = store.write(|tx| take(tx, "x", BARTEK, at(1), 100)).unwrap().unwrap();
        assert_eq!(second.token, 2);
        store.write(|tx| release(tx, &first)).unwrap();
        assert_eq!(held(store.conn(), "x", BARTEK, at(2)).unwrap(), Some(second));
    }

    #[test]
    fn who_is_alone_ends_the_leases_of_the_dead_and_keeps_its_own() {
        let mut store = Scratch::new();
        store.write(|tx| take(tx, "x", ANNA, at(0), 100)).unwrap();
        store.write(|tx| take(tx, "y", BARTEK, at(0), 100)).unwrap();
        store.write(|tx| end_others(tx, BARTEK)).unwrap();
        assert!(held(store.conn(), "y", BARTEK, at(1)).unwrap().is_some());
        assert_eq!(store.write(|tx| take(tx, "x", BARTEK, at(1), 100)).unwrap().unwrap().token, 2);
    }
}
