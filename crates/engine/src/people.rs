//! Setting up shops, teams, inboxes and agents, what becomes of agents, and checking passwords.

mod account;
pub mod attempt;
mod authenticator;
pub mod code;
mod groups;
mod invite;
mod link;
pub mod passkey;
mod password;
pub mod relying_party;
pub mod second_factor;
mod sign_on;
mod standing;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};
use domain::event::{Actor, Origin};
use domain::id::{AgentId, BrandId, InboxId, TeamId};
use domain::identity::Address;
use domain::permission::Role;
use store::agent::Agent;
use store::brand::{Brand, Inbox, Team};

pub use account::{MAX_SESSIONS, call, end_session, end_sessions, mark_of};
pub use groups::{add_shop, add_team, rename_shop, rename_team};
pub use invite::{MAX_NAME_CHARS, fit_name, invite, invited, join, renew, withdraw};
pub use password::{change, fit_password, reset, reset_link, reset_of};
pub use sign_on::{Vouched, sign_on, unlink};
pub use standing::{appoint, note, switch};

use crate::error::{Refused, Result};
use crate::{Engine, Error};

/// The shortest password that is taken, in characters.
pub const MIN_PASSWORD_CHARS: usize = 10;

/// Sets up a shop.
pub async fn create_brand(engine: &Engine, name: &str) -> Result<BrandId> {
    let brand = Brand { id: engine.id(), name: name.to_owned() };
    let (id, origin) = (brand.id, Origin::new(Actor::System, engine.now()));
    engine.store().write(move |tx| store::brand::create(tx, &brand, &origin)).await?;
    Ok(id)
}

/// Sets up a team.
pub async fn create_team(engine: &Engine, name: &str) -> Result<TeamId> {
    let team = Team { id: engine.id(), name: name.to_owned() };
    let (id, origin) = (team.id, Origin::new(Actor::System, engine.now()));
    engine.store().write(move |tx| store::brand::create_team(tx, &team, &origin)).await?;
    Ok(id)
}

/// What an inbox is set up from.
#[derive(Clone, Debug)]
pub struct NewInbox {
    /// The shop.
    pub brand: BrandId,
    /// The team its conversations start in.
    pub team: TeamId,
    /// Its name among colleagues.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// The name customers see.
    pub sender: String,
    /// The acknowledgement of a first message.
    pub auto_reply: Option<String>,
}

/// Sets up an inbox. Refused when the address has one already.
pub async fn create_inbox(engine: &Engine, new: NewInbox) -> Result<InboxId> {
    let key = engine.store().fingerprints().address(&new.address);
    let inbox = Inbox {
        id: engine.id(),
        brand: new.brand,
        team: new.team,
        name: new.name,
        address: new.address,
        sender: new.sender,
        auto_reply: new.auto_reply,
        signature: None,
    };
    let (id, origin) = (inbox.id, Origin::new(Actor::System, engine.now()));
    let done = engine.store().write(move |tx| store::brand::create_inbox(tx, &inbox, key, &origin)).await;
    match done {
        Err(store::Error::Duplicate { .. }) => {
            Err(Refused::Invalid("an inbox with this address is there already".to_owned()).into())
        }
        other => other.map(|_| id).map_err(Error::from),
    }
}

/// What an agent is set up from.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// Their team.
    pub team: TeamId,
    /// Their role.
    pub role: Role,
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub login: Address,
    /// Their password; `None`: they cannot sign in with one.
    pub password: Option<String>,
    /// `pl` or `en`.
    pub language: String,
}

/// Lets somebody answer from now on. Refused when the login is taken or the password too short.
pub async fn create_agent(engine: &Engine, new: NewAgent) -> Result<AgentId> {
    let hash = match new.password {
        Some(password) if password.chars().count() < MIN_PASSWORD_CHARS => {
            return Err(Refused::Invalid(format!("a password has at least {MIN_PASSWORD_CHARS} characters")).into());
        }
        Some(password) => Some(hash_password(&password)?),
        None => None,
    };
    let agent = Agent {
        id: engine.id(),
        team: new.team,
        role: new.role,
        name: new.name,
        login: new.login.as_str().to_owned(),
        language: new.language,
        off_at: None,
    };
    let (id, origin) = (agent.id, Origin::new(Actor::System, engine.now()));
    let done = engine.store().write(move |tx| store::agent::create(tx, &agent, hash.as_deref(), &origin)).await;
    match done {
        Err(store::Error::Duplicate { .. }) => Err(Refused::Invalid("this login is taken".to_owned()).into()),
        other => other.map(|_| id).map_err(Error::from),
    }
}

/// Characters of a drawn password: no letters or digits that look alike.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";

/// Letters of a drawn password: 100 bits.
const DRAWN_CHARS: usize = 20;

/// A password that nobody can guess.
pub fn draw_password() -> Result<String> {
    let mut bytes = [0_u8; DRAWN_CHARS];
    getrandom::fill(&mut bytes).map_err(|error| Refused::Invalid(format!("there is no randomness: {error}")))?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect())
}

/// The PHC string of a password (argon2id, the crate's recommended cost). Takes tens of
/// milliseconds: call it off the runtime's threads.
pub fn hash_password(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|e| Refused::Invalid(e.to_string()).into())
}

/// Whether a password fits its hash. Takes as long as [`hash_password`], also when it does not.
pub fn verify_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_passwords_are_long_and_differ() {
        let (one, two) = (draw_password().unwrap(), draw_password().unwrap());
        assert!(one.len() == DRAWN_CHARS && one.bytes().all(|byte| LETTERS.contains(&byte)));
        assert_ne!(one, two);
        let distinct: std::collections::BTreeSet<&u8> = LETTERS.iter().collect();
        assert_eq!(distinct.len(), LETTERS.len(), "no letter is drawn more often than others");
    }
}
