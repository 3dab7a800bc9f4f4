//! A number for every request, under which the log knows it.
//!
//! In: requests. Out: the same, with their number as an extension, as `X-Request-Id` of the answer, and in every line that
//! is logged while they are answered. A proxy's number is kept where the proxy is trusted and the number is well formed, so
//! that its log and ours can be laid side by side; any other is thrown away. It must not: log an address or a query.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::connect_info::ConnectInfo;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use channels::email::smtp_in::IpNet;
use tokio::time::Instant;
use tower_http::request_id::RequestId;
use tracing::Instrument;

/// The header of the number, on the way in and out.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// How long a proxy's number may be.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;

/// The same routes; each request has a number, that of a proxy in one of these networks where it brings one.
pub fn numbered(router: Router, trusted: &[IpNet]) -> Router {
    router.layer(from_fn_with_state(Arc::<[IpNet]>::from(trusted), number))
}

async fn number(State(trusted): State<Arc<[IpNet]>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    let brought = request.headers_mut().remove(HEADER);
    let brought = brought.filter(|number| is_trusted(&trusted, peer) && is_well_formed(number));
    let id = brought.unwrap_or_else(draw);
    let route = request.extensions().get::<MatchedPath>().map_or("none", |path| path.as_str()).to_owned();
    let method = request.method().clone();
    request.extensions_mut().insert(RequestId::new(id.clone()));
    // As severe as can be, so that it is there at every level.
    let span = tracing::error_span!("request", id = id.to_str().unwrap_or_default());
    let answer = async move {
        let begun = Instant::now();
        let response = next.run(request).await;
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(%method, route, status = response.status().as_u16(), ms, "answered");
        response
    };
    let mut response = answer.instrument(span).await;
    response.headers_mut().insert(HEADER, id);
    response
}

fn is_trusted(networks: &[IpNet], peer: Option<IpAddr>) -> bool {
    peer.is_some_and(|peer| networks.iter().any(|network| network.contains(&peer)))
}

/// Nothing that could be taken for something else in a log or on a page.
fn is_well_formed(number: &HeaderValue) -> bool {
    let bytes = number.as_bytes();
    LENGTHS.contains(&bytes.len())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn draw() -> HeaderValue {
    let mut random = [0_u8; 8];
    // Without randomness requests have the same number, which is no reason to refuse them.
    getrandom::fill(&mut random).ok();
    let number: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::try_from(number).unwrap_or(HeaderValue::from_static("none"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn answered(peer: &str, brought: Option<&str>) -> String {
        let told = async |request: Request| {
            let id = request.extensions().get::<RequestId>().cloned();
            id.map(|id| id.header_value().to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let router = numbered(Router::new().route("/", get(told)), &["10.0.0.0/8".parse().unwrap()]);
        let mut request = axum::http::Request::get("/");
        if let Some(number) = brought {
            request = request.header("x-request-id", number);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4_000)));
        let response = router.oneshot(request).await.unwrap();
        let said = response.headers().get("x-request-id").unwrap().to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        assert_eq!(said.as_bytes(), &body[..], "inside and outside it is the same");
        said
    }

    #[tokio::test]
    async fn a_trusted_proxys_number_is_kept_and_any_other_is_drawn() {
        let fine = "3b1f-77_a.9";
        assert_eq!(answered("10.1.2.3", Some(fine)).await, fine);
        assert_eq!(answered("::ffff:10.1.2.3", Some(fine)).await, fine, "the same address, mapped");
        let longest = "x".repeat(64);
        assert_eq!(answered("10.1.2.3", Some(&longest)).await, longest);
        for (peer, number) in [
            ("192.0.2.1", Some(fine)),
            ("10.1.2.3", None),
            ("10.1.2.3", Some("short")),
            ("10.1.2.3", Some("a b c d e f g h")),
            ("10.1.2.3", Some("<script>alert")),
            ("10.1.2.3", Some(&*"x".repeat(65))),
        ] {
            let drawn = answered(peer, number).await;
            assert!(
                drawn.len() == 16 && drawn.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{peer} {number:?}: {drawn}"
            );
        }
        assert_ne!(answered("192.0.2.1", None).await, answered("192.0.2.1", None).await);
    }
}
