//! What a token of the API may do: words, each of which needs something of its agent's role as well.
//!
//! A token acts for an agent and never does more than they may: its scopes only take away. The words are part of the
//! public contract: they are only ever added to.

use std::collections::BTreeSet;
use std::fmt;

use crate::permission::Action;

/// One thing that a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// See brands, inboxes, teams, agents and tags.
    DirectoryRead,
    /// See contacts and their identities.
    ContactsRead,
    /// See conversations, messages, notes and files.
    ConversationsRead,
    /// Change status, priority, assignee and tags.
    ConversationsWrite,
    /// Answer customers.
    MessagesSend,
    /// Write notes.
    NotesWrite,
    /// See what is on its way and what did not arrive.
    DeliveriesRead,
    /// Decide about what did not arrive.
    DeliveriesWrite,
    /// See what could not be read.
    QuarantineRead,
    /// Decide about what could not be read.
    QuarantineWrite,
    /// Read the log of events.
    EventsRead,
    /// See webhooks and what they were told.
    WebhooksRead,
    /// Set webhooks up, change and remove them.
    WebhooksWrite,
}

coded!(Scope: DirectoryRead = "directory:read", ContactsRead = "contacts:read", ConversationsRead = "conversations:read",
    ConversationsWrite = "conversations:write", MessagesSend = "messages:send", NotesWrite = "notes:write",
    DeliveriesRead = "deliveries:read", DeliveriesWrite = "deliveries:write", QuarantineRead = "quarantine:read",
    QuarantineWrite = "quarantine:write", EventsRead = "events:read",
    WebhooksRead = "webhooks:read", WebhooksWrite = "webhooks:write");

impl Scope {
    /// What the role of the token's agent must allow besides.
    pub fn needs(self) -> Action {
        match self {
            Self::DirectoryRead
            | Self::ContactsRead
            | Self::ConversationsRead
            | Self::DeliveriesRead
            | Self::EventsRead => Action::Read,
            Self::ConversationsWrite | Self::MessagesSend | Self::NotesWrite | Self::DeliveriesWrite => Action::Answer,
            Self::QuarantineRead | Self::QuarantineWrite => Action::Mend,
            Self::WebhooksRead | Self::WebhooksWrite => Action::Operate,
        }
    }
}

/// What a token may do, all in all. In text: words with blanks between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Whether this is among them.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads what [`fmt::Display`] wrote. A word of a newer program allows nothing here.
    pub fn read(text: &str) -> Self {
        text.split(' ').filter_map(Scope::from_word).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, scope) in self.0.iter().enumerate() {
            write!(f, "{}{}", if at == 0 { "" } else { " " }, scope.word())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_read_back_and_strange_words_allow_nothing() {
        let all: Scopes = Scope::ALL.iter().copied().collect();
        assert_eq!(Scopes::read(&all.to_string()), all);
        let some = Scopes::read("events:read everything:write");
        assert!(some.has(Scope::EventsRead) && some.to_string() == "events:read");
        assert!(Scopes::read("").is_empty());
    }
}
