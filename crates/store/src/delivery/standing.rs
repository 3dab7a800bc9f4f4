//! Where deliveries stand, and every attempt at one, read for whoever shows or counts them. It must not change any.

use std::collections::HashMap;

use domain::channel::Unreached;
use domain::delivery::DeliveryState;
use domain::id::{ConversationId, DeliveryId, MessageId};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::message::unjson;
use crate::params;

crate::statements! {
    STANDINGS = "SELECT d.message, d.id, d.state, d.attempts, d.due_at, d.held, a.answer, a.route, a.refused, d.before FROM delivery d
        LEFT JOIN delivery_attempt a ON a.delivery = d.id AND a.n = d.token
        WHERE d.conversation = $1 ORDER BY d.id";
    ATTEMPTS = "SELECT n, started_at, ended_at, outcome, answer FROM delivery_attempt WHERE delivery = $1 ORDER BY n";
    COUNT = "SELECT COUNT(*) FROM delivery WHERE state = $1";
}

/// Where the delivery of a message stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The delivery.
    pub delivery: DeliveryId,
    /// Its state.
    pub state: DeliveryState,
    /// How many attempts were made since it was queued, or queued again by a person.
    pub attempts: u32,
    /// When it is tried, while queued.
    pub due_at: Millis,
    /// Why it waits, where that is not up to the other side; a word of the deliverer.
    pub held: Option<String>,
    /// What the other side, or the deliverer in a word of its own, said last.
    pub answer: Option<String>,
    /// By which route it went last; `None` when it never did, or before routes were noted.
    pub route: Option<usize>,
    /// Whom it did not go to, while others got it.
    pub refused: Vec<Unreached>,
    /// The state before a person decided what became of it, which can be taken back.
    pub before: Option<DeliveryState>,
}

/// One attempt, as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its number, counted over the delivery's whole life.
    pub n: i64,
    /// When it began.
    pub started_at: Millis,
    /// When it ended; `None` while it runs, or when it never said.
    pub ended_at: Option<Millis>,
    /// What became of the delivery: `Queued` means "to be tried again".
    pub outcome: Option<DeliveryState>,
    /// What the other side said.
    pub answer: Option<String>,
}

/// Where the deliveries of a conversation's messages stand.
pub fn states_of(conn: &mut Conn, conversation: ConversationId) -> Result<HashMap<MessageId, Standing>> {
    conn.rows(&STANDINGS, params![conversation])?
        .into_iter()
        .map(|mut row| {
            let standing = Standing {
                delivery: row.take(1)?,
                state: row.take(2)?,
                attempts: row.take(3)?,
                due_at: row.take(4)?,
                held: row.take(5)?,
                answer: row.take(6)?,
                route: row.take::<Option<i64>>(7)?.and_then(|route| usize::try_from(route).ok()),
                refused: row.take::<Option<String>>(8)?.map(|text| unjson(&text, 8)).transpose()?.unwrap_or_default(),
                before: row.take(9)?,
            };
            Ok((row.take(0)?, standing))
        })
        .collect()
}

/// Every attempt at a delivery, oldest first.
pub fn attempts(conn: &mut Conn, id: DeliveryId) -> Result<Vec<Attempt>> {
    conn.rows(&ATTEMPTS, params![id])?
        .into_iter()
        .map(|mut row| {
            Ok(Attempt {
                n: row.take(0)?,
                started_at: row.take(1)?,
                ended_at: row.take(2)?,
                outcome: row.take(3)?,
                answer: row.take(4)?,
            })
        })
        .collect()
}

/// How many deliveries are in a state.
pub fn count(conn: &mut Conn, state: DeliveryState) -> Result<i64> {
    conn.row(&COUNT, params![state])?.map_or(Ok(0), |mut row| row.take(0))
}
