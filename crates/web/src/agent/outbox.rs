//! The outbox: what waits, what is being sent, what did not arrive, and the decisions about it.
//!
//! Agents see what they wrote themselves, leads and observers what their team did, owners everything.

use std::collections::HashMap;

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::delivery::DeliveryState;
use domain::id::{AgentId, DeliveryId, Id, InboxId};
use domain::permission::{Action, Grant};
use domain::time::Millis;
use engine::commands::{Decision, decide};
use engine::error::Refused;
use serde::Deserialize;
use store::Conn;
use store::outbox::{self, Whose};
use store::route::Waiting;

use super::delivery::{Waits, decisions, delivery};
use super::{id, message_of};
use crate::directory::Directory;
use crate::fault::Fault;
use crate::language::Language;
use crate::live;
use crate::pages::delivery::Delivery;
use crate::pages::frame::Frame;
use crate::pages::outbox::{Done, Letter, Outbox, OutboxLink};
use crate::respond::{self, Wanted};
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::word;

/// How many of each kind a page shows.
const PAGE: usize = 50;

/// How many messages are in the outbox of somebody.
pub(crate) fn count(conn: &mut Conn, grant: Grant, me: AgentId) -> store::Result<OutboxLink> {
    let (open, trouble) = outbox::counts(conn, Whose::of(grant, me))?;
    Ok(OutboxLink { open, trouble })
}

/// What the address says: what was just decided, and after which messages this page begins.
#[derive(Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
    of: Option<String>,
    after: Option<String>,
}

/// `GET /outbox`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let whose = Whose::of(me.grant(), me.agent.id);
    let now = web.now();
    let (before, after) = asked.after.as_deref().and_then(read_after).unzip();
    let (mut trouble, mut open, waiting) = web
        .store()
        .read(move |conn| -> store::Result<_> {
            Ok((
                outbox::trouble(conn, whose, before, PAGE + 1)?,
                outbox::open(conn, whose, after, PAGE + 1)?,
                store::route::waiting(conn, now)?,
            ))
        })
        .await?;
    let more = trouble.len() > PAGE || open.len() > PAGE;
    trouble.truncate(PAGE);
    open.truncate(PAGE);
    let next = more.then(|| {
        let last = |letters: &[outbox::Letter]| letters.last().map(|letter| letter.delivery);
        let trouble = last(&trouble).or(before).unwrap_or(Id::from_raw(i64::MAX));
        page_after(trouble, last(&open).or(after).unwrap_or(Id::from_raw(0)))
    });
    let here = before.zip(after).map_or_else(|| "/outbox".to_owned(), |(trouble, open)| page_after(trouble, open));
    let names = web.directories().get(&web).await?;
    let shown = Shown {
        names: &names,
        language: me.language(),
        now,
        answers: me.answers(),
        waiting: waiting.into_iter().map(|waiting| (waiting.inbox, waiting)).collect(),
    };
    let banner = super::mailboxes::banner(&web, &me).await?;
    let page = Outbox {
        frame: Frame { me: me.me(), demo: web.demo().is_some(), banner, path: here },
        done: asked.done.as_deref().and_then(|decision| done(decision, asked.of.as_deref())),
        trouble: trouble.into_iter().map(|letter| shown.letter(letter)).collect(),
        open: open.into_iter().map(|letter| shown.letter(letter)).collect(),
        more: next,
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), now, &page)?, StatusCode::OK))
}

/// Where the page after these messages is.
fn page_after(trouble: DeliveryId, open: DeliveryId) -> String {
    format!("/outbox?after={}.{}", trouble.raw(), open.raw())
}

/// Reads what [`page_after`] wrote.
fn read_after(text: &str) -> Option<(DeliveryId, DeliveryId)> {
    let (trouble, open) = text.split_once('.')?;
    Some((Id::from_raw(trouble.parse().ok()?), Id::from_raw(open.parse().ok()?)))
}

fn done(decision: &str, of: Option<&str>) -> Option<Done> {
    if decision == "stale" {
        return Some(Done { decision: "stale", undo: None });
    }
    let decision = Decision::from_word(decision)?;
    let can_undo = matches!(decision, Decision::GiveUp | Decision::WasSent | Decision::Seen);
    Some(Done { decision: decision.word(), undo: of.filter(|_| can_undo).and_then(|id| id.parse().ok()) })
}

/// What turns letters into what the page shows.
struct Shown<'a> {
    names: &'a Directory,
    language: Language,
    now: Millis,
    answers: bool,
    waiting: HashMap<InboxId, Waiting>,
}

impl Shown<'_> {
    fn letter(&self, letter: outbox::Letter) -> Letter {
        let standing = letter.standing();
        Letter {
            conversation: letter.conversation,
            number: letter.number,
            brand: self.names.brand(letter.brand),
            to: letter.recipients.iter().map(|party| party.address.as_str()).collect::<Vec<_>>().join(", "),
            author: letter.agent.map(|agent| {
                self.names.person(agent).map_or_else(|| word(self.language, "actor-word-former"), |person| person.name)
            }),
            at: letter.written_at,
            attempts: letter.attempts,
            delivery: Delivery {
                decisions: if self.answers { decisions(letter.state) } else { Vec::new() },
                ..delivery(&standing, self.waits(&letter), self.language)
            },
            subject: letter.subject.filter(|subject| !subject.is_empty()),
        }
    }

    /// One that is due waits for its route, or only for its turn.
    fn waits(&self, letter: &outbox::Letter) -> Option<Waits> {
        if letter.state != DeliveryState::Queued {
            return None;
        }
        match self.waiting.get(&letter.inbox) {
            Some(waiting) if letter.due_at <= waiting.until => Some((waiting.why.clone(), Some(waiting.until))),
            _ if letter.due_at > self.now => letter.held.clone().map(|held| (held, Some(letter.due_at))),
            _ => Some(("turn".to_owned(), None)),
        }
    }
}

/// `GET /outbox/{delivery}`: the message as it stands now, for a page that shows it waiting. That it was tried and waits
/// again is no event.
pub(super) async fn one(State(web): State<Web>, me: SignedIn, Path(delivery): Path<String>) -> Result<Response, Fault> {
    let letter = readable(&web, &me, id(&delivery)?).await?;
    Ok(respond::html(me.language(), standing(&web, &me, &letter).await?, StatusCode::OK))
}

/// A message that the person may see. What may not be seen does not exist.
async fn readable(web: &Web, me: &SignedIn, delivery: DeliveryId) -> Result<outbox::Letter, Fault> {
    let letter = web.store().read(move |conn| outbox::one(conn, delivery)).await?.ok_or(Fault::NotFound)?;
    if me.grant().allows(Action::Read, letter.team) { Ok(letter) } else { Err(Fault::NotFound) }
}

/// How far back the event of a message that waits is looked for.
const EVENTS: usize = 200;

/// The message as a part of its conversation's page.
async fn standing(web: &Web, me: &SignedIn, letter: &outbox::Letter) -> Result<String, Fault> {
    let (conversation, message) = (letter.conversation, letter.message);
    let find = move |conn: &mut Conn| store::log::newest_of_conversation(conn, conversation, EVENTS);
    let mut events = web.store().read(find).await?;
    events.retain(|event| message_of(&event.fact) == Some(message));
    let newest = events.pop().into_iter().collect();
    live::render(web, me.language(), newest).await
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Decided {
    decision: String,
    /// Where to go back to; the outbox when it is left out.
    #[serde(default)]
    back: String,
}

/// `POST /outbox/{delivery}`
pub(super) async fn settle(
    State(web): State<Web>,
    me: SignedIn,
    Path(delivery): Path<String>,
    wanted: Wanted,
    Form(form): Form<Decided>,
) -> Result<Response, Fault> {
    let delivery: DeliveryId = id(&delivery)?;
    let decision = Decision::from_word(&form.decision).ok_or(Fault::Unreadable)?;
    let letter = readable(&web, &me, delivery).await?;
    let done = match decide(web.engine(), me.by(), delivery, decision).await {
        Ok(()) => decision.word(),
        Err(engine::Error::Refused(Refused::Outdated)) => "stale",
        Err(other) => return Err(other.into()),
    };
    if wanted.htmx {
        // Not every decision is an event that the stream brings.
        return Ok(respond::html(me.language(), standing(&web, &me, &letter).await?, StatusCode::OK));
    }
    match form.back.as_str() {
        "" => Ok(respond::see(&format!("/outbox?done={done}&of={delivery}"))),
        back => Ok(respond::see(back)),
    }
}
