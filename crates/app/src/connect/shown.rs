//! What is set of a mailbox, as the pages show it: by the settings file or the pages, with the permission that opens it.
//!
//! In: an inbox. Out: its settings; the folders that its server has. It must not: show a password, a client's secret or a key.

use channels::email::imap::{self, FolderChoice};
use domain::id::InboxId;
use engine::commands::By;
use engine::error::Refused;
use engine::mailbox::permission_of;
use web::setup::connector::{At, Folders, Given, Key, Limits, Set, Trouble, Words};

use super::change::Stands;
use super::sealed::{self, Permitted};
use super::{Connections, LOOKING, look};
use crate::config::{ImapConfig, InboxConfig, OauthConfig, SmtpConfig};
use crate::permission;
use crate::serve::inboxes::{imap_settings, tokens};

impl Connections {
    /// What is set of it, by the settings file or the pages.
    pub(super) async fn shown(&self, by: By, inbox: InboxId) -> engine::Result<Set> {
        let Stands { row, brand, kept } = self.stands(by, inbox).await?;
        if let Some(file) = self.configured.iter().find(|known| known.address == row.address) {
            let dkim = file.dkim.iter().flat_map(|dkim| dkim.keys.iter().map(|key| (&dkim.domain, key)));
            let keys = dkim.filter_map(|(domain, key)| {
                let name = format!("{}._domainkey.{domain}", key.selector);
                Some(Key { name, record: key.read().ok()?.record().to_string(), signs: true })
            });
            let keys = keys.collect();
            return Ok(Set { permission: self.given(file, None).await?, ..set(file, None, keys) });
        }
        let (version, kept) = kept.ok_or(Refused::NotFound)?;
        let permitted = kept.permitted().cloned();
        let key = kept.key().and_then(|key| {
            let (name, record) = key.record()?;
            Some(Key { name, record: record.to_string(), signs: key.signs })
        });
        let config = kept.config(row, brand);
        let permission = self.given(&config, permitted.as_ref()).await?;
        Ok(Set { permission, ..set(&config, Some(version), key.into_iter().collect()) })
    }

    /// The permission by which it is used, and how that stands.
    async fn given(&self, config: &InboxConfig, permitted: Option<&Permitted>) -> engine::Result<Option<Given>> {
        let Some(OauthConfig { client, user }) = &config.oauth else { return Ok(None) };
        let (name, agent) = (permission_of(&config.address), permitted.map(Permitted::given));
        let asked = name.clone();
        let read = move |conn: &mut store::Conn| -> store::Result<_> {
            let by = agent.map(|(agent, _)| store::agent::by_id(conn, agent)).transpose()?;
            Ok((store::secret::get(conn, &asked)?, by.flatten()))
        };
        let (kept, by) = self.engine.store().read(read).await?;
        let sealer = self.engine.store().sealer();
        let stands = match kept.map(|kept| permission::Kept::open(sealer, &name, &kept)) {
            None | Some(Err(_)) => "missing",
            Some(Ok(kept)) if kept.is_withdrawn() => "withdrawn",
            Some(Ok(_)) => "good",
        };
        let client = permitted.map_or_else(|| sealed::shown(client), Permitted::shown);
        let (by, at) = (by.map(|agent| agent.name), agent.map(|(_, at)| at));
        Ok(Some(Given { client, who: user.clone(), by, at, stands }))
    }

    /// The names of its folders, asked of its server.
    pub(super) async fn listed(&self, by: By, inbox: InboxId) -> engine::Result<Result<Vec<String>, Trouble>> {
        let (row, _, kept) = self.kept(by, inbox).await?;
        let config = kept.config(row, String::new());
        let tokens = tokens(&self.engine, &config);
        let at = config.imap.as_ref().ok_or(Refused::NotFound)?;
        let settings = imap_settings(&config, at, tokens.as_ref()).map_err(|why| Refused::Invalid(why.0))?;
        // It goes on when nobody waits any more: a token that is renewed meanwhile must be kept.
        let listing = tokio::spawn(async move { Box::pin(imap::folders(&settings)).await });
        let late = || Err(imap::MailboxError::TimedOut { doing: "listing the folders" });
        let listed = tokio::time::timeout(LOOKING, listing).await.ok().and_then(Result::ok);
        Ok(listed.unwrap_or_else(late).map_err(look::trouble))
    }
}

/// What settings say, as the pages show it.
pub(super) fn set(config: &InboxConfig, version: Option<i64>, keys: Vec<Key>) -> Set {
    let InboxConfig { address, name, sender, signature, auto_reply, imap, smtp, .. } = config;
    let folder = |choice: Option<&FolderChoice>| match choice {
        Some(FolderChoice::Auto) => "auto".to_owned(),
        Some(FolderChoice::Named(name)) => name.clone(),
        Some(FolderChoice::None) | None => "none".to_owned(),
    };
    let read = imap.as_ref().map(|imap| &imap.folders);
    let file_sent = imap.as_ref().and_then(|imap| imap.file_sent);
    let user = imap.as_ref().map(|imap| imap.user.clone());
    let user = user.or_else(|| smtp.login.as_ref().map(|(user, _)| user.clone()));
    let at = |ImapConfig { host, port, tls, .. }: &ImapConfig| At {
        host: host.clone(),
        port: *port,
        tls: tls.word().to_owned(),
    };
    let &SmtpConfig { connections, per_hour, per_day, give_up_hours, .. } = smtp;
    Set {
        address: address.clone(),
        version,
        words: Words {
            name: name.clone(),
            sender: sender.clone(),
            signature: signature.clone().unwrap_or_default(),
            auto_reply: auto_reply.clone().unwrap_or_default(),
        },
        user: user.unwrap_or_default(),
        imap: imap.as_ref().map(at),
        smtp: At { host: smtp.host.clone(), port: smtp.port, tls: smtp.tls.word().to_owned() },
        folders: Folders {
            spam: folder(read.map(|folders| &folders.spam)),
            sent: folder(read.map(|folders| &folders.sent)),
            file_sent: file_sent.map_or("auto", |files| if files { "yes" } else { "no" }).to_owned(),
        },
        limits: Limits { connections, per_hour, per_day, give_up_hours },
        keys,
        permission: None,
    }
}
