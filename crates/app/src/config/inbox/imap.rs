//! `[inbox.imap]`: where mail is fetched.

use std::path::Path;

use channels::email::server::{Password, Tls};
use domain::identity::Address;

use super::server::{PASSWORDS, read_ca, read_password, read_server};
use crate::config::Surroundings;
use crate::config::sheet::Section;

/// How often a mailbox is looked at when its server does not tell of new mail, in seconds.
const DEFAULT_POLL_SECONDS: i64 = 60;

/// Where mail is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImapConfig {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// User name.
    pub user: String,
    /// Password; `None` where the provider gives tokens.
    pub password: Option<Password>,
    /// The folder that is watched.
    pub folder: String,
    /// How often it is looked at when the server does not tell of new mail, in seconds.
    pub poll_seconds: u32,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
}

pub(super) fn read(
    part: Section<'_>,
    address: Option<&Address>,
    by_token: bool,
    around: &Surroundings<'_>,
    base: &Path,
) -> Option<ImapConfig> {
    let server = read_server(&part, [993, 143, 143]);
    let user = part.text("user").map(|given| given.value.to_owned()).or_else(|| address.map(ToString::to_string));
    let password = read_password(&part, around, base);
    let given = PASSWORDS.iter().any(|key| part.has(key));
    if by_token && given {
        part.complain(&part.place(), "[inbox.imap] has a password, and [inbox.oauth] is there: remove one of the two");
    }
    if !by_token && !given {
        part.complain(&part.place(), "[inbox.imap] needs `password_file`, `password_env` or `password`");
    }
    let folder = part.text("folder").map_or_else(|| "INBOX".to_owned(), |given| given.value.to_owned());
    let poll = part.whole("poll_seconds", 5..=3_600).map_or(DEFAULT_POLL_SECONDS, |given| given.value);
    let extra_ca_pem = read_ca(&part, around, base);
    part.finish();
    let (host, port, tls) = server?;
    Some(ImapConfig {
        host,
        port,
        tls,
        user: user?,
        password: if by_token { None } else { Some(password?) },
        folder,
        poll_seconds: u32::try_from(poll).ok()?,
        extra_ca_pem: extra_ca_pem.ok()?,
    })
}
