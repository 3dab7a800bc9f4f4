//! A file that came with a message: to keep, never to show. Whatever its name and type claim, it is
//! hostile: the browser is told to store it and to guess nothing.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::{ConversationId, MessageId};
use domain::permission::Action;

use super::{changed, id};
use crate::fault::Fault;
use crate::sessions::SignedIn;
use crate::web::Web;

/// `GET /conversations/{id}/messages/{message}/files/{place}`
pub(super) async fn fetch(
    State(web): State<Web>,
    me: SignedIn,
    Path((conversation, message, place)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let (conversation, message): (ConversationId, MessageId) = (id(&conversation)?, id(&message)?);
    let place: i64 = id(&place)?;
    changed::card(&web, &me, conversation, Action::Read).await?;
    let found = web.store().read(move |conn| -> store::Result<_> {
        let inside = store::message::by_id(conn, message)?.is_some_and(|message| message.conversation == conversation);
        if inside { store::attachment::one(conn, message, place) } else { Ok(None) }
    });
    let (name, _, hash) = found.await?.ok_or(Fault::NotFound)?;
    let blobs = web.store().blobs().clone();
    let content = tokio::task::spawn_blocking(move || blobs.read(hash)).await;
    let content = content.map_err(|e| Fault::Broken(std::sync::Arc::new(e)))??;
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, disposition(&name)),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}

/// To keep under this name (RFC 6266, with the name in UTF-8 by RFC 8187).
fn disposition(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn names_cannot_leave_their_header() {
        assert_eq!(disposition("faktura 7.pdf"), "attachment; filename*=UTF-8''faktura%207.pdf");
        let hostile = disposition("a\"; b\r\nSet-Cookie: x=ż");
        assert!(!hostile.contains(['"', '\r', '\n']), "{hostile}");
    }
}
