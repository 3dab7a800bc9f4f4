//! `[inbox.smtp]`: where mail is handed over.

use std::path::Path;

use channels::email::server::{Password, Tls};

use super::server::{PASSWORDS, read_ca, read_password, read_server};
use crate::config::Surroundings;
use crate::config::sheet::Section;

/// Where mail is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpConfig {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// User name and password; `None` for a server that asks for none, or takes tokens.
    pub login: Option<(String, Password)>,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
    /// How many messages are handed over at the same time.
    pub connections: u32,
    /// How many messages may go within an hour.
    pub per_hour: Option<u32>,
    /// How many within a day.
    pub per_day: Option<u32>,
    /// How long a message that surely was not sent is tried, in hours.
    pub give_up_hours: u32,
    /// The server that stands in when this one takes nothing.
    pub second: Option<Box<SecondConfig>>,
}

impl SmtpConfig {
    /// With everything that is not said as it usually is.
    pub fn plain(host: String, port: u16, tls: Tls, login: Option<(String, Password)>) -> Self {
        Self {
            host,
            port,
            tls,
            login,
            extra_ca_pem: None,
            connections: DEFAULT_CONNECTIONS,
            per_hour: None,
            per_day: None,
            give_up_hours: DEFAULT_GIVE_UP_HOURS,
            second: None,
        }
    }
}

/// The server that stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondConfig {
    /// The server.
    pub server: SmtpConfig,
    /// For how long the first one must have taken nothing, in minutes.
    pub after_minutes: u32,
}

/// How many messages are handed over to a server at the same time when nothing else is said.
const DEFAULT_CONNECTIONS: u32 = 4;

/// How long a message that surely was not sent is tried when nothing else is said, in hours.
const DEFAULT_GIVE_UP_HOURS: u32 = 48;

/// For how long the first server must have taken nothing when nothing else is said, in minutes.
const DEFAULT_AFTER_MINUTES: u32 = 15;

pub(super) fn read(part: Section<'_>, around: &Surroundings<'_>, base: &Path) -> Option<SmtpConfig> {
    let second = match part.part("second", "[inbox.smtp.second]") {
        Some(part) => Some(Box::new(read_second(part, around, base)?)),
        None if part.has("second") => return None,
        None => None,
    };
    let server = read_one(&part, "[inbox.smtp]", around, base);
    part.finish();
    server.map(|server| SmtpConfig { second, ..server })
}

fn read_second(part: Section<'_>, around: &Surroundings<'_>, base: &Path) -> Option<SecondConfig> {
    let after_minutes = whole(&part, "after_minutes", 1..=1_440).unwrap_or(DEFAULT_AFTER_MINUTES);
    let server = read_one(&part, "[inbox.smtp.second]", around, base);
    part.finish();
    Some(SecondConfig { server: server?, after_minutes })
}

fn whole(part: &Section<'_>, key: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<u32> {
    part.whole(key, range).and_then(|given| u32::try_from(given.value).ok())
}

fn read_one(part: &Section<'_>, heading: &str, around: &Surroundings<'_>, base: &Path) -> Option<SmtpConfig> {
    let server = read_server(part, [465, 587, 25]);
    let user = part.text("user").map(|given| given.value.to_owned());
    let password = read_password(part, around, base);
    let given = PASSWORDS.iter().any(|key| part.has(key));
    if user.is_some() && !given {
        part.complain(
            &part.place(),
            format_args!("{heading} has a `user`, so it needs `password_file`, `password_env` or `password`"),
        );
    }
    if user.is_none() && given {
        part.complain(&part.place(), format_args!("{heading} has a password, so it needs `user`"));
    }
    let extra_ca_pem = read_ca(part, around, base);
    let connections = whole(part, "connections", 1..=32).unwrap_or(DEFAULT_CONNECTIONS);
    let give_up_hours = whole(part, "give_up_hours", 1..=336).unwrap_or(DEFAULT_GIVE_UP_HOURS);
    let per_hour = whole(part, "per_hour", 1..=1_000_000);
    let per_day = whole(part, "per_day", 1..=10_000_000);
    let (host, port, tls) = server?;
    let (login, extra_ca_pem) = (user.zip(password), extra_ca_pem.ok()?);
    Some(SmtpConfig {
        host,
        port,
        tls,
        login,
        extra_ca_pem,
        connections,
        per_hour,
        per_day,
        give_up_hours,
        second: None,
    })
}
