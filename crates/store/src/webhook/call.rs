//! One event told to one endpoint: a row, claimed under a lease, every attempt recorded.
//!
//! The claim is committed before the network is touched, and the end is recorded under the claim's token. What was claimed
//! and never ended is told again, under the same `webhook-id`: at least once, where mail is at most once.

use domain::event::Position;
use domain::id::WebhookId;
use domain::time::Millis;
use domain::webhook::CallState;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    QUEUE = "INSERT INTO webhook_call (webhook, position, state, due_at, attempts, token) VALUES ($1, $2, 0, $3, 0, 0)
        ON CONFLICT (webhook, position) DO NOTHING";
    AGAIN = "INSERT INTO webhook_call (webhook, position, state, due_at, attempts, token) VALUES ($1, $2, 0, $3, 0, 0)
        ON CONFLICT (webhook, position) DO UPDATE SET state = 0, due_at = excluded.due_at, attempts = 0
        WHERE webhook_call.state <> 1";
    OPEN = "SELECT COUNT(*) FROM webhook_call WHERE webhook = $1 AND state < 2";
    SENDING = "SELECT COUNT(*) FROM webhook_call WHERE webhook = $1 AND state < 2 AND state = 1";
    DUE = "SELECT position FROM webhook_call WHERE webhook = $1 AND state = 0 AND due_at <= $2 ORDER BY due_at, position LIMIT $3";
    CLAIM = "UPDATE webhook_call SET state = 1, owner = $3, lease_until = $4, token = token + 1, attempts = attempts + 1
        WHERE webhook = $1 AND position = $2 AND state = 0 RETURNING token, attempts";
    BEGIN_ATTEMPT = "INSERT INTO webhook_attempt (webhook, position, n, started_at) VALUES ($1, $2, $3, $4)";
    EXPIRED = "SELECT webhook, position, token, attempts, COALESCE(owner, 0) FROM webhook_call WHERE state = 1 AND lease_until <= $1";
    END_OTHERS = "UPDATE webhook_call SET lease_until = 0 WHERE state = 1 AND owner <> $1";
    FINISH = "UPDATE webhook_call SET state = $4, due_at = $5, owner = NULL, lease_until = NULL
        WHERE webhook = $1 AND position = $2 AND token = $3 AND owner = $6 AND state = 1";
    END_ATTEMPT = "UPDATE webhook_attempt SET ended_at = $4, status = $5, answer = $6
        WHERE webhook = $1 AND position = $2 AND n = $3";
    CALLS = "SELECT position, state, due_at, attempts FROM webhook_call WHERE webhook = $1 AND position > $2
        ORDER BY position LIMIT $3";
    NEWEST_CALLS = "SELECT position, state, due_at, attempts FROM webhook_call WHERE webhook = $1 AND position < $2
        ORDER BY position DESC LIMIT $3";
    CALL = "SELECT position, state, due_at, attempts FROM webhook_call WHERE webhook = $1 AND position = $2";
    ATTEMPTS = "SELECT n, started_at, ended_at, status, answer FROM webhook_attempt WHERE webhook = $1 AND position = $2 ORDER BY n";
    FORGET_ATTEMPTS = "DELETE FROM webhook_attempt WHERE started_at < $1";
    FORGET_CALLS = "DELETE FROM webhook_call WHERE state >= 2 AND due_at < $1";
}

/// The longest answer that is kept, in characters.
const ANSWER_CHARS: usize = 500;

/// The right to tell an endpoint of an event, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The endpoint.
    pub webhook: WebhookId,
    /// The event.
    pub position: Position,
    /// Counts the claims of this call; only the newest may record its end.
    pub token: i64,
    /// Which attempt this is, counted from 1 since somebody last wanted it sent.
    pub attempts: u32,
    /// Who holds it, or did when it was lost.
    pub owner: i64,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Where the call stands now.
    pub state: CallState,
    /// When it is tried again, or was ended.
    pub due_at: Millis,
    /// The status of the answer.
    pub status: Option<u16>,
    /// The beginning of what was answered, or why there is no answer.
    pub answer: String,
}

/// Where the telling of an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The event.
    pub position: Position,
    /// Its state.
    pub state: CallState,
    /// When it is tried again, or was ended.
    pub due_at: Millis,
    /// How many attempts were made since somebody last wanted it sent.
    pub attempts: u32,
}

/// One attempt, as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its number, counted over the call's whole life.
    pub n: i64,
    /// When it began.
    pub started_at: Millis,
    /// When it ended; `None` while it runs, or when it never said.
    pub ended_at: Option<Millis>,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// The beginning of what was answered, or why there is no answer.
    pub answer: Option<String>,
}

/// Queues an event for an endpoint, unless it is there.
pub fn queue(tx: &mut Tx<'_>, webhook: WebhookId, position: Position, now: Millis) -> Result<()> {
    tx.write(&QUEUE, params![webhook, position, now])
}

/// Queues an event for an endpoint, also when it was told before. `false`: it is being told at this moment.
pub fn again(tx: &mut Tx<'_>, webhook: WebhookId, position: Position, now: Millis) -> Result<bool> {
    Ok(tx.execute(&AGAIN, params![webhook, position, now])? > 0)
}

/// How many events wait for an endpoint or are being told.
pub fn open(conn: &mut Conn, webhook: WebhookId) -> Result<usize> {
    count(conn.row(&OPEN, params![webhook])?)
}

/// How many events an endpoint is being told at this moment, by whichever node.
pub fn sending(conn: &mut Conn, webhook: WebhookId) -> Result<usize> {
    count(conn.row(&SENDING, params![webhook])?)
}

fn count(row: Option<crate::value::Row>) -> Result<usize> {
    let number: i64 = row.map_or(Ok(0), |mut row| row.take(0))?;
    Ok(usize::try_from(number).unwrap_or(usize::MAX))
}

/// The first `limit` events that an endpoint is to be told at `now`.
pub fn due(conn: &mut Conn, webhook: WebhookId, now: Millis, limit: usize) -> Result<Vec<Position>> {
    conn.rows(&DUE, params![webhook, now, limit])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// Claims a queued call for `owner` and `for_ms` milliseconds. `None`: it is not queued any more. The attempt begins `now`;
/// the lease is counted by `leased_at`, or by the clock of a shared database.
pub fn claim(
    tx: &mut Tx<'_>,
    (webhook, position): (WebhookId, Position),
    owner: i64,
    (now, leased_at): (Millis, Millis),
    for_ms: i64,
) -> Result<Option<Claim>> {
    let until = tx.now(leased_at)?.plus_ms(for_ms);
    let Some(mut row) = tx.returning(&CLAIM, params![webhook, position, owner, until])? else { return Ok(None) };
    let claim = Claim { webhook, position, token: row.take(0)?, attempts: row.take(1)?, owner };
    tx.write(&BEGIN_ATTEMPT, params![webhook, position, claim.token, now])?;
    Ok(Some(claim))
}

/// The claims whose lease is over at `now`: their holders died, or cannot say any more.
pub fn expired(conn: &mut Conn, now: Millis) -> Result<Vec<Claim>> {
    let now = conn.now(now)?;
    let rows = conn.rows(&EXPIRED, params![now])?.into_iter();
    rows.map(|mut row| {
        Ok(Claim {
            webhook: row.take(0)?,
            position: row.take(1)?,
            token: row.take(2)?,
            attempts: row.take(3)?,
            owner: row.take(4)?,
        })
    })
    .collect()
}

/// Ends the leases of everybody but `owner`; only for a process that knows itself alone.
pub fn end_others(tx: &mut Tx<'_>, owner: i64) -> Result<()> {
    tx.write(&END_OTHERS, params![owner])
}

/// Records how a claim ended. `false`: it was overtaken, and nothing was recorded.
pub fn finish(tx: &mut Tx<'_>, claim: &Claim, ended: &Ended, now: Millis) -> Result<bool> {
    let Claim { webhook, position, token, owner, .. } = claim;
    if tx.execute(&FINISH, params![webhook, position, token, ended.state, ended.due_at, owner])? == 0 {
        return Ok(false);
    }
    let answer: String = ended.answer.chars().take(ANSWER_CHARS).collect();
    tx.write(&END_ATTEMPT, params![webhook, position, token, now, ended.status.map(i64::from), answer])?;
    Ok(true)
}

/// What an endpoint was told, or is to be told, behind a position; what was ended long ago is forgotten.
pub fn list(conn: &mut Conn, webhook: WebhookId, after: Position, limit: usize) -> Result<Vec<Call>> {
    conn.rows(&CALLS, params![webhook, after, limit])?.into_iter().map(read).collect()
}

/// What a webhook was told or is to be told before `before`, the newest first.
pub fn newest(conn: &mut Conn, webhook: WebhookId, before: Position, limit: usize) -> Result<Vec<Call>> {
    conn.rows(&NEWEST_CALLS, params![webhook, before, limit])?.into_iter().map(read).collect()
}

/// Where the telling of one event stands.
pub fn one(conn: &mut Conn, webhook: WebhookId, position: Position) -> Result<Option<Call>> {
    conn.row(&CALL, params![webhook, position])?.map(read).transpose()
}

fn read(mut row: crate::value::Row) -> Result<Call> {
    let state: i64 = row.take(1)?;
    let state = CallState::from_code(state).unwrap_or(CallState::Failed);
    Ok(Call { position: row.take(0)?, state, due_at: row.take(2)?, attempts: row.take(3)? })
}

/// Every attempt to tell an endpoint of an event, oldest first.
pub fn attempts(conn: &mut Conn, webhook: WebhookId, position: Position) -> Result<Vec<Attempt>> {
    let rows = conn.rows(&ATTEMPTS, params![webhook, position])?.into_iter();
    rows.map(|mut row| {
        let status: Option<i64> = row.take(3)?;
        Ok(Attempt {
            n: row.take(0)?,
            started_at: row.take(1)?,
            ended_at: row.take(2)?,
            status: status.and_then(|status| u16::try_from(status).ok()),
            answer: row.take(4)?,
        })
    })
    .collect()
}

/// Forgets what was ended before `before`, and attempts of before then.
pub fn forget(tx: &mut Tx<'_>, before: Millis) -> Result<()> {
    tx.write(&FORGET_ATTEMPTS, params![before])?;
    tx.write(&FORGET_CALLS, params![before])
}
