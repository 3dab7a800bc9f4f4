//! Tokens of the API: made for an agent, shown once, ended by whoever operates the installation.

use domain::id::{AgentId, TokenId};
use domain::identity::Address;
use domain::operation::Operation;
use domain::permission::Action;
use domain::scope::Scopes;
use domain::time::Millis;
use domain::token::{CHANCE_BYTES, spell};
use store::Tx;
use store::agent::Agent;
use store::token::Token;

use crate::Engine;
use crate::audit::tell;
use crate::commands::By;
use crate::error::{Refused, Result};

/// The longest name of a token, in characters.
pub const MAX_NAME_CHARS: usize = 80;

/// What a token is made from.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// For whom it acts.
    pub agent: AgentId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it ends by itself.
    pub ends_at: Millis,
}

/// Makes a token. Gives its secret, which nobody can be told again.
///
/// # Errors
/// Refused when the agent is not there, the name is empty or too long, or it may do nothing.
pub async fn create(engine: &Engine, new: NewToken) -> Result<(TokenId, String)> {
    make(engine, None, new).await
}

/// The same by somebody of the house: for nobody whom they could not appoint, since the token acts as they do.
///
/// # Errors
/// As [`create`], and where the asker may not.
pub async fn create_by(engine: &Engine, by: By, new: NewToken) -> Result<(TokenId, String)> {
    let (id, secret) = make(engine, Some(by), new).await?;
    tracing::info!(token = %id, by = %by.agent, "a token of the API was made");
    Ok((id, secret))
}

async fn make(engine: &Engine, by: Option<By>, new: NewToken) -> Result<(TokenId, String)> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS || name.contains(char::is_control) {
        return Err(Refused::Invalid(format!("a token has a name of at most {MAX_NAME_CHARS} characters")).into());
    }
    if new.scopes.is_empty() {
        return Err(Refused::Invalid("a token without scopes may do nothing".to_owned()).into());
    }
    let mut chance = [0_u8; CHANCE_BYTES];
    getrandom::fill(&mut chance).map_err(|error| Refused::Invalid(format!("there is no randomness: {error}")))?;
    let secret = spell(&chance);
    let token = Token {
        id: engine.id(),
        agent: new.agent,
        name,
        scopes: new.scopes,
        made_at: engine.now(),
        ends_at: new.ends_at,
        used_at: None,
        revoked_at: None,
    };
    let (id, print) = (token.id, engine.store().fingerprints().token(&secret));
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let whose = store::agent::by_id(tx, token.agent)?.ok_or(Refused::NotFound)?;
            if let Some(by) = by {
                let me =
                    store::agent::by_id(tx, by.agent)?.filter(|me| me.off_at.is_none()).ok_or(Refused::NotAllowed)?;
                if !me.grant().allows(Action::Operate, me.team) || !me.role.may_appoint(whose.role) {
                    return Err(Refused::NotAllowed.into());
                }
            }
            store::token::keep(tx, &token, print)?;
            let made = Operation::TokenMade { token: token.id, agent: token.agent };
            Ok(tell(tx, by.map(|by| by.agent), made, token.made_at)?)
        })
        .await?;
    Ok((id, secret))
}

/// The agent with this login.
///
/// # Errors
/// When the store cannot be read.
pub async fn agent_of(engine: &Engine, login: &Address) -> Result<Option<Agent>> {
    let login = login.as_str().to_owned();
    let found = engine.store().read(move |conn| store::agent::by_login(conn, &login)).await?;
    Ok(found.map(|(agent, _)| agent))
}

/// Ends a token at once. `by` nobody: the operator.
///
/// # Errors
/// Refused when there is none, or somebody ended it already.
pub async fn revoke(engine: &Engine, by: Option<AgentId>, id: TokenId) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        if !store::token::revoke(tx, id, now)? {
            return Err(Refused::NotFound.into());
        }
        Ok(tell(tx, by, Operation::TokenEnded { token: id }, now)?)
    };
    engine.store().write(write).await.map(drop)
}
