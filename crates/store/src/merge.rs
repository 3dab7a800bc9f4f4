//! Two conversations become one, and are taken apart again.
//!
//! In: two conversations that [`conversation::lock`] gave. Messages move with everything that points to them: their
//! Message-IDs, their deliveries, whoever takes part. Each remembers its home, so that taking apart restores what was,
//! and what came since stays where it came. How the two stand afterwards is worked out from the log without the joining
//! ([`Conversation::without`]), never guessed.

use domain::conversation::Conversation;
use domain::event::{Event, Fact, Origin};
use domain::id::ConversationId;

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::tx::Tx;
use crate::{conversation, log, params};

crate::statements! {
    MOVE = "UPDATE message SET home = COALESCE(home, conversation), conversation = $2 WHERE conversation = $1";
    MOVE_BACK = "UPDATE message SET conversation = $2, home = CASE WHEN home = $2 THEN NULL ELSE home END
        WHERE conversation = $1 AND home = $3";
    MOVE_REFS = "UPDATE message_ref SET conversation = $1
        WHERE conversation <> $1 AND message IN (SELECT id FROM message WHERE conversation = $1)";
    MOVE_DELIVERIES = "UPDATE delivery SET conversation = $1
        WHERE conversation <> $1 AND message IN (SELECT id FROM message WHERE conversation = $1)";
    TAKE_PART = "INSERT INTO participant (conversation, fingerprint, via)
        SELECT $2, fingerprint, $1 FROM participant WHERE conversation = $1 ON CONFLICT DO NOTHING";
    LEAVE = "DELETE FROM participant WHERE conversation = $1 AND via = $2";
    JOINED_INTO = "SELECT id FROM conversation WHERE merged_into = $1";
}

/// Joins all messages of `source` into `target`.
pub fn join(tx: &mut Tx<'_>, source: &mut Conversation, target: &mut Conversation, origin: &Origin) -> Result<()> {
    let (from, into) = (source.id, target.id);
    let absorbed = Fact::ConversationAbsorbed {
        conversation: into,
        from,
        messages: source.messages,
        waiting_since: source.waiting_since,
        last_at: source.last_at,
        automatic: source.automatic,
    };
    tx.write(&MOVE, params![from, into])?;
    tx.write(&MOVE_REFS, params![into])?;
    tx.write(&MOVE_DELIVERIES, params![into])?;
    tx.write(&TAKE_PART, params![from, into])?;
    conversation::record(tx, source, &[Fact::ConversationMerged { conversation: from, into }], origin, None)?;
    conversation::record(tx, target, &[absorbed], origin, None)
}

/// Takes the messages of `source` out of `target`, into which they were joined.
pub fn take_apart(
    tx: &mut Tx<'_>,
    source: &mut Conversation,
    target: &mut Conversation,
    origin: &Origin,
) -> Result<()> {
    let (from, into) = (source.id, target.id);
    let alone = |events: Vec<Event>, other| {
        Conversation::without(&events, other).ok_or_else(|| Error::Statement {
            statement: "take_apart",
            why: "the log of a conversation does not begin with its opening".to_owned(),
        })
    };
    let back = alone(log::course(tx, from)?, into)?;
    let left = alone(log::course(tx, into)?, from)?;
    for home in homes(tx, from)? {
        tx.write(&MOVE_BACK, params![into, from, home])?;
    }
    tx.write(&MOVE_REFS, params![from])?;
    tx.write(&MOVE_DELIVERIES, params![from])?;
    tx.write(&LEAVE, params![into, from])?;
    let unmerged = Fact::ConversationUnmerged {
        conversation: from,
        from: into,
        messages: back.messages,
        waiting_since: back.waiting_since,
    };
    let released = Fact::ConversationReleased {
        conversation: into,
        to: from,
        messages: back.messages,
        waiting_since: left.waiting_since,
        last_at: left.last_at,
        automatic: left.automatic,
        status: left.status,
        until: left.snoozed_until,
    };
    conversation::record(tx, source, &[unmerged], origin, None)?;
    conversation::record(tx, target, &[released], origin, None)
}

/// The conversations whose messages stand, or stood last, in `id`: itself and everything joined into it.
pub fn homes(conn: &mut Conn, id: ConversationId) -> Result<Vec<ConversationId>> {
    let mut homes = vec![id];
    let mut at = 0;
    while let Some(home) = homes.get(at).copied() {
        for mut row in conn.rows(&JOINED_INTO, params![home])? {
            homes.push(row.take(0)?);
        }
        at += 1;
    }
    Ok(homes)
}
