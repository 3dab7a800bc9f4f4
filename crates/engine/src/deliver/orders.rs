//! What a round of the deliverer writes, in one transaction: the ends of claims that nobody ends, holds, and new claims.
//!
//! It must not: hand anything over, or judge a claim that somebody may still end.

use std::sync::Arc;

use domain::delivery::LEASE_MS;
use domain::event::{Actor, Origin};
use domain::id::DeliveryId;
use domain::time::Millis;
use store::Tx;
use store::delivery::{self, By, Claim, Ending};

use super::claim::{Looked, Plan, Times};
use super::way::{self, Limit};
use super::{NO_CONTENT, NOT_BEGUN, PROCESS_ENDED};

/// What the write does with a delivery.
#[derive(Clone)]
pub(super) enum Order {
    Claim { by: By, limits: Arc<[Limit]> },
    Hold { until: Millis, why: &'static str },
    GiveUp,
}

impl Order {
    pub(super) fn of(plan: &Plan) -> Self {
        match plan {
            Plan::Send { way, .. } => Self::Claim { by: way.by, limits: way.limits.clone() },
            Plan::Hold { until, why } => Self::Hold { until: *until, why },
            Plan::GiveUp => Self::GiveUp,
        }
    }
}

/// One claim for each order that asked for one and got it.
pub(super) fn record(
    tx: &mut Tx<'_>,
    looked: &Looked,
    orders: &[(DeliveryId, Order)],
    owner: i64,
    (now, lease_now): Times,
) -> store::Result<Vec<Option<Claim>>> {
    let origin = Origin::new(Actor::System, now);
    for claim in &looked.lost {
        delivery::finish(tx, claim, Ending::Uncertain, PROCESS_ENDED, &origin)?;
    }
    for claim in &looked.unbegun {
        delivery::finish(tx, claim, Ending::Again(now), NOT_BEGUN, &origin)?;
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
