//! The end: what is there, what is not, and the way to the inbox.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::FirstRun;
use super::mailbox::connected;
use crate::fault::Fault;
use crate::pages::setup::{End, Step};
use crate::respond;
use crate::web::Web;

/// `GET /setup/end`
pub(super) async fn form(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    let plain = !web.settings().https;
    let page = End { steps: run.steps(Step::End), mailboxes: connected(&web).await?, plain };
    run.page(&web, &page, StatusCode::OK)
}

/// `POST /setup/end`: without a mailbox the first run stays open, so that one can be connected later.
pub(super) async fn end(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    if connected(&web).await?.is_empty() {
        engine::first_run::reach(web.engine(), run.me.agent.id, Step::Left.number()).await?;
    } else {
        engine::first_run::end(web.engine(), run.me.agent.id).await?;
    }
    Ok(respond::see("/"))
}
