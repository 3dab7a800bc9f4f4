//! A blob that comes piece by piece: its file has another name until it is whole.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Hash, failed};
use crate::error::Result;

/// The file of a blob that is being written. Dropped without [`Coming::keep`] it goes.
#[derive(Debug)]
pub(crate) struct Coming {
    pub(super) file: File,
    pub(super) fresh: PathBuf,
    pub(super) place: PathBuf,
    pub(super) hash: Hash,
    pub(super) is_kept: bool,
}

impl Coming {
    /// Where it is until it is whole.
    pub(crate) fn path(&self) -> &Path {
        &self.fresh
    }

    /// Gives it its name: its bytes are what its hash says, which the caller has compared.
    pub(crate) fn keep(mut self) -> Result<()> {
        self.is_kept = true;
        let kept = self.file.sync_all().and_then(|()| fs::rename(&self.fresh, &self.place));
        kept.map_err(|e| failed(self.hash, &e))
    }
}

impl Write for Coming {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        if !self.is_kept {
            // A file that no row names is found by `kontuar check`.
            fs::remove_file(&self.fresh).ok();
        }
    }
}
