//! Being a mail server ourselves: `[receive]`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use channels::email::smtp_in::IpNet;

use super::sheet::{Given, Section};
use super::value::{read_certificate, read_networks};

/// The largest mail that can be allowed, in megabytes; the store unpacks no more.
const MOST_MB: i64 = 95;

const MB: usize = 1024 * 1024;

/// Where mail is taken, from whom, and how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiveConfig {
    /// Where SMTP is spoken; `None`: nowhere.
    pub smtp: Option<SocketAddr>,
    /// Where LMTP is spoken; `None`: nowhere.
    pub lmtp: Option<Lmtp>,
    /// What we are called.
    pub host_name: String,
    /// The files of certificate and key, PEM; without them STARTTLS is not offered.
    pub certificate: Option<(PathBuf, PathBuf)>,
    /// Bytes of one mail.
    pub max_mail_bytes: usize,
    /// Connections in all.
    pub connections: usize,
    /// Connections of one peer.
    pub connections_per_peer: usize,
    /// Mails of one peer in a minute.
    pub mails_per_minute: u32,
    /// Peers without limits of their own.
    pub trusted_peers: Vec<IpNet>,
    /// Servers whose Authentication-Results are believed, in lower case; empty: whoever received the mail for us.
    pub authserv_ids: Vec<String>,
}

/// Where LMTP is spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lmtp {
    /// At an address.
    Tcp(SocketAddr),
    /// At a Unix socket.
    Unix(PathBuf),
}

pub(super) fn read(top: &Section<'_>, base: &Path) -> Option<ReceiveConfig> {
    let part = top.part("receive", "[receive]")?;
    let smtp = part.text("smtp").and_then(|given| read_address(&part, "smtp", &given));
    let lmtp = part.text("lmtp").and_then(|given| {
        let is_path = given.value.contains('/');
        if is_path {
            Some(Lmtp::Unix(base.join(given.value)))
        } else {
            read_address(&part, "lmtp", &given).map(Lmtp::Tcp)
        }
    });
    let listens = part.has("smtp") || part.has("lmtp");
    let host_name = match listens {
        true => part.needed_text("host_name", "what this mail server is called, as in its MX record"),
        false => part.text("host_name"),
    };
    let host_name = host_name.and_then(|given| {
        let fits = is_host_name(given.value);
        if !fits {
            let words = format_args!("`host_name` is a name such as mx.example.com, not `{}`", given.value);
            part.complain(&given.place, words);
        }
        fits.then(|| given.value.to_owned())
    });
    let certificate = read_certificate(&part, base);
    let number = |key, range: std::ops::RangeInclusive<i64>, usual: usize| {
        part.whole(key, range).and_then(|given| usize::try_from(given.value).ok()).unwrap_or(usual)
    };
    let max_mail_mb = number("max_mail_mb", 1..=MOST_MB, 50);
    let connections = number("connections", 1..=10_000, 200);
    let connections_per_peer = number("connections_per_peer", 1..=10_000, 20);
    let mails_per_minute = number("mails_per_minute", 1..=1_000_000, 300);
    let trusted_peers = read_networks(&part, "trusted_peers");
    let authserv_ids: Vec<String> =
        part.texts("authserv_ids").iter().map(|given| given.value.trim().to_lowercase()).collect();
    if !listens && authserv_ids.is_empty() {
        part.complain(&part.place(), "[receive] needs `smtp` or `lmtp`: where mail is taken");
    }
    part.finish();
    Some(ReceiveConfig {
        smtp,
        lmtp,
        host_name: host_name.unwrap_or_else(|| "localhost".to_owned()),
        certificate,
        max_mail_bytes: max_mail_mb * MB,
        connections,
        connections_per_peer,
        mails_per_minute: u32::try_from(mails_per_minute).unwrap_or(u32::MAX),
        trusted_peers,
        authserv_ids,
    })
}

fn read_address(part: &Section<'_>, key: &str, given: &Given<&str>) -> Option<SocketAddr> {
    let text = given.value.trim().replace("localhost:", "127.0.0.1:");
    let read = text.parse().ok();
    if read.is_none() {
        let or = if key == "lmtp" { ", or the path of a socket" } else { "" };
        let words = format_args!("`{key}` is an address and a port such as 0.0.0.0:25{or}, not `{}`", given.value);
        part.complain(&given.place, words);
    }
    read
}

/// A host name as EHLO takes it (RFC 5321, 2.3.5).
fn is_host_name(text: &str) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}
