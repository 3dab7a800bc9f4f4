//! Restoring an archive into an empty place.
//!
//! The order is what makes it safe to be cut off anywhere: mark the place, bring the rows in at the archive's version of
//! the schema, compare the digest of every table with the archive's as the new database gives it back, bring the blobs
//! in, read the archive to its end and compare all sums and the seal, migrate, erase again who was erased since
//! ([`super::aftermath`]), take the marks off. Nobody can open the store before that.

use std::fs;
use std::path::{Path, PathBuf};

use domain::time::Millis;

use super::aftermath::{self, Aftermath};
use super::archive::Archive;
use super::empty;
use super::error::{BackupError, Outcome};
use super::head::{Head, Manifest, TableSum};
use super::journal::{self, Erasure};
use super::schema::{self, Table};
use super::write::{BlobState, Sum, put_row};
use crate::blob::{Blobs, Hash};
use crate::conn::Conn;
use crate::dialect::Engine;
use crate::folder::Folder;
use crate::place::connector;
use crate::{Settings, migrate};

/// A restore that is to be made.
pub struct Restore<'r> {
    /// The archive.
    pub archive: &'r Path,
    /// Where to: folder and place empty. Its key is the installation's.
    pub settings: &'r Settings,
    /// The folder of backups, which may stand in the data folder.
    pub backups: &'r Path,
    /// Journals of erasures, besides what the archive itself tells.
    pub erasures: &'r [PathBuf],
    /// Whether the store that was backed up has sent nothing since and never will: then what waits to be sent is sent.
    pub nothing_was_sent_since: bool,
    /// When.
    pub now: Millis,
}

/// A store that was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What the archive was taken from.
    pub head: Head,
    /// What was in it.
    pub manifest: Manifest,
    /// What was done beyond bringing it in.
    pub aftermath: Aftermath,
}

/// Restores. Blocks, and must not be called from a task: a PostgreSQL connection brings a runtime of its own.
///
/// # Errors
/// Why there is no store; a place that was touched is marked, and can be restored into again.
pub fn restore(order: &Restore<'_>) -> Outcome<Restored> {
    let mut archive = Archive::open(order.archive)?;
    archive.expect_known_schema()?;
    archive.expect_key(&order.settings.key)?;
    let mut erasures = Vec::new();
    for path in order.erasures {
        if !path.is_file() {
            return Err(BackupError::file(path, std::io::ErrorKind::NotFound.into()));
        }
        erasures.extend(journal::read(path)?);
    }
    let folder = Folder::claim(&order.settings.folder)?;
    empty::claim_folder(folder.path(), order.backups)?;
    folder.keep_key(&order.settings.key)?;
    let mut conn = connector(order.settings, true)()?;
    empty::claim_database(&mut conn)?;
    if conn.engine() == Engine::Sqlite {
        // Nothing of it counts before it is whole, so nothing has to be on the disk before that.
        conn.script("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")?;
    }
    let head = archive.head().clone();
    migrate::run_to(&mut conn, order.now, head.schema)?;
    bring_rows(&mut conn, &mut archive)?;
    let blobs = order.settings.open_blobs()?;
    let gone = bring_blobs(&blobs, &mut archive)?;
    let mut number = 0;
    while let Some(line) = archive.next_erasure()? {
        number += 1;
        erasures.push(journal::read_line(&line, order.archive, number)?);
    }
    let manifest = archive.end(Some(&order.settings.key))?;
    migrate::run(&mut conn, order.now)?;
    let aftermath = aftermath::settle(&mut conn, &blobs, &after(order, &head, &erasures, &gone))?;
    journal::note(&order.backups.join(journal::FILE), &journal::known(&mut conn)?)?;
    empty::release_database(&mut conn)?;
    make_durable(conn, order.settings)?;
    empty::release_folder(folder.path())?;
    Ok(Restored { head, manifest, aftermath })
}

fn after<'a>(order: &Restore<'_>, head: &Head, erasures: &'a [Erasure], gone: &'a [Hash]) -> aftermath::Since<'a> {
    aftermath::Since {
        taken_at: head.taken_at,
        position: head.position,
        now: order.now,
        erasures,
        gone,
        nothing_was_sent: order.nothing_was_sent_since,
    }
}

/// Brings the rows in, and compares what the database then holds.
fn bring_rows(conn: &mut Conn, archive: &mut Archive) -> Outcome<()> {
    let tables = schema::kept(conn)?;
    let indexes = conn.text_rows(conn.engine().indexes())?;
    // Made once over all rows, they cost less than row by row.
    for index in &indexes {
        conn.script(&format!("DROP INDEX {}", index[0]))?;
    }
    let mut named = tables.iter();
    conn.script("BEGIN")?;
    while let Some((name, columns)) = archive.next_table()? {
        let table = named.next().filter(|table| table.name == name && table.columns == columns);
        let table = table.ok_or_else(|| archive.damaged(format!("its table {name} is not one of its schema")))?;
        bring_table(conn, archive, table)?;
    }
    if let Some(table) = named.next() {
        return Err(archive.damaged(format!("the table {} is not in it", table.name)));
    }
    conn.script("COMMIT")?;
    for index in &indexes {
        conn.script(&index[1])?;
    }
    if conn.engine() == Engine::Postgres {
        conn.script("ANALYZE")?;
    }
    for (table, said) in tables.iter().zip(archive.sums()) {
        if digest(conn, table)? != *said {
            return Err(BackupError::Differs { table: table.name.clone() });
        }
    }
    Ok(())
}

fn bring_table(conn: &mut Conn, archive: &mut Archive, table: &Table) -> Outcome<()> {
    // Some tables begin with a row.
    conn.script(&format!("DELETE FROM {}", table.name))?;
    conn.load::<BackupError>(&table.name, &table.columns, &mut || archive.next_row())?;
    Ok(())
}

/// The sum of a table as the database gives it.
fn digest(conn: &mut Conn, table: &Table) -> Outcome<TableSum> {
    let mut sum = Sum::of(&table.name, &table.columns);
    let mut scratch = Vec::new();
    conn.stream::<BackupError>(&table.question(conn.engine()), &mut |row| {
        scratch.clear();
        put_row(&mut scratch, row);
        sum.take(&scratch);
        Ok(())
    })?;
    Ok(sum.end())
}

/// Brings the blobs in. Gives those that were erased while the backup was taken.
fn bring_blobs(blobs: &Blobs, archive: &mut Archive) -> Outcome<Vec<Hash>> {
    let mut gone = Vec::new();
    while let Some(hash) = archive.next_blob()? {
        let mut file = blobs.begin(hash)?;
        let path = file.path().to_owned();
        match archive.blob(hash, &mut file, &path)? {
            BlobState::Whole => file.keep()?,
            BlobState::Gone => gone.push(hash),
            BlobState::Damaged => {
                tracing::warn!(%hash, "a file was missing or damaged when the backup was taken; it still is");
            }
        }
    }
    blobs.sync()?;
    Ok(gone)
}

/// Brings all of it to the disk and the database back to its careful ways.
fn make_durable(mut conn: Conn, settings: &Settings) -> Outcome<()> {
    if conn.engine() == Engine::Postgres {
        return Ok(());
    }
    conn.text_rows("PRAGMA journal_mode = WAL")?;
    drop(conn);
    let path = settings.folder.join("kontuar.db");
    fs::File::open(&path).and_then(|file| file.sync_all()).map_err(|e| BackupError::file(&path, e))?;
    journal::sync_folder(&path)
}
