//! Tags: the words that agents put on conversations.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::Id;
use engine::commands;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Page;
use super::directory::{Paging, cut};
use crate::api::Api;
use crate::form::{ConversationKey, Key, TagKey};
use crate::problem::Problem;
use crate::strict::{Asked, At, NoQuery};
use crate::wish::{Bare, IdempotencyKey, Wish};

/// A word on conversations.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tag {
    id: TagKey,
    name: String,
}

/// The words that there are, at most a thousand.
#[utoipa::path(get, path = "/tags", operation_id = "listTags", tag = "Directory", params(Paging),
    responses((status = 200, body = Page<Tag>)), security(("token" = ["directory:read"])))]
pub(super) async fn list(State(api): State<Api>, Asked(paging): Asked<Paging>) -> Result<Json<Page<Tag>>, Problem> {
    let mut tags = api.read(store::tag::all).await?;
    tags.sort_by_key(|(id, _)| *id);
    let tags = tags.into_iter().map(|(id, name)| Tag { id: Key(id), name }).collect();
    cut("tags", tags, |tag| tag.id.0.raw(), &paging).map(Json)
}

/// A word to put on a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTag {
    /// The word, or some with one blank between; capitals count as small letters. A new word becomes a tag.
    #[schema(
        min_length = 1,
        max_length = 40,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f]+( [^\s\u0000-\u001f\u007f-\u009f]+)*$"
    )]
    name: String,
}

/// Puts a word on a conversation. One that it has already stays.
#[utoipa::path(post, path = "/conversations/{conversation}/tags", operation_id = "tagConversation", tag = "Conversations",
    params(("conversation" = inline(ConversationKey), Path), ("Idempotency-Key" = inline(Option<IdempotencyKey>), Header)),
    request_body = NewTag,
    responses((status = 200, body = Tag)), security(("token" = ["conversations:write"])))]
pub(super) async fn put_on(
    State(api): State<Api>,
    At(Key(conversation)): At<ConversationKey>,
    _: NoQuery,
    wish: Wish<NewTag>,
) -> Result<Json<Tag>, Problem> {
    if wish.body.name.split_whitespace().collect::<Vec<_>>().join(" ") != wish.body.name {
        return Err(Problem::Invalid("between the words of a tag stands one blank, and none around them".to_owned()));
    }
    let tag = commands::tag(&wish.engine, wish.caller.by(), conversation, &wish.body.name).await?;
    let known = api.read(move |conn| store::tag::by_id(conn, tag)).await?;
    known.map(|name| Json(Tag { id: Key(tag), name })).ok_or(Problem::NotFound)
}

/// Takes a word off a conversation. One that it does not have stays off.
#[utoipa::path(delete, path = "/conversations/{conversation}/tags/{tag}", operation_id = "untagConversation",
    tag = "Conversations",
    params(("conversation" = inline(ConversationKey), Path), ("tag" = inline(TagKey), Path),
        ("Idempotency-Key" = inline(Option<IdempotencyKey>), Header)),
    responses((status = 204, description = "It is off")), security(("token" = ["conversations:write"])))]
pub(super) async fn take_off(
    At((Key(conversation), Key(tag))): At<(ConversationKey, TagKey)>,
    _: NoQuery,
    wish: Bare,
) -> Result<StatusCode, Problem> {
    commands::untag(&wish.engine, wish.caller.by(), conversation, tag).await?;
    Ok(StatusCode::NO_CONTENT)
}
