//! `kontuar raw`: the quarantine, where arrivals wait that could not be read.

use domain::id::{Id, RawId};

use super::{Failure, have_carried_out, say};
use crate::config::Config;
use crate::house;
use crate::orders::Order;

/// How many arrivals are read at once.
const PAGE: usize = 500;

/// Lists what is in quarantine: id, time, size, reason.
///
/// # Errors
/// When the store cannot be read.
pub fn list(config: &Config) -> Result<(), Failure> {
    let (mut conn, _) = house::look(config)?;
    let mut after = RawId::from_raw(0);
    let mut none = true;
    loop {
        let page = store::raw::quarantined(&mut conn, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        none = false;
        for raw in &page {
            say(&format!("{}  {}  {:>9} bytes  {}", raw.id, raw.received_at, raw.bytes, raw.reason))?;
        }
    }
    if none { say("The quarantine is empty.") } else { Ok(()) }
}

/// Lets everything in quarantine be read again, as after an upgrade.
///
/// # Errors
/// When the store cannot be written.
pub fn retry_all(config: &Config) -> Result<(), Failure> {
    say(&have_carried_out(config, Order::RetryAllRaw)?)
}

/// Lets an arrival be read again.
///
/// # Errors
/// When it is not in quarantine.
pub fn retry(config: &Config, raw: RawId) -> Result<(), Failure> {
    say(&have_carried_out(config, Order::RetryRaw { raw })?)
}
