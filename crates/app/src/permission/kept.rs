//! A permission as it is kept: JSON, sealed.

use channels::email::oauth::{Grant, RefreshToken};
use channels::email::server::AccessToken;
use domain::time::Millis;
use serde::{Deserialize, Serialize};
use store::seal::{SealError, Sealer};

/// What is kept of a permission. Without both tokens it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What new access tokens are asked for with.
    pub refresh: Option<RefreshToken>,
    /// The newest access token.
    pub access: Option<AccessToken>,
    /// When that ends.
    pub ends_at: Millis,
}

/// The form in the store. It holds secrets, so it has no `Debug`.
#[derive(Serialize, Deserialize)]
struct Written {
    refresh: Option<String>,
    access: Option<String>,
    ends_at: i64,
}

pub use engine::mailbox::permission_of as name_of;

impl Kept {
    /// Whether nothing is left of it.
    pub fn is_withdrawn(&self) -> bool {
        self.refresh.is_none() && self.access.is_none()
    }

    /// What is kept of a grant; `before` is the refresh token that stays good when the grant brings none.
    pub fn of(grant: Grant, before: Option<RefreshToken>, now: Millis) -> Self {
        Self {
            refresh: grant.refresh.or(before),
            access: Some(grant.access),
            ends_at: now.plus_ms(i64::from(grant.lasts_seconds) * 1_000),
        }
    }

    /// Seals it.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn seal(&self, sealer: &Sealer, name: &str) -> Result<Vec<u8>, SealError> {
        let written = Written {
            refresh: self.refresh.as_ref().map(|token| token.reveal().to_owned()),
            access: self.access.as_ref().map(|token| token.reveal().to_owned()),
            ends_at: self.ends_at.get(),
        };
        let json = serde_json::to_vec(&written).map_err(|_| SealError::Broken)?;
        store::secret::seal(sealer, name, &json)
    }

    /// Opens it.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn open(sealer: &Sealer, name: &str, kept: &store::secret::Kept) -> Result<Self, SealError> {
        let json = store::secret::open(sealer, name, kept)?;
        let written: Written = serde_json::from_slice(&json).map_err(|_| SealError::Broken)?;
        Ok(Self {
            refresh: written.refresh.and_then(RefreshToken::new),
            access: written.access.and_then(AccessToken::new),
            ends_at: Millis::new(written.ends_at),
        })
    }
}
