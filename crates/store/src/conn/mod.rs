//! One connection of either engine, with the same few verbs.
//!
//! A connection belongs to one thread (a lane, see [`crate::lane`]) and is used synchronously
//! there. On PostgreSQL, [`Conn::write`] is sent at once and its answer is collected at the next
//! read or at [`Conn::settle`], so that writes in a row cost one round trip.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use domain::time::Millis;

use self::postgres::Expects;
use crate::dialect::{Engine, SCHEMA_LOCK, SCHEMA_UNLOCK, SERVER_TIME};
use crate::error::{Error, Result};
use crate::statement::Statement;
use crate::value::{Row, Value};

static BEGIN: Statement = Statement::new("begin", "BEGIN");
static SAVEPOINT: Statement = Statement::new("savepoint", "SAVEPOINT one");
static RELEASE: Statement = Statement::new("release", "RELEASE SAVEPOINT one");
static ROLLBACK_TO: Statement = Statement::new("rollback_to", "ROLLBACK TO SAVEPOINT one");

/// A connection. Reads are open to everybody who gets one; writes only through [`crate::tx::Tx`].
#[derive(Debug)]
pub enum Conn {
    /// Embedded SQLite.
    Sqlite(sqlite::SqliteConn),
    /// A PostgreSQL server.
    Postgres(postgres::PostgresConn),
}

impl Conn {
    /// Which engine it speaks to. For tests and reports; product code does not ask.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// All rows that `statement` gives.
    pub fn rows(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(conn) => conn.rows(statement, params),
            Self::Postgres(conn) => conn.rows(statement, params),
        }
    }

    /// The first row that `statement` gives.
    pub fn row(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Option<Row>> {
        Ok(self.rows(statement, params)?.into_iter().next())
    }

    /// Sends the reads that `reads` begins with, so that they share one round trip: inside it every read gives no rows
    /// and every function goes as far as it gets without them. Outside, the same read with the same parameters gives
    /// its rows without being sent again. The engine in this process needs none of that, and does nothing here.
    pub fn ahead<T>(&mut self, reads: impl FnOnce(&mut Self) -> Result<T>) -> Result<()> {
        let Self::Postgres(conn) = self else { return Ok(()) };
        let before = std::mem::replace(&mut conn.asks_ahead, true);
        let asked = reads(self);
        if let Self::Postgres(conn) = self {
            conn.asks_ahead = before;
        }
        asked.map(|_| ())
    }

    /// Forgets what [`Conn::ahead`] sent and nobody fetched.
    pub(crate) fn forget_ahead(&mut self) {
        if let Self::Postgres(conn) = self {
            conn.forget_asked();
        }
    }

    /// The time by which leases are counted. Nodes that share a database ask it, because their own clocks may differ; who
    /// has the store alone counts by its own clock, `callers`.
    pub fn now(&mut self, callers: Millis) -> Result<Millis> {
        match self {
            Self::Sqlite(_) => Ok(callers),
            Self::Postgres(_) => self.row(&SERVER_TIME, &[])?.map_or(Ok(callers), |mut row| row.take(0)),
        }
    }

    /// Keeps other nodes from changing the schema until [`Conn::unlock_schema`] or the end of the connection.
    pub(crate) fn lock_schema(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => conn.script(SCHEMA_LOCK).map_err(|error| {
                Error::Open(format!(
                    "another node has been changing the database for two minutes ({error}); try again later"
                ))
            }),
        }
    }

    /// Lets other nodes change the schema again.
    pub(crate) fn unlock_schema(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => conn.script(SCHEMA_UNLOCK),
        }
    }

    /// Sends a write; on PostgreSQL its error may surface later.
    pub(crate) fn write(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.execute(statement, params).map(|_| ()),
            Self::Postgres(conn) => conn.send(statement, params, Expects::Nothing),
        }
    }

    /// Sends a write that must touch a row; on PostgreSQL its error, as that it touched none, may surface later.
    pub(crate) fn must(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<()> {
        match self {
            Self::Sqlite(conn) => match conn.execute(statement, params)? {
                0 => Err(Error::Overtaken { statement: statement.name }),
                _ => Ok(()),
            },
            Self::Postgres(conn) => conn.send(statement, params, Expects::ARow),
        }
    }

    /// Runs a write and says how many rows it touched.
    pub(crate) fn execute(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        match self {
            Self::Sqlite(conn) => conn.execute(statement, params),
            Self::Postgres(conn) => conn.execute(statement, params),
        }
    }

    /// Waits for everything that [`Conn::write`] sent; the first error wins.
    pub(crate) fn settle(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => conn.settle(),
        }
    }

    /// Runs SQL text that is no registered statement (migrations, pragmas, transaction control).
    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.script(sql),
            Self::Postgres(conn) => conn.script(sql),
        }
    }

    /// The rows of SQL text made at run time, all cells as text: for plans and checks.
    pub fn text_rows(&mut self, sql: &str) -> Result<Vec<Vec<String>>> {
        match self {
            Self::Sqlite(conn) => conn.text_rows(sql),
            Self::Postgres(conn) => conn.text_rows(sql),
        }
    }

    /// Gives the rows of SQL text made at run time to `each`, one after another, whatever their number: nothing but one
    /// row is held in memory. `each` must not use the connection.
    pub(crate) fn stream<E: From<Error>>(
        &mut self,
        sql: &str,
        each: &mut dyn FnMut(&[Value<'_>]) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        match self {
            Self::Sqlite(conn) => conn.stream(sql, each),
            Self::Postgres(conn) => conn.stream(sql, each),
        }
    }

    /// Brings rows into `table` in bulk, from `next` until that has no more: a row's cells in the order of `columns`.
    /// The names must be the schema's own. Gives how many there were.
    pub(crate) fn load<E: From<Error>>(
        &mut self,
        table: &str,
        columns: &[String],
        next: &mut dyn FnMut() -> std::result::Result<Option<Vec<Value<'static>>>, E>,
    ) -> std::result::Result<u64, E> {
        let columns = columns.join(", ");
        match self {
            Self::Sqlite(conn) => conn.load(table, &columns, next),
            Self::Postgres(conn) => conn.load(table, &columns, next),
        }
    }

    /// Prepares a statement without running it.
    pub fn prepare(&mut self, statement: &'static Statement) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.prepare(statement),
            Self::Postgres(conn) => conn.prepare(statement).map(|_| ()),
        }
    }

    /// How the engine would run a statement, a line a step: for the test that no list sorts.
    pub fn plan(&mut self, statement: &'static Statement) -> Result<Vec<String>> {
        let rows = match self {
            Self::Sqlite(conn) => conn.text_rows(&format!("EXPLAIN QUERY PLAN {}", statement.sqlite()))?,
            Self::Postgres(conn) => conn.plan(statement)?,
        };
        Ok(rows.into_iter().filter_map(|row| row.into_iter().next_back()).collect())
    }

    /// Whether a sent write failed in this transaction, whoever sent it.
    pub(crate) fn write_failed(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(conn) => conn.write_failed(),
        }
    }

    /// Begins a transaction; on PostgreSQL with the next message that is sent.
    pub(crate) fn begin(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.script("BEGIN IMMEDIATE"),
            Self::Postgres(conn) => {
                conn.forgive();
                conn.send(&BEGIN, &[], Expects::Nothing)
            }
        }
    }

    /// Marks the place to which one write of a batch can be taken back.
    pub(crate) fn savepoint(&mut self) -> Result<()> {
        self.write(&SAVEPOINT, &[])
    }

    /// Forgets the mark.
    pub(crate) fn release(&mut self) -> Result<()> {
        self.write(&RELEASE, &[])
    }

    /// Takes everything since the mark back.
    pub(crate) fn rollback_to_savepoint(&mut self) -> Result<()> {
        self.write(&ROLLBACK_TO, &[])?;
        self.release()
    }

    /// Takes the whole transaction back. A connection that is gone has done so itself.
    pub(crate) fn rollback(&mut self) {
        self.settle().ok();
        if self.in_transaction() {
            self.script("ROLLBACK").ok();
        }
    }

    /// Commits. An error of which the connection died leaves open whether it happened.
    pub(crate) fn commit(&mut self) -> Result<()> {
        self.settle()?;
        let done = self.script("COMMIT");
        match done {
            Err(Error::Unavailable(why)) if self.engine() == Engine::Postgres => Err(Error::Unknown(why)),
            other => other,
        }
    }

    /// Whether the connection can still be used.
    pub(crate) fn is_alive(&self) -> bool {
        match self {
            Self::Sqlite(_) => true,
            Self::Postgres(conn) => conn.is_alive(),
        }
    }

    /// Whether a transaction is open.
    pub(crate) fn in_transaction(&self) -> bool {
        match self {
            Self::Sqlite(conn) => conn.in_transaction(),
            Self::Postgres(conn) => conn.is_open(),
        }
    }
}
