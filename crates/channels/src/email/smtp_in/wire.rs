//! What a session speaks over: TCP, a Unix socket, TLS over either; and where its certificate comes from.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

/// A two-way stream of bytes.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// Where the server's certificate comes from. Asked at every STARTTLS, so that a new one is used at once.
pub trait Certificates: Send + Sync + fmt::Debug {
    /// The server's side of TLS as it is now; `None`: TLS is not offered. Must not block for long.
    fn current(&self) -> Option<Arc<ServerConfig>>;
}

/// Where connections come from.
#[derive(Debug)]
pub(super) enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

/// A connection that nobody has spoken over yet.
pub(super) enum Fresh {
    Tcp(TcpStream, IpAddr),
    Unix(UnixStream),
}

impl Listener {
    pub(super) async fn accept(&self) -> io::Result<Fresh> {
        match self {
            Self::Tcp(listener) => {
                let (stream, from) = listener.accept().await?;
                // Answers are short and waited for.
                stream.set_nodelay(true)?;
                Ok(Fresh::Tcp(stream, from.ip()))
            }
            Self::Unix(listener) => Ok(Fresh::Unix(listener.accept().await?.0)),
        }
    }

    pub(super) fn local_addr(&self) -> io::Result<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr(),
            Self::Unix(_) => Err(io::Error::other("a Unix socket has no port")),
        }
    }
}

impl Fresh {
    pub(super) fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Tcp(_, ip) => Some(*ip),
            Self::Unix(_) => None,
        }
    }

    /// Says `line` and hangs up, without waiting for anybody. A line this short fits the empty buffer of a new
    /// connection; if not, closing says the same.
    pub(super) fn turn_away(&self, line: &str) {
        let _ = match self {
            Self::Tcp(stream, _) => stream.try_write(line.as_bytes()),
            Self::Unix(stream) => stream.try_write(line.as_bytes()),
        };
    }

    pub(super) fn into_wire(self) -> Box<dyn Wire> {
        match self {
            Self::Tcp(stream, _) => Box::new(stream),
            Self::Unix(stream) => Box::new(stream),
        }
    }
}
