//! Who did what about people: the part of the log that is about those who answer, the newest first.

use domain::event::{Event, Position};
use domain::id::AgentId;

use crate::conn::Conn;
use crate::error::Result;
use crate::{log, params};

crate::statements! {
    BEFORE = "SELECT position, kind, v, at, actor, cause, depth, body FROM event
        WHERE kind >= 'agent.' AND kind < 'agent/' AND position < $1 ORDER BY position DESC LIMIT $2";
    BEFORE_OF = "SELECT position, kind, v, at, actor, cause, depth, body FROM event
        WHERE kind >= 'agent.' AND kind < 'agent/' AND position < $1 AND (actor = $3 OR body LIKE $4)
        ORDER BY position DESC LIMIT $2";
}

/// What happened before a position, at most `limit`, the newest first; of one person, where one is named: what they did,
/// and what was done to them.
pub fn before(conn: &mut Conn, position: Position, person: Option<AgentId>, limit: usize) -> Result<Vec<Event>> {
    let rows = match person {
        None => conn.rows(&BEFORE, params![position, limit])?,
        Some(agent) => {
            let (actor, body) = (agent.to_string(), format!("%\"{agent}\"%"));
            conn.rows(&BEFORE_OF, params![position, limit, actor, body])?
        }
    };
    rows.into_iter().map(log::event).collect()
}

#[cfg(test)]
mod tests {
    use domain::access::Access;
    use domain::event::{Actor, Fact, Origin};
    use domain::id::Id;
    use domain::time::Millis;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn what_people_did_is_found_from_the_end() {
        let mut store = Scratch::new();
        let (ola, jan) = (AgentId::from_raw(1), AgentId::from_raw(2));
        let by = |agent| Origin::new(Actor::Agent(agent), Millis::new(5));
        store
            .write(|tx| {
                crate::agent::tell(tx, &Fact::AgentAccessed { agent: ola, what: Access::SignedIn }, &by(ola))?;
                crate::agent::tell(tx, &Fact::AgentSwitched { agent: jan, on: false }, &by(ola))?;
                crate::agent::tell(tx, &Fact::AgentAccessed { agent: jan, what: Access::Refused }, &by(jan))
            })
            .unwrap();
        let found = |store: &mut Scratch, at, person| -> Vec<i64> {
            let events = before(store.conn(), Position(at), person, 9).unwrap();
            events.into_iter().map(|event| event.position.0).collect()
        };
        assert_eq!(found(&mut store, i64::MAX, None), [3, 2, 1]);
        assert_eq!(found(&mut store, 3, None), [2, 1]);
        assert_eq!(found(&mut store, i64::MAX, Some(ola)), [2, 1]);
        assert_eq!(found(&mut store, i64::MAX, Some(jan)), [3, 2], "what was done to them as well");
    }
}
