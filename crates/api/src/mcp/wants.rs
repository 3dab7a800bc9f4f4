//! What each tool takes. The schemas that clients see are made from here, so what they say is what is read.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::form::{ConversationKey, Limit, MessageKey, StatusWord};
use crate::resource::views::WorkspaceWord;

/// Conversations, by one of: a list, a status, a customer. Without any: those that wait for an answer, or with `words` the
/// first of every list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Search {
    /// A list that agents work in, in their order.
    #[schema(inline)]
    pub view: Option<WorkspaceWord>,
    /// A status; in the order in which the conversations began.
    #[schema(inline)]
    pub status: Option<StatusWord>,
    /// The e-mail address of a customer; the latest first. Needs the scope contacts:read.
    #[schema(max_length = 320)]
    pub customer: Option<String>,
    /// Only those in whose number, subject or first words all of these stand. It is not a search through whole mails.
    #[schema(max_length = 200)]
    pub words: Option<String>,
    /// How many at most.
    #[serde(default)]
    #[schema(inline, required = false)]
    pub limit: Limit<50>,
    /// Where to go on: `next` of the answer before, with everything else the same.
    #[schema(max_length = 200)]
    pub cursor: Option<String>,
}

/// One conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Read {
    /// Its id, as `search` gives it.
    #[schema(inline)]
    pub conversation: ConversationKey,
    /// Where to go on: `next` of the answer before.
    #[schema(max_length = 200)]
    pub cursor: Option<String>,
    /// Only this message, with much more of its text.
    #[schema(inline)]
    pub message: Option<MessageKey>,
}

/// A proposal of an answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// The conversation that it answers.
    #[schema(inline)]
    pub conversation: ConversationKey,
    /// The answer, as the customer would read it.
    #[schema(min_length = 1, max_length = 20_000)]
    pub text: String,
    /// A word of your own: the same proposal sent again under it is not written twice.
    #[schema(min_length = 1, max_length = 255, pattern = "^[!#-~]+$")]
    pub once: Option<String>,
}

/// A word to put on a conversation, or to take off it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    /// The conversation.
    #[schema(inline)]
    pub conversation: ConversationKey,
    /// The word, or some with one blank between. A new word becomes a tag.
    #[schema(min_length = 1, max_length = 40)]
    pub name: String,
    /// Take it off instead; needs the scope directory:read besides.
    #[serde(default)]
    #[schema(required = false)]
    pub off: bool,
}

/// Who is to have a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Assign {
    /// The conversation.
    #[schema(inline)]
    pub conversation: ConversationKey,
    /// `me` (the agent whose token this is), `nobody`, or the id of a colleague (`agt_…`, see `colleagues`).
    #[schema(max_length = 40)]
    pub to: String,
    /// Who must have it now for this to count, in the same words; not named: whoever has it.
    #[schema(max_length = 40)]
    pub from: Option<String>,
}

/// Nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}
