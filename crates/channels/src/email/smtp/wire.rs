//! What a conversation with a submission server goes over: TCP that sends at once, encrypted from the first byte or later.
//!
//! lettre would connect by itself, and leave Nagle's algorithm on: the final dot, written after the content, then waits
//! for the acknowledgement of the content, which the other side puts off by 40 ms.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::{AsyncTokioStream, Certificate, TlsParameters};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Settings;
use crate::email::server::{CertificateError, Tls, certificates, client_config};

/// How a connection is encrypted, with what that takes.
pub(super) enum Encryption {
    /// Not at all.
    None,
    /// From the first byte.
    Implicit(Arc<ClientConfig>),
    /// After STARTTLS.
    StartTls(TlsParameters),
}

impl Encryption {
    /// What `settings` ask for. Reads the machine's authorities: make it once.
    pub(super) fn of(settings: &Settings) -> Result<Self, CertificateError> {
        let extra = settings.extra_ca_pem.as_deref();
        Ok(match settings.tls {
            Tls::None => Self::None,
            Tls::Implicit => Self::Implicit(Arc::new(client_config(extra)?)),
            Tls::StartTls => {
                let mut builder = TlsParameters::builder(settings.host.clone());
                for certificate in extra.map(certificates).transpose()?.unwrap_or_default() {
                    let certificate =
                        Certificate::from_der(certificate.to_vec()).map_err(|_| CertificateError::NotPem)?;
                    builder = builder.add_root_certificate(certificate);
                }
                Self::StartTls(builder.build_rustls().map_err(|error| CertificateError::Refused(error.to_string()))?)
            }
        })
    }
}

/// Connects to the server, encrypted where that begins with the first byte.
pub(super) async fn connect(settings: &Settings, encryption: &Encryption) -> io::Result<Box<dyn AsyncTokioStream>> {
    let stream = plain(settings).await?;
    let Encryption::Implicit(config) = encryption else { return Ok(Box::new(stream)) };
    let name = ServerName::try_from(settings.host.clone()).map_err(io::Error::other)?;
    let stream = TlsConnector::from(Arc::clone(config)).connect(name, stream).await?;
    Ok(Box::new(Encrypted(stream)))
}

async fn plain(settings: &Settings) -> io::Result<TcpStream> {
    let stream = TcpStream::connect((settings.host.as_str(), settings.port)).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A stream that was encrypted before lettre got it.
#[derive(Debug)]
struct Encrypted(TlsStream<TcpStream>);

impl AsyncTokioStream for Encrypted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, to)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_dot_does_not_wait_for_the_acknowledgement_of_the_content() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let settings = Settings::new("localhost", listener.local_addr().unwrap().port(), Tls::None);
        assert!(plain(&settings).await.unwrap().nodelay().unwrap());
    }
}
