//! What the settings of every mail server share: encryption, trusted certificates, how we sign in.
//!
//! Passwords never show up in `Debug`. Without encryption only a server on this very machine is spoken to.

mod login;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

pub(crate) use self::login::BearerMechanism;
#[cfg(test)]
pub(crate) use self::login::tests::Purse;
pub use self::login::{AccessToken, AccessTokens, Login, TokenError};

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tls {
    /// From the first byte (ports 993 and 465).
    Implicit,
    /// After the STARTTLS command, which must succeed (ports 143 and 587).
    StartTls,
    /// Not at all; only for loopback hosts.
    None,
}

impl Tls {
    /// The word for settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }

    /// The value with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Implicit, Self::StartTls, Self::None].into_iter().find(|tls| tls.word() == word)
    }

    /// Whether a connection to `host` may be made this way.
    pub fn suits(self, host: &str) -> bool {
        self != Self::None || is_loopback(host)
    }
}

/// Whether `host` names this very machine.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A password; shown to nobody but the server.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Wraps a password.
    pub fn new(password: impl Into<String>) -> Self {
        Self(password.into())
    }

    /// The password itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Password {
    fn from(password: T) -> Self {
        Self::new(password)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(withheld)")
    }
}

/// Certificates that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The extra authority is not a PEM certificate.
    #[error("the extra certificate authority is not a certificate in PEM form")]
    NotPem,
    /// Neither the machine nor the settings bring one.
    #[error("this machine has no certificate authorities; install the package ca-certificates")]
    NoAuthorities,
    /// The TLS library refused the configuration.
    #[error("the TLS library refused the configuration: {0}")]
    Refused(String),
}

/// The certificates in `pem`; at least one.
pub(crate) fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    read.ok().filter(|certificates| !certificates.is_empty()).ok_or(CertificateError::NotPem)
}

/// A TLS configuration that trusts the machine's authorities and `extra_ca_pem`. Reads files: make it once.
///
/// # Errors
/// When there is no authority at all, or `extra_ca_pem` is none.
pub fn client_config(extra_ca_pem: Option<&str>) -> Result<ClientConfig, CertificateError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in extra_ca_pem.map(certificates).transpose()?.unwrap_or_default() {
        roots.add(certificate).map_err(|_| CertificateError::NotPem)?;
    }
    if roots.is_empty() {
        return Err(CertificateError::NoAuthorities);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| CertificateError::Refused(error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A server's side with a fresh certificate for `localhost`, and that certificate to trust, in PEM form.
    pub(crate) fn certified() -> (Arc<rustls::ServerConfig>, String) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = rustls::pki_types::PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        (Arc::new(config), made.cert.pem())
    }

    #[test]
    fn plain_text_is_for_this_machine_only() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "[::1]"] {
            assert!(Tls::None.suits(host), "{host}");
        }
        for host in ["mail.example.pl", "10.0.0.1", "127.0.0.1.example.pl", "localhost.example.pl", ""] {
            assert!(!Tls::None.suits(host), "{host}");
            assert!(Tls::Implicit.suits(host) && Tls::StartTls.suits(host));
        }
    }

    #[test]
    fn words_lead_back_and_passwords_stay_hidden() {
        for tls in [Tls::Implicit, Tls::StartTls, Tls::None] {
            assert_eq!(Tls::from_word(tls.word()), Some(tls));
        }
        assert!(!format!("{:?}", Password::new("tajne")).contains("tajne"));
        assert_eq!(client_config(Some("rubbish")).err(), Some(CertificateError::NotPem));
    }
}
