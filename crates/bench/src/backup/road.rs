//! The road of an archive: restored, checked, backed up again, and on to the next engine.

use std::path::{Path, PathBuf};
use std::time::Instant;

use domain::time::Clock;
use serde_json::{Value, json};
use store::backup::{self, Restore, Taken, Taking, Why};
use store::{Settings, Store};

use super::{Failure, round};
use crate::place::{self, RealClock};

/// Restores into an embedded store; where a PostgreSQL database is given, into that one first, and what was backed up
/// there into the embedded one.
pub fn walk(folder: &Path, taken: &Taken, postgres: Option<String>) -> Result<Vec<Value>, Failure> {
    let mut told = Vec::new();
    let mut archive = taken.path.clone();
    let stations = postgres.map(Some).into_iter().chain([None]);
    for (nth, place) in stations.enumerate() {
        let target = place::settings(&folder.join(format!("restored-{nth}")), place.as_deref());
        archive = station(&target, &archive, &folder.join(format!("again-{nth}")), taken, &mut told)?;
    }
    Ok(told)
}

fn station(
    target: &Settings,
    archive: &Path,
    backups: &Path,
    first: &Taken,
    told: &mut Vec<Value>,
) -> Result<PathBuf, Failure> {
    let resident = place::begin_peak()?;
    let began = Instant::now();
    backup::restore(&Restore {
        archive,
        settings: target,
        backups,
        erasures: &[],
        nothing_was_sent_since: true,
        now: RealClock.now(),
    })?;
    let (restore, peak) = (began.elapsed().as_secs_f64(), place::peak_resident()?);
    let began = Instant::now();
    let (mut conn, blobs) = Store::open_reader(target)?;
    let report = store::check::run(&mut conn, &blobs)?;
    let check = began.elapsed().as_secs_f64();
    let (began, now) = (Instant::now(), RealClock.now());
    let taking = Taking { settings: target, folder: backups, to: None, why: Why::Asked, now, go_on: &|| true };
    let again = backup::take(&taking)?;
    let backup = began.elapsed().as_secs_f64();
    let events = u64::try_from(report.events)?;
    let counts_are_equal =
        first.manifest.rows("message") == report.messages as u64 && first.manifest.rows("event") == events;
    let digest_is_equal = again.manifest.digest == first.manifest.digest;
    if report.found > 0 || !counts_are_equal || !digest_is_equal {
        return Err(format!(
            "what was restored on {} is something else: {} findings, equal counts: {counts_are_equal}, equal digest: {digest_is_equal}",
            conn.engine().name(),
            report.found
        )
        .into());
    }
    told.push(json!({
        "engine": conn.engine().name(),
        "restore_seconds": round(restore),
        "resident_megabytes_before": resident >> 20,
        "resident_megabytes_at_most": peak >> 20,
        "check_seconds": round(check),
        "check_found": report.found,
        "check_counts_are_equal": counts_are_equal,
        "backup_seconds": round(backup),
        "digest_is_equal": digest_is_equal,
    }));
    Ok(again.path)
}
