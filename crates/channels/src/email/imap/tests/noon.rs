//! A clock that stands still until it is moved.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::{Clock, Millis};

/// Noon, until it is later.
pub(super) struct Noon(AtomicI64);

impl Noon {
    pub(super) fn new() -> Self {
        Self(AtomicI64::new(12))
    }

    /// Lets so many milliseconds pass.
    pub(super) fn later(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for Noon {
    fn now(&self) -> Millis {
        Millis::new(self.0.load(Ordering::SeqCst))
    }
}
