//! The operating system's clock: the only place of the product that asks for the time.

use domain::time::{Clock, Millis};

/// The clock on the wall.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    fn now(&self) -> Millis {
        jiff::Timestamp::now().into()
    }
}
