//! One thing done to many conversations, piece by piece: what was asked, how far it is, what came of it. Working state,
//! never in the log; kept for a day.

use domain::bulk::{Outcome, Wish};
use domain::event::Position;
use domain::id::{AgentId, BulkId, ConversationId};
use domain::time::{DAY_MS, Millis};

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT = "INSERT INTO bulk (id, agent, made_at, wish, undoes, total, next, ended_at) VALUES ($1, $2, $3, $4, $5, $6, 0, NULL)";
    INSERT_ITEM = "INSERT INTO bulk_item (bulk, place, conversation, seen, outcome, at) VALUES ($1, $2, $3, $4, NULL, $5)";
    ONE = "SELECT id, agent, made_at, wish, undoes, total, next, ended_at FROM bulk WHERE id = $1";
    ONE_LOCKED = "SELECT id, agent, made_at, wish, undoes, total, next, ended_at FROM bulk WHERE id = $1 {lock}";
    UNDOING = "SELECT id FROM bulk WHERE undoes = $1";
    OPEN = "SELECT id FROM bulk WHERE ended_at IS NULL ORDER BY id LIMIT $1";
    ITEMS = "SELECT place, conversation, seen, at FROM bulk_item WHERE bulk = $1 AND place >= $2 ORDER BY place LIMIT $3";
    DONE = "SELECT conversation, seen, at FROM bulk_item WHERE bulk = $1 AND outcome = $2 ORDER BY place";
    SETTLE = "UPDATE bulk_item SET outcome = $3, seen = $4, at = $5 WHERE bulk = $1 AND place = $2";
    MOVE_ON = "UPDATE bulk SET next = $2, ended_at = $3 WHERE id = $1";
    TALLY = "SELECT outcome, COUNT(*) FROM bulk_item WHERE bulk = $1 AND outcome IS NOT NULL GROUP BY outcome";
    PURGE_ITEMS = "DELETE FROM bulk_item WHERE bulk IN (SELECT id FROM bulk WHERE made_at <= $1)";
    PURGE = "DELETE FROM bulk WHERE made_at <= $1";
}

/// How long one is kept, in milliseconds: so long can it be taken back.
pub const KEEP_MS: i64 = DAY_MS;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// Its id.
    pub id: BulkId,
    /// Who asked for it.
    pub agent: AgentId,
    /// When.
    pub made_at: Millis,
    /// What is done.
    pub wish: Wish,
    /// The one whose work it takes back.
    pub undoes: Option<BulkId>,
    /// How many conversations it is about.
    pub total: i64,
    /// How many were tried.
    pub next: i64,
    /// When the last was tried.
    pub ended_at: Option<Millis>,
}

/// One of its conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub conversation: ConversationId,
    /// Up to which place of the log the asker knew it; once it was done, where the log stood before.
    pub seen: Position,
    /// When it was done there; of one that takes back, when what it takes back was done.
    pub at: Option<Millis>,
}

/// Writes one down; sweeps out the old ones.
pub fn begin(tx: &mut Tx<'_>, bulk: &Bulk, items: &[Item]) -> Result<()> {
    let old = bulk.made_at.plus_ms(-KEEP_MS);
    tx.write(&PURGE_ITEMS, params![old])?;
    tx.write(&PURGE, params![old])?;
    let wish = serde_json::to_string(&bulk.wish).map_err(|e| unreadable(&e))?;
    tx.write(&INSERT, params![bulk.id, bulk.agent, bulk.made_at, wish, bulk.undoes, items.len()])?;
    for (place, item) in items.iter().enumerate() {
        tx.write(&INSERT_ITEM, params![bulk.id, place, item.conversation, item.seen, item.at])?;
    }
    Ok(())
}

/// Reads one, and keeps others from moving it on until the write commits.
pub fn lock(tx: &mut Tx<'_>, id: BulkId) -> Result<Option<Bulk>> {
    tx.row(&ONE_LOCKED, params![id])?.map(read).transpose()
}

/// Reads one.
pub fn load(conn: &mut Conn, id: BulkId) -> Result<Option<Bulk>> {
    conn.row(&ONE, params![id])?.map(read).transpose()
}

/// The one that takes this one back.
pub fn undoing(conn: &mut Conn, id: BulkId) -> Result<Option<BulkId>> {
    conn.row(&UNDOING, params![id])?.map(|mut row| row.take(0)).transpose()
}

/// Those that are under way, the oldest first, at most `limit`.
pub fn open(conn: &mut Conn, limit: usize) -> Result<Vec<BulkId>> {
    conn.rows(&OPEN, params![limit])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// The conversations from the `from`th on, at most `limit`, each with its place.
pub fn items(conn: &mut Conn, id: BulkId, from: i64, limit: usize) -> Result<Vec<(i64, Item)>> {
    let rows = conn.rows(&ITEMS, params![id, from, limit])?;
    rows.into_iter()
        .map(|mut row| Ok((row.take(0)?, Item { conversation: row.take(1)?, seen: row.take(2)?, at: row.take(3)? })))
        .collect()
}

/// Where it was done.
pub fn done(conn: &mut Conn, id: BulkId) -> Result<Vec<Item>> {
    let rows = conn.rows(&DONE, params![id, Outcome::Done])?;
    rows.into_iter()
        .map(|mut row| Ok(Item { conversation: row.take(0)?, seen: row.take(1)?, at: row.take(2)? }))
        .collect()
}

/// Says what came of it in one conversation, where the log stood before, and when that was.
pub fn settle(tx: &mut Tx<'_>, id: BulkId, place: i64, outcome: Outcome, head: Position, at: Millis) -> Result<()> {
    tx.write(&SETTLE, params![id, place, outcome, head, at])
}

/// Says how far it is.
pub fn move_on(tx: &mut Tx<'_>, id: BulkId, next: i64, ended_at: Option<Millis>) -> Result<()> {
    tx.write(&MOVE_ON, params![id, next, ended_at])
}

/// How many conversations came to which end.
pub fn tally(conn: &mut Conn, id: BulkId) -> Result<Vec<(Outcome, i64)>> {
    conn.rows(&TALLY, params![id])?.into_iter().map(|mut row| Ok((row.take(0)?, row.take(1)?))).collect()
}

fn read(mut row: Row) -> Result<Bulk> {
    let wish: String = row.take(3)?;
    Ok(Bulk {
        id: row.take(0)?,
        agent: row.take(1)?,
        made_at: row.take(2)?,
        wish: serde_json::from_str(&wish).map_err(|e| unreadable(&e))?,
        undoes: row.take(4)?,
        total: row.take(5)?,
        next: row.take(6)?,
        ended_at: row.take(7)?,
    })
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error::Statement { statement: "bulk", why: error.to_string() }
}
