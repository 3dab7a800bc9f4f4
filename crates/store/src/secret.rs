//! Secrets that the product keeps for its own use, sealed (see [`crate::seal`]). Working state: never in the log.
//!
//! A secret is changed by whoever read its newest version; who read an older one changes nothing. How to replace the
//! key: open each under the old one, [`replace`] it sealed under the new one, [`all`] names them.

use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::seal::{Place, SealError, Sealer};
use crate::tx::Tx;

crate::statements! {
    GET = "SELECT version, sealed, at FROM secret WHERE name = $1";
    NAMES = "SELECT name FROM secret ORDER BY name";
    STAMPS = "SELECT name, version, at FROM secret";
    PUT = "INSERT INTO secret (name, version, sealed, at) VALUES ($1, 1, $2, $3) ON CONFLICT (name) DO UPDATE
        SET version = secret.version + 1, sealed = excluded.sealed, at = excluded.at";
    REPLACE = "UPDATE secret SET version = version + 1, sealed = $3, at = $4 WHERE name = $1 AND version = $2";
    REMOVE = "DELETE FROM secret WHERE name = $1";
    TAKE = "DELETE FROM secret WHERE name = $1 AND version = $2";
}

/// Which state of a secret: its version, and when it was written. A secret that was removed and is kept anew begins at version
/// 1 again, so that both are needed to tell it from the one before.
pub type Stamp = (i64, Millis);

/// A secret as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Rises with every change.
    pub version: i64,
    /// The sealed text.
    pub sealed: Vec<u8>,
    /// When it was written.
    pub at: Millis,
}

/// Seals a text that will be kept under `name`.
///
/// # Errors
/// See [`SealError`].
pub fn seal(sealer: &Sealer, name: &str, plain: &[u8]) -> std::result::Result<Vec<u8>, SealError> {
    sealer.seal(place(name), plain)
}

/// Opens the text that is kept under `name`.
///
/// # Errors
/// See [`SealError`].
pub fn open(sealer: &Sealer, name: &str, kept: &Kept) -> std::result::Result<Vec<u8>, SealError> {
    sealer.open(place(name), &kept.sealed)
}

fn place(name: &str) -> Place<'_> {
    Place { table: "secret", row: name, column: "sealed" }
}

/// What is kept under `name`.
pub fn get(conn: &mut Conn, name: &str) -> Result<Option<Kept>> {
    let Some(mut row) = conn.row(&GET, params![name])? else { return Ok(None) };
    Ok(Some(Kept { version: row.take(0)?, sealed: row.take(1)?, at: row.take(2)? }))
}

/// The names of all secrets.
pub fn all(conn: &mut Conn) -> Result<Vec<String>> {
    conn.rows(&NAMES, params![])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// The names of all secrets, each with its newest state, in any order.
pub fn stamps(conn: &mut Conn) -> Result<Vec<(String, Stamp)>> {
    conn.rows(&STAMPS, params![])?.into_iter().map(|mut row| Ok((row.take(0)?, (row.take(1)?, row.take(2)?)))).collect()
}

/// Keeps a sealed text under `name`, whatever stood there.
pub fn put(tx: &mut Tx<'_>, name: &str, sealed: &[u8], now: Millis) -> Result<()> {
    tx.write(&PUT, params![name, sealed, now])
}

/// Keeps a sealed text in place of version `version`. False: somebody else was faster, and theirs stays.
pub fn replace(tx: &mut Tx<'_>, name: &str, version: i64, sealed: &[u8], now: Millis) -> Result<bool> {
    Ok(tx.execute(&REPLACE, params![name, version, sealed, now])? > 0)
}

/// Forgets what is kept under `name`.
pub fn remove(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    tx.write(&REMOVE, params![name])
}

/// Forgets version `version` of what is kept under `name`. False: somebody else took it, or kept another one.
pub fn take(tx: &mut Tx<'_>, name: &str, version: i64) -> Result<bool> {
    Ok(tx.execute(&TAKE, params![name, version])? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_secret_is_changed_by_who_read_its_newest_version() {
        let mut store = Scratch::new();
        let at = Millis::new;
        let sealer = Sealer::new(&[1; 32]);
        assert_eq!(get(store.conn(), "a").unwrap(), None);
        let sealed = seal(&sealer, "a", b"one").unwrap();
        store.write(|tx| put(tx, "a", &sealed, at(1))).unwrap();
        let kept = get(store.conn(), "a").unwrap().unwrap();
        assert_eq!((kept.version, open(&sealer, "a", &kept).unwrap()), (1, b"one".to_vec()));
        assert_eq!(open(&sealer, "b", &kept), Err(SealError::Broken), "no row stands for another");

        assert!(store.write(|tx| replace(tx, "a", 1, b"two", at(2))).unwrap());
        assert!(!store.write(|tx| replace(tx, "a", 1, b"late", at(3))).unwrap());
        assert_eq!(get(store.conn(), "a").unwrap(), Some(Kept { version: 2, sealed: b"two".to_vec(), at: at(2) }));
        store.write(|tx| put(tx, "a", b"three", at(4))).unwrap();
        assert_eq!(get(store.conn(), "a").unwrap().map(|kept| kept.version), Some(3));
        assert_eq!(all(store.conn()).unwrap(), ["a"]);
        store.write(|tx| remove(tx, "a")).unwrap();
        assert_eq!(all(store.conn()).unwrap(), [""; 0]);

        let before = ("a".to_owned(), (1, at(1)));
        store.write(|tx| put(tx, "a", b"anew", at(5))).unwrap();
        let anew = stamps(store.conn()).unwrap();
        assert_eq!(anew, [("a".to_owned(), (1, at(5)))]);
        assert_ne!(anew, [before], "who missed the removal sees another secret");

        assert!(!store.write(|tx| take(tx, "a", 2)).unwrap());
        assert!(store.write(|tx| take(tx, "a", 1)).unwrap() && !store.write(|tx| take(tx, "a", 1)).unwrap());
    }
}
