//! One message on its way: handed to the channel, and its end recorded.

use std::sync::Arc;
use std::time::Duration;

use domain::channel::{Channel, Outbound, Receipt, SendError};
use domain::delivery::{LEASE_MS, MAX_ATTEMPTS, next_attempt};
use domain::event::{Actor, Origin};
use domain::id::Id;
use domain::time::{MINUTE_MS, Millis};
use store::delivery::{self, Claim, Ending};
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::task::AbortOnDropHandle;

use super::{CHANNEL_BROKE, TIMED_OUT};
use crate::Engine;

/// How long the other side may take: well inside the lease, so that nobody judges a living
/// attempt lost.
const PATIENCE: Duration = Duration::from_millis((LEASE_MS - MINUTE_MS).unsigned_abs());

/// Waits between the tries to record an end while the store is gone; together still inside the
/// lease.
const RECORD_WAITS_S: [u64; 6] = [1, 1, 2, 4, 8, 16];

/// A claimed message with everything that sending it takes.
pub(super) struct Carried {
    pub(super) claim: Claim,
    pub(super) outbound: Outbound,
    pub(super) channel: Arc<dyn Channel>,
    /// Its place among those that the inbox sends at a time; free again when this is dropped.
    pub(super) _slot: OwnedSemaphorePermit,
}

impl Carried {
    /// Sends it, once, and records what became of it.
    pub(super) async fn carry(self, engine: &Engine) {
        let Self { claim, outbound, channel, _slot } = self;
        let answer = hand_over(channel, outbound).await;
        let (ending, words) = judge(answer, &claim, engine.now());
        record(engine, claim, ending, words).await;
    }
}

/// Hands a message to the channel, as a task of its own so that a panic stays there. A channel
/// that panics or hangs leaves us uncertain.
async fn hand_over(channel: Arc<dyn Channel>, outbound: Outbound) -> Result<Receipt, SendError> {
    let sending = AbortOnDropHandle::new(tokio::spawn(async move { channel.send(&outbound).await }));
    match tokio::time::timeout(PATIENCE, sending).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(SendError::Uncertain(CHANNEL_BROKE.to_owned())),
        Err(_) => Err(SendError::Uncertain(TIMED_OUT.to_owned())),
    }
}

/// What an answer means for the delivery.
fn judge(answer: Result<Receipt, SendError>, claim: &Claim, now: Millis) -> (Ending, String) {
    match answer {
        Ok(receipt) => (Ending::Sent, receipt.answer),
        Err(SendError::Later(why) | SendError::Away(why) | SendError::Slow(why)) if claim.attempts >= MAX_ATTEMPTS => {
            (Ending::Failed, why)
        }
        Err(SendError::Later(why) | SendError::Away(why) | SendError::Slow(why)) => {
            (Ending::Again(next_attempt(now, claim.attempts, claim.delivery.raw())), why)
        }
        Err(SendError::Refused(why)) => (Ending::Failed, why),
        Err(SendError::Uncertain(why)) => (Ending::Uncertain, why),
    }
}

/// Records an end; while the store is gone, again and again. What cannot be recorded shows as
/// uncertain when the lease is over, even if it was sent.
async fn record(engine: &Engine, claim: Claim, ending: Ending, words: String) {
    match ending {
        Ending::Sent => tracing::debug!(delivery = %claim.delivery, "sent"),
        Ending::Again(at) => {
            tracing::info!(delivery = %claim.delivery, attempts = claim.attempts, %at, "not sent, again later")
        }
        Ending::Failed => tracing::warn!(delivery = %claim.delivery, attempts = claim.attempts, "given up"),
        Ending::Uncertain => tracing::warn!(delivery = %claim.delivery, "whether it was sent is uncertain"),
    }
    let mut waits = RECORD_WAITS_S.into_iter();
    loop {
        let (origin, words) = (Origin::new(Actor::System, engine.now()), words.clone());
        let write = move |tx: &mut store::Tx<'_>| delivery::finish(tx, &claim, ending, &words, &origin);
        match (engine.store().write(write).await, waits.next()) {
            (Ok(done), _) => {
                if !done.value {
                    tracing::debug!(delivery = %claim.delivery, "its end was recorded before");
                }
                return;
            }
            (Err(error), Some(wait)) if error.is_passing() && !matches!(error, store::Error::Closed) => {
                tokio::time::sleep(Duration::from_secs(wait)).await;
            }
            (Err(error), _) => {
                tracing::error!(delivery = %claim.delivery, %error, "what became of a message cannot be recorded; it will show as uncertain");
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::{ConversationId, DeliveryId, MessageId};

    use super::*;

    #[test]
    fn every_answer_has_its_ending() {
        let claim = |attempts| Claim {
            delivery: DeliveryId::from_raw(1),
            token: 1,
            attempts,
            message: MessageId::from_raw(1),
            conversation: ConversationId::from_raw(1),
        };
        let now = Millis::new(0);
        let ending = |answer, attempts| judge(answer, &claim(attempts), now).0;
        let later = || Err(SendError::Later("451".into()));
        assert_eq!(ending(Ok(Receipt::new("250")), 1), Ending::Sent);
        assert!(matches!(ending(later(), 1), Ending::Again(at) if at >= now.plus_ms(10_000)));
        assert!(matches!(ending(later(), MAX_ATTEMPTS - 1), Ending::Again(_)));
        assert_eq!(ending(later(), MAX_ATTEMPTS), Ending::Failed);
        assert_eq!(ending(Err(SendError::Refused("550".into())), 1), Ending::Failed);
        assert_eq!(ending(Err(SendError::Uncertain("cut".into())), 1), Ending::Uncertain);
    }

    #[test]
    fn an_attempt_ends_and_is_recorded_inside_its_lease() {
        let record: u64 = RECORD_WAITS_S.iter().sum();
        assert!(PATIENCE + Duration::from_secs(record) < Duration::from_millis(LEASE_MS.unsigned_abs()));
    }
}
