use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use tower::ServiceExt;

use super::Requests;

#[tokio::test]
async fn requests_are_counted_by_route_and_never_by_address() {
    let requests = Requests::default();
    let router = requests.around(Router::new().route("/conversations/{id}", get(async || "page")));
    for path in ["/conversations/cnv_1", "/conversations/cnv_2", "/somebody@example.org"] {
        router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    }
    let mut registry = Registry::default();
    requests.register(&mut registry);
    let mut text = String::new();
    encode(&mut text, &registry).unwrap();
    let count = r#"http_request_duration_seconds_count{route="/conversations/{id}",method="GET",status="2xx"} 2"#;
    assert!(text.contains(count), "{text}");
    assert!(text.contains(r#"_count{route="none",method="GET",status="4xx"} 1"#), "{text}");
    assert!(!text.contains("cnv_1") && !text.contains("example.org"), "{text}");
}
