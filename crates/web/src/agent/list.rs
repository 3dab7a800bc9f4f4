//! The inbox: one view's list, and beside it the conversation that is open.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::conversation::Bucket;
use domain::event::Position;
use domain::id::ConversationId;
use domain::permission::Action;
use domain::view::View;
use serde::Deserialize;
use store::Conn;
use store::agent::Agent;
use store::pages::Card;

use super::bulk;
use super::conversation::{self, Amended, pane};
use super::mailboxes::{Troubles, banner_of, troubles};
use super::rows::{self, counts, row};
use crate::directory::Directory;
use crate::fault::Fault;
use crate::pages::frame::Frame;
use crate::pages::list::{Inbox, InboxPart, List, Rows, ViewLink};
use crate::pages::mailboxes::Banner;
use crate::pages::outbox::OutboxLink;
use crate::pages::setup::Step;
use crate::respond::{self, Wanted};
use crate::sessions::{Asking, SignedIn};
use crate::setup;
use crate::web::Web;

/// `GET /`: the inbox; for an owner who has not been through the first run, where they left it.
pub(super) async fn start(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    let unfinished = setup::reached(&web, &me).await?.is_some_and(|step| step != Step::Left);
    Ok(respond::see(if unfinished { "/setup" } else { "/inbox/to-answer" }))
}

/// What the address says beside the view.
#[derive(Deserialize)]
pub(super) struct Further {
    after: Option<String>,
    /// What the visitor just did to many conversations.
    bulk: Option<String>,
    /// What came of something they did.
    told: Option<String>,
}

/// `GET /inbox/{view}`, and with `?after=` the rows after those.
pub(super) async fn show(
    State(web): State<Web>,
    asking: Asking,
    Path(view): Path<String>,
    Query(further): Query<Further>,
    wanted: Wanted,
) -> Result<Response, Fault> {
    let view = View::from_word(&view).ok_or(Fault::NotFound)?;
    match further.after.as_deref() {
        Some(after) if wanted.part => more(&web, asking, view, rows::read_after(after).ok_or(Fault::NotFound)?).await,
        _ if wanted.part => {
            let (me, inbox, ..) = read(&web, asking, Some(view), None, Amended::default()).await?;
            Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &inbox)?, StatusCode::OK))
        }
        _ => {
            let told = bulk::told_at(further.bulk.as_deref(), further.told.as_deref(), view);
            page(&web, asking, Some(view), None, Amended { told, ..Amended::default() }).await
        }
    }
}

async fn more(web: &Web, asking: Asking, view: View, after: rows::After) -> Result<Response, Fault> {
    let names = web.directories().get(web).await?;
    let (now, who) = (web.now(), asking.clone());
    let (session, as_of, (cards, more)) = web
        .store()
        .read(move |conn| -> store::Result<_> {
            let Some(session) = who.find(conn, now)? else { return Ok(Default::default()) };
            let scope = names.scope(session.agent.grant());
            let (as_of, agent) = (store::log::head(conn)?, session.agent.id);
            Ok((Some(session), as_of, rows::list(conn, &scope, view, agent, Some(after))?))
        })
        .await?;
    let me = asking.settle(web, session).await?;
    let names = web.directories().get_for(web, &cards).await?;
    let part = Rows {
        view,
        more: rows::next(view, &cards, more),
        rows: cards.iter().map(|card| row(card, &names, as_of)).collect(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &part)?, StatusCode::OK))
}

/// The whole page. Without a view, the one in which everybody finds the conversation.
pub(super) async fn page(
    web: &Web,
    asking: Asking,
    view: Option<View>,
    open: Option<ConversationId>,
    amended: Amended,
) -> Result<Response, Fault> {
    let status = if amended.composer.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let told = amended.told;
    let (me, mut inbox, view, banner) = read(web, asking, view, open, amended).await?;
    let notice = told.notice(web, &me, open).await?;
    let path = match open {
        Some(id) => format!("/conversations/{id}?view={}", view.word()),
        None => format!("/inbox/{}", view.word()),
    };
    inbox.current = Some(view);
    let frame = Frame { me: me.me(), demo: web.demo().is_some(), banner, path };
    let page = Inbox { frame, notice, inbox };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, status))
}

/// What the store gives for the inbox.
struct Found {
    position: Position,
    views: Vec<ViewLink>,
    outbox: OutboxLink,
    aside: i64,
    troubled: Option<Troubles>,
    opened: Option<conversation::Read>,
    view: View,
    cards: Vec<Card>,
    more: bool,
}

/// Sends what [`found`] asks for, as far as it is known before.
fn ahead(
    conn: &mut Conn,
    names: &Directory,
    agent: &Agent,
    view: Option<View>,
    open: Option<ConversationId>,
) -> store::Result<()> {
    let (grant, scope) = (agent.grant(), names.scope(agent.grant()));
    conn.ahead(|conn| {
        store::log::head(conn)?;
        open.map(|id| conversation::ahead(conn, id)).transpose()?;
        counts(conn, &scope, agent.id)?;
        super::outbox_count(conn, grant, agent.id)?;
        if grant.allows(Action::Mend, grant.team) {
            store::raw::count_listed(conn, |_| true)?;
            troubles(conn, grant)?;
        }
        view.map(|view| rows::list(conn, &scope, view, agent.id, None)).transpose()
    })
}

fn found(
    conn: &mut Conn,
    names: &Directory,
    agent: &Agent,
    view: Option<View>,
    open: Option<ConversationId>,
) -> store::Result<Found> {
    let (grant, scope) = (agent.grant(), names.scope(agent.grant()));
    // First of all: what is read after it may be newer, never older.
    let position = store::log::head(conn)?;
    let opened = open.map(|id| conversation::read_as_of(conn, id, position)).transpose()?.flatten();
    let opened = opened.filter(|read| grant.allows(Action::Read, read.card.team));
    let bucket = opened.as_ref().map_or(Bucket::ToAnswer, |read| read.card.bucket);
    let view = view.unwrap_or(View::of(bucket));
    let (cards, more) = rows::list(conn, &scope, view, agent.id, None)?;
    let sees = |team| grant.allows(Action::Mend, team);
    let views = counts(conn, &scope, agent.id)?;
    let outbox = super::outbox_count(conn, grant, agent.id)?;
    let mends = grant.allows(Action::Mend, grant.team);
    let aside = if mends { store::raw::count_listed(conn, sees)? } else { 0 };
    let troubled = if mends { Some(troubles(conn, grant)?) } else { None };
    Ok(Found { position, views, outbox, aside, troubled, opened, view, cards, more })
}

/// Reads everything the inbox shows, and who asks for it, in one go.
async fn read(
    web: &Web,
    asking: Asking,
    view: Option<View>,
    open: Option<ConversationId>,
    amended: Amended,
) -> Result<(SignedIn, InboxPart, View, Option<Banner>), Fault> {
    let names = web.directories().get(web).await?;
    let (now, who) = (web.now(), asking.clone());
    let (session, found) = web
        .store()
        .read(move |conn| -> store::Result<_> {
            conn.ahead(|conn| {
                who.find(conn, now)?;
                who.guess.as_ref().map(|agent| ahead(conn, &names, agent, view, open)).transpose()
            })?;
            let Some(session) = who.find(conn, now)? else { return Ok((None, None)) };
            if who.guess.as_ref() != Some(&session.agent) {
                ahead(conn, &names, &session.agent, view, open)?;
            }
            let found = found(conn, &names, &session.agent, view, open)?;
            Ok((Some(session), Some(found)))
        })
        .await?;
    let me = asking.settle(web, session).await?;
    let Found { position, views, outbox, aside, troubled, opened, view, cards, more } =
        found.ok_or(Fault::SignedOut)?;
    let may = |action| me.grant().allows(action, me.grant().team);
    let (mends, governs) = (may(Action::Mend), may(Action::Govern));
    if open.is_some() && opened.is_none() {
        return Err(Fault::NotFound);
    }
    let mut known = cards.clone();
    known.extend(opened.as_ref().map(|read| read.card.clone()));
    let names = web.directories().get_for(web, &known).await?;
    let mut conversation = opened.map(|read| pane(web, &me, &read, view, &names)).transpose()?;
    if let Some(conversation) = &mut conversation {
        conversation.composer = amended.composer.unwrap_or_else(|| conversation.composer.clone());
        conversation.composer.chosen = amended.chosen;
        conversation.customer.outcome = amended.outcome;
    }
    let list = List {
        view,
        bucket: view.bucket().word(),
        assignee: match view {
            View::Mine => me.agent.id.to_string(),
            View::Unassigned => "nobody".to_owned(),
            _ => String::new(),
        },
        oldest_first: view.bucket().oldest_first(),
        more: rows::next(view, &cards, more),
        rows: cards.iter().map(|card| row(card, &names, position)).collect(),
        bulk: me.answers().then(|| bulk::bar(&me, &names)),
    };
    let banner = troubled.map(|troubles| banner_of(&me, troubles));
    let inbox = InboxPart {
        position,
        views,
        outbox,
        current: Some(view),
        list,
        aside,
        answers: me.answers(),
        mends,
        governs,
        conversation,
    };
    Ok((me, inbox, view, banner))
}
