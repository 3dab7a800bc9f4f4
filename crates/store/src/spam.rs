//! What agents taught about spam: the features of the mails they corrected, the newest few thousand.
//!
//! Working state. Nobody can read words out of the features; they go with the message all the same.

use domain::id::{ConversationId, MessageId};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    TEACH = "INSERT INTO spam_lesson (message, spam, at, features) VALUES ($1, $2, $3, $4)
        ON CONFLICT (message) DO UPDATE SET spam = excluded.spam, at = excluded.at";
    FORGET = "DELETE FROM spam_lesson WHERE message IN
        (SELECT message FROM spam_lesson ORDER BY at DESC, message DESC LIMIT 100 OFFSET $1)";
    UNTEACH = "DELETE FROM spam_lesson WHERE at = $2 AND message IN (SELECT id FROM message WHERE conversation = $1)";
    LESSONS_AFTER = "SELECT spam, features FROM spam_lesson WHERE at > $1 ORDER BY at, message LIMIT $2";
    TAUGHT = "SELECT COUNT(*), MAX(at) FROM spam_lesson";
}

/// How many lessons are kept.
pub const MAX_LESSONS: usize = 4_000;

/// Keeps what a mail shows as a lesson, and forgets the oldest beyond [`MAX_LESSONS`].
pub fn teach(tx: &mut Tx<'_>, message: MessageId, spam: bool, at: Millis, features: &[u32]) -> Result<()> {
    let bytes: Vec<u8> = features.iter().flat_map(|feature| feature.to_le_bytes()).collect();
    tx.write(&TEACH, params![message, spam, at, bytes])?;
    tx.write(&FORGET, params![MAX_LESSONS])
}

/// Takes back what was taught at `at` by mails of a conversation.
pub fn unteach(tx: &mut Tx<'_>, conversation: ConversationId, at: Millis) -> Result<()> {
    tx.write(&UNTEACH, params![conversation, at])
}

/// How much was taught; two that are equal are the same lessons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taught {
    /// How many lessons there are.
    pub count: i64,
    /// When the last was given.
    pub last: Millis,
}

impl Default for Taught {
    fn default() -> Self {
        Self { count: 0, last: Millis::new(i64::MIN) }
    }
}

/// How much was taught.
pub fn taught(conn: &mut Conn) -> Result<Taught> {
    let Some(mut row) = conn.row(&TAUGHT, &[])? else { return Ok(Taught::default()) };
    let last = row.take::<Option<Millis>>(1)?.unwrap_or(Taught::default().last);
    Ok(Taught { count: row.take(0)?, last })
}

/// What was taught after `at`, oldest first: whether it is spam, and its features.
pub fn lessons_after(conn: &mut Conn, at: Millis) -> Result<Vec<(bool, Vec<u32>)>> {
    let rows = conn.rows(&LESSONS_AFTER, params![at, MAX_LESSONS + 200])?;
    rows.into_iter()
        .map(|mut row| {
            let bytes: Vec<u8> = row.take(1)?;
            let features = bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four)).collect();
            Ok((row.take(0)?, features))
        })
        .collect()
}
