//! The inbox: one view's list, and beside it the conversation that is open.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::conversation::Bucket;
use domain::id::ConversationId;
use domain::permission::Action;
use domain::view::View;
use serde::Deserialize;

use super::conversation::{self, Amended, pane};
use super::mailboxes::{banner_of, troubles};
use super::rows::{self, counts, row};
use crate::fault::Fault;
use crate::pages::frame::Frame;
use crate::pages::list::{Inbox, InboxPart, List, Rows};
use crate::pages::mailboxes::Banner;
use crate::pages::setup::Step;
use crate::respond::{self, Wanted};
use crate::sessions::SignedIn;
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
}

/// `GET /inbox/{view}`, and with `?after=` the rows after those.
pub(super) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    Path(view): Path<String>,
    Query(further): Query<Further>,
    wanted: Wanted,
) -> Result<Response, Fault> {
    let view = View::from_word(&view).ok_or(Fault::NotFound)?;
    match further.after.as_deref() {
        Some(after) if wanted.part => more(&web, &me, view, rows::read_after(after).ok_or(Fault::NotFound)?).await,
        _ if wanted.part => {
            let (inbox, ..) = read(&web, &me, Some(view), None, Amended::default()).await?;
            Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &inbox)?, StatusCode::OK))
        }
        _ => page(&web, &me, Some(view), None, Amended::default()).await,
    }
}

async fn more(web: &Web, me: &SignedIn, view: View, after: rows::After) -> Result<Response, Fault> {
    let scope = web.directories().get(web).await?.scope(me.grant());
    let agent = me.agent.id;
    let (as_of, (cards, more)) = web
        .store()
        .read(move |conn| -> store::Result<_> {
            Ok((store::log::head(conn)?, rows::list(conn, &scope, view, agent, Some(after))?))
        })
        .await?;
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
    me: &SignedIn,
    view: Option<View>,
    open: Option<ConversationId>,
    amended: Amended,
) -> Result<Response, Fault> {
    let status = if amended.composer.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (mut inbox, view, banner) = read(web, me, view, open, amended).await?;
    let path = match open {
        Some(id) => format!("/conversations/{id}?view={}", view.word()),
        None => format!("/inbox/{}", view.word()),
    };
    inbox.current = Some(view);
    let frame = Frame { me: me.me(), demo: web.demo().is_some(), banner, path };
    let page = Inbox { frame, inbox };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, status))
}

/// Reads everything the inbox shows, in one go.
async fn read(
    web: &Web,
    me: &SignedIn,
    view: Option<View>,
    open: Option<ConversationId>,
    amended: Amended,
) -> Result<(InboxPart, View, Option<Banner>), Fault> {
    let names = web.directories().get(web).await?;
    let (scope, agent, grant) = (names.scope(me.grant()), me.agent.id, me.grant());
    let mends = grant.allows(Action::Mend, grant.team);
    let (position, (views, outbox, aside, troubled), opened, view, (cards, more)) = web
        .store()
        .read(move |conn| -> store::Result<_> {
            conn.ahead(|conn| {
                store::log::head(conn)?;
                open.map(|id| conversation::ahead(conn, id)).transpose()?;
                counts(conn, &scope, agent)?;
                super::outbox_count(conn, grant, agent)?;
                if mends {
                    store::raw::count_listed(conn, |_| true)?;
                    troubles(conn, grant)?;
                }
                view.map(|view| rows::list(conn, &scope, view, agent, None)).transpose()
            })?;
            // First of all: what is read after it may be newer, never older.
            let position = store::log::head(conn)?;
            let opened = open.map(|id| conversation::read_as_of(conn, id, position)).transpose()?.flatten();
            let opened = opened.filter(|read| grant.allows(Action::Read, read.card.team));
            let bucket = opened.as_ref().map_or(Bucket::ToAnswer, |read| read.card.bucket);
            let view = view.unwrap_or(View::of(bucket));
            let listed = rows::list(conn, &scope, view, agent, None)?;
            let sees = |team| grant.allows(Action::Mend, team);
            let views = counts(conn, &scope, agent)?;
            let outbox = super::outbox_count(conn, grant, agent)?;
            let aside = if mends { store::raw::count_listed(conn, sees)? } else { 0 };
            let troubled = if mends { Some(troubles(conn, grant)?) } else { None };
            let counted = (views, outbox, aside, troubled);
            Ok((position, counted, opened, view, listed))
        })
        .await?;
    if open.is_some() && opened.is_none() {
        return Err(Fault::NotFound);
    }
    let mut known = cards.clone();
    known.extend(opened.as_ref().map(|read| read.card.clone()));
    let names = web.directories().get_for(web, &known).await?;
    let mut conversation = opened.map(|read| pane(web, me, &read, view, &names)).transpose()?;
    if let Some(conversation) = &mut conversation {
        conversation.composer = amended.composer.unwrap_or_else(|| conversation.composer.clone());
        conversation.customer.outcome = amended.outcome;
    }
    let list = List {
        view,
        bucket: view.bucket().word(),
        assignee: match view {
            View::Mine => agent.to_string(),
            View::Unassigned => "nobody".to_owned(),
            _ => String::new(),
        },
        oldest_first: view.bucket().oldest_first(),
        more: rows::next(view, &cards, more),
        rows: cards.iter().map(|card| row(card, &names, position)).collect(),
    };
    Ok((
        InboxPart { position, views, outbox, current: Some(view), list, aside, mends, conversation },
        view,
        troubled.map(|troubles| banner_of(me, troubles)),
    ))
}
