//! What somebody did to a conversation, said in one line with the way back; and the way back itself.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::event::{Event, Position};
use domain::id::{BulkId, ConversationId};
use domain::permission::Action;
use domain::view::View;
use engine::commands;
use engine::error::Refused;
use serde::Deserialize;
use store::pages::Card;

use super::{bulk, changed, controls, id, sentence};
use crate::fault::Fault;
use crate::live;
use crate::pages::conversation::ControlsPart;
use crate::pages::notice::{Notice, NoticePart, Undo};
use crate::pages::times::Times;
use crate::respond::{self, Wanted};
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::word;

/// What the address of a page says of what was just done: the answer to a browser without scripts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// What the visitor did after this position can be taken back.
    pub since: Option<Position>,
    /// The end of a key `notice-text-…`.
    pub outcome: Option<&'static str>,
    /// What they did to many conversations, and from which view.
    pub bulk: Option<(BulkId, View)>,
}

impl Told {
    /// Reads what an address says.
    pub(super) fn read(since: Option<i64>, told: Option<&str>) -> Self {
        let known = ["undone", "kept", "stale", "moment", "none", "many", "no-tag", "long-tag"];
        let outcome = known.into_iter().find(|word| told == Some(word));
        Self { since: since.map(Position), outcome, bulk: None }
    }

    /// The notice that a page begins with.
    pub(super) async fn notice(
        self,
        web: &Web,
        me: &SignedIn,
        id: Option<ConversationId>,
    ) -> Result<Option<Notice>, Fault> {
        match (self.outcome, self.since, id) {
            (Some(outcome), ..) => Ok(Some(told(me, outcome))),
            (None, Some(since), Some(id)) => offer(web, me, id, since).await,
            _ => match self.bulk {
                Some((bulk, view)) => bulk::report(web, me, view, bulk).await,
                None => Ok(None),
            },
        }
    }
}

/// One sentence about what came of something.
pub(super) fn told(me: &SignedIn, outcome: &'static str) -> Notice {
    let tone = if outcome == "undone" { "done" } else { "kept" };
    Notice::plain(tone, word(me.language(), &format!("notice-text-{outcome}")))
}

/// What somebody did in a conversation after `since`, as long as it can be taken back.
pub(super) async fn offer(
    web: &Web,
    me: &SignedIn,
    conversation: ConversationId,
    since: Position,
) -> Result<Option<Notice>, Fault> {
    let by = me.by();
    let found = web.store().read(move |conn| {
        let events = commands::undoable(conn, by, conversation, since)?;
        let card = if events.is_some() { store::pages::one(conn, conversation)? } else { None };
        Ok::<_, store::Error>(events.zip(card))
    });
    let Some((events, card)) = found.await? else { return Ok(None) };
    said(web, me, &events, &card).await
}

async fn said(web: &Web, me: &SignedIn, events: &[Event], card: &Card) -> Result<Option<Notice>, Fault> {
    let names = web.directories().get_for(web, std::slice::from_ref(card)).await?;
    let times = Times { language: me.language(), zone: web.zone().clone(), now: web.now() };
    let lines: Vec<_> = events.iter().filter_map(|event| sentence::of(event, &names, &times)).collect();
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(None) };
    let undo = Some(Undo::of(card.id, first.position.0, last.position.0));
    let icon = lines.first().map_or("check", |(icon, _)| icon);
    let says = lines.into_iter().map(|(_, sentence)| sentence).collect();
    Ok(Some(Notice { tone: "done", icon, says, number: Some(card.number), undo, way: None }))
}

/// The notice as a part of a page.
pub(super) fn part(web: &Web, me: &SignedIn, notice: Notice) -> Result<String, Fault> {
    let html = web.pages().render(me.language(), web.now(), &NoticePart { notice })?;
    Ok(live::partial("#notice", "innerHTML", &html))
}

/// Answers a form that makes no sense: the reason, and nothing changed.
pub(super) fn refused(
    web: &Web,
    me: &SignedIn,
    wanted: Wanted,
    conversation: ConversationId,
    why: &'static str,
) -> Result<Response, Fault> {
    if !wanted.htmx {
        return Ok(respond::see(&format!("/conversations/{conversation}?told={why}")));
    }
    let html = part(web, me, told(me, why))?;
    Ok(respond::html(me.language(), html, StatusCode::UNPROCESSABLE_ENTITY))
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Done {
    first: i64,
    last: i64,
}

/// `POST /conversations/{id}/undo`
pub(super) async fn undo(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Done>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let before = changed::before(&web);
    let undo = commands::Undo { conversation, first: Position(form.first), last: Position(form.last) };
    let outcome = match commands::undo(web.engine(), me.by(), undo).await {
        Ok(()) => "undone",
        Err(engine::Error::Refused(Refused::Outdated | Refused::Joined)) => "kept",
        Err(other) => return Err(other.into()),
    };
    if !wanted.htmx {
        return Ok(respond::see(&format!("/conversations/{conversation}?told={outcome}")));
    }
    let mut html = part(&web, &me, told(&me, outcome))?;
    if outcome == "undone" {
        html.push_str(&changed::parts(&web, &me, conversation, before).await?);
    } else {
        html.push_str(&as_it_stands(&web, &me, conversation).await?);
    }
    Ok(respond::html(me.language(), html, StatusCode::OK))
}

/// The controls of a conversation as they stand, as a part of a page.
async fn as_it_stands(web: &Web, me: &SignedIn, id: ConversationId) -> Result<String, Fault> {
    let as_of = changed::before(web);
    let card = changed::card(web, me, id, Action::Read).await?;
    let names = web.directories().get_for(web, std::slice::from_ref(&card)).await?;
    let part = ControlsPart { controls: controls(&card, &names, as_of) };
    let html = web.pages().render(me.language(), web.now(), &part)?;
    Ok(live::partial(&format!("#controls-{id}"), "renew", &html))
}
