//! Where a conversation stands: status, priority, and the list that follows from them.

use serde::{Deserialize, Serialize};

/// Where a matter stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Our turn.
    #[default]
    Open,
    /// The customer's turn.
    WaitingCustomer,
    /// Somebody else's turn (warehouse, courier, maker); the clock runs on.
    WaitingOthers,
    /// Put aside until a moment.
    Snoozed,
    /// Done.
    Solved,
}

/// How much a matter weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Can wait.
    Low,
    /// As usual.
    #[default]
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

/// The list a conversation stands in. Every list is one bucket, so that no list sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// Open: to answer, the longest waiting first.
    ToAnswer,
    /// Waiting for the customer.
    WaitingCustomer,
    /// Waiting for others.
    WaitingOthers,
    /// Snoozed.
    Snoozed,
    /// Solved.
    Solved,
    /// Machine mail: waits for nobody.
    Automatic,
    /// Spam and blocked senders: waits for nobody, answered by nobody.
    Spam,
    /// Emptied into another conversation: in no list.
    Merged,
}

coded!(Status: Open = "open", WaitingCustomer = "waiting-customer", WaitingOthers = "waiting-others", Snoozed = "snoozed", Solved = "solved");
coded!(Priority: Low = "low", Normal = "normal", High = "high", Urgent = "urgent");
coded!(Bucket: ToAnswer = "to-answer", WaitingCustomer = "waiting-customer", WaitingOthers = "waiting-others", Snoozed = "snoozed", Solved = "solved", Automatic = "automatic", Spam = "spam", Merged = "merged");

impl Bucket {
    /// Whether the list runs from the oldest (longest waiting) or from the newest.
    pub fn oldest_first(self) -> bool {
        self == Self::ToAnswer
    }
}
