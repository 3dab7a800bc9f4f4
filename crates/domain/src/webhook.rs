//! Webhooks out: which events are told to whose web server, when it is tried again, and what whoever posts must bring.
//!
//! The standard is Standard Webhooks 1.0 (standardwebhooks.com): the same `webhook-id` at every attempt, signatures over id,
//! moment and body, a schedule of attempts over three days.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::channel::BoxFuture;
use crate::event::{Event, Fact, Position};
use crate::line::{KINDS, is_of_kind};
use crate::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis, SECOND_MS};

/// Where an endpoint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndpointState {
    /// It is told what happens.
    Active,
    /// Somebody stopped it.
    Stopped,
    /// It took nothing for so long that it was stopped by itself.
    GivenUp,
}

coded!(EndpointState: Active = "active", Stopped = "stopped", GivenUp = "given_up");

/// Where the telling of one event to one endpoint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallState {
    /// Waits for its turn, first or again.
    Queued,
    /// An attempt is under way under a lease.
    Sending,
    /// The other side took it.
    Taken,
    /// Given up after the last attempt.
    Failed,
}

coded!(CallState: Queued = "queued", Sending = "sending", Taken = "taken", Failed = "failed");

/// How long is waited after each failed attempt: the schedule that the standard recommends, 75 hours in all.
const WAITS_MS: [i64; 9] = [
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
];

/// An endpoint that took nothing for so long is stopped.
pub const GIVE_UP_MS: i64 = 5 * DAY_MS;

/// How long a secret that was replaced still signs beside the new one.
pub const OVERLAP_MS: i64 = DAY_MS;

/// How long an attempt may hold its call before another node may judge it lost; far more than [`Post::post`] may take.
pub const LEASE_MS: i64 = MINUTE_MS;

/// When the next attempt is made after `attempts` have failed; `None`: that was the last. Spread by up to a tenth, so that a
/// server that is back is not hit by all at once; `spread` is any number.
pub fn next_attempt(now: Millis, attempts: u32, spread: i64) -> Option<Millis> {
    let at = usize::try_from(attempts).unwrap_or(usize::MAX).saturating_sub(1);
    WAITS_MS.get(at).map(|wait| now.plus_ms(wait + spread.rem_euclid(wait / 10 + 1)))
}

/// The kinds of events that an endpoint is told; none chosen: all. In text: words with blanks between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds(Vec<String>);

/// How many kinds can be chosen.
pub const MAX_KINDS: usize = 50;

impl Kinds {
    /// Kinds (`message.received`) and nouns (`message`); `Err` says which is neither.
    ///
    /// # Errors
    /// A word that no event begins with, or too many of them.
    pub fn choose(words: Vec<String>) -> Result<Self, String> {
        if words.len() > MAX_KINDS {
            return Err(format!("at most {MAX_KINDS} kinds can be chosen"));
        }
        match words.iter().find(|word| !is_known(word)) {
            Some(stranger) => Err(format!("there is no kind of event `{stranger}`")),
            None => Ok(Self(words)),
        }
    }

    /// What [`fmt::Display`] wrote.
    pub fn read(text: &str) -> Self {
        Self(text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    /// The words.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// Whether this is told.
    pub fn have(&self, fact: &Fact) -> bool {
        self.0.is_empty() || self.0.iter().any(|kind| is_of_kind(fact, kind))
    }
}

fn is_known(word: &str) -> bool {
    KINDS.iter().any(|kind| kind.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

/// The `webhook-id` of an event: the same at every attempt, and another one after a restore has taken the log back.
pub fn message_id(event: &Event) -> String {
    let Position(position) = event.position;
    format!("evt_{position}_{}", event.at.get())
}

/// What an endpoint's signatures are made with. Never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(pub Vec<u8>);

impl SigningSecret {
    /// As it is shown to whoever checks signatures: `whsec_` and its bytes in base64.
    pub fn spelt(&self) -> String {
        format!("whsec_{}", STANDARD.encode(&self.0))
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(withheld)")
    }
}

/// The longest address of an endpoint, in bytes.
pub const MAX_URL_BYTES: usize = 1_000;

/// Whether an address looks like one that can be posted to: http or https, a host, nothing of a sign-in or a fragment. Where
/// it leads is asked when something is posted.
///
/// # Errors
/// Why it does not.
pub fn check_address(url: &str) -> Result<(), &'static str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let rest = rest.ok_or("the address of a webhook begins with https://")?;
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let visible = url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#' && byte != b'\\');
    if url.len() > MAX_URL_BYTES || !visible || host.is_empty() || host.starts_with(':') || host.contains('@') {
        return Err("this is not the address of a web server: https://host/path, without a name or password in it");
    }
    Ok(())
}

/// What is posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Where to.
    pub url: String,
    /// Its `webhook-id`.
    pub id: String,
    /// The moment of the attempt: its `webhook-timestamp`.
    pub at: Millis,
    /// The body, JSON.
    pub body: String,
    /// It is signed with each of these.
    pub secrets: Vec<SigningSecret>,
}

/// What the other side answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The first bytes of the body.
    pub text: String,
}

impl Answered {
    /// Whether it took it: anything between 200 and 299.
    pub fn took_it(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether it wants nothing any more (410 Gone).
    pub fn wants_no_more(&self) -> bool {
        self.status == 410
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unposted {
    /// The address is not one that may be posted to.
    #[error("the address is not encrypted, or not one that is posted to")]
    Address,
    /// The name leads to private addresses only.
    #[error("the name leads to a private address, to which nothing is posted unless the settings allow it")]
    Private,
    /// There was no answer in time.
    #[error("it did not answer in time")]
    TimedOut,
    /// No connection, or it broke.
    #[error("the connection failed")]
    Unreachable,
    /// The poster broke down: a defect of ours.
    #[error("posting broke down")]
    Broken,
}

/// Somebody who posts to web servers of others.
pub trait Post: Send + Sync {
    /// Posts once, within 15 seconds; follows no redirect, connects to no address that is not allowed.
    fn post<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<Answered, Unposted>>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Id, TeamId};

    #[test]
    fn attempts_are_spread_over_three_days_and_end() {
        let now = Millis::new(0);
        let waits: Vec<i64> = (1..).map_while(|n| next_attempt(now, n, 0)).map(Millis::get).collect();
        assert_eq!(waits, WAITS_MS);
        assert_eq!(waits.iter().sum::<i64>(), 75 * HOUR_MS + 35 * MINUTE_MS + 5 * SECOND_MS);
        assert_eq!(next_attempt(now, 10, 0), None);
        let late = next_attempt(now, 2, -1).unwrap().get();
        assert!((5 * MINUTE_MS..=5 * MINUTE_MS * 11 / 10).contains(&late));
    }

    #[test]
    fn addresses_are_read_strictly() {
        for fine in ["https://erp.example/hook?x=1", "http://10.0.0.1:8080/", "https://[2001:db8::1]/"] {
            assert_eq!(check_address(fine), Ok(()), "{fine}");
        }
        let long = format!("https://erp.example/{}", "x".repeat(MAX_URL_BYTES));
        for wrong in [
            "erp.example",
            "ftp://erp.example/",
            "https://a:b@erp.example/",
            "https://erp.example/#a",
            "https://",
            "https:///x",
            "https://:80/",
            "https://erp.example\\@evil.example/",
            "https://erp.example/ x",
            "https://żółw.example/",
            &long,
        ] {
            assert!(check_address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn kinds_are_chosen_by_their_names_and_mistakes_are_told() {
        let fact = Fact::TeamCreated { team: TeamId::from_raw(1) };
        let choose = |words: &[&str]| Kinds::choose(words.iter().map(|word| (*word).to_owned()).collect());
        assert!(choose(&["team"]).unwrap().have(&fact) && choose(&[]).unwrap().have(&fact));
        let others = choose(&["message.received", "brand"]).unwrap();
        assert!(!others.have(&fact));
        assert_eq!(Kinds::read(&others.to_string()), others);
        for wrong in ["message.recieved", "mess", "", "message "] {
            assert!(choose(&[wrong]).unwrap_err().contains(wrong), "{wrong}");
        }
        assert!(choose(&["team"; MAX_KINDS + 1]).is_err());
    }
}
