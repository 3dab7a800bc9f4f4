//! The schema's history: forward only, each step in one transaction.

use domain::time::Millis;

use crate::conn::Conn;
use crate::error::{Error, Result};

/// All migrations in order: version, name, text with dialect tokens.
pub const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "house", include_str!("../migrations/0001_house.sql")),
    (2, "reading", include_str!("../migrations/0002_reading.sql")),
    (4, "mailbox", include_str!("../migrations/0004_mailbox.sql")),
];

/// Brings the schema up to date. Refuses a store that a newer version of the product wrote.
pub fn run(conn: &mut Conn, now: Millis) -> Result<()> {
    let engine = conn.engine();
    conn.script(&engine.ddl(
        "CREATE TABLE IF NOT EXISTS migration (version {int} PRIMARY KEY, name TEXT NOT NULL, at {int} NOT NULL){strict}",
    ))?;
    let done = version(conn)?;
    let newest = MIGRATIONS.last().map_or(0, |(version, ..)| *version);
    if done > newest {
        return Err(Error::Open(format!(
            "this store is at version {done}, this program knows versions up to {newest}: start the newer program that wrote it"
        )));
    }
    for (version, name, text) in MIGRATIONS.iter().filter(|(version, ..)| *version > done) {
        let step = format!(
            "BEGIN; {} INSERT INTO migration (version, name, at) VALUES ({version}, '{name}', {}); COMMIT;",
            engine.ddl(text),
            now.get()
        );
        if let Err(error) = conn.script(&step) {
            conn.rollback();
            return Err(Error::Open(format!("migration {version} ({name}) failed and was taken back: {error}")));
        }
        tracing::info!(version, name, engine = engine.name(), "migrated the store");
    }
    Ok(())
}

/// Refuses a store that is not at the version of this program: for those who only read.
pub(crate) fn expect_current(conn: &mut Conn) -> Result<()> {
    let done = version(conn).unwrap_or(0);
    let newest = MIGRATIONS.last().map_or(0, |(version, ..)| *version);
    if done == newest {
        return Ok(());
    }
    Err(Error::Open(format!(
        "this store is at version {done}, this program reads version {newest}: {}",
        if done < newest {
            "start `kontuar serve` once, which brings it up to date"
        } else {
            "use the newer program that wrote it"
        }
    )))
}

/// The version the store is at; 0 when it is empty.
pub fn version(conn: &mut Conn) -> Result<i64> {
    let rows = conn.text_rows("SELECT COALESCE(MAX(version), 0) FROM migration")?;
    Ok(rows.first().and_then(|row| row.first()).and_then(|cell| cell.parse().ok()).unwrap_or(0))
}

/// Takes the next node number (0 to 1023, around and around): what makes the ids of this process
/// unique among all processes that write to this store.
pub(crate) fn borrow_node(conn: &mut Conn) -> Result<u16> {
    let rows = conn.text_rows("UPDATE node SET last = (last + 1) % 1024 WHERE one = 1 RETURNING last")?;
    rows.first()
        .and_then(|row| row.first())
        .and_then(|cell| cell.parse().ok())
        .ok_or_else(|| Error::Open("the store has no node counter; it was not migrated".to_owned()))
}
