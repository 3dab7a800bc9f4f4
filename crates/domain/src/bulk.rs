//! One thing done to many conversations: what is wished for, and what came of it in each.

use serde::{Deserialize, Serialize};

use crate::aspect::Aspect;
use crate::conversation::{Conversation, Priority, Status};
use crate::id::{AgentId, BulkId, TagId};
use crate::time::Millis;

/// What is to be done to each of them. Ids, enums and moments: nothing that anybody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// It stands here from now on, for snoozed until a moment.
    Status {
        /// Where.
        to: Status,
        /// Until when.
        until: Option<Millis>,
    },
    /// They have it from now on, or nobody.
    Holder {
        /// Who.
        to: Option<AgentId>,
    },
    /// It weighs this much.
    Priority {
        /// How much.
        to: Priority,
    },
    /// It carries this word.
    Tag {
        /// Which.
        tag: TagId,
    },
    /// It is spam, or not.
    Spam {
        /// Whether.
        spam: bool,
    },
    /// What an earlier one did is taken back.
    Undo {
        /// Which.
        of: BulkId,
    },
}

impl Wish {
    /// What it changes about a conversation; nothing in particular where it takes back.
    pub fn aspect(self) -> Option<Aspect> {
        match self {
            Self::Status { .. } => Some(Aspect::Status),
            Self::Holder { .. } => Some(Aspect::Holder),
            Self::Priority { .. } => Some(Aspect::Priority),
            Self::Tag { tag } => Some(Aspect::Tag(tag)),
            Self::Spam { .. } => Some(Aspect::Spam),
            Self::Undo { .. } => None,
        }
    }

    /// Whether a conversation stands as wished for already.
    pub fn is_so(self, state: &Conversation) -> bool {
        match self {
            Self::Status { to, until } => {
                (state.status, state.snoozed_until) == (to, until.filter(|_| to == Status::Snoozed))
            }
            Self::Holder { to } => state.assignee == to,
            Self::Priority { to } => state.priority == to,
            Self::Tag { tag } => state.tags.contains(&tag),
            Self::Spam { spam } => state.spam == spam,
            Self::Undo { .. } => false,
        }
    }
}

/// What came of it in one conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was so already.
    Same,
    /// Somebody changed it meanwhile, or the customer wrote: it was left.
    Changed,
    /// It may not be done there, or it is gone.
    Refused,
}

coded!(Outcome: Done = "done", Same = "same", Changed = "changed", Refused = "refused");
