//! A code besides the password: switching it on, being asked, taking it off.
//!
//! The secret is sealed at rest ([`store::secret`]) and never told again once it was confirmed. A code counts once, and so
//! does each of the ten recovery codes, of which only keyed hashes are kept.

use domain::access::Access;
use domain::event::{Actor, Origin};
use domain::id::AgentId;
use domain::identity::Fingerprint;
use domain::permission::Role;
use store::second_factor::{self as kept, name_of};
use store::{secret, session};

use super::code;
use super::standing::{tell, touchable};
use crate::Engine;
use crate::commands::By;
use crate::error::{Refused, Result};

/// How many recovery codes there are.
pub const RECOVERY_CODES: usize = 10;

/// Letters of a recovery code: 50 bits, of letters that are not mistaken for each other.
const CODE_CHARS: usize = 10;

/// The letters.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz123456789";

/// Begins to switch it on. Gives the secret, which a device has to be told.
///
/// # Errors
/// Refused as outdated where it is on.
pub async fn begin(engine: &Engine, agent: AgentId) -> Result<[u8; code::SECRET_BYTES]> {
    let mut plain = [0_u8; code::SECRET_BYTES];
    fill(&mut plain)?;
    let name = name_of(agent);
    let sealed = secret::seal(engine.store().sealer(), &name, &plain).map_err(|e| Refused::Invalid(e.to_string()))?;
    let now = engine.now();
    let done = engine.store().write(move |tx| kept::begin(tx, agent, &sealed, now)).await?;
    if done.value { Ok(plain) } else { Err(Refused::Outdated.into()) }
}

/// The secret that is to be confirmed, once more; `None`: nobody began, or it is confirmed.
///
/// # Errors
/// The store could not be read.
pub async fn begun(engine: &Engine, agent: AgentId) -> Result<Option<Vec<u8>>> {
    let stands = engine.store().read(move |conn| kept::stands(conn, agent)).await?;
    if stands != kept::Stands::Begun {
        return Ok(None);
    }
    secret_of(engine, agent).await
}

/// Switches it on with a code that a device made: signing in asks for one from now on. Gives the recovery codes.
///
/// # Errors
/// Refused as invalid where the code is not right, as outdated where it is on already.
pub async fn confirm(engine: &Engine, agent: AgentId, typed: &str, session: [u8; 32]) -> Result<Vec<String>> {
    let plain = begun(engine, agent).await?.ok_or(Refused::Outdated)?;
    let now = engine.now();
    let step = code::step_of(&plain, &digits(typed), now.get()).ok_or_else(wrong)?;
    let (codes, prints) = draw(engine)?;
    let origin = Origin::new(Actor::Agent(agent), now);
    let done = engine.store().write(move |tx| -> Result<()> {
        if !kept::switch_on(tx, agent, step, now)? {
            return Err(Refused::Outdated.into());
        }
        kept::keep_codes(tx, agent, &prints)?;
        // Who came in with the password alone comes in again, with a code.
        session::end_others_of(tx, agent, &session)?;
        Ok(tell(tx, agent, Access::SecondFactorOn, &origin)?)
    });
    done.await.map(|_| codes)
}

/// Draws new recovery codes in place of those that are left.
///
/// # Errors
/// Refused as outdated where it is off.
pub async fn renew_codes(engine: &Engine, agent: AgentId) -> Result<Vec<String>> {
    let (codes, prints) = draw(engine)?;
    let origin = Origin::new(Actor::Agent(agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        if !matches!(kept::stands(tx, agent)?, kept::Stands::On(_)) {
            return Err(Refused::Outdated.into());
        }
        kept::keep_codes(tx, agent, &prints)?;
        Ok(tell(tx, agent, Access::RecoveryRenewed, &origin)?)
    });
    done.await.map(|_| codes)
}

/// Whether a code lets somebody in: of their device, or a recovery code, which is used up. Each counts once.
///
/// # Errors
/// The store could not do it.
pub async fn admits(engine: &Engine, agent: AgentId, typed: &str) -> Result<bool> {
    let typed = digits(typed);
    let now = engine.now();
    if typed.len() == CODE_CHARS {
        let print = print(engine, &typed);
        let origin = Origin::new(Actor::Agent(agent), now);
        let done = engine.store().write(move |tx| -> Result<bool> {
            let fits = kept::use_code(tx, agent, print)?;
            if fits {
                tell(tx, agent, Access::RecoveryUsed, &origin)?;
            }
            Ok(fits)
        });
        return Ok(done.await?.value);
    }
    let Some(plain) = secret_of(engine, agent).await? else { return Ok(false) };
    let Some(step) = code::step_of(&plain, &typed, now.get()) else { return Ok(false) };
    Ok(engine.store().write(move |tx| kept::use_step(tx, agent, step)).await?.value)
}

/// Takes it off oneself.
///
/// # Errors
/// Refused as outdated where it is off.
pub async fn end(engine: &Engine, agent: AgentId) -> Result<()> {
    take_off(engine, agent, Actor::Agent(agent)).await
}

/// Takes it off somebody whose device is gone, by the operator's word.
///
/// # Errors
/// Refused as outdated where it is off.
pub async fn end_by_operator(engine: &Engine, agent: AgentId) -> Result<()> {
    take_off(engine, agent, Actor::System).await
}

async fn take_off(engine: &Engine, agent: AgentId, actor: Actor) -> Result<()> {
    let origin = Origin::new(actor, engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        if !kept::end(tx, agent)? {
            return Err(Refused::Outdated.into());
        }
        Ok(tell(tx, agent, Access::SecondFactorOff, &origin)?)
    });
    done.await.map(drop)
}

/// Takes it off somebody else whose device is gone: owners may.
///
/// # Errors
/// Refused where the asker is no owner, or it is off.
pub async fn end_of(engine: &Engine, by: By, agent: AgentId) -> Result<()> {
    let origin = Origin::new(Actor::Agent(by.agent), engine.now());
    let done = engine.store().write(move |tx| -> Result<()> {
        touchable(tx, by, agent, Role::Owner)?;
        if !kept::end(tx, agent)? {
            return Err(Refused::Outdated.into());
        }
        Ok(tell(tx, agent, Access::SecondFactorOff, &origin)?)
    });
    done.await.map(drop)
}

async fn secret_of(engine: &Engine, agent: AgentId) -> Result<Option<Vec<u8>>> {
    let name = name_of(agent);
    let wanted = name.clone();
    let Some(found) = engine.store().read(move |conn| secret::get(conn, &wanted)).await? else { return Ok(None) };
    let plain = secret::open(engine.store().sealer(), &name, &found);
    Ok(Some(plain.map_err(|error| Refused::Invalid(error.to_string()))?))
}

fn wrong() -> Refused {
    Refused::Invalid("this is not the code that the device shows now".to_owned())
}

/// What somebody typed, without what they put between for the eye.
fn digits(typed: &str) -> String {
    typed.chars().filter(|letter| letter.is_ascii_alphanumeric()).take(64).collect::<String>().to_ascii_lowercase()
}

fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| Refused::Invalid(format!("there is no randomness: {error}")).into())
}

fn print(engine: &Engine, code: &str) -> Fingerprint {
    engine.store().fingerprints().token(&format!("recovery:{code}"))
}

/// Recovery codes as they are shown, and under what they are kept.
fn draw(engine: &Engine) -> Result<(Vec<String>, Vec<Fingerprint>)> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    let mut prints = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0_u8; CODE_CHARS];
        fill(&mut bytes)?;
        let code: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
        prints.push(print(engine, &code));
        codes.push(format!("{}-{}", &code[..CODE_CHARS / 2], &code[CODE_CHARS / 2..]));
    }
    Ok((codes, prints))
}
