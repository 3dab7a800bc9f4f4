//! One message on its way: handed to the channel, and its end recorded.

use std::sync::Arc;
use std::time::Duration;

use domain::channel::{Channel, Outbound, Receipt, Route, SendError, Unreached};
use domain::delivery::{LEASE_MS, next_attempt};
use domain::event::{Actor, Origin};
use domain::id::Id;
use domain::time::{MINUTE_MS, Millis};
use store::delivery::{self, By, Claim, Ending};
use store::{Tx, filing, outbox, route};
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::task::AbortOnDropHandle;

use super::{AWAY, CHANNEL_BROKE, DEFERRED, SLOWED, TIMED_OUT, way};
use crate::Engine;

/// How long the other side may take: well inside the lease, so that nobody judges a living
/// attempt lost.
const PATIENCE: Duration = Duration::from_millis((LEASE_MS - MINUTE_MS).unsigned_abs());

/// Waits between the tries to record an end while the store is gone; together still inside the
/// lease.
const RECORD_WAITS_S: [u64; 6] = [1, 1, 2, 4, 8, 16];

/// The longest wait after the other side said that we send too much.
const LONGEST_SLOW_MS: i64 = 30 * MINUTE_MS;

/// A claimed message with everything that sending it takes.
pub(super) struct Carried {
    pub(super) claim: Claim,
    pub(super) outbound: Outbound,
    pub(super) channel: Arc<dyn Channel>,
    pub(super) routes: Arc<[Route]>,
    pub(super) by: By,
    pub(super) ailing: bool,
    /// Its place among those that the route takes at a time; free again when this is dropped.
    pub(super) _slot: OwnedSemaphorePermit,
}

impl Carried {
    /// Sends it, once, and records what became of it.
    pub(super) async fn carry(self, engine: &Engine) {
        let Self { claim, outbound, channel, routes, by, ailing, _slot } = self;
        let copy = channel.keeps_copy(by.route);
        let answer = hand_over(channel, by.route, outbound).await;
        let end = judge(answer, &claim, engine.now(), routes[by.route].give_up_ms);
        record(engine, Record { claim, end, by, routes, ailing, copy }).await;
    }
}

/// Hands a message to the channel, as a task of its own so that a panic stays there. A channel
/// that panics or hangs leaves us uncertain.
async fn hand_over(channel: Arc<dyn Channel>, route: usize, outbound: Outbound) -> Result<Receipt, SendError> {
    let sending = AbortOnDropHandle::new(tokio::spawn(async move { channel.send_by(route, &outbound).await }));
    match tokio::time::timeout(PATIENCE, sending).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(SendError::Uncertain(CHANNEL_BROKE.to_owned())),
        Err(_) => Err(SendError::Uncertain(TIMED_OUT.to_owned())),
    }
}

/// How an attempt ended, and what it tells of the route.
#[derive(Clone)]
struct End {
    ending: Ending,
    words: String,
    /// Why it waits, where it does; a word of the deliverer.
    why: Option<&'static str>,
    refused: Vec<Unreached>,
}

/// What an answer means for the delivery.
fn judge(answer: Result<Receipt, SendError>, claim: &Claim, now: Millis, give_up_ms: i64) -> End {
    let end = |ending, words| End { ending, words, why: None, refused: Vec::new() };
    let (why, words) = match answer {
        Ok(Receipt { answer, refused }) => return End { refused, ..end(Ending::Sent, answer) },
        Err(SendError::Refused(words)) => return end(Ending::Failed, words),
        Err(SendError::Uncertain(words)) => return end(Ending::Uncertain, words),
        Err(SendError::Later(words)) => (DEFERRED, words),
        Err(SendError::Away(words)) => (AWAY, words),
        Err(SendError::Slow(words)) => (SLOWED, words),
    };
    if now.since_ms(claim.since) >= give_up_ms {
        return End { why: Some(why), ..end(Ending::Failed, words) };
    }
    // The last try is made when the time is up, not a few hours before.
    let next = next_attempt(now, claim.attempts, claim.delivery.raw()).min(claim.since.plus_ms(give_up_ms));
    End { why: Some(why), ..end(Ending::Again(next), words) }
}

/// What is to be recorded.
#[derive(Clone)]
struct Record {
    claim: Claim,
    end: End,
    by: By,
    routes: Arc<[Route]>,
    ailing: bool,
    /// Whether it is to be put into the folder of sent mail.
    copy: bool,
}

/// What recording showed.
enum Recorded {
    /// The claim was overtaken.
    Before,
    /// As usual.
    Done,
    /// A route that took nothing works again.
    Works,
    /// A route takes nothing since this moment.
    Ill(Millis),
}

impl Record {
    fn write(&self, tx: &mut Tx<'_>, now: Millis) -> store::Result<Recorded> {
        let Self { claim, end, by: By { inbox, route }, .. } = self;
        let (inbox, place) = (*inbox, *route);
        if !delivery::finish(tx, claim, end.ending, &end.words, &Origin::new(Actor::System, now))? {
            return Ok(Recorded::Before);
        }
        if self.copy && end.ending == Ending::Sent {
            filing::want(tx, claim.message, inbox, now)?;
        }
        if !end.refused.is_empty() {
            outbox::unreached(tx, claim.delivery, claim.token, &end.refused)?;
        }
        let mut shown = Recorded::Done;
        let mut again = match end.ending {
            Ending::Again(at) => Some(at),
            Ending::Sent | Ending::Failed | Ending::Uncertain => None,
        };
        match end.why {
            Some(AWAY) => {
                let since = route::ill(tx, inbox, place, now, now.plus_ms(way::PROBE_MS))?;
                if now.since_ms(since) >= way::patience_ms(&self.routes, place) {
                    // Surely not sent: the next route may take it at once.
                    again = again.map(|_| now);
                }
                shown = Recorded::Ill(since);
            }
            Some(SLOWED) => {
                let times = route::slowed(tx, inbox, place)?.clamp(1, 10);
                let until = now.plus_ms((MINUTE_MS << (times - 1)).min(LONGEST_SLOW_MS));
                route::wait(tx, inbox, place, until, SLOWED)?;
                again = again.map(|_| until);
            }
            Some(_) => {}
            None if self.ailing && end.ending != Ending::Uncertain && route::well(tx, inbox, place)? => {
                outbox::wake(tx, inbox, AWAY, now)?;
                shown = Recorded::Works;
            }
            None => {}
        }
        if let (Some(at), Some(why)) = (again, end.why) {
            delivery::hold(tx, claim.delivery, at, why)?;
        }
        Ok(shown)
    }
}

/// Records an end; while the store is gone, again and again. What cannot be recorded shows as
/// uncertain when the lease is over, even if it was sent.
async fn record(engine: &Engine, record: Record) {
    let claim = record.claim;
    match record.end.ending {
        Ending::Sent => tracing::debug!(delivery = %claim.delivery, "sent"),
        Ending::Again(at) => {
            tracing::info!(delivery = %claim.delivery, attempts = claim.attempts, %at, "not sent, again later")
        }
        Ending::Failed => tracing::warn!(delivery = %claim.delivery, attempts = claim.attempts, "given up"),
        Ending::Uncertain => tracing::warn!(delivery = %claim.delivery, "whether it was sent is uncertain"),
    }
    let (inbox, route, had_been_ill) = (record.by.inbox, record.by.route, record.ailing);
    let mut waits = RECORD_WAITS_S.into_iter();
    loop {
        let (record, now) = (record.clone(), engine.now());
        let write = move |tx: &mut Tx<'_>| record.write(tx, now);
        match (engine.store().write(write).await, waits.next()) {
            (Ok(done), _) => {
                match done.value {
                    Recorded::Before => tracing::debug!(delivery = %claim.delivery, "its end was recorded before"),
                    Recorded::Works => {
                        tracing::info!(%inbox, route, "mail is taken again by this route");
                        engine.wake_deliver();
                    }
                    Recorded::Ill(since) if !had_been_ill => {
                        tracing::error!(%inbox, route, %since, "no mail is taken by this route; it is tried again until it is");
                    }
                    Recorded::Ill(_) | Recorded::Done => {}
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
    use domain::delivery::GIVE_UP_MS;
    use domain::id::{ConversationId, DeliveryId, MessageId};

    use super::*;

    #[test]
    fn every_answer_has_its_ending() {
        let claim = Claim {
            delivery: DeliveryId::from_raw(1),
            token: 1,
            attempts: 3,
            message: MessageId::from_raw(1),
            conversation: ConversationId::from_raw(1),
            since: Millis::new(0),
            owner: 1,
        };
        let ending = |answer, now| judge(answer, &claim, Millis::new(now), GIVE_UP_MS).ending;
        let later = || Err(SendError::Later("451".into()));
        assert_eq!(ending(Ok(Receipt::new("250")), 1), Ending::Sent);
        assert!(matches!(ending(later(), 1), Ending::Again(at) if at.get() >= 10_000));
        assert_eq!(ending(later(), GIVE_UP_MS - 1), Ending::Again(Millis::new(GIVE_UP_MS)), "the last try");
        assert_eq!(ending(later(), GIVE_UP_MS), Ending::Failed);
        assert_eq!(ending(Err(SendError::Away("421".into())), GIVE_UP_MS), Ending::Failed);
        assert_eq!(ending(Err(SendError::Refused("550".into())), 1), Ending::Failed);
        assert_eq!(ending(Err(SendError::Uncertain("cut".into())), 1), Ending::Uncertain);
    }

    #[test]
    fn an_attempt_ends_and_is_recorded_inside_its_lease() {
        let record: u64 = RECORD_WAITS_S.iter().sum();
        assert!(PATIENCE + Duration::from_secs(record) < Duration::from_millis(LEASE_MS.unsigned_abs()));
    }
}
