//! Why a backup was not taken, cannot be trusted or was not restored, in words that an operator can act on.

use std::path::{Path, PathBuf};

use crate::error::Error;

/// A backup or restore that did not happen.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store.
    #[error(transparent)]
    Store(#[from] Error),
    /// A file of the backup cannot be written or read.
    #[error("{}: {why}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        why: std::io::Error,
    },
    /// The disk of the backups is another one, or none.
    #[error(
        "{} is not the folder that backups were put into before: its disk is not mounted, or was emptied. Mount it, and the \
         backup is taken by itself. If the folder was emptied or exchanged on purpose, make an empty file {} in it",
        folder.display(),
        super::disk::MARK
    )]
    NotThere {
        /// The folder of the settings.
        folder: PathBuf,
    },
    /// The archive is not what it was when it was written, or none.
    #[error("{} is damaged: {why}; use another backup", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What does not agree.
        why: String,
    },
    /// The archive is of a version to come.
    #[error("{} was made by a newer version of Kontuar ({what}): restore it with that one", path.display())]
    Newer {
        /// Which.
        path: PathBuf,
        /// What is newer.
        what: String,
    },
    /// The key is another installation's.
    #[error(
        "this is not the key of the installation that {} was taken from: give the file `key` of its data folder with --key",
        path.display()
    )]
    WrongKey {
        /// Which archive.
        path: PathBuf,
    },
    /// There is something already where the store should be made.
    #[error("{what} is not empty, and nothing that is there is overwritten: restore into an empty place")]
    Occupied {
        /// What.
        what: String,
    },
    /// The line of an erasure cannot be read: somebody erased would come back.
    #[error("{}, line {line}: this is no erasure ({why}); nothing is restored, because somebody erased could come back", path.display())]
    Erasures {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// A table holds something else than the archive says.
    #[error("the restored table {table} is not what the backup holds; this is a defect of the program")]
    Differs {
        /// Which.
        table: String,
    },
    /// It was told to stop.
    #[error("it was stopped before its end")]
    Stopped,
}

/// What came of something about a backup.
pub type Outcome<T> = Result<T, BackupError>;

impl BackupError {
    /// A word for what has to be done about it; pages have a sentence for each.
    pub fn code(&self) -> &'static str {
        use std::io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match self {
            Self::NotThere { .. } => "not-there",
            Self::File { why, .. } if matches!(why.kind(), StorageFull | QuotaExceeded) => "full",
            Self::File { why, .. } if matches!(why.kind(), PermissionDenied | ReadOnlyFilesystem) => "denied",
            _ => "other",
        }
    }

    pub(super) fn file(path: &Path, why: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), why }
    }

    pub(super) fn damaged(path: &Path, why: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), why: why.into() }
    }
}
