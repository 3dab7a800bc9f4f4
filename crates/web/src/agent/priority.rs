//! How much a conversation weighs.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::conversation::Priority;
use domain::id::ConversationId;
use engine::commands::prioritise;
use serde::Deserialize;

use super::{changed, id};
use crate::fault::Fault;
use crate::respond::Wanted;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The form.
#[derive(Deserialize)]
pub(super) struct Choice {
    /// A priority's word.
    priority: String,
}

/// `POST /conversations/{id}/priority`
pub(super) async fn change(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Choice>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let to = Priority::from_word(&form.priority).ok_or(Fault::Unreadable)?;
    let before = changed::before(&web);
    let done = prioritise(web.engine(), me.by(), conversation, to).await;
    changed::answer(&web, &me, wanted, conversation, before, done).await
}
