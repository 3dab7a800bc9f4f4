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
pub mod demo;
mod device;
mod directory;
mod door;
mod fault;
mod files;
mod guard;
pub mod language;
pub mod live;
mod me;
mod operate;
pub mod pages;
mod passwords;
mod people;
mod ready;
mod respond;
mod sessions;
pub mod setup;
pub mod sign_on;
mod table;
mod templates;
mod web;
pub mod words;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use ipnet::IpNet;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::table::{Table, get};

pub use operate::machine;
pub use web::{Settings, Web};

/// The longest form that is read: far above the longest text of a message.
const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;

/// How long a page may take before the visitor is told to try again.
const PAGE_TIMEOUT: Duration = Duration::from_secs(20);

/// Every method and path that is served, as the router is made of them.
pub fn routes(web: &Web) -> Vec<(&'static str, &'static str)> {
    whole(web).into_parts().1
}

/// The one list of routes. Those that make pages are bounded in time and size.
fn whole(web: &Web) -> Table {
    let pages = agent::routes(web)
        .merge(me::routes())
        .merge(operate::routes())
        .merge(people::routes())
        .merge(templates::routes())
        .merge(door::routes())
        .merge(demo::routes())
        .merge(setup::routes())
        .within(|pages| {
            pages
                .layer(CatchPanicLayer::custom(fault::after_panic))
                .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PAGE_TIMEOUT))
                .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES))
                .layer(CompressionLayer::new())
        });
    let rest = Table::new()
        .route("/assets/{name}", get(files::asset))
        .route("/healthz", get(files::health))
        .route("/readyz", get(ready::ready));
    pages.merge(live::routes()).merge(rest)
}

/// The same routes for visitors from these networks alone, by the address of their connection. Others are told so; whether
/// the process is well is told to everybody.
pub fn within(routes: Router, web: &Web, networks: &[IpNet]) -> Router {
    routes
        .layer(from_fn_with_state(Arc::<[IpNet]>::from(networks), guard::known_place))
        .layer(from_fn_with_state(web.clone(), fault::dress))
        .layer(from_fn(guard::headers))
}

/// Everything that is served. Serve it with
/// `into_make_service_with_connect_info::<std::net::SocketAddr>()`: sign-in counts attempts by address.
pub fn router(web: Web) -> Router {
    let (router, _) = whole(&web).into_parts();
    router
        .fallback(fault::no_such_page)
        .layer(from_fn(guard::same_site))
        .layer(from_fn_with_state(web.clone(), fault::dress))
        .layer(from_fn(guard::headers))
        .with_state(web)
}
