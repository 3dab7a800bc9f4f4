//! What is on its way out: the states of a delivery and when it is tried again.

use serde::{Deserialize, Serialize};

use crate::time::{HOUR_MS, MINUTE_MS, Millis, SECOND_MS};

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Waits for its turn (first or again).
    Queued,
    /// An attempt is under way under a lease.
    Sending,
    /// The other side took it.
    Sent,
    /// Given up, in sight of the author.
    Failed,
    /// The process or the connection died between handing over and the answer: a person decides.
    Uncertain,
    /// The other side took it and reported later that it did not arrive (RFC 3464).
    Bounced,
}

impl DeliveryState {
    /// All states, in the order of their numbers in the store.
    pub const ALL: [Self; 6] = [Self::Queued, Self::Sending, Self::Sent, Self::Failed, Self::Uncertain, Self::Bounced];

    /// The number the store keeps.
    pub fn code(self) -> i64 {
        self as i64
    }

    /// The state with this number.
    pub fn from_code(code: i64) -> Option<Self> {
        usize::try_from(code).ok().and_then(|at| Self::ALL.get(at).copied())
    }
}

/// How long a message that surely was not sent is tried before it is given up, unless the settings say otherwise.
pub const GIVE_UP_MS: i64 = 48 * HOUR_MS;

/// When attempt number `attempts + 1` may start after `attempts` have failed: 10 s doubling up to
/// 4 h, spread by up to a quarter so that a recovering server is not hit by all at once.
/// `spread` is any number (the delivery's id serves).
pub fn next_attempt(now: Millis, attempts: u32, spread: i64) -> Millis {
    let doubled = (10 * SECOND_MS) << attempts.saturating_sub(1).min(12);
    let wait = doubled.min(4 * HOUR_MS);
    now.plus_ms(wait + spread.rem_euclid(wait / 4 + 1))
}

/// How long one attempt may hold its delivery before another node may judge it lost.
pub const LEASE_MS: i64 = 5 * MINUTE_MS;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stop_growing() {
        let now = Millis::new(0);
        let waits: Vec<i64> = (1..=14).map(|n| next_attempt(now, n, 0).get()).collect();
        assert_eq!(waits[0], 10_000);
        assert!(waits.is_sorted());
        assert_eq!(waits[13], 4 * HOUR_MS);
        assert!(next_attempt(now, 1, -7).get() >= 10_000);
    }

    #[test]
    fn codes_read_back() {
        for state in DeliveryState::ALL {
            assert_eq!(DeliveryState::from_code(state.code()), Some(state));
        }
        assert_eq!(DeliveryState::from_code(6), None);
        assert_eq!(DeliveryState::from_code(-1), None);
    }
}
