//! `[inbox.imap]`: where mail is fetched.

use std::path::Path;

use channels::email::imap::FolderChoice;
use channels::email::server::{Password, Tls};
use domain::identity::Address;
use domain::mailbox::Horizon;

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
    /// The folders that are watched.
    pub folders: Folders,
    /// Whether what was sent is put into the folder of sent mail; `None`: where the provider does not do that.
    pub file_sent: Option<bool>,
    /// How far back it is read; `None`: that is chosen in the pages.
    pub history: Option<Horizon>,
    /// How often it is looked at when the server does not tell of new mail, in seconds.
    pub poll_seconds: u32,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
}

/// The folders of a mailbox that are watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Where mail arrives.
    pub inbox: String,
    /// Where spam lies.
    pub spam: FolderChoice,
    /// Where sent mail lies.
    pub sent: FolderChoice,
}

/// A folder by name, `auto` or `none`.
fn read_folder(part: &Section<'_>, key: &'static str) -> FolderChoice {
    match part.text(key).map(|given| given.value.trim()) {
        None | Some("auto") => FolderChoice::Auto,
        Some("none") => FolderChoice::None,
        Some(name) => FolderChoice::Named(name.to_owned()),
    }
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
    let folders = Folders {
        inbox: part.text("folder").map_or_else(|| "INBOX".to_owned(), |given| given.value.to_owned()),
        spam: read_folder(&part, "spam_folder"),
        sent: read_folder(&part, "sent_folder"),
    };
    let file_sent = part.text("file_sent").and_then(|given| match given.value.trim() {
        "auto" => None,
        "yes" if folders.sent == FolderChoice::None => {
            part.complain(&given.place, "`file_sent` is \"yes\", and `sent_folder` is \"none\": name the folder");
            None
        }
        "yes" => Some(true),
        "no" => Some(false),
        other => {
            part.complain(&given.place, format_args!("`file_sent` is auto, yes or no, not `{other}`"));
            None
        }
    });
    let history = part.text("history").and_then(|given| {
        let horizon = Horizon::parse(given.value);
        if horizon.is_none() {
            let words = "`history` is \"all\", \"none\" or a day such as \"2026-01-01\"";
            part.complain(&given.place, format_args!("{words}, not `{}`", given.value));
        }
        horizon
    });
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
        folders,
        file_sent,
        history,
        poll_seconds: u32::try_from(poll).ok()?,
        extra_ca_pem: extra_ca_pem.ok()?,
    })
}
