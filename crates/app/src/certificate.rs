//! A certificate of ours in two files, read again when they change: who renews it restarts nothing.
//!
//! The mail server has one, and the pages where they speak HTTPS themselves.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use channels::email::smtp_in::Certificates;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read, or is not in PEM form.
    #[error("{0} cannot be read as a file in PEM form ({1})")]
    File(PathBuf, String),
    /// They do not belong together, or the TLS library does not know them.
    #[error("the certificate and the key cannot be used together ({0})")]
    Pair(rustls::Error),
}

/// What tells that a file was changed: when, and its length.
type Stamp = Option<(SystemTime, u64)>;

/// The certificate in two files.
pub struct Certificate {
    whose: &'static str,
    /// What is spoken over it, as ALPN names it (RFC 7301); empty: nobody asks.
    speaks: &'static [&'static [u8]],
    files: [PathBuf; 2],
    now: Mutex<Now>,
}

struct Now {
    config: Arc<ServerConfig>,
    stamps: [Stamp; 2],
    /// Whether the files cannot be used as they are now, and that was said.
    complained_of: Option<[Stamp; 2]>,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Certificate {
    /// Reads both files. `whose` it is stands in the log.
    ///
    /// # Errors
    /// When they cannot be used.
    pub fn open(
        whose: &'static str,
        speaks: &'static [&'static [u8]],
        certificate: &Path,
        key: &Path,
    ) -> Result<Self, CertificateError> {
        let files = [certificate.to_owned(), key.to_owned()];
        let stamps = stamps(&files);
        let now = Now { config: read(&files, speaks)?, stamps, complained_of: None };
        Ok(Self { whose, speaks, files, now: Mutex::new(now) })
    }
}

impl Certificates for Certificate {
    fn current(&self) -> Option<Arc<ServerConfig>> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let stamps = stamps(&self.files);
        if stamps != now.stamps && now.complained_of != Some(stamps) {
            match read(&self.files, self.speaks) {
                Ok(config) => {
                    tracing::info!(whose = self.whose, "the certificate was read again");
                    *now = Now { config, stamps, complained_of: None };
                }
                // One of the two may not be written yet: the old one stays, and the next change is looked at again.
                Err(error) => {
                    tracing::error!(whose = self.whose, "The new certificate is not used, the old one stays: {error}.");
                    now.complained_of = Some(stamps);
                }
            }
        }
        Some(Arc::clone(&now.config))
    }
}

fn stamps(files: &[PathBuf; 2]) -> [Stamp; 2] {
    files.each_ref().map(|path| {
        let about = fs::metadata(path).ok()?;
        Some((about.modified().ok()?, about.len()))
    })
}

fn read(files: &[PathBuf; 2], speaks: &[&[u8]]) -> Result<Arc<ServerConfig>, CertificateError> {
    let [certificate, key] = files;
    let wrong = |path: &Path, why: String| CertificateError::File(path.to_owned(), why);
    let text = |path: &Path| fs::read(path).map_err(|error: io::Error| wrong(path, error.to_string()));
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&text(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(|error| wrong(certificate, error.to_string()))?;
    let secret = PrivateKeyDer::from_pem_slice(&text(key)?).map_err(|error| wrong(key, error.to_string()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(CertificateError::Pair)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, secret).map_err(CertificateError::Pair)?;
    config.alpn_protocols = speaks.iter().map(|name| name.to_vec()).collect();
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, file: &str, text: &str) -> PathBuf {
        let path = folder.join(file);
        fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn new_files_are_used_at_once_and_broken_ones_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let made =
            || rcgen::generate_simple_self_signed(["mx.example.com".to_owned(), "longer.example.com".to_owned()]);
        let first = made().unwrap();
        let certificate = write(folder.path(), "c.pem", &first.cert.pem());
        let key = write(folder.path(), "k.pem", &first.signing_key.serialize_pem());
        let current = Certificate::open("test", &[], &certificate, &key).unwrap();
        let before = current.current().unwrap();
        assert!(Arc::ptr_eq(&before, &current.current().unwrap()));
        write(folder.path(), "c.pem", "half a cert");
        assert!(Arc::ptr_eq(&before, &current.current().unwrap()), "the old one stays");
        let second = made().unwrap();
        write(folder.path(), "c.pem", &format!("# renewed\n{}", second.cert.pem()));
        assert!(Arc::ptr_eq(&before, &current.current().unwrap()), "the key is another one's");
        write(folder.path(), "k.pem", &format!("# renewed\n{}", second.signing_key.serialize_pem()));
        assert!(!Arc::ptr_eq(&before, &current.current().unwrap()));
        assert!(matches!(Certificate::open("test", &[], &key, &certificate), Err(CertificateError::File(..))));
    }
}
