//! DKIM (RFC 6376): signing what we send, for mail servers that do not sign by themselves.
//!
//! In: keys as files hold them, and mails as they will travel. Out: the header to put before a mail, and the record in
//! which receivers look the public key up. Keys of our own are Ed25519 (RFC 8463); RSA keys are brought along, because the
//! crates that make them are not safe to use.
//!
//! It must not: show a private key, in `Debug` or in an error; sign less than a whole mail (`l=`).

mod key;
mod record;
#[cfg(test)]
mod tests;

use std::fmt;

use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256, SigningKey};
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::{Canonicalization, DkimSigner, Done};

use self::key::Inner;
pub use self::key::{Key, KeyError, make};
pub use self::record::{Record, is_name};

/// What is signed. Each is named twice, so that nobody can add another one (RFC 6376, 8.15). Sender is not among them: a
/// submission server may write it.
const SIGNED: [&str; 13] = [
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
];

/// A key under its name, ready to sign for a domain.
pub struct Signer {
    domain: String,
    selector: String,
    with: With,
}

enum With {
    Ed25519(Box<DkimSigner<Ed25519Key, Done>>),
    Rsa(Box<DkimSigner<RsaKey<Sha256>, Done>>),
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { domain, selector, .. } = self;
        f.debug_struct("Signer").field("domain", domain).field("selector", selector).finish_non_exhaustive()
    }
}

/// A mail could not be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mail cannot be signed (DKIM): {0}")]
pub struct SignError(String);

impl Signer {
    /// Signs for `domain` with a key whose public half receivers find under `selector`.
    pub fn new(key: Key, domain: &str, selector: &str) -> Self {
        let with = match key.0 {
            Inner::Ed25519(key) => With::Ed25519(Box::new(signer(key, domain, selector))),
            Inner::Rsa(key) => With::Rsa(Box::new(signer(key, domain, selector))),
        };
        Self { domain: domain.to_owned(), selector: selector.to_owned(), with }
    }

    /// The field that goes before the mail, its line end included.
    ///
    /// # Errors
    /// When the mail has no header, or the key does not sign.
    pub fn sign(&self, mail: &[u8]) -> Result<String, SignError> {
        let signature = match &self.with {
            With::Ed25519(signer) => signer.sign(mail),
            With::Rsa(signer) => signer.sign(mail),
        };
        signature.map(|signature| signature.to_header()).map_err(|error| SignError(error.to_string()))
    }
}

fn signer<K: SigningKey>(key: K, domain: &str, selector: &str) -> DkimSigner<K, Done> {
    DkimSigner::from_key(key)
        .domain(domain)
        .selector(selector)
        .headers(SIGNED.into_iter().chain(SIGNED))
        .header_canonicalization(Canonicalization::Relaxed)
        .body_canonicalization(Canonicalization::Relaxed)
}
