//! `kontuar token`: what other programs sign in to the API with.

use domain::id::TokenId;
use domain::identity::Address;
use domain::scope::{Scope, Scopes};
use domain::time::DAY_MS;

use super::{Failure, have_carried_out, say};
use crate::config::Config;
use crate::house;
use crate::orders::Order;

/// What a token is made from.
#[derive(Clone, Debug)]
pub struct New {
    /// The login of the agent for whom it acts.
    pub agent: Address,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it ends by itself, in days from now.
    pub days: u32,
}

/// Makes a token and shows it, this once.
///
/// # Errors
/// When it was not made.
pub fn create(config: &Config, new: New) -> Result<(), Failure> {
    let scopes = new.scopes.into_iter().collect::<Scopes>().to_string();
    let lasts_ms = i64::from(new.days) * DAY_MS;
    say(&have_carried_out(config, Order::AddToken { agent: new.agent, name: new.name, scopes, lasts_ms })?)
}

/// Lists all tokens: id, for whom, what for, when it was used, how it stands.
///
/// # Errors
/// When the store cannot be read.
pub fn list(config: &Config) -> Result<(), Failure> {
    let (mut conn, _) = house::look(config)?;
    let agents = store::agent::all(&mut conn)?;
    let tokens = store::token::all(&mut conn)?;
    if tokens.is_empty() {
        return say("There are no tokens. `kontuar token create` makes one.");
    }
    for token in tokens {
        let whose = agents.iter().find(|agent| agent.id == token.agent).map_or("?", |agent| agent.login.as_str());
        let used = token.used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {at}"));
        let stands = match token.revoked_at {
            Some(at) => format!("revoked {at}"),
            None => format!("ends {}", token.ends_at),
        };
        say(&format!("{}  {whose}  “{}”  {}  {used}  {stands}", token.id, token.name, token.scopes))?;
    }
    Ok(())
}

/// Ends a token.
///
/// # Errors
/// When there is none, or it was ended already.
pub fn revoke(config: &Config, token: TokenId) -> Result<(), Failure> {
    say(&have_carried_out(config, Order::RevokeToken { token })?)
}
