//! Pages over HTTP: the agents' workspace, its live stream, and the demo's own pages.
//!
//! In: requests. Out: HTML, made from what `store` reads; every change goes through `engine`. It
//! must not: write to the store except sessions and a person's language, decide about permissions
//! anywhere but through [`domain::permission`], learn which database it runs on, or send HTML that
//! holds a script or a style; only a customer's mail, made safe and in a frame of its own, has styles.
//!
//! Folders mirror addresses: [`agent`] is the workspace, [`live`] its stream, [`demo`] the demo's
//! pages, [`setup`] the first run. [`pages`] holds what templates are filled from. How to add a page: see [`pages`]; how to
//! add an address: a file in its folder, a line in that folder's `routes`.

pub mod agent;
mod attempts;
pub mod demo;
mod directory;
mod fault;
mod files;
mod guard;
pub mod language;
pub mod live;
pub mod pages;
mod respond;
mod sessions;
pub mod setup;
mod web;
pub mod words;

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub use web::{Settings, Web};

/// The longest form that is read: far above the longest text of a message.
const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;

/// How long a page may take before the visitor is told to try again.
const PAGE_TIMEOUT: Duration = Duration::from_secs(20);

/// Everything that is served. Serve it with
/// `into_make_service_with_connect_info::<std::net::SocketAddr>()`: sign-in counts attempts by address.
pub fn router(web: Web) -> Router {
    let pages = agent::routes(&web)
        .merge(demo::routes())
        .merge(setup::routes())
        .layer(CatchPanicLayer::custom(fault::after_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PAGE_TIMEOUT))
        .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES))
        .layer(CompressionLayer::new());
    Router::new()
        .merge(pages)
        .merge(live::routes())
        .route("/assets/{name}", get(files::asset))
        .route("/healthz", get(files::health))
        .fallback(fault::no_such_page)
        .layer(from_fn(guard::same_site))
        .layer(from_fn_with_state(web.clone(), fault::dress))
        .layer(from_fn(guard::headers))
        .with_state(web)
}
