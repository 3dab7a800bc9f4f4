//! What truly differs between the two engines, as named tokens and functions; nothing else in
//! the product asks which engine it is on.

use crate::statement::Statement;

/// The time of a database that several nodes share, in milliseconds: their own clocks may differ.
pub(crate) static SERVER_TIME: Statement =
    Statement::new("server_time", "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)");

/// Held by the node that brings the schema up to date; the others wait. Any number that no other program takes.
pub(crate) const SCHEMA_LOCK: &str = "SET lock_timeout = '120s'; SELECT pg_advisory_lock(7204616574)";

/// Ends [`SCHEMA_LOCK`].
pub(crate) const SCHEMA_UNLOCK: &str = "SELECT pg_advisory_unlock(7204616574); SET lock_timeout = 0";

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Embedded SQLite.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

impl Engine {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// Whether one process alone has the store (it claims the data folder), so that whatever
    /// another process seems to hold is held by the dead.
    pub fn is_exclusive(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => false,
        }
    }

    /// How many writes share a commit at most.
    pub(crate) fn batch(self) -> usize {
        match self {
            Self::Sqlite => 512,
            Self::Postgres => 128,
        }
    }

    /// Whether each write of a batch gets a savepoint, so that it alone can be taken back. On
    /// PostgreSQL a savepoint is a subtransaction: two more messages a write, and rows that several
    /// of them touch (the counters) collect multixacts that every later look at them pays for.
    pub(crate) fn has_cheap_savepoints(self) -> bool {
        self == Self::Sqlite
    }

    /// Turns the tokens of a migration into the engine's words: `{int}`, `{bytes}`, `{strict}`
    /// behind a table, `{compact}` behind a table whose rows live in its primary key.
    pub(crate) fn ddl(self, text: &str) -> String {
        let words: [(&str, &str); 4] = match self {
            Self::Sqlite => [
                ("{int}", "INTEGER"),
                ("{bytes}", "BLOB"),
                ("{strict}", " STRICT"),
                ("{compact}", " STRICT, WITHOUT ROWID"),
            ],
            Self::Postgres => [("{int}", "BIGINT"), ("{bytes}", "BYTEA"), ("{strict}", ""), ("{compact}", "")],
        };
        words.into_iter().fold(text.to_owned(), |text, (token, word)| text.replace(token, word))
    }
}
