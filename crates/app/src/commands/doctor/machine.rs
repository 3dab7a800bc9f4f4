//! The data folder, the room on its disk, how fast that keeps what it is given, and backups.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use domain::time::{DAY_MS, Millis};
use store::backup::Shelf;
use tokio::time::Instant;

use super::{Findings, Mark};
use crate::config::Config;

/// Below so much room it is bad, in bytes.
const LITTLE: u64 = 1 << 30;

/// Below so much it is worth a look.
const SOME: u64 = 5 << 30;

/// How often a write is tried.
const TRIES: usize = 20;

/// From here on a write is slow.
const SLOW: Duration = Duration::from_millis(20);

/// How old the newest backup may be where they are taken every day.
const OLD_MS: i64 = 2 * DAY_MS;

pub(super) fn look(config: &Config, now: Millis, found: &mut Findings) {
    let folder = &config.data;
    if !folder.is_dir() {
        let says = format!("There is no data folder {}.", folder.display());
        found.add("data", Mark::Warn, says, "`kontuar serve` makes it; or name the right one with --data.");
        return;
    }
    found.ok("data", format!("The data folder is {}.", folder.display()));
    room("disk", folder, found);
    speed(folder, found);
    backups(config, now, found);
}

fn room(check: &'static str, folder: &Path, found: &mut Findings) {
    let free = match rustix::fs::statvfs(folder) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => {
            let says = format!("How much room there is in {} cannot be said: {error}.", folder.display());
            return found.add(check, Mark::Warn, says, "Look at the disk yourself (`df`).");
        }
    };
    let says = format!("{} MB are free in {}.", free >> 20, folder.display());
    match judge(free) {
        Mark::Bad => found.add(check, Mark::Bad, says, "Make room: without it no mail is taken any more."),
        Mark::Warn => found.add(check, Mark::Warn, says, "Make room before it runs out."),
        Mark::Ok => found.ok(check, says),
    }
}

/// What so much room is worth, in bytes.
fn judge(free: u64) -> Mark {
    match free {
        free if free < LITTLE => Mark::Bad,
        free if free < SOME => Mark::Warn,
        _ => Mark::Ok,
    }
}

fn speed(folder: &Path, found: &mut Findings) {
    match measure(&folder.join("doctor.tmp")) {
        Ok(took) => {
            let says = format!("A write is safe on the disk after {:.1} ms.", took.as_secs_f64() * 1_000.0);
            match took {
                took if took >= SLOW => {
                    found.add(
                        "fsync",
                        Mark::Warn,
                        says,
                        "Pages that save will feel slow; a local SSD takes 1 ms or less.",
                    );
                }
                _ => found.ok("fsync", says),
            }
        }
        Err(error) => {
            let says = format!("Nothing can be written into {}: {error}.", folder.display());
            found.add("fsync", Mark::Bad, says, "Let the user who runs Kontuar own this folder.");
        }
    }
}

/// How long a small write takes until it is on the disk: the middle one of some.
fn measure(place: &Path) -> io::Result<Duration> {
    let measured = (|| {
        let mut file: File = OpenOptions::new().create(true).truncate(true).write(true).open(place)?;
        let mut took = Vec::with_capacity(TRIES);
        for _ in 0..TRIES {
            let begun = Instant::now();
            file.write_all(&[0; 4_096])?;
            file.sync_data()?;
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        Ok(took[TRIES / 2])
    })();
    std::fs::remove_file(place).ok();
    measured
}

fn backups(config: &Config, now: Millis, found: &mut Findings) {
    let folder = config.backups();
    let newest = Shelf::new(&folder).newest(None);
    match (config.backup.schedule, newest) {
        (None, _) => {
            let says = "No backups are taken by themselves.";
            found.add(
                "backup",
                Mark::Warn,
                says,
                "Name an hour in [backup], and keep the file `key` somewhere else too.",
            );
        }
        (Some(_), Ok(Some(newest))) if now.since_ms(newest) <= OLD_MS => {
            found.ok("backup", format!("The newest backup is of {newest}."));
            if folder.is_dir() {
                room("backup disk", &folder, found);
            }
        }
        (Some(_), Ok(newest)) => {
            let says = newest
                .map_or_else(|| "There is no backup yet.".to_owned(), |at| format!("The newest backup is of {at}."));
            found.add("backup", Mark::Bad, says, "`kontuar backup list` says why; `kontuar backup` takes one now.");
        }
        (Some(_), Err(error)) => {
            let says = format!("The folder of backups cannot be read: {error}.");
            found.add("backup", Mark::Bad, says, "Let the user who runs Kontuar read and write it.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LITTLE, Mark, SOME, judge};

    #[test]
    fn room_is_judged_by_what_is_left() {
        assert_eq!([0, LITTLE - 1].map(judge), [Mark::Bad; 2]);
        assert_eq!([LITTLE, SOME - 1].map(judge), [Mark::Warn; 2]);
        assert_eq!([SOME, u64::MAX].map(judge), [Mark::Ok; 2]);
    }
}
