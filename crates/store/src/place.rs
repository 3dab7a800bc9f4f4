//! Where a store is: the settings it is opened with, and how they become connections.

use std::path::PathBuf;
use std::sync::Arc;

use crate::blob;
use crate::conn::{self, Conn};
use crate::error::{Error, Result};
use crate::lane::Connect;

/// Where the data stands.
#[derive(Clone, Debug)]
pub enum Place {
    /// A SQLite file in the data folder.
    Folder,
    /// A PostgreSQL database.
    Postgres {
        /// Its address, `postgres://…`; holds a secret, never log it.
        url: String,
    },
}

impl Place {
    /// How many reads run at the same time where nobody says otherwise. SQLite's happen in this process and wait for its
    /// files, two a core; PostgreSQL's keep a process of its server busy too, which may share the machine: more at
    /// once than there are cores only take turns, and every page takes as long as the slowest.
    pub fn readers(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        match self {
            Self::Folder => (2 * cores).clamp(4, 32),
            Self::Postgres { .. } => cores.clamp(2, 32),
        }
    }
}

/// How to open a store.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The data folder: SQLite file, blobs, key. It must exist and be claimed.
    pub folder: PathBuf,
    /// The folder of the messages' files, where that is not `blobs` in the data folder: nodes share it.
    pub blobs: Option<PathBuf>,
    /// Which engine.
    pub place: Place,
    /// The installation's key for fingerprints.
    pub key: [u8; 32],
    /// How many reads run at the same time.
    pub readers: usize,
}

impl Settings {
    /// Opens the folder of the messages' files.
    pub(crate) fn open_blobs(&self) -> Result<blob::Blobs> {
        let own = || self.folder.join("blobs");
        blob::Blobs::open(&self.blobs.clone().unwrap_or_else(own))
    }
}

/// A connection that only looks, and where there is no writable server is content with one that only reads.
pub(crate) fn look(settings: &Settings) -> Result<Conn> {
    match (connector(settings, false)(), &settings.place) {
        (Err(Error::Unavailable(_)), Place::Postgres { url }) => {
            Ok(Conn::Postgres(conn::postgres::PostgresConn::connect_to_any(url)?))
        }
        (found, _) => found,
    }
}

/// How the lanes get their connections.
pub(crate) fn connector(settings: &Settings, writer: bool) -> Connect {
    match &settings.place {
        Place::Folder => {
            let path = settings.folder.join("kontuar.db");
            Arc::new(move || {
                let conn = if writer {
                    conn::sqlite::SqliteConn::open_writer(&path)?
                } else {
                    conn::sqlite::SqliteConn::open_reader(&path)?
                };
                Ok(Conn::Sqlite(conn))
            })
        }
        Place::Postgres { url } => {
            let (url, folder) = (url.clone(), settings.folder.clone());
            Arc::new(move || Ok(Conn::Postgres(conn::postgres::PostgresConn::connect(&url, &folder)?)))
        }
    }
}
