//! `kontuar mail thread`: what an import would make of mails, tried in a throw-away store.
//!
//! The same intake as the real one, on a folder that goes when the command ends. Mails go in by the moment they name, as
//! they would have come; the lines come out in the order of the files.

use std::path::PathBuf;
use std::sync::Arc;

use channels::email::ReadsOnly;
use domain::event::JoinedBy;
use domain::id::{ConversationId, InboxId, MessageId};
use domain::identity::Address;
use domain::suggestion::Hint;
use engine::Engine;
use engine::intake::{self, Arrival};
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use serde::Serialize;
use store::raw::Ending;

use super::line;
use crate::clock::SystemClock;
use crate::commands::{Failure, say};
use crate::config::Config;
use crate::house::House;
use crate::sources::{Piece, pieces};

/// How many mails are received at once; as many as the intake reads in a step.
const AT_ONCE: usize = 64;

/// Our address where none is given: nobody writes from it.
const NOBODY: &str = "inbox@kontuar.invalid";

/// Prints where each mail under `paths` would go; `ours` are the shop's own addresses.
///
/// # Errors
/// When there is no place for the throw-away store, or the result cannot be written.
pub fn thread(paths: &[PathBuf], ours: Vec<Address>) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let config = Config { data: folder.path().to_owned(), ..Config::default() };
    let house = House::open(&config, &SystemClock)?;
    let engine = house.engine(Arc::new(SystemClock));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let pieces = pieces(paths);
    let failed = |error: engine::Error| Failure(format!("The mails were not taken in: {error}."));
    runtime.block_on(async {
        let inboxes = shop(&engine, ours).await.map_err(failed)?;
        let taken = take_in(&engine, &inboxes, &pieces).await.map_err(failed)?;
        for (n, (piece, inbox)) in pieces.iter().zip(taken).enumerate() {
            say(&line(&placed(&engine, piece, inbox, n).await.map_err(failed)?)?)?;
        }
        Ok(())
    })
}

/// A shop with an inbox for each of its addresses.
async fn shop(engine: &Engine, ours: Vec<Address>) -> engine::Result<Vec<(Address, InboxId)>> {
    let ours = if ours.is_empty() { Address::parse(NOBODY).into_iter().collect() } else { ours };
    let brand = create_brand(engine, "Kontuar").await?;
    let team = create_team(engine, "Kontuar").await?;
    let mut inboxes = Vec::new();
    for address in ours {
        let name = address.to_string();
        let new =
            NewInbox { brand, team, name: name.clone(), address: address.clone(), sender: name, auto_reply: None };
        let inbox = create_inbox(engine, new).await?;
        engine.channels().connect(inbox, Arc::new(ReadsOnly));
        inboxes.push((address, inbox));
    }
    Ok(inboxes)
}

/// Receives and reads everything, the oldest first. Gives where each came to; nothing where it could not be read.
async fn take_in(
    engine: &Engine,
    inboxes: &[(Address, InboxId)],
    pieces: &[Piece],
) -> engine::Result<Vec<Option<InboxId>>> {
    let dates = pieces.iter().map(|piece| piece.head().and_then(|head| mail::parse::sent_at(&head)));
    let mut order: Vec<(Option<i64>, usize)> = dates.map(|at| at.map(|at| at.get())).zip(0..).collect();
    order.sort_by_key(|(at, n)| (at.unwrap_or(i64::MAX), *n));
    let mut taken = vec![None; pieces.len()];
    for some in order.chunks(AT_ONCE) {
        let mut arrivals = Vec::new();
        for (_, n) in some {
            let Ok(raw) = pieces[*n].read() else { continue };
            let Some(inbox) = addressed(&raw, inboxes) else { continue };
            taken[*n] = Some(inbox);
            arrivals.push(intake::receive(engine, Arrival { inbox, source: n.to_string(), history: true, raw }));
        }
        for received in futures_util::future::join_all(arrivals).await {
            received?;
        }
        while intake::step(engine).await? > 0 {}
    }
    Ok(taken)
}

/// The inbox whose address the header names, else the first.
fn addressed(raw: &[u8], inboxes: &[(Address, InboxId)]) -> Option<InboxId> {
    let (_, first) = inboxes.first()?;
    if inboxes.len() == 1 {
        return Some(*first);
    }
    let mail = mail::parse::parse(raw).ok()?;
    let named = |address: &Address| mail.to.iter().chain(&mail.cc).any(|party| party.address == *address);
    Some(inboxes.iter().find(|(address, _)| named(address)).map_or(*first, |(_, inbox)| *inbox))
}

#[derive(Serialize)]
struct Suggested {
    conversation: ConversationId,
    hint: Hint,
}

#[derive(Serialize)]
#[serde(untagged)]
enum How {
    By(JoinedBy),
    /// `copy`: of a message that is there already; `ours`: we wrote it.
    Word(&'static str),
}

#[derive(Default, Serialize)]
struct Line {
    file: String,
    message: Option<MessageId>,
    conversation: Option<ConversationId>,
    joined_by: Option<How>,
    /// What pointed there: an id, a number, an order.
    by: Option<String>,
    suggested: Vec<Suggested>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Where the mail of `piece` went, which came to `inbox` as number `n`.
async fn placed(engine: &Engine, piece: &Piece, inbox: Option<InboxId>, n: usize) -> engine::Result<Line> {
    let mut line = Line { file: piece.name(), ..Line::default() };
    let outcome = match inbox {
        Some(inbox) => intake::outcome(engine, inbox, &n.to_string()).await?,
        None => None,
    };
    let Some(outcome) = outcome else {
        line.problem = piece.read().err().or_else(|| Some("it was not taken in".to_owned()));
        return Ok(line);
    };
    line.joined_by = match outcome.ending {
        Ending::Duplicate => Some(How::Word("copy")),
        Ending::Accepted => Some(outcome.joined_by.map_or(How::Word("ours"), How::By)),
        Ending::Waiting | Ending::Quarantined | Ending::Erased => {
            line.problem = Some(outcome.reason.unwrap_or_else(|| "it could not be read".to_owned()));
            None
        }
    };
    line.message = outcome.message;
    line.conversation = outcome.conversation;
    line.by = outcome.by;
    let suggested = outcome.suggested.into_iter();
    line.suggested = suggested.map(|(conversation, hint)| Suggested { conversation, hint }).collect();
    Ok(line)
}
