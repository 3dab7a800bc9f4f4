//! Orders about webhooks: whose web server is told what happens.

use domain::id::WebhookId;
use domain::webhook::{EndpointState, Kinds};
use engine::Engine;
use engine::error::Refused;
use engine::webhooks::{self, New};
use serde::{Deserialize, Serialize};

use super::{Said, words};

/// What is to be done with a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum WebhookOrder {
    /// Set one up.
    Add {
        /// What it is called.
        name: String,
        /// Where it is.
        url: String,
        /// What it is told; none: everything.
        kinds: Vec<String>,
    },
    /// Tell it what happens from now on, and, unless that is skipped, what happened meanwhile.
    Start {
        /// Which.
        webhook: WebhookId,
        /// Pass over what happened meanwhile.
        skip: bool,
    },
    /// Tell it nothing more.
    Stop {
        /// Which.
        webhook: WebhookId,
    },
    /// Forget it.
    Remove {
        /// Which.
        webhook: WebhookId,
    },
    /// Make a new secret.
    Rotate {
        /// Which.
        webhook: WebhookId,
    },
    /// Tell it again.
    Resend {
        /// Which.
        webhook: WebhookId,
        /// The first position of the log.
        from: i64,
        /// The last one.
        to: i64,
    },
}

/// Does it.
pub(super) async fn carry_out(engine: &Engine, order: WebhookOrder) -> Said {
    match order {
        WebhookOrder::Add { name, url, kinds } => {
            let kinds = Kinds::choose(kinds).map_err(|why| format!("Nothing was changed: {why}."))?;
            let (id, secret) = webhooks::create(engine, None, New { name, url, kinds }).await.map_err(words)?;
            let secret = secret.map(|secret| secret.spelt()).unwrap_or_default();
            Ok(format!(
                "{id} is told what happens from now on. The secret that its signatures are checked with, shown this once:\n{secret}"
            ))
        }
        WebhookOrder::Start { webhook, skip } => {
            if skip {
                webhooks::move_on(engine, None, webhook).await.map_err(|error| no_such(webhook, error))?;
            }
            webhooks::stand(engine, None, webhook, true).await.map_err(|error| no_such(webhook, error))?;
            Ok(format!("{webhook} is {}.", EndpointState::Active.word()))
        }
        WebhookOrder::Stop { webhook } => {
            webhooks::stand(engine, None, webhook, false).await.map_err(|error| no_such(webhook, error))?;
            Ok(format!(
                "{webhook} is {}: what happens is told to it when it is started again.",
                EndpointState::Stopped.word()
            ))
        }
        WebhookOrder::Remove { webhook } => {
            webhooks::remove(engine, None, webhook).await.map_err(|error| no_such(webhook, error))?;
            Ok(format!("{webhook} is gone."))
        }
        WebhookOrder::Rotate { webhook } => {
            let secret = webhooks::rotate(engine, None, webhook).await.map_err(|error| no_such(webhook, error))?;
            Ok(format!(
                "The new secret of {webhook}, shown this once; the one before signs beside it for a day:\n{}",
                secret.spelt()
            ))
        }
        WebhookOrder::Resend { webhook, from, to } => {
            let count =
                webhooks::resend(engine, None, webhook, from, to).await.map_err(|error| no_such(webhook, error))?;
            Ok(format!("{webhook} is told again of {count} events."))
        }
    }
}

fn no_such(webhook: WebhookId, error: engine::Error) -> String {
    match error {
        engine::Error::Refused(Refused::NotFound) => {
            format!("There is no webhook {webhook}; `kontuar webhook list` shows them.")
        }
        other => words(other),
    }
}
