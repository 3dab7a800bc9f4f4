//! What the log says of suggestions.

use crate::id::{ContactId, ConversationId};
use crate::suggestion::{Hint, Likeness, SuggestionState};

/// What the log says of one suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct FoldedSuggestion {
    pub conversation: ConversationId,
    pub other: ConversationId,
    pub hint: Hint,
    pub state: SuggestionState,
}

/// What the log says of one suggestion that two contacts are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct FoldedLikeness {
    pub conversation: ConversationId,
    pub contact: ContactId,
    pub other: ContactId,
    pub likeness: Likeness,
    pub state: SuggestionState,
}
