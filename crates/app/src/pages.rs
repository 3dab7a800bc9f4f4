//! The pages and the API, wired to what they read and do.

use std::sync::Arc;

use engine::Engine;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use web::demo::CustomerMail;
use web::{Settings, Web};

use crate::config::Config;
use crate::connect::Connections;
use crate::demo::post::PostOffice;
use crate::machine::Here;

/// All pages, and the API beside them; `customers` makes them the demo's. `news` is rung when a mailbox was connected.
pub fn router(
    engine: &Engine,
    config: &Config,
    customers: Option<Arc<PostOffice>>,
    news: Arc<Notify>,
    stopping: &CancellationToken,
) -> axum::Router {
    let connections = Connections::new(engine.clone(), config.inboxes.as_slice().into(), news);
    let settings = Settings {
        home: config.home(),
        zone: config.time_zone.clone(),
        https: config.public_url.as_ref().is_some_and(|url| url.starts_with("https://")),
        demo: customers.map(|office| office as Arc<dyn CustomerMail>),
        connector: Some(Arc::new(connections)),
        machine: Some(Arc::new(Here::of(config))),
        stopping: stopping.clone(),
    };
    let settings_of_api =
        api::Settings { requests_per_minute: config.api.requests_per_minute, stopping: stopping.clone() };
    web::router(Web::new(engine.clone(), settings)).merge(api::router(engine.clone(), settings_of_api))
}
