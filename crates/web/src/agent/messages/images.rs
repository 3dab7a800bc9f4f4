//! A picture that came with a message, for the message's own page. What it claims to be does not count: only what begins
//! like a picture of four kinds that hold no markup is served.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::{ALONE, message};
use crate::agent::id;
use crate::fault::Fault;
use crate::sessions::SignedIn;
use crate::web::Web;

/// `GET /conversations/{id}/messages/{message}/images/{place}`
pub(in crate::agent) async fn fetch(
    State(web): State<Web>,
    me: SignedIn,
    Path((conversation, of, place)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let of = message(&web, &me, &conversation, &of).await?.id;
    let place: i64 = id(&place)?;
    let found = web.store().read(move |conn| store::attachment::one(conn, of, place));
    let (.., hash) = found.await?.ok_or(Fault::NotFound)?;
    let blobs = web.store().blobs().clone();
    let content = tokio::task::spawn_blocking(move || blobs.read(hash)).await;
    let content = content.map_err(|e| Fault::Broken(std::sync::Arc::new(e)))??;
    let kind = kind(&content).ok_or(Fault::NotFound)?;
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_DISPOSITION, "inline"),
        (CONTENT_SECURITY_POLICY, ALONE),
        (CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, content).into_response())
}

/// The media type of a picture by its first bytes.
fn kind(content: &[u8]) -> Option<&'static str> {
    match content {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn pictures_are_known_by_how_they_begin() {
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(kind(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(kind(b"GIF89a"), Some("image/gif"));
        assert_eq!(kind(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [&b"<svg onload=alert(1)>"[..], b"<!doctype html>", b"GIF8", b"RIFF\0\0\0\0WAVE", b""] {
            assert_eq!(kind(other), None);
        }
    }
}
