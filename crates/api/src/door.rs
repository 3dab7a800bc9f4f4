//! What every request passes: a bound on its time, the headers of every answer, one line for what broke.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ipnet::IpNet;

use crate::problem::Problem;

/// How long an answer may take to begin.
const PATIENCE: Duration = Duration::from_secs(20);

/// Nothing of an answer is a page, except where it says so.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Bounds the request, and sets the headers of the answer.
pub(crate) async fn dress(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let answered = tokio::time::timeout(PATIENCE, next.run(request)).await;
    let mut response = answered.unwrap_or_else(|_| Problem::Slow.into_response());
    if let Some(problem @ (Problem::Broken(_) | Problem::Away(_) | Problem::Slow)) =
        response.extensions().get::<Problem>()
    {
        tracing::error!(method = %method, kind = problem.word(), "the API: {problem}");
    }
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    response
}

/// Refuses programs in other networks than these.
pub(crate) async fn known_place(State(networks): State<Arc<[IpNet]>>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    if peer.is_some_and(|peer| networks.iter().any(|network| network.contains(&peer))) {
        return next.run(request).await;
    }
    Problem::Elsewhere.into_response()
}

/// The answer to an address that does not exist.
pub(crate) async fn no_such_place() -> Problem {
    Problem::NotFound
}

/// The answer to a method that an address does not know.
pub(crate) async fn no_such_method() -> Problem {
    Problem::NoSuchMethod
}

/// A handler that panicked: who asked gets an answer, everybody else theirs.
pub(crate) fn after_panic(_panic: Box<dyn Any + Send + 'static>) -> Response {
    Problem::Broken("a handler panicked".to_owned()).into_response()
}
