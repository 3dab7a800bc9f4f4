//! Which deliveries are sent now: assembled, checked and claimed, in one read and one write.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::channel::{Channel, Outbound};
use domain::delivery::{LEASE_MS, next_attempt};
use domain::event::{Actor, Origin};
use domain::id::{DeliveryId, Id, InboxId};
use domain::time::{MINUTE_MS, Millis};
use store::delivery::{self, Claim, Due, Ending};
use store::{Conn, Tx};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::carry::Carried;
use super::{NO_CHANNEL, NO_CONTENT, PROCESS_ENDED, UNREADABLE};
use crate::Engine;
use crate::error::Result;

/// How many messages of one inbox are sent at a time.
const PER_INBOX: usize = 4;

/// How long a delivery without a channel waits before it is looked at again.
const HELD_MS: i64 = MINUTE_MS;

/// What a round began.
pub(super) struct Round {
    /// What was claimed and is to be sent.
    pub(super) carried: Vec<Carried>,
    /// How many others were judged lost, given up or held.
    pub(super) dealt_with: usize,
}

/// Remembers between rounds which slots are taken and which inboxes were told to have no channel.
#[derive(Default)]
pub(super) struct Desk {
    slots: HashMap<InboxId, Arc<Semaphore>>,
    without_channel: HashSet<InboxId>,
}

/// What to do with a delivery that is due.
enum Plan {
    Send { outbound: Box<Outbound>, channel: Arc<dyn Channel>, slot: OwnedSemaphorePermit },
    Hold { until: Millis, why: &'static str },
    GiveUp,
}

/// A due delivery and its message, as far as it could be read.
struct Found {
    due: Due,
    outbound: store::Result<Option<Outbound>>,
}

impl Desk {
    /// Claims what is due as far as there are slots, and judges what was lost.
    pub(super) async fn begin(&mut self, engine: &Engine) -> Result<Round> {
        let (now, lease_now) = (engine.now(), engine.lease_now());
        let (lost, found) = engine.store().read(move |conn| look(conn, now, lease_now)).await?;
        if lost.is_empty() && found.is_empty() {
            return Ok(Round { carried: Vec::new(), dealt_with: 0 });
        }
        let mut plans = Vec::new();
        for Found { due, outbound } in found {
            if let Some(plan) = self.plan(engine, &due, outbound, now)? {
                plans.push((due.id, plan));
            }
        }
        let dealt_with = lost.len() + plans.iter().filter(|(_, plan)| !matches!(plan, Plan::Send { .. })).count();
        let orders: Vec<(DeliveryId, Order)> = plans.iter().map(|(id, plan)| (*id, Order::of(plan))).collect();
        let owner = engine.owner();
        report_lost(&lost);
        if lost.is_empty() && orders.is_empty() {
            return Ok(Round { carried: Vec::new(), dealt_with: 0 });
        }
        let claims = engine.store().write(move |tx| record(tx, &lost, &orders, owner, (now, lease_now))).await?.value;
        let mut carried = Vec::new();
        for ((_, plan), claim) in plans.into_iter().zip(claims) {
            if let (Plan::Send { outbound, channel, slot }, Some(claim)) = (plan, claim) {
                carried.push(Carried { claim, outbound: *outbound, channel, _slot: slot });
            }
        }
        Ok(Round { carried, dealt_with })
    }

    /// What to do with one; `None`: nothing yet, its inbox is busy.
    fn plan(
        &mut self,
        engine: &Engine,
        due: &Due,
        outbound: store::Result<Option<Outbound>>,
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
        let Some(channel) = engine.channels().of(due.inbox) else {
            if self.without_channel.insert(due.inbox) {
                tracing::warn!(inbox = %due.inbox, "messages wait: the inbox has no channel to send through");
            }
            return Ok(Some(Plan::Hold { until: now.plus_ms(HELD_MS), why: NO_CHANNEL }));
        };
        self.without_channel.remove(&due.inbox);
        let slots = self.slots.entry(due.inbox).or_insert_with(|| Arc::new(Semaphore::new(PER_INBOX)));
        Ok(slots.clone().try_acquire_owned().ok().map(|slot| Plan::Send { outbound, channel, slot }))
    }
}

fn look(conn: &mut Conn, now: Millis, lease_now: Millis) -> store::Result<(Vec<Claim>, Vec<Found>)> {
    let lost = delivery::expired(conn, lease_now)?;
    let found = delivery::due(conn, now, PER_INBOX)?
        .into_iter()
        .map(|due| Found { due, outbound: store::message::outbound(conn, due.message) })
        .collect();
    Ok((lost, found))
}

/// What the write does with a delivery.
#[derive(Clone, Copy)]
enum Order {
    Claim,
    Hold { until: Millis, why: &'static str },
    GiveUp,
}

impl Order {
    fn of(plan: &Plan) -> Self {
        match plan {
            Plan::Send { .. } => Self::Claim,
            Plan::Hold { until, why } => Self::Hold { until: *until, why },
            Plan::GiveUp => Self::GiveUp,
        }
    }
}

/// One claim for each order that asked for one and got it.
fn record(
    tx: &mut Tx<'_>,
    lost: &[Claim],
    orders: &[(DeliveryId, Order)],
    owner: i64,
    (now, lease_now): (Millis, Millis),
) -> store::Result<Vec<Option<Claim>>> {
    let origin = Origin::new(Actor::System, now);
    for claim in lost {
        delivery::finish(tx, claim, Ending::Uncertain, PROCESS_ENDED, &origin)?;
    }
    let mut claims = Vec::with_capacity(orders.len());
    for (id, order) in orders {
        claims.push(match order {
            Order::Claim => delivery::claim(tx, *id, owner, (now, lease_now), LEASE_MS)?,
            Order::Hold { until, why } => {
                delivery::hold(tx, *id, *until, why)?;
                None
            }
            Order::GiveUp => {
                if let Some(claim) = delivery::claim(tx, *id, owner, (now, lease_now), 0)? {
                    delivery::finish(tx, &claim, Ending::Failed, NO_CONTENT, &origin)?;
                }
                None
            }
        });
    }
    Ok(claims)
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
