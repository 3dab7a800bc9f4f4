//! Scripts, styles and images by their content-hash names, and the answer to "are you well".

use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::fault::Fault;
use crate::web::Web;

/// `GET /assets/{name}`
pub(crate) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = assets::find(&format!("/assets/{name}")) else { return Fault::NotFound.into_response() };
    let kept = [(CACHE_CONTROL, "public, max-age=31536000, immutable"), (ETAG, asset.etag), (VARY, "accept-encoding")];
    if headers.get(IF_NONE_MATCH).is_some_and(|tag| tag == asset.etag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let media = [(CONTENT_TYPE, asset.media_type)];
    let squeezed = headers
        .get(ACCEPT_ENCODING)
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.split(',').any(|one| one.trim() == "gzip" || one.trim().starts_with("gzip;")));
    if squeezed {
        (kept, media, [(CONTENT_ENCODING, "gzip")], asset.gz).into_response()
    } else {
        (kept, media, asset.bytes).into_response()
    }
}

/// `GET /healthz`: 200 when this node can do everything; 503 when the database does not answer, or a newer program has
/// changed it, so that a proxy passes this node over.
pub(crate) async fn health(State(web): State<Web>) -> Response {
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "application/json")];
    let look = |conn: &mut store::Conn| -> store::Result<_> {
        Ok((store::log::head(conn)?, store::migrate::is_outdated(conn)?))
    };
    match web.store().read(look).await {
        Ok((head, false)) => (headers, format!("{{\"status\":\"ok\",\"position\":{head}}}")).into_response(),
        Ok((_, true)) => (StatusCode::SERVICE_UNAVAILABLE, headers, "{\"status\":\"outdated\"}").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, headers, "{\"status\":\"database\"}").into_response(),
    }
}
