//! Posting to web servers that somebody named: signed, bounded, and never to where it must not go.
//!
//! A name is looked up once, by the connection itself ([`Lookup`]): what was checked is what is connected to, so that a name
//! whose answer changes (DNS rebinding) gains nothing. Addresses written as numbers are checked before. It must not: follow
//! redirects, use a proxy, read more of an answer than its beginning, or keep a connection for the next one.

use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::channel::BoxFuture;
use domain::webhook::{Answered, Letter, Post, Unposted, check_address};
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use super::guard::may_reach;
use super::sign::signatures;

/// How long the other side may take, from the name to the last byte that is read.
const PATIENCE: Duration = Duration::from_secs(15);

/// How much of an answer is read, in bytes.
const ANSWER_BYTES: usize = 1_000;

/// Who says that it posts.
const AGENT: &str = concat!("Kontuar/", env!("CARGO_PKG_VERSION"), " (webhooks)");

/// Posts to the public internet over TLS, and to allowed networks.
#[derive(Clone, Debug)]
pub struct Poster {
    allowed: Arc<[IpNet]>,
    encrypted: Client,
    /// For allowed networks alone.
    plain: Client,
}

impl Poster {
    /// One that may also reach these networks, with TLS or without.
    ///
    /// # Errors
    /// When there is no TLS.
    pub fn new(allowed: &[IpNet]) -> Result<Self, reqwest::Error> {
        Self::within(allowed, PATIENCE)
    }

    /// One with another patience.
    ///
    /// # Errors
    /// When there is no TLS.
    pub fn within(allowed: &[IpNet], patience: Duration) -> Result<Self, reqwest::Error> {
        let allowed: Arc<[IpNet]> = allowed.into();
        let client = |encrypted| {
            Client::builder()
                .timeout(patience)
                .redirect(Policy::none())
                .no_proxy()
                .pool_max_idle_per_host(0)
                .user_agent(AGENT)
                .dns_resolver(Lookup { allowed: allowed.clone(), encrypted })
                .build()
        };
        Ok(Self { encrypted: client(true)?, plain: client(false)?, allowed: allowed.clone() })
    }

    async fn send(&self, letter: &Letter) -> Result<Answered, Unposted> {
        let (url, encrypted) = read_address(&letter.url)?;
        if number_of(&url).is_some_and(|address| !may_reach(address, encrypted, &self.allowed)) {
            return Err(Unposted::Private);
        }
        let client = if encrypted { &self.encrypted } else { &self.plain };
        let seconds = letter.at.get().div_euclid(1_000);
        let signature = signatures(&letter.secrets, &letter.id, seconds, &letter.body);
        let asked = client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &letter.id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature)
            .body(letter.body.clone());
        let answer = asked.send().await.map_err(|error| why(&error))?;
        let status = answer.status().as_u16();
        // That it took it counts, whatever became of its words.
        let text = beginning(answer).await.unwrap_or_default();
        Ok(Answered { status, text })
    }
}

impl Post for Poster {
    fn post<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<Answered, Unposted>> {
        Box::pin(self.send(letter))
    }
}

/// The address, and whether it is encrypted.
fn read_address(text: &str) -> Result<(Url, bool), Unposted> {
    check_address(text).map_err(|_| Unposted::Address)?;
    let url = Url::parse(text).map_err(|_| Unposted::Address)?;
    match url.scheme() {
        "https" => Ok((url, true)),
        "http" => Ok((url, false)),
        _ => Err(Unposted::Address),
    }
}

/// The host where it is a number: of such nothing is looked up.
fn number_of(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// The beginning of what was answered, with nothing in it that could confuse whoever reads it.
async fn beginning(mut answer: Response) -> Result<String, reqwest::Error> {
    let mut bytes = Vec::new();
    while bytes.len() < ANSWER_BYTES {
        match answer.chunk().await? {
            Some(piece) => bytes.extend_from_slice(&piece[..piece.len().min(ANSWER_BYTES - bytes.len())]),
            None => break,
        }
    }
    Ok(String::from_utf8_lossy(&bytes).chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect())
}

fn why(error: &reqwest::Error) -> Unposted {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<NoneAllowed>() {
            return Unposted::Private;
        }
        cause = inner.source();
    }
    if error.is_timeout() { Unposted::TimedOut } else { Unposted::Unreachable }
}

/// A name that leads nowhere where something may be posted to.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the name leads to private addresses only")]
struct NoneAllowed;

/// Looks names up for connections, and gives them only what may be reached.
struct Lookup {
    allowed: Arc<[IpNet]>,
    encrypted: bool,
}

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let (allowed, encrypted) = (self.allowed.clone(), self.encrypted);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let fits: Vec<_> = found.filter(|found| may_reach(found.ip(), encrypted, &allowed)).collect();
            if fits.is_empty() {
                return Err(NoneAllowed.into());
            }
            Ok(Box::new(fits.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn numbers_in_any_dress_and_names_of_this_machine_are_not_reached() {
        rustls::crypto::ring::default_provider().install_default().ok();
        let poster = Poster::new(&[]).unwrap();
        for url in [
            "http://127.0.0.1:1/",
            "https://127.0.0.1:1/",
            "https://2130706433:1/",
            "https://0x7f.1:1/",
            "https://[::1]:1/",
            "https://[::ffff:127.0.0.1]:1/",
            "https://169.254.169.254/latest/",
            "https://localhost:1/",
            "http://localhost:1/",
        ] {
            let letter = Letter {
                url: url.to_owned(),
                id: "evt_1_1".to_owned(),
                at: domain::time::Millis::new(0),
                body: "{}".to_owned(),
                secrets: Vec::new(),
            };
            assert_eq!(poster.post(&letter).await, Err(Unposted::Private), "{url}");
        }
    }
}
