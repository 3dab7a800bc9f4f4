//! The events as they happen: Server-Sent Events whose `id` is the position in the log.
//!
//! A stream is authorised when it opens, per event, and again while it lasts: a token that ended, or lost its scope, ends
//! it. Positions that may not be seen go out as an id alone, so that whoever comes back begins behind them.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::event::Position;
use domain::line::{Line, is_of_kind};
use domain::scope::Scope;
use domain::time::{Millis, SECOND_MS};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, watch};
use utoipa::IntoParams;

use super::events::{Place, stretch};
use crate::admit::{Caller, again};
use crate::api::Api;
use crate::problem::Problem;
use crate::strict::Asked;

/// A line without content this often, so that both ends and all between know the stream is alive.
const BEAT: Duration = Duration::from_secs(20);
/// A token is asked for again at most this often while much happens.
const RECHECK_MS: i64 = 5 * SECOND_MS;
/// How many events are read at once.
const PIECE: usize = 200;

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only those behind this position; not named: what happens from now on.
    #[param(inline)]
    after: Option<Place>,
    /// Only this kind (`message.received`), or the kinds of this noun (`message`).
    kind: Option<String>,
}

/// The events as they happen, and before them those behind a position.
///
/// `Last-Event-ID` counts before `after`. Each event is one object as in the list of events. The stream never ends by
/// itself; when it does end, come back with the last id.
#[utoipa::path(get, path = "/events/stream", operation_id = "streamEvents", tag = "Events",
    params(Wanted, ("Last-Event-ID" = Option<String>, Header)),
    responses((status = 200, description = "Server-Sent Events", body = String, content_type = "text/event-stream")),
    security(("token" = ["events:read"])))]
pub(super) async fn open(
    State(api): State<Api>,
    caller: Caller,
    headers: HeaderMap,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Problem> {
    let room = api.limits().stream(caller.token).ok_or(Problem::TooManyRequests(60))?;
    let resumed = match headers.get("last-event-id").map(|id| id.to_str().ok().and_then(|id| id.parse::<i64>().ok())) {
        Some(Some(id)) if id >= 0 => Some(id),
        Some(_) => return Err(Problem::UnreadableHeader("Last-Event-ID is the id of an event".to_owned())),
        None => None,
    };
    let mut head = api.store().head();
    let now_at = *head.borrow_and_update();
    let position = resumed.or(wanted.after.map(|Place(after)| after)).map_or(now_at, Position);
    let (checked_at, kind) = (api.now(), wanted.kind);
    let listener = Listener { api, caller, headers, head, position, kind, checked_at, greeted: false, _room: room };
    let body = Body::from_stream(stream::unfold(listener, next));
    Ok(([(CONTENT_TYPE, "text/event-stream")], [("x-accel-buffering", "no")], body).into_response())
}

struct Listener {
    api: Api,
    caller: Caller,
    headers: HeaderMap,
    head: watch::Receiver<Position>,
    position: Position,
    kind: Option<String>,
    checked_at: Millis,
    greeted: bool,
    _room: OwnedSemaphorePermit,
}

async fn next(mut listener: Listener) -> Option<(Result<Bytes, Infallible>, Listener)> {
    match listener.advance().await {
        Ok(Some(text)) => Some((Ok(Bytes::from(text)), listener)),
        Ok(None) => None,
        Err(problem) => {
            tracing::debug!(token = %listener.caller.token, kind = problem.word(), "a stream of the API ends");
            None
        }
    }
}

impl Listener {
    /// Waits for something to say. `None`: the process stops.
    async fn advance(&mut self) -> Result<Option<String>, Problem> {
        if !std::mem::replace(&mut self.greeted, true) {
            return Ok(Some(": hello\n\n".to_owned()));
        }
        loop {
            self.head.borrow_and_update();
            let (grant, from) = (self.caller.grant(), self.position);
            let (events, seen, _) = self.api.read(move |conn| stretch(conn, grant, None, from, PIECE)).await?;
            if seen > from {
                self.recheck(RECHECK_MS).await?;
                self.position = seen;
                return self.tell(events, seen).map(Some);
            }
            let stopping = self.api.settings().stopping.clone();
            tokio::select! {
                changed = self.head.changed() => if changed.is_err() { return Ok(None) },
                () = tokio::time::sleep(BEAT) => {
                    self.recheck(0).await?;
                    return Ok(Some(": beat\n\n".to_owned()));
                }
                () = stopping.cancelled() => return Ok(None),
            }
        }
    }

    /// Makes sure that the token still opens this, when that was last made sure of longer ago than `within_ms`.
    async fn recheck(&mut self, within_ms: i64) -> Result<(), Problem> {
        let now = self.api.now();
        if now.since_ms(self.checked_at) >= within_ms {
            self.caller = again(&self.api, &self.headers, Scope::EventsRead).await?;
            self.checked_at = now;
        }
        Ok(())
    }

    /// The events as fields (HTML Living Standard, 9.2.6), and at the end the position up to which there were others.
    fn tell(&self, events: Vec<domain::event::Event>, seen: Position) -> Result<String, Problem> {
        let mut text = String::new();
        for event in events {
            if self.kind.as_deref().is_some_and(|kind| !is_of_kind(&event.fact, kind)) {
                continue;
            }
            let position = event.position;
            let line = serde_json::to_string(&Line::from(event)).map_err(|error| Problem::Broken(error.to_string()))?;
            let _ = write!(text, "id: {position}\ndata: {line}\n\n");
        }
        if !text.contains(&format!("id: {seen}\n")) {
            let _ = write!(text, "id: {seen}\n\n");
        }
        Ok(text)
    }
}
