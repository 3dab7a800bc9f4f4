//! The answer to a form that changed a conversation: to htmx the parts that changed, to a browser
//! without scripts a redirect. The stream brings the same parts to everybody else.

use axum::http::StatusCode;
use axum::response::Response;
use domain::event::Position;
use domain::id::ConversationId;
use domain::permission::Action;
use engine::error::Refused;
use store::pages::Card;

use super::notice;
use crate::agent::controls;
use crate::fault::Fault;
use crate::live;
use crate::pages::conversation::ControlsPart;
use crate::respond::{self, Wanted};
use crate::sessions::SignedIn;
use crate::web::Web;

/// The head of the log before a change: what comes after it changed since.
pub(super) fn before(web: &Web) -> Position {
    *web.store().head().borrow()
}

/// A conversation, if the person may do `action` with it. What may not be seen does not exist.
pub(super) async fn card(web: &Web, me: &SignedIn, id: ConversationId, action: Action) -> Result<Card, Fault> {
    let card = web.store().read(move |conn| store::pages::one(conn, id)).await?.ok_or(Fault::NotFound)?;
    if !me.grant().allows(Action::Read, card.team) {
        return Err(Fault::NotFound);
    }
    if !me.grant().allows(action, card.team) {
        return Err(Fault::Forbidden);
    }
    Ok(card)
}

/// What happened in a conversation after `before`, as parts of the page. The conversation is one the person may see.
pub(super) async fn parts(web: &Web, me: &SignedIn, id: ConversationId, before: Position) -> Result<String, Fault> {
    let events = web.store().read(move |conn| store::log::of_conversation(conn, id, before, MAX_EVENTS)).await?;
    live::render(web, me.language(), events).await
}

/// More than any command makes at once.
const MAX_EVENTS: usize = 50;

/// Answers a change of status, assignee, priority, tags or spam: what changed, and the way back.
pub(super) async fn answer(
    web: &Web,
    me: &SignedIn,
    wanted: Wanted,
    id: ConversationId,
    before: Position,
    done: engine::Result<()>,
) -> Result<Response, Fault> {
    let stale = match done {
        Ok(()) => false,
        Err(engine::Error::Refused(Refused::TakenBy(_) | Refused::Outdated)) => true,
        Err(other) => return Err(other.into()),
    };
    if !wanted.htmx {
        let told = if stale { "told=stale".to_owned() } else { format!("since={before}") };
        return Ok(respond::see(&format!("/conversations/{id}?{told}")));
    }
    let mut html = if stale { String::new() } else { parts(web, me, id, before).await? };
    if html.is_empty() {
        // Nothing changed, or somebody else was faster: this is how it stands.
        let as_of = self::before(web);
        let card = card(web, me, id, Action::Read).await?;
        let names = web.directories().get_for(web, std::slice::from_ref(&card)).await?;
        let part = ControlsPart { controls: controls(&card, &names, as_of) };
        html = web.pages().render(me.language(), web.now(), &part)?;
    }
    if let Some(offer) = if stale { None } else { notice::offer(web, me, id, before).await? } {
        html.push_str(&notice::part(web, me, offer)?);
    }
    Ok(respond::html(me.language(), html, if stale { StatusCode::CONFLICT } else { StatusCode::OK }))
}
