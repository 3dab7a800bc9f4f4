//! Arrivals as they came: stored before anything reads them, kept after.

mod body;
pub(crate) mod ended;
pub(crate) mod quarantine;

use std::collections::HashMap;

use domain::id::{ConversationId, Id, InboxId, MessageId, RawId};
use domain::mailbox::FolderRole;
use domain::time::Millis;

use crate::blob::{self, Hash, Owner};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::params;
use crate::tx::Tx;
use crate::value::Value;

pub use body::{Body, MAX_BYTES, ROW_BYTES};
pub use ended::{Ended, Ending, ended};
pub use quarantine::{
    Aside, Quarantined, count_aside, count_listed, give_up, given_up, in_quarantine, quarantine, quarantined, requeue,
    take_back,
};

crate::statements! {
    INSERT = "INSERT INTO raw (id, inbox, source, received_at, bytes, history, state, attempts, due_at, body, blob)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $4, $7, $8) ON CONFLICT (inbox, source) DO NOTHING";
    NEXT = "SELECT id, inbox, received_at, history, attempts, bytes, folder FROM raw
        WHERE state = 0 AND due_at <= $1 ORDER BY due_at, id LIMIT $2";
    BODIES = "SELECT id, body, blob FROM raw WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)";
    TRY = "UPDATE raw SET attempts = attempts + 1, due_at = $1 WHERE state = 0 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10,
        $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)";
    UNTRY = "UPDATE raw SET attempts = attempts - 1 WHERE id = $1 AND state = 0 AND attempts > 0";
    SETTLE = "UPDATE raw SET state = $2, message = $3, attempts = 0 WHERE id = $1 AND state = 0";
    BODY = "SELECT body, blob FROM raw WHERE id = $1";
    WIPE = "UPDATE raw SET state = 4, body = NULL, blob = NULL, source = $2, reason = NULL WHERE id = $1";
    WIPE_SETTLED = "UPDATE raw SET body = NULL, blob = NULL, source = $2, reason = NULL WHERE id = $1";
    WAITING = "SELECT COUNT(*) FROM raw WHERE state = 0";
    NEWEST_OF = "SELECT m.id, r.body, r.blob FROM message m JOIN raw r ON r.id = m.raw
        WHERE m.conversation = $1 AND m.kind = 0 ORDER BY m.id DESC LIMIT $2";
    CAME_AS_SPAM = "SELECT 1 FROM raw WHERE message = $1 AND folder = 1 LIMIT 1";
    EMPTY = "UPDATE raw SET body = NULL, blob = NULL WHERE id = $1 AND (body IS NOT NULL OR blob IS NOT NULL)";
    FORGET = "UPDATE raw SET state = 4, body = NULL, blob = NULL, reason = NULL WHERE id = $1 AND state = 2 AND given_up IS NOT NULL";
    GIVEN_UP_STILL = "UPDATE raw SET state = state WHERE id = $1 AND state = 2 AND given_up IS NOT NULL";
    OF_MESSAGE = "SELECT id FROM raw WHERE message = $1";
}

/// An arrival to store.
#[derive(Clone, Debug)]
pub struct NewRaw {
    /// Its id.
    pub id: RawId,
    /// Where it arrived.
    pub inbox: InboxId,
    /// What the source calls it, unique within the inbox: a second arrival under it is the same one.
    pub source: String,
    /// When.
    pub received_at: Millis,
    /// Its size in bytes.
    pub bytes: usize,
    /// Whether it is old and must set nothing off.
    pub history: bool,
    /// Its bytes.
    pub body: Body,
}

/// Stores an arrival. `false`: it is there already.
pub fn receive(tx: &mut Tx<'_>, new: &NewRaw) -> Result<bool> {
    let (row, hash) = match &new.body {
        Body::Row(packed) => (Some(packed.as_slice().to_vec()), None),
        Body::Blob(hash) => (None, Some(*hash)),
    };
    let stored = tx.execute(
        &INSERT,
        params![new.id, new.inbox, new.source, new.received_at, new.bytes, new.history, row, hash.map(|h| h.0)],
    )? > 0;
    if stored && let Some(hash) = hash {
        blob::refer(tx, hash, new.bytes, Owner::Raw(new.id.raw()), new.received_at)?;
    }
    Ok(stored)
}

/// An arrival that waits to be read.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Waiting {
    pub id: RawId,
    pub inbox: InboxId,
    pub received_at: Millis,
    pub history: bool,
    /// How often reading it was begun and did not end.
    pub attempts: i64,
    /// Its size in bytes when unpacked.
    pub bytes: i64,
    /// The folder it lay in.
    pub folder: FolderRole,
}

/// The arrivals that wait, oldest first.
pub fn waiting(conn: &mut Conn, now: Millis, limit: usize) -> Result<Vec<Waiting>> {
    conn.rows(&NEXT, params![now, limit])?
        .into_iter()
        .map(|mut row| {
            Ok(Waiting {
                id: row.take(0)?,
                inbox: row.take(1)?,
                received_at: row.take(2)?,
                history: row.take(3)?,
                attempts: row.take(4)?,
                bytes: row.take(5)?,
                folder: row.take(6)?,
            })
        })
        .collect()
}

/// The bytes of arrivals, without those that were erased.
pub fn bodies(conn: &mut Conn, of: &[RawId]) -> Result<HashMap<RawId, Body>> {
    let mut bodies = HashMap::new();
    for some in of.chunks(AT_ONCE) {
        let mut ids = [const { Value::Int(0) }; AT_ONCE];
        ids.iter_mut().zip(some).for_each(|(slot, id)| *slot = Value::Int(id.raw()));
        for mut row in conn.rows(&BODIES, &ids)? {
            let (packed, hash) = (row.take::<Option<_>>(1)?, row.take::<Option<_>>(2)?);
            if packed.is_some() || hash.is_some() {
                bodies.insert(row.take(0)?, body(packed, hash)?);
            }
        }
    }
    Ok(bodies)
}

fn body(row: Option<Vec<u8>>, hash: Option<Vec<u8>>) -> Result<Body> {
    match (row, hash.and_then(|bytes| Hash::from_bytes(&bytes))) {
        (_, Some(hash)) => Ok(Body::Blob(hash)),
        (Some(packed), None) => Ok(Body::Row(packed)),
        (None, None) => Err(Error::Column { column: 5, why: "an arrival without bytes".to_owned() }),
    }
}

/// How many arrivals wait.
pub fn count_waiting(conn: &mut Conn) -> Result<i64> {
    conn.row(&WAITING, &[])?.map_or(Ok(0), |mut row| row.take(0))
}

/// Notes, before reading them, that reading is begun: if the process dies of it, that shows. Each becomes due again at
/// its moment; neighbours with the same one are noted together.
pub fn begin_attempts(tx: &mut Tx<'_>, begun: &[(RawId, Millis)]) -> Result<()> {
    for some in begun.chunk_by(|one, next| one.1 == next.1).flat_map(|same| same.chunks(AT_ONCE)) {
        let mut asked = [const { Value::Int(0) }; 1 + AT_ONCE];
        asked[0] = Value::Int(some.first().map_or(0, |(_, again_at)| again_at.get()));
        asked[1..].iter_mut().zip(some).for_each(|(slot, (id, _))| *slot = Value::Int(id.raw()));
        tx.write(&TRY, &asked)?;
    }
    Ok(())
}

/// How many one statement takes; [`TRY`] and [`BODIES`] say the same.
const AT_ONCE: usize = 32;

/// Takes a begun attempt back: it came to nothing, but the process lives. When it is due again stays as it was.
pub fn end_attempt(tx: &mut Tx<'_>, id: RawId) -> Result<()> {
    tx.write(&UNTRY, params![id])
}

/// How an arrival ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It became this message.
    Accepted(MessageId),
    /// It is another copy of this message.
    Duplicate(MessageId),
}

/// Settles an arrival. [`Error::Overtaken`] (at the latest when the write ends): it was settled before; then nothing else
/// may happen.
pub fn settle(tx: &mut Tx<'_>, id: RawId, as_what: Settled) -> Result<()> {
    let (state, message) = match as_what {
        Settled::Accepted(message) => (1_i64, message),
        Settled::Duplicate(message) => (3_i64, message),
    };
    tx.must(&SETTLE, params![id, state, message])
}

/// Removes the bytes of an arrival whose author was erased. Gives the blob whose file is to be
/// discarded after the commit.
pub fn wipe(tx: &mut Tx<'_>, id: RawId) -> Result<Option<Hash>> {
    let gone = drop_body(tx, id)?;
    // The source's name for it may hold words of the message; the id is as unique.
    tx.write(&WIPE, params![id, id.to_string()])?;
    Ok(gone)
}

/// The same for an arrival that became a message (or a duplicate of one) and stays settled.
pub fn wipe_settled(tx: &mut Tx<'_>, id: RawId) -> Result<Option<Hash>> {
    let gone = drop_body(tx, id)?;
    tx.write(&WIPE_SETTLED, params![id, id.to_string()])?;
    Ok(gone)
}

/// Removes the bytes of an arrival, which is known by its source's name as before. `false`: they were gone.
pub(crate) fn empty(tx: &mut Tx<'_>, id: RawId, gone: &mut Vec<Hash>) -> Result<bool> {
    gone.extend(drop_body(tx, id)?);
    Ok(tx.execute(&EMPTY, params![id])? > 0)
}

/// Removes an arrival that was given up from the quarantine, but for the source's name for it. `false`: it was taken back.
pub(crate) fn forget(tx: &mut Tx<'_>, id: RawId, gone: &mut Vec<Hash>) -> Result<bool> {
    if tx.execute(&GIVEN_UP_STILL, params![id])? == 0 {
        return Ok(false);
    }
    gone.extend(drop_body(tx, id)?);
    Ok(tx.execute(&FORGET, params![id])? > 0)
}

fn drop_body(tx: &mut Tx<'_>, id: RawId) -> Result<Option<Hash>> {
    let mut gone = None;
    if let Some(mut row) = tx.row(&BODY, params![id])?
        && let Some(hash) = row.take::<Option<Vec<u8>>>(1)?.and_then(|bytes| Hash::from_bytes(&bytes))
        && blob::unrefer(tx, hash, Owner::Raw(id.raw()))?
    {
        gone = Some(hash);
    }
    Ok(gone)
}

/// The arrivals that a message was read from: itself and its duplicates.
pub fn of_message(conn: &mut Conn, message: MessageId) -> Result<Vec<RawId>> {
    conn.rows(&OF_MESSAGE, params![message])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// Whether the mail server had put a message among the spam.
pub fn came_as_spam(conn: &mut Conn, message: MessageId) -> Result<bool> {
    Ok(conn.row(&CAME_AS_SPAM, params![message])?.is_some())
}

/// The bytes of an arrival; `None` when they were erased.
pub fn bytes(conn: &mut Conn, id: RawId) -> Result<Option<Body>> {
    let Some(mut row) = conn.row(&BODY, params![id])? else { return Ok(None) };
    let (packed, hash) = (row.take::<Option<Vec<u8>>>(0)?, row.take::<Option<Vec<u8>>>(1)?);
    if packed.is_none() && hash.is_none() {
        return Ok(None);
    }
    body(packed, hash).map(Some)
}

/// What the newest messages from outside in a conversation were read from; without those that were erased.
pub fn newest_of(conn: &mut Conn, conversation: ConversationId, limit: usize) -> Result<Vec<(MessageId, Body)>> {
    let mut found = Vec::new();
    for mut row in conn.rows(&NEWEST_OF, params![conversation, limit])? {
        let (message, packed, hash) = (row.take(0)?, row.take::<Option<_>>(1)?, row.take::<Option<_>>(2)?);
        if packed.is_some() || hash.is_some() {
            found.push((message, body(packed, hash)?));
        }
    }
    Ok(found)
}
