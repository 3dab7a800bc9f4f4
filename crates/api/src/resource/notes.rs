//! Notes: what the customer never sees.

use axum::extract::State;
use engine::commands::{self, Note};
use serde::Deserialize;
use utoipa::ToSchema;

use super::messages::{Created, Message, created, find, fresh};
use crate::api::Api;
use crate::form::{ConversationKey, Key};
use crate::problem::Problem;
use crate::strict::{At, NoQuery};
use crate::wish::{IdempotencyKey, Wish};

/// A note for colleagues.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewNote {
    /// What is written.
    #[schema(min_length = 1, max_length = 200_000, pattern = r"[^\s\u0000]")]
    text: String,
}

/// Adds a note to a conversation, in the name of the token's agent.
#[utoipa::path(post, path = "/conversations/{conversation}/notes", operation_id = "addNote", tag = "Messages",
    params(("conversation" = inline(ConversationKey), Path), ("Idempotency-Key" = inline(Option<IdempotencyKey>), Header)),
    request_body = NewNote,
    responses((status = 201, description = "It is there", body = Message)), security(("token" = ["notes:write"])))]
pub(super) async fn add(
    State(api): State<Api>,
    At(Key(conversation)): At<ConversationKey>,
    _: NoQuery,
    wish: Wish<NewNote>,
) -> Result<Created, Problem> {
    let by = wish.caller.by();
    let note = Note { conversation, text: wish.body.text, once: fresh(&api) };
    let message = commands::note(&wish.engine, by, note).await?;
    find(&api, by.grant, message).await.map(created)
}
