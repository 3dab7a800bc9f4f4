//! The configured mailboxes become inboxes: rows at their first start, channels at every start.

use channels::email::EmailChannel;
use channels::email::imap;
use channels::email::server::{AccessTokens, Login};
use channels::email::smtp::{self, Submission};
use domain::id::{BrandId, InboxId, TeamId};
use domain::mailbox::Horizon;
use engine::Engine;
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use std::sync::Arc;

use crate::commands::Failure;
use crate::config::{ImapConfig, InboxConfig, SmtpConfig};
use crate::permission::Permission;

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
/// connects each inbox with its channel, which believes the Authentication-Results of these servers. Inboxes that are no longer configured stay, to be read.
///
/// # Errors
/// When the store cannot be written, or a channel's certificates cannot be used.
pub async fn set_up(engine: &Engine, inboxes: &[InboxConfig], believed: &[String]) -> Result<Vec<Connected>, Failure> {
    let mut connected = Vec::with_capacity(inboxes.len());
    for inbox in inboxes {
        let id = find_or_create(engine, inbox).await.map_err(|error| Failure(error.to_string()))?;
        let tokens = tokens(engine, inbox);
        let submission = Submission::new(smtp_settings(inbox, tokens.as_ref()))
            .map_err(|error| Failure(format!("The inbox {} cannot send: {error}.", inbox.address)))?;
        engine.channels().connect(id, Arc::new(EmailChannel::new(submission).believing(believed)));
        let (mailbox, horizon) = (imap_settings(inbox, tokens.as_ref())?, inbox.imap.history);
        connected.push(Connected { id, name: inbox.name.clone(), mailbox, horizon });
    }
    let settled = connected.iter().map(|one| (one.id, one.horizon)).collect::<Vec<_>>();
    let now = engine.now();
    engine.store().write(move |tx| store::mailbox::state::set_up(tx, &settled, now)).await?;
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

/// Where an inbox's access tokens come from, when it has a provider.
fn tokens(engine: &Engine, inbox: &InboxConfig) -> Option<Tokens> {
    let oauth = inbox.oauth.as_ref()?;
    let (store, clock) = (engine.store().clone(), engine.clock().clone());
    Some(Arc::new(Permission::new(store, clock, oauth.client.clone(), inbox.address.clone())))
}

/// Where access tokens come from.
pub type Tokens = Arc<dyn AccessTokens>;

/// How the inbox's mail is fetched.
///
/// # Errors
/// When there is neither a password nor a provider; the settings were read so that there is.
pub fn imap_settings(inbox: &InboxConfig, tokens: Option<&Tokens>) -> Result<imap::Settings, Failure> {
    let ImapConfig { host, port, tls, user, password, folders, poll_seconds, extra_ca_pem, history: _ } = &inbox.imap;
    let login = match (password, tokens) {
        (Some(password), _) => Login::password(user, password.clone()),
        (None, Some(tokens)) => Login::Bearer { user: user.clone(), tokens: Arc::clone(tokens) },
        (None, None) => {
            return Err(Failure(format!("The inbox {} has neither a password nor a provider.", inbox.address)));
        }
    };
    let mut settings = imap::Settings::new(host, *port, *tls, user, "");
    settings.login = login;
    settings.folder.clone_from(&folders.inbox);
    settings.spam_folder.clone_from(&folders.spam);
    settings.sent_folder.clone_from(&folders.sent);
    settings.poll_ms = u64::from(*poll_seconds) * 1_000;
    settings.extra_ca_pem.clone_from(extra_ca_pem);
    Ok(settings)
}

/// How the inbox's mail is handed over. A user and a password of its own win over the provider.
pub fn smtp_settings(inbox: &InboxConfig, tokens: Option<&Tokens>) -> smtp::Settings {
    let SmtpConfig { host, port, tls, login, extra_ca_pem } = &inbox.smtp;
    let mut settings = smtp::Settings::new(host, *port, *tls);
    settings.login = match (login, tokens) {
        (Some((user, password)), _) => Some(Login::password(user, password.clone())),
        (None, Some(tokens)) => Some(Login::Bearer { user: inbox.imap.user.clone(), tokens: Arc::clone(tokens) }),
        (None, None) => None,
    };
    settings.extra_ca_pem.clone_from(extra_ca_pem);
    settings
}
