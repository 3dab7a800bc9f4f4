//! Webhooks out: whoever chose so is told what happens, by a POST to their own web server (Standard Webhooks 1.0).
//!
//! In: the log. Out: an event a POST, signed, in the form in which the API shows it; what became of each. The log is what
//! waits ([`note`]); what is to be told next is a row a call, claimed, posted, recorded ([`call`]) as the deliverer does with
//! mail, with one difference: what may have been told is told again, under the same id. So it is at least once.
//!
//! An endpoint that fails gets one call at a time, each up to ten times over three days; one that took nothing for five days
//! is stopped, and somebody is told. It must not: post inside a transaction, or log addresses or answers.

mod call;
mod change;
mod note;

use std::sync::Arc;
use std::time::Duration;

use domain::time::{DAY_MS, HOUR_MS, Millis};
use domain::webhook::Post;
use futures_util::future::join_all;
use store::Tx;
use store::webhook::call as calls;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::Engine;
use crate::error::Result;
use crate::run::Condition;

pub use change::{
    Change, MAX_NAME_CHARS, MAX_WEBHOOKS, New, RESEND_AT_ONCE, change, create, move_on, remove, resend, rotate, stand,
};

/// How often it looks without being woken.
const RESCAN: Duration = Duration::from_secs(1);

/// How long a woken loop lets events gather.
const GATHER: Duration = Duration::from_millis(20);

/// How long what is being posted may take to end when the process is to stop.
const GRACE: Duration = Duration::from_secs(15);

/// How often old calls are forgotten and secrets whose time is over.
const TIDY_MS: i64 = HOUR_MS;

/// How long calls and their attempts are kept.
const KEPT_MS: i64 = 30 * DAY_MS;

/// Looks through the log, posts what is due, and waits for all of it to end. Gives how many events were passed and calls made.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn step(engine: &Engine, post: &Arc<dyn Post>) -> Result<usize> {
    let passed = note::step(engine).await?;
    let begun = call::begin(engine).await?;
    let count = passed + begun.lost + begun.claimed.len();
    join_all(begun.claimed.into_iter().map(|claimed| claimed.carry(engine, post))).await;
    Ok(count)
}

/// Does it all until cancelled; then waits a while for what is being posted.
pub async fn run(engine: Engine, post: Arc<dyn Post>, cancel: CancellationToken) {
    let mut condition = Condition::new("webhooks");
    let (mut head, mut others) = (engine.store().head(), engine.store().others());
    let mut under_way = JoinSet::new();
    let mut tidied = Millis::new(0);
    let mut arrived = !engine.is_alone();
    while !cancel.is_cancelled() {
        while under_way.try_join_next().is_some() {}
        others.borrow_and_update();
        let round = async {
            if !arrived {
                // Whoever else is named in a claim is dead.
                let me = engine.owner();
                engine.store().write(move |tx| calls::end_others(tx, me)).await?;
                arrived = true;
            }
            if engine.now().since_ms(tidied) >= TIDY_MS {
                tidy(&engine).await?;
                tidied = engine.now();
            }
            let passed = note::step(&engine).await?;
            let begun = call::begin(&engine).await?;
            let more = passed + begun.lost + begun.claimed.len() > 0;
            for claimed in begun.claimed {
                let (engine, post) = (engine.clone(), post.clone());
                under_way.spawn(async move { claimed.carry(&engine, &post).await });
            }
            Result::Ok(more)
        };
        let pause = match round.await {
            Ok(more) => {
                condition.well();
                if more { Duration::ZERO } else { RESCAN }
            }
            Err(error) => condition.ill(&error),
        };
        tokio::select! {
            () = cancel.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
            Ok(()) = head.changed() => tokio::time::sleep(GATHER).await,
            Ok(()) = others.changed() => tokio::time::sleep(GATHER).await,
            Some(_) = under_way.join_next() => {}
        }
    }
    let drained = tokio::time::timeout(GRACE, async { while under_way.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!(calls = under_way.len(), "stopping while webhooks are posted; they are posted again");
    }
}

/// Forgets old calls, and secrets that do not sign any more.
async fn tidy(engine: &Engine) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> store::Result<()> {
        calls::forget(tx, now.plus_ms(-KEPT_MS))?;
        store::webhook::end_overlaps(tx, now)
    };
    engine.store().write(write).await?;
    Ok(())
}
