//! Where a conversation stands, and until when it is put aside.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::conversation::Status;
use domain::id::ConversationId;
use engine::commands::{SetStatus, set_status};
use engine::error::Refused;
use serde::Deserialize;

use super::{changed, id, notice, snooze};
use crate::fault::Fault;
use crate::respond::Wanted;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The form.
#[derive(Deserialize)]
pub(super) struct Choice {
    /// A status, or `snooze-` and until when.
    status: String,
    /// The day, for `snooze-date`.
    #[serde(default)]
    date: String,
    /// The time of that day.
    #[serde(default)]
    time: String,
}

/// `POST /conversations/{id}/status`
pub(super) async fn change(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Choice>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let (to, until) = match form.status.strip_prefix("snooze-") {
        Some(choice) => (Status::Snoozed, snooze::until(web.now(), web.zone(), choice, &form.date, &form.time)),
        None => (Status::from_word(&form.status).filter(|to| *to != Status::Snoozed).ok_or(Fault::Unreadable)?, None),
    };
    let before = changed::before(&web);
    match set_status(web.engine(), me.by(), SetStatus { conversation, to, until }).await {
        // The only thing that can be wrong with it: the moment is none, or out of reach.
        Err(engine::Error::Refused(Refused::Invalid(_))) => notice::refused(&web, &me, wanted, conversation, "moment"),
        done => changed::answer(&web, &me, wanted, conversation, before, done).await,
    }
}
