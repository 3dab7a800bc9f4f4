//! How often somebody may try to sign in: a bucket a login and a bucket an address, in memory.
//!
//! Keys are salted hashes: neither logins nor addresses stay in memory. A success gives its attempt
//! back. What is lost at a restart is an attacker's count, which is why passwords are argon2 beside.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use domain::time::{MINUTE_MS, Millis};
use sha2::{Digest, Sha256};

/// Failed attempts at one login before one has to wait.
const PER_LOGIN: f64 = 8.0;
/// Failed attempts from one address; higher, a whole office may share one.
const PER_ADDRESS: f64 = 40.0;
/// How long an empty bucket takes to fill up.
const REFILL_MS: i64 = 15 * MINUTE_MS;
/// Buckets at most; beyond, the fullest go.
const MAX_BUCKETS: usize = 20_000;

type Key = [u8; 16];

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    size: f64,
    at: Millis,
}

impl Bucket {
    fn at(self, now: Millis) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "minutes in milliseconds, far from 2^52")]
        let passed = now.since_ms(self.at).max(0) as f64 / REFILL_MS as f64;
        Self { left: (self.left + passed * self.size).min(self.size), at: now.max(self.at), ..self }
    }
}

/// The buckets.
#[derive(Debug)]
pub(crate) struct Attempts {
    salt: [u8; 16],
    buckets: Mutex<HashMap<Key, Bucket>>,
}

impl Default for Attempts {
    fn default() -> Self {
        let mut salt = [0; 16];
        // Without randomness the keys are merely unsalted; sessions refuse to start then anyway.
        getrandom::fill(&mut salt).ok();
        Self { salt, buckets: Mutex::default() }
    }
}

impl Attempts {
    /// Takes an attempt at `login` from `address`, or says how many whole minutes to wait.
    pub(crate) fn take(&self, login: &str, address: Option<IpAddr>, now: Millis) -> Result<Attempt<'_>, i64> {
        self.draw(vec![(self.key("login", login), PER_LOGIN), self.place(address)], now)
    }

    /// Takes an attempt from `address` of somebody who has not said who they are yet.
    pub(crate) fn take_unnamed(&self, address: Option<IpAddr>, now: Millis) -> Result<Attempt<'_>, i64> {
        self.draw(vec![self.place(address)], now)
    }

    /// Somebody who had not said who they are came in from `address`: their attempt does not count.
    pub(crate) fn give_back_unnamed(&self, address: Option<IpAddr>) {
        let (key, _) = self.place(address);
        Attempt { attempts: self, keys: vec![key] }.give_back();
    }

    fn draw(&self, keys: Vec<(Key, f64)>, now: Millis) -> Result<Attempt<'_>, i64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |size| Bucket { left: size, size, at: now };
        let states: Vec<Bucket> =
            keys.iter().map(|(key, size)| buckets.get(key).copied().unwrap_or(fresh(*size)).at(now)).collect();
        if let Some(empty) = states.iter().find(|bucket| bucket.left < 1.0) {
            #[expect(clippy::cast_possible_truncation, reason = "at most the refill time")]
            let wait_ms = ((1.0 - empty.left) / empty.size * REFILL_MS as f64) as i64;
            return Err(wait_ms / MINUTE_MS + 1);
        }
        for ((key, _), bucket) in keys.iter().zip(states) {
            buckets.insert(*key, Bucket { left: bucket.left - 1.0, ..bucket });
        }
        if buckets.len() > MAX_BUCKETS {
            shed(&mut buckets, now);
        }
        Ok(Attempt { attempts: self, keys: keys.into_iter().map(|(key, _)| key).collect() })
    }

    fn key(&self, kind: &str, what: &str) -> Key {
        let hash = Sha256::new().chain_update(self.salt).chain_update(kind).chain_update(what).finalize();
        let mut key = [0; 16];
        key.copy_from_slice(&hash[..16]);
        key
    }

    fn place(&self, address: Option<IpAddr>) -> (Key, f64) {
        // One household or office has a whole /64 of IPv6.
        let place = match address {
            Some(IpAddr::V6(six)) if six.to_ipv4_mapped().is_none() => format!("{:x?}", &six.segments()[..4]),
            Some(other) => other.to_canonical().to_string(),
            None => String::new(),
        };
        (self.key("address", &place), PER_ADDRESS)
    }
}

/// Drops the fuller half: what is nearly full says least.
fn shed(buckets: &mut HashMap<Key, Bucket>, now: Millis) {
    let share = |bucket: &Bucket| bucket.at(now).left / bucket.size;
    let mut shares: Vec<f64> = buckets.values().map(share).collect();
    let middle = shares.len() / 2;
    let (_, median, _) = shares.select_nth_unstable_by(middle, f64::total_cmp);
    let median = *median;
    let mut spare = buckets.len() / 2;
    buckets.retain(|_, bucket| {
        let goes = spare > 0 && share(bucket) >= median;
        spare -= usize::from(goes);
        !goes
    });
}

/// One attempt that was taken.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    attempts: &'a Attempts,
    keys: Vec<Key>,
}

impl Attempt<'_> {
    /// It succeeded: it does not count.
    pub(crate) fn give_back(self) {
        let mut buckets = self.attempts.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        for key in self.keys {
            if let Some(bucket) = buckets.get_mut(&key) {
                bucket.left = (bucket.left + 1.0).min(bucket.size);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    #[test]
    fn failures_run_out_and_come_back_with_time() {
        let attempts = Attempts::default();
        let now = Millis::new(1_000_000);
        for _ in 0..8 {
            attempts.take("anna", HERE, now).unwrap();
        }
        assert!(matches!(attempts.take("anna", HERE, now), Err(1..=2)));
        assert!(attempts.take("piotr", HERE, now).is_ok(), "another login has its own bucket");
        assert!(attempts.take("anna", HERE, now.plus_ms(2 * MINUTE_MS)).is_ok());
        assert!(attempts.take("anna", HERE, now.plus_ms(2 * MINUTE_MS)).is_err());
    }

    #[test]
    fn successes_do_not_count_and_addresses_do() {
        let attempts = Attempts::default();
        let now = Millis::new(1_000_000);
        for _ in 0..100 {
            attempts.take("anna", HERE, now).unwrap().give_back();
        }
        for n in 0..40 {
            attempts.take(&format!("guess {n}"), HERE, now).unwrap();
        }
        assert!(attempts.take("one more", HERE, now).is_err());
        assert!(attempts.take_unnamed(HERE, now).is_err());
        attempts.give_back_unnamed(HERE);
        assert!(attempts.take_unnamed(HERE, now).is_ok() && attempts.take_unnamed(HERE, now).is_err());
    }

    #[test]
    fn memory_stays_bounded() {
        let attempts = Attempts::default();
        for n in 0..30_000_u32 {
            let address = Some(IpAddr::V4(n.into()));
            attempts.take(&n.to_string(), address, Millis::new(i64::from(n))).unwrap();
        }
        assert!(attempts.buckets.lock().unwrap().len() <= MAX_BUCKETS + 2);
    }
}
