//! The pages and the API, wired to what they read and do.

use std::sync::Arc;

use axum::http::header::{HeaderValue, STRICT_TRANSPORT_SECURITY};
use engine::Engine;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tower_http::set_header::SetResponseHeaderLayer;
use web::demo::CustomerMail;
use web::{Settings, Web};

use crate::config::Config;
use crate::connect::Connections;
use crate::demo::post::PostOffice;
use crate::machine::Here;
use crate::sign_on::SignOn;

/// How long browsers come back over HTTPS only (RFC 6797). Hosts below this name are not ours to speak for.
const A_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000");

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
    let https = settings.https;
    let mut web = Web::new(engine.clone(), settings);
    if let Some(sign_on) = &config.sign_on {
        web = web.signing_on_by(Arc::new(SignOn::new(sign_on, &config.home())));
    }
    let mut pages = web::router(web.clone());
    if let Some(networks) = &config.access.pages {
        pages = web::within(pages, &web, networks);
    }
    let mut api = api::router(engine.clone(), settings_of_api);
    if let Some(networks) = &config.access.api {
        api = api::within(api, networks);
    }
    let routes = pages.merge(api);
    if https { routes.layer(SetResponseHeaderLayer::overriding(STRICT_TRANSPORT_SECURITY, A_YEAR)) } else { routes }
}
