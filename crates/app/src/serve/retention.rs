//! Rules of retention, carried out once a night.
//!
//! A night that was missed is made up for. Of several nodes on one database the one that gets the lease does it. A rule that
//! was set today waits for tonight, so that a slip can be taken back.

use std::time::Duration;

use domain::time::{MINUTE_MS, Millis};
use engine::Engine;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use super::backups::last_moment;
use crate::commands::Failure;

/// How often it is looked whether it is time.
const LOOK: Duration = Duration::from_secs(20);

/// How long after a failure it is tried again.
const AGAIN_MS: i64 = 30 * MINUTE_MS;

/// The lease of the node that does it.
const LEASE: &str = "retention";

/// Carries the rules out whenever it is time, until `stop`.
///
/// # Errors
/// Never; it is a task among others.
pub(super) async fn run(mut sweep: Sweep, stop: CancellationToken) -> Result<(), Failure> {
    loop {
        tokio::select! {
            // What was begun is gone on with at the next start.
            () = stop.cancelled() => return Ok(()),
            () = sweep.step() => {}
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// The nights of one node.
#[derive(Debug)]
pub struct Sweep {
    engine: Engine,
    at: Time,
    zone: TimeZone,
    /// Until then nothing is tried.
    not_before: Millis,
}

impl Sweep {
    /// At this time of day in this zone.
    pub fn new(engine: Engine, at: Time, zone: TimeZone) -> Self {
        Self { engine, at, zone, not_before: Millis::new(0) }
    }

    /// Carries the rules out where it is time.
    pub async fn step(&mut self) {
        let now = self.engine.now();
        if now < self.not_before {
            return;
        }
        match self.night(now).await {
            Ok(()) => {}
            Err(error) => {
                self.not_before = now.plus_ms(AGAIN_MS);
                tracing::error!(%error, "rules of retention could not be carried out; it is tried again in half an hour");
            }
        }
    }

    async fn night(&mut self, now: Millis) -> engine::Result<()> {
        let due = last_moment(self.at, &self.zone, now);
        let rules = engine::retention::rules(&self.engine).await?;
        let waits = |rule: &store::retention::Rule| {
            rule.days.is_some() && rule.set_at < due && rule.ran_at.is_none_or(|ran_at| ran_at < due)
        };
        if !rules.iter().any(waits) {
            return Ok(());
        }
        let owner = i64::from(self.engine.store().node());
        let taken = self.engine.store().write(move |tx| store::lease::take(tx, LEASE, owner, now, AGAIN_MS)).await?;
        if taken.value.is_some() {
            engine::retention::run(&self.engine, due).await?;
        }
        Ok(())
    }
}
