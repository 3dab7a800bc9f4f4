//! `kontuar log`: the event log as JSON lines, filtered, from any position, also while it grows.
//!
//! A line holds what an event holds: ids, enums, numbers, hashes. Nothing personal is in it.

use std::time::Duration;

use domain::event::{Event, Fact, Position};
use domain::id::ConversationId;
use domain::line::{Line, is_of_kind};
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
        self.kind.as_deref().is_none_or(|kind| is_of_kind(fact, kind))
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
        let last = page.last().map(|last| last.position);
        for event in page.into_iter().filter(|event| wanted.takes(&event.fact)) {
            say(&line(event)?)?;
        }
        match last {
            Some(last) => at = last,
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

fn line(event: Event) -> Result<String, Failure> {
    let position = event.position;
    serde_json::to_string(&Line::from(event))
        .map_err(|error| Failure(format!("event {position} cannot be shown: {error}")))
}
