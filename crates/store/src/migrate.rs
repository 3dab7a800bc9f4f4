//! The schema's history: forward only, each step in one transaction.

use domain::time::Millis;

use crate::Settings;
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::place::connector;
use crate::{audit, member, params};

crate::statements! {
    NOT_NEWER = "SELECT 1 / CASE WHEN MAX(version) > $1 THEN 0 ELSE 1 END FROM migration";
}

/// All migrations in order: version, name, text with dialect tokens.
pub const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "house", include_str!("../migrations/0001_house.sql")),
    (2, "reading", include_str!("../migrations/0002_reading.sql")),
    (3, "contacts", include_str!("../migrations/0003_contacts.sql")),
    (4, "mailbox", include_str!("../migrations/0004_mailbox.sql")),
    (5, "secret", include_str!("../migrations/0005_secret.sql")),
    (6, "sending", include_str!("../migrations/0006_sending.sql")),
    (7, "quarantine", include_str!("../migrations/0007_quarantine.sql")),
    (8, "restored", include_str!("../migrations/0008_restored.sql")),
    (9, "nodes", include_str!("../migrations/0009_nodes.sql")),
    (10, "filing", include_str!("../migrations/0010_filing.sql")),
    (13, "remnant", include_str!("../migrations/0013_remnant.sql")),
    (14, "listed", include_str!("../migrations/0014_listed.sql")),
    (20, "api", include_str!("../migrations/0020_api.sql")),
    (22, "first_run", include_str!("../migrations/0022_first_run.sql")),
    (24, "people", include_str!("../migrations/0024_people.sql")),
    (25, "links", include_str!("../migrations/0025_links.sql")),
    (26, "second_factor", include_str!("../migrations/0026_second_factor.sql")),
    (27, "webhook", include_str!("../migrations/0027_webhook.sql")),
    (28, "seal", include_str!("../migrations/0028_seal.sql")),
    (30, "retention", include_str!("../migrations/0030_retention.sql")),
    (40, "probe", include_str!("../migrations/0040_probe.sql")),
    (41, "backup_why", include_str!("../migrations/0041_backup_why.sql")),
    (42, "sign_on", include_str!("../migrations/0042_sign_on.sql")),
    (43, "passkey", include_str!("../migrations/0043_passkey.sql")),
    (44, "standing", include_str!("../migrations/0044_standing.sql")),
    (46, "attempt", include_str!("../migrations/0046_attempt.sql")),
    (47, "audit", include_str!("../migrations/0047_audit.sql")),
    (48, "bulk", include_str!("../migrations/0048_bulk.sql")),
    (50, "template", include_str!("../migrations/0050_template.sql")),
];

/// The step from which on the log has its entries of an audit.
const AUDIT: i64 = 47;

/// Brings the schema up to date. Refuses a store that a newer version of the product wrote.
pub fn run(conn: &mut Conn, now: Millis) -> Result<()> {
    run_to(conn, now, newest())
}

/// The version this program brings a store to.
pub fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, ..)| *version)
}

/// Makes an empty store as an older program made it, for those who test what becomes of it. Blocks.
pub fn make_older(settings: &Settings, now: Millis, last: i64) -> Result<Conn> {
    let mut conn = connector(settings, true)()?;
    run_to(&mut conn, now, last)?;
    Ok(conn)
}

/// The same up to a version, for what was made by an older program.
pub(crate) fn run_to(conn: &mut Conn, now: Millis, last: i64) -> Result<()> {
    let engine = conn.engine();
    conn.script(&engine.ddl(
        "CREATE TABLE IF NOT EXISTS migration (version {int} PRIMARY KEY, name TEXT NOT NULL, at {int} NOT NULL){strict}",
    ))?;
    let done = version(conn)?;
    let newest = newest();
    if done > newest {
        return Err(Error::Open(format!(
            "this store is at version {done}, this program knows versions up to {newest}: start the newer program that wrote it"
        )));
    }
    for (version, name, text) in MIGRATIONS.iter().filter(|(version, ..)| (done + 1..=last).contains(version)) {
        let ddl = format!("BEGIN; {}", engine.ddl(text));
        let end =
            format!("INSERT INTO migration (version, name, at) VALUES ({version}, '{name}', {}); COMMIT;", now.get());
        let step = conn.script(&ddl).and_then(|()| fill(conn, *version)).and_then(|()| conn.script(&end));
        if let Err(error) = step {
            conn.rollback();
            return Err(Error::Open(format!("migration {version} ({name}) failed and was taken back: {error}")));
        }
        tracing::info!(version, name, engine = engine.name(), "migrated the store");
    }
    Ok(())
}

/// Fills what a step made with what is in the log, where there is any.
fn fill(conn: &mut Conn, version: i64) -> Result<()> {
    if version == AUDIT { audit::fill(conn) } else { Ok(()) }
}

/// Refuses a store that is not at the version of this program: for those who only read.
pub(crate) fn expect_current(conn: &mut Conn) -> Result<()> {
    let done = version(conn).unwrap_or(0);
    let newest = newest();
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

/// Lets the transaction under way fail when a newer program has changed the schema since we opened it. Where one process
/// has the store alone that cannot be. Sent with the first write, so that it costs no round trip.
pub(crate) fn not_newer(conn: &mut Conn) -> Result<()> {
    if conn.engine().is_exclusive() {
        return Ok(());
    }
    conn.write(&NOT_NEWER, params![newest()])
}

/// Whether a newer program has changed the schema since we opened the store: then this one only reads.
pub fn is_outdated(conn: &mut Conn) -> Result<bool> {
    Ok(version(conn)? > newest())
}

/// The version the store is at; 0 when it is empty.
pub fn version(conn: &mut Conn) -> Result<i64> {
    let rows = conn.text_rows("SELECT COALESCE(MAX(version), 0) FROM migration")?;
    Ok(rows.first().and_then(|row| row.first()).and_then(|cell| cell.parse().ok()).unwrap_or(0))
}

/// How many node numbers there are.
const NODES: u16 = 1_024;

/// Takes the next node number (0 to 1023, around and around): what makes the ids of this process
/// unique among all processes that write to this store.
pub(crate) fn borrow_node(conn: &mut Conn) -> Result<u16> {
    for _ in 0..=NODES {
        let rows =
            conn.text_rows(&format!("UPDATE node SET last = (last + 1) % {NODES} WHERE one = 1 RETURNING last"))?;
        let number = rows.first().and_then(|row| row.first()).and_then(|cell| cell.parse().ok());
        let Some(number) = number else {
            return Err(Error::Open("the store has no node counter; it was not migrated".to_owned()));
        };
        // A node that has been running for that long keeps its number.
        if !member::is_lent(conn, number)? {
            return Ok(number);
        }
    }
    Err(Error::Open(format!("all {NODES} node numbers are taken")))
}
