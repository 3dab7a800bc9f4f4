//! `GET /readyz`: whether this node should be given work, and if not, what is the matter.
//!
//! For who balances loads and for who watches; [`crate::files::health`] only says that the node answers and reads.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::{Conn, Tx, lease, migrate};

use crate::web::Web;

/// How long each check may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// What was found.
#[derive(Debug, Serialize)]
struct Ready {
    ready: bool,
    checks: Checks,
}

/// Each check: `ok`, or a word for what is wrong.
#[derive(Debug, Serialize)]
struct Checks {
    /// `ok`, `away`.
    database: &'static str,
    /// `ok`, `older`, `newer`, `unknown`.
    schema: &'static str,
    /// `ok`, `full`, `outdated`, `away`.
    writer: &'static str,
    /// `ok`, `stopping`.
    process: &'static str,
}

impl Checks {
    fn are_well(&self) -> bool {
        [self.database, self.schema, self.writer, self.process].iter().all(|word| *word == "ok")
    }
}

/// `GET /readyz`: 200 when this node can do everything, 503 when not; either way JSON with every check.
pub(crate) async fn ready(State(web): State<Web>) -> Response {
    let (version, writer) = tokio::join!(version(&web), writer(&web));
    let checks = Checks {
        database: if version.is_some() { "ok" } else { "away" },
        schema: version.map_or("unknown", schema),
        writer,
        process: if web.settings().stopping.is_cancelled() { "stopping" } else { "ok" },
    };
    let ready = checks.are_well();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "application/json")];
    let body = serde_json::to_string(&Ready { ready, checks }).unwrap_or_default();
    (status, headers, body).into_response()
}

async fn version(web: &Web) -> Option<i64> {
    let read = web.store().read(|conn: &mut Conn| migrate::version(conn));
    tokio::time::timeout(PATIENCE, read).await.ok()?.ok()
}

fn schema(version: i64) -> &'static str {
    match version.cmp(&migrate::newest()) {
        std::cmp::Ordering::Less => "older",
        std::cmp::Ordering::Equal => "ok",
        std::cmp::Ordering::Greater => "newer",
    }
}

/// Whether a write passes through the writer's lane.
pub(crate) async fn writer(web: &Web) -> &'static str {
    let (node, now) = (web.store().node(), web.now());
    let write = move |tx: &mut Tx<'_>| -> store::Result<()> { lease::touch(tx, node, now) };
    match tokio::time::timeout(PATIENCE, web.store().write(write)).await {
        Ok(Ok(_)) => "ok",
        Ok(Err(store::Error::Full(_))) => "full",
        Ok(Err(store::Error::Outdated)) => "outdated",
        Ok(Err(_)) | Err(_) => "away",
    }
}
