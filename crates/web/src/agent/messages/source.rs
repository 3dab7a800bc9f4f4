//! A message as it came over the wire, headers and all, as plain text.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use futures_util::stream::try_unfold;
use store::raw::Body as Raw;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use super::{ALONE, message};
use crate::fault::Fault;
use crate::sessions::SignedIn;
use crate::web::Web;

/// How much of a large message is read at once.
const PIECE_BYTES: usize = 64 * 1024;

/// `GET /conversations/{id}/messages/{message}/source`
pub(in crate::agent) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    Path((conversation, of)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let message = message(&web, &me, &conversation, &of).await?;
    let raw = message.raw.ok_or(Fault::NotFound)?;
    let stored = web.store().read(move |conn| store::raw::bytes(conn, raw)).await?.ok_or(Fault::NotFound)?;
    let body = stream(&web, stored).await?;
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{}.eml.txt\"", message.id)),
        (CONTENT_SECURITY_POLICY, ALONE.to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// An arrival's bytes as they came.
pub(in crate::agent) async fn stream(web: &Web, stored: Raw) -> Result<Body, Fault> {
    let blobs = web.store().blobs().clone();
    let body = tokio::task::spawn_blocking(move || match stored {
        Raw::Blob(hash) => blobs.open_file(hash).map(|file| Body::from_stream(pieces(File::from_std(file)))),
        Raw::Row(_) => stored.unpack(&blobs).map(Body::from),
    });
    Ok(body.await.map_err(|e| Fault::Broken(std::sync::Arc::new(e)))??)
}

/// A file piece by piece: a large mail never stands in memory whole.
fn pieces(file: File) -> impl Stream<Item = std::io::Result<Vec<u8>>> {
    try_unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE_BYTES];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then_some((piece, file)))
    })
}
