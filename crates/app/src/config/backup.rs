//! `[backup]`: where backups stand, when they are taken by themselves, how many are kept.

use std::path::{Path, PathBuf};

use jiff::civil::Time;
use store::backup::Keep;

use super::sheet::Section;

/// The folder inside the data folder when none is said.
const FOLDER: &str = "backups";

/// The most days, weeks or months that can be kept.
const MOST: i64 = 3_660;

/// What an operator decides about backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupConfig {
    /// Where they stand, with the journal of erasures; `None`: in the data folder.
    pub folder: Option<PathBuf>,
    /// When they are taken by themselves; `None`: never.
    pub schedule: Option<Schedule>,
    /// Whether one is taken before the schema is changed.
    pub before_migration: bool,
}

/// When backups are taken by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The time of day, in the zone of the settings.
    pub at: Time,
    /// How many are kept.
    pub keep: Keep,
}

impl Default for BackupConfig {
    fn default() -> Self {
        Self { folder: None, schedule: None, before_migration: true }
    }
}

impl BackupConfig {
    /// Where they stand.
    pub fn folder(&self, data: &Path) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| data.join(FOLDER))
    }
}

pub(super) fn read(top: &Section<'_>, base: &Path) -> BackupConfig {
    let Some(section) = top.part("backup", "[backup]") else { return BackupConfig::default() };
    let folder = section.text("folder").map(|given| base.join(given.value));
    let at = section.text("at").and_then(|given| {
        let read = read_time(given.value);
        if read.is_none() {
            let words = format_args!("`at` is a time of day such as 03:30, not `{}`", given.value);
            section.complain(&given.place, words);
        }
        read
    });
    let count = |key, default: usize| {
        let given = section.whole(key, 0..=MOST).and_then(|given| usize::try_from(given.value).ok());
        given.unwrap_or(default)
    };
    let keep = Keep { days: count("keep_days", 7), weeks: count("keep_weeks", 5), months: count("keep_months", 12) };
    section.finish();
    let at = at.unwrap_or(jiff::civil::time(3, 30, 0, 0));
    BackupConfig { folder, schedule: Some(Schedule { at, keep }), before_migration: true }
}

pub(super) fn read_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let plain = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(hour) || !plain(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read() {
        assert_eq!(read_time("3:30"), Some(jiff::civil::time(3, 30, 0, 0)));
        assert_eq!(read_time("23:59"), Some(jiff::civil::time(23, 59, 0, 0)));
        for wrong in ["24:00", "03", "3:60", "-1:00", "+1:00", "03:30:00", "noon"] {
            assert_eq!(read_time(wrong), None, "{wrong}");
        }
    }
}
