//! The sessions one has open: ending one, ending all.

use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use engine::error::Refused;
use engine::people;

use crate::fault::Fault;
use crate::respond;
use crate::sessions::{SignedIn, forget};
use crate::web::Web;

/// `POST /me/sessions/{session}/end`
pub(super) async fn end(State(web): State<Web>, me: SignedIn, Path(session): Path<String>) -> Result<Response, Fault> {
    match people::end_session(web.engine(), me.agent.id, &session).await {
        // Of one that ended meanwhile, that is what was wanted.
        Ok(()) | Err(engine::Error::Refused(Refused::NotFound)) => Ok(respond::see("/me?outcome=ended#sessions")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/sessions/end`: everywhere, here as well.
pub(super) async fn end_all(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    people::end_sessions(web.engine(), me.agent.id).await?;
    let mut response = respond::see("/sign-in");
    response.headers_mut().insert(SET_COOKIE, forget(&web));
    Ok(response)
}
