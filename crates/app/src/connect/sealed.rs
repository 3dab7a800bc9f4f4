//! What is sealed of a mailbox that was connected in the pages: JSON, whose words are only ever added to.
//!
//! In: what was typed and tried. Out: the text that is sealed; opened again, what a settings file would say. What an older
//! version did not know is as it is usually; what a newer one added is left aside.

mod permitted;

use channels::email::dkim::{Key, Record};
use channels::email::imap::FolderChoice;
use channels::email::preset;
use channels::email::server::{Password, Tls};
use domain::identity::Address;
use serde::{Deserialize, Serialize};
use store::brand::Inbox;
use store::seal::{SealError, Sealer};
use web::setup::connector::{At, Folders, Limits, Place, Wanted};

pub(super) use permitted::{Permitted, shown};

use crate::config::{self, DkimConfig, DkimKey, ImapConfig, InboxConfig, SmtpConfig};

/// How often a mailbox is looked at besides what its server tells at once, in seconds.
const POLL_SECONDS: u32 = 60;

/// How a mailbox is reached, and what it is used for. It holds a password, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    user: String,
    password: String,
    imap: Server,
    smtp: Server,
    /// Which folders are read; `None`: as they are found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    folders: Option<Places>,
    /// How much is sent; `None`: as its provider is known to allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limits: Option<Bounds>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dkim: Option<Signing>,
    /// The client that its provider's permission was given to; the password is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    permission: Option<Permitted>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Server {
    host: String,
    port: u16,
    tls: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Places {
    spam: String,
    sent: String,
    file_sent: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Bounds {
    connections: u32,
    per_hour: Option<u32>,
    per_day: Option<u32>,
    give_up_hours: u32,
}

/// A private key, and whether it signs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Signing {
    pub selector: String,
    pub domain: String,
    pub pem: String,
    pub signs: bool,
}

impl Signing {
    /// Where receivers look, and what they must find.
    pub fn record(&self) -> Option<(String, Record)> {
        let key = Key::read(&self.pem).ok()?;
        Some((format!("{}._domainkey.{}", self.selector, self.domain), key.record()))
    }
}

impl Server {
    fn of(At { host, port, tls }: &At) -> Self {
        Self { host: host.clone(), port: *port, tls: tls.clone() }
    }

    fn at(&self) -> At {
        At { host: self.host.clone(), port: self.port, tls: self.tls.clone() }
    }

    fn tls(&self) -> Tls {
        Tls::from_word(&self.tls).unwrap_or(Tls::Implicit)
    }
}

/// A folder by its word or name.
pub(super) fn choice(word: &str) -> FolderChoice {
    match word {
        "auto" => FolderChoice::Auto,
        "none" => FolderChoice::None,
        name => FolderChoice::Named(name.to_owned()),
    }
}

impl Kept {
    /// What is kept of a mailbox that was tried.
    pub fn of(wanted: &Wanted) -> Self {
        Self {
            user: wanted.user.clone(),
            password: wanted.password.clone(),
            imap: Server::of(&wanted.imap),
            smtp: Server::of(&wanted.smtp),
            folders: None,
            limits: None,
            dkim: None,
            permission: None,
        }
    }

    /// The same of one that is opened by permission.
    pub(super) fn by_permission(wanted: &Wanted, permission: Permitted) -> Self {
        Self { password: String::new(), permission: Some(permission), ..Self::of(wanted) }
    }

    /// The client that its provider's permission was given to; `None`: it has a password.
    pub(super) fn permitted(&self) -> Option<&Permitted> {
        self.permission.as_ref()
    }

    /// What another one says of how it is reached, used as this one is.
    pub(super) fn used_as(&self, reached: Self) -> Self {
        let Self { folders, limits, dkim, .. } = self.clone();
        Self { folders, limits, dkim, ..reached }
    }

    /// The same use of a mailbox that is reached otherwise.
    pub fn reached(&self, wanted: &Wanted) -> Self {
        self.used_as(Self::of(wanted))
    }

    /// Seals it.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn seal(&self, sealer: &Sealer, name: &str) -> Result<Vec<u8>, SealError> {
        let text = serde_json::to_vec(self).map_err(|_| SealError::Broken)?;
        store::secret::seal(sealer, name, &text)
    }

    /// Opens it.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn open(sealer: &Sealer, name: &str, kept: &store::secret::Kept) -> Result<Self, SealError> {
        let text = store::secret::open(sealer, name, kept)?;
        serde_json::from_slice(&text).map_err(|_| SealError::Broken)
    }

    /// How it is reached now.
    pub fn wanted(&self, address: Address) -> Wanted {
        Wanted {
            address,
            place: Place::default(),
            user: self.user.clone(),
            password: self.password.clone(),
            imap: self.imap.at(),
            smtp: self.smtp.at(),
        }
    }

    /// With other folders.
    pub fn reading(&self, folders: &Folders) -> Self {
        let Folders { spam, sent, file_sent } = folders.clone();
        Self { folders: Some(Places { spam, sent, file_sent }), ..self.clone() }
    }

    /// With other limits.
    pub fn within(&self, limits: Limits) -> Self {
        let Limits { connections, per_hour, per_day, give_up_hours } = limits;
        Self { limits: Some(Bounds { connections, per_hour, per_day, give_up_hours }), ..self.clone() }
    }

    /// With another key, or none.
    pub fn signing(&self, dkim: Option<Signing>) -> Self {
        Self { dkim, ..self.clone() }
    }

    /// Its key.
    pub fn key(&self) -> Option<&Signing> {
        self.dkim.as_ref()
    }

    /// The same as settings of a file would say it.
    pub fn config(self, inbox: Inbox, brand: String) -> InboxConfig {
        let (imap_tls, smtp_tls) = (self.imap.tls(), self.smtp.tls());
        let password = self.permission.is_none().then(|| Password::new(self.password));
        let (spam, sent) = self.folders.as_ref().map_or(("auto", "auto"), |one| (&one.spam, &one.sent));
        let folders = config::Folders { inbox: "INBOX".to_owned(), spam: choice(spam), sent: choice(sent) };
        let file_sent = self.folders.as_ref().and_then(|places| match places.file_sent.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        let usual = preset::by_host(&self.smtp.host).and_then(|preset| preset.per_hour);
        let login = password.clone().map(|password| (self.user.clone(), password));
        let mut smtp = SmtpConfig::plain(self.smtp.host, self.smtp.port, smtp_tls, login);
        match self.limits {
            None => smtp.per_hour = usual,
            Some(Bounds { connections, per_hour, per_day, give_up_hours }) => {
                (smtp.connections, smtp.give_up_hours) = (connections, give_up_hours);
                (smtp.per_hour, smtp.per_day) = (per_hour, per_day);
            }
        }
        InboxConfig {
            id: Some(inbox.id),
            brand,
            team: None,
            name: inbox.name,
            address: inbox.address,
            sender: inbox.sender,
            auto_reply: inbox.auto_reply,
            signature: inbox.signature,
            imap: Some(ImapConfig {
                host: self.imap.host,
                port: self.imap.port,
                tls: imap_tls,
                user: self.user,
                password,
                folders,
                file_sent,
                history: None,
                poll_seconds: POLL_SECONDS,
                extra_ca_pem: None,
            }),
            smtp,
            dkim: self.dkim.filter(|key| key.signs).map(|Signing { selector, domain, pem, .. }| DkimConfig {
                domain,
                keys: vec![DkimKey { selector, file: None, pem: Password::new(pem) }],
            }),
            oauth: self.permission.and_then(|permission| permission.config()),
        }
    }
}

#[cfg(test)]
mod tests;
