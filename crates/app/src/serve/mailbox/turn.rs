//! What is recorded about a mailbox is recorded under the turn of this node: who was overtaken records nothing.

use std::sync::{Mutex, PoisonError};

use engine::Engine;
use engine::turn::Turn;
use store::{Refusal, Tx};

/// Why something was not recorded.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unrecorded {
    /// The same mails come again, to whoever has the turn.
    #[error("another node reads this mailbox now")]
    Overtaken,
    /// The store cannot be written.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Refusal for Unrecorded {
    fn store_error(&self) -> Option<&store::Error> {
        match self {
            Self::Store(error) => Some(error),
            Self::Overtaken => None,
        }
    }
}

/// The turn at hand.
#[derive(Debug, Default)]
pub(super) struct AtHand(Mutex<Option<Turn>>);

impl AtHand {
    /// From here on it is this one.
    pub(super) fn begin(&self, turn: Turn) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(turn);
    }

    /// Writes, unless another node took over.
    pub(super) async fn record<T, F>(&self, engine: &Engine, run: F) -> Result<T, Unrecorded>
    where
        F: Fn(&mut Tx<'_>) -> store::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let turn = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let write = move |tx: &mut Tx<'_>| -> Result<T, Unrecorded> {
            match &turn {
                Some(turn) if !turn.holds(tx)? => Err(Unrecorded::Overtaken),
                Some(_) | None => Ok(run(tx)?),
            }
        };
        Ok(engine.store().write(write).await?.value)
    }
}
