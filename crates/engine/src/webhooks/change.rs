//! What those who operate the installation do with webhooks.

use domain::event::Position;
use domain::id::{AgentId, WebhookId};
use domain::operation::Operation;
use domain::time::Millis;
use domain::webhook::{EndpointState, Kinds, OVERLAP_MS, SigningSecret, check_address};
use store::seal::{SealError, Sealer};
use store::webhook::{self, Webhook, Which, call, secret_name};
use store::{Conn, Tx, secret};

use crate::Engine;
use crate::audit::tell;
use crate::error::{Refused, Result};

/// The longest name of a webhook, in characters.
pub const MAX_NAME_CHARS: usize = 80;

/// How many webhooks there may be.
pub const MAX_WEBHOOKS: usize = 50;

/// How many positions of the log are looked through for one wish to send again.
pub const RESEND_AT_ONCE: i64 = 10_000;

/// How long a new secret is, in bytes; the standard asks for 24 to 64.
const SECRET_BYTES: usize = 32;

/// What a webhook is made from; the address was checked by whoever knows how to post.
#[derive(Clone, Debug)]
pub struct New {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// What it is told.
    pub kinds: Kinds,
}

/// What is to be changed of a webhook.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What it is called.
    pub name: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// What it is told.
    pub kinds: Option<Kinds>,
    /// Whether it is told anything.
    pub active: Option<bool>,
}

/// Sets a webhook up; it is told what happens from now on. `by` nobody, here and below: the operator. Gives its secret, which nobody can be told
/// again; none where the same wish made it before.
///
/// # Errors
/// Refused when name or address are none, or there are too many.
pub async fn create(engine: &Engine, by: Option<AgentId>, new: New) -> Result<(WebhookId, Option<SigningSecret>)> {
    let name = read_name(&new.name)?;
    read_address(&new.url)?;
    let id: WebhookId = engine.id();
    let (secret, now) = (draw()?, engine.now());
    let sealed = seal(engine, id, Which::New, &secret)?;
    let made = Webhook {
        id,
        name,
        url: new.url,
        kinds: new.kinds,
        state: EndpointState::Active,
        position: Position(0),
        made_at: now,
        stopped_at: None,
        failing_since: None,
        old_until: None,
        owed: false,
    };
    let done = engine
        .act(move |tx| -> Result<WebhookId> {
            if webhook::all(tx)?.len() >= MAX_WEBHOOKS {
                return Err(Refused::Invalid(format!("there are {MAX_WEBHOOKS} webhooks, and no more may be")).into());
            }
            let position = store::log::head(tx)?;
            webhook::create(tx, &Webhook { position, ..made.clone() })?;
            secret::put(tx, &secret_name(id, Which::New), &sealed, now)?;
            tell(tx, by, Operation::WebhookMade { webhook: id }, now)?;
            Ok(id)
        })
        .await?;
    if done != id {
        return Ok((done, None));
    }
    tracing::info!(webhook = %id, "a webhook was set up");
    Ok((id, Some(secret)))
}

/// Changes what a webhook is called, where it is, what it is told, and whether. Gives it as it is now.
///
/// # Errors
/// Refused when it is not there, or the name is empty or too long.
pub async fn change(engine: &Engine, by: Option<AgentId>, id: WebhookId, change: Change) -> Result<Webhook> {
    let name = change.name.as_deref().map(read_name).transpose()?;
    change.url.as_deref().map(read_address).transpose()?;
    let now = engine.now();
    let done = engine.store().write(move |tx| -> Result<Webhook> {
        let mut hook = webhook::by_id(tx, id)?.ok_or(Refused::NotFound)?;
        if let Some(name) = &name {
            hook.name.clone_from(name);
        }
        if let Some(url) = &change.url {
            hook.url.clone_from(url);
        }
        if let Some(kinds) = &change.kinds {
            hook.kinds.clone_from(kinds);
        }
        if change.name.is_some() || change.url.is_some() || change.kinds.is_some() {
            webhook::change(tx, &hook)?;
            tell(tx, by, Operation::WebhookChanged { webhook: id }, now)?;
        }
        if let Some(active) = change.active {
            turn(tx, by, &hook, active, now)?;
        }
        Ok(webhook::by_id(tx, id)?.ok_or(Refused::NotFound)?)
    });
    Ok(done.await?.value)
}

/// Starts or stops a webhook. What happened while it was stopped is told when it is started.
///
/// # Errors
/// Refused when it is not there.
pub async fn stand(engine: &Engine, by: Option<AgentId>, id: WebhookId, active: bool) -> Result<Webhook> {
    change(engine, by, id, Change { active: Some(active), ..Change::default() }).await
}

fn turn(tx: &mut Tx<'_>, by: Option<AgentId>, hook: &Webhook, active: bool, now: Millis) -> store::Result<()> {
    let webhook = hook.id;
    let (state, told) = match (active, hook.state) {
        (true, EndpointState::Active) | (false, EndpointState::Stopped) => return Ok(()),
        (true, _) => (EndpointState::Active, Operation::WebhookStarted { webhook }),
        (false, _) => (EndpointState::Stopped, Operation::WebhookStopped { webhook }),
    };
    webhook::stand(tx, webhook, state, now)?;
    tell(tx, by, told, now)
}

/// Passes over what a webhook was not told of yet: it goes on with what happens from now on.
///
/// # Errors
/// Refused when it is not there.
pub async fn move_on(engine: &Engine, by: Option<AgentId>, id: WebhookId) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        webhook::by_id(tx, id)?.ok_or(Refused::NotFound)?;
        let head = store::log::head(tx)?;
        webhook::move_on(tx, id, head)?;
        Ok(tell(tx, by, Operation::WebhookMovedOn { webhook: id }, now)?)
    };
    engine.store().write(write).await?;
    Ok(())
}

/// Removes a webhook with everything that it was to be told.
///
/// # Errors
/// Refused when it is not there.
pub async fn remove(engine: &Engine, by: Option<AgentId>, id: WebhookId) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        if !webhook::remove(tx, id)? {
            return Err(Refused::NotFound.into());
        }
        Ok(tell(tx, by, Operation::WebhookRemoved { webhook: id }, now)?)
    };
    engine.store().write(write).await?;
    tracing::info!(webhook = %id, "a webhook was removed");
    Ok(())
}

/// Makes a new secret; the one before signs beside it for a day. Gives the new one, which nobody can be told again.
///
/// # Errors
/// Refused when it is not there, or its secret cannot be opened.
pub async fn rotate(engine: &Engine, by: Option<AgentId>, id: WebhookId) -> Result<SigningSecret> {
    let new = draw()?;
    let (sealer, now) = (engine.store().sealer().clone(), engine.now());
    let look = move |conn: &mut Conn| -> Result<SigningSecret> {
        webhook::by_id(conn, id)?.ok_or(Refused::NotFound)?;
        let old = one(conn, &sealer, id, Which::New)?.map_err(|error| Refused::Invalid(error.to_string()))?;
        old.ok_or_else(|| Refused::NotFound.into())
    };
    let old = engine.store().read(look).await?;
    let (sealed, overlap) = (seal(engine, id, Which::New, &new)?, seal(engine, id, Which::Old, &old)?);
    let write = move |tx: &mut Tx<'_>| {
        webhook::replace_secret(tx, id, &sealed, &overlap, now, now.plus_ms(OVERLAP_MS))?;
        tell(tx, by, Operation::WebhookRenewed { webhook: id }, now)
    };
    engine.store().write(write).await?;
    tracing::info!(webhook = %id, "a webhook got a new secret");
    Ok(new)
}

/// Tells a webhook again of what happened from one position to another, both included, as far as it is of its kinds. Gives
/// how many events that are.
///
/// # Errors
/// Refused when it is not there, or too much is asked for at once.
pub async fn resend(engine: &Engine, by: Option<AgentId>, id: WebhookId, from: i64, to: i64) -> Result<usize> {
    if from < 1 || to < from || to - from >= RESEND_AT_ONCE {
        let why = format!("a range begins at 1 or later and has at most {RESEND_AT_ONCE} positions");
        return Err(Refused::Invalid(why).into());
    }
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<usize> {
        let hook = webhook::by_id(tx, id)?.ok_or(Refused::NotFound)?;
        let most = usize::try_from(to - from + 1).unwrap_or(0);
        let (mut count, events) = (0, store::log::after(tx, Position(from - 1), most)?);
        let wanted = events.into_iter().filter(|event| event.position.0 <= to && hook.kinds.have(&event.fact));
        for event in wanted {
            count += usize::from(call::again(tx, id, event.position, now)?);
        }
        tell(tx, by, Operation::WebhookResent { webhook: id }, now)?;
        Ok(count)
    };
    Ok(engine.store().write(write).await?.value)
}

/// The secrets with which a webhook is signed to at `now`: the newest first.
pub(super) fn opened(
    conn: &mut Conn,
    sealer: &Sealer,
    hook: &Webhook,
    now: Millis,
) -> store::Result<std::result::Result<Vec<SigningSecret>, SealError>> {
    let mut secrets = Vec::new();
    let overlaps = hook.old_until.is_some_and(|until| now < until);
    for which in [Which::New, Which::Old].into_iter().filter(|which| *which == Which::New || overlaps) {
        match one(conn, sealer, hook.id, which)? {
            Ok(found) => secrets.extend(found),
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(secrets))
}

fn one(
    conn: &mut Conn,
    sealer: &Sealer,
    id: WebhookId,
    which: Which,
) -> store::Result<std::result::Result<Option<SigningSecret>, SealError>> {
    let name = secret_name(id, which);
    let Some(kept) = secret::get(conn, &name)? else { return Ok(Ok(None)) };
    Ok(secret::open(sealer, &name, &kept).map(|plain| Some(SigningSecret(plain))))
}

fn seal(engine: &Engine, id: WebhookId, which: Which, plain: &SigningSecret) -> Result<Vec<u8>> {
    let sealed = secret::seal(engine.store().sealer(), &secret_name(id, which), &plain.0);
    sealed.map_err(|error| Refused::Invalid(error.to_string()).into())
}

fn draw() -> Result<SigningSecret> {
    let mut bytes = vec![0_u8; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Refused::Invalid(format!("there is no randomness: {error}")))?;
    Ok(SigningSecret(bytes))
}

fn read_address(url: &str) -> Result<()> {
    check_address(url).map_err(|why| Refused::Invalid(why.to_owned()).into())
}

fn read_name(text: &str) -> Result<String> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS || name.contains(char::is_control) {
        return Err(Refused::Invalid(format!("a webhook has a name of at most {MAX_NAME_CHARS} characters")).into());
    }
    Ok(name.to_owned())
}
