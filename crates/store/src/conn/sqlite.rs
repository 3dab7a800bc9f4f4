//! SQLite: one connection on one file.
//!
//! The writer's pragmas are WAL, `synchronous=FULL` (a commit survives a power cut) and foreign
//! keys on; readers are opened read-only.

use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, ToSql};

use crate::error::{Error, Result};
use crate::statement::Statement;
use crate::value::{Row, Value};

/// How long a connection waits for another process's lock before it says that the store is busy.
pub(crate) const BUSY_MS: u64 = 5_000;

/// A SQLite connection.
#[derive(Debug)]
pub struct SqliteConn {
    conn: rusqlite::Connection,
}

impl SqliteConn {
    /// Opens the file for reading and writing, making it when it is not there.
    pub(crate) fn open_writer(path: &Path) -> Result<Self> {
        let conn = rusqlite::Connection::open(path).map_err(|e| opening(path, &e))?;
        let made = Self { conn };
        made.tune(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;
             PRAGMA wal_autocheckpoint = 4000;",
        )
        .map_err(|e| opening(path, &e))?;
        Ok(made)
    }

    /// Opens the file for reading.
    pub(crate) fn open_reader(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = rusqlite::Connection::open_with_flags(path, flags).map_err(|e| opening(path, &e))?;
        let made = Self { conn };
        made.tune("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;")
            .map_err(|e| opening(path, &e))?;
        Ok(made)
    }

    fn tune(&self, pragmas: &str) -> rusqlite::Result<()> {
        self.conn.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
        self.conn.set_prepared_statement_cache_capacity(512);
        self.conn.execute_batch(pragmas)
    }

    pub(super) fn rows(&self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Vec<Row>> {
        let fail = |e: rusqlite::Error| failed(statement.name, &e);
        let mut prepared = self.conn.prepare_cached(statement.sqlite()).map_err(fail)?;
        bind(&mut prepared, params).map_err(fail)?;
        let columns = prepared.column_count();
        let mut cursor = prepared.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = cursor.next().map_err(fail)? {
            let mut cells = Vec::with_capacity(columns);
            for column in 0..columns {
                cells.push(cell(row.get_ref(column).map_err(fail)?));
            }
            rows.push(Row(cells));
        }
        Ok(rows)
    }

    pub(super) fn execute(&self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        let fail = |e: rusqlite::Error| failed(statement.name, &e);
        let mut prepared = self.conn.prepare_cached(statement.sqlite()).map_err(fail)?;
        bind(&mut prepared, params).map_err(fail)?;
        prepared.raw_execute().map(|n| n as u64).map_err(fail)
    }

    pub(super) fn script(&self, sql: &str) -> Result<()> {
        self.conn.execute_batch(sql).map_err(|e| failed("script", &e))
    }

    pub(super) fn prepare(&self, statement: &'static Statement) -> Result<()> {
        self.conn.prepare_cached(statement.sqlite()).map(|_| ()).map_err(|e| failed(statement.name, &e))
    }

    pub(super) fn text_rows(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        let fail = |e: rusqlite::Error| failed("text", &e);
        let mut prepared = self.conn.prepare(sql).map_err(fail)?;
        let columns = prepared.column_count();
        let mut cursor = prepared.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = cursor.next().map_err(fail)? {
            let mut cells = Vec::with_capacity(columns);
            for column in 0..columns {
                cells.push(match row.get_ref(column).map_err(fail)? {
                    ValueRef::Null => String::new(),
                    ValueRef::Integer(n) => n.to_string(),
                    ValueRef::Real(x) => x.to_string(),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                });
            }
            rows.push(cells);
        }
        Ok(rows)
    }

    pub(super) fn stream<E: From<Error>>(
        &self,
        sql: &str,
        each: &mut dyn FnMut(&[Value<'_>]) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let fail = |e: rusqlite::Error| E::from(failed("stream", &e));
        let mut prepared = self.conn.prepare(sql).map_err(fail)?;
        let columns = prepared.column_count();
        let mut cursor = prepared.raw_query();
        while let Some(row) = cursor.next().map_err(fail)? {
            let mut cells = Vec::with_capacity(columns);
            for column in 0..columns {
                cells.push(borrowed(row.get_ref(column).map_err(fail)?));
            }
            each(&cells)?;
        }
        Ok(())
    }

    pub(super) fn load<E: From<Error>>(
        &self,
        table: &str,
        columns: &str,
        next: &mut dyn FnMut() -> std::result::Result<Option<Vec<Value<'static>>>, E>,
    ) -> std::result::Result<u64, E> {
        let fail = |e: rusqlite::Error| E::from(failed("load", &e));
        let places = vec!["?"; columns.split(',').count()].join(", ");
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({places})");
        let mut prepared = self.conn.prepare(&sql).map_err(fail)?;
        let mut rows = 0;
        while let Some(row) = next()? {
            bind(&mut prepared, &row).map_err(fail)?;
            prepared.raw_execute().map_err(fail)?;
            rows += 1;
        }
        Ok(rows)
    }

    pub(super) fn in_transaction(&self) -> bool {
        !self.conn.is_autocommit()
    }
}

fn bind(prepared: &mut rusqlite::Statement<'_>, params: &[Value<'_>]) -> rusqlite::Result<()> {
    for (at, value) in params.iter().enumerate() {
        prepared.raw_bind_parameter(at + 1, value)?;
    }
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn cell(value: ValueRef<'_>) -> Value<'static> {
    borrowed(value).into_owned()
}

fn borrowed(value: ValueRef<'_>) -> Value<'_> {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        // No column of ours is a real number; an aggregate that makes one is cut to a whole one.
        ValueRef::Real(x) => Value::Int(x as i64),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes)),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.into()),
    }
}

fn failed(statement: &'static str, error: &rusqlite::Error) -> Error {
    if let rusqlite::Error::SqliteFailure(code, _) = error {
        match code.code {
            ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => {
                return Error::Full(error.to_string());
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => return Error::Unavailable(error.to_string()),
            ErrorCode::ConstraintViolation
                if matches!(
                    code.extended_code,
                    rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                ) =>
            {
                return Error::Duplicate { statement };
            }
            _ => {}
        }
    }
    Error::Statement { statement, why: error.to_string() }
}

fn opening(path: &Path, error: &rusqlite::Error) -> Error {
    Error::Open(format!("the database file {} cannot be opened: {error}", path.display()))
}
