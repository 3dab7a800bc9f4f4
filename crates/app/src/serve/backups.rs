//! Backups that are taken by themselves, at a time of day, and thinned out.
//!
//! A night that was missed (the process did not run, the disk was full) is made up for: at the start and every
//! [`AGAIN`]. Of several nodes on one database the one that gets the lease takes it. A failure is an error in the
//! log, and stands in the store: in `kontuar backup list`, above the pages, and for the alarm.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::time::{HOUR_MS, MINUTE_MS, Millis};
use engine::Engine;
use jiff::tz::TimeZone;
use store::backup::{self, BackupError, Shelf, Taking, Why, failure};
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;
use crate::config::{Config, Schedule};
use crate::house;

/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_secs(20);

/// How long after a failure it is tried again.
const AGAIN: i64 = 30 * MINUTE_MS;

/// The lease of the node that takes it.
const LEASE: &str = "backup";

/// Takes backups whenever they are due, until `stop`.
pub(super) async fn run(mut nights: Nights, stop: CancellationToken) -> Result<(), Failure> {
    loop {
        nights.step(&stop).await;
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// The scheduled backups of one node.
#[derive(Debug)]
pub struct Nights {
    engine: Engine,
    config: Config,
    schedule: Schedule,
    /// Until then nothing is tried.
    not_before: Millis,
}

impl Nights {
    /// Those that `schedule` asks for.
    pub fn new(engine: Engine, config: Config, schedule: Schedule) -> Self {
        Self { engine, config, schedule, not_before: Millis::new(0) }
    }

    /// Takes a backup where one is due, thins out those of before, and records in the store how it went.
    pub async fn step(&mut self, stop: &CancellationToken) {
        let now = self.engine.now();
        if now < self.not_before || !self.is_due(now) {
            return;
        }
        self.not_before = now.plus_ms(AGAIN);
        if !self.is_ours(now).await {
            return;
        }
        let outcome = self.take(now, stop).await;
        let write = match outcome {
            Outcome::Stopped => return,
            Outcome::Taken => self.engine.store().write(move |tx| failure::succeeded(tx, now)).await,
            Outcome::Failed(code, why) => {
                self.engine.store().write(move |tx| failure::failed(tx, now, (code, &why))).await
            }
        };
        if let Err(error) = write {
            tracing::error!(%error, "how the backup went could not be recorded");
        }
    }

    /// Whether the last moment at which one should have been taken has none after it.
    fn is_due(&self, now: Millis) -> bool {
        match Shelf::new(&self.config.backups()).newest(Some(Why::Scheduled)) {
            Ok(newest) => {
                newest.is_none_or(|newest| newest < last_moment(self.schedule.at, &self.config.time_zone, now))
            }
            // Taking one says why not.
            Err(_) => true,
        }
    }

    async fn is_ours(&self, now: Millis) -> bool {
        let owner = i64::from(self.engine.store().node());
        match self.engine.store().write(move |tx| store::lease::take(tx, LEASE, owner, now, AGAIN)).await {
            Ok(taken) => taken.value.is_some(),
            Err(error) => {
                tracing::error!(%error, "a backup is due and could not be begun");
                false
            }
        }
    }

    async fn take(&self, now: Millis, stop: &CancellationToken) -> Outcome {
        let (config, schedule) = (self.config.clone(), self.schedule);
        let going = Arc::new(AtomicBool::new(true));
        let still = going.clone();
        let work = tokio::task::spawn_blocking(move || take_and_thin(&config, schedule, now, &still));
        tokio::pin!(work);
        let done = tokio::select! {
            done = &mut work => done,
            () = stop.cancelled() => {
                going.store(false, Ordering::Relaxed);
                work.await
            }
        };
        match done {
            Ok(Ok(())) => Outcome::Taken,
            Ok(Err(BackupError::Stopped)) => {
                tracing::info!("a backup was stopped; it is taken at the next start");
                Outcome::Stopped
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "ALARM: the backup that was due was not taken; it is tried again");
                Outcome::Failed(error.code(), error.to_string())
            }
            Err(error) => {
                tracing::error!(%error, "ALARM: the backup that was due broke down; it is tried again");
                Outcome::Failed("other", format!("it broke down: {error}"))
            }
        }
    }
}

/// How a backup went.
enum Outcome {
    Taken,
    /// Why, in a word and a sentence.
    Failed(&'static str, String),
    /// We are to stop.
    Stopped,
}

/// Takes a backup and removes those that need not be kept any more. Blocks.
fn take_and_thin(config: &Config, schedule: Schedule, now: Millis, still: &AtomicBool) -> Result<(), BackupError> {
    let settings = house::settings_with_key(config)?;
    let folder = config.backups();
    let go_on = || still.load(Ordering::Relaxed);
    let taking = Taking { settings: &settings, folder: &folder, to: None, why: Why::Scheduled, now, go_on: &go_on };
    let taken = backup::take(&taking)?;
    let thinned = Shelf::new(&folder).thin(schedule.keep, &config.time_zone)?;
    tracing::info!(
        bytes = taken.bytes,
        messages = taken.manifest.rows("message"),
        files = taken.manifest.blobs,
        damaged = taken.manifest.damaged,
        wal_bytes = taken.wal_bytes,
        thinned = thinned.len(),
        "a backup was taken"
    );
    Ok(())
}

/// The last moment at or before `now` at which it was the time of day. A time that a clock change leaves out is the
/// moment of the change.
pub(super) fn last_moment(time: jiff::civil::Time, zone: &TimeZone, now: Millis) -> Millis {
    let today = now.timestamp().to_zoned(zone.clone()).date();
    let on = |date: jiff::civil::Date| {
        date.to_datetime(time).to_zoned(zone.clone()).map(|at| Millis::from(at.timestamp())).ok()
    };
    on(today)
        .filter(|at| *at <= now)
        .or_else(|| today.yesterday().ok().and_then(on))
        .unwrap_or(now.plus_ms(-24 * HOUR_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_time_of_day_is_today_or_yesterday_in_the_shops_zone() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let half_past_two = jiff::civil::time(2, 30, 0, 0);
        let at = |text: &str| Millis::from(text.parse::<jiff::Timestamp>().unwrap());
        for (now, expected) in [
            ("2026-11-22T02:00:00Z", "2026-11-22T01:30:00Z"),
            ("2026-11-22T01:29:59Z", "2026-11-21T01:30:00Z"),
            // The night in which 02:30 is left out, and the one in which it comes twice.
            ("2026-03-29T05:00:00Z", "2026-03-29T01:30:00Z"),
            ("2026-10-25T05:00:00Z", "2026-10-25T00:30:00Z"),
        ] {
            assert_eq!(last_moment(half_past_two, &zone, at(now)), at(expected), "{now}");
        }
    }
}
