//! Passkeys (W3C Web Authentication, level 3): adding one, coming in with one, taking one away.
//!
//! In: what a browser answered, as it came. Out: what browsers are asked, as JSON. A passkey stands for the password and the
//! second step alike, because the device makes sure who holds it (user verification is required). What was asked stays in the
//! store, so that any node reads the answer: once, and for five minutes. Nothing that a browser sent is logged.

use domain::access::Access;
use domain::event::{Actor, Origin};
use domain::id::{AgentId, PasskeyId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::passkey::{self as kept, Ceremony};
use store::{agent, session};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Uuid,
    WebauthnError,
};

use super::relying_party::{ANSWER_MS, RelyingParty};
use super::standing::tell;
use super::{fit_name, link};
use crate::Engine;
use crate::error::{Error, Refused, Result};

/// So many somebody may have.
pub const MAX_PASSKEYS: usize = 20;

/// The longest answer that is read: a browser's has one or two thousand bytes.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// The longest id of a passkey (level 3, 4, "Credential ID").
const MAX_ID_BYTES: usize = 1_023;

/// So many answers are waited for, whoever asks: beyond that somebody fills the store.
const MAX_WAITING: i64 = 10_000;

/// What a browser is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What names this asking when the answer comes: once, for five minutes.
    pub ceremony: String,
    /// What the browser is told, with bytes spelt in base64url.
    pub options: Value,
}

/// Begins to add a passkey.
///
/// # Errors
/// Refused where the name is none, or they have as many as there may be.
pub async fn begin(engine: &Engine, house: &RelyingParty, agent: AgentId, name: &str) -> Result<Asked> {
    let name = fit_name(name)?;
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        Ok((agent::by_id(conn, agent)?, kept::of_agent(conn, agent, MAX_PASSKEYS)?))
    };
    let (Some(them), have) = engine.store().read(read).await? else { return Err(Refused::NotFound.into()) };
    if have.len() >= MAX_PASSKEYS {
        return Err(too_many().into());
    }
    let known = have.iter().map(|one| Ok(parse::<Passkey>(&one.credential)?.cred_id().clone()));
    let known = known.collect::<Result<Vec<_>>>()?;
    let handle = handle_of(engine, agent);
    let begun = house.asks().start_passkey_registration(handle, &them.login, &them.name, Some(known));
    let (options, state) = begun.map_err(|error| invalid(&error))?;
    let mut options = public_key(&options)?;
    // Whoever signs in says no name: the device has to know it.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    ask(engine, options, Some(agent), Some(name), spell(&state)?).await
}

/// Adds the passkey that a browser made. All sessions but `session` end: whoever came in with less comes in again.
///
/// # Errors
/// Refused as outdated where it was not asked for, or is too late; as taken where somebody has it; else as invalid.
pub async fn add(
    engine: &Engine,
    house: &RelyingParty,
    agent: AgentId,
    ceremony: &str,
    answer: &str,
    session: [u8; 32],
) -> Result<()> {
    let answer: RegisterPublicKeyCredential = read_answer(answer)?;
    let asked = take(engine, ceremony, Some(agent)).await?;
    let state: PasskeyRegistration = parse(&asked.state)?;
    let made = house.asks().finish_passkey_registration(&answer, &state).map_err(|error| {
        tracing::warn!(agent = %agent, reason = reason(&error), "a passkey was not added");
        invalid(&error)
    })?;
    let credential_id = made.cred_id().to_vec();
    if credential_id.is_empty() || credential_id.len() > MAX_ID_BYTES {
        return Err(unreadable().into());
    }
    let now = engine.now();
    let name = asked.name.unwrap_or_default();
    let new = kept::Passkey { id: engine.id(), agent, name, credential: spell(&made)?, made_at: now, used_at: None };
    let origin = Origin::new(Actor::Agent(agent), now);
    let done = engine.store().write(move |tx| -> Result<()> {
        agent::by_id(tx, agent)?.filter(|them| them.off_at.is_none()).ok_or(Refused::NotFound)?;
        if kept::of_agent(tx, agent, MAX_PASSKEYS)?.len() >= MAX_PASSKEYS {
            return Err(too_many().into());
        }
        kept::keep(tx, &new, &credential_id)?;
        session::end_others_of(tx, agent, &session)?;
        Ok(tell(tx, agent, Access::PasskeyAdded, &origin)?)
    });
    match done.await {
        Err(Error::Store(store::Error::Duplicate { .. })) => Err(Refused::TakenBy(None).into()),
        other => other.map(drop),
    }
}

/// Takes a passkey away from oneself. Whoever came in with it elsewhere is out: all sessions but `session` end.
///
/// # Errors
/// Refused as outdated where there is none.
pub async fn remove(engine: &Engine, agent: AgentId, id: PasskeyId, session: [u8; 32]) -> Result<()> {
    let origin = Origin::new(Actor::Agent(agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        if !kept::remove(tx, agent, id)? {
            return Err(Refused::Outdated.into());
        }
        session::end_others_of(tx, agent, &session)?;
        Ok(tell(tx, agent, Access::PasskeyRemoved, &origin)?)
    });
    done.await.map(drop)
}

/// Asks whoever is at the door for a passkey; for which one, their device knows.
///
/// # Errors
/// Refused where too many are being asked.
pub async fn knock(engine: &Engine, house: &RelyingParty) -> Result<Asked> {
    let begun = house.asks().start_discoverable_authentication();
    let (options, state) = begun.map_err(|error| invalid(&error))?;
    ask(engine, public_key(&options)?, None, None, spell(&state)?).await
}

/// Whom a passkey lets in. Its counter goes on: one that did not is a copy, and is refused (level 3, 7.2, step 22).
///
/// # Errors
/// Refused as outdated where it was not asked for, was answered, or is too late; as not allowed where it opens nothing.
pub async fn admit(engine: &Engine, house: &RelyingParty, ceremony: &str, answer: &str) -> Result<AgentId> {
    let answer: PublicKeyCredential = read_answer(answer)?;
    let asked = take(engine, ceremony, None).await?;
    let state: DiscoverableAuthentication = parse(&asked.state)?;
    let (handle, id) = house.asks().identify_discoverable_authentication(&answer).map_err(|_| Refused::NotAllowed)?;
    let id = id.to_vec();
    let found = engine.store().read(move |conn| -> store::Result<_> {
        let Some(found) = kept::find(conn, &id)? else { return Ok(None) };
        Ok(agent::by_id(conn, found.agent)?.filter(|them| them.off_at.is_none()).map(|_| found))
    });
    // Nobody's, or of somebody who may not come in: the log says nothing, as of a login that nobody has.
    let known = found.await?.ok_or(Refused::NotAllowed)?;
    let mut passkey: Passkey = parse(&known.credential)?;
    let checked = if handle == handle_of(engine, known.agent) {
        house.asks().finish_discoverable_authentication_v2(&answer, state, &passkey)
    } else {
        Err(WebauthnError::InvalidUserUniqueId)
    };
    let used = match checked {
        Ok(used) if used.user_verified() => used,
        Ok(_) => return refuse(engine, &known, &WebauthnError::UserNotVerified).await,
        Err(error) => return refuse(engine, &known, &error).await,
    };
    passkey.update_credential(&used);
    let (fresh, agent, now) = (spell(&passkey)?, known.agent, engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        agent::by_id(tx, agent)?.filter(|them| them.off_at.is_none()).ok_or(Refused::NotAllowed)?;
        // Of two who come in with the same counter at once, the second is a copy.
        if kept::note_use(tx, &known, &fresh, now)? { Ok(()) } else { Err(Refused::NotAllowed.into()) }
    });
    done.await.map(|_| agent)
}

/// Tells the operator and the log that somebody's passkey was not taken.
async fn refuse(engine: &Engine, known: &kept::Passkey, error: &WebauthnError) -> Result<AgentId> {
    tracing::warn!(agent = %known.agent, passkey = %known.id, reason = reason(error), "a passkey was refused");
    super::note(engine, known.agent, Access::Refused, None).await?;
    Err(Refused::NotAllowed.into())
}

/// Why, in words of ours: those of the error may repeat what was sent.
fn reason(error: &WebauthnError) -> &'static str {
    match error {
        WebauthnError::CredentialPossibleCompromise => "its counter did not go on: there may be a copy of it",
        WebauthnError::InvalidRPOrigin | WebauthnError::InvalidRPIDHash => "it was used at another address",
        WebauthnError::MismatchedChallenge => "it answers something else",
        WebauthnError::UserNotVerified | WebauthnError::UserNotPresent => "the device did not make sure who holds it",
        WebauthnError::AuthenticationFailure => "the signature is wrong",
        WebauthnError::InvalidUserUniqueId => "it names somebody else",
        _ => "it cannot be read, or does not fit",
    }
}

/// Keeps what is asked under a fresh name.
async fn ask(
    engine: &Engine,
    options: Value,
    agent: Option<AgentId>,
    name: Option<String>,
    state: String,
) -> Result<Asked> {
    let (ceremony, print) = link::draw(engine)?;
    let now = engine.now();
    let new = Ceremony { agent, name, state, ends_at: now.plus_ms(ANSWER_MS) };
    let begun = engine.store().write(move |tx| kept::begin(tx, print, &new, MAX_WAITING, now)).await?;
    if begun.value {
        return Ok(Asked { ceremony, options });
    }
    tracing::warn!(limit = MAX_WAITING, "no passkey is asked for: too many answers are waited for");
    Err(Refused::Invalid("too many answers are waited for".to_owned()).into())
}

/// What was asked under this name, of this person; it is answered now, well or not.
async fn take(engine: &Engine, ceremony: &str, of: Option<AgentId>) -> Result<Ceremony> {
    let print = link::print(engine, ceremony).ok_or(Refused::Outdated)?;
    let now = engine.now();
    // A name that somebody made up costs a look, and no write.
    if !engine.store().read(move |conn| kept::is_open(conn, print, now)).await? {
        return Err(Refused::Outdated.into());
    }
    let taken = engine.store().write(move |tx| kept::take(tx, print, now)).await?.value;
    Ok(taken.filter(|asked| asked.agent == of).ok_or(Refused::Outdated)?)
}

/// By what devices know somebody: nothing that says who it is (level 3, 14.6.1), and the same for all their passkeys.
fn handle_of(engine: &Engine, agent: AgentId) -> Uuid {
    Uuid::from_bytes(engine.store().fingerprints().token(&format!("passkey:{agent}")).0)
}

fn read_answer<T: DeserializeOwned>(answer: &str) -> Result<T> {
    if answer.len() > MAX_ANSWER_BYTES {
        return Err(unreadable().into());
    }
    serde_json::from_str(answer).map_err(|_| unreadable().into())
}

/// What the browser is told, without what is told to scripts besides.
fn public_key(options: &impl Serialize) -> Result<Value> {
    let mut options = serde_json::to_value(options).map_err(|error| invalid(&error))?;
    Ok(options["publicKey"].take())
}

fn spell(what: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(what).map_err(|error| invalid(&error))?)
}

fn parse<T: DeserializeOwned>(kept: &str) -> Result<T> {
    Ok(serde_json::from_str(kept).map_err(|error| invalid(&error))?)
}

fn invalid(error: &impl std::fmt::Display) -> Refused {
    Refused::Invalid(error.to_string())
}

fn unreadable() -> Refused {
    Refused::Invalid("this is no answer of a browser".to_owned())
}

fn too_many() -> Refused {
    Refused::Invalid(format!("there are at most {MAX_PASSKEYS} passkeys"))
}
