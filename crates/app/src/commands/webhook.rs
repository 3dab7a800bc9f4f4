//! `kontuar webhook`: whose web server is told what happens.

use domain::event::Position;
use domain::id::WebhookId;
use domain::time::{Clock, Millis};
use domain::webhook::{Answered, CallState, Letter, Post, SigningSecret};
use store::Store;
use store::seal::Sealer;
use store::webhook::{self, Webhook, Which, call, secret_name};

use super::{Failure, have_carried_out, say};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::house;
use crate::orders::{Order, WebhookOrder};

/// How many of the newest calls are counted when webhooks are listed.
const COUNTED: usize = 10_000;

/// Has something done with a webhook, and says what came of it.
///
/// # Errors
/// When it was not done.
pub fn order(config: &Config, order: WebhookOrder) -> Result<(), Failure> {
    say(&have_carried_out(config, Order::Webhook { webhook: order })?)
}

/// Lists all webhooks: id, state, what they are told, what waits, where they are.
///
/// # Errors
/// When the store cannot be read.
pub fn list(config: &Config) -> Result<(), Failure> {
    let (mut conn, _) = house::look(config)?;
    let hooks = webhook::all(&mut conn)?;
    if hooks.is_empty() {
        return say("There are no webhooks. `kontuar webhook add` sets one up.");
    }
    let head = store::log::head(&mut conn)?;
    for hook in hooks {
        let open = call::open(&mut conn, hook.id)?;
        let failed = call::list(&mut conn, hook.id, Position(head.0 - COUNTED as i64), COUNTED)?
            .iter()
            .filter(|call| call.state == CallState::Failed)
            .count();
        let Webhook { id, name, url, kinds, state, position, failing_since, .. } = hook;
        let told = if kinds.words().is_empty() { "everything".to_owned() } else { kinds.to_string() };
        let behind = (head.0 - position.0).max(0);
        let failing = failing_since.map_or_else(String::new, |since| format!(", takes nothing since {since}"));
        say(&format!(
            "{id}  {}{failing}  “{name}”  {told}  {open} waiting, {failed} given up, {behind} events behind  {url}",
            state.word()
        ))?;
    }
    Ok(())
}

/// Posts a made-up event to a webhook, from this very process, and says what it answered.
///
/// # Errors
/// When it did not take it.
pub fn test(config: &Config, id: WebhookId) -> Result<(), Failure> {
    // It fails only when a provider is installed, which then serves as well.
    rustls::crypto::ring::default_provider().install_default().ok();
    let settings = house::settings_with_key(config)?;
    let (mut conn, _) = Store::open_reader(&settings)?;
    let no_such = || Failure(format!("There is no webhook {id}; `kontuar webhook list` shows them."));
    let hook = webhook::by_id(&mut conn, id)?.ok_or_else(no_such)?;
    let name = secret_name(id, Which::New);
    let kept = store::secret::get(&mut conn, &name)?.ok_or_else(no_such)?;
    let secret = store::secret::open(&Sealer::new(&settings.key), &name, &kept)
        .map_err(|error| Failure(format!("The secret of {id} cannot be opened: {error}.")))?;
    let now = SystemClock.now();
    let letter = letter(&hook, SigningSecret(secret), now);
    let poster = channels::webhook::Poster::new(&config.webhooks.allow_private)
        .map_err(|error| Failure(format!("Nothing can be posted: {error}.")))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match runtime.block_on(poster.post(&letter)) {
        Ok(answer) if answer.took_it() => say(&format!("{id} took it ({}).", answer.status)),
        Ok(Answered { status, text }) => Err(Failure(format!("{id} answered with {status}: {text}"))),
        Err(why) => Err(Failure(format!("{id} was not told: {why}."))),
    }
}

fn letter(hook: &Webhook, secret: SigningSecret, now: Millis) -> Letter {
    let body = serde_json::json!({
        "position": 0, "at": now.to_string(), "actor": "system", "depth": 0, "kind": "webhook.test", "webhook": hook.id,
    });
    Letter {
        url: hook.url.clone(),
        id: format!("test_{}", now.get()),
        at: now,
        body: body.to_string(),
        secrets: vec![secret],
    }
}
