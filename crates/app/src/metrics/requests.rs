//! How long the pages take, by route: counted around the whole router.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tokio::time::Instant;

/// Upper bounds in seconds: fine around what a page should take, coarse above.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0];

type Labels = [(&'static str, String); 3];

fn histogram() -> Histogram {
    Histogram::new(BUCKETS)
}

/// The requests that were answered. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Requests(Family<Labels, Histogram, fn() -> Histogram>);

impl Default for Requests {
    fn default() -> Self {
        Self(Family::new_with_constructor(histogram as fn() -> Histogram))
    }
}

impl Requests {
    /// The same routes, timed. A stream counts until it begins.
    pub fn around(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), timed))
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Time to the head of an answer, by route as it is written down, method and class of status";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, self.0.clone());
    }
}

async fn timed(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    // The route, never the address: ids are nobody's business, and there are too many.
    let route = request.extensions().get::<MatchedPath>().map_or("none", |path| path.as_str()).to_owned();
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        _ => "other",
    };
    let begun = Instant::now();
    let response = next.run(request).await;
    let class = format!("{}xx", response.status().as_u16() / 100);
    let labels = [("route", route), ("method", method.to_owned()), ("status", class)];
    requests.0.get_or_create(&labels).observe(begun.elapsed().as_secs_f64());
    response
}
