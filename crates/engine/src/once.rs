//! Wishes that name themselves: the same wish again is fulfilled once.
//!
//! In: an engine [`Engine::under`] a [`Once`]. Out: its next command, carried out and receipted in one transaction; or, where
//! there is a receipt already, what came of it then. A refused command leaves no receipt: it may be asked for again. One
//! wish is one command: whoever needs two writes a command that does both.

use domain::id::{BulkId, Id, MessageId, TagId, WebhookId};
use domain::identity::Fingerprint;
use store::Tx;
use store::receipt::{self, Receipt};

use crate::Engine;
use crate::error::{Refused, Result};

/// The name of a wish, and what is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    /// Who asks, and the key they gave.
    pub wish: Fingerprint,
    /// Everything they ask for.
    pub body: Fingerprint,
}

/// What a command gives, as a receipt keeps it.
pub(crate) trait Outcome: Copy + Send + 'static {
    /// Its number, where it has one.
    fn number(self) -> Option<i64>;
    /// What has this number.
    fn numbered(number: Option<i64>) -> Option<Self>;
}

impl Outcome for () {
    fn number(self) -> Option<i64> {
        None
    }

    fn numbered(_: Option<i64>) -> Option<Self> {
        Some(())
    }
}

macro_rules! numbered {
    ($($id:ty),+) => {$(
        impl Outcome for $id {
            fn number(self) -> Option<i64> {
                Some(self.raw())
            }

            fn numbered(number: Option<i64>) -> Option<Self> {
                number.map(Id::from_raw)
            }
        }
    )+};
}

numbered!(BulkId, MessageId, TagId, WebhookId);

impl Engine {
    /// The same engine, whose next command is carried out once under this name.
    pub fn under(&self, once: Once) -> Self {
        Self { once: Some(once), ..self.clone() }
    }

    /// Carries a command out in one transaction, with its receipt where it has a name.
    pub(crate) async fn act<T, F>(&self, command: F) -> Result<T>
    where
        T: Outcome,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (once, now) = (self.once, self.now());
        let done = self.store().write(move |tx| -> Result<T> {
            let Some(once) = once else { return command(tx) };
            if let Some(before) = receipt::find(tx, once.wish, now)? {
                let outcome = T::numbered(before.outcome).filter(|_| before.body == once.body);
                return outcome.ok_or_else(|| Refused::KeyReused.into());
            }
            let outcome = command(tx)?;
            receipt::write(tx, once.wish, Receipt { body: once.body, outcome: outcome.number() }, now)?;
            Ok(outcome)
        });
        Ok(done.await?.value)
    }
}
