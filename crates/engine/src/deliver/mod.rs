//! The deliverer: the only part that talks to the outside once a message was taken in.
//!
//! In: deliveries that commands and reactors queued. Out: messages handed to channels, and what
//! became of each. A delivery is claimed in one transaction, sent outside of any, and its end
//! recorded in another one under the claim's token. So at every moment at which the process may
//! die, a message was handed over at most once a claim, and a claim without an end becomes
//! "uncertain" when its lease is over: a person looks and decides, nothing is sent twice by itself. Only where the database's
//! answer to the claim itself was lost, and the process lives, is it known that nothing was handed over: that is taken back.
//!
//! An inbox has one way out or several. The next one stands in when the one before has taken nothing for a while; only
//! what surely was not sent goes another way. A route's limits are counted from the attempts, and what is over them waits.
//! An inbox whose server hangs takes only its own slots, and in one conversation messages leave in
//! their order.
//!
//! It must not: add anything to a message, retry what may have been sent, or log addresses,
//! subjects or answers.

mod carry;
mod claim;
mod letter;
mod orders;
mod way;

use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::Engine;
use crate::error::Result;
use crate::run::Condition;

use claim::Desk;

pub use letter::letter;

/// A delivery waits because its inbox has no channel.
pub const NO_CHANNEL: &str = "no-channel";
/// A delivery waits because its message cannot be read from the store.
pub const UNREADABLE: &str = "unreadable";
/// A delivery was given up because there is nothing, or nobody, to send to: it was erased.
pub const NO_CONTENT: &str = "no-content";
/// A delivery is uncertain because the process ended while sending it.
pub const PROCESS_ENDED: &str = "process-ended";
/// An attempt never began: that it was claimed was recorded, and the database's answer was lost.
pub const NOT_BEGUN: &str = "not-begun";
/// A delivery is uncertain because the other side did not answer in time.
pub const TIMED_OUT: &str = "timed-out";
/// A delivery is uncertain because the channel broke down while sending it: a defect of ours.
pub const CHANNEL_BROKE: &str = "channel-broke";

/// A delivery waits because the other side did not take it, and may later.
pub const DEFERRED: &str = "deferred";
/// A delivery waits because its server is away, or takes nothing from us.
pub const AWAY: &str = "away";
/// Nothing goes by a route because the other side says that we send too much.
pub const SLOWED: &str = "slowed";
/// Nothing goes by a route because as much went as the settings allow within an hour.
pub const PER_HOUR: &str = "per-hour";
/// Nothing goes by a route because as much went as the settings allow within a day.
pub const PER_DAY: &str = "per-day";

/// How often it looks without being woken.
const RESCAN: Duration = Duration::from_secs(1);

/// How long what is being sent may take to end when the process is to stop.
const GRACE: Duration = Duration::from_secs(15);

/// Sends what is due and waits for all of it to end. Gives how many deliveries it dealt with; 0
/// when nothing is due.
pub async fn step(engine: &Engine) -> Result<usize> {
    let round = Desk::default().begin(engine).await?;
    let count = round.dealt_with + round.carried.len();
    join_all(round.carried.into_iter().map(|carried| carried.carry(engine))).await;
    Ok(count)
}

/// Sends what is due, whenever it is, until cancelled; then waits a while for what is being sent.
pub(crate) async fn run(engine: Engine, cancel: CancellationToken) {
    let mut desk = Desk::default();
    let mut condition = Condition::new("deliveries");
    let mut under_way = JoinSet::new();
    while !cancel.is_cancelled() {
        while under_way.try_join_next().is_some() {}
        let mut pause = RESCAN;
        match desk.begin(&engine).await {
            Ok(round) => {
                condition.well();
                if round.dealt_with > 0 {
                    // There may be more behind what needed no sending.
                    pause = Duration::ZERO;
                }
                for carried in round.carried {
                    let engine = engine.clone();
                    under_way.spawn(async move { carried.carry(&engine).await });
                }
            }
            Err(error) => pause = condition.ill(&error),
        }
        tokio::select! {
            () = cancel.cancelled() => {}
            () = engine.wake.deliver.notified() => {}
            () = tokio::time::sleep(pause) => {}
            Some(_) = under_way.join_next() => {}
        }
    }
    let drained = tokio::time::timeout(GRACE, async { while under_way.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!(
            deliveries = under_way.len(),
            "stopping while messages are being sent; they will show as uncertain"
        );
    }
}

#[cfg(test)]
mod tests;
