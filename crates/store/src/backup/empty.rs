//! Where a store may be restored into: an empty folder and an empty database, or what a restore left that did not end.
//!
//! Two marks say that a restore is under way: a file in the folder, written first and removed last, and a table in the
//! database. While either is there nobody opens the store ([`crate::Store::open`]), and only another restore may clear it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::error::{BackupError, Outcome};
use super::{journal, schema};
use crate::conn::Conn;
use crate::conn::postgres::TIMELINE_FILE;
use crate::error::{Error, Result};
use crate::folder::{KEY_FILE, LOCK_FILE};

/// The mark in the data folder.
const FILE: &str = "restoring";

/// The mark in the database.
const TABLE: &str = "restoring";

/// What the store itself puts into its folder.
const OURS: [&str; 6] = ["kontuar.db", "kontuar.db-wal", "kontuar.db-shm", "kontuar.db-journal", "blobs", KEY_FILE];

/// What a node remembers of servers and disks beside its store: no part of that.
const REMEMBERED: [&str; 2] = [TIMELINE_FILE, super::disk::KNOWN];

/// Refuses to open a folder in which a restore did not end.
pub(crate) fn expect_whole_folder(folder: &Path) -> Result<()> {
    if folder.join(FILE).exists() { Err(unfinished(&folder.display().to_string())) } else { Ok(()) }
}

/// Refuses to open a database in which a restore did not end.
pub(crate) fn expect_whole_database(conn: &mut Conn) -> Result<()> {
    let marked = schema::tables(conn)?.iter().any(|table| table.name == TABLE);
    if marked { Err(unfinished("this database")) } else { Ok(()) }
}

fn unfinished(what: &str) -> Error {
    Error::Open(format!(
        "a restore into {what} was begun and did not end, so it is not a whole store: run `kontuar restore` again, which \
         begins anew"
    ))
}

/// Makes sure that nothing is overwritten, clears what an unfinished restore left, and marks the folder. `beside`: the
/// folder of backups, which may stand in it.
pub(super) fn claim_folder(folder: &Path, beside: &Path) -> Outcome<()> {
    let mark = folder.join(FILE);
    let fail = |e| BackupError::file(folder, e);
    let unfinished = mark.exists();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if [LOCK_FILE, FILE].contains(&name.as_str()) || REMEMBERED.contains(&name.as_str()) || entry.path() == beside {
            continue;
        }
        if !(unfinished && OURS.contains(&name.as_str())) {
            return Err(BackupError::Occupied { what: folder.display().to_string() });
        }
    }
    let mut file = File::create(&mark).map_err(fail)?;
    let words = b"A restore into this folder is under way or did not end.\n";
    file.write_all(words).and_then(|()| file.sync_all()).map_err(fail)?;
    journal::sync_folder(&mark)?;
    for name in OURS {
        let path = folder.join(name);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(BackupError::file(&path, error)),
            _ => {}
        }
    }
    Ok(())
}

/// Takes the mark off the folder: it holds a whole store.
pub(super) fn release_folder(folder: &Path) -> Outcome<()> {
    let mark: PathBuf = folder.join(FILE);
    fs::remove_file(&mark).map_err(|e| BackupError::file(&mark, e))?;
    journal::sync_folder(&mark)
}

/// The same as [`claim_folder`] for a database.
pub(super) fn claim_database(conn: &mut Conn) -> Outcome<()> {
    let there = schema::tables(conn)?;
    let unfinished = there.iter().any(|table| table.name == TABLE);
    if !there.is_empty() && !unfinished {
        return Err(BackupError::Occupied { what: "the database".to_owned() });
    }
    // The mark goes last, should this be cut off too.
    for table in there.iter().filter(|table| table.name != TABLE) {
        conn.script(&format!("DROP TABLE {}", table.name))?;
    }
    conn.script(
        &conn.engine().ddl(&format!("CREATE TABLE IF NOT EXISTS {TABLE} (one {{int}} PRIMARY KEY){{strict}}")),
    )?;
    Ok(())
}

/// Takes the mark off the database.
pub(super) fn release_database(conn: &mut Conn) -> Outcome<()> {
    Ok(conn.script(&format!("DROP TABLE {TABLE}"))?)
}
