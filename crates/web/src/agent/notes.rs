//! Notes: what the customer never sees.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::id::ConversationId;
use engine::commands::{Note, note};
use serde::Deserialize;

use super::composer::{Written, written};
use super::{changed, id};
use crate::fault::Fault;
use crate::respond::Wanted;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The form.
#[derive(Deserialize)]
pub(super) struct NewNote {
    text: String,
    /// The key under which this note is added once.
    once: String,
}

/// `POST /conversations/{id}/notes`
pub(super) async fn create(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<NewNote>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let before = changed::before(&web);
    let new = Note { conversation, text: form.text.clone(), once: form.once.clone() };
    let done = note(web.engine(), me.by(), new).await.map(drop);
    let form = Written { form: "note", text: form.text, once: form.once, templates: String::new() };
    written(&web, &me, wanted, conversation, before, form, done).await
}
