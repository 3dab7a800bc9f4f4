//! Moments at which something is due in a conversation. Working state: never in the log.
//!
//! One timer of a kind for a conversation; setting it again replaces it under a new id, so that
//! whoever read the old one cannot fire the new one.

use domain::event::Position;
use domain::id::{ConversationId, TimerId};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    SET = "INSERT INTO timer (id, due_at, kind, conversation, cause) VALUES ($1, $2, $3, $4, $5)";
    CLEAR = "DELETE FROM timer WHERE conversation = $1 AND kind = $2";
    DUE = "SELECT id, due_at, kind, conversation, cause FROM timer WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
    FIRE = "DELETE FROM timer WHERE id = $1";
    POSTPONE = "UPDATE timer SET due_at = $2 WHERE id = $1";
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimerKind {
    /// A snoozed conversation comes back.
    Snooze,
}

impl TimerKind {
    /// The number the store keeps.
    pub fn code(self) -> i64 {
        match self {
            Self::Snooze => 1,
        }
    }

    fn from_code(code: i64) -> Option<Self> {
        (code == Self::Snooze.code()).then_some(Self::Snooze)
    }
}

/// A timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// Its id; a new one whenever it is set.
    pub id: TimerId,
    /// When it is due.
    pub due_at: Millis,
    /// What for; `None` when a newer version of the product set it.
    pub kind: Option<TimerKind>,
    /// Where.
    pub conversation: ConversationId,
    /// The event that set it.
    pub cause: Option<Position>,
}

/// Sets the timer of this kind and conversation, in place of the one that may be there.
pub fn set(
    tx: &mut Tx<'_>,
    id: TimerId,
    due_at: Millis,
    kind: TimerKind,
    conversation: ConversationId,
    cause: Option<Position>,
) -> Result<()> {
    clear(tx, kind, conversation)?;
    tx.write(&SET, params![id, due_at, kind.code(), conversation, cause])
}

/// Takes the timer of this kind and conversation away, where there is one.
pub fn clear(tx: &mut Tx<'_>, kind: TimerKind, conversation: ConversationId) -> Result<()> {
    tx.write(&CLEAR, params![conversation, kind.code()])
}

/// The timers due at `now`, longest due first, at most `limit`.
pub fn due(conn: &mut Conn, now: Millis, limit: usize) -> Result<Vec<Timer>> {
    conn.rows(&DUE, params![now, limit])?.into_iter().map(read).collect()
}

/// Takes a due timer away, to do in the same transaction what it stands for. `false`: it is gone
/// (somebody fired, cleared or replaced it); then there is nothing to do.
pub fn fire(tx: &mut Tx<'_>, id: TimerId) -> Result<bool> {
    Ok(tx.execute(&FIRE, params![id])? > 0)
}

/// Puts a timer off: what it stands for could not be done now.
pub fn postpone(tx: &mut Tx<'_>, id: TimerId, due_at: Millis) -> Result<()> {
    tx.write(&POSTPONE, params![id, due_at])
}

fn read(mut row: Row) -> Result<Timer> {
    Ok(Timer {
        id: row.take(0)?,
        due_at: row.take(1)?,
        kind: TimerKind::from_code(row.take(2)?),
        conversation: row.take(3)?,
        cause: row.take(4)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    fn put(store: &mut Scratch, id: i64, due_at: i64, conversation: i64) {
        let (id, conversation) = (TimerId::from_raw(id), ConversationId::from_raw(conversation));
        let cause = Some(Position(7));
        store.write(|tx| set(tx, id, Millis::new(due_at), TimerKind::Snooze, conversation, cause)).unwrap();
    }

    fn due_ids(store: &mut Scratch, now: i64) -> Vec<i64> {
        due(store.conn(), Millis::new(now), 10).unwrap().iter().map(|timer| timer.id.raw()).collect()
    }

    #[test]
    fn timers_come_due_in_order() {
        let mut store = Scratch::new();
        put(&mut store, 1, 300, 1);
        put(&mut store, 2, 100, 2);
        put(&mut store, 3, 200, 3);
        assert!(due_ids(&mut store, 99).is_empty());
        assert_eq!(due_ids(&mut store, 200), [2, 3]);
        let all = due(store.conn(), Millis::new(300), 1).unwrap();
        assert_eq!((all.len(), all[0].kind, all[0].cause), (1, Some(TimerKind::Snooze), Some(Position(7))));
        store.write(|tx| postpone(tx, TimerId::from_raw(2), Millis::new(250))).unwrap();
        assert_eq!(due_ids(&mut store, 300), [3, 2, 1]);
    }

    #[test]
    fn a_timer_fires_once_and_one_that_was_set_again_only_anew() {
        let mut store = Scratch::new();
        put(&mut store, 1, 100, 5);
        put(&mut store, 2, 200, 5);
        assert!(!store.write(|tx| fire(tx, TimerId::from_raw(1))).unwrap(), "it was replaced");
        assert!(due_ids(&mut store, 199).is_empty());
        assert!(store.write(|tx| fire(tx, TimerId::from_raw(2))).unwrap());
        assert!(!store.write(|tx| fire(tx, TimerId::from_raw(2))).unwrap());
        put(&mut store, 3, 100, 5);
        store.write(|tx| clear(tx, TimerKind::Snooze, ConversationId::from_raw(5))).unwrap();
        assert!(due_ids(&mut store, 1_000).is_empty());
    }
}
