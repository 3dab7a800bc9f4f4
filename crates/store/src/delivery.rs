//! What goes out: one row a message, claimed under a lease, every attempt recorded.
//!
//! A delivery is `queued`, then `sending` while somebody holds it, then `sent`, `failed`,
//! `uncertain`, or `queued` again. The claim is committed before the network is touched and the
//! end is recorded under the claim's token, so a message is handed over at most once a claim; who
//! died in between leaves a claim whose lease runs out, and nobody but a person tries that again.
//! Answers of the other side are content (they may repeat an address): an erasure nulls them.

use domain::delivery::DeliveryState;
use domain::event::{Fact, Origin};
use domain::id::{ConversationId, DeliveryId, InboxId, MessageId};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

pub(crate) mod standing;

pub use standing::{Attempt, Standing, attempts, count, states_of};

crate::statements! {
    QUEUE = "INSERT INTO delivery (id, message, conversation, inbox, once, state, due_at, attempts, token)
        VALUES ($1, $2, $3, $4, $5, 0, $6, 0, 0) ON CONFLICT (once) DO NOTHING";
    DUE_INBOXES = "SELECT id FROM inbox WHERE EXISTS
        (SELECT 1 FROM delivery WHERE delivery.state = 0 AND delivery.inbox = inbox.id AND delivery.due_at <= $1)";
    DUE = "SELECT id, message, inbox, attempts FROM delivery
        WHERE state = 0 AND inbox = $1 AND due_at <= $2 AND NOT EXISTS
            (SELECT 1 FROM delivery other WHERE other.conversation = delivery.conversation AND other.state < 2
                AND (other.id < delivery.id OR other.state = 1))
        ORDER BY due_at, id LIMIT $3";
    CLAIM = "UPDATE delivery SET state = 1, owner = $2, lease_until = $3, token = token + 1, attempts = attempts + 1, held = NULL,
            since = COALESCE(since, $4), before = NULL
        WHERE id = $1 AND state = 0 RETURNING token, attempts, message, conversation, since";
    BEGIN_ATTEMPT = "INSERT INTO delivery_attempt (delivery, n, started_at, inbox, route) VALUES ($1, $2, $3, $4, $5)";
    EXPIRED = "SELECT id, token, attempts, message, conversation, COALESCE(since, 0), COALESCE(owner, 0) FROM delivery WHERE state = 1 AND lease_until <= $1";
    HELD_BY = "SELECT id, token, attempts, message, conversation, COALESCE(since, 0), COALESCE(owner, 0) FROM delivery
        WHERE id = $1 AND state = 1 AND owner = $2";
    END_OTHERS = "UPDATE delivery SET lease_until = 0 WHERE state = 1 AND owner <> $1";
    END_OF = "UPDATE delivery SET lease_until = 0 WHERE state = 1 AND owner = $1";
    FINISH = "UPDATE delivery SET state = $3, due_at = COALESCE($4, due_at), lease_until = NULL, trouble = $5,
            owner = CASE WHEN $3 = 4 THEN owner ELSE NULL END
        WHERE id = $1 AND token = $2 AND owner = $6 AND (state = 1 OR (state = 4 AND ($3 = 2 OR $3 = 3)))";
    END_ATTEMPT = "UPDATE delivery_attempt SET ended_at = $3, outcome = $4, answer = $5 WHERE delivery = $1 AND n = $2";
    HOLD = "UPDATE delivery SET due_at = $2, held = $3 WHERE id = $1 AND state = 0";
    REQUEUE = "UPDATE delivery SET state = 0, attempts = 0, due_at = $3, held = NULL, since = NULL, before = NULL, trouble = 0
        WHERE message = $1 AND conversation = $2 AND state >= 3 RETURNING id";
    BOUNCE = "UPDATE delivery SET state = $2, trouble = 1, before = NULL WHERE message = $1 AND (state = 2 OR state = 4) RETURNING id, token";
    LEFT = "SELECT id, token FROM delivery WHERE message = $1 AND (state = 2 OR state = 4)";
    ANSWER = "UPDATE delivery_attempt SET answer = $3 WHERE delivery = $1 AND n = $2";
    UNFINISHED = "SELECT id, token, attempts, message, conversation, COALESCE(since, 0), COALESCE(owner, 0), state FROM delivery
        WHERE conversation = $1 AND state < 2 ORDER BY id";
    ABANDON = "UPDATE delivery SET state = $2, token = token + 1, trouble = 0, before = NULL, owner = NULL, lease_until = NULL,
            held = NULL
        WHERE id = $1";
    FORGET_ANSWERS = "UPDATE delivery_attempt SET answer = NULL, refused = NULL
        WHERE delivery IN (SELECT id FROM delivery WHERE conversation = $1)";
    UNLIST = "UPDATE delivery SET trouble = 0 WHERE conversation = $1";
}

/// The longest answer that is kept, in characters.
const ANSWER_CHARS: usize = 500;

/// A message that is to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    /// Its id.
    pub id: DeliveryId,
    /// The message.
    pub message: MessageId,
    /// The conversation it stands in.
    pub conversation: ConversationId,
    /// From where it leaves.
    pub inbox: InboxId,
    /// Queued at most once under this key.
    pub once: String,
    /// When it may leave.
    pub due_at: Millis,
}

/// A delivery whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its id.
    pub id: DeliveryId,
    /// The message.
    pub message: MessageId,
    /// From where it leaves.
    pub inbox: InboxId,
    /// How many attempts were made since it was queued, or queued again by a person.
    pub attempts: u32,
}

/// The right to send a delivery, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The delivery.
    pub delivery: DeliveryId,
    /// Counts the claims of this delivery; only the newest may record its end.
    pub token: i64,
    /// Which attempt this is, counted from 1 since a person last queued it.
    pub attempts: u32,
    /// The message.
    pub message: MessageId,
    /// The conversation it stands in.
    pub conversation: ConversationId,
    /// When the first of these attempts began.
    pub since: Millis,
    /// Who holds it, or did when it was lost.
    pub owner: i64,
}

/// The way out that an attempt goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The inbox.
    pub inbox: InboxId,
    /// The place of the route among its ways out.
    pub route: usize,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The other side took it.
    Sent,
    /// Surely not sent; another attempt may start at this moment.
    Again(Millis),
    /// Surely not sent, and given up.
    Failed,
    /// Nobody knows; a person decides.
    Uncertain,
}

impl Ending {
    fn state(self) -> DeliveryState {
        match self {
            Self::Sent => DeliveryState::Sent,
            Self::Again(_) => DeliveryState::Queued,
            Self::Failed => DeliveryState::Failed,
            Self::Uncertain => DeliveryState::Uncertain,
        }
    }
}

/// Queues a delivery. `false`: one is there under this key already.
pub fn queue(tx: &mut Tx<'_>, new: &NewDelivery) -> Result<bool> {
    let NewDelivery { id, message, conversation, inbox, once, due_at } = new;
    Ok(tx.execute(&QUEUE, params![id, message, conversation, inbox, once, due_at])? > 0)
}

/// The inboxes from which something is to leave at `now`.
pub fn due_inboxes(conn: &mut Conn, now: Millis) -> Result<Vec<InboxId>> {
    conn.rows(&DUE_INBOXES, params![now])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// The first `limit` deliveries of an inbox whose turn it is at `now`: of every conversation only the oldest that is not
/// finished, so that messages leave in their order.
pub fn due(conn: &mut Conn, inbox: InboxId, now: Millis, limit: usize) -> Result<Vec<Due>> {
    conn.rows(&DUE, params![inbox, now, limit])?
        .into_iter()
        .map(|mut row| Ok(Due { id: row.take(0)?, message: row.take(1)?, inbox: row.take(2)?, attempts: row.take(3)? }))
        .collect()
}

/// Claims a queued delivery for `owner` and `for_ms` milliseconds, to go `by` a route. `None`: it is not queued any more. The attempt begins
/// `now`; the lease is counted by `leased_at`, or by the clock of a shared database.
pub fn claim(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    by: Option<By>,
    owner: i64,
    (now, leased_at): (Millis, Millis),
    for_ms: i64,
) -> Result<Option<Claim>> {
    let lease_until = tx.now(leased_at)?.plus_ms(for_ms);
    let Some(mut row) = tx.returning(&CLAIM, params![id, owner, lease_until, now])? else { return Ok(None) };
    let claim = Claim {
        delivery: id,
        token: row.take(0)?,
        attempts: row.take(1)?,
        message: row.take(2)?,
        conversation: row.take(3)?,
        since: row.take(4)?,
        owner,
    };
    tx.write(&BEGIN_ATTEMPT, params![id, claim.token, now, by.map(|by| by.inbox), by.map(|by| by.route)])?;
    Ok(Some(claim))
}

/// The claims whose lease is over at `now`: their holders died, or cannot say any more.
pub fn expired(conn: &mut Conn, now: Millis) -> Result<Vec<Claim>> {
    let now = conn.now(now)?;
    conn.rows(&EXPIRED, params![now])?.into_iter().map(|mut row| read_claim(&mut row)).collect()
}

/// The running claim of a delivery, where `owner` holds it.
pub fn held_by(conn: &mut Conn, id: DeliveryId, owner: i64) -> Result<Option<Claim>> {
    conn.row(&HELD_BY, params![id, owner])?.map(|mut row| read_claim(&mut row)).transpose()
}

/// Ends the leases of everybody but `owner`; only for a process that knows itself alone.
pub fn end_others(tx: &mut Tx<'_>, owner: i64) -> Result<()> {
    tx.write(&END_OTHERS, params![owner])
}

/// Ends the leases of one owner, who is dead.
pub fn end_of(tx: &mut Tx<'_>, owner: i64) -> Result<()> {
    tx.write(&END_OF, params![owner])
}

/// Records how a claim ended, and what was said. Who was judged lost meanwhile, and knows better in the end that it was
/// sent or refused, may still say so, as long as nobody acted on the uncertainty. `false`: nothing was recorded.
pub fn finish(tx: &mut Tx<'_>, claim: &Claim, ending: Ending, answer: &str, origin: &Origin) -> Result<bool> {
    let again_at = match ending {
        Ending::Again(at) => Some(at),
        Ending::Sent | Ending::Failed | Ending::Uncertain => None,
    };
    let state = ending.state();
    if tx.execute(
        &FINISH,
        params![
            claim.delivery,
            claim.token,
            state,
            again_at,
            state.code() >= DeliveryState::Failed.code(),
            claim.owner
        ],
    )? == 0
    {
        return Ok(false);
    }
    let answer: String = answer.chars().take(ANSWER_CHARS).collect();
    tx.write(&END_ATTEMPT, params![claim.delivery, claim.token, origin.at, state, answer])?;
    if let Some(fact) = told(claim, state) {
        tx.append(&fact, origin)?;
    }
    Ok(true)
}

/// The fact that tells of a state; being tried (again) is no fact.
fn told(claim: &Claim, state: DeliveryState) -> Option<Fact> {
    let Claim { delivery, attempts, message, conversation, .. } = *claim;
    match state {
        DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Bounced => None,
        DeliveryState::Sent => Some(Fact::DeliverySent { conversation, message, delivery, attempts }),
        DeliveryState::Failed => Some(Fact::DeliveryFailed { conversation, message, delivery, attempts }),
        DeliveryState::Uncertain => Some(Fact::DeliveryUncertain { conversation, message, delivery, attempts }),
    }
}

/// Lets a queued delivery wait until `due_at`, and says why in a word of the deliverer.
pub fn hold(tx: &mut Tx<'_>, id: DeliveryId, due_at: Millis, why: &str) -> Result<()> {
    tx.write(&HOLD, params![id, due_at, why])
}

/// Queues the failed or uncertain delivery of a message again, because a person decided so.
/// `false`: it is neither, or not there.
pub fn requeue_message(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    message: MessageId,
    origin: &Origin,
) -> Result<bool> {
    let Some(mut row) = tx.returning(&REQUEUE, params![message, conversation, origin.at])? else { return Ok(false) };
    let delivery = row.take(0)?;
    tx.append(&Fact::DeliveryRequeued { conversation, message, delivery }, origin)?;
    Ok(true)
}

/// Notes what was reported of a message that left: not delivered for good (`hard`), or not yet. Gives its delivery, for
/// the caller's `delivery.bounced`; `None` when it has not left or that is known already.
pub fn bounce(tx: &mut Tx<'_>, message: MessageId, hard: bool, answer: &str) -> Result<Option<DeliveryId>> {
    let row = if hard {
        tx.returning(&BOUNCE, params![message, DeliveryState::Bounced])?
    } else {
        tx.row(&LEFT, params![message])?
    };
    let Some(mut row) = row else { return Ok(None) };
    let (delivery, token): (DeliveryId, i64) = (row.take(0)?, row.take(1)?);
    let answer: String = answer.chars().take(ANSWER_CHARS).collect();
    tx.write(&ANSWER, params![delivery, token, answer])?;
    Ok(Some(delivery))
}

/// Ends everything in a conversation that has not left, because its customer is erased: what
/// waits fails, what is being sent is uncertain. Forgets all answers.
pub fn abandon(tx: &mut Tx<'_>, conversation: ConversationId, origin: &Origin) -> Result<()> {
    for mut row in tx.rows(&UNFINISHED, params![conversation])? {
        let state = match row.take(7)? {
            DeliveryState::Sending => DeliveryState::Uncertain,
            _ => DeliveryState::Failed,
        };
        let claim = read_claim(&mut row)?;
        tx.write(&ABANDON, params![claim.delivery, state])?;
        tx.write(&END_ATTEMPT, params![claim.delivery, claim.token, origin.at, state, None::<i64>])?;
        if let Some(fact) = told(&claim, state) {
            tx.append(&fact, origin)?;
        }
    }
    tx.write(&UNLIST, params![conversation])?;
    tx.write(&FORGET_ANSWERS, params![conversation])
}

fn read_claim(row: &mut Row) -> Result<Claim> {
    Ok(Claim {
        delivery: row.take(0)?,
        token: row.take(1)?,
        attempts: row.take(2)?,
        message: row.take(3)?,
        conversation: row.take(4)?,
        since: row.take(5)?,
        owner: row.take(6)?,
    })
}

#[cfg(test)]
mod tests;
