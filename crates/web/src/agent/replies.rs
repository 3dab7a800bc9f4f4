//! Answers to the customer.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::conversation::Status;
use domain::id::ConversationId;
use engine::commands::{Reply, reply_with};
use serde::Deserialize;

use super::composer::{Written, written};
use super::{changed, id, templates};
use crate::fault::Fault;
use crate::respond::Wanted;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The form.
#[derive(Deserialize)]
pub(super) struct Answer {
    text: String,
    /// The key under which this answer is sent once.
    once: String,
    /// The newest message of the customer that the page showed; empty for none.
    #[serde(default)]
    seen: String,
    /// `solve`, or anything else to wait for the customer.
    #[serde(default)]
    then: String,
    /// The templates that it was made with, with blanks between them.
    #[serde(default)]
    templates: String,
}

/// `POST /conversations/{id}/replies`
pub(super) async fn create(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Answer>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let before = changed::before(&web);
    let then = if form.then == "solve" { Status::Solved } else { Status::WaitingCustomer };
    let answer =
        Reply { conversation, text: form.text.clone(), then, once: form.once.clone(), seen: form.seen.parse().ok() };
    let done = reply_with(web.engine(), me.by(), answer, templates::used(&form.templates)).await.map(drop);
    let form = Written { form: "reply", text: form.text, once: form.once, templates: form.templates };
    written(&web, &me, wanted, conversation, before, form, done).await
}
