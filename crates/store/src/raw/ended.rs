//! What became of an arrival, for whoever wants to know.

use domain::id::{ConversationId, InboxId, MessageId};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;

crate::statements! {
    ENDED = "SELECT r.state, r.message, r.reason, m.conversation, m.automatic FROM raw r
        LEFT JOIN message m ON m.id = r.message WHERE r.inbox = $1 AND r.source = $2";
}

/// How the reading of an arrival ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It waits to be read.
    Waiting,
    /// It became a message.
    Accepted,
    /// It waits for a person.
    Quarantined,
    /// It is another copy of a message.
    Duplicate,
    /// Its author had been erased.
    Erased,
}

/// What became of an arrival.
#[derive(Clone, Debug)]
pub struct Ended {
    /// How its reading ended.
    pub ending: Ending,
    /// The message that it is, or is a copy of.
    pub message: Option<MessageId>,
    /// Why it is in quarantine.
    pub reason: Option<String>,
    /// Where the message stands.
    pub conversation: Option<ConversationId>,
    /// Whether a machine wrote the message.
    pub automatic: bool,
}

/// How the reading of the arrival ended that `source` brought; `None`: there is no such arrival.
pub fn ended(conn: &mut Conn, inbox: InboxId, source: &str) -> Result<Option<Ended>> {
    let Some(mut row) = conn.row(&ENDED, params![inbox, source])? else { return Ok(None) };
    let ending = match row.take::<i64>(0)? {
        0 => Ending::Waiting,
        1 => Ending::Accepted,
        2 => Ending::Quarantined,
        3 => Ending::Duplicate,
        _ => Ending::Erased,
    };
    Ok(Some(Ended {
        ending,
        message: row.take(1)?,
        reason: row.take(2)?,
        conversation: row.take(3)?,
        automatic: row.take::<Option<bool>>(4)?.unwrap_or_default(),
    }))
}
