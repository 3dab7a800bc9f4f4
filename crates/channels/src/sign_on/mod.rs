//! Signing in through somebody else's identity provider: OpenID Connect Core 1.0, the authorization code flow with PKCE
//! (RFC 7636), found by OpenID Connect Discovery 1.0.
//!
//! In: who the provider is and what the browser brought back. Out: the address to send a browser to, then who it was
//! ([`Subject`]), or why nobody is believed. What the provider says is believed over TLS to its own address and under its
//! own signature alone ([`token`]). It must not: follow redirects, know the time, keep tokens, or repeat what a token says
//! in an error.
//!
//! The token is checked here and not by a crate, because the one that is kept well brings a second set of algorithms, one
//! of them (RSA) with an advisory that nobody has closed; ring has the two that are needed.

mod ask;
pub mod token;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::Millis;
use reqwest::Url;
use ring::digest::{SHA256, digest};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::email::server::Password;
use ask::{Metadata, discover, exchange, keys};
pub use token::Unbelieved;

/// The provider and the client that the operator registered there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The issuer: the address below which its discovery document stands, exactly as the provider names itself.
    pub issuer: String,
    /// The client's id.
    pub client_id: String,
    /// The client's secret; `None`: it has none, PKCE alone says that it is the same.
    pub client_secret: Option<Password>,
    /// Where the provider sends browsers back to.
    pub redirect: String,
}

/// What ties an answer to the browser that asked: three secrets that nobody can guess.
#[derive(Clone, PartialEq, Eq)]
pub struct Secrets {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in the token.
    pub nonce: String,
    /// PKCE's verifier.
    pub verifier: String,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(withheld)")
    }
}

/// Who somebody is, as their provider knows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject {
    /// The provider.
    pub issuer: String,
    /// The account, which the provider never gives to anybody else.
    pub subject: String,
    /// Their address, where the provider says that it is verified.
    pub verified_email: Option<String>,
    /// What they are called.
    pub name: Option<String>,
}

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subject(withheld)")
    }
}

/// Why nobody was signed in. Names nobody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignOnError {
    /// The provider cannot be asked.
    #[error("the identity provider cannot be asked for {what}: {why}")]
    Unreachable {
        /// For what.
        what: &'static str,
        /// Why not.
        why: String,
    },
    /// Its answer is none.
    #[error("the identity provider's {what} makes no sense: {why}")]
    NotUnderstood {
        /// Which answer.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// It does not take the code, or us.
    #[error("the identity provider refuses the code ({0})")]
    Refused(String),
    /// Its token is not believed.
    #[error("the identity provider's token is not believed: {0}")]
    Unbelieved(#[from] Unbelieved),
}

/// How long what the provider says of itself is remembered.
const KNOWN: Duration = Duration::from_secs(300);

/// How long it is remembered that it could not be asked: whoever waited behind that question does not ask again.
const AWAY: Duration = Duration::from_secs(2);

/// What it said of itself, or why it did not.
type Said = Result<Metadata, SignOnError>;

/// The way to a provider and back, for one registration.
#[derive(Debug)]
pub struct Gate {
    registration: Registration,
    known: Mutex<Option<(Instant, Said)>>,
}

impl Gate {
    /// Asks nobody yet.
    pub fn new(registration: Registration) -> Self {
        Self { registration, known: Mutex::new(None) }
    }

    /// Whether the provider answers as it is registered.
    ///
    /// # Errors
    /// When it cannot be asked, or is another.
    pub async fn look(&self) -> Result<(), SignOnError> {
        self.metadata().await.map(drop)
    }

    /// Where to send a browser that wants to sign in.
    ///
    /// # Errors
    /// When the provider cannot be asked.
    pub async fn begin(&self, secrets: &Secrets) -> Result<String, SignOnError> {
        let mut url: Url = self.metadata().await?.authorize;
        let registration = &self.registration;
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, secrets.verifier.as_bytes()));
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &registration.client_id),
            ("redirect_uri", &registration.redirect),
            ("scope", "openid email profile"),
            ("state", &secrets.state),
            ("nonce", &secrets.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        Ok(url.into())
    }

    /// Who brought this code. Whoever calls has compared the state.
    ///
    /// # Errors
    /// When the provider cannot be asked, does not take the code, or is not believed.
    pub async fn finish(&self, code: &str, secrets: &Secrets, now: Millis) -> Result<Subject, SignOnError> {
        let Registration { issuer, client_id, .. } = &self.registration;
        let metadata = self.metadata().await?;
        let token = exchange(&self.registration, &metadata, code, &secrets.verifier).await?;
        let keys = keys(&metadata).await?;
        let expected = token::Expected { issuer, client: client_id, nonce: &secrets.nonce, now };
        Ok(token::read(&token, &keys, &expected)?)
    }

    /// What the provider says of itself; several who ask at once ask it once.
    async fn metadata(&self) -> Said {
        let mut known = self.known.lock().await;
        let is_fresh = |(at, said): &&(Instant, Said)| at.elapsed() < if said.is_ok() { KNOWN } else { AWAY };
        if let Some((_, said)) = known.as_ref().filter(is_fresh) {
            return said.clone();
        }
        let said = discover(&self.registration.issuer).await;
        *known = Some((Instant::now(), said.clone()));
        said
    }
}
