//! Files that came with messages: to keep, never to show. Whatever their names and types claim, they are hostile.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::messages::find;
use crate::admit::Caller;
use crate::api::Api;
use crate::form::{Key, MessageKey};
use crate::problem::Problem;
use crate::strict::{At, NoQuery};

/// A file of a message, as it came.
#[utoipa::path(get, path = "/messages/{message}/attachments/{place}", operation_id = "getAttachment", tag = "Messages",
    params(("message" = inline(MessageKey), Path), ("place" = u16, Path, description = "`place` of the attachment")),
    responses((status = 200, description = "Its bytes", body = Vec<u8>, content_type = "application/octet-stream")),
    security(("token" = ["conversations:read"])))]
pub(super) async fn fetch(
    State(api): State<Api>,
    caller: Caller,
    At((Key(message), place)): At<(MessageKey, u16)>,
    _: NoQuery,
) -> Result<Response, Problem> {
    find(&api, caller.grant(), message).await?;
    let found = api.read(move |conn| store::attachment::one(conn, message, place.into())).await?;
    let (_, _, hash) = found.ok_or(Problem::NotFound)?;
    let blobs = api.store().blobs().clone();
    let content = tokio::task::spawn_blocking(move || blobs.read(hash)).await;
    let content = content.map_err(|error| Problem::Broken(error.to_string()))??;
    let headers = [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, "attachment")];
    Ok((headers, content).into_response())
}
