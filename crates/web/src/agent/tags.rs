//! The words on a conversation.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::id::{ConversationId, TagId};
use engine::commands::{tag, untag};
use serde::Deserialize;

use super::{changed, id};
use crate::fault::Fault;
use crate::respond::Wanted;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The form.
#[derive(Deserialize)]
pub(super) struct Choice {
    /// The id of the tag that comes off.
    tag: Option<String>,
    /// The word that is put on; a new one becomes a tag.
    name: Option<String>,
    /// `yes` puts it on, `no` takes it off.
    on: String,
}

/// `POST /conversations/{id}/tags`
pub(super) async fn change(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Choice>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let before = changed::before(&web);
    let done = if form.on == "yes" {
        let name = form.name.ok_or(Fault::Unreadable)?;
        tag(web.engine(), me.by(), conversation, &name).await.map(drop)
    } else {
        let chosen: TagId = form.tag.and_then(|tag| tag.parse().ok()).ok_or(Fault::Unreadable)?;
        untag(web.engine(), me.by(), conversation, chosen).await
    };
    changed::answer(&web, &me, wanted, conversation, before, done).await
}
