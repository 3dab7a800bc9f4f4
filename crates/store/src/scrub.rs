//! Rewriting the database files after an erasure, so that no freed page keeps what was erased.
//!
//! In: the writing connection, again and again ([`Scrub::step`]). Out: who still reads the store as it was before, or
//! that it is done. Whoever began to read before the erasure (a backup, a check, another program) needs the old rows:
//! until they end, SQLite cannot empty its write-ahead log and PostgreSQL copies the dead rows along. So they are
//! waited for, outside the lane: no write waits for them.
//!
//! It must not: stand in a queue for a lock, because everybody else would queue behind it; say that it is done while an
//! old row can be in a file.

use domain::time::Millis;

use crate::conn::Conn;
use crate::dialect::Engine;
use crate::error::{Error, Result};

/// How long SQLite's readers, who come and go, are waited for at once, in milliseconds.
const SQLITE_PATIENCE_MS: u32 = 200;

/// How long a table's lock is waited for at once, in milliseconds.
const LOCK_PATIENCE_MS: u32 = 500;

/// The tables with columns or rows that an erasure empties.
const TABLES: [&str; 9] = [
    "contact",
    "identity",
    "conversation",
    "message_content",
    "attachment",
    "raw",
    "delivery_attempt",
    "parked",
    "spam_lesson",
];

/// Whoever still reads the store as it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// What it calls itself, where the database tells.
    pub name: Option<String>,
    /// The number of its process on the database server.
    pub process: Option<i64>,
    /// When its transaction began.
    pub since: Option<Millis>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing is left in any file.
    Done,
    /// These are waited for; take the next step in a while.
    Waits(Vec<Reader>),
}

/// A rewriting under way. It begins after the commit of what was erased.
#[derive(Clone, Debug, Default)]
pub struct Scrub {
    /// SQLite: the file was rewritten, only the log has still to be emptied.
    rewritten: bool,
    /// PostgreSQL: the first transaction number after the erasure.
    after: Option<String>,
    /// PostgreSQL: how many tables were rewritten.
    tables: usize,
}

impl Scrub {
    /// Goes on. Takes as long as copying the database when nobody is waited for; writes wait meanwhile. Not inside a
    /// transaction.
    pub fn step(&mut self, conn: &mut Conn) -> Result<Step> {
        match conn.engine() {
            Engine::Sqlite => self.step_sqlite(conn),
            Engine::Postgres => self.step_postgres(conn),
        }
    }

    fn step_sqlite(&mut self, conn: &mut Conn) -> Result<Step> {
        let nobody_known = || Step::Waits(vec![Reader { name: None, process: None, since: None }]);
        // Before it is rewritten: as long as somebody reads, a second copy of all of it would go into the log.
        if !empty_log(conn)? {
            return Ok(nobody_known());
        }
        if !self.rewritten {
            // The copy goes to a file, not to memory: it is as large as the database.
            conn.script("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY;")?;
            self.rewritten = true;
            if !empty_log(conn)? {
                return Ok(nobody_known());
            }
        }
        Ok(Step::Done)
    }

    fn step_postgres(&mut self, conn: &mut Conn) -> Result<Step> {
        let after = match &self.after {
            Some(after) => after.clone(),
            None => self.after.insert(next_transaction(conn)?).clone(),
        };
        while let Some(table) = TABLES.get(self.tables) {
            let older = readers(conn, &older_than(&after))?;
            if !older.is_empty() {
                return Ok(Step::Waits(older));
            }
            if let Some(holders) = rewrite(conn, table)? {
                return Ok(Step::Waits(holders));
            }
            self.tables += 1;
        }
        // Needs a role that may; without it the server does so by itself within minutes.
        conn.script("CHECKPOINT").ok();
        Ok(Step::Done)
    }
}

/// All of it at once, where nobody else has the store. Not inside a transaction.
pub(crate) fn now(conn: &mut Conn) -> Result<()> {
    match Scrub::default().step(conn)? {
        Step::Done => Ok(()),
        Step::Waits(_) => Err(Error::Unavailable("another program reads this database".to_owned())),
    }
}

/// Brings all of SQLite's write-ahead log into the file and empties it. `false`: somebody reads what was before.
fn empty_log(conn: &mut Conn) -> Result<bool> {
    conn.script(&format!("PRAGMA busy_timeout = {SQLITE_PATIENCE_MS}"))?;
    let told = conn.text_rows("PRAGMA wal_checkpoint(TRUNCATE)");
    conn.script(&format!("PRAGMA busy_timeout = {}", crate::conn::sqlite::BUSY_MS))?;
    let told = told?;
    // busy, frames in the log, frames brought over; the log of another mode has -1 of both.
    Ok(told.first().and_then(|row| row.first()).is_some_and(|busy| busy == "0"))
}

fn next_transaction(conn: &mut Conn) -> Result<String> {
    let rows = conn.text_rows("SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT)")?;
    let number = rows.into_iter().flatten().next().filter(|number| number.bytes().all(|digit| digit.is_ascii_digit()));
    // The number without its epoch, as the views of the server have it.
    let number = number.and_then(|number| number.parse::<u64>().ok()).map(|number| (number & 0xffff_ffff).to_string());
    number.ok_or_else(|| Error::Open("the database does not say how far its transactions are".to_owned()))
}

/// Who may still see rows from before `after`: transactions, prepared ones, slots of standbys.
fn older_than(after: &str) -> String {
    format!(
        "SELECT name, process, since FROM (
            SELECT COALESCE(NULLIF(application_name, ''), backend_type) AS name, pid AS process, xact_start AS began,
                GREATEST(COALESCE(age(backend_xmin), -2147483648), COALESCE(age(backend_xid), -2147483648)) AS age
            FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type <> 'autovacuum worker'
                AND COALESCE(datname, current_database()) = current_database()
            UNION ALL SELECT 'prepared transaction ' || gid, NULL, prepared, age(transaction)
            FROM pg_prepared_xacts WHERE database = current_database()
            UNION ALL SELECT 'replication slot ' || slot_name, NULL, NULL, age(xmin)
            FROM pg_replication_slots WHERE xmin IS NOT NULL
        ) readers CROSS JOIN LATERAL (SELECT CAST(EXTRACT(EPOCH FROM began) * 1000 AS BIGINT) AS since) moment
        WHERE age > age(CAST('{after}' AS xid)) LIMIT 20"
    )
}

fn readers(conn: &mut Conn, question: &str) -> Result<Vec<Reader>> {
    let rows = conn.text_rows(question)?.into_iter();
    let reader = |row: Vec<String>| match row.as_slice() {
        [name, process, since] => Some(Reader {
            name: (!name.is_empty()).then(|| name.clone()),
            process: process.parse().ok(),
            since: since.parse().ok().map(Millis::new),
        }),
        _ => None,
    };
    Ok(rows.filter_map(reader).collect())
}

/// Rewrites a table. `Some`: these have it now, and nobody was made to queue behind us.
fn rewrite(conn: &mut Conn, table: &str) -> Result<Option<Vec<Reader>>> {
    conn.script(&format!("SET lock_timeout = {LOCK_PATIENCE_MS}"))?;
    let done = conn.script(&format!("VACUUM FULL {table}"));
    conn.script("SET lock_timeout = 0")?;
    match done {
        Ok(()) => Ok(None),
        Err(Error::Unavailable(_)) if conn.is_alive() => {
            let holders = format!(
                "SELECT DISTINCT COALESCE(NULLIF(a.application_name, ''), a.backend_type), a.pid,
                    CAST(EXTRACT(EPOCH FROM a.xact_start) * 1000 AS BIGINT)
                FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.relation = CAST('{table}' AS regclass) AND a.pid <> pg_backend_pid() LIMIT 20"
            );
            readers(conn, &holders).map(Some)
        }
        Err(error) => Err(error),
    }
}
