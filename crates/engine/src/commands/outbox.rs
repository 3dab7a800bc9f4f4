//! A person decides what becomes of a message that waits, did not arrive, or may not have.
//!
//! Only a person sends again what may have been sent. What was decided can be taken back until something else happened to
//! the message: it left, came back, or somebody had it sent again.

use domain::delivery::DeliveryState;
use domain::id::DeliveryId;
use domain::permission::Action;
use store::{delivery, filing, outbox};

use super::{By, lock};
use crate::Engine;
use crate::error::{Refused, Result};

/// What a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Try it now: what waits, was given up, or came back.
    Retry,
    /// Do not try it any more.
    GiveUp,
    /// It was sent, though nobody told us.
    WasSent,
    /// Send again what may have been sent.
    SendAgain,
    /// I have seen that it did not arrive.
    Seen,
    /// Take the decision back.
    Undo,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Retry, Self::GiveUp, Self::WasSent, Self::SendAgain, Self::Seen, Self::Undo];

    /// The word for forms and Fluent keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::GiveUp => "give-up",
            Self::WasSent => "was-sent",
            Self::SendAgain => "send-again",
            Self::Seen => "seen",
            Self::Undo => "undo",
        }
    }

    /// The decision with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.word() == word)
    }

    /// Whether it can be decided of a message that stands at `state`.
    pub fn fits(self, state: DeliveryState) -> bool {
        use DeliveryState::{Bounced, Failed, Queued, Sent, Uncertain};
        match self {
            Self::Retry => matches!(state, Queued | Failed | Bounced),
            Self::GiveUp => state == Queued,
            Self::WasSent | Self::SendAgain => state == Uncertain,
            Self::Seen => matches!(state, Failed | Bounced | Sent),
            Self::Undo => true,
        }
    }
}

/// Carries a decision out. Refused as outdated when the message stands elsewhere by now.
pub async fn decide(engine: &Engine, by: By, id: DeliveryId, decision: Decision) -> Result<()> {
    let now = engine.now();
    let channels = engine.channels().clone();
    engine
        .act(move |tx| -> Result<()> {
            let letter = outbox::one(tx, id)?.ok_or(Refused::NotFound)?;
            lock(tx, by, letter.conversation, Action::Answer)?;
            let origin = by.origin(now);
            let state = letter.state;
            if !decision.fits(state) {
                return Err(Refused::Outdated.into());
            }
            let done = match decision {
                Decision::Retry if state == DeliveryState::Queued => outbox::now(tx, id, now)?,
                Decision::Retry | Decision::SendAgain => {
                    delivery::requeue_message(tx, letter.conversation, letter.message, &origin)?
                }
                Decision::GiveUp => outbox::settle(tx, id, state, DeliveryState::Failed, &origin)?,
                Decision::WasSent => {
                    let copy = channels.of(letter.inbox).is_some_and(|out| out.keeps_copy(letter.route.unwrap_or(0)));
                    if copy {
                        filing::want(tx, letter.message, letter.inbox, now)?;
                    }
                    outbox::settle(tx, id, state, DeliveryState::Sent, &origin)?
                }
                Decision::Seen => outbox::seen(tx, id, true)?,
                Decision::Undo if letter.before.is_some() => outbox::take_back(tx, id, &origin)?,
                Decision::Undo => outbox::seen(tx, id, false)?,
            };
            if done { Ok(()) } else { Err(Refused::Outdated.into()) }
        })
        .await?;
    engine.wake_deliver();
    Ok(())
}
