//! The event log: numbered without gaps, read in order.
//!
//! Positions come from a counter row that is taken last in the transaction and held until it
//! commits, never from a database sequence. So "all events after N" is complete: no event with
//! a smaller position can appear later.

use std::collections::HashMap;
use std::sync::Arc;

use domain::event::{Event, NotAnActor, Position, UnreadableEvent, read_fact};
use domain::id::{ConversationId, Id, TeamId};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::params;
use crate::tx::Unnumbered;
use crate::value::{Row, ToValue, Value};

crate::statements! {
    TAKE_NUMBERS = "UPDATE log_head SET position = position + $1 WHERE one = 1 RETURNING position";
    HEAD = "SELECT position FROM log_head WHERE one = 1";
    INSERT = "INSERT INTO event (position, kind, v, at, actor, cause, depth, conversation, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INSERT_FOUR = "INSERT INTO event (position, kind, v, at, actor, cause, depth, conversation, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9), ($10, $11, $12, $13, $14, $15, $16, $17, $18),
            ($19, $20, $21, $22, $23, $24, $25, $26, $27), ($28, $29, $30, $31, $32, $33, $34, $35, $36)";
    AFTER = "SELECT position, kind, v, at, actor, cause, depth, body FROM event
        WHERE position > $1 ORDER BY position LIMIT $2";
    OF_CONVERSATION = "SELECT position, kind, v, at, actor, cause, depth, body FROM event
        WHERE conversation = $1 AND position > $2 ORDER BY position LIMIT $3";
    TEAMS = "SELECT id, team FROM conversation WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    NEWEST_OF_CONVERSATION = "SELECT position, kind, v, at, actor, cause, depth, body FROM event
        WHERE conversation = $1 ORDER BY position DESC LIMIT $2";
}

/// Numbers the events of a batch and writes them. Gives the head after them.
pub(crate) fn number(conn: &mut Conn, events: &[Unnumbered]) -> Result<Position> {
    if events.is_empty() {
        return head(conn);
    }
    let Some(mut row) = conn.row(&TAKE_NUMBERS, params![events.len()])? else {
        return Err(Error::Open("the log has no head; the store was not migrated".to_owned()));
    };
    let head: i64 = row.take(0)?;
    let first = head - i64::try_from(events.len()).unwrap_or(i64::MAX) + 1;
    for (position, event) in (first..).zip(events) {
        if let Some(entry) = &event.entry {
            entry.write(conn, Position(position), Millis::new(event.at))?;
        }
    }
    let mut position = first;
    for four in events.chunks(4) {
        let mut cells = Vec::with_capacity(4 * 9);
        for event in four {
            cells.extend(cells_of(position, event));
            position += 1;
        }
        if four.len() == 4 {
            conn.write(&INSERT_FOUR, &cells)?;
        } else {
            cells.chunks(9).try_for_each(|one| conn.write(&INSERT, one))?;
        }
    }
    Ok(Position(head))
}

fn cells_of(position: i64, event: &Unnumbered) -> [Value<'_>; 9] {
    [
        Value::Int(position),
        event.kind.to_value(),
        Value::Int(event.v),
        Value::Int(event.at),
        event.actor.to_value(),
        event.cause.map_or(Value::Null, Value::Int),
        Value::Int(event.depth),
        event.conversation.map_or(Value::Null, |id| Value::Int(id.raw())),
        event.body.to_value(),
    ]
}

/// The last position; 0 in an empty log.
pub fn head(conn: &mut Conn) -> Result<Position> {
    Ok(conn.row(&HEAD, &[])?.map(|mut row| row.take(0)).transpose()?.unwrap_or_default())
}

/// The events after `position`, oldest first, at most `limit`.
pub fn after(conn: &mut Conn, position: Position, limit: usize) -> Result<Vec<Event>> {
    conn.rows(&AFTER, params![position, limit])?.into_iter().map(event).collect()
}

/// The events of one conversation after `position`, oldest first, at most `limit`.
pub fn of_conversation(conn: &mut Conn, id: ConversationId, position: Position, limit: usize) -> Result<Vec<Event>> {
    conn.rows(&OF_CONVERSATION, params![id, position, limit])?.into_iter().map(event).collect()
}

/// How many events of a course are read at once.
const PAGE: usize = 500;

/// All events of one conversation, oldest first.
pub fn course(conn: &mut Conn, id: ConversationId) -> Result<Vec<Event>> {
    let mut course: Vec<Event> = Vec::new();
    loop {
        let after = course.last().map_or(Position(0), |event| event.position);
        let page = of_conversation(conn, id, after, PAGE)?;
        let whole = page.len() < PAGE;
        course.extend(page);
        if whole {
            return Ok(course);
        }
    }
}

/// How many conversations one look-up of teams takes.
const TEAMS_AT_ONCE: usize = 10;

/// Which teams own these conversations: who may see what is told of them.
pub fn teams(conn: &mut Conn, of: &[ConversationId]) -> Result<HashMap<ConversationId, TeamId>> {
    let mut teams = HashMap::new();
    for some in of.chunks(TEAMS_AT_ONCE) {
        let mut ids = [const { Value::Int(0) }; TEAMS_AT_ONCE];
        ids.iter_mut().zip(some).for_each(|(slot, id)| *slot = Value::Int(id.raw()));
        for mut row in conn.rows(&TEAMS, &ids)? {
            teams.insert(row.take(0)?, row.take(1)?);
        }
    }
    Ok(teams)
}

/// The newest `limit` events of one conversation, oldest first.
pub fn newest_of_conversation(conn: &mut Conn, id: ConversationId, limit: usize) -> Result<Vec<Event>> {
    let mut events: Vec<Event> =
        conn.rows(&NEWEST_OF_CONVERSATION, params![id, limit])?.into_iter().map(event).collect::<Result<_>>()?;
    events.reverse();
    Ok(events)
}

pub(crate) fn event(mut row: Row) -> Result<Event> {
    let kind: String = row.take(1)?;
    let v: i64 = row.take(2)?;
    let actor: String = row.take(4)?;
    let depth: i64 = row.take(6)?;
    let body: String = row.take(7)?;
    let unreadable = |e: NotAnActor| UnreadableEvent { kind: kind.clone(), v, why: e.to_string() };
    Ok(Event {
        position: row.take(0)?,
        at: row.take::<Millis>(3)?,
        actor: actor.parse().map_err(unreadable).map_err(Arc::new)?,
        cause: row.take(5)?,
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
        fact: read_fact(&kind, v, &body).map_err(Arc::new)?,
    })
}
