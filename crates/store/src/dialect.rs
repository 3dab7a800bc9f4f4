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

    /// Begins a transaction that sees one moment of the store, however long it reads.
    pub(crate) fn begin_snapshot(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Behind a text column in ORDER BY: by its bytes, whatever language the database is set to.
    pub(crate) fn bytewise(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " COLLATE \"C\"",
        }
    }

    /// Asks for every column of every table: table, column, type, place in the primary key (0: not in it).
    pub(crate) fn columns(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT t.name, c.name, c.type, c.pk FROM sqlite_master t JOIN pragma_table_info(t.name) c
                    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid"
            }
            Self::Postgres => {
                "SELECT c.table_name, c.column_name, c.data_type, COALESCE(k.ordinal_position, 0)
                    FROM information_schema.columns c
                    JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                    LEFT JOIN information_schema.table_constraints p ON p.table_schema = c.table_schema
                        AND p.table_name = c.table_name AND p.constraint_type = 'PRIMARY KEY'
                    LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = p.constraint_schema
                        AND k.constraint_name = p.constraint_name AND k.table_name = c.table_name
                        AND k.column_name = c.column_name
                    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
                    ORDER BY c.table_name COLLATE \"C\", c.ordinal_position"
            }
        }
    }

    /// Asks for the indexes that no constraint made: name and the statement that makes it.
    pub(crate) fn indexes(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
            }
            Self::Postgres => {
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT IN
                    (SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace)
                    ORDER BY indexname"
            }
        }
    }

    /// Turns the tokens of a migration into the engine's words: `{int}`, `{bytes}`, `{strict}`
    /// behind a table, `{compact}` behind a table whose rows live in its primary key; `{unsampled TABLE COLUMN TYPE}`,
    /// where the planner would keep a sample of a column's values, says that it keeps none and forgets what it has.
    pub(crate) fn ddl(self, text: &str) -> String {
        let text = &self.unsampled(text);
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

    fn unsampled(self, text: &str) -> String {
        let mut parts = text.split("{unsampled ");
        let mut ready = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (column, rest) = part.split_once('}').unwrap_or((part, ""));
            let words: Vec<&str> = column.split(' ').collect();
            if let (Self::Postgres, [table, column, kind]) = (self, words.as_slice()) {
                // A change of the type, to the same one, is what forgets the sample; it rewrites nothing.
                ready.push_str(&format!(
                    "ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind}, ALTER COLUMN {column} SET STATISTICS 0;"
                ));
            }
            ready.push_str(rest);
        }
        ready
    }
}
