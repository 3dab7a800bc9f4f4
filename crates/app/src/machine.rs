//! The machine as the pages may know it: room on the disk, the newest backup.

use std::path::PathBuf;

use store::backup::Shelf;
use web::machine::{Machine, Seen};

use crate::config::Config;

/// The folders that are looked at.
#[derive(Debug)]
pub struct Here {
    data: PathBuf,
    backups: PathBuf,
    scheduled: bool,
}

impl Here {
    /// Those of these settings.
    pub fn of(config: &Config) -> Self {
        Self { data: config.data.clone(), backups: config.backups(), scheduled: config.backup.schedule.is_some() }
    }
}

impl Machine for Here {
    fn look(&self) -> Seen {
        let disk = rustix::fs::statvfs(&self.data).ok();
        Seen {
            free_bytes: disk.map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize)),
            scheduled: self.scheduled,
            newest_backup: Shelf::new(&self.backups).newest(None).ok().flatten(),
        }
    }
}
