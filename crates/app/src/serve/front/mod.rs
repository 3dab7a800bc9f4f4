//! The front door of pages and API: HTTP/1.1 (RFC 9112) over connections that are limited in number and patience.
//!
//! In: a listener, how connections are encrypted ([`tls`]), routes. Out: answers until `stop`; then nothing new is taken,
//! and what was begun is ended, streams by whoever feeds them.
//!
//! It must not let somebody who says little hold much: a handshake and the head of a request have a time in which they
//! come, and one address has so many connections ([`crowd`]). Whoever is trusted as a proxy brings many people and is
//! limited only with all others.

mod crowd;
mod open;
mod redirect;
mod tls;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use channels::email::smtp_in::IpNet;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::commands::Failure;
use crowd::Crowd;
pub(super) use open::open;
pub(crate) use tls::FOLDER as ACME_FOLDER;
use tls::Tls;

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// How long the head of a request may take, and how long a connection may wait for its next request.
const HEAD: Duration = Duration::from_secs(20);

/// How long nothing is taken after the machine had no room for one more connection.
const PAUSE: Duration = Duration::from_millis(500);

/// What is answered at an address, and how.
pub(super) struct Front {
    listener: TcpListener,
    tls: Option<Tls>,
    routes: Router,
    trusted: Arc<[IpNet]>,
}

impl Front {
    /// `routes` over plain connections, or over TLS; addresses in `trusted` are proxies.
    pub(super) fn new(listener: TcpListener, tls: Option<Tls>, routes: Router, trusted: &[IpNet]) -> Self {
        Self { listener, tls, routes, trusted: trusted.into() }
    }

    /// Answers until `stop`, and ends what was begun.
    pub(super) async fn answer(self, stop: CancellationToken) -> Result<(), Failure> {
        let Self { listener, tls, routes, trusted } = self;
        let crowd = Crowd::new(trusted);
        let mut connections = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = listener.accept() => accepted,
                Some(_) = connections.join_next() => continue,
            };
            let Ok((stream, peer)) = accepted else {
                // One that broke off at once, or no room for more: neither is a reason to end.
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let Some(place) = crowd.enter(peer.ip()) else { continue };
            let connection = Connection { peer, tls: tls.clone(), routes: routes.clone(), stop: stop.clone() };
            connections.spawn(async move {
                connection.serve(stream).await;
                drop(place);
            });
        }
        drop(listener);
        while connections.join_next().await.is_some() {}
        Ok(())
    }
}

/// One connection, before anything was said.
struct Connection {
    peer: SocketAddr,
    tls: Option<Tls>,
    routes: Router,
    stop: CancellationToken,
}

impl Connection {
    async fn serve(self, stream: TcpStream) {
        // Without it the last piece of an answer may wait 40 ms for the peer's acknowledgement.
        stream.set_nodelay(true).ok();
        match self.tls.clone() {
            None => self.speak(stream).await,
            Some(tls) => {
                let shaken = tokio::select! {
                    () = self.stop.cancelled() => return,
                    shaken = tokio::time::timeout(HANDSHAKE, tls.shake(stream)) => shaken,
                };
                // Who does not come to an agreement is told so by TLS itself.
                if let Ok(Some(stream)) = shaken {
                    self.speak(stream).await;
                }
            }
        }
    }

    async fn speak(self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        let Self { peer, routes, stop, .. } = self;
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            let routes = routes.clone();
            async move { Ok::<_, Infallible>(answered(routes, request).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .serve_connection(TokioIo::new(stream), service);
        tokio::pin!(connection);
        tokio::select! {
            // A connection that breaks is the peer's business.
            _ = connection.as_mut() => return,
            () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
        }
        connection.await.ok();
    }
}

async fn answered(routes: Router, request: Request<Incoming>) -> axum::response::Response {
    match routes.oneshot(request.map(Body::new)).await {
        Ok(response) => response,
        Err(impossible) => match impossible {},
    }
}
