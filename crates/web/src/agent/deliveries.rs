//! The sending of a message, tried again because a person decided so.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::id::{ConversationId, MessageId};
use engine::commands::requeue_delivery;

use super::{changed, id};
use crate::fault::Fault;
use crate::respond::Wanted;
use crate::sessions::SignedIn;
use crate::web::Web;

/// `POST /conversations/{id}/messages/{message}/deliveries`
pub(super) async fn retry(
    State(web): State<Web>,
    me: SignedIn,
    Path((conversation, message)): Path<(String, String)>,
    wanted: Wanted,
) -> Result<Response, Fault> {
    let (conversation, message): (ConversationId, MessageId) = (id(&conversation)?, id(&message)?);
    let before = changed::before(&web);
    let done = requeue_delivery(web.engine(), me.by(), conversation, message).await;
    changed::answer(&web, &me, wanted, conversation, before, done).await
}
