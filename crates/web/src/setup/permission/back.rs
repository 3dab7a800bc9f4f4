//! The address that a provider sends browsers back to.
//!
//! In: how the pages are found, and by which name a browser asks. Out: an address of ours. It must not: be one that a
//! stranger's request names.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;

use crate::web::Web;

/// Where the provider sends browsers back to.
const RETURN: &str = "/mailboxes/permission/return";

/// The address. Where nobody said how the pages are found, they are on this machine, and the name by which this browser calls
/// it has its session.
#[derive(Clone)]
pub(crate) struct Back(pub(crate) String);

impl FromRequestParts<Web> for Back {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        Ok(Self(address(&web.settings().home, &parts.headers)))
    }
}

fn address(home: &str, headers: &HeaderMap) -> String {
    match here(headers).filter(|_| !home.starts_with("https://")) {
        Some(here) => format!("http://{here}{RETURN}"),
        None => format!("{home}{RETURN}"),
    }
}

/// By which name of this machine it is asked, if by one.
fn here(headers: &HeaderMap) -> Option<Authority> {
    let authority: Authority = headers.get(HOST)?.to_str().ok()?.parse().ok()?;
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let own = host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    (own && !authority.as_str().contains('@')).then_some(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: &str) -> HeaderMap {
        HeaderMap::from_iter([(HOST, host.parse().unwrap())])
    }

    #[test]
    fn only_this_machine_is_called_by_the_name_in_a_request() {
        for own in ["localhost:8025", "127.0.0.1:8025", "[::1]:8025", "LOCALHOST"] {
            assert_eq!(here(&asked(own)).map(|here| here.to_string()).as_deref(), Some(own));
        }
        for other in ["evil.example", "localhost.evil.example:80", "10.0.0.1", "localhost@evil.example", "a b"] {
            assert_eq!(here(&asked(other)), None, "{other}");
        }
    }

    #[test]
    fn where_the_pages_are_found_counts_whatever_a_request_says() {
        let public = "https://kontuar.example.com";
        for host in ["localhost:8025", "evil.example", "kontuar.example.com"] {
            assert_eq!(address(public, &asked(host)), format!("{public}{RETURN}"), "{host}");
        }
        assert_eq!(address(public, &HeaderMap::new()), format!("{public}{RETURN}"));
        let local = "http://127.0.0.1:8025";
        assert_eq!(address(local, &asked("localhost:8025")), format!("http://localhost:8025{RETURN}"));
        assert_eq!(address(local, &asked("evil.example")), format!("{local}{RETURN}"));
    }
}
