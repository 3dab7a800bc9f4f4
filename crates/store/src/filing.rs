//! What was sent and is still to be put into its mailbox's folder of sent mail.
//!
//! Working state: who loses it loses a copy in a folder. A try is counted before it is made, so that a mail at which the
//! mail server breaks down does not hold the mailbox up.

use domain::id::{InboxId, MessageId};
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    WANT = "INSERT INTO filing (message, inbox, since, due_at, attempts) VALUES ($1, $2, $3, $3, 0) ON CONFLICT (message) DO NOTHING";
    IS_DUE = "SELECT message FROM filing WHERE inbox = $1 AND due_at <= $2 LIMIT 1";
    DUE = "SELECT message, attempts, since FROM filing WHERE inbox = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3";
    TRY = "UPDATE filing SET due_at = $2, attempts = attempts + 1 WHERE message = $1";
    STAYS = "UPDATE filing SET code = $2, words = $3 WHERE message = $1";
    DONE = "DELETE FROM filing WHERE message = $1";
    WAITING = "SELECT inbox, COUNT(*), MAX(code), MAX(words) FROM filing WHERE code IS NOT NULL GROUP BY inbox";
}

/// How long a mail is tried before its copy is given up.
const GIVE_UP_MS: i64 = 7 * DAY_MS;

/// What is due of an inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// To be filed now.
    pub messages: Vec<MessageId>,
    /// How many were given up.
    pub given_up: usize,
}

/// Mails of an inbox that are not in the folder of sent mail, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Waiting {
    pub inbox: InboxId,
    pub count: i64,
    pub code: String,
    pub words: String,
}

/// A message that was sent is to be filed.
pub fn want(tx: &mut Tx<'_>, message: MessageId, inbox: InboxId, now: Millis) -> Result<()> {
    tx.write(&WANT, params![message, inbox, now])
}

/// Whether something of an inbox is due.
pub fn is_due(conn: &mut Conn, inbox: InboxId, now: Millis) -> Result<bool> {
    Ok(conn.row(&IS_DUE, params![inbox, now])?.is_some())
}

/// Takes what is due of an inbox, at most `limit`; who hears nothing of it tries again after a pause that grows.
pub fn take(tx: &mut Tx<'_>, inbox: InboxId, now: Millis, limit: usize) -> Result<Taken> {
    let mut taken = Taken::default();
    for mut row in tx.rows(&DUE, params![inbox, now, limit])? {
        let (message, attempts, since): (MessageId, u32, Millis) = (row.take(0)?, row.take(1)?, row.take(2)?);
        if now.since_ms(since) >= GIVE_UP_MS {
            tx.write(&DONE, params![message])?;
            taken.given_up += 1;
            continue;
        }
        let pause = (MINUTE_MS << attempts.min(10)).min(4 * HOUR_MS);
        tx.write(&TRY, params![message, now.plus_ms(pause)])?;
        taken.messages.push(message);
    }
    Ok(taken)
}

/// It is filed, or need not be.
pub fn done(tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
    tx.write(&DONE, params![message])
}

/// It is not filed yet, for this reason: a word, and what the mail server said.
pub fn stays(tx: &mut Tx<'_>, message: MessageId, code: &str, words: &str) -> Result<()> {
    tx.write(&STAYS, params![message, code, words])
}

/// What is not filed for a reason, by inbox.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Waiting>> {
    let rows = conn.rows(&WAITING, &[])?.into_iter();
    let read = rows.map(|mut row| {
        let words: Option<String> = row.take(3)?;
        Ok(Waiting { inbox: row.take(0)?, count: row.take(1)?, code: row.take(2)?, words: words.unwrap_or_default() })
    });
    read.collect()
}
