//! From where a request comes, where proxies stand before us.
//!
//! In: the address of the connection, and what trusted proxies wrote into `X-Forwarded-For`. Out: the visitor's address, in
//! place of the connection's, for whoever limits or allows by it. The list is read from its end, which our own proxy wrote,
//! to the first address that is none of ours; what stands before that, anybody may have made up. It must not: believe a
//! peer that is not trusted, or be kept long by a long list.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::connect_info::ConnectInfo;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::HeaderName;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use channels::email::smtp_in::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// So many proxies may stand one behind the other.
const PROXIES: usize = 16;

/// The same routes, which are told the visitor's address as that of the connection.
pub fn seen_through(router: Router, trusted: &[IpNet]) -> Router {
    router.layer(from_fn_with_state(Arc::<[IpNet]>::from(trusted), look))
}

async fn look(State(trusted): State<Arc<[IpNet]>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let visitor = visitor(peer.ip().to_canonical(), request.headers(), &trusted);
        let port = if visitor == peer.ip().to_canonical() { peer.port() } else { 0 };
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(visitor, port)));
    }
    next.run(request).await
}

fn visitor(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_ours = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let lists = headers.get_all(FORWARDED_FOR).into_iter().rev();
    let named = lists.flat_map(|list| list.to_str().unwrap_or_default().rsplit(','));
    let mut from = peer;
    for name in named.take(PROXIES) {
        if !is_ours(&from) {
            return from;
        }
        // What cannot be read was written by nobody we trust: the last one that was read stands for it.
        let Some(address) = read(name) else { return from };
        from = address;
    }
    from
}

/// An address, with or without a port: some proxies write one.
fn read(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = || text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    let address = text.parse::<SocketAddr>().ok().map(|at| at.ip()).or_else(bare)?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, lists: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for list in lists {
            headers.append(FORWARDED_FOR, list.parse().unwrap());
        }
        let trusted: Vec<IpNet> = ["10.0.0.0/8", "127.0.0.1/32"].map(|network| network.parse().unwrap()).to_vec();
        visitor(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_what_trusted_proxies_wrote_is_believed() {
        for (peer, lists, from) in [
            ("192.0.2.1", &[][..], "192.0.2.1"),
            ("192.0.2.1", &["203.0.113.9"], "192.0.2.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", &["198.51.100.7, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            ("10.0.0.1", &["198.51.100.7", "203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", &["203.0.113.9:4711"], "203.0.113.9"),
            ("10.0.0.1", &["[2001:db8::1]:443"], "2001:db8::1"),
            ("10.0.0.1", &["[2001:db8::1]"], "2001:db8::1"),
            ("10.0.0.1", &["::ffff:203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", &["203.0.113.9, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.9, , 10.0.0.2"], "10.0.0.2"),
            ("127.0.0.1", &["10.0.0.7"], "10.0.0.7"),
        ] {
            assert_eq!(seen(peer, lists), from, "{peer} {lists:?}");
        }
        let long = vec!["10.0.0.9"; 100_000].join(",");
        assert_eq!(seen("10.0.0.1", &[&long]), "10.0.0.9");
    }
}
