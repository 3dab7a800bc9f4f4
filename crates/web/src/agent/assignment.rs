//! Who has a conversation.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::id::{AgentId, ConversationId};
use engine::commands::{Assign, assign};
use serde::Deserialize;

use super::{changed, id};
use crate::fault::Fault;
use crate::respond::Wanted;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The form.
#[derive(Deserialize)]
pub(super) struct Assignment {
    /// Who had it when the page was made: an id, or empty for nobody.
    from: String,
    /// Who gets it: an id, `me`, or empty for nobody.
    assignee: String,
}

/// `POST /conversations/{id}/assignment`
pub(super) async fn change(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Assignment>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let to = if form.assignee == "me" { Some(me.agent.id) } else { holder(&form.assignee)? };
    let assignment = Assign { conversation, from: holder(&form.from)?, to };
    let before = changed::before(&web);
    let done = assign(web.engine(), me.by(), assignment).await;
    changed::answer(&web, &me, wanted, conversation, before, done).await
}

fn holder(text: &str) -> Result<Option<AgentId>, Fault> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Fault::Unreadable) }
}
