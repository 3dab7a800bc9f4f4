//! A word to somebody else's web server: one POST with JSON, bounded in time; what it answers is not read.
//!
//! [`post`] is for the alarm, to an address that stands in the settings; [`Poster`] for webhooks that somebody set up later,
//! signed, and only to where it may go.
//!
//! In: an address that the operator chose. It must not: follow redirects, go over an unencrypted connection unless to this
//! machine, or repeat the address in an error, for it may hold a secret.

mod guard;
mod poster;
mod sign;

use std::time::Duration;

pub use poster::Poster;
use reqwest::redirect::Policy;

use crate::email::oauth::is_safe_endpoint;

/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why the other side did not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The address is not https.
    #[error("its address is not encrypted")]
    PlainText,
    /// It did not answer in time.
    #[error("it did not answer in time")]
    TimedOut,
    /// No connection, or it broke.
    #[error("the connection failed")]
    Unreachable,
    /// It answered, but not that it took it.
    #[error("it answered with {0}")]
    Refused(u16),
}

/// Posts `body`, which is JSON.
///
/// # Errors
/// Unless the answer is a 2xx.
pub async fn post(url: &str, body: String) -> Result<(), WebhookError> {
    if !is_safe_endpoint(url) {
        return Err(WebhookError::PlainText);
    }
    let failed = |error: reqwest::Error| {
        if error.is_timeout() { WebhookError::TimedOut } else { WebhookError::Unreachable }
    };
    let client = reqwest::Client::builder().timeout(PATIENCE).redirect(Policy::none()).build().map_err(failed)?;
    let asked = client.post(url).header("content-type", "application/json").body(body);
    let answer = asked.send().await.map_err(failed)?;
    if answer.status().is_success() { Ok(()) } else { Err(WebhookError::Refused(answer.status().as_u16())) }
}
