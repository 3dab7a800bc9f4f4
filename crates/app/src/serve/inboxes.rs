//! The mailboxes of the settings and of the pages become inboxes: rows at their first start, channels at every start.

use channels::email::dkim::Signer;
use channels::email::imap::{self, FolderChoice};
use channels::email::preset;
use channels::email::server::{AccessTokens, Login};
use channels::email::smtp::{self, Submission};
use channels::email::{EmailChannel, Exit};
use domain::channel::Route;
use domain::id::{BrandId, InboxId, TeamId};
use domain::mailbox::Horizon;
use domain::time::{HOUR_MS, MINUTE_MS};
use engine::Engine;
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use std::path::Path;
use std::sync::Arc;

use crate::commands::Failure;
use crate::config::{DkimConfig, ImapConfig, InboxConfig, SmtpConfig};
use crate::connect::kept::{self, Known};
use crate::permission::Permission;

/// An inbox and the mailbox that is fetched for it.
#[derive(Clone, Debug)]
pub struct Connected {
    /// The inbox.
    pub id: InboxId,
    /// Its settings.
    pub inbox: InboxConfig,
    /// Where its mail is fetched, where it is.
    pub mailbox: Option<imap::Settings>,
    /// How far back it is read, where the settings say so.
    pub horizon: Option<Horizon>,
    /// How its mail leaves.
    pub channel: Arc<EmailChannel>,
}

/// Makes the shops, teams and inboxes that are not there yet, keeps their words up to date, and
/// connects each inbox with its channel, which believes the Authentication-Results of these servers. Inboxes that are no longer configured stay, to be read.
///
/// # Errors
/// When the store cannot be written, or a channel's certificates cannot be used.
pub async fn set_up(engine: &Engine, inboxes: &[InboxConfig], believed: &[String]) -> Result<Vec<Connected>, Failure> {
    let mut connected = Vec::with_capacity(inboxes.len());
    for inbox in inboxes {
        connected.push(connect(engine, inbox, believed).await?);
    }
    // Of what is not fetched nothing is expected, so that its silence is no alarm.
    let fetched = connected.iter().filter(|one| one.mailbox.is_some());
    let settled = fetched.map(|one| (one.id, one.horizon)).collect::<Vec<_>>();
    let now = engine.now();
    engine.store().write(move |tx| store::mailbox::state::set_up(tx, &settled, now)).await?;
    Ok(connected)
}

/// The same for one, which is watched already or not at all.
///
/// # Errors
/// The same.
pub async fn connect(engine: &Engine, inbox: &InboxConfig, believed: &[String]) -> Result<Connected, Failure> {
    let id = find_or_create(engine, inbox).await.map_err(|error| Failure(error.to_string()))?;
    let tokens = tokens(engine, inbox);
    let signers = signers(inbox)?;
    let exit = |smtp: smtp::Settings, route: Route| -> Result<Exit, Failure> {
        let submission = Submission::new(smtp)
            .map_err(|error| Failure(format!("The inbox {} cannot send: {error}.", inbox.address)))?;
        Ok(Exit { submission: submission.signing(signers.clone()), route })
    };
    let first = exit(smtp_settings(inbox, tokens.as_ref()), route(&inbox.smtp, 0))?;
    let second = inbox.smtp.second.as_ref().map(|second| {
        let server = &second.server;
        // The provider's tokens are for the provider alone.
        let login = server.login.clone().map(|(user, password)| Login::password(user, password));
        exit(server_settings(server, login), route(server, second.after_minutes))
    });
    let channel = EmailChannel::through(first, second.transpose()?.into_iter().collect()).believing(believed);
    let (by_provider, by_others) = copies(inbox);
    let channel = Arc::new(channel.keeping_copies(by_provider, by_others));
    engine.channels().connect(id, channel.clone());
    let mailbox = inbox.imap.as_ref().map(|imap| imap_settings(inbox, imap, tokens.as_ref())).transpose()?;
    let horizon = inbox.imap.as_ref().and_then(|imap| imap.history);
    Ok(Connected { id, inbox: inbox.clone(), mailbox, horizon, channel })
}

/// The inboxes of the settings, and those that were connected in the pages. Where both have one, the settings count.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(engine: &Engine, configured: &[InboxConfig]) -> Result<(Vec<InboxConfig>, Vec<Known>), Failure> {
    let mut kept = kept::all(engine).await?;
    kept.retain(|known| configured.iter().all(|inbox| inbox.address != known.inbox.address));
    let inboxes = configured.iter().chain(kept.iter().map(|known| &known.inbox)).cloned().collect();
    Ok((inboxes, kept))
}

async fn find_or_create(engine: &Engine, wanted: &InboxConfig) -> engine::Result<InboxId> {
    // What somebody wrote in the pages meanwhile is not written over by what was read before.
    if let Some(id) = wanted.id {
        return Ok(id);
    }
    let known = engine.store().read(store::brand::inboxes).await?;
    if let Some(mut inbox) = known.into_iter().find(|inbox| inbox.address == wanted.address) {
        let id = inbox.id;
        let words = (&wanted.name, &wanted.sender, &wanted.auto_reply, &wanted.signature);
        if (&inbox.name, &inbox.sender, &inbox.auto_reply, &inbox.signature) != words {
            inbox.name.clone_from(&wanted.name);
            inbox.sender.clone_from(&wanted.sender);
            inbox.auto_reply.clone_from(&wanted.auto_reply);
            inbox.signature.clone_from(&wanted.signature);
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
    let id = create_inbox(engine, new).await?;
    if let Some(mut inbox) = engine.store().read(move |conn| store::brand::inbox(conn, id)).await?
        && wanted.signature.is_some()
    {
        inbox.signature.clone_from(&wanted.signature);
        engine.store().write(move |tx| store::brand::reword_inbox(tx, &inbox)).await?;
    }
    Ok(id)
}

/// Whether we put what was sent into the folder of sent mail: what the provider of the mailbox took, and what another
/// server did. Google and Microsoft file what they took themselves.
fn copies(inbox: &InboxConfig) -> (bool, bool) {
    let Some(imap) = inbox.imap.as_ref().filter(|imap| imap.folders.sent != FolderChoice::None) else {
        return (false, false);
    };
    let files_itself = preset::by_host(&inbox.smtp.host).is_some_and(|preset| preset.files_sent);
    (imap.file_sent.unwrap_or(!files_itself), imap.file_sent.unwrap_or(true))
}

/// What signs the inbox's mail; nothing where its server does.
///
/// # Errors
/// When a key is none; the settings were read so that it is one.
pub fn signers(inbox: &InboxConfig) -> Result<Arc<[Signer]>, Failure> {
    let Some(DkimConfig { domain, keys }) = &inbox.dkim else { return Ok(Arc::default()) };
    let signers = keys.iter().map(|key| {
        if let Some(file) = key.file.as_ref().filter(|file| is_open(file)) {
            tracing::warn!(file = %file.display(), "a key for signatures (DKIM) can be read by everybody on this machine; chmod 600 it");
        }
        Ok(Signer::new(key.read().map_err(Failure)?, domain, &key.selector))
    });
    signers.collect()
}

/// Whether everybody on this machine may read or write a file.
pub fn is_open(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o006 != 0)
}

/// What the deliverer knows of a server.
fn route(config: &SmtpConfig, after_minutes: u32) -> Route {
    Route {
        name: config.host.clone(),
        at_once: usize::try_from(config.connections).unwrap_or(1),
        per_hour: config.per_hour,
        per_day: config.per_day,
        after_ms: i64::from(after_minutes) * MINUTE_MS,
        give_up_ms: i64::from(config.give_up_hours) * HOUR_MS,
    }
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
pub fn tokens(engine: &Engine, inbox: &InboxConfig) -> Option<Tokens> {
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
pub fn imap_settings(
    inbox: &InboxConfig,
    imap: &ImapConfig,
    tokens: Option<&Tokens>,
) -> Result<imap::Settings, Failure> {
    let ImapConfig { host, port, tls, user, password, folders, poll_seconds, extra_ca_pem, file_sent: _, history: _ } =
        imap;
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
    let login = match (&inbox.smtp.login, tokens) {
        (Some((user, password)), _) => Some(Login::password(user, password.clone())),
        (None, Some(tokens)) => {
            let user = inbox.imap.as_ref().map_or_else(|| inbox.address.to_string(), |imap| imap.user.clone());
            Some(Login::Bearer { user, tokens: Arc::clone(tokens) })
        }
        (None, None) => None,
    };
    server_settings(&inbox.smtp, login)
}

fn server_settings(config: &SmtpConfig, login: Option<Login>) -> smtp::Settings {
    let SmtpConfig { host, port, tls, extra_ca_pem, connections, .. } = config;
    let mut settings = smtp::Settings::new(host, *port, *tls);
    settings.login = login;
    settings.connections = usize::try_from(*connections).unwrap_or(1);
    settings.extra_ca_pem.clone_from(extra_ca_pem);
    settings
}
