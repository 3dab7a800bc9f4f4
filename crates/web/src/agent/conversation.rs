//! One conversation: its pane, what lies further back, and the composer after something was written.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::event::Position;
use domain::id::{ConversationId, MessageId};
use domain::letterhead::fill;
use domain::permission::Action;
use engine::commands::MAX_TEXT_CHARS;
use engine::error::Refused;
use serde::Deserialize;
use store::Conn;
use store::pages::{Asker, Card, Matter, asker};

use super::course::{self, Course};
use super::{changed, controls, id, list, matter, person};
use crate::directory::Directory;
use crate::fault::Fault;
use crate::pages::conversation::{
    Composer, ComposerPart, Conversation, ConversationPart, Customer, Other, Refused as NotTaken,
};
use crate::pages::list::View;
use crate::pages::timeline::Items;
use crate::pages::times::Times;
use crate::respond::{self, Wanted};
use crate::sessions::SignedIn;
use crate::web::Web;

/// How many other conversations of the customer are shown.
const OTHERS: usize = 6;

/// What the address says beside the conversation.
#[derive(Deserialize)]
pub(super) struct Beside {
    /// The list beside it.
    view: Option<String>,
}

/// A conversation as the store gives it, complete.
pub(super) struct Read {
    pub(super) card: Card,
    course: Course,
    asker: Option<Asker>,
    matter: Matter,
    recipient: Option<String>,
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
        store::pages::matter(conn, id, card.contact, &[])
    })?;
    let course = course::read(conn, id, Position(i64::MAX), as_of)?;
    let asker = asker(conn, card.contact, 2 * OTHERS)?;
    let matter = store::pages::matter(conn, id, card.contact, &course.homes)?;
    let wrote_from = course.last_sender(conn, id, card.contact)?.map(|party| party.address.to_string());
    let recipient = wrote_from.or_else(|| asker.as_ref()?.addresses.first().map(|known| known.value.clone()));
    Ok(Some(Read { card, course, asker, matter, recipient }))
}

/// `GET /conversations/{id}`
pub(super) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    Query(beside): Query<Beside>,
    wanted: Wanted,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let view = beside.view.as_deref().and_then(View::from_word);
    if !wanted.part {
        return list::page(&web, &me, view, Some(conversation), None).await;
    }
    let read = web.store().read(move |conn| read(conn, conversation)).await?.ok_or(Fault::NotFound)?;
    if !me.grant().allows(Action::Read, read.card.team) {
        return Err(Fault::NotFound);
    }
    let names = web.directories().get_for(&web, std::slice::from_ref(&read.card)).await?;
    let title = read.card.subject.clone().unwrap_or_default();
    let view = view.unwrap_or(View::of(read.card.bucket));
    let part = ConversationPart { conversation: pane(&web, &me, &read, view, &names)?, title };
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
        matter: matter::lines(me, card, &read.matter),
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

fn composer(me: &SignedIn, read: &Read, names: &Directory, refused: Option<NotTaken>) -> Result<Composer, Fault> {
    let who = read.card.who.clone().or_else(|| read.recipient.clone());
    Ok(Composer {
        id: read.card.id,
        name: who.unwrap_or_default(),
        to: read.recipient.clone(),
        once_reply: once()?,
        once_note: once()?,
        seen: read.course.newest_received().map(|id: MessageId| id.to_string()).unwrap_or_default(),
        signature: names
            .inbox(read.card.inbox)
            .and_then(|inbox| inbox.signature.as_deref())
            .map(|pattern| fill(pattern, Some(&me.agent.name), &names.brand(read.card.brand)).trim().to_owned())
            .filter(|signature| !signature.is_empty()),
        answers: me.grant().allows(Action::Answer, read.card.team),
        refused,
    })
}

/// A key that nobody used yet.
fn once() -> Result<String, Fault> {
    let mut random = [0_u8; 12];
    getrandom::fill(&mut random).map_err(|e| Fault::Broken(std::sync::Arc::new(e)))?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What came with a form of the composer.
pub(super) struct Written {
    /// `reply` or `note`.
    pub form: &'static str,
    /// The text.
    pub text: String,
    /// The key it was sent under.
    pub once: String,
}

/// Answers a reply or a note: a fresh composer and what happened, or the composer with the text and
/// the reason why it was not taken.
pub(super) async fn written(
    web: &Web,
    me: &SignedIn,
    wanted: Wanted,
    conversation: ConversationId,
    before: Position,
    form: Written,
    done: engine::Result<()>,
) -> Result<Response, Fault> {
    let refused = match done {
        Ok(()) => None,
        Err(engine::Error::Refused(refused)) => Some(reason(refused)?),
        Err(engine::Error::Store(error)) => return Err(error.into()),
    };
    if refused.is_none() && !wanted.htmx {
        return Ok(respond::see(&format!("/conversations/{conversation}")));
    }
    changed::card(web, me, conversation, Action::Answer).await?;
    let read = web.store().read(move |conn| read(conn, conversation)).await?.ok_or(Fault::NotFound)?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let limit = i64::try_from(MAX_TEXT_CHARS).unwrap_or(i64::MAX);
    let outdated = refused == Some("new-message");
    let refused = refused.map(|error| NotTaken { form: form.form, text: form.text, error, limit });
    let names = web.directories().get_for(web, std::slice::from_ref(&read.card)).await?;
    let mut composer = composer(me, &read, &names, refused)?;
    if composer.refused.is_some() {
        // The same key again: whatever became of the first try, nothing is written twice.
        match form.form {
            "reply" => composer.once_reply = form.once,
            _ => composer.once_note = form.once,
        }
    }
    if !wanted.htmx {
        return list::page(web, me, None, Some(conversation), Some(composer)).await;
    }
    let since = if outdated { newest(web, conversation).await? } else { before };
    let mut html = changed::parts(web, me, conversation, since).await?;
    html.push_str(&web.pages().render(me.language(), web.now(), &ComposerPart { composer })?);
    Ok(respond::html(me.language(), html, status))
}

/// The place before the newest few events: among them is the message that was not seen.
async fn newest(web: &Web, conversation: ConversationId) -> Result<Position, Fault> {
    let events = web.store().read(move |conn| store::log::newest_of_conversation(conn, conversation, 20)).await?;
    Ok(Position(events.first().map_or(0, |event| event.position.0 - 1)))
}

/// The end of the key `composer-error-…`.
fn reason(refused: Refused) -> Result<&'static str, Fault> {
    match refused {
        Refused::Empty => Ok("empty"),
        Refused::TooLong { .. } => Ok("too-long"),
        Refused::NoRecipient => Ok("no-recipient"),
        Refused::Outdated => Ok("new-message"),
        other => Err(engine::Error::Refused(other).into()),
    }
}
