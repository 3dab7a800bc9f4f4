//! The data folder and the store in it, opened by the one process that has it, or looked at beside it.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::time::Clock;
use engine::{Channels, Engine};
use store::backup::{self, Taking, Why, journal};
use store::blob::Blobs;
use store::folder::{Folder, key_of};
use store::member::Life;
use store::{Conn, Place, Settings, Store};

use crate::config::Config;

/// A claimed data folder with its open store. The claim ends when it is dropped.
#[derive(Debug)]
pub struct House {
    /// The folder.
    pub folder: Folder,
    /// The store.
    pub store: Store,
    /// The life of this process, and that of whoever had the folder before.
    lives: (Life, Option<Life>),
    /// The journal of erasures.
    erasures: PathBuf,
}

impl House {
    /// Claims the folder, opens the store and brings it up to date. Blocks, and must not be called
    /// from a task: a PostgreSQL connection brings a runtime of its own.
    ///
    /// # Errors
    /// In plain words: the folder is in use, cannot be written, the database does not answer, …
    pub fn open(config: &Config, clock: &dyn Clock) -> store::Result<Self> {
        keep_private(&config.data);
        let folder = Folder::claim(&config.data)?;
        let settings = settings(config, folder.key()?);
        back_up_before_migration(config, &settings, clock)?;
        let store = Store::open(&settings, clock)?;
        let lives = folder.succeed(store.node())?;
        Ok(Self { folder, store, lives, erasures: config.backups().join(journal::FILE) })
    }

    /// An engine over the store, to which no channel is connected yet.
    pub fn engine(&self, clock: Arc<dyn Clock>) -> Engine {
        Engine::new(self.store.clone(), clock, Channels::default())
            .judging_by(mail::spam::shipped())
            .living(self.lives.0, self.lives.1)
            .noting_erasures_in(self.erasures.clone())
    }
}

/// A connection that only reads, beside the process that has the folder.
///
/// # Errors
/// When there is no store, or it is of another version.
pub fn look(config: &Config) -> store::Result<(Conn, Blobs)> {
    // The key makes fingerprints, and readers make none.
    Store::open_reader(&settings(config, [0; 32]))
}

/// A folder that we make is for this user alone: it holds what customers wrote. One that is there
/// already is as its owner wants it.
fn keep_private(data: &Path) {
    // Where it cannot be made, the claim says why.
    DirBuilder::new().recursive(true).mode(0o700).create(data).ok();
}

/// The settings of a store whose folder another process may have, with its key.
///
/// # Errors
/// There is no key.
pub fn settings_with_key(config: &Config) -> store::Result<Settings> {
    Ok(settings(config, key_of(&config.data)?))
}

/// What is migrated can be had back: nothing is changed before it is in a backup.
fn back_up_before_migration(config: &Config, settings: &Settings, clock: &dyn Clock) -> store::Result<()> {
    if !config.backup.before_migration {
        return Ok(());
    }
    let Some((from, to)) = backup::pending_migration(settings)? else { return Ok(()) };
    tracing::info!(from, to, "the store is backed up before it is brought up to date");
    let folder = config.backups();
    let (why, now) = (Why::BeforeMigration, clock.now());
    let taken = backup::take(&Taking { settings, folder: &folder, to: None, why, now, go_on: &|| true });
    let taken = taken.map_err(|error| {
        store::Error::Open(format!(
            "the store is at version {from} and was not brought to {to}, because no backup could be taken before: {error}. \
             Start with --without-backup to do it without one"
        ))
    })?;
    tracing::info!(path = %taken.path.display(), bytes = taken.bytes, "a backup was taken");
    Ok(())
}

/// The settings of a store.
pub fn settings(config: &Config, key: [u8; 32]) -> Settings {
    let place = match &config.database {
        Some(url) => Place::Postgres { url: url.reveal().to_owned() },
        None => Place::Folder,
    };
    let readers = place.readers();
    Settings { folder: config.data.clone(), blobs: config.blobs.clone(), place, key, readers }
}
