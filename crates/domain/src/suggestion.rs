//! Suggestions: two conversations that may be one matter, two contacts that may be one person, with what speaks for it.
//!
//! Weak evidence never joins anything by itself; it is shown to an agent, who accepts or dismisses it. What was accepted
//! can be undone.

use serde::{Deserialize, Serialize};

/// What speaks for one matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// It answers a message there, but its author never took part there and the id can be known to others.
    Reference,
    /// Its subject quotes the number, but its author never took part there.
    Number,
    /// Both name the same order.
    Order,
    /// Both name the same order, and the authors are called the same.
    NameAndOrder,
    /// The same author wrote about the same subject.
    Subject,
    /// It forwards a mail of the customer there.
    Forward,
}

/// What speaks for two contacts being one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// A new address answers a message of ours to the other one, by an id that nobody guesses.
    Answered,
    /// Both name the same order, and they are called the same.
    NameAndOrder,
    /// Both name the same telephone number.
    Phone,
    /// Its mail wants its answers at the other's address.
    ReplyTo,
    /// It forwards a mail of the other one, who is called the same.
    Forward,
    /// Both name the same order.
    Order,
}

/// What became of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionState {
    /// Nobody decided yet.
    Open,
    /// The two were joined.
    Accepted,
    /// Somebody said no.
    Dismissed,
    /// The two were joined and taken apart again.
    Undone,
}

coded!(Hint: Reference = "reference", Number = "number", Order = "order", NameAndOrder = "name-and-order", Subject = "subject", Forward = "forward");
coded!(Likeness: Answered = "answered", NameAndOrder = "name-and-order", Phone = "phone", ReplyTo = "reply-to", Forward = "forward", Order = "order");
coded!(SuggestionState: Open = "open", Accepted = "accepted", Dismissed = "dismissed", Undone = "undone");
