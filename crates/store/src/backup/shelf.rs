//! The folder of backups: what is in it, and which of them are kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use domain::time::Millis;
use jiff::tz::TimeZone;

use super::archive::Archive;
use super::error::{BackupError, Outcome};
use super::head::{Head, Manifest, Why};

/// How a backup's file ends.
const ENDING: &str = ".backup";

/// How many backups are kept: the newest of each of so many days, weeks and months that have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Days.
    pub days: usize,
    /// Weeks, from Monday (ISO 8601).
    pub weeks: usize,
    /// Months.
    pub months: usize,
}

/// One backup in the folder.
#[derive(Debug)]
pub struct Entry {
    /// Its file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// What it says about itself, which was not compared with what is in it; or why it is none.
    pub says: Outcome<(Head, Manifest)>,
}

/// A folder of backups.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
}

/// The name of a backup; `again` tells apart those of one second.
pub(super) fn name(at: Millis, why: Why, again: u32) -> String {
    let at = at.timestamp().strftime("%Y%m%dT%H%M%SZ");
    let again = if again == 0 { String::new() } else { format!("-{}", again + 1) };
    format!("kontuar-{at}-{}{again}{ENDING}", why.word())
}

impl Shelf {
    /// The backups in `folder`, which need not be there.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The backups, oldest first; those that cannot be read first of all.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn list(&self) -> Outcome<Vec<Entry>> {
        let fail = |e| BackupError::file(&self.folder, e);
        let inside = match fs::read_dir(&self.folder) {
            Ok(inside) => inside,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(fail(error)),
        };
        let mut found = Vec::new();
        for entry in inside {
            let entry = entry.map_err(fail)?;
            if entry.file_name().to_string_lossy().ends_with(ENDING) {
                let bytes = entry.metadata().map_err(fail)?.len();
                found.push(Entry { says: Archive::glance(&entry.path()), path: entry.path(), bytes });
            }
        }
        found.sort_by_key(|entry| (taken_at(entry), entry.path.clone()));
        Ok(found)
    }

    /// When the newest backup that has an end was taken; only scheduled ones where `why` says so.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn newest(&self, why: Option<Why>) -> Outcome<Option<Millis>> {
        let list = self.list()?;
        let wanted = list.iter().filter_map(|entry| entry.says.as_ref().ok());
        Ok(wanted.filter(|(head, _)| why.is_none_or(|why| head.why == why)).map(|(head, _)| head.taken_at).max())
    }

    /// Removes the scheduled backups that need not be kept; all others stay. Gives what was removed.
    ///
    /// # Errors
    /// The folder cannot be read, or a file not be removed.
    pub fn thin(&self, keep: Keep, zone: &TimeZone) -> Outcome<Vec<PathBuf>> {
        let scheduled: Vec<(Millis, PathBuf)> = self
            .list()?
            .into_iter()
            .filter_map(|entry| {
                let (head, _) = entry.says.ok()?;
                (head.why == Why::Scheduled).then_some((head.taken_at, entry.path))
            })
            .collect();
        let moments: Vec<Millis> = scheduled.iter().map(|(at, _)| *at).collect();
        let kept = kept(&moments, keep, zone);
        let mut gone = Vec::new();
        for (at, path) in scheduled {
            if !kept.contains(&at) {
                fs::remove_file(&path).map_err(|e| BackupError::file(&path, e))?;
                gone.push(path);
            }
        }
        Ok(gone)
    }
}

fn taken_at(entry: &Entry) -> Option<Millis> {
    entry.says.as_ref().ok().map(|(head, _)| head.taken_at)
}

/// Which of these moments (oldest first) are kept. The newest always is.
fn kept(moments: &[Millis], keep: Keep, zone: &TimeZone) -> BTreeSet<Millis> {
    let mut kept: BTreeSet<Millis> = moments.iter().max().copied().into_iter().collect();
    let date = |at: &Millis| at.timestamp().to_zoned(zone.clone()).date();
    let day = |at: &Millis| (date(at).year().into(), date(at).day_of_year());
    let week = |at: &Millis| (date(at).iso_week_date().year().into(), date(at).iso_week_date().week().into());
    let month = |at: &Millis| (date(at).year().into(), date(at).month().into());
    type Span<'s> = &'s dyn Fn(&Millis) -> (i32, i16);
    for (count, span) in [(keep.days, &day as Span<'_>), (keep.weeks, &week), (keep.months, &month)] {
        let mut spans = BTreeSet::new();
        for at in moments.iter().rev() {
            if spans.len() < count && spans.insert(span(at)) {
                kept.insert(*at);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use domain::time::DAY_MS;

    use super::*;

    #[test]
    fn of_two_years_of_nights_the_newest_of_days_weeks_and_months_stay() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        // 2026-11-22T02:00:00Z, a Sunday, and every night before it.
        let newest = Millis::new(1_795_312_800_000);
        let nights: Vec<Millis> = (0..730).rev().map(|n| newest.plus_ms(-n * DAY_MS)).collect();
        let kept: Vec<String> = kept(&nights, Keep { days: 7, weeks: 4, months: 3 }, &zone)
            .into_iter()
            .map(|at| at.timestamp().to_zoned(zone.clone()).strftime("%m-%d").to_string())
            .collect();
        let expected = [
            "09-30", "10-31", "11-01", "11-08", "11-15", "11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-22",
        ];
        assert_eq!(kept, expected);
    }

    #[test]
    fn the_newest_is_kept_whatever_is_said() {
        let none = Keep { days: 0, weeks: 0, months: 0 };
        assert_eq!(kept(&[Millis::new(1), Millis::new(2)], none, &TimeZone::UTC), BTreeSet::from([Millis::new(2)]));
    }
}
