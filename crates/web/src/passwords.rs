//! Passwords, hashed and compared a few at a time and off the runtime's threads: each takes tens of milliseconds and 19 MiB.

use std::sync::{Arc, LazyLock};

use engine::people;
use tokio::sync::Semaphore;

use crate::fault::Fault;

/// How many at a time.
static TURNS: Semaphore = Semaphore::const_new(2);

/// The hash that a password is compared with when there is none, so that the answer takes as long.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| people::hash_password("nobody has this password").unwrap_or_default());

/// Whether a password fits a hash; `None`: nobody's, which none does.
pub(crate) async fn fits(password: String, hash: Option<String>) -> Result<bool, Fault> {
    // Only fails when the semaphore is closed, which nobody does.
    let _turn = TURNS.acquire().await.ok();
    let is_known = hash.is_some();
    let compare = move || people::verify_password(&password, hash.as_ref().unwrap_or(&NOBODY));
    let fits = tokio::task::spawn_blocking(compare).await.map_err(|e| Fault::Broken(Arc::new(e)))?;
    Ok(fits && is_known)
}

/// The hash of a new password.
pub(crate) async fn hash(password: String) -> Result<String, Fault> {
    let _turn = TURNS.acquire().await.ok();
    let made = tokio::task::spawn_blocking(move || people::hash_password(&password)).await;
    Ok(made.map_err(|e| Fault::Broken(Arc::new(e)))??)
}
