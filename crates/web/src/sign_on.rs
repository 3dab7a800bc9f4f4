//! Signing in through the operator's identity provider, as far as pages are concerned: what is asked of whoever speaks to
//! it, and what is kept between the way there and the way back.
//!
//! The browser carries that itself, sealed, in a cookie of its own: an answer that comes to another browser, too late, or a
//! second time is none. It must not: believe anything of the address that it comes back to but by that cookie.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use domain::channel::BoxFuture;
use domain::time::{MINUTE_MS, Millis};
use engine::people::Vouched;
use store::seal::Place;

use crate::fault::Fault;
use crate::web::Web;

/// Speaks to the identity provider, brought by the program: pages talk to nobody.
pub trait IdentityProvider: Send + Sync {
    /// What people call it: the words on the button.
    fn name(&self) -> &str;

    /// Where to send a browser that carries these secrets. Bounded in time.
    fn begin<'a>(&'a self, carried: &'a Carried) -> BoxFuture<'a, Result<String, Unvouched>>;

    /// For whom it vouches to a browser that brought this code. Bounded in time.
    fn finish<'a>(
        &'a self,
        code: &'a str,
        carried: &'a Carried,
        now: Millis,
    ) -> BoxFuture<'a, Result<Vouched, Unvouched>>;
}

/// Why it vouches for nobody: a sentence for the log, which names nobody.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unvouched(pub String);

/// What a browser carries to the provider and back.
#[derive(Clone, PartialEq, Eq)]
pub struct Carried {
    /// Comes back in the address.
    pub state: String,
    /// Comes back in the token.
    pub nonce: String,
    /// What the code is exchanged with.
    pub verifier: String,
    /// Where to go afterwards: a path of ours.
    pub to: String,
    /// Until when the provider may take.
    pub ends_at: Millis,
}

impl fmt::Debug for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Carried(withheld)")
    }
}

/// How long the way there and back may take.
pub(crate) const GOOD_MS: i64 = 10 * MINUTE_MS;

/// Where it would stand if it were kept: no other sealed text is taken for one.
const CARRIED: Place<'static> = Place { table: "sign-in", row: "sign-on", column: "carried" };

impl Carried {
    /// Fresh secrets of 256 bits of chance each.
    pub(crate) fn draw(to: &str, now: Millis) -> Result<Self, Fault> {
        let draw = || -> Result<String, Fault> {
            let mut random = [0_u8; 32];
            getrandom::fill(&mut random).map_err(|error| Fault::Broken(std::sync::Arc::new(error)))?;
            Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
        };
        Ok(Self { state: draw()?, nonce: draw()?, verifier: draw()?, to: to.to_owned(), ends_at: now.plus_ms(GOOD_MS) })
    }

    /// As the cookie's value.
    pub(crate) fn seal(&self, web: &Web) -> Result<String, Fault> {
        let ends_at = self.ends_at.get().to_string();
        let words = [&self.state, &self.nonce, &self.verifier, &ends_at, &self.to].map(String::as_str);
        let sealed = web.store().sealer().seal(CARRIED, words.join(" ").as_bytes());
        let sealed = sealed.map_err(|error| Fault::Broken(std::sync::Arc::new(error)))?;
        Ok(sealed.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Out of a cookie's value; `None`: it is none of ours, or too old.
    pub(crate) fn open(web: &Web, value: &str) -> Option<Self> {
        if value.len() > 4_096 || !value.len().is_multiple_of(2) || !value.is_ascii() {
            return None;
        }
        let bytes = (0..value.len()).step_by(2).map(|at| u8::from_str_radix(value.get(at..at + 2)?, 16).ok());
        let plain = web.store().sealer().open(CARRIED, &bytes.collect::<Option<Vec<u8>>>()?).ok()?;
        let text = String::from_utf8(plain).ok()?;
        let mut words = text.splitn(5, ' ');
        let mut next = || words.next().map(str::to_owned);
        let (state, nonce, verifier) = (next()?, next()?, next()?);
        let ends_at = Millis::new(next()?.parse().ok()?);
        let carried = Self { state, nonce, verifier, ends_at, to: next()? };
        (web.now() < ends_at).then_some(carried)
    }
}

/// Answers that were taken, until they would be too old anyway: none is taken twice. Of this node alone; on another one the
/// provider itself takes no code twice (RFC 6749, 4.1.2).
#[derive(Debug, Default)]
pub(crate) struct Taken(Mutex<HashMap<String, Millis>>);

/// So many are remembered; beyond, whoever comes waits until the oldest are forgotten.
const MOST: usize = 10_000;

impl Taken {
    /// Takes one. `false`: it was taken before, or there are too many.
    pub(crate) fn take(&self, carried: &Carried, now: Millis) -> bool {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, ends_at| now < *ends_at);
        taken.len() < MOST && taken.insert(carried.state.clone(), carried.ends_at).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_once() {
        let (taken, now) = (Taken::default(), Millis::new(1_000));
        let carried = Carried::draw("/", now).unwrap();
        assert_ne!(carried, Carried::draw("/", now).unwrap());
        assert!(taken.take(&carried, now) && !taken.take(&carried, now));
        assert!(taken.take(&Carried::draw("/", now).unwrap(), now.plus_ms(GOOD_MS)));
        assert_eq!(taken.0.lock().unwrap().len(), 1, "who is too old is forgotten");
    }
}
