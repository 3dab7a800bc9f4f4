//! `kontuar log`: the event log as JSON lines, filtered, from any position, also while it grows.
//!
//! A line holds what an event holds: ids, enums, numbers, hashes. Nothing personal is in it.

use std::time::Duration;

use domain::event::{Event, Fact, Position};
use domain::id::ConversationId;
use serde::Serialize;
use store::Conn;

use super::{Failure, say};
use crate::config::Config;
use crate::house;

/// How many events are read at once.
const PAGE: usize = 1_000;

/// How long to wait for new events before looking again.
const PAUSE: Duration = Duration::from_millis(500);

/// Which events are shown.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only those after this position.
    pub after: i64,
    /// Only this kind, such as `message.received`, or all kinds of a noun, such as `message`.
    pub kind: Option<String>,
    /// Only those of this conversation.
    pub conversation: Option<ConversationId>,
    /// Whether to go on as the log grows.
    pub follow: bool,
}

impl Wanted {
    fn takes(&self, fact: &Fact) -> bool {
        self.kind.as_deref().is_none_or(|kind| {
            fact.kind().strip_prefix(kind).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}

/// Prints the events.
///
/// # Errors
/// When the store cannot be read.
#[expect(clippy::disallowed_methods, reason = "a command of its own thread that has nothing else to do")]
pub fn run(config: &Config, wanted: &Wanted) -> Result<(), Failure> {
    let (mut conn, _) = house::look(config)?;
    let mut at = Position(wanted.after);
    loop {
        let page = read(&mut conn, wanted, at)?;
        for event in page.iter().filter(|event| wanted.takes(&event.fact)) {
            say(&line(event)?)?;
        }
        match page.last() {
            Some(last) => at = last.position,
            None if wanted.follow => std::thread::sleep(PAUSE),
            None => return Ok(()),
        }
    }
}

fn read(conn: &mut Conn, wanted: &Wanted, at: Position) -> store::Result<Vec<Event>> {
    match wanted.conversation {
        Some(conversation) => store::log::of_conversation(conn, conversation, at, PAGE),
        None => store::log::after(conn, at, PAGE),
    }
}

#[derive(Serialize)]
struct Line<'e> {
    position: Position,
    at: String,
    actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Position>,
    depth: u8,
    #[serde(flatten)]
    fact: &'e Fact,
}

fn line(event: &Event) -> Result<String, Failure> {
    let line = Line {
        position: event.position,
        at: event.at.to_string(),
        actor: event.actor.to_string(),
        cause: event.cause,
        depth: event.depth,
        fact: &event.fact,
    };
    serde_json::to_string(&line).map_err(|error| Failure(format!("event {} cannot be shown: {error}", event.position)))
}

#[cfg(test)]
mod tests {
    use domain::event::Actor;
    use domain::id::{BrandId, Id, TeamId};
    use domain::time::Millis;

    use super::*;

    #[test]
    fn an_event_is_one_line() {
        let event = Event {
            position: Position(7),
            at: Millis::new(1_795_000_000_123),
            actor: Actor::System,
            cause: None,
            depth: 0,
            fact: Fact::BrandCreated { brand: BrandId::from_raw(1) },
        };
        assert_eq!(
            line(&event).unwrap(),
            r#"{"position":7,"at":"2026-11-18T11:06:40.123Z","actor":"system","depth":0,"kind":"brand.created","brand":"brd_0000000000001"}"#
        );
    }

    #[test]
    fn kinds_are_chosen_whole_or_by_their_noun() {
        let takes = |kind: Option<&str>| {
            let wanted = Wanted { kind: kind.map(str::to_owned), ..Wanted::default() };
            wanted.takes(&Fact::TeamCreated { team: TeamId::from_raw(1) })
        };
        assert!(takes(None) && takes(Some("team")) && takes(Some("team.created")));
        assert!(!takes(Some("te")) && !takes(Some("team.c")) && !takes(Some("brand")));
    }
}
