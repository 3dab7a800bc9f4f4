//! Passkeys (W3C Web Authentication, level 3): adding one, coming in with one, taking one away.
//!
//! In: what a browser answered, as it came. Out: what browsers are asked, as JSON. A passkey stands for the password and the
//! second step alike, because the device makes sure who holds it (user verification is required). What was asked stays in the
//! store, so that any node reads the answer: once, and for five minutes. Nothing that a browser sent is logged.

use domain::access::Access;
use domain::event::{Actor, Origin};
use domain::id::{AgentId, PasskeyId};
use domain::time::MINUTE_MS;
use serde_json::{Value, json};
use store::passkey::{self as kept, Adding, Ceremony};
use store::{agent, session};

use super::authenticator::{self, ALGORITHMS, Answer, Credential, Made, Signed, Wrong, letters};
use super::relying_party::RelyingParty;
use super::standing::tell;
use super::{fit_name, link};
use crate::Engine;
use crate::error::{Error, Refused, Result};

/// So many somebody may have.
pub const MAX_PASSKEYS: usize = 20;

/// How long a browser may take to answer, in milliseconds: people look for their keys.
const ANSWER_MS: i64 = 5 * MINUTE_MS;

/// Bytes of chance in a challenge (level 3, 13.4.3 asks for 16).
const CHALLENGE_BYTES: usize = 32;

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

/// Begins to add a passkey. Only `session` can end it.
///
/// # Errors
/// Refused where the name is none, or they have as many as there may be.
pub async fn begin(
    engine: &Engine,
    house: &RelyingParty,
    agent: AgentId,
    name: &str,
    session: [u8; 32],
) -> Result<Asked> {
    let name = fit_name(name)?;
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        Ok((agent::by_id(conn, agent)?, kept::of_agent(conn, agent, MAX_PASSKEYS)?))
    };
    let (Some(them), have) = engine.store().read(read).await? else { return Err(Refused::NotFound.into()) };
    if have.len() >= MAX_PASSKEYS {
        return Err(too_many().into());
    }
    let known = have.iter().map(|one| Ok(json!({ "type": "public-key", "id": read_kept(one)?.id })));
    let known = known.collect::<Result<Vec<_>>>()?;
    let challenge = draw_challenge()?;
    let algorithms: Vec<Value> = ALGORITHMS.map(|alg| json!({ "type": "public-key", "alg": alg })).into();
    let options = json!({
        "rp": { "id": house.name(), "name": "Kontuar" },
        "user": { "id": handle_of(engine, agent), "name": them.login, "displayName": them.name },
        "challenge": challenge,
        "pubKeyCredParams": algorithms,
        "timeout": ANSWER_MS,
        "excludeCredentials": known,
        // Whoever signs in says no name: the device has to know it.
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        },
        "attestation": "none",
    });
    ask(engine, options, Some(Adding { agent, session, name }), challenge).await
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
    let answer = Answer::<Made>::read(answer).map_err(invalid)?;
    let credential_id = answer.credential_id().map_err(invalid)?;
    let asked = take(engine, ceremony).await?;
    let adding = asked.adding.filter(|adding| adding.agent == agent && adding.session == session);
    let name = adding.ok_or(Refused::Outdated)?.name;
    let made = answer.check(house.asked(&asked.challenge)).map_err(|wrong| {
        tracing::warn!(agent = %agent, reason = %wrong, "a passkey was not added");
        invalid(wrong)
    })?;
    let now = engine.now();
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
    let challenge = draw_challenge()?;
    let options = json!({
        "challenge": challenge,
        "timeout": ANSWER_MS,
        "rpId": house.name(),
        "allowCredentials": [],
        "userVerification": "required",
    });
    ask(engine, options, None, challenge).await
}

/// Whom a passkey lets in. Its counter goes on: one that did not is a copy, and is refused (level 3, 7.2, step 21).
///
/// # Errors
/// Refused as outdated where it was not asked for, was answered, or is too late; as not allowed where it opens nothing.
pub async fn admit(engine: &Engine, house: &RelyingParty, ceremony: &str, answer: &str) -> Result<AgentId> {
    let answer = Answer::<Signed>::read(answer).map_err(invalid)?;
    let id = answer.credential_id().map_err(invalid)?;
    let asked = take(engine, ceremony).await?;
    if asked.adding.is_some() {
        return Err(Refused::Outdated.into());
    }
    let found = engine.store().read(move |conn| -> store::Result<_> {
        let Some(found) = kept::find(conn, &id)? else { return Ok(None) };
        Ok(agent::by_id(conn, found.agent)?.filter(|them| them.off_at.is_none()).map(|_| found))
    });
    // Nobody's, or of somebody who may not come in: the log says nothing, as of a login that nobody has.
    let known = found.await?.ok_or(Refused::NotAllowed)?;
    let holder = handle_of(engine, known.agent);
    let used = match answer.check(house.asked(&asked.challenge), &read_kept(&known)?, &holder) {
        Ok(used) => used,
        Err(wrong) => return refuse(engine, &known, wrong).await,
    };
    let (fresh, agent, now) = (spell(&used)?, known.agent, engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        agent::by_id(tx, agent)?.filter(|them| them.off_at.is_none()).ok_or(Refused::NotAllowed)?;
        // Of two who come in with the same counter at once, the second is a copy.
        if kept::note_use(tx, &known, &fresh, now)? { Ok(()) } else { Err(Refused::NotAllowed.into()) }
    });
    done.await.map(|_| agent)
}

/// Tells the operator and the log that somebody's passkey was not taken.
async fn refuse(engine: &Engine, known: &kept::Passkey, wrong: Wrong) -> Result<AgentId> {
    tracing::warn!(agent = %known.agent, passkey = %known.id, reason = %wrong, "a passkey was refused");
    super::note(engine, known.agent, Access::Refused, None).await?;
    Err(Refused::NotAllowed.into())
}

/// Keeps what is asked under a fresh name.
async fn ask(engine: &Engine, options: Value, adding: Option<Adding>, challenge: String) -> Result<Asked> {
    let (ceremony, print) = link::draw(engine)?;
    let now = engine.now();
    let new = Ceremony { adding, challenge, ends_at: now.plus_ms(ANSWER_MS) };
    let begun = engine.store().write(move |tx| kept::begin(tx, print, &new, MAX_WAITING, now)).await?;
    if begun.value {
        return Ok(Asked { ceremony, options });
    }
    tracing::warn!(limit = MAX_WAITING, "no passkey is asked for: too many answers are waited for");
    Err(Refused::Invalid("too many answers are waited for".to_owned()).into())
}

/// What was asked under this name; it is answered now, well or not.
async fn take(engine: &Engine, ceremony: &str) -> Result<Ceremony> {
    let print = link::print(engine, ceremony).ok_or(Refused::Outdated)?;
    let now = engine.now();
    // A name that somebody made up costs a look, and no write.
    if !engine.store().read(move |conn| kept::is_open(conn, print, now)).await? {
        return Err(Refused::Outdated.into());
    }
    Ok(engine.store().write(move |tx| kept::take(tx, print, now)).await?.value.ok_or(Refused::Outdated)?)
}

/// By what devices know somebody, in base64url: nothing that says who it is (level 3, 14.6.1), and the same for all their
/// passkeys.
fn handle_of(engine: &Engine, agent: AgentId) -> String {
    letters(&engine.store().fingerprints().token(&format!("passkey:{agent}")).0)
}

/// What nobody guesses, in base64url.
fn draw_challenge() -> Result<String> {
    let mut chance = [0_u8; CHALLENGE_BYTES];
    getrandom::fill(&mut chance).map_err(|error| Refused::Invalid(format!("there is no randomness: {error}")))?;
    Ok(letters(&chance))
}

/// What an answer of a passkey is checked with. That it cannot be read is the operator's matter, not its holder's.
fn read_kept(kept: &kept::Passkey) -> Result<Credential> {
    Ok(serde_json::from_str(&kept.credential).map_err(|error| {
        tracing::error!(passkey = %kept.id, "a kept passkey cannot be read: it opens nothing");
        invalid(error)
    })?)
}

fn spell(credential: &Credential) -> Result<String> {
    Ok(serde_json::to_string(credential).map_err(invalid)?)
}

fn invalid(error: impl std::fmt::Display) -> Refused {
    Refused::Invalid(error.to_string())
}

fn too_many() -> Refused {
    Refused::Invalid(format!("there are at most {MAX_PASSKEYS} passkeys"))
}

impl RelyingParty {
    fn asked<'a>(&'a self, challenge: &'a str) -> authenticator::Asked<'a> {
        authenticator::Asked { challenge, origin: self.origin(), name: self.name() }
    }
}
