//! Where plain HTTP is answered beside HTTPS: with the way there, for people; a program that sends its token unencrypted is
//! refused, so that somebody notices.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};

/// The longest path that is passed on.
const MAX_BYTES: usize = 2_000;

/// What other programs ask for.
const PROGRAMS: [&str; 2] = [api::PREFIX, api::mcp::PLACE];

/// Leads everybody to the same path below `public_url`, never to a host that the request names.
pub(super) fn redirecting(public_url: &str) -> Router {
    Router::new().fallback(lead).with_state(public_url.to_owned())
}

async fn lead(State(public_url): State<String>, request: Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if is_for_programs(request.uri().path()) {
        return (StatusCode::FORBIDDEN, "https only\n").into_response();
    }
    let path = if path.len() <= MAX_BYTES && path.starts_with('/') { path } else { "/" };
    // 308 keeps the method (RFC 9110, 15.4.9): a form that was sent here once is asked for where it is safe.
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, format!("{public_url}{path}"))]).into_response()
}

fn is_for_programs(path: &str) -> bool {
    let is_there = |rest: &str| rest.is_empty() || rest.starts_with('/');
    PROGRAMS.iter().any(|place| path.strip_prefix(place).is_some_and(is_there))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn everybody_is_led_to_the_one_address_there_is() {
        let router = redirecting("https://desk.example:8443");
        for (asked, led) in [
            ("/", "https://desk.example:8443/"),
            ("/inbox/all?q=a%20b", "https://desk.example:8443/inbox/all?q=a%20b"),
            ("http://evil.example/x", "https://desk.example:8443/x"),
            ("//evil.example/x", "https://desk.example:8443//evil.example/x"),
            ("/mcpherson", "https://desk.example:8443/mcpherson"),
        ] {
            let request = Request::get(asked).header("host", "evil.example").body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(
                (response.status(), response.headers()[LOCATION].to_str().unwrap()),
                (StatusCode::PERMANENT_REDIRECT, led)
            );
        }
        for asked in ["/api/v1", "/api/v1/events", "/mcp", "/mcp?session=a", "/mcp/"] {
            let program = Request::get(asked).body(Body::empty()).unwrap();
            assert_eq!(router.clone().oneshot(program).await.unwrap().status(), StatusCode::FORBIDDEN, "{asked}");
        }
        let long = format!("/{}", "x".repeat(MAX_BYTES));
        let response = router.oneshot(Request::get(long).body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.headers()[LOCATION], "https://desk.example:8443/");
    }
}
