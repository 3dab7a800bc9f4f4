//! A message's HTML, made safe, as a page for a frame.
//!
//! The frame is sandboxed twice, by its attribute and by the policy here: no scripts, no forms, no way to the page
//! around it; links open in a new tab. It keeps our origin (`allow-same-origin`) for two reasons, both harmless as long as no
//! script runs in it: the page around it measures how high it is, and its pictures are fetched with the visitor's cookie.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_FRAME_OPTIONS};
use axum::response::Response;
use mail::safe_html::{SafeHtml, Wanted, make_safe};
use serde::Deserialize;

use super::message;
use crate::fault::Fault;
use crate::pages::message_html::MessageHtml;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::word;

/// Pictures come from the mail itself.
const CLOSED: &str = "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'self'; \
                      sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/// Pictures come from wherever the mail says: somebody asked for them.
const OPEN: &str = "default-src 'none'; img-src 'self' data: https: http:; style-src 'self' 'unsafe-inline'; \
                    form-action 'none'; base-uri 'none'; frame-ancestors 'self'; \
                    sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/// What the address says beside the message.
#[derive(Deserialize)]
pub(in crate::agent) struct Asked {
    /// `1`: pictures on other servers are loaded.
    images: Option<String>,
    /// `original`: nothing is folded.
    view: Option<String>,
}

/// `GET /conversations/{id}/messages/{message}/html?images=1&view=original`
pub(in crate::agent) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    Path((conversation, asked_for)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let found = message(&web, &me, &conversation, &asked_for).await?;
    let (conversation, of) = (found.conversation, found.id);
    let found = web.store().read(move |conn| -> store::Result<_> {
        let html = store::message::content(conn, of)?.and_then(|content| content.html);
        Ok((html, store::attachment::parts(conn, of)?))
    });
    let (html, parts) = found.await?;
    let html = html.ok_or(Fault::NotFound)?;
    let remote = asked.images.as_deref() == Some("1");
    let folds = asked.view.as_deref() != Some("original");
    let (language, base) = (me.language(), format!("/conversations/{conversation}/messages/{of}/images"));
    let safe = tokio::task::spawn_blocking(move || -> SafeHtml {
        let part = |id: &str| {
            let place = parts.iter().find(|(known, _)| known == id).map(|(_, place)| place);
            place.map(|place| format!("{base}/{place}"))
        };
        let fold = folds.then(|| word(language, "timeline-item-quote"));
        make_safe(&html, &Wanted { remote, part: &part, fold: fold.as_deref() })
    });
    let safe = safe.await.map_err(|e| Fault::Broken(std::sync::Arc::new(e)))?;
    let page = MessageHtml { html: safe.html, blocked: safe.blocked, trackers: safe.trackers, cut: safe.cut };
    let rendered = web.pages().render(language, web.now(), &page)?;
    let mut response = respond::html(language, rendered, StatusCode::OK);
    let policy = if remote { OPEN } else { CLOSED };
    let set: [(HeaderName, &'static str); 3] =
        [(CONTENT_SECURITY_POLICY, policy), (REFERRER_POLICY, "no-referrer"), (X_FRAME_OPTIONS, "SAMEORIGIN")];
    for (name, value) in set {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}
