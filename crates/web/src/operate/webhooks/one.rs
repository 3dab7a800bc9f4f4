//! One webhook: what it was told, every attempt, telling it again, stopping and starting it.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::event::Position;
use domain::id::WebhookId;
use domain::permission::Action;
use engine::error::Refused;
use engine::webhooks;
use serde::Deserialize;
use store::webhook::call;

use super::super::{Fields, field, may, said};
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::operate::webhooks::{Handed, ONE_OUTCOMES, Shown, Told, Try, Webhook};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// How many calls stand on a page.
const PAGE: usize = 25;

/// What the address says.
#[derive(Deserialize)]
pub(in crate::operate) struct Asked {
    outcome: Option<String>,
    /// How many events are told again.
    #[serde(default)]
    events: u16,
    before: Option<i64>,
}

fn id(text: &str) -> Result<WebhookId, Fault> {
    text.parse().map_err(|_| Fault::NotFound)
}

/// `GET /webhooks/{webhook}`
pub(in crate::operate) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    Path(webhook): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    let outcome = said(asked.outcome.as_deref(), &ONE_OUTCOMES);
    page(&web, &me, id(&webhook)?, (outcome, asked.events), asked.before, None).await
}

async fn page(
    web: &Web,
    me: &SignedIn,
    id: WebhookId,
    (outcome, events): (Option<&'static str>, u16),
    before: Option<i64>,
    handed: Option<Handed>,
) -> Result<Response, Fault> {
    let from = Position(before.unwrap_or(i64::MAX));
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        let Some(hook) = store::webhook::by_id(conn, id)? else { return Ok(None) };
        let open = call::open(conn, id)?;
        let mut calls = Vec::new();
        for found in call::newest(conn, id, from, PAGE + 1)? {
            let attempts = call::attempts(conn, id, found.position)?;
            let kind = store::log::after(conn, Position(found.position.0 - 1), 1)?
                .first()
                .filter(|event| event.position == found.position)
                .map(|event| event.fact.kind());
            calls.push((found, attempts, kind));
        }
        Ok(Some((Shown::new(hook, open), calls)))
    };
    let (hook, mut calls) = web.store().read(read).await?.ok_or(Fault::NotFound)?;
    let more = calls.len() > PAGE;
    calls.truncate(PAGE);
    let more = calls.last().filter(|_| more).map(|(last, ..)| last.position.0);
    let told = calls.into_iter().map(|(call, attempts, kind)| Told {
        position: call.position.0,
        kind: kind.unwrap_or_default(),
        state: call.state.word(),
        due_at: call.due_at,
        attempts: attempts.into_iter().map(Try::from).collect(),
    });
    let page = Webhook {
        path: format!("/webhooks/{}", hook.id),
        more: more.map(|position| format!("/webhooks/{}?before={position}", hook.id)),
        hook,
        told: told.collect(),
        handed,
        outcome,
        events: events.into(),
        banner: banner(web, me).await?,
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// `POST /webhooks/{webhook}/state`
pub(in crate::operate) async fn stand(
    State(web): State<Web>,
    me: SignedIn,
    Path(webhook): Path<String>,
    Form(form): Form<Fields>,
) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    let (id, active) = (id(&webhook)?, field(&form, "on") == "yes");
    webhooks::stand(web.engine(), Some(me.agent.id), id, active).await?;
    let outcome = if active { "started" } else { "stopped" };
    Ok(respond::see(&format!("/webhooks/{id}?outcome={outcome}")))
}

/// `POST /webhooks/{webhook}/resends`: one, or from one to another.
pub(in crate::operate) async fn resend(
    State(web): State<Web>,
    me: SignedIn,
    Path(webhook): Path<String>,
    Form(form): Form<Fields>,
) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    let id = id(&webhook)?;
    let number = |name: &str| field(&form, name).trim().parse::<i64>().ok();
    let from = number("from").unwrap_or(0);
    let to = if field(&form, "to").trim().is_empty() { from } else { number("to").unwrap_or(0) };
    match webhooks::resend(web.engine(), Some(me.agent.id), id, from, to).await {
        Ok(events) => Ok(respond::see(&format!("/webhooks/{id}?outcome=resent&events={events}"))),
        Err(engine::Error::Refused(Refused::Invalid(_))) => Ok(respond::see(&format!("/webhooks/{id}?outcome=range"))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /webhooks/{webhook}/secrets`: a new one, shown once; the one before signs beside it for a day.
pub(in crate::operate) async fn rotate(
    State(web): State<Web>,
    me: SignedIn,
    Path(webhook): Path<String>,
) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    let id = id(&webhook)?;
    let secret = webhooks::rotate(web.engine(), Some(me.agent.id), id).await?.spelt();
    let handed = Handed { id, name: String::new(), secret };
    page(&web, &me, id, (None, 0), None, Some(handed)).await
}

/// `POST /webhooks/{webhook}/end`: gone, with everything that it was to be told.
pub(in crate::operate) async fn remove(
    State(web): State<Web>,
    me: SignedIn,
    Path(webhook): Path<String>,
) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    match webhooks::remove(web.engine(), Some(me.agent.id), id(&webhook)?).await {
        // Of one that somebody removed meanwhile, that is what was wanted.
        Ok(()) | Err(engine::Error::Refused(Refused::NotFound)) => Ok(respond::see("/webhooks?outcome=removed")),
        Err(error) => Err(error.into()),
    }
}
