//! `kontuar backup`, `kontuar backup list`, `kontuar restore`, `kontuar check --backup`.
//!
//! A backup is taken beside the running counter, with a connection of its own that only reads.

use std::path::{Path, PathBuf};

use domain::operation::Operation;
use domain::time::Clock;
use store::backup::failure::Failing;
use store::backup::{self, BackupError, Restore, Shelf, Taking, Why};
use store::folder;

use super::{Failure, say};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::house;

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        Self(super::sentence(&error.to_string()))
    }
}

/// Takes a backup, into the folder of backups or to `to`.
///
/// # Errors
/// Why there is none.
pub fn take(config: &Config, to: Option<&Path>) -> Result<(), Failure> {
    let settings = house::settings_with_key(config)?;
    let folder = config.backups();
    let now = SystemClock.now();
    let taking = Taking { settings: &settings, folder: &folder, to, why: Why::Asked, now, go_on: &|| true };
    let taken = backup::take(&taking)?;
    say(&format!(
        "{}: {} messages, {} files, {} MB, up to position {} of the log.",
        taken.path.display(),
        taken.manifest.rows("message"),
        taken.manifest.blobs,
        megabytes(taken.bytes),
        taken.head.position
    ))?;
    if taken.manifest.damaged > 0 {
        say(&format!(
            "{} files were missing or damaged in the store, and are in the backup: `kontuar check` names them.",
            taken.manifest.damaged
        ))?;
    }
    super::have_told_by_running(config, Operation::BackupTaken);
    say("The key is not in it: keep the file `key` of the data folder in another place.")
}

/// Lists the backups in the folder, oldest first.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(config: &Config) -> Result<(), Failure> {
    let shelf = Shelf::new(&config.backups());
    let failures = failures(config);
    let entries = match shelf.list() {
        Ok(entries) => entries,
        Err(error) => {
            say_failures(config, &failures)?;
            return Err(error.into());
        }
    };
    if entries.is_empty() {
        say(&format!("There is no backup in {}.", shelf.folder().display()))?;
        return say_failures(config, &failures);
    }
    let mut newest = None;
    for entry in &entries {
        let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
        match &entry.says {
            Ok((head, manifest)) => {
                newest = Some(head.taken_at);
                say(&format!(
                    "{name}  {}  {} MB  {} messages  {} files  position {}",
                    local(config, head.taken_at),
                    megabytes(entry.bytes),
                    manifest.rows("message"),
                    manifest.blobs,
                    head.position
                ))?;
            }
            Err(error) => say(&format!("{name}  cannot be used: {error}"))?,
        }
    }
    say_failures(config, &failures)?;
    let Some(at) = newest else { return say("None of them can be used.") };
    let hours = SystemClock.now().since_ms(at) / domain::time::HOUR_MS;
    say(&format!("The last success was on {}, {hours} hours ago.", local(config, at)))
}

/// The failures of scheduled backups that the store remembers, oldest first. None where the store cannot be read: its
/// backups are listed all the same.
fn failures(config: &Config) -> Vec<Failing> {
    let known = house::look(config).and_then(|(mut conn, _)| backup::failure::all(&mut conn));
    let mut known = known.unwrap_or_default();
    known.reverse();
    known
}

fn say_failures(config: &Config, failures: &[Failing]) -> Result<(), Failure> {
    for failing in failures {
        let Failing { since, last_at, times, why, ended_at, .. } = failing;
        let until = match ended_at {
            Some(at) => format!("until {}", local(config, *at)),
            None => format!("last on {}, and is tried again", local(config, *last_at)),
        };
        say(&format!("FAILED {times} times since {}, {until}: {why}", local(config, *since)))?;
    }
    Ok(())
}

fn local(config: &Config, at: domain::time::Millis) -> String {
    at.timestamp().to_zoned(config.time_zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}

/// Reads an archive to its end without restoring it.
///
/// # Errors
/// What is wrong with it.
pub fn check(config: &Config, path: &Path) -> Result<(), Failure> {
    let key = folder::key_of(&config.data).ok();
    let verified = backup::verify(path, key.as_ref())?;
    let manifest = &verified.manifest;
    for sum in &manifest.tables {
        say(&format!("{}  {}  {} rows", sum.digest, sum.name, sum.rows))?;
    }
    say(&format!("{}  the whole", manifest.digest))?;
    say(&format!(
        "Nothing is wrong: taken at {} from {} (schema {}), {} events, {} messages, {} files.",
        verified.head.taken_at,
        verified.head.engine,
        verified.head.schema,
        manifest.rows("event"),
        manifest.rows("message"),
        manifest.blobs
    ))?;
    if manifest.damaged > 0 {
        say(&format!("{} files were missing or damaged when it was taken.", manifest.damaged))?;
    }
    if !verified.sealed {
        say("The data folder has no key here, so whether somebody else wrote it was not checked.")?;
    }
    Ok(())
}

/// What the command line says about a restore.
#[derive(Debug, clap::Args)]
pub struct Order {
    /// The backup.
    archive: PathBuf,
    /// The file `key` of the data folder that was backed up.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// A journal of erasures, besides those beside the backup. Can be given several times.
    #[arg(long, value_name = "FILE")]
    erasures: Vec<PathBuf>,
    /// The old store was stopped before the backup and will not be started: what waited to be sent is sent from here.
    #[arg(long)]
    nothing_was_sent_since: bool,
}

/// Restores an archive into the empty place that the settings name.
///
/// # Errors
/// Why there is no store.
pub fn restore(config: &Config, order: Order) -> Result<(), Failure> {
    let key = folder::read_key(&order.key)?
        .ok_or_else(|| Failure(format!("There is no key in {}: no such file.", order.key.display())))?;
    let settings = house::settings(config, key);
    let backups = config.backups();
    let mut erasures = order.erasures;
    // The journal that stands beside the archive, and the one of this installation.
    for folder in [order.archive.parent(), Some(backups.as_path())].into_iter().flatten() {
        let found = folder.join(backup::journal::FILE);
        if found.is_file() && !erasures.contains(&found) {
            erasures.push(found);
        }
    }
    if erasures.is_empty() {
        say(
            "No journal of erasures was found: who was erased after the backup was taken comes back. Give it with --erasures.",
        )?;
    }
    let restored = backup::restore(&Restore {
        archive: &order.archive,
        settings: &settings,
        backups: &backups,
        erasures: &erasures,
        nothing_was_sent_since: order.nothing_was_sent_since,
        now: SystemClock.now(),
    })?;
    folder::Folder::claim(&config.data)?.bring_seals(&order.key)?;
    say(&format!(
        "Restored: {} messages, {} files, as of {}. Everything is what the backup holds.",
        restored.manifest.rows("message"),
        restored.manifest.blobs,
        local(config, restored.head.taken_at)
    ))?;
    say(&format!("{} contacts were erased again that were erased since.", restored.aftermath.erased))?;
    if !restored.aftermath.retained.is_empty() {
        say(&format!("Rules of retention took again: {}.", super::retention::words(restored.aftermath.retained)))?;
    }
    say(&format!(
        "{} messages had not been sent by then and may have been since: they are marked as uncertain, and a person \
         decides about each.",
        restored.aftermath.uncertain
    ))?;
    say("Everybody signs in again. Mail that came since is fetched again and not acknowledged a second time.")
}
