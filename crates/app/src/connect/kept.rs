//! The settings of a mailbox that was connected in the pages, as the store keeps them: JSON, sealed, a secret an inbox.

use channels::email::imap::FolderChoice;
use channels::email::preset;
use channels::email::server::{Password, Tls};
use domain::identity::Address;
use engine::Engine;
use engine::mailbox::{SECRETS, secret_of};
use serde::{Deserialize, Serialize};
use store::brand::Inbox;
use store::seal::{SealError, Sealer};
use web::setup::connector::{At, Wanted};

use crate::config::{Folders, ImapConfig, InboxConfig, SmtpConfig};

/// How often a mailbox is looked at besides what its server tells at once, in seconds.
const POLL_SECONDS: u32 = 60;

/// How a mailbox is reached. It holds a password, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    user: String,
    password: String,
    imap: Server,
    smtp: Server,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Server {
    host: String,
    port: u16,
    tls: String,
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

impl Kept {
    /// What is kept of a mailbox that was tried.
    pub fn of(wanted: &Wanted) -> Self {
        Self {
            user: wanted.user.clone(),
            password: wanted.password.clone(),
            imap: Server::of(&wanted.imap),
            smtp: Server::of(&wanted.smtp),
        }
    }

    /// Seals it.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn seal(&self, sealer: &Sealer, name: &str) -> Result<Vec<u8>, SealError> {
        let text = serde_json::to_vec(self).map_err(|_| SealError::Broken)?;
        store::secret::seal(sealer, name, &text)
    }

    /// The same mailbox, with another password.
    pub fn wanted(&self, address: Address, password: String) -> Wanted {
        Wanted {
            address,
            name: None,
            team: None,
            user: self.user.clone(),
            password,
            imap: self.imap.at(),
            smtp: self.smtp.at(),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn open(sealer: &Sealer, name: &str, kept: &store::secret::Kept) -> Result<Self, SealError> {
        let text = store::secret::open(sealer, name, kept)?;
        serde_json::from_slice(&text).map_err(|_| SealError::Broken)
    }

    /// The same as settings of a file would say it.
    fn config(self, inbox: Inbox, brand: String) -> InboxConfig {
        let per_hour = preset::by_host(&self.smtp.host).and_then(|preset| preset.per_hour);
        let (imap_tls, smtp_tls) = (self.imap.tls(), self.smtp.tls());
        let password = Password::new(self.password);
        let folders = Folders { inbox: "INBOX".to_owned(), spam: FolderChoice::Auto, sent: FolderChoice::Auto };
        InboxConfig {
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
                user: self.user.clone(),
                password: Some(password.clone()),
                folders,
                file_sent: None,
                history: None,
                poll_seconds: POLL_SECONDS,
                extra_ca_pem: None,
            }),
            smtp: SmtpConfig {
                per_hour,
                ..SmtpConfig::plain(self.smtp.host, self.smtp.port, smtp_tls, Some((self.user, password)))
            },
            dkim: None,
            oauth: None,
        }
    }
}

/// The version of each mailbox that was connected in the pages, by its secret's name.
///
/// # Errors
/// When the store cannot be read.
pub async fn versions(engine: &Engine) -> store::Result<Vec<(String, i64)>> {
    let mut found = engine.store().read(store::secret::versions).await?;
    found.retain(|(name, _)| name.starts_with(SECRETS));
    Ok(found)
}

/// A mailbox that was connected in the pages.
#[derive(Clone, Debug)]
pub struct Known {
    /// The name of its secret.
    pub name: String,
    /// The version of that.
    pub version: i64,
    /// What a settings file would say.
    pub inbox: InboxConfig,
}

/// All of them. One that cannot be opened is told of in the log and left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(engine: &Engine) -> store::Result<Vec<Known>> {
    let sealer = engine.store().sealer().clone();
    engine.store().read(move |conn| read(conn, &sealer)).await
}

/// The same over a connection, for a command that looks beside a running counter.
///
/// # Errors
/// When the store cannot be read.
pub fn read(conn: &mut store::Conn, sealer: &Sealer) -> store::Result<Vec<Known>> {
    let mut secrets = Vec::new();
    for (name, _) in store::secret::versions(conn)? {
        if name.starts_with(SECRETS)
            && let Some(kept) = store::secret::get(conn, &name)?
        {
            secrets.push((name, kept));
        }
    }
    let (inboxes, brands) = (store::brand::inboxes(conn)?, store::brand::brands(conn)?);
    let mut found = Vec::new();
    for (name, kept) in secrets {
        let Some(inbox) = inboxes.iter().find(|inbox| secret_of(inbox.id) == name).cloned() else { continue };
        let brand = brands.iter().find(|brand| brand.id == inbox.brand).map(|brand| brand.name.clone());
        match Kept::open(sealer, &name, &kept) {
            Ok(opened) => {
                let inbox = opened.config(inbox, brand.unwrap_or_default());
                found.push(Known { name, version: kept.version, inbox });
            }
            Err(error) => {
                tracing::error!(inbox = %inbox.id, %error, "the settings of a mailbox cannot be opened; connect it again");
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use domain::id::{Id, InboxId};

    use super::*;

    #[test]
    fn what_is_kept_opens_in_its_place_and_shows_no_password() {
        let at = |port| At { host: "mail.example.com".to_owned(), port, tls: "implicit".to_owned() };
        let wanted = Wanted {
            address: Address::parse("sklep@example.com").unwrap(),
            name: None,
            team: None,
            user: "sklep@example.com".to_owned(),
            password: "pelargonia".to_owned(),
            imap: at(993),
            smtp: at(465),
        };
        assert!(!format!("{wanted:?}").contains("pelargonia"));
        let (sealer, name) = (Sealer::new(&[3; 32]), secret_of(InboxId::from_raw(7)));
        let sealed = Kept::of(&wanted).seal(&sealer, &name).unwrap();
        assert!(!sealed.windows(10).any(|window| window == b"pelargonia"));
        let kept = store::secret::Kept { version: 1, sealed };
        assert!(Kept::open(&sealer, &name, &kept).is_ok_and(|opened| opened == Kept::of(&wanted)));
        assert!(Kept::open(&sealer, "mailbox:other", &kept).is_err());
        assert!(Kept::open(&Sealer::new(&[4; 32]), &name, &kept).is_err());
    }
}
