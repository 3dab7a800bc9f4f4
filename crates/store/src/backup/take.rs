//! Taking a backup beside the process that has the store.
//!
//! The rows are those of one moment: a read transaction on SQLite, REPEATABLE READ on PostgreSQL. Nothing waits for it.
//! What it costs the others: while it reads, SQLite's write-ahead log keeps all that is written, and PostgreSQL keeps
//! the dead rows. So rows come first and blobs after, when the moment was let go; a log that grows past
//! [`WAL_SPEAKS`] is told of. A blob is never changed, only erased; what was erased meanwhile is left out, and the
//! erasure itself goes with the archive, so that restoring it erases again.
//!
//! The archive gets its name when it is on the disk and was read again; until then it is a file that the next backup
//! sweeps out.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use domain::time::Millis;

use super::disk;
use super::error::{BackupError, Outcome};
use super::head::{Head, Manifest, Why, key_check};
use super::journal::{self, Erasure};
use super::schema::{self, Table};
use super::verify::verify;
use super::write::{BlobState, Writer};
use crate::blob::{Blobs, Hash};
use crate::conn::Conn;
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::value::Value;
use crate::{Place, Settings, Store, blob, log, migrate};

/// How large SQLite's write-ahead log may grow during a backup before the log tells of it, in bytes; told again at
/// each doubling.
pub const WAL_SPEAKS: u64 = 1 << 30;

/// How many rows are written between two looks at what happens around.
const LOOK_EVERY: u64 = 50_000;

/// How backups are named before they are whole.
const PART: (&str, &str) = (".kontuar-", ".part");

/// A backup that is to be taken.
pub struct Taking<'t> {
    /// The store, with the installation's key.
    pub settings: &'t Settings,
    /// The folder in which the backup and the journal of erasures stand; it is made.
    pub folder: &'t Path,
    /// Another place for the archive alone.
    pub to: Option<&'t Path>,
    /// Why.
    pub why: Why,
    /// When.
    pub now: Millis,
    /// Asked now and then; `false` ends it.
    pub go_on: &'t (dyn Fn() -> bool + Sync),
}

/// A backup that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// What it was taken from.
    pub head: Head,
    /// What is in it.
    pub manifest: Manifest,
    /// How large SQLite's write-ahead log was in the end, in bytes; 0 where there is none.
    pub wal_bytes: u64,
}

/// The versions between which a start would migrate this store: from, to. `None`: it is new, or as it should be. Blocks.
///
/// # Errors
/// The store cannot be read.
pub fn pending_migration(settings: &Settings) -> Result<Option<(i64, i64)>> {
    if matches!(settings.place, Place::Folder) && !settings.folder.join("kontuar.db").is_file() {
        return Ok(None);
    }
    let mut conn = Store::peek(settings)?;
    let at = if schema::tables(&mut conn)?.iter().any(|table| table.name == "migration") {
        migrate::version(&mut conn)?
    } else {
        0
    };
    let newest = migrate::newest();
    Ok((at > 0 && at < newest).then_some((at, newest)))
}

/// Takes a backup. Blocks for as long as reading the store takes.
///
/// # Errors
/// Why there is none; nothing is left behind.
pub fn take(taking: &Taking<'_>) -> Outcome<Taken> {
    let folder = taking.folder;
    match taking.to {
        // A copy for another place is what somebody needs whose disk for backups is away.
        Some(_) => make_folder(folder)?,
        None => disk::expect_same(&taking.settings.folder, folder)?,
    }
    let target =
        taking.to.map_or(folder, |to| to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    sweep(target)?;
    let part = tempfile::Builder::new()
        .prefix(PART.0)
        .suffix(PART.1)
        .tempfile_in(target)
        .map_err(|e| BackupError::file(target, e))?;
    part.as_file().lock().map_err(|e| BackupError::file(part.path(), e))?;
    let blobs = taking.settings.open_blobs()?;
    let mut conn = Store::peek(taking.settings)?;
    if conn.engine() == Engine::Postgres {
        // So that whoever waits for it knows for whom.
        conn.script("SET application_name = 'kontuar backup'")?;
    }
    let file = part.as_file().try_clone().map_err(|e| BackupError::file(part.path(), e))?;
    let (head, manifest, known) = write(&mut conn, &blobs, taking, file, part.path())?;
    journal::note(&folder.join(journal::FILE), &known)?;
    verify(part.path(), Some(&taking.settings.key))?;
    let bytes = fs::metadata(part.path()).map_err(|e| BackupError::file(part.path(), e))?.len();
    let path = keep(part, taking, folder)?;
    journal::sync_folder(&path)?;
    Ok(Taken { path, bytes, head, manifest, wal_bytes: wal_bytes(taking.settings) })
}

/// Makes the folder, for its owner alone.
pub(super) fn make_folder(folder: &Path) -> Outcome<()> {
    let mut making = fs::DirBuilder::new();
    making.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
    making.create(folder).map_err(|e| BackupError::file(folder, e))
}

/// Removes what backups left behind that did not end. One under way holds a lock on its own.
fn sweep(folder: &Path) -> Outcome<()> {
    let fail = |e| BackupError::file(folder, e);
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !(name.starts_with(PART.0) && name.ends_with(PART.1)) {
            continue;
        }
        if File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            // Who else sweeps may have been faster.
            fs::remove_file(entry.path()).ok();
        }
    }
    Ok(())
}

/// Gives a whole archive its name; one that is there is never overwritten.
fn keep(part: tempfile::NamedTempFile, taking: &Taking<'_>, folder: &Path) -> Outcome<PathBuf> {
    let mut part = part;
    for again in 0.. {
        let path = match taking.to {
            Some(to) => to.to_owned(),
            None => folder.join(super::shelf::name(taking.now, taking.why, again)),
        };
        match part.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(error) if taking.to.is_none() && error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                part = error.file;
            }
            Err(error) => return Err(BackupError::file(&path, error.error)),
        }
    }
    Err(BackupError::Stopped)
}

fn write(
    conn: &mut Conn,
    blobs: &Blobs,
    taking: &Taking<'_>,
    file: File,
    path: &Path,
) -> Outcome<(Head, Manifest, Vec<Erasure>)> {
    conn.script(conn.engine().begin_snapshot())?;
    let snapshot = rows(conn, taking, file, path);
    conn.rollback();
    let Snapshot { mut writer, head, hashes, erased } = snapshot?;
    for hash in hashes {
        if !(taking.go_on)() {
            return Err(BackupError::Stopped);
        }
        write_blob(&mut writer, conn, blobs, hash)?;
    }
    let known = journal::known(conn)?;
    let erased: BTreeSet<&Erasure> = erased.iter().collect();
    for erasure in known.iter().filter(|erasure| !erased.contains(erasure)) {
        writer.erasure(&erasure.line())?;
    }
    let manifest = writer.end(&taking.settings.key)?;
    Ok((head, manifest, known))
}

/// What was written of one moment, and what is still to be written for it.
struct Snapshot {
    writer: Writer,
    head: Head,
    hashes: Vec<Hash>,
    erased: Vec<Erasure>,
}

fn rows(conn: &mut Conn, taking: &Taking<'_>, file: File, path: &Path) -> Outcome<Snapshot> {
    // The first question fixes the moment.
    let schema = migrate::version(conn)?;
    let head = Head {
        schema,
        position: log::head(conn)?,
        taken_at: taking.now,
        why: taking.why,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: conn.engine().name().to_owned(),
        key_check: key_check(&taking.settings.key),
    };
    let mut writer = Writer::begin(file, path, &head)?;
    let mut around = Around { taking, rows: 0, told: WAL_SPEAKS };
    for table in schema::kept(conn)? {
        write_table(conn, &mut writer, &table, &mut around)?;
    }
    let mut hashes = Vec::new();
    conn.stream::<Error>("SELECT hash FROM blob ORDER BY hash", &mut |row| {
        if let [Value::Bytes(bytes)] = row {
            hashes.extend(Hash::from_bytes(bytes));
        }
        Ok(())
    })?;
    let erased = journal::known(conn)?;
    Ok(Snapshot { writer, head, hashes, erased })
}

fn write_table(conn: &mut Conn, writer: &mut Writer, table: &Table, around: &mut Around<'_, '_>) -> Outcome<()> {
    if !(around.taking.go_on)() {
        return Err(BackupError::Stopped);
    }
    writer.table(table)?;
    conn.stream::<BackupError>(&table.question(conn.engine()), &mut |row| {
        around.look()?;
        writer.row(row)
    })?;
    writer.end_table()
}

/// What goes on beside a backup.
struct Around<'a, 't> {
    taking: &'a Taking<'t>,
    rows: u64,
    /// How large the write-ahead log has to be before it is told of again.
    told: u64,
}

impl Around<'_, '_> {
    fn look(&mut self) -> Outcome<()> {
        self.rows += 1;
        if !self.rows.is_multiple_of(LOOK_EVERY) {
            return Ok(());
        }
        let wal = wal_bytes(self.taking.settings);
        if wal >= self.told {
            self.told = wal * 2;
            tracing::warn!(
                wal_megabytes = wal >> 20,
                "what is written during a backup stays in the write-ahead log until the rows are read"
            );
        }
        if (self.taking.go_on)() { Ok(()) } else { Err(BackupError::Stopped) }
    }
}

fn wal_bytes(settings: &Settings) -> u64 {
    match settings.place {
        Place::Folder => fs::metadata(settings.folder.join("kontuar.db-wal")).map_or(0, |wal| wal.len()),
        Place::Postgres { .. } => 0,
    }
}

fn write_blob(writer: &mut Writer, conn: &mut Conn, blobs: &Blobs, hash: Hash) -> Outcome<()> {
    match blobs.open_file(hash) {
        Ok(mut content) => writer.blob(hash, Some(&mut content as &mut dyn Read), BlobState::Damaged),
        Err(_) if !blob::is_known(conn, hash)? => writer.blob(hash, None, BlobState::Gone),
        Err(error) => {
            tracing::error!(%error, "a file of the store is missing, and is missing in the backup");
            writer.blob(hash, None, BlobState::Damaged)
        }
    }
}
