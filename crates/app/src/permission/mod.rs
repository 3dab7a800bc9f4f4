//! The permission to use a mailbox: kept sealed in the store, renewed ahead of its end, given to whoever signs in.
//!
//! In: what `kontuar mailbox authorize` or a page ([`crate::connect`]) brought. Out: access tokens ([`AccessTokens`]). One renewal at a time, across all
//! nodes: under a lease, and under a lock within the process. What the provider gave is written in one step together with
//! the check that nobody gave a newer permission meanwhile; a refresh token that was rotated is never lost to a half-done write.
//!
//! It must not show a token to anybody but the mail server, the provider and the sealed store.

mod kept;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use channels::email::oauth::{Asked, Client, Grant, OauthError};
use channels::email::server::{AccessToken, AccessTokens, TokenError};
use domain::channel::BoxFuture;
use domain::identity::Address;
use domain::time::{Clock, Millis};
use store::Store;
use store::lease::{self, Lease};

pub use kept::{Kept, name_of};

/// A token is renewed when it lasts no longer than this: longer than a sign-in takes, shorter than any token lasts.
const AHEAD_MS: i64 = 5 * 60_000;
/// How long a renewal may take; the provider is given half a minute.
const LEASE_MS: i64 = 60_000;
/// How often a renewal by another node is looked for, and how many times.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
const LOOKS: u32 = 60;

/// The permission to use one mailbox.
pub struct Permission {
    store: Store,
    clock: Arc<dyn Clock>,
    client: Client,
    mailbox: Address,
    /// Within the process, whoever comes second waits for what the first one gets.
    one: tokio::sync::Mutex<()>,
    said: Mutex<Said>,
}

/// What the other sides said, for as long as the process lives.
#[derive(Default)]
struct Said {
    /// The mail server did not take this one.
    refused: Option<AccessToken>,
    /// The provider wants no questions before.
    not_before: Option<Millis>,
}

impl std::fmt::Debug for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Permission").field("mailbox", &self.mailbox).finish_non_exhaustive()
    }
}

/// A token that lasts as long as it is tried.
#[derive(Debug)]
pub struct Fixed(AccessToken);

impl Fixed {
    /// For whoever signs in.
    pub fn shared(token: AccessToken) -> Arc<dyn AccessTokens> {
        Arc::new(Self(token))
    }
}

impl AccessTokens for Fixed {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Ok(self.0.clone()) })
    }

    fn refused<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }
}

/// 43 letters that nobody guesses (RFC 7636, 4.1).
///
/// # Errors
/// When the machine gives no random numbers.
pub fn drawn() -> Result<String, getrandom::Error> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = [0_u8; 43];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 64)])).collect())
}

impl AccessTokens for Permission {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(self.current())
    }

    fn refused<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, ()> {
        self.said().refused = Some(token.clone());
        Box::pin(async {})
    }
}

/// What is kept, and its version.
type Versioned = (i64, Kept);

impl Permission {
    /// The permission for `mailbox`, given to `client`.
    pub fn new(store: Store, clock: Arc<dyn Clock>, client: Client, mailbox: Address) -> Self {
        Self { store, clock, client, mailbox, one: tokio::sync::Mutex::default(), said: Mutex::default() }
    }

    async fn current(&self) -> Result<AccessToken, TokenError> {
        let _one = self.one.lock().await;
        for _ in 0..LOOKS {
            let (_, kept) = self.read().await?;
            if let Some(token) = self.good_for(&kept, AHEAD_MS) {
                return Ok(token);
            }
            if let Some(lease) = self.take_lease().await? {
                let renewed = self.renew(&lease).await;
                self.release(lease).await;
                return renewed;
            }
            // Another node renews it just now.
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Err(TokenError::Later { reason: "another node has been renewing it for too long".to_owned() })
    }

    /// Renews what is kept, unless somebody did while we waited for the lease.
    async fn renew(&self, lease: &Lease) -> Result<AccessToken, TokenError> {
        let (version, kept) = self.read().await?;
        if let Some(token) = self.good_for(&kept, AHEAD_MS) {
            return Ok(token);
        }
        let still_good = self.good_for(&kept, 0);
        let now = self.clock.now();
        if let Some(moment) = self.said().not_before.filter(|moment| now < *moment) {
            let seconds = moment.since_ms(now).div_euclid(1_000) + 1;
            let reason = format!("the provider wants no questions for {seconds} s");
            return still_good.ok_or(TokenError::Later { reason });
        }
        let Some(refresh) = &kept.refresh else { return Err(self.withdrawn()) };
        match self.client.ask(Asked::Refresh(refresh)).await {
            Ok(grant) => self.keep(lease, version, &kept, grant).await,
            Err(OauthError::Withdrawn) => {
                let nothing = Kept { refresh: None, access: None, ends_at: now };
                self.write(Some(lease), version, &nothing).await?;
                Err(self.withdrawn())
            }
            Err(OauthError::Client { code }) => Err(TokenError::Client { reason: code }),
            Err(error) => {
                if let OauthError::Limited { seconds } = error {
                    self.said().not_before = Some(now.plus_ms(i64::from(seconds) * 1_000));
                }
                still_good.ok_or_else(|| TokenError::Later { reason: error.to_string() })
            }
        }
    }

    async fn keep(&self, lease: &Lease, version: i64, kept: &Kept, grant: Grant) -> Result<AccessToken, TokenError> {
        let fresh = Kept::of(grant, kept.refresh.clone(), self.clock.now());
        if self.write(Some(lease), version, &fresh).await? {
            let token = fresh.access.ok_or_else(|| self.withdrawn())?;
            self.said().refused.take();
            return Ok(token);
        }
        // A newer permission was given while we asked: that one counts.
        let (_, newer) = self.read().await?;
        self.good_for(&newer, 0)
            .ok_or_else(|| TokenError::Later { reason: "the permission was given anew just now".to_owned() })
    }

    /// Writes in place of `version`; false when somebody was faster, or took the lease.
    async fn write(&self, lease: Option<&Lease>, version: i64, kept: &Kept) -> Result<bool, TokenError> {
        let name = name_of(&self.mailbox);
        let sealed = kept.seal(self.store.sealer(), &name).map_err(|error| later(&error))?;
        let (lease, now) = (lease.cloned(), self.clock.now());
        let written = self.store.write(move |tx| -> store::Result<bool> {
            if let Some(lease) = &lease
                && !lease::holds(tx, lease)?
            {
                return Ok(false);
            }
            store::secret::replace(tx, &name, version, &sealed, now)
        });
        written.await.map(|written| written.value).map_err(|error| later(&error))
    }

    async fn read(&self) -> Result<Versioned, TokenError> {
        let name = name_of(&self.mailbox);
        let found =
            self.store.read(move |conn| store::secret::get(conn, &name)).await.map_err(|error| later(&error))?;
        let sealed = found.ok_or_else(|| TokenError::Missing { mailbox: self.mailbox.to_string() })?;
        let kept = Kept::open(self.store.sealer(), &name_of(&self.mailbox), &sealed).map_err(|error| later(&error))?;
        if kept.is_withdrawn() {
            return Err(self.withdrawn());
        }
        Ok((sealed.version, kept))
    }

    /// The access token, when it lasts longer than `ahead_ms` and was not refused.
    fn good_for(&self, kept: &Kept, ahead_ms: i64) -> Option<AccessToken> {
        let token = kept.access.as_ref()?;
        let lasts = kept.ends_at.since_ms(self.clock.now()) > ahead_ms;
        (lasts && self.said().refused.as_ref() != Some(token)).then(|| token.clone())
    }

    async fn take_lease(&self) -> Result<Option<Lease>, TokenError> {
        let (name, owner, now) = (name_of(&self.mailbox), i64::from(self.store.node()), self.clock.now());
        let taken = self.store.write(move |tx| lease::take(tx, &name, owner, now, LEASE_MS)).await;
        taken.map(|taken| taken.value).map_err(|error| later(&error))
    }

    async fn release(&self, lease: Lease) {
        if let Err(error) = self.store.write(move |tx| lease::release(tx, &lease)).await {
            tracing::warn!(%error, "a lease was not given back; it ends by itself");
        }
    }

    fn withdrawn(&self) -> TokenError {
        TokenError::Withdrawn { mailbox: self.mailbox.to_string() }
    }

    fn said(&self) -> std::sync::MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn later(error: &dyn std::fmt::Display) -> TokenError {
    TokenError::Later { reason: error.to_string() }
}
