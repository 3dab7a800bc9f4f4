//! From the log to calls: what each endpoint is to be told of.
//!
//! The endpoint's position moves by compare-and-set in the transaction that queues the calls, so that every event becomes
//! one call, however often the process dies and however many nodes look. Of an endpoint that is behind, the log is what
//! waits: no more calls are queued than a few rounds need.

use domain::event::{Event, Position};
use domain::id::WebhookId;
use domain::webhook::EndpointState;
use store::webhook::{self, call};
use store::{Conn, Tx};

use crate::Engine;
use crate::error::Result;

/// How many events are looked through in one transaction.
const BATCH: usize = 256;

/// How many calls of an endpoint may be open before more of the log is looked through for it.
const OPEN: usize = 1_000;

/// What one endpoint is to be told next.
#[derive(Clone)]
struct Share {
    webhook: WebhookId,
    from: Position,
    to: Position,
    told: Vec<Position>,
}

/// Looks through the log, a batch for each endpoint. Gives how many events were passed.
pub(super) async fn step(engine: &Engine) -> Result<usize> {
    let shares = engine.store().read(look).await?;
    if shares.is_empty() {
        return Ok(0);
    }
    let now = engine.now();
    let passed = shares.iter().map(|share| usize::try_from(share.to.0 - share.from.0).unwrap_or(0)).sum();
    let write = move |tx: &mut Tx<'_>| -> store::Result<()> {
        for share in &shares {
            if webhook::pass(tx, share.webhook, share.from, share.to)? {
                share.told.iter().try_for_each(|position| call::queue(tx, share.webhook, *position, now))?;
            }
        }
        Ok(())
    };
    engine.store().write(write).await?;
    Ok(passed)
}

fn look(conn: &mut Conn) -> store::Result<Vec<Share>> {
    let mut shares = Vec::new();
    let hooks = webhook::all(conn)?;
    if hooks.is_empty() {
        return Ok(shares);
    }
    let head = store::log::head(conn)?;
    // Most stand at the same place: the stretch that was read last serves the next one too.
    let mut stretch: (Position, Vec<Event>) = (Position(-1), Vec::new());
    for hook in hooks.into_iter().filter(|hook| hook.state == EndpointState::Active && hook.position < head) {
        if call::open(conn, hook.id)? >= OPEN {
            continue;
        }
        if stretch.0 != hook.position {
            stretch = (hook.position, store::log::after(conn, hook.position, BATCH)?);
        }
        let Some(last) = stretch.1.last() else { continue };
        let told = stretch.1.iter().filter(|event| hook.kinds.have(&event.fact)).map(|event| event.position);
        shares.push(Share { webhook: hook.id, from: hook.position, to: last.position, told: told.collect() });
    }
    Ok(shares)
}
