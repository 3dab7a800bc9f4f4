//! Questions to the domain name system: TXT, MX, addresses. Bounded in time and in what is taken.
//!
//! In: names. Out: records, or that there are none, or that nobody answers: three different things. Tests bring their own
//! answers by [`Names`].

mod system;

use std::net::IpAddr;

use domain::channel::BoxFuture;

pub use system::System;

/// The most records of one answer that are looked at.
pub const MAX_RECORDS: usize = 50;

/// A mail exchanger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exchanger {
    /// The lowest is tried first.
    pub preference: u16,
    /// Its name, in small letters, without the dot at its end.
    pub host: String,
}

/// Nobody answers. That there is no record is no error: it is an empty list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name servers do not answer for {name}")]
pub struct DnsError {
    /// What was asked.
    pub name: String,
}

/// Answers of the domain name system; empty where there is no such record.
pub trait Names: Send + Sync {
    /// The texts of a name (TXT), each with its pieces put together.
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>>;
    /// The mail exchangers of a domain (MX), the first to be tried first.
    fn exchangers<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<Exchanger>, DnsError>>;
    /// The addresses of a host (A and AAAA).
    fn addresses<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>>;
}

/// Whether a name is `parent` or stands below it.
pub fn is_below(name: &str, parent: &str) -> bool {
    let (name, parent) =
        (name.trim_end_matches('.').to_ascii_lowercase(), parent.trim_end_matches('.').to_ascii_lowercase());
    name.strip_suffix(&parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
