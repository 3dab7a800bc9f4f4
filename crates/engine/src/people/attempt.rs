//! How often somebody may try to come in, at whatever node: so many tries a login, and so many an address.
//!
//! What is kept are keyed hashes, and no longer than until the tries are back. A success gives its try back. Refusing costs a
//! look; what was lost with the store's working state is an attacker's count, which is why passwords are argon2 beside.

use std::net::IpAddr;

use domain::time::MINUTE_MS;
use store::attempt::{self, Bucket};

use crate::Engine;
use crate::error::Result;

/// Failed tries at one login before one has to wait.
const PER_LOGIN: i64 = 8;
/// Failed tries from one address; higher, a whole office may share one.
const PER_ADDRESS: i64 = 40;
/// How long an empty bucket takes to fill up.
const REFILL_MS: i64 = 15 * MINUTE_MS;

/// One try that was taken. Whoever drops it failed.
#[derive(Clone, Debug)]
#[must_use]
pub struct Attempt {
    buckets: Vec<Bucket>,
}

/// There was none left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; wait {minutes} minutes")]
pub struct TooOften {
    /// After so many whole minutes there is one.
    pub minutes: i64,
}

impl Attempt {
    /// A try at `login` from `address`.
    ///
    /// # Errors
    /// The store could not do it.
    pub async fn take(
        engine: &Engine,
        login: &str,
        address: Option<IpAddr>,
    ) -> Result<std::result::Result<Self, TooOften>> {
        Self { buckets: vec![bucket(engine, "login", login, PER_LOGIN), place(engine, address)] }.draw(engine).await
    }

    /// A try from `address` of somebody who has not said who they are yet.
    ///
    /// # Errors
    /// The store could not do it.
    pub async fn take_unnamed(engine: &Engine, address: Option<IpAddr>) -> Result<std::result::Result<Self, TooOften>> {
        Self::unnamed(engine, address).draw(engine).await
    }

    /// The try that somebody who had not said who they are took earlier, now that they came in.
    pub fn unnamed(engine: &Engine, address: Option<IpAddr>) -> Self {
        Self { buckets: vec![place(engine, address)] }
    }

    /// It succeeded: it does not count.
    ///
    /// # Errors
    /// The store could not do it.
    pub async fn give_back(self, engine: &Engine) -> Result<()> {
        Ok(engine.store().write(move |tx| attempt::give_back(tx, &self.buckets)).await.map(drop)?)
    }

    async fn draw(self, engine: &Engine) -> Result<std::result::Result<Self, TooOften>> {
        let (buckets, now) = (self.buckets.clone(), engine.now());
        // Looked at first without a write, so that whoever is refused again and again makes no node wait for the disk.
        let waits = engine.store().read(move |conn| attempt::waits(conn, &buckets, now)).await?;
        let wait_ms = match waits {
            Some(wait_ms) => Some(wait_ms),
            None => {
                let buckets = self.buckets.clone();
                match engine.store().write(move |tx| attempt::take(tx, &buckets, now)).await {
                    Ok(done) => done.value,
                    Err(store::Error::Overtaken { .. }) => Some(0),
                    Err(error) => return Err(error.into()),
                }
            }
        };
        Ok(wait_ms.map_or(Ok(self), |wait_ms| Err(TooOften { minutes: wait_ms / MINUTE_MS + 1 })))
    }
}

fn bucket(engine: &Engine, kind: &str, what: &str, tries: i64) -> Bucket {
    Bucket {
        key: engine.store().fingerprints().token(&format!("attempt {kind} {what}")),
        each_ms: REFILL_MS / tries,
        tries,
    }
}

fn place(engine: &Engine, address: Option<IpAddr>) -> Bucket {
    // One household or office has a whole /64 of IPv6.
    let place = match address {
        Some(IpAddr::V6(six)) if six.to_ipv4_mapped().is_none() => format!("{:x?}", &six.segments()[..4]),
        Some(other) => other.to_canonical().to_string(),
        None => String::new(),
    };
    bucket(engine, "address", &place, PER_ADDRESS)
}
