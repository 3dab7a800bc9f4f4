//! The lists in which agents work: each is one bucket, some of one holder alone.

use serde::Serialize;

use crate::conversation::Bucket;
use crate::id::AgentId;

/// A list that ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// Open, the longest waiting first.
    ToAnswer,
    /// Those of them that the agent has.
    Mine,
    /// Those of them that nobody has.
    Unassigned,
    /// The customer's turn.
    WaitingCustomer,
    /// Somebody else's turn.
    WaitingOthers,
    /// Put aside.
    Snoozed,
    /// Done.
    Solved,
    /// Machine mail.
    Automatic,
    /// Spam and blocked senders.
    Spam,
}

impl View {
    /// All, in the order in which agents see them.
    pub const ALL: [Self; 9] = [
        Self::ToAnswer,
        Self::Mine,
        Self::Unassigned,
        Self::WaitingCustomer,
        Self::WaitingOthers,
        Self::Snoozed,
        Self::Solved,
        Self::Automatic,
        Self::Spam,
    ];

    /// The word for addresses and keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            other => other.bucket().word(),
        }
    }

    /// The view with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.word() == word)
    }

    /// The bucket it shows.
    pub fn bucket(self) -> Bucket {
        match self {
            Self::ToAnswer | Self::Mine | Self::Unassigned => Bucket::ToAnswer,
            Self::WaitingCustomer => Bucket::WaitingCustomer,
            Self::WaitingOthers => Bucket::WaitingOthers,
            Self::Snoozed => Bucket::Snoozed,
            Self::Solved => Bucket::Solved,
            Self::Automatic => Bucket::Automatic,
            Self::Spam => Bucket::Spam,
        }
    }

    /// The view in which a conversation of this bucket is found by everybody.
    pub fn of(bucket: Bucket) -> Self {
        match bucket {
            Bucket::ToAnswer => Self::ToAnswer,
            Bucket::WaitingCustomer => Self::WaitingCustomer,
            Bucket::WaitingOthers => Self::WaitingOthers,
            Bucket::Snoozed => Self::Snoozed,
            // In no list; its course is done.
            Bucket::Solved | Bucket::Merged => Self::Solved,
            Bucket::Automatic => Self::Automatic,
            Bucket::Spam => Self::Spam,
        }
    }

    /// Whose conversations it shows to `me`: anybody's, or theirs, or nobody's.
    pub fn holder(self, me: AgentId) -> Option<Option<AgentId>> {
        match self {
            Self::Mine => Some(Some(me)),
            Self::Unassigned => Some(None),
            _ => None,
        }
    }
}

impl Serialize for View {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}
