//! Which deliveries are sent now: assembled, checked and claimed, in one read and one write.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::channel::{Channel, Outbound, Route};
use domain::delivery::{LEASE_MS, next_attempt};
use domain::id::{DeliveryId, Id, InboxId};
use domain::identity::Fingerprinter;
use domain::time::{MINUTE_MS, Millis};
use store::Conn;
use store::delivery::{self, By, Claim, Due};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::carry::Carried;
use super::letter::letter;
use super::orders::{Order, record};
use super::way::{self, Limit};
use super::{NO_CHANNEL, UNREADABLE};
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

/// Remembers between rounds which slots of which routes are taken, which inboxes were told to have no channel, and which
/// claims nobody answered for.
#[derive(Default)]
pub(super) struct Desk {
    slots: HashMap<(InboxId, usize), Arc<Semaphore>>,
    without_channel: HashSet<InboxId>,
    /// What it wanted to claim and was not told to have: claimed all the same when only the answer of the database was lost.
    doubted: HashSet<DeliveryId>,
    /// The tokens that it was told to have, with the end of their leases: what may have been handed over.
    told: HashMap<DeliveryId, (i64, Millis)>,
}

/// What to do with a delivery that is due.
pub(super) enum Plan {
    Send { outbound: Box<Outbound>, way: Way, slot: OwnedSemaphorePermit },
    Hold { until: Millis, why: &'static str },
    GiveUp,
}

/// The way out of an inbox at the moment.
#[derive(Clone)]
pub(super) struct Way {
    channel: Arc<dyn Channel>,
    routes: Arc<[Route]>,
    pub(super) by: By,
    pub(super) limits: Arc<[Limit]>,
    /// Whether it took nothing lately, or wanted less: that it works is news then.
    ailing: bool,
}

/// A due delivery and its message, as far as it could be read, and its way out where there is one.
pub(super) struct Found {
    due: Due,
    outbound: store::Result<Option<Outbound>>,
    way: Option<Way>,
}

/// The moment, and the moment by which leases are counted.
pub(super) type Times = (Millis, Millis);

/// What there is to do.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) lost: Vec<Claim>,
    /// What is claimed for this node although it never learned that: surely not handed over.
    pub(super) unbegun: Vec<Claim>,
    found: Vec<Found>,
    /// Routes whose limit is reached: until when they wait, and why.
    pub(super) full: Vec<(By, Millis, &'static str)>,
}

impl Desk {
    /// Claims what is due as far as there are slots, and judges what was lost.
    pub(super) async fn begin(&mut self, engine: &Engine) -> Result<Round> {
        let times = (engine.now(), engine.lease_now());
        let looked = self.look(engine, times).await?;
        self.claim(engine, looked, times).await
    }

    /// Reads what there is to do.
    pub(super) async fn look(&self, engine: &Engine, times: Times) -> Result<Looked> {
        let (channels, prints) = (engine.channels().clone(), engine.store().fingerprints().clone());
        let told = |id| self.told.get(id).map(|(token, _)| *token);
        let doubted: Vec<_> = self.doubted.iter().map(|id| (*id, told(id))).collect();
        let owner = engine.owner();
        let read = move |conn: &mut Conn| {
            let held = doubted.iter().filter_map(|(id, told)| {
                let held = delivery::held_by(conn, *id, owner).transpose();
                held.filter(|held| held.as_ref().map_or(true, |held| Some(held.token) != *told))
            });
            let unbegun = held.collect::<store::Result<_>>()?;
            Ok::<_, store::Error>(Looked { unbegun, ..look(conn, &channels, &prints, times)? })
        };
        Ok(engine.store().read(read).await?)
    }

    /// Writes down what is claimed of it, and what becomes of the rest.
    pub(super) async fn claim(&mut self, engine: &Engine, looked: Looked, times: Times) -> Result<Round> {
        let Looked { lost, unbegun, found, full } = looked;
        let mut plans = Vec::new();
        for Found { due, outbound, way } in found {
            if let Some(plan) = self.plan(&due, outbound, way, times.0)? {
                plans.push((due.id, plan));
            }
        }
        let others = plans.iter().filter(|(_, plan)| !matches!(plan, Plan::Send { .. })).count();
        let dealt_with = lost.len() + unbegun.len() + others;
        let orders: Vec<(DeliveryId, Order)> = plans.iter().map(|(id, plan)| (*id, Order::of(plan))).collect();
        let owner = engine.owner();
        report_lost(&lost);
        report_unbegun(&unbegun);
        report_full(&full);
        if lost.is_empty() && unbegun.is_empty() && orders.is_empty() && full.is_empty() {
            self.doubted.clear();
            return Ok(Round { carried: Vec::new(), dealt_with: 0 });
        }
        let wanted = plans.iter().filter(|(_, plan)| matches!(plan, Plan::Send { .. })).map(|(id, _)| *id);
        self.doubted.extend(wanted);
        let looked = Looked { lost, unbegun, full, found: Vec::new() };
        let claims = engine.store().write(move |tx| record(tx, &looked, &orders, owner, times)).await?.value;
        self.doubted.clear();
        self.told.retain(|_, (_, until)| *until > times.1);
        let mut carried = Vec::new();
        for ((id, plan), claim) in plans.into_iter().zip(claims) {
            match (plan, claim) {
                (Plan::Send { outbound, way, slot }, Some(claim)) => {
                    self.told.insert(id, (claim.token, times.1.plus_ms(LEASE_MS)));
                    let Way { channel, routes, by, ailing, .. } = way;
                    carried.push(Carried { claim, outbound: *outbound, channel, routes, by, ailing, _slot: slot });
                }
                (Plan::Send { .. }, None) => {
                    self.doubted.insert(id);
                }
                _ => {}
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
    (now, lease_now): Times,
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

fn report_unbegun(unbegun: &[Claim]) {
    for claim in unbegun {
        tracing::info!(delivery = %claim.delivery, "a message was claimed and the database's answer lost; it is sent now");
    }
}
