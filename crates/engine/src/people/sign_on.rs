//! Whoever the operator's identity provider vouches for: a colleague, or somebody who was asked to join; nobody else.
//!
//! The account says who it is from the second time on. The first time the address does, when the provider says that it is
//! verified; and then for an agent without an account there only, so that an address which was given to somebody else opens
//! nothing. A second step that an agent has switched on is asked for after this one too, by whoever calls.

use domain::access::{Access, Place};
use domain::event::{Actor, Origin};
use domain::id::AgentId;
use domain::identity::Address;
use store::Tx;
use store::agent::{self, Agent};
use store::sign_on::{self, Account};
use store::{Store, invitation};

use super::MAX_NAME_CHARS;
use super::standing::{tell, touchable};
use crate::Engine;
use crate::commands::By;
use crate::error::{Error, Refused, Result};

/// Whom a provider vouches for.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// The provider.
    pub issuer: String,
    /// The account.
    pub subject: String,
    /// Their address, which the provider has verified.
    pub email: Option<String>,
    /// What they are called there.
    pub name: Option<String>,
    /// The language of their browser, for whoever joins.
    pub language: String,
}

/// Who may come in because of that. `None`: nobody here.
///
/// # Errors
/// The store could not do it.
pub async fn sign_on(engine: &Engine, vouched: Vouched) -> Result<Option<AgentId>> {
    let account = account(engine.store(), &vouched);
    let address = vouched.email.as_deref().and_then(Address::parse);
    let (new, now) = (engine.id::<AgentId>(), engine.now());
    let done = engine.store().write(move |tx| -> Result<Option<AgentId>> {
        if let Some(agent) = sign_on::find(tx, account)? {
            return Ok(agent.off_at.is_none().then_some(agent.id));
        }
        let Some(address) = &address else { return Ok(None) };
        let agent = match agent::by_login(tx, address.as_str())? {
            Some((agent, _)) if agent.off_at.is_none() => agent.id,
            Some(_) => return Ok(None),
            None => match joined(tx, address, &vouched, new, now)? {
                Some(agent) => agent,
                None => return Ok(None),
            },
        };
        if sign_on::is_linked(tx, agent, account.provider)? {
            return Ok(None);
        }
        sign_on::link(tx, account, agent, now)?;
        tell(tx, agent, Access::SignOnLinked, &Origin::new(Actor::Agent(agent), now))?;
        Ok(Some(agent))
    });
    match done.await {
        // Two browsers of one person at the same moment: the one that was slower asks again.
        Err(Error::Store(store::Error::Duplicate { .. })) => Ok(None),
        other => other.map(|done| done.value),
    }
}

fn account(store: &Store, vouched: &Vouched) -> Account {
    let prints = store.fingerprints();
    Account {
        fingerprint: prints.sign_on(&vouched.issuer, Some(&vouched.subject)),
        provider: prints.sign_on(&vouched.issuer, None),
    }
}

/// Whoever was asked to join under this address becomes an agent, without a password.
fn joined(
    tx: &mut Tx<'_>,
    address: &Address,
    vouched: &Vouched,
    id: AgentId,
    now: domain::time::Millis,
) -> Result<Option<AgentId>> {
    let open = invitation::open(tx)?.into_iter().find(|open| open.login == address.as_str() && now < open.ends_at);
    let Some(open) = open else { return Ok(None) };
    let origin = Origin::new(Actor::Agent(id), now);
    if !invitation::end(tx, open.id, Some(id), &origin)? {
        return Ok(None);
    }
    let Place { team, role } = open.place;
    let name = name(vouched.name.as_deref().unwrap_or_default(), address);
    let language = vouched.language.clone();
    agent::create(tx, &Agent { id, team, role, name, login: open.login, language, off_at: None }, None, &origin)?;
    Ok(Some(id))
}

/// What somebody is called here at first; they change it themselves.
fn name(given: &str, address: &Address) -> String {
    let given: String = given.chars().filter(|letter| !letter.is_control()).take(MAX_NAME_CHARS).collect();
    match given.trim() {
        "" => address.local().chars().take(MAX_NAME_CHARS).collect(),
        given => given.to_owned(),
    }
}

/// Takes somebody's accounts away: the next one that vouches for their address is taken.
///
/// # Errors
/// Refused where the asker may not, or there are none.
pub async fn unlink(engine: &Engine, by: By, agent: AgentId) -> Result<()> {
    let origin = Origin::new(Actor::Agent(by.agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        let them = touchable(tx, by, agent, domain::permission::Role::Observer)?;
        if !sign_on::unlink(tx, them.id)? {
            return Err(Refused::Outdated.into());
        }
        Ok(tell(tx, agent, Access::SignOnUnlinked, &origin)?)
    });
    done.await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_the_provider_says_or_the_address() {
        let address = Address::parse("ola.nowak@kontuar.example").unwrap();
        assert_eq!(name(" Ola\u{7} Nowak ", &address), "Ola Nowak");
        assert_eq!(name("\n", &address), "ola.nowak");
        assert_eq!(name(&"x".repeat(500), &address).len(), MAX_NAME_CHARS);
    }
}
