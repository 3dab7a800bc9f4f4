//! A clock that moves when it is told to.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::{Clock, Millis};

/// 2026-11-23T09:00:00Z, a Monday morning: where a fake clock starts.
pub const MONDAY_MORNING: Millis = Millis::new(1_795_424_400_000);

/// A clock that stands still between [`FakeClock::advance_ms`].
#[derive(Debug)]
pub struct FakeClock(AtomicI64);

impl FakeClock {
    /// A clock that shows `at`.
    pub fn at(at: Millis) -> Self {
        Self(AtomicI64::new(at.get()))
    }

    /// Lets `ms` milliseconds pass.
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::at(MONDAY_MORNING)
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Millis {
        Millis::new(self.0.load(Ordering::SeqCst))
    }
}
