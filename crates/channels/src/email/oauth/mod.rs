//! The permission to use a mailbox, from its provider (OAuth 2.0: RFC 6749, 7636, 8252, 8628).
//!
//! In: a client that the operator registered ("bring your own"). Out: the address at which somebody gives the permission,
//! and [`Grant`]s for a code, for a device that was allowed, and for a refresh token. Nothing is kept here.
//!
//! Tokens, codes and client secrets never show up in `Debug` or errors; of what a provider says only its codes are kept.

mod answer;
mod ask;
mod provider;

use std::fmt;

pub use self::ask::{Asked, challenge};
pub use self::provider::{Client, Kind, Provider, is_safe_endpoint};
use super::server::AccessToken;

/// What lets us ask for new access tokens; shown to nobody but the provider and the sealed store.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(String);

impl RefreshToken {
    /// Wraps a token; `None` for what cannot be one (RFC 6749, A.17: visible ASCII).
    pub fn new(token: impl Into<String>) -> Option<Self> {
        let token = token.into();
        let fits =
            !token.is_empty() && token.len() <= 16 * 1024 && token.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        fits.then_some(Self(token))
    }

    /// The token itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken(withheld)")
    }
}

/// A permission, as a provider gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What mail servers take.
    pub access: AccessToken,
    /// How long they take it, in seconds.
    pub lasts_seconds: u32,
    /// What new ones are asked for with; `None`: the one that we have stays good.
    pub refresh: Option<RefreshToken>,
    /// What it allows, where the provider says so; else what was asked for (RFC 6749, 5.1).
    pub scope: Option<String>,
}

/// Somebody is to type a code at an address (RFC 8628, 3.2).
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceCode {
    /// What we ask with.
    code: String,
    /// What they type.
    pub user_code: String,
    /// Where they type it.
    pub address: String,
    /// How long it is good, in seconds.
    pub lasts_seconds: u32,
    /// How long to wait between two questions, in seconds.
    pub interval_seconds: u32,
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Why there is no grant. `Display` is a sentence without its dot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OauthError {
    /// `invalid_grant`: the code or the refresh token is good no more.
    #[error("the permission was withdrawn, or ran out")]
    Withdrawn,
    /// Nobody typed the code yet.
    #[error("nobody has given the permission yet")]
    Pending,
    /// We ask too often.
    #[error("the provider wants to be asked less often")]
    SlowDown,
    /// Whoever was asked said no.
    #[error("the permission was refused")]
    Denied,
    /// The code was not typed in time.
    #[error("the code is good no more; start again")]
    Expired,
    /// The provider does not know the client, or does not allow it this.
    #[error("the provider does not accept our client: {code}")]
    Client {
        /// The provider's code.
        code: String,
    },
    /// Too many questions.
    #[error("the provider wants no questions for {seconds} s")]
    Limited {
        /// How long to wait, in seconds.
        seconds: u32,
    },
    /// It is unwell, or not there.
    #[error("the provider cannot be reached: {why}")]
    Unreachable {
        /// What went wrong.
        why: String,
    },
    /// What came is no answer.
    #[error("the provider's answer was not understood: {why}")]
    NotUnderstood {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The provider does not let a code be typed elsewhere.
    #[error("this provider has no sign-in without a browser on this machine")]
    NoDeviceFlow,
}
