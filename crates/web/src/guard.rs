//! What every request passes: from where it may come, no change asked for by another site, and on the way out the headers
//! that keep a page to itself.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HOST, HeaderName, HeaderValue, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ipnet::IpNet;

use crate::fault::Fault;
use crate::web::Web;

/// Nothing but ourselves: no inline script or style, no frame, no form to elsewhere.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";

/// Sets the headers of every response.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        // A page with a stricter policy of its own has set it already.
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Lets few pages be made at the same time, the others wait in the order they came. All of them together would share the
/// processors, and some would come late: so each takes as long as the queue before it and no longer.
pub(crate) async fn in_turn(State(web): State<Web>, request: Request, next: Next) -> Response {
    // It is never closed.
    let _turn = web.turns().acquire().await.ok();
    next.run(request).await
}

/// Refuses changes that another site asks for in the visitor's name (CSRF): by `Sec-Fetch-Site` where the browser
/// sends it, else by `Origin`. Whoever sends neither is no browser and has no cookies of a victim.
pub(crate) async fn same_site(request: Request, next: Next) -> Response {
    if is_safe(request.method()) || is_own(request.headers()) {
        next.run(request).await
    } else {
        Fault::Foreign.into_response()
    }
}

/// What everybody is told: whether the process is well, and what the page looks like that sends them away.
const OPEN: [&str; 3] = ["/healthz", "/readyz", "/assets/"];

/// Refuses visitors from other networks than these.
pub(crate) async fn known_place(State(networks): State<Arc<[IpNet]>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    let known = peer.is_some_and(|peer| networks.iter().any(|network| network.contains(&peer)));
    if known || OPEN.iter().any(|open| path == *open || open.ends_with('/') && path.starts_with(open)) {
        return next.run(request).await;
    }
    Fault::Elsewhere.into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_own(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let host = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    host.is_some() && host == headers.get(HOST).and_then(|host| host.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_own(&headers)
    }

    #[test]
    fn only_our_own_pages_ask_for_changes() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("sec-fetch-site", "none"), ("origin", "null")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]), "a neighbour's subdomain is not ours");
        assert!(own(&[("origin", "https://desk.example"), ("host", "desk.example")]));
        assert!(own(&[("origin", "http://10.0.0.5:8080"), ("host", "10.0.0.5:8080")]));
        assert!(!own(&[("origin", "https://evil.example"), ("host", "desk.example")]));
        assert!(!own(&[("origin", "null"), ("host", "desk.example")]));
        assert!(own(&[("host", "desk.example")]), "no browser, no victim");
    }
}
