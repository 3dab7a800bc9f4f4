//! Who did what with power over the installation: the part of the log that an audit shows, the newest first.
//!
//! In: every event, when it gets its number ([`Entry`]). Out: a page of them, of one person or all, about one topic or all,
//! in a stretch of time. Each way to ask is one range of one index, because an event has a row under each; the events
//! themselves are in the log alone. What the rows have to be follows from the log, and [`compare`] says where they are not.

use std::collections::BTreeSet;

use domain::audit::{Topic, found_by};
use domain::event::{Actor, Event, Fact, Origin, Position};
use domain::id::{AgentId, Id};
use domain::operation::Operation;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::tx::Tx;
use crate::value::Value;
use crate::{log, params};

crate::statements! {
    INSERT = "INSERT INTO audit (who, topic, at, position) VALUES ($1, $2, $3, $4)";
    BEFORE = "SELECT at, position FROM audit WHERE who = $1 AND topic = $2 AND (at, position) < ($3, $4) AND at >= $5
        ORDER BY at DESC, position DESC LIMIT $6";
    EVENTS = "SELECT position, kind, v, at, actor, cause, depth, body FROM event
        WHERE position IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ALL_ROWS = "SELECT who, topic, at, position FROM audit WHERE (who, topic, at, position) > ($1, $2, $3, $4)
        ORDER BY who, topic, at, position LIMIT $5";
}

/// Everybody, and every topic.
const EVERY: i64 = 0;

/// How many events are read by one look.
const AT_ONCE: usize = 10;

/// How many rows are read at once by who reads all.
const STRETCH: usize = 5_000;

/// What an event has in the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    topic: i64,
    who: Vec<AgentId>,
}

impl Entry {
    /// What this fact, of this actor, has there; `None`: it is the daily work.
    pub(crate) fn of(actor: &Actor, fact: &Fact) -> Option<Self> {
        let topic = fact.topic()?;
        Some(Self { topic: number(topic), who: found_by(actor, fact).collect() })
    }

    /// Its rows, at its place in the log.
    pub(crate) fn write(&self, conn: &mut Conn, position: Position, at: Millis) -> Result<()> {
        self.rows(position, at).try_for_each(|(who, topic, at, position)| {
            conn.write(&INSERT, &[Value::Int(who), Value::Int(topic), Value::Int(at), Value::Int(position)])
        })
    }

    fn rows(&self, position: Position, at: Millis) -> impl Iterator<Item = Line> + '_ {
        let who = std::iter::once(EVERY).chain(self.who.iter().map(|agent| agent.raw()));
        who.flat_map(move |who| [EVERY, self.topic].map(|topic| (who, topic, at.get(), position.0)))
    }
}

type Line = (i64, i64, i64, i64);

/// As it stands in the rows; 0 is all of them.
fn number(topic: Topic) -> i64 {
    topic.code() + 1
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Who did it, or whom it was done to; `None`: everybody.
    pub who: Option<AgentId>,
    /// What it is about; `None`: everything.
    pub topic: Option<Topic>,
    /// Not before this moment.
    pub since: Millis,
    /// Before this place.
    pub before: Place,
}

/// A place in the order of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// When it happened.
    pub at: Millis,
    /// Where in the log, of what happened at once.
    pub position: Position,
}

impl Place {
    /// Where everything before a moment begins.
    pub fn until(at: Millis) -> Self {
        Self { at, position: Position(0) }
    }

    /// Where an event stands.
    pub fn of(event: &Event) -> Self {
        Self { at: event.at, position: event.position }
    }
}

/// What was asked for, at most `limit`, the newest first.
pub fn before(conn: &mut Conn, asked: Asked, limit: usize) -> Result<Vec<Event>> {
    let who = asked.who.map_or(EVERY, |agent| agent.raw());
    let topic = asked.topic.map_or(EVERY, number);
    let Asked { since, before: Place { at, position }, .. } = asked;
    let rows = conn.rows(&BEFORE, params![who, topic, at, position, since, limit])?;
    let places = rows.into_iter().map(|mut row| row.take(1)).collect::<Result<Vec<Position>>>()?;
    let mut events = Vec::with_capacity(places.len());
    for some in places.chunks(AT_ONCE) {
        let mut ids = [const { Value::Int(0) }; AT_ONCE];
        ids.iter_mut().zip(some).for_each(|(slot, place)| *slot = Value::Int(place.0));
        for row in conn.rows(&EVENTS, &ids)? {
            events.push(log::event(row)?);
        }
    }
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.position)));
    Ok(events)
}

/// Tells of a deed that no other fact tells of. `origin`: who did it; [`Actor::System`] is the operator.
pub fn tell(tx: &mut Tx<'_>, what: Operation, origin: &Origin) -> Result<()> {
    tx.append(&Fact::Operated(what), origin)
}

/// Writes the rows of the whole log: for a store whose log is older than they are.
pub(crate) fn fill(conn: &mut Conn) -> Result<()> {
    let mut after = Position(0);
    loop {
        let events = log::after(conn, after, STRETCH)?;
        let Some(last) = events.last() else { return Ok(()) };
        after = last.position;
        for event in &events {
            if let Some(entry) = Entry::of(&event.actor, &event.fact) {
                entry.write(conn, event.position, event.at)?;
            }
        }
    }
}

/// The rows that the log asks for, gathered event by event.
#[derive(Debug, Default)]
pub(crate) struct Expected(BTreeSet<Line>);

impl Expected {
    /// Takes in an event.
    pub(crate) fn take(&mut self, event: &Event) {
        if let Some(entry) = Entry::of(&event.actor, &event.fact) {
            self.0.extend(entry.rows(event.position, event.at));
        }
    }
}

/// At which positions of the log the rows are not what the log asks for.
pub(crate) fn compare(conn: &mut Conn, mut expected: Expected) -> Result<BTreeSet<i64>> {
    let mut wrong = BTreeSet::new();
    let mut after: Line = (i64::MIN, 0, 0, 0);
    loop {
        let (who, topic, at, position) = after;
        let rows = conn.rows(&ALL_ROWS, params![who, topic, at, position, STRETCH])?;
        if rows.is_empty() {
            wrong.extend(expected.0.into_iter().map(|(.., position)| position));
            return Ok(wrong);
        }
        for mut row in rows {
            after = (row.take(0)?, row.take(1)?, row.take(2)?, row.take(3)?);
            if !expected.0.remove(&after) {
                wrong.insert(after.3);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::access::Access;

    use super::*;
    use crate::scratch::Scratch;

    /// Three days: Ola comes in, switches Jan off; somebody is refused as Jan; the operator turns the key; a shop is made.
    fn told(store: &mut Scratch, ola: AgentId, jan: AgentId) {
        let by = |actor, day| Origin::new(actor, Millis::new(day));
        let facts = [
            (Fact::AgentAccessed { agent: ola, what: Access::SignedIn }, by(Actor::Agent(ola), 1)),
            (Fact::AgentSwitched { agent: jan, on: false }, by(Actor::Agent(ola), 2)),
            (Fact::AgentAccessed { agent: jan, what: Access::Refused }, by(Actor::System, 2)),
            (Fact::TagCreated { tag: Id::from_raw(9) }, by(Actor::Agent(jan), 2)),
            (Fact::Operated(Operation::KeyRotated), by(Actor::System, 3)),
        ];
        store.write(|tx| facts.iter().try_for_each(|(fact, origin)| tx.append(fact, origin))).unwrap();
    }

    fn asked() -> Asked {
        Asked { who: None, topic: None, since: Millis::new(0), before: Place::until(Millis::new(i64::MAX)) }
    }

    fn found(store: &mut Scratch, asked: Asked) -> Vec<i64> {
        before(store.conn(), asked, 9).unwrap().into_iter().map(|event| event.position.0).collect()
    }

    #[test]
    fn deeds_are_found_from_the_end_by_person_topic_and_time() {
        let mut store = Scratch::new();
        let (ola, jan) = (AgentId::from_raw(1), AgentId::from_raw(2));
        told(&mut store, ola, jan);
        assert_eq!(found(&mut store, asked()), [5, 3, 2, 1], "the daily work is not among them");
        assert_eq!(found(&mut store, Asked { who: Some(ola), ..asked() }), [2, 1]);
        assert_eq!(found(&mut store, Asked { who: Some(jan), ..asked() }), [3, 2], "what was done to them as well");
        let sign_ins = Asked { topic: Some(Topic::SignIns), ..asked() };
        assert_eq!(found(&mut store, sign_ins), [3, 1]);
        assert_eq!(found(&mut store, Asked { who: Some(ola), ..sign_ins }), [1]);
        assert_eq!(
            found(&mut store, Asked { since: Millis::new(2), before: Place::until(Millis::new(3)), ..asked() }),
            [3, 2]
        );
        let page = before(store.conn(), asked(), 2).unwrap();
        let next = Asked { before: Place::of(page.last().unwrap()), ..asked() };
        assert_eq!(found(&mut store, next), [2, 1], "of what happened at once nothing is passed over");
    }

    #[test]
    fn rows_are_what_the_log_asks_for_or_it_is_said() {
        let mut store = Scratch::new();
        told(&mut store, AgentId::from_raw(1), AgentId::from_raw(2));
        let expected = |store: &mut Scratch| {
            let mut expected = Expected::default();
            store.events().iter().for_each(|event| expected.take(event));
            expected
        };
        let all = expected(&mut store);
        assert_eq!(compare(store.conn(), all).unwrap(), BTreeSet::new());
        store
            .conn()
            .script("DELETE FROM audit WHERE position = 3 AND who = 0; UPDATE audit SET at = 7 WHERE position = 5")
            .unwrap();
        let all = expected(&mut store);
        assert_eq!(compare(store.conn(), all).unwrap(), BTreeSet::from([3, 5]));
        store.conn().script("DELETE FROM audit").unwrap();
        fill(store.conn()).unwrap();
        let all = expected(&mut store);
        assert_eq!(compare(store.conn(), all).unwrap(), BTreeSet::new(), "an older store is filled");
    }

    #[test]
    fn no_way_to_ask_sorts() {
        let mut store = Scratch::new();
        for statement in [&BEFORE, &ALL_ROWS] {
            let plan = store.conn().plan(statement).unwrap().concat();
            assert!(plan.contains("PRIMARY KEY") && !plan.contains("TEMP B-TREE") && !plan.contains("SCAN"), "{plan}");
        }
    }
}
