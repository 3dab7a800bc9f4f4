//! Conversations: the rows that follow from the facts.
//!
//! [`open`] and [`record`] are the only ways to change a conversation. Both take the facts, let
//! [`Conversation::apply`] work out what follows, write the row, keep the counters of the lists
//! and append the events, so that rows and log cannot differ.

use std::collections::BTreeSet;

use domain::conversation::Conversation;
use domain::event::{Fact, Origin};
use domain::id::{AgentId, ConversationId, Id};
use domain::identity::Fingerprint;

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT = "INSERT INTO conversation (id, brand, inbox, team, contact, number, follows, status, snoozed_until, priority,
            assignee, automatic, waiting_since, last_at, messages, bucket, sort_at, spam, subject, preview)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    UPDATE = "UPDATE conversation SET status = $2, snoozed_until = $3, priority = $4, assignee = $5, automatic = $6,
            waiting_since = $7, last_at = $8, messages = $9, bucket = $10, sort_at = $11, spam = $12, merged_into = $13,
            preview = COALESCE($14, preview)
        WHERE id = $1";
    ONE = "SELECT id, brand, inbox, team, contact, number, follows, status, snoozed_until, priority, assignee, automatic,
            waiting_since, last_at, messages, spam, merged_into FROM conversation WHERE id = $1";
    ONE_LOCKED = "SELECT id, brand, inbox, team, contact, number, follows, status, snoozed_until, priority, assignee, automatic,
            waiting_since, last_at, messages, spam, merged_into FROM conversation WHERE id = $1 {lock}";
    TAGS = "SELECT tag FROM conversation_tag WHERE conversation = $1";
    TAG = "INSERT INTO conversation_tag (conversation, tag) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    UNTAG = "DELETE FROM conversation_tag WHERE conversation = $1 AND tag = $2";
    JOIN = "INSERT INTO participant (conversation, fingerprint) VALUES ($1, $2)
        ON CONFLICT (conversation, fingerprint) DO UPDATE SET via = NULL WHERE participant.via IS NOT NULL";
    SUBJECT = "SELECT subject FROM conversation WHERE id = $1";
}

/// How many conversations can stand in a row, each joined into the next.
pub const MAX_JOININGS: usize = 32;

/// The longest preview, in characters.
pub const PREVIEW_CHARS: usize = 160;

/// What the list shows of a text: its first words on one line.
pub fn preview(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if out.chars().count() + word.chars().count() >= PREVIEW_CHARS {
            out.extend(word.chars().take(PREVIEW_CHARS.saturating_sub(out.chars().count() + 1)));
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Begins a conversation. The first of `facts` is `conversation.opened`; all are applied and
/// appended in order.
pub fn open(tx: &mut Tx<'_>, facts: &[Fact], origin: &Origin, subject: &str, preview: &str) -> Result<Conversation> {
    let opened = facts.first().and_then(|fact| Conversation::opened(fact, origin.at));
    let Some(mut state) = opened else {
        return Err(Error::Statement {
            statement: "open",
            why: "the first fact is not conversation.opened".to_owned(),
        });
    };
    for fact in facts {
        state.apply(fact, origin.at);
        tx.append(fact, origin)?;
    }
    tx.write(
        &INSERT,
        params![
            state.id,
            state.brand,
            state.inbox,
            state.team,
            state.contact,
            state.number,
            state.follows,
            state.status,
            state.snoozed_until,
            state.priority,
            assignee(&state),
            state.automatic,
            state.waiting_since,
            state.last_at,
            state.messages,
            state.bucket(),
            state.sort_at(),
            state.spam,
            subject,
            preview
        ],
    )?;
    count(tx, &state, 1);
    Ok(state)
}

/// Applies facts to a conversation that [`lock`] gave, writes its row and appends them.
/// `preview` is the first words of a new message.
pub fn record(
    tx: &mut Tx<'_>,
    state: &mut Conversation,
    facts: &[Fact],
    origin: &Origin,
    preview: Option<&str>,
) -> Result<()> {
    let before = state.clone();
    for fact in facts {
        state.apply(fact, origin.at);
        tx.append(fact, origin)?;
    }
    for tag in state.tags.difference(&before.tags) {
        tx.write(&TAG, params![state.id, *tag])?;
    }
    for tag in before.tags.difference(&state.tags) {
        tx.write(&UNTAG, params![state.id, *tag])?;
    }
    tx.write(
        &UPDATE,
        params![
            state.id,
            state.status,
            state.snoozed_until,
            state.priority,
            assignee(state),
            state.automatic,
            state.waiting_since,
            state.last_at,
            state.messages,
            state.bucket(),
            state.sort_at(),
            state.spam,
            state.merged_into,
            preview
        ],
    )?;
    if (before.bucket(), before.assignee) != (state.bucket(), state.assignee) {
        count(tx, &before, -1);
        count(tx, state, 1);
    }
    Ok(())
}

fn assignee(state: &Conversation) -> i64 {
    state.assignee.map_or(0, Id::raw)
}

fn count(tx: &mut Tx<'_>, state: &Conversation, by: i64) {
    tx.batch().count((state.team, assignee(state), state.bucket().code()), by);
}

/// Reads a conversation and keeps others from changing it until the write commits.
pub fn lock(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Conversation>> {
    // The tags are read after the lock was had, in the same round trip.
    tx.ahead(|conn| {
        conn.row(&ONE_LOCKED, params![id])?;
        conn.rows(&TAGS, params![id])
    })?;
    let row = tx.row(&ONE_LOCKED, params![id])?;
    let locked = with_tags(tx, row);
    tx.forget_ahead();
    locked
}

/// Reads a conversation.
pub fn load(conn: &mut Conn, id: ConversationId) -> Result<Option<Conversation>> {
    let row = conn.row(&ONE, params![id])?;
    with_tags(conn, row)
}

fn with_tags(conn: &mut Conn, row: Option<Row>) -> Result<Option<Conversation>> {
    let Some(row) = row else { return Ok(None) };
    let mut state = read(row)?;
    for mut row in conn.rows(&TAGS, params![state.id])? {
        state.tags.insert(row.take(0)?);
    }
    Ok(Some(state))
}

pub(crate) fn read(mut row: Row) -> Result<Conversation> {
    let assignee: i64 = row.take(10)?;
    Ok(Conversation {
        id: row.take(0)?,
        brand: row.take(1)?,
        inbox: row.take(2)?,
        team: row.take(3)?,
        contact: row.take(4)?,
        number: row.take(5)?,
        follows: row.take(6)?,
        status: row.take(7)?,
        snoozed_until: row.take(8)?,
        priority: row.take(9)?,
        assignee: (assignee != 0).then(|| AgentId::from_raw(assignee)),
        automatic: row.take(11)?,
        waiting_since: row.take(12)?,
        last_at: row.take(13)?,
        messages: row.take(14)?,
        spam: row.take(15)?,
        merged_into: row.take(16)?,
        tags: BTreeSet::new(),
    })
}

/// Notes that whoever has this fingerprint wrote, or stood in To or Cc.
pub fn join(tx: &mut Tx<'_>, id: ConversationId, who: Fingerprint) -> Result<()> {
    tx.write(&JOIN, params![id, who])
}

/// Locks the conversation in which what came to this one stands: itself, or what it was joined into.
pub fn lock_place(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Conversation>> {
    let mut place = lock(tx, id)?;
    for _ in 0..MAX_JOININGS {
        match place.as_ref().and_then(|state| state.merged_into) {
            Some(into) => place = lock(tx, into)?,
            None => return Ok(place),
        }
    }
    Ok(None)
}

/// The subject; `None` when there is no such conversation or it was erased.
pub fn subject(conn: &mut Conn, id: ConversationId) -> Result<Option<String>> {
    Ok(conn.row(&SUBJECT, params![id])?.map(|mut row| row.take(0)).transpose()?.flatten())
}

#[cfg(test)]
mod tests {
    use super::{PREVIEW_CHARS, preview};

    #[test]
    fn previews_are_one_bounded_line() {
        assert_eq!(preview("  Dzień dobry,\n\n gdzie jest\tpaczka? "), "Dzień dobry, gdzie jest paczka?");
        assert_eq!(preview(""), "");
        let long = preview(&"ż".repeat(10_000));
        assert!(long.chars().count() <= PREVIEW_CHARS && long.ends_with('…'));
    }
}
