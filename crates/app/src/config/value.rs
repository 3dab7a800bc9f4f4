//! Single values of the settings: what they look like, and what is refused as unsafe.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use channels::email::server::is_loopback;
use channels::email::smtp_in::IpNet;
use jiff::tz::TimeZone;

use super::sheet::{Complaints, Place, Section};
use super::{DatabaseUrl, LogFormat};

pub(super) fn read_listen(text: &str) -> Result<SocketAddr, String> {
    let full = if text.parse::<u16>().is_ok() {
        format!("127.0.0.1:{text}")
    } else {
        text.replace("localhost:", "127.0.0.1:")
    };
    full.parse().map_err(|_| format!("`listen` is an address and a port such as 127.0.0.1:8025, not `{text}`"))
}

pub(super) fn read_public_url(text: &str) -> Result<String, String> {
    let wanted = || format!("`public_url` is an address such as https://kontuar.example.com, not `{text}`");
    let bare = text.trim_end_matches('/');
    let (scheme, rest) = bare.split_once("://").ok_or_else(wanted)?;
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '?' | '#' | '@' | '"' | '<' | '>');
    if rest.is_empty() || rest.contains(bad) {
        return Err(wanted());
    }
    match scheme {
        "https" => Ok(bare.to_owned()),
        "http" if is_loopback(host_of(rest)) => Ok(bare.to_owned()),
        "http" => Err(format!(
            "`public_url` must begin with https://: passwords and customers' mail would travel to {rest} unencrypted"
        )),
        _ => Err(wanted()),
    }
}

/// The host of `host:port`.
pub(super) fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// Pages on an address that others can reach are answered only behind HTTPS.
pub(super) fn refuse_open_door(listen: SocketAddr, public_url: Option<&str>, place: &Place, complaints: &Complaints) {
    if !listen.ip().is_loopback() && !public_url.is_some_and(|url| url.starts_with("https://")) {
        complaints.say(
            place,
            format_args!(
                "`listen` is {listen}, which others can reach, and passwords would travel unencrypted: put a proxy with HTTPS \
                 before it and write its address as `public_url`, or let Kontuar speak HTTPS itself ([tls]), or listen on \
                 127.0.0.1"
            ),
        );
    }
}

pub(super) fn read_database(text: &str) -> Result<DatabaseUrl, String> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(text.to_owned().into());
    }
    // What was given may hold a password, so it is not repeated.
    Err("`database` is an address such as postgres://user:password@127.0.0.1:5432/kontuar; without it everything is kept \
         in the data folder"
        .to_owned())
}

pub(super) fn read_zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text).map_err(|_| format!("`time_zone` is a name such as Europe/Warsaw; there is no zone `{text}`"))
}

pub(super) fn read_level(text: &str) -> Result<tracing::Level, String> {
    text.parse().map_err(|_| format!("`level` is error, warn, info, debug or trace, not `{text}`"))
}

/// The addresses of this machine itself.
pub(super) fn own_machine() -> Vec<IpNet> {
    vec![IpNet::from(IpAddr::from([127, 0, 0, 1])), IpNet::from(IpAddr::from(std::net::Ipv6Addr::LOCALHOST))]
}

/// The networks of a list; a single address is a network of its own.
pub(super) fn read_networks(part: &Section<'_>, key: &'static str) -> Vec<IpNet> {
    let read = part.texts(key).into_iter().filter_map(|given| {
        let text = given.value.trim();
        let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
        if network.is_none() {
            let words = format_args!("`{key}` holds networks such as \"10.0.0.0/8\", not `{text}`");
            part.complain(&given.place, words);
        }
        network
    });
    read.collect()
}

pub(super) fn read_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("`format` is text or json, not `{text}`")),
    }
}

/// The files `certificate_file` and `key_file`, of which none or both are named.
pub(super) fn read_certificate(part: &Section<'_>, base: &Path) -> Option<(PathBuf, PathBuf)> {
    let [certificate, key] = ["certificate_file", "key_file"].map(|key| part.text(key));
    match (certificate, key) {
        (Some(certificate), Some(key)) => Some((base.join(certificate.value), base.join(key.value))),
        (Some(alone), None) => {
            part.complain(&alone.place, "`certificate_file` needs `key_file`: the certificate's private key");
            None
        }
        (None, Some(alone)) => {
            part.complain(&alone.place, "`key_file` needs `certificate_file`: the certificate it belongs to");
            None
        }
        (None, None) => None,
    }
}
