//! Sweeping out files that were begun and never became blobs, because who wrote them died.
//!
//! Safe beside other nodes: a file counts as left behind an hour after its last byte, by the clock of the disk that all
//! of them write to. Who hung for so long and goes on finds its file gone, fails, and begins anew.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use super::{Blobs, WRITTEN, parse_hex};
use crate::error::{Error, Result};

/// How long after its last byte a file that is not whole counts as left behind.
const LEFT_BEHIND: Duration = Duration::from_secs(60 * 60);

impl Blobs {
    /// Removes what was left behind. Gives how many files that were. Blocks.
    pub fn sweep(&self) -> Result<usize> {
        self.swept().map_err(|e| Error::Open(format!("{}: {e}", self.root.display())))
    }

    fn swept(&self) -> io::Result<usize> {
        let now = self.disk_time()?;
        let mut gone = 0;
        for shelf in fs::read_dir(&self.root)? {
            let shelf = shelf?.path();
            if !shelf.is_dir() {
                continue;
            }
            for entry in fs::read_dir(&shelf)? {
                let entry = entry?;
                if is_begun(&entry.file_name().to_string_lossy()) {
                    gone += usize::from(remove_old(&entry.path(), now)?);
                }
            }
        }
        Ok(gone)
    }

    /// What the disk takes for now: the moment of a file that was written just now.
    fn disk_time(&self) -> io::Result<SystemTime> {
        let nth = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let probe = self.root.join(format!("now.{:016x}-{nth}", self.writer));
        let moment = File::create(&probe).and_then(|file| file.metadata()).and_then(|file| file.modified());
        fs::remove_file(&probe)?;
        moment
    }
}

/// Whether a file is one that was begun: the name of a blob, of a writer, and an ending.
fn is_begun(name: &str) -> bool {
    let parts = name.strip_suffix(".new").and_then(|name| name.split_once('.'));
    parts.is_some_and(|(hash, _)| parse_hex(hash).is_some())
}

fn remove_old(path: &Path, now: SystemTime) -> io::Result<bool> {
    // What is not there any more has become a blob meanwhile, or another node swept too.
    let absent = |error: &io::Error| error.kind() == ErrorKind::NotFound;
    let written = match fs::metadata(path).and_then(|file| file.modified()) {
        Ok(written) => written,
        Err(error) if absent(&error) => return Ok(false),
        Err(error) => return Err(error),
    };
    if now.duration_since(written).is_ok_and(|age| age > LEFT_BEHIND) {
        match fs::remove_file(path) {
            Err(error) if !absent(&error) => return Err(error),
            removed => return Ok(removed.is_ok()),
        }
    }
    Ok(false)
}
