//! The configured mailboxes become inboxes: rows at their first start, channels at every start.

use channels::email::EmailChannel;
use channels::email::imap;
use channels::email::smtp::{self, Submission};
use domain::id::{BrandId, InboxId, TeamId};
use domain::mailbox::Horizon;
use engine::Engine;
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use std::sync::Arc;

use crate::commands::Failure;
use crate::config::{ImapConfig, InboxConfig, SmtpConfig};

/// An inbox and the mailbox that is fetched for it.
#[derive(Clone, Debug)]
pub struct Connected {
    /// The inbox.
    pub id: InboxId,
    /// Its name among colleagues.
    pub name: String,
    /// Where its mail is.
    pub mailbox: imap::Settings,
    /// How far back it is read, where the settings say so.
    pub horizon: Option<Horizon>,
}

/// Makes the shops, teams and inboxes that are not there yet, keeps their words up to date, and
/// connects each inbox with its channel. Inboxes that are no longer configured stay, to be read.
///
/// # Errors
/// When the store cannot be written, or a channel's certificates cannot be used.
pub async fn set_up(engine: &Engine, inboxes: &[InboxConfig]) -> Result<Vec<Connected>, Failure> {
    let mut connected = Vec::with_capacity(inboxes.len());
    for inbox in inboxes {
        let id = find_or_create(engine, inbox).await.map_err(|error| Failure(error.to_string()))?;
        let submission = Submission::new(smtp_settings(&inbox.smtp))
            .map_err(|error| Failure(format!("The inbox {} cannot send: {error}.", inbox.address)))?;
        engine.channels().connect(id, Arc::new(EmailChannel::new(submission)));
        let (mailbox, horizon) = (imap_settings(&inbox.imap), inbox.imap.history);
        connected.push(Connected { id, name: inbox.name.clone(), mailbox, horizon });
    }
    Ok(connected)
}

async fn find_or_create(engine: &Engine, wanted: &InboxConfig) -> engine::Result<InboxId> {
    let known = engine.store().read(store::brand::inboxes).await?;
    if let Some(mut inbox) = known.into_iter().find(|inbox| inbox.address == wanted.address) {
        let id = inbox.id;
        let words = (&wanted.name, &wanted.sender, &wanted.auto_reply);
        if (&inbox.name, &inbox.sender, &inbox.auto_reply) != words {
            inbox.name.clone_from(&wanted.name);
            inbox.sender.clone_from(&wanted.sender);
            inbox.auto_reply.clone_from(&wanted.auto_reply);
            engine.store().write(move |tx| store::brand::reword_inbox(tx, &inbox)).await?;
        }
        return Ok(id);
    }
    let new = NewInbox {
        brand: brand(engine, &wanted.brand).await?,
        team: team(engine, wanted.team.as_ref().unwrap_or(&wanted.brand)).await?,
        name: wanted.name.clone(),
        address: wanted.address.clone(),
        sender: wanted.sender.clone(),
        auto_reply: wanted.auto_reply.clone(),
    };
    create_inbox(engine, new).await
}

async fn brand(engine: &Engine, name: &str) -> engine::Result<BrandId> {
    let known = engine.store().read(store::brand::brands).await?;
    match known.into_iter().find(|brand| brand.name == name) {
        Some(brand) => Ok(brand.id),
        None => create_brand(engine, name).await,
    }
}

async fn team(engine: &Engine, name: &str) -> engine::Result<TeamId> {
    let known = engine.store().read(store::brand::teams).await?;
    match known.into_iter().find(|team| team.name == name) {
        Some(team) => Ok(team.id),
        None => create_team(engine, name).await,
    }
}

/// The settings of a mailbox as its channel takes them.
pub fn imap_settings(config: &ImapConfig) -> imap::Settings {
    let ImapConfig { host, port, tls, user, password, folders, poll_seconds, extra_ca_pem, history: _ } = config;
    let mut settings = imap::Settings::new(host, *port, *tls, user, password.clone());
    settings.folder.clone_from(&folders.inbox);
    settings.spam_folder.clone_from(&folders.spam);
    settings.sent_folder.clone_from(&folders.sent);
    settings.poll_ms = u64::from(*poll_seconds) * 1_000;
    settings.extra_ca_pem.clone_from(extra_ca_pem);
    settings
}

fn smtp_settings(config: &SmtpConfig) -> smtp::Settings {
    let SmtpConfig { host, port, tls, login, extra_ca_pem } = config;
    let mut settings = smtp::Settings::new(host, *port, *tls);
    settings.login.clone_from(login);
    settings.extra_ca_pem.clone_from(extra_ca_pem);
    settings
}
