//! Private keys: read from a file, or made.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256};
use ring::rand::SystemRandom;
use ring::signature::Ed25519KeyPair;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

use super::record::Record;

/// Letters of a line of PEM (RFC 7468, 2).
const LINE: usize = 64;

/// A private key for signatures; shown to nobody.
pub struct Key(pub(super) Inner);

pub(super) enum Inner {
    Ed25519(Ed25519Key),
    Rsa(RsaKey<Sha256>),
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(withheld)")
    }
}

/// A file that holds no key to sign with. `Display` is a plain sentence without its dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is no private key in it.
    #[error("it holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)")]
    NotPem,
    /// It is the half that others may see.
    #[error("it holds the public key; the private one is needed, which was made together with it")]
    Public,
    /// It asks for a password.
    #[error("its key is encrypted with a password; write it out without one: openssl pkey -in OLD -out NEW")]
    Encrypted,
    /// It is of another kind, or too short, or damaged.
    #[error("its key is neither Ed25519 nor RSA of 2048 to 4096 bits, or it is damaged")]
    Unfit,
}

impl Key {
    /// Reads a key in PEM form: PKCS#8 (RFC 5208) for both kinds, PKCS#1 for RSA.
    ///
    /// # Errors
    /// What is wrong with it, see [`KeyError`].
    pub fn read(pem: &str) -> Result<Self, KeyError> {
        let Ok(der) = PrivateKeyDer::from_pem_slice(pem.as_bytes()) else {
            return Err(match () {
                () if pem.contains("BEGIN ENCRYPTED PRIVATE KEY") => KeyError::Encrypted,
                () if pem.contains("PUBLIC KEY-----") => KeyError::Public,
                () => KeyError::NotPem,
            });
        };
        // An old key of OpenSSL says so in a line of its own, below which the same letters mean something else.
        if pem.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(KeyError::Encrypted);
        }
        if let PrivateKeyDer::Pkcs8(der) = &der
            && let Ok(key) = Ed25519Key::from_pkcs8_maybe_unchecked_der(der.secret_pkcs8_der())
        {
            return Ok(Self(Inner::Ed25519(key)));
        }
        RsaKey::from_key_der(der).map(|key| Self(Inner::Rsa(key))).map_err(|_| KeyError::Unfit)
    }

    /// What receivers must find under the key's name.
    pub fn record(&self) -> Record {
        match &self.0 {
            Inner::Ed25519(key) => Record::ed25519(&key.public_key()),
            Inner::Rsa(key) => Record::rsa(&key.public_key()),
        }
    }
}

/// A fresh Ed25519 key in PEM form; `None` when the machine gives no random numbers.
pub fn make() -> Option<String> {
    let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).ok()?;
    let letters = BASE64.encode(made.as_ref());
    let mut pem = "-----BEGIN PRIVATE KEY-----\n".to_owned();
    // Base64 is ASCII, so every place is between two letters.
    for at in (0..letters.len()).step_by(LINE) {
        pem.push_str(&letters[at..letters.len().min(at + LINE)]);
        pem.push('\n');
    }
    pem.push_str("-----END PRIVATE KEY-----\n");
    Some(pem)
}
