//! `kontuar key rotate`: secrets are sealed anew under a new key.

use std::sync::Arc;

use domain::time::Clock;
use store::rotate::{Rotated, rotate as seal_anew};

use super::{Failure, say, sentence};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::house::House;

/// Draws a new key for secrets and seals all of them under it. The counter must be stopped.
///
/// # Errors
/// When the folder is in use, or a secret does not open.
pub fn rotate(config: &Config) -> Result<(), Failure> {
    let house = House::open(config, &SystemClock)?;
    let key = house.folder.key()?;
    let clock = Arc::new(SystemClock);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(seal_anew(&house.store, &house.folder, key, clock.now()));
    let Rotated { secrets, resumed } = done.map_err(|error| Failure(sentence(&error.to_string())))?;
    if resumed {
        say("A rotation that had begun before was ended.")?;
    }
    say(&format!("{secrets} secrets are sealed under a new key, and the one before opens nothing any more."))?;
    say(&format!(
        "Keep a copy of {} away from this machine, as with the first one; every node on this database needs it too. What \
         older backups hold of secrets (permissions of mailboxes, webhooks) may have to be given anew after a restore.",
        config.data.join("key").display()
    ))
}
