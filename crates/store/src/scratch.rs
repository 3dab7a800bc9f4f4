//! A store for one unit test: a SQLite file in a folder that goes when the test ends.

use domain::event::{Event, Position};
use domain::time::Millis;
use tempfile::TempDir;

use crate::batch::Batch;
use crate::conn::Conn;
use crate::conn::sqlite::SqliteConn;
use crate::error::Result;
use crate::tx::Tx;
use crate::{log, migrate};

/// The store: one connection, used by the test's own thread.
pub(crate) struct Scratch {
    conn: Conn,
    _folder: TempDir,
}

impl Scratch {
    /// An empty, migrated store.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = Conn::Sqlite(SqliteConn::open_writer(&folder.path().join("kontuar.db")).unwrap());
        migrate::run(&mut conn, Millis::new(0)).unwrap();
        Self { conn, _folder: folder }
    }

    /// Runs a write in a transaction of its own; an error takes it back.
    pub(crate) fn write<T>(&mut self, run: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let mut batch = Batch::default();
        self.conn.begin()?;
        let done = run(&mut Tx::new(&mut self.conn, &mut batch));
        if done.is_err() {
            self.conn.rollback();
            return done;
        }
        batch.write(&mut self.conn)?;
        self.conn.commit()?;
        done
    }

    /// The connection, for reads.
    pub(crate) fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// The whole log.
    pub(crate) fn events(&mut self) -> Vec<Event> {
        log::after(&mut self.conn, Position(0), 1_000).unwrap()
    }
}
