//! What a webhook was told, every attempt, and telling it again.

use std::borrow::Cow;

use axum::Json;
use axum::extract::State;
use domain::event::Position;
use domain::webhook::CallState;
use engine::webhooks;
use serde::{Deserialize, Serialize};
use store::webhook::call;
use utoipa::ToSchema;

use super::super::Page;
use super::super::directory::Paging;
use super::super::events::Place;
use super::find;
use crate::api::Api;
use crate::cursor;
use crate::form::{Key, Moment, WebhookKey, Word, Words};
use crate::problem::Problem;
use crate::strict::{Asked, At, NoQuery};
use crate::wish::Wish;

/// The word for it.
pub(in crate::resource) type CallStateWord = Word<CallState>;

impl Words for CallState {
    const NAME: &'static str = "WebhookCallState";

    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn word(self) -> Cow<'static, str> {
        Cow::Borrowed(Self::word(self))
    }
}

/// The telling of one event.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::resource) struct WebhookCall {
    /// The event.
    #[schema(minimum = 1)]
    position: i64,
    state: CallStateWord,
    /// When it is tried next, or was ended.
    due_at: Moment,
    /// How often it was tried since somebody last wanted it sent.
    #[schema(minimum = 0)]
    attempts: u32,
}

impl From<call::Call> for WebhookCall {
    fn from(call: call::Call) -> Self {
        let call::Call { position, state, due_at, attempts } = call;
        Self { position: position.0, state: Word(state), due_at: Moment(due_at), attempts }
    }
}

/// What a webhook was told or is to be told, the oldest first; what was ended a month ago is forgotten.
#[utoipa::path(get, path = "/webhooks/{webhook}/calls", operation_id = "listWebhookCalls", tag = "Webhooks",
    params(("webhook" = inline(WebhookKey), Path), Paging),
    responses((status = 200, body = Page<WebhookCall>)), security(("token" = ["webhooks:read"])))]
pub(in crate::resource) async fn list(
    State(api): State<Api>,
    At(Key(id)): At<WebhookKey>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<WebhookCall>>, Problem> {
    find(&api, id).await?;
    let (after, limit) = (paging.after("webhook_calls")?.map_or(0, |(after, _)| after), paging.limit.get());
    let mut found = api.read(move |conn| call::list(conn, id, Position(after), limit + 1)).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| cursor::write("webhook_calls", (last.position.0, 0)));
    Ok(Json(Page { items: found.into_iter().map(WebhookCall::from).collect(), next }))
}

/// One attempt to tell a webhook of an event.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::resource) struct WebhookAttempt {
    /// Its number, counted from 1.
    #[schema(minimum = 1)]
    n: i64,
    started_at: Moment,
    /// Null while it runs, or when it never said.
    #[schema(required)]
    ended_at: Option<Moment>,
    /// The status of the answer; null where there was none.
    #[schema(required)]
    status: Option<u16>,
    /// The beginning of the answer, or why there is none.
    #[schema(required)]
    answer: Option<String>,
}

impl From<call::Attempt> for WebhookAttempt {
    fn from(attempt: call::Attempt) -> Self {
        let call::Attempt { n, started_at, ended_at, status, answer } = attempt;
        Self { n, started_at: Moment(started_at), ended_at: ended_at.map(Moment), status, answer }
    }
}

/// Every attempt to tell a webhook of an event, the oldest first.
#[utoipa::path(get, path = "/webhooks/{webhook}/calls/{position}/attempts", operation_id = "listWebhookAttempts",
    tag = "Webhooks", params(("webhook" = inline(WebhookKey), Path), ("position" = inline(Place), Path)),
    responses((status = 200, body = Page<WebhookAttempt>)), security(("token" = ["webhooks:read"])))]
pub(in crate::resource) async fn attempts(
    State(api): State<Api>,
    At((Key(id), Place(position))): At<(WebhookKey, Place)>,
    _: NoQuery,
) -> Result<Json<Page<WebhookAttempt>>, Problem> {
    let position = Position(position);
    let known = api.read(move |conn| call::one(conn, id, position)).await?;
    known.ok_or(Problem::NotFound)?;
    let attempts = api.read(move |conn| call::attempts(conn, id, position)).await?;
    Ok(Json(Page { items: attempts.into_iter().map(WebhookAttempt::from).collect(), next: None }))
}

/// What is to be told again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::resource) struct Stretch {
    /// The first position of the log.
    #[schema(minimum = 1)]
    from: i64,
    /// The last; left out: only the first. At most 10,000 are looked through at once.
    #[schema(nullable = false, minimum = 1)]
    to: Option<i64>,
}

/// How much is told again.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::resource) struct Resent {
    /// How many events; those that are told at this very moment are not counted.
    #[schema(minimum = 0)]
    events: usize,
}

/// Tells a webhook again of what happened, as far as it is of its kinds, under the same `webhook-id`s.
#[utoipa::path(post, path = "/webhooks/{webhook}/resends", operation_id = "resendToWebhook", tag = "Webhooks",
    params(("webhook" = inline(WebhookKey), Path)), request_body = Stretch,
    responses((status = 200, body = Resent)), security(("token" = ["webhooks:write"])))]
pub(in crate::resource) async fn resend(
    State(api): State<Api>,
    At(Key(id)): At<WebhookKey>,
    _: NoQuery,
    wish: Wish<Stretch>,
) -> Result<Json<Resent>, Problem> {
    let (by, Stretch { from, to }) = (wish.caller.agent.id, wish.body);
    let events = webhooks::resend(api.engine(), Some(by), id, from, to.unwrap_or(from)).await?;
    Ok(Json(Resent { events }))
}
