//! Everything at once, until told to stop: one loop for each part, each its part's `step`.
//!
//! A loop works until there is nothing left, then waits for its signal or its next look. While
//! the store or the outside is gone it tries again at growing intervals and says so twice: when it
//! went and when it is back.

use std::fmt::Display;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use domain::event::Position;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::error::Result;
use crate::{Engine, commands, deliver, intake, presence, reactors, timers};

/// How often a loop looks without being woken: what other nodes did, and what became due.
const RESCAN: Duration = Duration::from_secs(1);

/// How long a woken loop lets signals gather, so that a rush of events is read in batches.
const GATHER: Duration = Duration::from_millis(5);

/// The longest wait while something is gone.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A loop of the engine ended by a panic: a defect. Everything was stopped; nothing is lost.
#[derive(Debug, thiserror::Error)]
#[error("a part of the engine broke down ({0}); it was stopped, and nothing stored is lost")]
pub struct Broken(String);

/// Runs intake, reactors, deliverer and timers until `cancel`; then lets them end what they are at.
pub async fn run(engine: Engine, cancel: CancellationToken) -> std::result::Result<(), Broken> {
    let mut condition = Condition::new("start");
    while let Err(error) = presence::arrive(&engine).await {
        let wait = condition.ill(&error);
        tokio::select! {
            () = cancel.cancelled() => return Ok(()),
            () = tokio::time::sleep(wait) => {}
        }
    }
    condition.well();
    // It lives until the others have ended: what they are at is still theirs.
    let gone = CancellationToken::new();
    let living = AbortOnDropHandle::new(tokio::spawn(live(engine.clone(), gone.clone())));
    let mut loops = start(&engine, &cancel);
    let mut broken = None;
    while let Some(ended) = loops.join_next().await {
        if let Err(error) = ended {
            cancel.cancel();
            broken = Some(Broken(error.to_string()));
        }
    }
    gone.cancel();
    // It ends by itself, or broke down, of which there is nothing more to say.
    living.await.ok();
    let left = match engine.is_alone() {
        true => reactors::release(&engine).await,
        false => presence::leave(&engine).await,
    };
    if let Err(error) = left {
        tracing::debug!(%error, "leases were not given back; they end by themselves");
    }
    broken.map_or(Ok(()), Err)
}

fn start(engine: &Engine, cancel: &CancellationToken) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    let (new, seen) = (engine.clone(), Arc::<AtomicU64>::default());
    let back = || engine.store().others();
    loops.spawn(keep("intake", Signal::Intake(Box::new(engine.clone())), back(), cancel.clone(), move || {
        let (engine, seen) = (new.clone(), seen.clone());
        async move {
            if intake::pours_in(&engine, &seen) {
                intake::give_way(&engine).await;
            }
            intake::step(&engine).await
        }
    }));
    for reactor in reactors::ALL {
        let new = engine.clone();
        loops.spawn(keep(reactor.name(), Signal::Log(engine.store().head()), back(), cancel.clone(), move || {
            let engine = new.clone();
            async move { reactors::advance(&engine, *reactor).await }
        }));
    }
    let new = engine.clone();
    loops.spawn(keep("timers", Signal::None, back(), cancel.clone(), move || {
        let engine = new.clone();
        async move { timers::step(&engine).await }
    }));
    let new = engine.clone();
    loops.spawn(keep("bulk", Signal::Bulk(Box::new(engine.clone())), back(), cancel.clone(), move || {
        let engine = new.clone();
        async move { commands::bulk::step(&engine).await }
    }));
    loops.spawn(deliver::run(engine.clone(), cancel.clone()));
    loops.spawn(hear(engine.clone(), cancel.clone()));
    loops
}

/// Says that this node lives until `gone`; where the database is away, as soon as it is back.
async fn live(engine: Engine, gone: CancellationToken) {
    if engine.is_alone() {
        return;
    }
    let mut condition = Condition::new("presence");
    while !gone.is_cancelled() {
        let pause = match presence::step(&engine).await {
            Ok(_) => {
                condition.well();
                Duration::from_millis(presence::BEAT_MS)
            }
            Err(error) => condition.ill(&error).min(Duration::from_millis(presence::BEAT_MS)),
        };
        tokio::select! {
            () = gone.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Looks for work whenever another node may have left some.
async fn hear(engine: Engine, cancel: CancellationToken) {
    let mut others = engine.store().others();
    loop {
        tokio::select! {
            () = cancel.cancelled() => return,
            rung = others.changed() => if rung.is_err() { return },
        }
        engine.wake_intake();
        engine.wake_deliver();
        tokio::time::sleep(GATHER).await;
    }
}

/// What wakes a loop before its next look.
enum Signal {
    Intake(Box<Engine>),
    Bulk(Box<Engine>),
    Log(watch::Receiver<Position>),
    None,
}

impl Signal {
    async fn wait(&mut self) {
        match self {
            Self::Intake(engine) => engine.wake.intake.notified().await,
            Self::Bulk(engine) => engine.wake.bulk.notified().await,
            Self::Log(head) => {
                if head.changed().await.is_err() {
                    // The store is closed; the next look will tell.
                    std::future::pending().await
                }
            }
            Self::None => std::future::pending().await,
        }
    }
}

/// One loop. While it is in trouble, a sign of life from the other nodes, or of the database, makes it look again.
async fn keep<F, S>(
    name: &'static str,
    mut signal: Signal,
    mut back: watch::Receiver<u64>,
    cancel: CancellationToken,
    step: F,
) where
    F: Fn() -> S,
    S: Future<Output = Result<usize>>,
{
    let mut condition = Condition::new(name);
    while !cancel.is_cancelled() {
        back.borrow_and_update();
        let pause = match step().await {
            Ok(0) => {
                condition.well();
                None
            }
            Ok(_) => {
                condition.well();
                continue;
            }
            Err(error) => Some(condition.ill(&error)),
        };
        tokio::select! {
            () = cancel.cancelled() => {}
            () = tokio::time::sleep(pause.unwrap_or(RESCAN)) => {}
            () = signal.wait(), if pause.is_none() => tokio::time::sleep(GATHER).await,
            Ok(()) = back.changed(), if pause.is_some() => {}
        }
    }
}

/// Whether a loop can work: one log line when it cannot any more, one when it can again, and how
/// long to wait in between.
pub(crate) struct Condition {
    name: &'static str,
    trouble: Option<String>,
    wait: Duration,
}

impl Condition {
    /// A loop that can work, as far as we know.
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, trouble: None, wait: RESCAN }
    }

    /// It worked.
    pub(crate) fn well(&mut self) {
        if self.trouble.take().is_some() {
            tracing::info!(part = self.name, "works again");
        }
        self.wait = RESCAN;
    }

    /// It did not work. Gives how long to wait before the next try.
    pub(crate) fn ill(&mut self, error: &impl Display) -> Duration {
        let trouble = error.to_string();
        if self.trouble.as_ref() != Some(&trouble) {
            tracing::error!(part = self.name, error = %trouble, "stopped; it is tried again until it works");
            self.trouble = Some(trouble);
        }
        let wait = self.wait;
        self.wait = (wait * 2).min(LONGEST_WAIT);
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_while_something_is_gone_and_start_anew_when_it_is_back() {
        let mut condition = Condition::new("test");
        let waits: Vec<u64> = (0..7).map(|_| condition.ill(&"gone").as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
        condition.well();
        assert_eq!(condition.ill(&"gone").as_secs(), 1);
    }
}
