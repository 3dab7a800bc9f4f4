//! Webhooks out: whose web server is told which events. Working state: nothing of it is in the log.
//!
//! The log itself is what waits: an endpoint has a position up to which it was looked through, and [`call`] a row for each
//! event that is told. Signing secrets are kept sealed, by the names that [`secret_name`] gives.

pub mod call;

use domain::event::Position;
use domain::id::WebhookId;
use domain::time::Millis;
use domain::webhook::{EndpointState, Kinds};

use crate::conn::Conn;
use crate::error::Result;
use crate::tx::Tx;
use crate::value::Row;
use crate::{params, secret};

crate::statements! {
    INSERT = "INSERT INTO webhook (id, name, url, kinds, state, position, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    ENDPOINTS = "SELECT id, name, url, kinds, state, position, made_at, stopped_at, failing_since, old_until, owed FROM webhook ORDER BY id";
    ENDPOINT = "SELECT id, name, url, kinds, state, position, made_at, stopped_at, failing_since, old_until, owed FROM webhook WHERE id = $1";
    CHANGE = "UPDATE webhook SET name = $2, url = $3, kinds = $4 WHERE id = $1";
    STAND = "UPDATE webhook SET state = $2, stopped_at = $3, failing_since = NULL, owed = 0 WHERE id = $1";
    PASS = "UPDATE webhook SET position = $3 WHERE id = $1 AND position = $2 AND state = 0";
    MOVE_ON = "UPDATE webhook SET position = $2 WHERE id = $1";
    DROP_QUEUED = "DELETE FROM webhook_call WHERE webhook = $1 AND state = 0";
    ILL = "UPDATE webhook SET failing_since = COALESCE(failing_since, $2) WHERE id = $1 RETURNING failing_since";
    WELL = "UPDATE webhook SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL";
    GIVE_UP = "UPDATE webhook SET state = $2, stopped_at = $3, owed = 1 WHERE id = $1 AND state = 0";
    PASSED_ON = "UPDATE webhook SET owed = 0 WHERE id = $1";
    OVERLAP = "UPDATE webhook SET old_until = $2 WHERE id = $1";
    REMOVE_ATTEMPTS = "DELETE FROM webhook_attempt WHERE webhook = $1";
    REMOVE_CALLS = "DELETE FROM webhook_call WHERE webhook = $1";
    REMOVE = "DELETE FROM webhook WHERE id = $1";
}

/// Somebody's web server that is told what happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// What it is told.
    pub kinds: Kinds,
    /// Where it stands.
    pub state: EndpointState,
    /// Up to where the log was looked through for it.
    pub position: Position,
    /// When it was set up.
    pub made_at: Millis,
    /// When it was stopped, by whomever.
    pub stopped_at: Option<Millis>,
    /// Since when it took nothing.
    pub failing_since: Option<Millis>,
    /// Until when the secret before signs as well.
    pub old_until: Option<Millis>,
    /// Whether it has still to be told of that it was stopped by itself.
    pub owed: bool,
}

/// Which of an endpoint's two secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one that was made last.
    New,
    /// The one before.
    Old,
}

/// The name under which a signing secret is kept among the sealed ones.
pub fn secret_name(id: WebhookId, which: Which) -> String {
    match which {
        Which::New => format!("webhook:{id}"),
        Which::Old => format!("webhook:{id}:old"),
    }
}

/// Keeps a new endpoint.
pub fn create(tx: &mut Tx<'_>, new: &Webhook) -> Result<()> {
    let Webhook { id, name, url, kinds, state, position, made_at, .. } = new;
    tx.write(&INSERT, params![id, name, url, kinds.to_string(), state, position, made_at])
}

/// All endpoints, in the order they were made.
pub fn all(conn: &mut Conn) -> Result<Vec<Webhook>> {
    conn.rows(&ENDPOINTS, &[])?.into_iter().map(read).collect()
}

/// One endpoint.
pub fn by_id(conn: &mut Conn, id: WebhookId) -> Result<Option<Webhook>> {
    conn.row(&ENDPOINT, params![id])?.map(read).transpose()
}

/// Changes what an endpoint is called, where it is, and what it is told.
pub fn change(tx: &mut Tx<'_>, changed: &Webhook) -> Result<()> {
    let Webhook { id, name, url, kinds, .. } = changed;
    tx.write(&CHANGE, params![id, name, url, kinds.to_string()])
}

/// Somebody starts or stops it: what it took, and what it did not, is forgiven.
pub fn stand(tx: &mut Tx<'_>, id: WebhookId, state: EndpointState, now: Millis) -> Result<()> {
    let stopped_at = (state != EndpointState::Active).then_some(now);
    tx.write(&STAND, params![id, state, stopped_at])
}

/// Notes that the log was looked through for an endpoint. `false`: somebody else did, or it was stopped.
pub fn pass(tx: &mut Tx<'_>, id: WebhookId, from: Position, to: Position) -> Result<bool> {
    Ok(tx.execute(&PASS, params![id, from, to])? > 0)
}

/// Passes over everything up to a position; what is being told at this moment is told.
pub fn move_on(tx: &mut Tx<'_>, id: WebhookId, to: Position) -> Result<()> {
    tx.write(&DROP_QUEUED, params![id])?;
    tx.write(&MOVE_ON, params![id, to])
}

/// It did not take something. Gives since when that is so; `None`: it is not there any more.
pub fn ill(tx: &mut Tx<'_>, id: WebhookId, now: Millis) -> Result<Option<Millis>> {
    tx.returning(&ILL, params![id, now])?.map(|mut row| row.take(0)).transpose()
}

/// It took something.
pub fn well(tx: &mut Tx<'_>, id: WebhookId) -> Result<()> {
    tx.write(&WELL, params![id])
}

/// It is stopped by itself, of which somebody has to be told. `false`: it was stopped before.
pub fn give_up(tx: &mut Tx<'_>, id: WebhookId, now: Millis) -> Result<bool> {
    Ok(tx.execute(&GIVE_UP, params![id, EndpointState::GivenUp, now])? > 0)
}

/// Somebody was told that it was stopped by itself.
pub fn passed_on(tx: &mut Tx<'_>, id: WebhookId) -> Result<()> {
    tx.write(&PASSED_ON, params![id])
}

/// Puts a sealed secret in the place of the one before, which signs beside it until `until`.
pub fn replace_secret(
    tx: &mut Tx<'_>,
    id: WebhookId,
    new: &[u8],
    old: &[u8],
    now: Millis,
    until: Millis,
) -> Result<()> {
    secret::put(tx, &secret_name(id, Which::New), new, now)?;
    secret::put(tx, &secret_name(id, Which::Old), old, now)?;
    tx.write(&OVERLAP, params![id, until])
}

/// Forgets the secrets that do not sign any more.
pub fn end_overlaps(tx: &mut Tx<'_>, now: Millis) -> Result<()> {
    for hook in all(tx)?.into_iter().filter(|hook| hook.old_until.is_some_and(|until| until <= now)) {
        secret::remove(tx, &secret_name(hook.id, Which::Old))?;
        tx.write(&OVERLAP, params![hook.id, None::<i64>])?;
    }
    Ok(())
}

/// Removes an endpoint with everything that was to be told to it. `false`: it is not there.
pub fn remove(tx: &mut Tx<'_>, id: WebhookId) -> Result<bool> {
    tx.write(&REMOVE_ATTEMPTS, params![id])?;
    tx.write(&REMOVE_CALLS, params![id])?;
    secret::remove(tx, &secret_name(id, Which::New))?;
    secret::remove(tx, &secret_name(id, Which::Old))?;
    Ok(tx.execute(&REMOVE, params![id])? > 0)
}

fn read(mut row: Row) -> Result<Webhook> {
    let state: i64 = row.take(4)?;
    let owed: i64 = row.take(10)?;
    Ok(Webhook {
        id: row.take(0)?,
        name: row.take(1)?,
        url: row.take(2)?,
        kinds: Kinds::read(&row.take::<String>(3)?),
        // A state of a newer program: it is left alone.
        state: EndpointState::from_code(state).unwrap_or(EndpointState::Stopped),
        position: row.take(5)?,
        made_at: row.take(6)?,
        stopped_at: row.take(7)?,
        failing_since: row.take(8)?,
        old_until: row.take(9)?,
        owed: owed != 0,
    })
}
