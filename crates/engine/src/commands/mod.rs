//! What agents do: one verb a file, each in one transaction.
//!
//! In: who asks ([`By`]) and what. Out: the id of what came to be, or a refusal a person can
//! understand; a refused command changes nothing. Permissions are asked here, through
//! [`domain::permission`], however the command came in.
//!
//! How to add a command: a file with one public function, its facts in `domain::event`, its test
//! in `tests/`, its page or route in `web`.

mod assign;
pub mod bulk;
mod change;
mod matter;
mod note;
mod outbox;
mod person;
mod prioritise;
mod quarantine;
mod reply;
mod sender;
mod set_status;
mod spam;
mod tag;
mod undo;

use domain::conversation::Conversation;
use domain::event::{Actor, Origin};
use domain::id::{AgentId, ConversationId};
use domain::permission::{Action, Grant};
use domain::time::Millis;
use store::Tx;

use crate::error::{Refused, Result};

pub use assign::{Assign, assign};
pub use change::{Change, Holder, change};
pub use matter::{dismiss, same_matter, take_apart};
pub use note::{Note, note};
pub use outbox::{Decision, decide};
pub use person::{not_the_same, other_person, same_person, same_person_at};
pub use prioritise::prioritise;
pub use quarantine::{Mending, mend, mend_all};
pub use reply::{MAX_TEMPLATES_USED, Reply, reply, reply_with, requeue_delivery};
pub use sender::mark_sender;
pub use set_status::{SetStatus, set_status};
pub use spam::judge_spam;
pub use tag::{MAX_TAG_CHARS, tag, untag};
pub use undo::{Undo, undo, undoable};

/// The longest text of a message or note, in characters.
pub const MAX_TEXT_CHARS: usize = 200_000;

/// The longest key under which something is written once, in characters.
pub const MAX_ONCE_CHARS: usize = 100;

/// Who asks, and what they may do.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// The agent.
    pub agent: AgentId,
    /// Their grant.
    pub grant: Grant,
}

impl By {
    fn origin(self, at: Millis) -> Origin {
        Origin::new(Actor::Agent(self.agent), at)
    }
}

/// Locks a conversation for somebody who wants to do `action`. What may not be seen is not there. One that was joined
/// into another takes nothing any more.
fn lock(tx: &mut Tx<'_>, by: By, id: ConversationId, action: Action) -> Result<Conversation> {
    let state = store::conversation::lock(tx, id)?.ok_or(Refused::NotFound)?;
    may(by, &state, action)?;
    if state.merged_into.is_some() {
        return Err(Refused::Joined.into());
    }
    Ok(state)
}

/// Refuses what somebody may not do with a conversation.
fn may(by: By, state: &Conversation, action: Action) -> Result<()> {
    if !by.grant.allows(Action::Read, state.team) {
        return Err(Refused::NotFound.into());
    }
    if !by.grant.allows(action, state.team) {
        return Err(Refused::NotAllowed.into());
    }
    Ok(())
}

/// A text that may be written: something in it, not too long, NUL removed, line ends unified.
fn fit_text(text: &str) -> Result<String> {
    let text = text.replace('\0', "").replace("\r\n", "\n");
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Err(Refused::Empty.into());
    }
    if text.chars().count() > MAX_TEXT_CHARS {
        return Err(Refused::TooLong { limit: MAX_TEXT_CHARS }.into());
    }
    Ok(text.to_owned())
}

/// A key that may be used once, bounded and made distinct by agent.
fn fit_once(by: By, once: &str) -> Result<String> {
    if once.is_empty() || once.chars().count() > MAX_ONCE_CHARS {
        return Err(Refused::Invalid("the form's key is missing or too long".to_owned()).into());
    }
    Ok(format!("{}:{once}", by.agent))
}
