//! What an erasure has still to take away after its commit: freed pages of the database files, and files that no row
//! names any more. Owed in the erasure's own transaction, so that a process that dies in between is made up for.

use domain::id::{ContactId, Id};
use domain::time::Millis;

use crate::blob::Hash;
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    OWE = "INSERT INTO remnant (kind, key, since) VALUES ($1, $2, $3)
        ON CONFLICT (kind, key) DO UPDATE SET since = excluded.since";
    OWED = "SELECT kind, key, since FROM remnant ORDER BY kind, key LIMIT 10000";
    SETTLED = "DELETE FROM remnant WHERE kind = $1 AND key = $2 AND since <= $3";
}

const PAGES: i64 = 1;
const FILE: i64 = 2;

/// One thing that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remnant {
    kind: i64,
    key: Vec<u8>,
    since: Millis,
}

impl Remnant {
    /// The file that is to go, where it is one.
    pub fn file(&self) -> Option<Hash> {
        (self.kind == FILE).then(|| Hash::from_bytes(&self.key)).flatten()
    }

    /// Whether the files of the database are to be rewritten for it.
    pub fn rewrites(&self) -> bool {
        self.kind == PAGES
    }

    /// Since when it is owed.
    pub fn since(&self) -> Millis {
        self.since
    }
}

/// Owes what the erasure of a contact leaves: the pages that held it, and these files.
pub fn owe(tx: &mut Tx<'_>, contact: ContactId, files: &[Hash], since: Millis) -> Result<()> {
    tx.write(&OWE, params![PAGES, contact.raw().to_be_bytes(), since])?;
    owe_files(tx, files, since)
}

/// Owes these files alone: what named them may stay on freed pages until their room is used again.
pub fn owe_files(tx: &mut Tx<'_>, files: &[Hash], since: Millis) -> Result<()> {
    files.iter().try_for_each(|hash| tx.write(&OWE, params![FILE, hash.0, since]))
}

/// What is owed; the first ten thousand.
pub fn owed(conn: &mut Conn) -> Result<Vec<Remnant>> {
    let rows = conn.rows(&OWED, &[])?.into_iter();
    rows.map(|mut row| Ok(Remnant { kind: row.take(0)?, key: row.take(1)?, since: row.take(2)? })).collect()
}

/// It was taken away.
pub fn settled(tx: &mut Tx<'_>, done: &[Remnant]) -> Result<()> {
    done.iter().try_for_each(|remnant| tx.write(&SETTLED, params![remnant.kind, remnant.key, remnant.since]))
}
