//! TLS before the pages: 1.2 and 1.3, by rustls with ring; with a certificate in two files, or one that an ACME server gives
//! (RFC 8555) and that proves itself over the same port (TLS-ALPN-01, RFC 8737).
//!
//! The account's key and the certificate are kept in the data folder, in `acme`; the library renews when a third of the
//! time is left, and tries again when that fails, ever more slowly. It must not: stop the pages when a certificate cannot
//! be had; what was there serves as long as it is good.

use std::path::Path;
use std::sync::Arc;

use channels::email::server::client_config;
use channels::email::smtp_in::Certificates;
use domain::hearsay::without_addresses;
use futures_util::StreamExt;
use rustls::ServerConfig;
use rustls::server::Acceptor;
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, AcmeState, EventOk, is_tls_alpn_challenge};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_rustls::{LazyConfigAcceptor, TlsAcceptor};
use tokio_util::sync::CancellationToken;

use crate::certificate::Certificate;
use crate::commands::Failure;
use crate::config::{self, CertificateSource};

/// What is spoken inside, as ALPN names it (RFC 7301).
const SPEAKS: &[&[u8]] = &[b"http/1.1"];

/// The folder of account and certificate in the data folder.
pub(crate) const FOLDER: &str = "acme";

/// How a connection is encrypted. Cheap to clone.
#[derive(Clone)]
pub(in crate::serve) enum Tls {
    /// With the certificate in two files.
    Files(Arc<Certificate>),
    /// With the one that an ACME server gave, and how it is proved to it that we are here.
    Acme { ours: Arc<ServerConfig>, proof: Arc<ServerConfig> },
}

/// Gets certificates and renews them while it is asked to go on.
pub(in crate::serve) type Renewal = AcmeState<std::io::Error>;

impl Tls {
    /// As the settings say, and what has to be kept going for it.
    ///
    /// # Errors
    /// A sentence about files that cannot be used.
    pub(in crate::serve) fn open(source: &CertificateSource, data: &Path) -> Result<(Self, Option<Renewal>), Failure> {
        match source {
            CertificateSource::Files(certificate, key) => {
                let read = Certificate::open("pages", SPEAKS, certificate, key)
                    .map_err(|error| Failure(format!("HTTPS cannot be spoken: {error}.")))?;
                Ok((Self::Files(Arc::new(read)), None))
            }
            CertificateSource::Acme(acme) => {
                let state = asking(acme, data)?;
                let mut ours = ServerConfig::clone(&state.default_rustls_config());
                ours.alpn_protocols = SPEAKS.iter().map(|name| name.to_vec()).collect();
                let tls = Self::Acme { ours: Arc::new(ours), proof: state.challenge_rustls_config() };
                Ok((tls, Some(state)))
            }
        }
    }

    /// Comes to an agreement; `None`: to none, or it was only to be proved that we are here.
    pub(super) async fn shake(self, stream: TcpStream) -> Option<TlsStream<TcpStream>> {
        let (ours, proof) = match self {
            Self::Files(certificate) => return TlsAcceptor::from(certificate.current()?).accept(stream).await.ok(),
            Self::Acme { ours, proof } => (ours, proof),
        };
        let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await.ok()?;
        if is_tls_alpn_challenge(&hello.client_hello()) {
            let mut shown = hello.into_stream(proof).await.ok()?;
            shown.shutdown().await.ok();
            return None;
        }
        hello.into_stream(ours).await.ok()
    }
}

fn asking(acme: &config::AcmeConfig, data: &Path) -> Result<Renewal, Failure> {
    let authority = acme.ca_file.as_ref().map(|file| {
        std::fs::read_to_string(file).map_err(|error| Failure(format!("{} cannot be read: {error}.", file.display())))
    });
    let client = client_config(authority.transpose()?.as_deref())
        .map_err(|error| Failure(format!("No certificate can be asked for: {error}.")))?;
    let contact = acme.contact.iter().map(|address| format!("mailto:{address}"));
    let asked = AcmeConfig::new_with_client_config([&acme.domain], Arc::new(client))
        .directory(&acme.directory)
        .contact(contact)
        .cache(DirCache::new(data.join(FOLDER)));
    Ok(asked.state())
}

/// Gets certificates and renews them until `stop`.
pub(in crate::serve) async fn renew(mut renewal: Renewal, stop: CancellationToken) {
    loop {
        let event = tokio::select! {
            () = stop.cancelled() => return,
            event = renewal.next() => event,
        };
        match event {
            Some(Ok(EventOk::DeployedNewCert)) => tracing::info!("a new certificate was given to us and is used"),
            Some(Ok(EventOk::DeployedCachedCert)) => tracing::info!("the certificate that was given to us is used"),
            Some(Ok(EventOk::CertCacheStore | EventOk::AccountCacheStore)) => {}
            Some(Err(error)) => {
                let why = without_addresses(&error.to_string());
                tracing::error!("A certificate cannot be had now, it is tried again: {why}");
            }
            None => return,
        }
    }
}
