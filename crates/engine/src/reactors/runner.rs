//! How a reactor reads on: lease, log, one transaction for a share of events.
//!
//! Every transaction begins with the compare-and-set of the cursor, which also locks it. What a
//! node that was overtaken had planned is thus never written, and whether a conversation is
//! parked is asked only where the answer cannot change any more.

use std::sync::Arc;

use domain::automation::{Verdict, judge};
use domain::event::{Event, Fact, Position, StopReason};
use domain::id::ConversationId;
use store::cursor::Parked;
use store::lease::Standing;
use store::{Tx, cursor, lease};

use super::{ALL, Reaction, Reactor};
use crate::error::Result;
use crate::{Engine, Error, turn};

/// How many events are read at a time.
pub(super) const BATCH: usize = 256;

/// How many events are acted on in one transaction; it keeps other writers waiting meanwhile.
const SHARE: usize = 32;

/// Lets every reactor read on once. Gives how many events were passed; 0 when all stand at the
/// head. When one fails the others run all the same, and the first error comes back.
pub async fn step(engine: &Engine) -> Result<usize> {
    let mut passed = Ok(0);
    for reactor in ALL {
        match (advance(engine, *reactor).await, &mut passed) {
            (Ok(n), Ok(sum)) => *sum += n,
            (Err(error), Ok(_)) => passed = Err(error),
            (_, Err(_)) => {}
        }
    }
    passed
}

/// Lets one reactor read on, at most a batch, and makes up for parked conversations that are due.
/// Gives how many events were passed; 0 too when another node has the reactor. An error stops it
/// where it stands: nothing was skipped.
pub async fn advance(engine: &Engine, reactor: &'static dyn Reactor) -> Result<usize> {
    let found = look(engine, reactor.name()).await?;
    if found.events.is_empty() && found.due.is_empty() {
        return Ok(0);
    }
    let Some(lease) = turn::keep(engine, lease_name(reactor.name()), found.lease).await? else { return Ok(0) };
    let hand = Hand { engine, reactor, token: lease.token };
    let mut passed = 0;
    for parked in found.due {
        passed += hand.make_up(parked, found.position).await?;
    }
    let mut from = found.position;
    for share in shares(reactor, found.events) {
        let Some(to) = share.last().map(|event| event.position) else { continue };
        if !hand.pass(from, share.clone()).await? {
            break;
        }
        passed += share.len();
        from = to;
    }
    Ok(passed)
}

/// Gives back the leases that this node has, so that others need not wait for their end.
pub async fn release(engine: &Engine) -> Result<()> {
    let (owner, now) = (engine.owner(), engine.lease_now());
    let write = move |tx: &mut Tx<'_>| -> store::Result<()> {
        for reactor in ALL {
            if let Some(lease) = lease::held(tx, &lease_name(reactor.name()), owner, now)? {
                lease::release(tx, &lease)?;
            }
        }
        Ok(())
    };
    engine.store().write(write).await?;
    Ok(())
}

/// What there is to do.
struct Found {
    position: Position,
    events: Vec<Event>,
    due: Vec<Parked>,
    lease: Standing,
}

async fn look(engine: &Engine, name: &'static str) -> store::Result<Found> {
    let (owner, now, lease_now) = (engine.owner(), engine.now(), engine.lease_now());
    let read = move |conn: &mut store::Conn| -> store::Result<Found> {
        let lease = lease::standing(conn, &lease_name(name), owner, lease_now)?;
        if lease == Standing::Others {
            return Ok(Found { position: Position(0), events: Vec::new(), due: Vec::new(), lease });
        }
        let position = cursor::get(conn, name)?;
        let mut due = cursor::parked_by(conn, name)?;
        due.retain(|parked| parked.due_at <= now);
        Ok(Found { position, events: store::log::after(conn, position, BATCH)?, due, lease })
    };
    engine.store().read(read).await
}

fn lease_name(reactor: &str) -> String {
    format!("reactor:{reactor}")
}

pub(super) fn reads(reactor: &dyn Reactor, event: &Event) -> bool {
    reactor.kinds().contains(&event.fact.kind())
}

/// Splits events so that no transaction acts on more than [`SHARE`]; the others ride along.
fn shares(reactor: &dyn Reactor, events: Vec<Event>) -> Vec<Arc<[Event]>> {
    let (mut shares, mut share, mut acts) = (Vec::new(), Vec::new(), 0);
    for event in events {
        acts += usize::from(reads(reactor, &event));
        share.push(event);
        if acts == SHARE {
            shares.push(std::mem::take(&mut share).into());
            acts = 0;
        }
    }
    if !share.is_empty() {
        shares.push(share.into());
    }
    shares
}

/// A reactor under its lease.
pub(super) struct Hand<'a> {
    pub(super) engine: &'a Engine,
    pub(super) reactor: &'static dyn Reactor,
    pub(super) token: i64,
}

impl Hand<'_> {
    /// Passes a share of events as one; where that fails, one by one, so that one conversation's
    /// trouble is its own. `false`: another node is on it.
    async fn pass(&self, from: Position, share: Arc<[Event]>) -> Result<bool> {
        match self.commit(from, share.clone()).await {
            Err(error) if share.len() > 1 && !stops(&error) => {}
            Err(error) => return self.park_or_stop(from, &share, error).await,
            done => return done,
        }
        let mut from = from;
        for event in share.iter() {
            let one: Arc<[Event]> = Arc::new([event.clone()]);
            let passed = match self.commit(from, one.clone()).await {
                Err(error) => self.park_or_stop(from, &one, error).await?,
                Ok(passed) => passed,
            };
            if !passed {
                return Ok(false);
            }
            from = event.position;
        }
        Ok(true)
    }

    /// Moves the cursor past these events and does what follows from them, in one transaction.
    async fn commit(&self, from: Position, events: Arc<[Event]>) -> Result<bool> {
        let (engine, reactor, token) = (self.engine.clone(), self.reactor, self.token);
        let acts = events.iter().any(|event| reads(reactor, event));
        let write = move |tx: &mut Tx<'_>| -> Result<bool> {
            let Some(last) = events.last() else { return Ok(true) };
            if !cursor::advance(tx, reactor.name(), from, last.position, token)? {
                return Ok(false);
            }
            if !acts {
                return Ok(true);
            }
            let parked = cursor::conversations_parked_by(tx, reactor.name())?;
            let is_parked = |event: &&Event| event.fact.conversation().is_some_and(|id| parked.contains(&id));
            for event in events.iter().filter(|event| !is_parked(event)) {
                act(tx, &engine, reactor, event)?;
            }
            Ok(true)
        };
        let done = self.engine.store().write(write).await?;
        if acts {
            self.engine.wake_deliver();
        }
        Ok(done.value)
    }
}

/// Whether an error is about the store and not about one conversation.
pub(super) fn stops(error: &Error) -> bool {
    matches!(error, Error::Store(error) if error.is_passing())
}

/// Lets the reactor act on one event, unless the loop guard has something against it.
pub(super) fn act(tx: &mut Tx<'_>, engine: &Engine, reactor: &'static dyn Reactor, event: &Event) -> Result<()> {
    if !reads(reactor, event) {
        return Ok(());
    }
    let reaction = Reaction { event, now: engine.now(), engine, name: reactor.name() };
    let verdict = if reactor.is_guarded() { judge(reactor.name(), event) } else { Verdict::Act };
    match verdict {
        Verdict::Act => reactor.react(tx, &reaction),
        Verdict::Ignore => Ok(()),
        Verdict::Stop(reason) => match event.fact.conversation() {
            Some(conversation) => stop(tx, conversation, reason, &reaction),
            None => Ok(()),
        },
    }
}

/// Says in a conversation that automation stopped itself there.
pub(super) fn stop(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    reason: StopReason,
    reaction: &Reaction<'_>,
) -> Result<()> {
    if matches!(reaction.event.fact, Fact::AutomationStopped { .. }) {
        return Ok(());
    }
    if let Some(mut state) = store::conversation::lock(tx, conversation)? {
        let fact = Fact::AutomationStopped { conversation, reason };
        store::conversation::record(tx, &mut state, &[fact], &reaction.origin(), None)?;
    }
    Ok(())
}
