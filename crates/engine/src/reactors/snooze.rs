//! Keeps the timers of snoozed conversations: one is set when a conversation is put aside and
//! taken away when it comes back before its time. [`crate::timers`] does the waking.

use domain::conversation::Status;
use domain::event::Fact;
use store::Tx;
use store::timer::{self, TimerKind};

use super::{Reaction, Reactor};
use crate::error::Result;

/// See the head of the file.
#[derive(Debug)]
pub struct Snooze;

impl Reactor for Snooze {
    fn name(&self) -> &'static str {
        "snooze"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["conversation.status_changed"]
    }

    fn is_guarded(&self) -> bool {
        false
    }

    fn react(&self, tx: &mut Tx<'_>, reaction: &Reaction<'_>) -> Result<()> {
        let Fact::StatusChanged { conversation, from, to, until, .. } = &reaction.event.fact else { return Ok(()) };
        match (to, until) {
            (Status::Snoozed, Some(until)) => {
                let cause = Some(reaction.event.position);
                timer::set(tx, reaction.id(), *until, TimerKind::Snooze, *conversation, cause)?;
            }
            _ if *from == Status::Snoozed => timer::clear(tx, TimerKind::Snooze, *conversation)?,
            _ => {}
        }
        Ok(())
    }
}
