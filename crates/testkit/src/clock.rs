//! A clock that moves when it is told to.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use domain::time::{Clock, Millis};

/// 2026-11-23T09:00:00Z, a Monday morning: where a fake clock starts.
pub const MONDAY_MORNING: Millis = Millis::new(1_795_424_400_000);

/// A clock that stands still between [`FakeClock::advance_ms`], until it is let [`run`](FakeClock::run).
#[derive(Debug)]
pub struct FakeClock {
    at: AtomicI64,
    running: OnceLock<Instant>,
}

impl FakeClock {
    /// A clock that shows `at`.
    pub fn at(at: Millis) -> Self {
        Self { at: AtomicI64::new(at.get()), running: OnceLock::new() }
    }

    /// Lets `ms` milliseconds pass.
    pub fn advance_ms(&self, ms: i64) {
        self.at.fetch_add(ms, Ordering::SeqCst);
    }

    /// From now on it goes as fast as real time, beside what [`advance_ms`](FakeClock::advance_ms) adds: loops that
    /// wait in real time must not see a moment that never ends.
    pub fn run(&self) {
        self.running.get_or_init(Instant::now);
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::at(MONDAY_MORNING)
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Millis {
        let passed = self.running.get().map_or(0, |since| since.elapsed().as_millis());
        Millis::new(self.at.load(Ordering::SeqCst)).plus_ms(i64::try_from(passed).unwrap_or(i64::MAX))
    }
}
