//! The REST API, `/api/v1`: what other programs read and do, for an agent who let them.
//!
//! In: requests with a token. Out: JSON, made from what `store` reads; every change goes through the commands of `engine`,
//! with the guards the pages have, so there is no second way to write. It must not: decide about permissions anywhere
//! but in [`domain::permission`] and [`domain::scope`], write to the store except when a token was used, or know of cookies.
//!
//! The document (OpenAPI 3.1) is made from the handlers, and what it says is what holds: [`table`] takes the scope of each
//! route from it, [`strict`] the names that a body or query may have. A route that the document does not know answers
//! nothing. What goes wrong is one [`problem::Problem`] each (RFC 9457).
//!
//! [`mcp`] is the same for language models, at [`mcp::PLACE`]: each of its tools asks this API.
//!
//! How to add a resource: a file in [`resource`] with its handlers, a line for each in `resource::routes`, and their
//! sample requests in `tests` (`api::permission`), which fails until they are there.

mod admit;
mod api;
mod cursor;
mod document;
mod door;
mod form;
mod limit;
pub mod mcp;
mod page;
pub mod problem;
mod resource;
mod strict;
mod table;
mod wish;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use ipnet::IpNet;
use tower_http::catch_panic::CatchPanicLayer;

pub use api::Settings;
pub use document::document;

use crate::api::Api;

/// Where it is.
pub const PREFIX: &str = "/api/v1";

/// The same routes for programs in these networks alone, by the address of their connection.
pub fn within(routes: Router, networks: &[IpNet]) -> Router {
    routes.layer(from_fn_with_state(Arc::<[IpNet]>::from(networks), door::known_place)).layer(from_fn(door::dress))
}

/// Everything below [`PREFIX`], and [`mcp::PLACE`].
pub fn router(engine: engine::Engine, settings: Settings) -> Router {
    let (routes, document) = document::parts();
    let api = Api::new(engine, settings, &document);
    let routes = routes
        .route_layer(from_fn_with_state(api.clone(), admit::admit))
        .route("/openapi.json", get(document::fetch))
        .route("/docs", get(page::show))
        .route("/docs.css", get(page::style))
        .method_not_allowed_fallback(door::no_such_method)
        .fallback(door::no_such_place)
        .layer(CatchPanicLayer::custom(door::after_panic))
        .layer(from_fn(door::dress))
        .with_state(api.clone());
    let routes = Router::new().nest(PREFIX, routes);
    routes.clone().merge(mcp::router(api, routes))
}
