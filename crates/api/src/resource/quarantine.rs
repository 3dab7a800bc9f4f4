//! The quarantine: what could not be read, for those who lead.

use std::borrow::Cow;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::{Id, RawId};
use domain::permission::{Action, Grant};
use engine::commands::{self, Mending};
use serde::{Deserialize, Serialize};
use store::raw::Quarantined;
use utoipa::{IntoParams, ToSchema};

use super::Page;
use crate::admit::Caller;
use crate::api::Api;
use crate::cursor;
use crate::form::{InboxKey, Key, Limit, Moment, RawKey, ReasonWord, Word, Words};
use crate::problem::Problem;
use crate::strict::{Asked, At, NoQuery};
use crate::wish::{IdempotencyKey, Wish};

/// An arrival that could not be read.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Arrival {
    id: RawKey,
    inbox: InboxKey,
    received_at: Moment,
    #[schema(minimum = 0)]
    bytes: i64,
    /// Why; null for what was put aside by an older program.
    #[schema(required)]
    reason: Option<ReasonWord>,
    /// Why, as the program put it.
    words: String,
    /// How often it was put aside.
    #[schema(minimum = 0)]
    tries: i64,
    /// When somebody gave it up.
    #[schema(required)]
    given_up_at: Option<Moment>,
}

impl From<Quarantined> for Arrival {
    fn from(raw: Quarantined) -> Self {
        Self {
            id: Key(raw.id),
            inbox: Key(raw.inbox),
            received_at: Moment(raw.received_at),
            bytes: raw.bytes,
            reason: raw.kind.map(Word),
            words: raw.reason,
            tries: raw.tries,
            given_up_at: raw.given_up.map(Moment),
        }
    }
}

/// Which arrivals.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Those that somebody gave up, instead of those that wait.
    #[serde(default)]
    #[param(required = false)]
    given_up: bool,
    /// How many at most.
    #[serde(default)]
    #[param(inline, required = false)]
    limit: Limit,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// What could not be read, the oldest first.
///
/// What arrived in inboxes of other teams is left out after the page was cut: it may be short and still have a next one.
#[utoipa::path(get, path = "/quarantine", operation_id = "listQuarantine", tag = "Quarantine", params(Wanted),
    responses((status = 200, body = Page<Arrival>)), security(("token" = ["quarantine:read"])))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Page<Arrival>>, Problem> {
    let (name, page) = if wanted.given_up {
        ("given_up", store::raw::given_up as fn(&mut store::Conn, RawId, usize) -> _)
    } else {
        ("quarantine", store::raw::quarantined as fn(&mut store::Conn, RawId, usize) -> _)
    };
    let after = wanted.cursor.as_deref().map(|cursor| cursor::read(name, cursor)).transpose()?;
    let after = RawId::from_raw(after.map_or(0, |(after, _)| after));
    let (grant, limit) = (caller.grant(), wanted.limit.get());
    let mut found: Vec<Quarantined> = api.read(move |conn| page(conn, after, limit + 1)).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| cursor::write(name, (last.id.raw(), 0)));
    found.retain(|raw| grant.allows(Action::Mend, raw.team));
    Ok(Json(Page { items: found.into_iter().map(Arrival::from).collect(), next }))
}

async fn find(api: &Api, grant: Grant, id: RawId) -> Result<Quarantined, Problem> {
    let found = api.read(move |conn| store::raw::in_quarantine(conn, id)).await?;
    found.filter(|raw| grant.allows(Action::Mend, raw.team)).ok_or(Problem::NotFound)
}

/// One arrival that could not be read.
#[utoipa::path(get, path = "/quarantine/{arrival}", operation_id = "getArrival", tag = "Quarantine",
    params(("arrival" = inline(RawKey), Path)),
    responses((status = 200, body = Arrival)), security(("token" = ["quarantine:read"])))]
pub(super) async fn show(
    State(api): State<Api>,
    caller: Caller,
    At(Key(id)): At<RawKey>,
    _: NoQuery,
) -> Result<Json<Arrival>, Problem> {
    Ok(Json(find(&api, caller.grant(), id).await?.into()))
}

/// The bytes of an arrival, as they came.
#[utoipa::path(get, path = "/quarantine/{arrival}/source", operation_id = "getArrivalSource", tag = "Quarantine",
    params(("arrival" = inline(RawKey), Path)),
    responses((status = 200, description = "Its bytes", body = Vec<u8>, content_type = "application/octet-stream")),
    security(("token" = ["quarantine:read"])))]
pub(super) async fn source(
    State(api): State<Api>,
    caller: Caller,
    At(Key(id)): At<RawKey>,
    _: NoQuery,
) -> Result<Response, Problem> {
    find(&api, caller.grant(), id).await?;
    let stored = api.read(move |conn| store::raw::bytes(conn, id)).await?.ok_or(Problem::NotFound)?;
    let blobs = api.store().blobs().clone();
    let content = tokio::task::spawn_blocking(move || stored.unpack(&blobs)).await;
    let content = content.map_err(|error| Problem::Broken(error.to_string()))??;
    let headers = [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, "attachment")];
    Ok((headers, content).into_response())
}

/// The word for it.
pub(super) type MendingWord = Word<Mending>;

impl Words for Mending {
    const NAME: &'static str = "Mending";

    fn all() -> Vec<Self> {
        vec![Self::Retry, Self::GiveUp, Self::TakeBack]
    }

    fn word(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Retry => "retry",
            Self::GiveUp => "give_up",
            Self::TakeBack => "take_back",
        })
    }
}

/// What becomes of an arrival.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Mended {
    /// `retry`: it is read again; `give_up`: it leaves the list and is kept; `take_back`: it comes back to the list.
    decision: MendingWord,
}

/// Decides what becomes of an arrival that could not be read.
#[utoipa::path(post, path = "/quarantine/{arrival}/decisions", operation_id = "decideArrival", tag = "Quarantine",
    params(("arrival" = inline(RawKey), Path), ("Idempotency-Key" = inline(Option<IdempotencyKey>), Header)),
    request_body = Mended,
    responses((status = 204, description = "It is done")), security(("token" = ["quarantine:write"])))]
pub(super) async fn decide(At(Key(id)): At<RawKey>, _: NoQuery, wish: Wish<Mended>) -> Result<StatusCode, Problem> {
    commands::mend(&wish.engine, wish.caller.by(), id, wish.body.decision.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
