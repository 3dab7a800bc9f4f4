//! One-time links: what nobody guesses, kept as a keyed hash.

use domain::identity::Fingerprint;

use crate::Engine;
use crate::error::{Refused, Result};

/// Bytes of chance in a link: 256 bits.
const CHANCE_BYTES: usize = 32;

/// A new link's secret, and under what it is kept. Call it outside a write, which may run more than once.
///
/// # Errors
/// When the machine gives no random numbers.
pub(super) fn draw(engine: &Engine) -> Result<(String, Fingerprint)> {
    let mut chance = [0_u8; CHANCE_BYTES];
    getrandom::fill(&mut chance).map_err(|error| Refused::Invalid(format!("there is no randomness: {error}")))?;
    let secret: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let print = engine.store().fingerprints().token(&secret);
    Ok((secret, print))
}

/// Under what a link is kept; `None`: whatever this is, we made no such link.
pub(super) fn print(engine: &Engine, secret: &str) -> Option<Fingerprint> {
    let digits = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let spelt = secret.len() == 2 * CHANCE_BYTES && secret.bytes().all(digits);
    spelt.then(|| engine.store().fingerprints().token(secret))
}
