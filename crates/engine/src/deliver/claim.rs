//! Which deliveries are sent now: assembled, checked and claimed, in one read and one write.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::channel::{Channel, Outbound, Route};
use domain::delivery::{LEASE_MS, next_attempt};
use domain::event::{Actor, Origin};
use domain::id::{DeliveryId, Id, InboxId};
use domain::identity::Fingerprinter;
use domain::time::{MINUTE_MS, Millis};
use store::delivery::{self, By, Claim, Due, Ending};
use store::{Conn, Tx};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::carry::Carried;
use super::letter::letter;
use super::way::{self, Limit};
use super::{NO_CHANNEL, NO_CONTENT, PROCESS_ENDED, UNREADABLE};
use crate::error::Result;
use crate::{Channels, Engine};

/// How many deliveries of an inbox without a channel are looked at in one go.
const HELD_AT_ONCE: usize = 4;

/// How long a delivery without a channel waits before it is looked at again.
const HELD_MS: i64 = MINUTE_MS;

/// What a round began.
pub(super) struct Round {
    /// What was claimed and is to be sent.
    pub(super) carried: Vec<Carried>,
    /// How many others were judged lost, given up or held.
    pub(super) dealt_with: usize,
}

/// Remembers between rounds which slots of which routes are taken and which inboxes were told to have no channel.
#[derive(Default)]
pub(super) struct Desk {
    slots: HashMap<(InboxId, usize), Arc<Semaphore>>,
    without_channel: HashSet<InboxId>,
}

/// What to do with a delivery that is due.
enum Plan {
    Send { outbound: Box<Outbound>, way: Way, slot: OwnedSemaphorePermit },
    Hold { until: Millis, why: &'static str },
    GiveUp,
}

/// The way out of an inbox at the moment.
#[derive(Clone)]
struct Way {
    channel: Arc<dyn Channel>,
    routes: Arc<[Route]>,
    by: By,
    limits: Arc<[Limit]>,
    /// Whether it took nothing lately, or wanted less: that it works is news then.
    ailing: bool,
}

/// A due delivery and its message, as far as it could be read, and its way out where there is one.
struct Found {
    due: Due,
    outbound: store::Result<Option<Outbound>>,
    way: Option<Way>,
}

/// What there is to do.
#[derive(Default)]
struct Looked {
    lost: Vec<Claim>,
    found: Vec<Found>,
    /// Routes whose limit is reached: until when they wait, and why.
    full: Vec<(By, Millis, &'static str)>,
}

impl Desk {
    /// Claims what is due as far as there are slots, and judges what was lost.
    pub(super) async fn begin(&mut self, engine: &Engine) -> Result<Round> {
        let (now, lease_now) = (engine.now(), engine.lease_now());
        let (channels, prints) = (engine.channels().clone(), engine.store().fingerprints().clone());
        let looked = engine.store().read(move |conn| look(conn, &channels, &prints, (now, lease_now))).await?;
        let Looked { lost, found, full } = looked;
        let mut plans = Vec::new();
        for Found { due, outbound, way } in found {
            if let Some(plan) = self.plan(&due, outbound, way, now)? {
                plans.push((due.id, plan));
            }
        }
        let dealt_with = lost.len() + plans.iter().filter(|(_, plan)| !matches!(plan, Plan::Send { .. })).count();
        let orders: Vec<(DeliveryId, Order)> = plans.iter().map(|(id, plan)| (*id, Order::of(plan))).collect();
        let owner = engine.owner();
        report_lost(&lost);
        report_full(&full);
        if lost.is_empty() && orders.is_empty() && full.is_empty() {
            return Ok(Round { carried: Vec::new(), dealt_with: 0 });
        }
        let times = (now, lease_now);
        let claims = engine
            .store()
            .write(move |tx| {
                record(tx, &Looked { lost: lost.clone(), full: full.clone(), found: Vec::new() }, &orders, owner, times)
            })
            .await?
            .value;
        let mut carried = Vec::new();
        for ((_, plan), claim) in plans.into_iter().zip(claims) {
            if let (Plan::Send { outbound, way, slot }, Some(claim)) = (plan, claim) {
                let Way { channel, routes, by, ailing, .. } = way;
                carried.push(Carried { claim, outbound: *outbound, channel, routes, by, ailing, _slot: slot });
            }
        }
        Ok(Round { carried, dealt_with })
    }

    /// What to do with one; `None`: nothing yet, its inbox is busy.
    fn plan(
        &mut self,
        due: &Due,
        outbound: store::Result<Option<Outbound>>,
        way: Option<Way>,
        now: Millis,
    ) -> Result<Option<Plan>> {
        let outbound = match outbound {
            Ok(Some(outbound)) => Box::new(outbound),
            Ok(None) => return Ok(Some(Plan::GiveUp)),
            Err(error) if error.is_passing() => return Err(error.into()),
            Err(error) => {
                tracing::error!(delivery = %due.id, %error, "a message to be sent cannot be read; it waits");
                let until = next_attempt(now, u32::MAX, due.id.raw());
                return Ok(Some(Plan::Hold { until, why: UNREADABLE }));
            }
        };
        let Some(way) = way else {
            if self.without_channel.insert(due.inbox) {
                tracing::warn!(inbox = %due.inbox, "messages wait: the inbox has no channel to send through");
            }
            return Ok(Some(Plan::Hold { until: now.plus_ms(HELD_MS), why: NO_CHANNEL }));
        };
        self.without_channel.remove(&due.inbox);
        let at_once = way.routes[way.by.route].at_once.max(1);
        let slots = self.slots.entry((due.inbox, way.by.route)).or_insert_with(|| Arc::new(Semaphore::new(at_once)));
        Ok(slots.clone().try_acquire_owned().ok().map(|slot| Plan::Send { outbound, way, slot }))
    }
}

fn look(
    conn: &mut Conn,
    channels: &Channels,
    prints: &Fingerprinter,
    (now, lease_now): (Millis, Millis),
) -> store::Result<Looked> {
    let mut looked = Looked { lost: delivery::expired(conn, lease_now)?, ..Looked::default() };
    for inbox in delivery::due_inboxes(conn, now)? {
        let mut limit = HELD_AT_ONCE;
        let way = channels.of(inbox).map(|channel| way_out(conn, inbox, channel, now)).transpose()?;
        if let Some((way, waits)) = &way {
            if *waits {
                continue;
            }
            limit = way.routes[way.by.route].at_once.max(1);
            match way::room(conn, inbox, way.by.route, &way.limits, now)? {
                Ok(left) => limit = limit.min(left),
                Err((until, why)) => {
                    looked.full.push((way.by, until, why));
                    continue;
                }
            }
        }
        for due in delivery::due(conn, inbox, now, limit)? {
            let outbound = letter(conn, prints, inbox, due.message);
            looked.found.push(Found { due, outbound, way: way.as_ref().map(|(way, _)| way.clone()) });
        }
    }
    Ok(looked)
}

/// The way out of an inbox, and whether it waits.
fn way_out(conn: &mut Conn, inbox: InboxId, channel: Arc<dyn Channel>, now: Millis) -> store::Result<(Way, bool)> {
    let mut routes = channel.routes();
    if routes.is_empty() {
        routes.push(Route::default());
    }
    let states = store::route::states(conn, inbox)?;
    let route = way::choose(&routes, &states, now);
    let state = states.iter().find(|state| state.route == route);
    let ailing = state.is_some_and(|state| state.ill_since.is_some() || state.slowed > 0);
    let limits = way::limits(&routes[route]).into();
    let way = Way { channel, routes: routes.into(), by: By { inbox, route }, limits, ailing };
    Ok((way, state.is_some_and(|state| state.wait_until > now)))
}

/// What the write does with a delivery.
#[derive(Clone)]
enum Order {
    Claim { by: By, limits: Arc<[Limit]> },
    Hold { until: Millis, why: &'static str },
    GiveUp,
}

impl Order {
    fn of(plan: &Plan) -> Self {
        match plan {
            Plan::Send { way, .. } => Self::Claim { by: way.by, limits: way.limits.clone() },
            Plan::Hold { until, why } => Self::Hold { until: *until, why },
            Plan::GiveUp => Self::GiveUp,
        }
    }
}

/// One claim for each order that asked for one and got it.
fn record(
    tx: &mut Tx<'_>,
    looked: &Looked,
    orders: &[(DeliveryId, Order)],
    owner: i64,
    (now, lease_now): (Millis, Millis),
) -> store::Result<Vec<Option<Claim>>> {
    let origin = Origin::new(Actor::System, now);
    for claim in &looked.lost {
        delivery::finish(tx, claim, Ending::Uncertain, PROCESS_ENDED, &origin)?;
    }
    for (by, until, why) in &looked.full {
        store::route::wait(tx, by.inbox, by.route, *until, why)?;
    }
    let mut claims = Vec::with_capacity(orders.len());
    for (id, order) in orders {
        claims.push(match order {
            Order::Claim { by, limits } if !has_room(tx, *by, limits, now)? => None,
            Order::Claim { by, .. } => delivery::claim(tx, *id, Some(*by), owner, (now, lease_now), LEASE_MS)?,
            Order::Hold { until, why } => {
                delivery::hold(tx, *id, *until, why)?;
                None
            }
            Order::GiveUp => {
                if let Some(claim) = delivery::claim(tx, *id, None, owner, (now, lease_now), 0)? {
                    delivery::finish(tx, &claim, Ending::Failed, NO_CONTENT, &origin)?;
                }
                None
            }
        });
    }
    Ok(claims)
}

/// Whether one more may go by a route, counted while no other node claims anything there.
fn has_room(tx: &mut Tx<'_>, by: By, limits: &[Limit], now: Millis) -> store::Result<bool> {
    if limits.is_empty() {
        return Ok(true);
    }
    store::route::lock(tx, by.inbox, by.route)?;
    Ok(way::room(tx, by.inbox, by.route, limits, now)?.is_ok())
}

fn report_full(full: &[(By, Millis, &'static str)]) {
    for (by, until, why) in full {
        tracing::info!(inbox = %by.inbox, route = by.route, %until, why, "as much went as the settings allow; the rest waits");
    }
}

fn report_lost(lost: &[Claim]) {
    for claim in lost {
        tracing::warn!(
            delivery = %claim.delivery,
            conversation = %claim.conversation,
            "a message was being sent when its process ended; whether it left is uncertain"
        );
    }
}
