//! Where old mail stands: an import, a first connection, what lay in a mailbox while we were away.
//!
//! It happened when it was written, not when it was found. A matter that is all history is open only while its last word is
//! the customer's and young enough that they may still wait; everything else is solved from the start. One in which
//! anything happened since is left as it is: history sets nothing off.

use domain::conversation::{Conversation, REOPEN_WITHIN_MS, Status};
use domain::event::Fact;
use domain::time::Millis;
use store::{Result, Tx};

use super::author::Direction;
use super::prepare::Prepared;

/// When an arrival happened: history when it was written, everything else `now`.
pub(super) fn happened_at(ready: &Prepared, now: Millis) -> Millis {
    let written = ready.mail.sent_at.filter(|_| ready.history);
    // Nothing happens in the future or before there was mail, whatever a header says.
    written.map_or(now, |at| at.max(Millis::new(0)).min(now))
}

/// How a matter stands whose last word this is, if it is all history.
fn stands(ready: &Prepared, at: Millis, now: Millis) -> Status {
    let waits = ready.direction == Direction::FromCustomer && now.since_ms(at) <= REOPEN_WITHIN_MS;
    if waits { Status::Open } else { Status::Solved }
}

/// What follows for the conversation that a mail of history opens.
pub(super) fn opens(ready: &Prepared, at: Millis, now: Millis) -> Option<Fact> {
    let to = stands(ready, at, now);
    let conversation = ready.conversation;
    (ready.history && to != Status::Open).then_some(Fact::StatusChanged {
        conversation,
        from: Status::Open,
        to,
        until: None,
        waiting_since: None,
    })
}

/// What follows for the conversation that a mail of history joins; `state` is how it stood before.
pub(super) fn joins(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    state: &Conversation,
    at: Millis,
    now: Millis,
) -> Result<Option<Fact>> {
    let to = stands(ready, at, now);
    let is_last = at >= state.last_at;
    let settled = [Status::Open, Status::Solved].contains(&state.status);
    if !ready.history || !is_last || !settled || to == state.status || state.waiting_since.is_some() {
        return Ok(None);
    }
    // Who writes to or about a customer since has made it their own.
    if state.assignee.is_some() || !store::message::is_all_history(tx, state.id)? {
        return Ok(None);
    }
    Ok(Some(Fact::StatusChanged { conversation: state.id, from: state.status, to, until: None, waiting_since: None }))
}
