//! One conversation: its pane, and what lies further back.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::event::Position;
use domain::id::ConversationId;
use domain::permission::Action;
use domain::view::View;
use serde::Deserialize;
use store::Conn;
use store::pages::{Asker, Card, Matter, asker};

use super::composer::composer;
use super::course::{self, Course};
use super::notice::Told;
use super::{changed, controls, id, list, matter, person, templates};
use crate::directory::Directory;
use crate::fault::Fault;
use crate::pages::composer::{Chosen, Composer};
use crate::pages::conversation::{Conversation, ConversationPart, Customer, Other};
use crate::pages::timeline::Items;
use crate::pages::times::Times;
use crate::respond::{self, Wanted};
use crate::sessions::{Asking, SignedIn};
use crate::web::Web;

/// How many other conversations of the customer are shown.
const OTHERS: usize = 6;

/// What a page shows otherwise than it was read: the answer to a form of a browser without scripts.
#[derive(Default)]
pub(super) struct Amended {
    /// In place of the fresh one, when something written was not taken.
    pub composer: Option<Composer>,
    /// What the fresh one begins with.
    pub chosen: Option<Chosen>,
    /// What came of joining an address to its customer.
    pub outcome: Option<&'static str>,
    /// What was just done.
    pub told: Told,
}

/// What the address says beside the conversation.
#[derive(Deserialize)]
pub(super) struct Beside {
    /// The list beside it.
    view: Option<String>,
    /// What came of joining an address to its customer.
    person: Option<String>,
    /// What the visitor did after this position of the log can be taken back.
    since: Option<i64>,
    /// What came of something they did.
    told: Option<String>,
    /// The template that the answer is to begin with.
    template: Option<String>,
}

/// A conversation as the store gives it, complete.
pub(super) struct Read {
    pub(super) card: Card,
    pub(super) course: Course,
    pub(super) asker: Option<Asker>,
    pub(super) matter: Matter,
    pub(super) recipient: Option<String>,
}

/// Sends what [`course::read`] begins with.
fn course_ahead(conn: &mut Conn, id: ConversationId, before: Position) -> store::Result<()> {
    conn.ahead(|conn| {
        store::log::head(conn)?;
        let homes = store::merge::homes(conn, id)?;
        store::pages::course(conn, &homes, before, course::PAGE_EVENTS + 1)?;
        store::delivery::states_of(conn, id)
    })
}

/// Sends what [`read`] begins with: the course first, so that what follows may be newer than it and never older.
pub(super) fn ahead(conn: &mut Conn, id: ConversationId) -> store::Result<()> {
    conn.ahead(|conn| {
        course_ahead(conn, id, Position(i64::MAX))?;
        store::pages::one(conn, id)
    })
}

/// Reads a conversation. Gives nothing for one that is not there; permission is the caller's.
pub(super) fn read(conn: &mut Conn, id: ConversationId) -> store::Result<Option<Read>> {
    ahead(conn, id)?;
    let as_of = store::log::head(conn)?;
    read_as_of(conn, id, as_of)
}

/// The same, where the head of the log was read before.
pub(super) fn read_as_of(conn: &mut Conn, id: ConversationId, as_of: Position) -> store::Result<Option<Read>> {
    let Some(card) = store::pages::one(conn, id)? else { return Ok(None) };
    conn.ahead(|conn| {
        asker(conn, card.contact, 2 * OTHERS)?;
        store::pages::matter(conn, id, card.merged_into, &[])
    })?;
    let course = course::read(conn, id, Position(i64::MAX), as_of)?;
    let asker = asker(conn, card.contact, 2 * OTHERS)?;
    let matter = store::pages::matter(conn, id, card.merged_into, &course.homes)?;
    let wrote_from = course.last_sender(conn, id, card.contact)?.map(|party| party.address.to_string());
    let recipient = wrote_from.or_else(|| asker.as_ref()?.addresses.first().map(|known| known.value.clone()));
    Ok(Some(Read { card, course, asker, matter, recipient }))
}

/// `GET /conversations/{id}`
pub(super) async fn show(
    State(web): State<Web>,
    asking: Asking,
    Path(conversation): Path<String>,
    Query(beside): Query<Beside>,
    wanted: Wanted,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let view = beside.view.as_deref().and_then(View::from_word);
    let outcome = beside.person.as_deref().and_then(person::outcome);
    if !wanted.part {
        let told = Told::read(beside.since, beside.told.as_deref());
        let chosen = match &beside.template {
            Some(template) => templates::chosen(&web, &asking, conversation, template).await?,
            None => None,
        };
        let amended = Amended { composer: None, chosen, outcome, told };
        return list::page(&web, asking, view, Some(conversation), amended).await;
    }
    part(&web, asking, conversation, view, outcome).await
}

/// The pane alone, with what came of joining an address to its customer.
pub(super) async fn part(
    web: &Web,
    asking: Asking,
    conversation: ConversationId,
    view: Option<View>,
    outcome: Option<&'static str>,
) -> Result<Response, Fault> {
    let (now, who) = (web.now(), asking.clone());
    let found = move |conn: &mut Conn| {
        conn.ahead(|conn| {
            who.find(conn, now)?;
            ahead(conn, conversation)
        })?;
        let session = who.find(conn, now)?;
        let read = if session.is_some() { read(conn, conversation)? } else { None };
        Ok::<_, store::Error>((session, read))
    };
    let (session, read) = web.store().read(found).await?;
    let me = &asking.settle(web, session).await?;
    let read = read.ok_or(Fault::NotFound)?;
    if !me.grant().allows(Action::Read, read.card.team) {
        return Err(Fault::NotFound);
    }
    let names = web.directories().get_for(web, std::slice::from_ref(&read.card)).await?;
    let title = read.card.subject.clone().unwrap_or_default();
    let view = view.unwrap_or(View::of(read.card.bucket));
    let mut conversation = pane(web, me, &read, view, &names)?;
    conversation.customer.outcome = outcome;
    let part = ConversationPart { conversation, title };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &part)?, StatusCode::OK))
}

/// What the address of earlier items says.
#[derive(Deserialize)]
pub(super) struct Before {
    before: i64,
}

/// `GET /conversations/{id}/items?before=N`
pub(super) async fn earlier(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    Query(Before { before }): Query<Before>,
) -> Result<Response, Fault> {
    let card = changed::card(&web, &me, id(&conversation)?, Action::Read).await?;
    let conversation = card.id;
    let read = move |conn: &mut Conn| {
        course_ahead(conn, conversation, Position(before))?;
        let as_of = store::log::head(conn)?;
        course::read(conn, conversation, Position(before), as_of)
    };
    let course = web.store().read(read).await?;
    let names = web.directories().get(&web).await?;
    let part = Items { items: course.items(&names, &times(&web, &me)), earlier: earlier_at(conversation, &course) };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &part)?, StatusCode::OK))
}

fn earlier_at(id: ConversationId, course: &Course) -> Option<String> {
    course.before.map(|before| format!("/conversations/{id}/items?before={before}"))
}

fn times(web: &Web, me: &SignedIn) -> Times {
    Times { language: me.language(), zone: web.zone().clone(), now: web.now() }
}

/// Everything the pane shows.
pub(super) fn pane(
    web: &Web,
    me: &SignedIn,
    read: &Read,
    view: View,
    names: &Directory,
) -> Result<Conversation, Fault> {
    let Read { card, course, .. } = read;
    Ok(Conversation {
        id: card.id,
        number: card.number,
        subject: card.subject.clone().filter(|subject| !subject.is_empty()),
        brand: names.brand(card.brand),
        follows: card.follows,
        back: format!("/inbox/{}", view.word()),
        controls: controls(card, names, course.as_of),
        matter: matter::lines(me, read),
        items: course.items(names, &times(web, me)),
        earlier: earlier_at(card.id, course),
        composer: composer(me, read, names, None)?,
        customer: customer(me, read, names),
    })
}

fn customer(me: &SignedIn, read: &Read, names: &Directory) -> Customer {
    let Read { card, asker, .. } = read;
    let others = asker.iter().flat_map(|asker| &asker.conversations);
    Customer {
        id: card.contact,
        person: asker.as_ref().map_or(card.contact, |asker| asker.person),
        outcome: None,
        name: asker.as_ref().and_then(|asker| asker.name.clone()),
        erased: asker.as_ref().is_some_and(|asker| asker.erased),
        addresses: asker.iter().flat_map(|asker| &asker.addresses).map(person::address).collect(),
        suggested: asker.iter().flat_map(|asker| person::suggested(me, card.id, asker)).collect(),
        answers: me.grant().allows(Action::Answer, card.team) && read.matter.went_to.is_none(),
        since: asker.as_ref().map_or(card.last_at, |asker| asker.since),
        brand: names.brand(card.brand),
        inbox: names.inbox(card.inbox).map(|inbox| inbox.address.to_string()).unwrap_or_default(),
        others: others
            .filter(|other| other.id != card.id && me.grant().allows(Action::Read, other.team))
            .take(OTHERS)
            .map(other)
            .collect(),
    }
}

/// Another conversation, as lists of them show it.
pub(super) fn other(other: &store::pages::Other) -> Other {
    Other {
        id: other.id,
        number: other.number,
        subject: other.subject.clone().filter(|subject| !subject.is_empty()),
        status: other.status.word(),
        last_at: other.last_at,
    }
}
