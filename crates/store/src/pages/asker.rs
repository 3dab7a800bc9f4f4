//! The customer beside a conversation: who they are, and what else they asked.

use domain::conversation::Status;
use domain::id::{ContactId, ConversationId, TeamId};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;

crate::statements! {
    CONTACT = "SELECT name, created_at, erased_at FROM contact WHERE id = $1";
    ADDRESSES = "SELECT value, evidence FROM identity WHERE contact = $1 AND value IS NOT NULL LIMIT 20";
    OTHERS = "SELECT id, team, number, subject, status, last_at FROM conversation
        WHERE contact = $1 AND (last_at, id) < ($2, $3) ORDER BY last_at DESC, id DESC LIMIT $4";
}

/// A customer as the panel beside a conversation shows them.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The name; `None` when unknown or erased.
    pub name: Option<String>,
    /// When they first wrote.
    pub since: Millis,
    /// Whether everything personal is gone.
    pub erased: bool,
    /// Their addresses, and whether each is known to be theirs.
    pub addresses: Vec<(String, bool)>,
    /// Their conversations, the latest first.
    pub conversations: Vec<Other>,
}

/// Another conversation of a customer.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the conversation's own words")]
pub struct Other {
    pub id: ConversationId,
    pub team: TeamId,
    pub number: i64,
    pub subject: Option<String>,
    pub status: Status,
    pub last_at: Millis,
}

/// One customer with their latest `limit` conversations.
pub fn asker(conn: &mut Conn, id: ContactId, limit: usize) -> Result<Option<Asker>> {
    conn.ahead(|conn| {
        conn.rows(&CONTACT, params![id])?;
        conn.rows(&ADDRESSES, params![id])?;
        conn.rows(&OTHERS, params![id, i64::MAX, i64::MAX, limit])
    })?;
    let Some(mut row) = conn.row(&CONTACT, params![id])? else { return Ok(None) };
    let addresses = conn
        .rows(&ADDRESSES, params![id])?
        .into_iter()
        .map(|mut row| Ok((row.take(0)?, row.take::<i64>(1)? != 0)))
        .collect::<Result<_>>()?;
    let conversations = conn
        .rows(&OTHERS, params![id, i64::MAX, i64::MAX, limit])?
        .into_iter()
        .map(|mut row| {
            Ok(Other {
                id: row.take(0)?,
                team: row.take(1)?,
                number: row.take(2)?,
                subject: row.take(3)?,
                status: row.take(4)?,
                last_at: row.take(5)?,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Some(Asker {
        name: row.take(0)?,
        since: row.take(1)?,
        erased: row.take::<Option<Millis>>(2)?.is_some(),
        addresses,
        conversations,
    }))
}
