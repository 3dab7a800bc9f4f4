//! How far back the mailbox is read: a look at what lies there, which begins by itself, and the choice.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::InboxId;
use domain::mailbox::Horizon;
use domain::time::DAY_MS;
use engine::error::Refused;
use engine::mailbox::{ask_for_trial, choose as choose_horizon};
use serde::Deserialize;
use store::mailbox::state;

use super::FirstRun;
use crate::agent::{Known, fares};
use crate::fault::Fault;
use crate::pages::setup::{History, Step};
use crate::respond;
use crate::web::Web;

/// The day that is offered first: so long ago, in days.
const OFFERED_DAYS: i64 = 90;

/// `GET /setup/history`
pub(super) async fn form(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    page(&web, &run, None, StatusCode::OK).await
}

async fn page(web: &Web, run: &FirstRun, wrong: Option<&'static str>, status: StatusCode) -> Result<Response, Fault> {
    let found = web.store().read(state::all).await?;
    let Some(mailbox) = newest(found) else { return Ok(respond::see(Step::Mailbox.path())) };
    let long_ago = web.now().plus_ms(-OFFERED_DAYS * DAY_MS);
    let day = jiff::Timestamp::from_millisecond(long_ago.get())
        .map(|moment| moment.to_zoned(web.zone().clone()).date().to_string())
        .unwrap_or_default();
    let row = fares(&Known { mailbox, unfiled: None, probe: None, standing: None }, run.me.language(), web.now());
    run.page(web, &History { steps: run.steps(Step::History), row, day, wrong }, status)
}

/// The mailbox that was connected last.
fn newest(found: Vec<state::Mailbox>) -> Option<state::Mailbox> {
    found.into_iter().filter(|mailbox| !mailbox.configured).max_by_key(|mailbox| mailbox.inbox)
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Choice {
    inbox: InboxId,
    horizon: String,
    #[serde(default)]
    day: String,
}

/// `POST /setup/history`
pub(super) async fn choose(
    State(web): State<Web>,
    run: FirstRun,
    Form(choice): Form<Choice>,
) -> Result<Response, Fault> {
    let text = if choice.horizon == "since" { &choice.day } else { &choice.horizon };
    let Some(horizon) = Horizon::parse(text) else {
        return page(&web, &run, Some("day"), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match choose_horizon(web.engine(), run.me.by(), choice.inbox, horizon).await {
        // Where the settings say it, there is nothing to choose.
        Ok(()) | Err(engine::Error::Refused(Refused::Outdated)) => run.go_to(&web, Step::Colleagues).await,
        Err(error) => Err(error.into()),
    }
}

/// Which mailbox is looked at.
#[derive(Deserialize)]
pub(super) struct Asked {
    inbox: InboxId,
}

/// `POST /setup/history/trial`: looks once more at what lies there.
pub(super) async fn look(State(web): State<Web>, run: FirstRun, Form(asked): Form<Asked>) -> Result<Response, Fault> {
    ask_for_trial(web.engine(), run.me.by(), asked.inbox, Horizon::All).await?;
    Ok(respond::see(Step::History.path()))
}
