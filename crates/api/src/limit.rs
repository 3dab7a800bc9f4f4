//! How often a token may ask: a bucket a token, in memory, on each node.
//!
//! The bucket holds a minute's requests and fills up evenly. What is left is told in every answer, in the fields of
//! draft-ietf-httpapi-ratelimit-headers. Only tokens that exist have a bucket, so there are few.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use axum::http::header::{HeaderName, HeaderValue};
use domain::id::TokenId;
use domain::time::{MINUTE_MS, Millis, SECOND_MS};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many streams a token may have open.
const STREAMS: usize = 8;

/// The buckets.
#[derive(Debug)]
pub(crate) struct Limits {
    per_minute: u32,
    buckets: Mutex<HashMap<TokenId, Bucket>>,
    streams: Mutex<HashMap<TokenId, Arc<Semaphore>>>,
}

/// Counted in requests times [`MINUTE_MS`], so that every millisecond fills it by a whole number.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: i64,
    at: Millis,
}

/// What is left after a request was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    per_minute: u32,
    requests: i64,
    full_in_seconds: i64,
}

impl Limits {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { per_minute: per_minute.max(1), buckets: Mutex::default(), streams: Mutex::default() }
    }

    /// Lets a request in, or says how many seconds to wait.
    pub(crate) fn take(&self, token: TokenId, now: Millis) -> Result<Left, u64> {
        let rate = i64::from(self.per_minute);
        let full = rate * MINUTE_MS;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(token).or_insert(Bucket { left: full, at: now });
        let passed_ms = now.since_ms(bucket.at).clamp(0, MINUTE_MS);
        bucket.left = (bucket.left + passed_ms * rate).min(full);
        bucket.at = bucket.at.max(now);
        if bucket.left < MINUTE_MS {
            let missing = (MINUTE_MS - bucket.left).cast_unsigned();
            return Err(missing.div_ceil((rate * SECOND_MS).cast_unsigned()));
        }
        bucket.left -= MINUTE_MS;
        let full_in_seconds = (full - bucket.left).cast_unsigned().div_ceil((rate * SECOND_MS).cast_unsigned());
        Ok(Left {
            per_minute: self.per_minute,
            requests: bucket.left / MINUTE_MS,
            full_in_seconds: full_in_seconds.cast_signed(),
        })
    }

    /// Lets a stream be opened; it counts until what is given is dropped. `None`: there are enough.
    pub(crate) fn stream(&self, token: TokenId) -> Option<OwnedSemaphorePermit> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let room = streams.entry(token).or_insert_with(|| Arc::new(Semaphore::new(STREAMS)));
        room.clone().try_acquire_owned().ok()
    }

    /// What is said when nothing is left.
    pub(crate) fn none_left(&self, wait_seconds: u64) -> Left {
        Left { per_minute: self.per_minute, requests: 0, full_in_seconds: wait_seconds.cast_signed() }
    }
}

impl Left {
    /// Says so in the headers of an answer.
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        let policy = format!("\"minute\";q={};w=60", self.per_minute);
        let left = format!("\"minute\";r={};t={}", self.requests, self.full_in_seconds);
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_evenly() {
        let limits = Limits::new(60);
        let (token, now) = (TokenId::from_raw(1), Millis::new(1_000_000));
        let lefts: Vec<i64> = (0..60).map(|_| limits.take(token, now).unwrap().requests).collect();
        assert_eq!((lefts[0], lefts[59]), (59, 0));
        assert_eq!(limits.take(token, now), Err(1), "a second for the next one");
        assert!(limits.take(TokenId::from_raw(2), now).is_ok(), "another token has its own");
        assert!(limits.take(token, now.plus_ms(999)).is_err());
        assert!(limits.take(token, now.plus_ms(1_000)).is_ok());
        assert!(limits.take(token, now.plus_ms(-5_000)).is_err(), "a clock that steps back fills nothing");
        let later = limits.take(token, now.plus_ms(10 * MINUTE_MS)).unwrap();
        assert_eq!((later.requests, later.full_in_seconds), (59, 1), "no more than a minute's worth");
    }

    #[test]
    fn streams_are_counted_while_they_are_open() {
        let limits = Limits::new(1);
        let open: Vec<_> = (0..STREAMS).map(|_| limits.stream(TokenId::from_raw(1)).unwrap()).collect();
        assert!(limits.stream(TokenId::from_raw(1)).is_none());
        drop(open);
        assert!(limits.stream(TokenId::from_raw(1)).is_some());
    }
}
