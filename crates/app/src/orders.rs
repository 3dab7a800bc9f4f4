//! What the command line orders and only the process that has the data folder can do.
//!
//! In: an [`Order`], from the command itself or, when the counter is running, through its control
//! socket ([`crate::control`]). Out: an [`Answer`] in sentences. Both ways end in [`carry_out`].

mod erasure;
mod mailbox;
mod retention;
mod webhook;

use std::fmt;

use domain::id::{InboxId, RawId, TeamId, TokenId};
use domain::identity::Address;
use domain::operation::Operation;
use domain::permission::Role;
use domain::scope::Scopes;
use engine::Engine;
use engine::error::Refused;
use engine::people::second_factor::end_by_operator;
use engine::people::{NewAgent, create_agent, create_team, reset_link};
use engine::tokens::{self, NewToken};
use serde::{Deserialize, Serialize};

use erasure::erase_contact;
pub use retention::RetentionOrder;
pub use webhook::WebhookOrder;

/// The team that the first agent gets when there is none.
const FIRST_TEAM: &str = "Obsługa klienta";

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case", deny_unknown_fields)]
pub enum Order {
    /// Erase everything personal of a contact.
    EraseContact {
        /// A contact's id or an e-mail address.
        who: String,
    },
    /// Let an arrival in quarantine be read again.
    RetryRaw {
        /// The arrival.
        raw: RawId,
    },
    /// Let all arrivals in quarantine be read again.
    RetryAllRaw,
    /// Take mails that follow on the same connection into an inbox, as history.
    ImportMail {
        /// The inbox's address.
        inbox: Address,
    },
    /// Let somebody answer from now on.
    AddAgent {
        /// What they sign in with.
        login: Address,
        /// Their name.
        name: String,
        /// Their role.
        role: Role,
        /// Their team's name; `None`: the only one there is.
        team: Option<String>,
        /// `pl` or `en`.
        language: String,
        /// Their password.
        password: Secret,
    },
    /// Make a link with which somebody sets a new password; the answer is its path.
    ResetAgent {
        /// What they sign in with.
        login: Address,
        /// Whether the second step when signing in is taken off as well.
        second_factor: bool,
    },
    /// Make a link that leads into a store without anybody in it; those made before lead in no more.
    SetupLink,
    /// Make a token of the API.
    AddToken {
        /// The login of the agent for whom it acts.
        agent: Address,
        /// What it is called.
        name: String,
        /// What it may do: words with blanks between them.
        scopes: String,
        /// How long it is good, in milliseconds.
        lasts_ms: i64,
    },
    /// End a token of the API.
    RevokeToken {
        /// The token.
        token: TokenId,
    },
    /// Something about a webhook.
    Webhook {
        /// What.
        webhook: WebhookOrder,
    },
    /// Find out whether mail to an inbox's address with a tag comes.
    Probe {
        /// The inbox's address.
        mailbox: Address,
    },
    /// Something about how long contents are kept.
    Retention {
        /// What.
        retention: RetentionOrder,
    },
    /// Tell the log of what a command did that only reads.
    Tell {
        /// What it did.
        deed: Operation,
    },
    /// Keep the permission to use a mailbox.
    KeepPermission {
        /// The inbox's address.
        mailbox: Address,
        /// What new access tokens are asked for with.
        refresh: Secret,
        /// The first access token.
        access: Secret,
        /// When it ends, in milliseconds since 1970.
        ends_at: i64,
    },
}

/// A text that `Debug` does not show.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(withheld)")
    }
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Whether it was done.
    pub done: bool,
    /// What happened, or why not and what to do next.
    pub words: String,
}

/// Does what was ordered; `tell` hears sentences about what takes long.
pub async fn carry_out(engine: &Engine, order: Order, tell: impl Fn(String)) -> Answer {
    let outcome = match order {
        Order::EraseContact { who } => erase_contact(engine, &who, tell).await,
        Order::RetryRaw { raw } => retry_raw(engine, raw).await,
        Order::RetryAllRaw => retry_all_raw(engine).await,
        Order::ImportMail { inbox } => import_mail(engine, &inbox).await.map(|_| "Send the mails.".to_owned()),
        Order::AddAgent { login, name, role, team, language, password } => {
            add_agent(engine, team, |team| NewAgent {
                team,
                role,
                name: name.clone(),
                login: login.clone(),
                password: Some(password.0.clone()),
                language: language.clone(),
            })
            .await
        }
        Order::ResetAgent { login, second_factor } => reset_agent(engine, &login, second_factor).await,
        Order::SetupLink => setup_link(engine).await,
        Order::AddToken { agent, name, scopes, lasts_ms } => add_token(engine, &agent, name, &scopes, lasts_ms).await,
        Order::RevokeToken { token } => revoke_token(engine, token).await,
        Order::Retention { retention } => retention::carry_out(engine, retention).await,
        Order::Webhook { webhook } => webhook::carry_out(engine, webhook).await,
        Order::Tell { deed } => told(engine, deed).await,
        Order::Probe { mailbox } => mailbox::probe(engine, &mailbox).await,
        Order::KeepPermission { mailbox, refresh, access, ends_at } => {
            mailbox::keep_permission(engine, &mailbox, refresh, access, ends_at).await
        }
    };
    match outcome {
        Ok(words) => Answer { done: true, words },
        Err(words) => Answer { done: false, words },
    }
}

/// A sentence for a person, whether it is about success or failure.
type Said = Result<String, String>;

fn words(error: impl Into<engine::Error>) -> String {
    match error.into() {
        engine::Error::Refused(Refused::Invalid(why)) => format!("Nothing was changed: {why}."),
        other => format!("Nothing was changed: {other}."),
    }
}

async fn told(engine: &Engine, deed: Operation) -> Said {
    engine::audit::note(engine, None, deed).await.map_err(words)?;
    Ok("The log tells of it.".to_owned())
}

async fn retry_raw(engine: &Engine, raw: RawId) -> Said {
    if !engine::intake::retry_one(engine, raw).await.map_err(words)? {
        return Err(format!(
            "{raw} is not in quarantine, or only a part of it is here; `kontuar raw list` shows what is."
        ));
    }
    Ok(format!(
        "{raw} is read again as soon as the counter runs; if it still cannot be read, it comes back to the list."
    ))
}

async fn retry_all_raw(engine: &Engine) -> Said {
    let again = engine::intake::retry_all(engine, None, None).await.map_err(words)?;
    Ok(match again {
        0 => "There is nothing in quarantine that can be read again.".to_owned(),
        1 => "One arrival is read again as soon as the counter runs.".to_owned(),
        many => format!("{many} arrivals are read again as soon as the counter runs."),
    })
}

/// The inbox that takes an import.
pub(crate) async fn import_mail(engine: &Engine, inbox: &Address) -> Result<InboxId, String> {
    let known = engine.store().read(store::brand::inboxes).await.map_err(words)?;
    let wanted = known.iter().find(|known| known.address == *inbox);
    let id = wanted.ok_or_else(|| crate::commands::import::no_such_inbox(inbox, &known).0)?.id;
    if engine.channels().of(id).is_none() {
        return Err(format!(
            "The running Kontuar does not know how to read the mail of {inbox}: it is not in its settings."
        ));
    }
    Ok(id)
}

async fn add_agent(engine: &Engine, team: Option<String>, new: impl Fn(TeamId) -> NewAgent) -> Said {
    let team = find_team(engine, team).await?;
    let new = new(team);
    let login = new.login.clone();
    let id = create_agent(engine, new).await.map_err(words)?;
    Ok(format!("{login} can sign in now ({id})."))
}

async fn reset_agent(engine: &Engine, login: &Address, second_factor: bool) -> Said {
    let made = reset_link(engine, login.as_str()).await.map_err(words)?;
    let (agent, secret) = made.ok_or_else(|| format!("Nobody signs in as {login}, or they are switched off."))?;
    tracing::info!(agent = %agent.id, second_factor, "a link for a new password was made");
    if second_factor {
        match end_by_operator(engine, agent.id).await {
            // There was none to take off.
            Ok(()) | Err(engine::Error::Refused(Refused::Outdated)) => {}
            Err(error) => return Err(words(error)),
        }
    }
    Ok(format!("/password/{secret}"))
}

/// The path of the link: whoever ordered it knows where the pages answer.
async fn setup_link(engine: &Engine) -> Said {
    let token = engine::first_run::offer(engine, true).await.map_err(words)?;
    let token = token.ok_or("Somebody is here already, so there is nothing to set up: sign in.")?;
    Ok(format!("/setup/{token}"))
}

async fn add_token(engine: &Engine, login: &Address, name: String, scopes: &str, lasts_ms: i64) -> Said {
    let agent = tokens::agent_of(engine, login).await.map_err(words)?;
    let agent = agent.ok_or_else(|| format!("Nobody signs in as {login}: `kontuar agent add` adds somebody."))?;
    let ends_at = engine.now().plus_ms(lasts_ms);
    let new = NewToken { agent: agent.id, name, scopes: Scopes::read(scopes), ends_at };
    let (id, secret) = tokens::create(engine, new).await.map_err(words)?;
    tracing::info!(token = %id, agent = %agent.id, scopes, "a token of the API was made");
    Ok(format!("{id} acts for {login} until {ends_at}. Its secret, shown this once:\n{secret}"))
}

async fn revoke_token(engine: &Engine, token: TokenId) -> Said {
    match tokens::revoke(engine, None, token).await {
        Ok(()) => {
            tracing::info!(token = %token, "a token of the API was ended");
            Ok(format!("{token} opens nothing any more."))
        }
        Err(engine::Error::Refused(Refused::NotFound)) => {
            Err(format!("There is no token {token}, or it was ended already; `kontuar token list` shows them."))
        }
        Err(error) => Err(words(error)),
    }
}

async fn find_team(engine: &Engine, wanted: Option<String>) -> Result<TeamId, String> {
    let teams = engine.store().read(store::brand::teams).await.map_err(words)?;
    let names = || teams.iter().map(|team| format!("“{}”", team.name)).collect::<Vec<_>>().join(", ");
    match (wanted, teams.as_slice()) {
        (None, [only]) => Ok(only.id),
        (None, []) => create_team(engine, FIRST_TEAM).await.map_err(words),
        (Some(name), []) => create_team(engine, name.trim()).await.map_err(words),
        (None, _) => Err(format!("There are several teams: say which with --team. They are {}.", names())),
        (Some(name), _) => teams
            .iter()
            .find(|team| team.name.to_lowercase() == name.trim().to_lowercase())
            .map(|team| team.id)
            .ok_or_else(|| format!("There is no team “{}”. The teams are {}.", name.trim(), names())),
    }
}
