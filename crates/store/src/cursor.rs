//! How far each reactor has read the log, and which conversations it had to leave aside.
//!
//! [`advance`] is the first statement of every transaction of a reactor: a compare-and-set that
//! also locks the cursor's row, so that of two nodes one does the work and the other does nothing.
//! A parked conversation is never forgotten: its row says from which event on it has to be made
//! up for, and the cursor's owner comes back to it.

use std::collections::HashSet;

use domain::event::Position;
use domain::id::ConversationId;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    GET = "SELECT position FROM reactor_cursor WHERE name = $1";
    LIST = "SELECT name, position FROM reactor_cursor ORDER BY name";
    BEGIN = "INSERT INTO reactor_cursor (name, position, token) VALUES ($1, 0, 0) ON CONFLICT (name) DO NOTHING";
    ADVANCE = "UPDATE reactor_cursor SET position = $3, token = $4 WHERE name = $1 AND position = $2 AND token <= $4";
    PARK = "INSERT INTO parked (reactor, conversation, position, attempts, due_at, why) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (reactor, conversation) DO UPDATE SET position = excluded.position, attempts = excluded.attempts,
            due_at = excluded.due_at, why = excluded.why";
    MOVE = "UPDATE parked SET position = $4 WHERE reactor = $1 AND conversation = $2 AND position = $3";
    HASTEN = "UPDATE parked SET due_at = $3 WHERE reactor = $1 AND conversation = $2";
    UNPARK = "DELETE FROM parked WHERE reactor = $1 AND conversation = $2 AND position = $3";
    PARKED = "SELECT reactor, conversation, position, attempts, due_at, why FROM parked ORDER BY reactor, conversation";
    PARKED_BY = "SELECT reactor, conversation, position, attempts, due_at, why FROM parked
        WHERE reactor = $1 ORDER BY conversation";
}

/// A conversation that a reactor had to leave aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The reactor.
    pub reactor: String,
    /// The conversation.
    pub conversation: ConversationId,
    /// The first event of the conversation that is still to be made up for.
    pub position: Position,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried again.
    pub due_at: Millis,
    /// What went wrong, for the operator.
    pub why: String,
}

/// How far `name` has read; 0 when it never ran.
pub fn get(conn: &mut Conn, name: &str) -> Result<Position> {
    Ok(conn.row(&GET, params![name])?.map(|mut row| row.take(0)).transpose()?.unwrap_or_default())
}

/// All cursors.
pub fn list(conn: &mut Conn) -> Result<Vec<(String, Position)>> {
    conn.rows(&LIST, &[])?.into_iter().map(|mut row| Ok((row.take(0)?, row.take(1)?))).collect()
}

/// Moves the cursor `from` → `to` under the lease with `token`. `false`: it stood elsewhere, or a
/// later owner moved it; then nothing may be recorded. `from` = `to` only checks and locks.
pub fn advance(tx: &mut Tx<'_>, name: &str, from: Position, to: Position, token: i64) -> Result<bool> {
    if from == Position(0) {
        tx.write(&BEGIN, params![name])?;
    }
    Ok(tx.execute(&ADVANCE, params![name, from, to, token])? > 0)
}

/// Leaves a conversation aside, or leaves it aside again.
pub fn park(tx: &mut Tx<'_>, parked: &Parked) -> Result<()> {
    let Parked { reactor, conversation, position, attempts, due_at, why } = parked;
    tx.write(&PARK, params![reactor, conversation, position, attempts, due_at, why])
}

/// Notes that a parked conversation is made up for until before `to`. `false`: somebody else did.
pub fn make_up(tx: &mut Tx<'_>, parked: &Parked, to: Position) -> Result<bool> {
    Ok(tx.execute(&MOVE, params![parked.reactor, parked.conversation, parked.position, to])? > 0)
}

/// Takes a conversation back in, now that it is made up for. `false`: it moved meanwhile.
pub fn unpark(tx: &mut Tx<'_>, parked: &Parked) -> Result<bool> {
    Ok(tx.execute(&UNPARK, params![parked.reactor, parked.conversation, parked.position])? > 0)
}

/// Has a parked conversation tried again at `due_at`: a person thinks that it will work now.
pub fn hasten(tx: &mut Tx<'_>, reactor: &str, conversation: ConversationId, due_at: Millis) -> Result<bool> {
    Ok(tx.execute(&HASTEN, params![reactor, conversation, due_at])? > 0)
}

/// What all reactors left aside.
pub fn parked(conn: &mut Conn) -> Result<Vec<Parked>> {
    conn.rows(&PARKED, &[])?.into_iter().map(read_parked).collect()
}

/// What one reactor left aside.
pub fn parked_by(conn: &mut Conn, reactor: &str) -> Result<Vec<Parked>> {
    conn.rows(&PARKED_BY, params![reactor])?.into_iter().map(read_parked).collect()
}

/// The conversations that one reactor left aside.
pub fn conversations_parked_by(conn: &mut Conn, reactor: &str) -> Result<HashSet<ConversationId>> {
    Ok(parked_by(conn, reactor)?.into_iter().map(|parked| parked.conversation).collect())
}

fn read_parked(mut row: Row) -> Result<Parked> {
    Ok(Parked {
        reactor: row.take(0)?,
        conversation: row.take(1)?,
        position: row.take(2)?,
        attempts: row.take(3)?,
        due_at: row.take(4)?,
        why: row.take(5)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    fn step(store: &mut Scratch, from: i64, to: i64, token: i64) -> bool {
        store.write(|tx| advance(tx, "r", Position(from), Position(to), token)).unwrap()
    }

    #[test]
    fn a_cursor_moves_only_from_where_it_stands() {
        let mut store = Scratch::new();
        assert_eq!(get(store.conn(), "r").unwrap(), Position(0));
        assert!(!step(&mut store, 3, 5, 1), "it never stood at 3");
        assert!(step(&mut store, 0, 5, 1));
        assert!(!step(&mut store, 0, 7, 1), "it stands at 5");
        assert!(step(&mut store, 5, 7, 1));
        assert_eq!(list(store.conn()).unwrap(), [("r".to_owned(), Position(7))]);
    }

    #[test]
    fn an_overtaken_owner_moves_nothing() {
        let mut store = Scratch::new();
        assert!(step(&mut store, 0, 5, 2));
        assert!(!step(&mut store, 5, 6, 1));
        assert!(step(&mut store, 5, 5, 3), "a check moves nothing, but overtakes");
        assert!(!step(&mut store, 5, 6, 2));
        assert_eq!(get(store.conn(), "r").unwrap(), Position(5));
    }

    #[test]
    fn a_parked_conversation_keeps_its_place_until_it_is_made_up_for() {
        let mut store = Scratch::new();
        let mut row = Parked {
            reactor: "r".into(),
            conversation: ConversationId::from_raw(9),
            position: Position(4),
            attempts: 1,
            due_at: Millis::new(10),
            why: "broken".into(),
        };
        store.write(|tx| park(tx, &row)).unwrap();
        let again = Parked { attempts: 2, due_at: Millis::new(20), ..row.clone() };
        store.write(|tx| park(tx, &again)).unwrap();
        assert_eq!(
            parked(store.conn()).unwrap(),
            std::slice::from_ref(&again),
            "one row for a reactor and a conversation"
        );
        assert!(parked_by(store.conn(), "other").unwrap().is_empty());

        assert!(store.write(|tx| make_up(tx, &row, Position(8))).unwrap());
        assert!(!store.write(|tx| make_up(tx, &row, Position(9))).unwrap(), "it stands at 8");
        assert!(!store.write(|tx| unpark(tx, &row)).unwrap());
        assert!(store.write(|tx| hasten(tx, "r", row.conversation, Millis::new(1))).unwrap());
        row.position = Position(8);
        assert!(store.write(|tx| unpark(tx, &row)).unwrap());
        assert!(conversations_parked_by(store.conn(), "r").unwrap().is_empty());
    }
}
