//! Turns: what only one node does at a time, for as long as it can.
//!
//! In: a name and the work. Out: the work runs on one node while that node holds the lease of this name, and is told to
//! stop when the lease was lost or could not be renewed in time. A dead node's turn passes on when its lease is over.
//! Where the process has the store alone there is nobody to take turns with.
//!
//! It must not: be relied on alone for what may happen once only. Between losing a lease and knowing it, two nodes may be
//! at work; whoever records under a turn asks [`Turn::holds`] in the same transaction.

use std::future::Future;
use std::time::Duration;

use store::lease::{self, Lease, Standing};
use store::{Conn, Tx};
use tokio_util::sync::CancellationToken;

use crate::Engine;
use crate::run::Condition;

/// How long a turn lasts without being renewed: what a dead node did, another takes up after this.
pub const TURN_MS: i64 = 10_000;

/// How often a turn is renewed.
const RENEW: Duration = Duration::from_millis(2_500);

/// How long a node keeps working that cannot renew: it stops before another may begin.
const UNRENEWED: Duration = Duration::from_millis(7_500);

/// How often a node that has not its turn asks again.
const ASK: Duration = Duration::from_secs(1);

/// The right to work, for now.
#[derive(Clone, Debug)]
pub struct Turn(Option<Lease>);

impl Turn {
    /// Whether nobody else took over since. Ask it in the transaction that records.
    pub fn holds(&self, conn: &mut Conn) -> store::Result<bool> {
        self.0.as_ref().map_or(Ok(true), |lease| lease::holds(conn, lease))
    }
}

/// Works whenever it is this node's turn, until `cancel`. `work` gets its turn and a token that ends with it.
pub async fn take_turns<W, F>(engine: Engine, name: String, cancel: CancellationToken, work: W)
where
    W: Fn(Turn, CancellationToken) -> F,
    F: Future<Output = ()>,
{
    if engine.is_alone() {
        return work(Turn(None), cancel).await;
    }
    let mut condition = Condition::new("turns");
    while !cancel.is_cancelled() {
        let pause = match take(&engine, &name).await {
            Ok(Some(lease)) => {
                condition.well();
                tracing::debug!(turn = name, "begins");
                let over = cancel.child_token();
                let working = work(Turn(Some(lease.clone())), over.clone());
                let renewing = renew(&engine, &lease, &over);
                tokio::pin!(working);
                tokio::select! {
                    () = &mut working => {}
                    () = renewing => {
                        over.cancel();
                        working.await;
                    }
                }
                give_back(&engine, &Turn(Some(lease))).await;
                ASK
            }
            Ok(None) => {
                condition.well();
                ASK
            }
            Err(error) => condition.ill(&error),
        };
        tokio::select! {
            () = cancel.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Waits for this node's turn. For work that is short against [`TURN_MS`]; give the turn back after it.
pub async fn wait_for(engine: &Engine, name: &str) -> store::Result<Turn> {
    loop {
        if let Some(turn) = try_take(engine, name).await? {
            return Ok(turn);
        }
        tokio::time::sleep(ASK).await;
    }
}

/// This node's turn, where nobody else has it; its own is prolonged.
pub async fn try_take(engine: &Engine, name: &str) -> store::Result<Option<Turn>> {
    if engine.is_alone() {
        return Ok(Some(Turn(None)));
    }
    Ok(take(engine, name).await?.map(|lease| Turn(Some(lease))))
}

/// Gives a turn back. Where that cannot be done, it ends by itself.
pub async fn give_back(engine: &Engine, turn: &Turn) {
    if let Some(lease) = turn.0.clone() {
        let done: store::Result<_> = engine.store().write(move |tx: &mut Tx<'_>| lease::release(tx, &lease)).await;
        done.ok();
    }
}

/// Returns when the turn is over.
async fn renew(engine: &Engine, lease: &Lease, over: &CancellationToken) {
    let mut renewed = tokio::time::Instant::now();
    loop {
        tokio::select! {
            () = over.cancelled() => return,
            () = tokio::time::sleep(RENEW) => {}
        }
        let (mine, now) = (lease.clone(), engine.lease_now());
        let write = move |tx: &mut Tx<'_>| lease::renew(tx, &mine, now, TURN_MS);
        let asked = tokio::time::Instant::now();
        // A database that is gone may take its time to say so.
        let done: Result<store::Result<_>, _> =
            tokio::time::timeout_at(renewed + UNRENEWED, engine.store().write(write)).await;
        match done {
            Ok(Ok(done)) if done.value.is_some() => renewed = asked,
            Ok(Ok(_)) => {
                tracing::info!(turn = lease.name, "another node has taken over");
                return;
            }
            Ok(Err(_)) if renewed.elapsed() < UNRENEWED => {}
            Ok(Err(_)) | Err(_) => {
                tracing::warn!(turn = lease.name, "the turn could not be renewed; another node may take over");
                return;
            }
        }
    }
}

async fn take(engine: &Engine, name: &str) -> store::Result<Option<Lease>> {
    let (owner, now, asked) = (engine.owner(), engine.lease_now(), name.to_owned());
    let read = move |conn: &mut Conn| lease::standing(conn, &asked, owner, now);
    if let Standing::Others = engine.store().read(read).await? {
        return Ok(None);
    }
    let asked = name.to_owned();
    let write = move |tx: &mut Tx<'_>| lease::take(tx, &asked, owner, now, TURN_MS);
    Ok(engine.store().write(write).await?.value)
}

/// The lease of a part that works step by step: the one at hand while it has some time left, else taken anew. `None`:
/// another node has it.
pub(crate) async fn keep(engine: &Engine, name: String, standing: Standing) -> store::Result<Option<Lease>> {
    match standing {
        Standing::Others => return Ok(None),
        Standing::Mine(lease, left) if left > TURN_MS / 2 => return Ok(Some(lease)),
        Standing::Mine(..) | Standing::Free => {}
    }
    let (owner, now) = (engine.owner(), engine.lease_now());
    let write = move |tx: &mut Tx<'_>| lease::take(tx, &name, owner, now, TURN_MS);
    Ok(engine.store().write(write).await?.value)
}
