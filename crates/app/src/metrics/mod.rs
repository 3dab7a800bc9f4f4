//! Numbers for whoever watches the counter: `GET /metrics` at an address of its own, in the OpenMetrics text format 1.0.
//!
//! In: what the store holds at the moment of asking, and what this node counted since its start. Out: text. It must not:
//! say anything of a person (no address, name or text; an inbox is its name in the settings), or be served beside the
//! pages, where anybody could ask.
//!
//! Names follow Prometheus' conventions (base units, `_total` for counters). What is read from the store is the same at
//! every node; what is counted is each node's own.

mod gauges;
mod requests;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use channels::email::smtp_in::Door;
use engine::Engine;
use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;
use gauges::Gauges;
pub use requests::Requests;

/// The format, as its specification names it.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is asked at every scrape.
pub struct Metrics {
    engine: Engine,
    gauges: Gauges,
    registry: Registry,
}

impl Metrics {
    /// The numbers of this node, with how its pages fare and what its own mail server counts.
    pub fn new(engine: Engine, requests: &Requests, door: Option<Arc<Door>>) -> Self {
        let mut registry = Registry::with_prefix("kontuar");
        let gauges = Gauges::register(&mut registry);
        requests.register(&mut registry);
        if let Some(door) = door {
            registry.register_collector(Box::new(gauges::Received(door)));
        }
        Self { engine, gauges, registry }
    }

    /// Everything as text. Without the database: what this node counted itself, and that the database is away.
    async fn text(&self) -> Result<String, std::fmt::Error> {
        self.gauges.renew(&self.engine).await;
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Answers until `stop`.
///
/// # Errors
/// When the listener breaks down.
pub async fn serve(listener: TcpListener, metrics: Metrics, stop: CancellationToken) -> Result<(), Failure> {
    let router = Router::new().route("/metrics", get(scrape)).with_state(Arc::new(metrics));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await.map_err(Failure::from)
}

async fn scrape(State(metrics): State<Arc<Metrics>>) -> Response {
    match metrics.text().await {
        Ok(text) => ([(CONTENT_TYPE, OPENMETRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
