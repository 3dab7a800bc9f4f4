//! `kontuar mail thread`: what an import would make of mails, tried in a throw-away store.
//!
//! The same intake as the real one, on a folder that goes when the command ends. Mails go in by the moment they name, as
//! they would have come; the lines come out in the order of the files.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use domain::channel::{BoxFuture, Capability, Channel, Inbound, Outbound, Receipt, SendError, Unreadable};
use domain::event::{Fact, JoinedBy, Position};
use domain::id::{ConversationId, InboxId, MessageId, RawId};
use domain::identity::Address;
use domain::suggestion::Hint;
use engine::Engine;
use engine::intake::{self, Arrival};
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use serde::Serialize;

use super::line;
use super::sources::{Piece, pieces};
use crate::clock::SystemClock;
use crate::commands::{Failure, say};
use crate::config::Config;
use crate::house::House;

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
    let outcome = runtime.block_on(async {
        let inboxes = shop(&engine, ours).await?;
        take_in(&engine, &inboxes, &pieces).await?;
        Outcome::read(&engine).await
    });
    let outcome = outcome.map_err(|error: engine::Error| Failure(format!("The mails were not taken in: {error}.")))?;
    for (n, piece) in pieces.iter().enumerate() {
        say(&line(&outcome.of(n, piece))?)?;
    }
    Ok(())
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

/// Receives and reads everything, the oldest first.
async fn take_in(engine: &Engine, inboxes: &[(Address, InboxId)], pieces: &[Piece]) -> engine::Result<()> {
    let dates = pieces.iter().map(|piece| piece.read().ok().and_then(|raw| mail::parse::sent_at(&raw)));
    let mut order: Vec<(Option<i64>, usize)> = dates.map(|at| at.map(|at| at.get())).zip(0..).collect();
    order.sort_by_key(|(at, n)| (at.unwrap_or(i64::MAX), *n));
    for some in order.chunks(AT_ONCE) {
        let arrivals = some.iter().filter_map(|(_, n)| {
            let raw = pieces.get(*n)?.read().ok()?;
            let inbox = addressed(&raw, inboxes)?;
            Some(intake::receive(engine, Arrival { inbox, source: n.to_string(), history: true, raw }))
        });
        for received in futures_util::future::join_all(arrivals).await {
            received?;
        }
        while intake::step(engine).await? > 0 {}
    }
    Ok(())
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

/// E-mail that is read and never sent.
#[derive(Debug)]
struct ReadsOnly;

impl Channel for ReadsOnly {
    fn capability(&self) -> Capability {
        Capability { threads: true, html: true, subject: true, undo_ms: 0, longest_text: None }
    }

    fn parse(&self, raw: &[u8]) -> Result<Inbound, Unreadable> {
        mail::parse::parse(raw)
    }

    fn send<'a>(&'a self, _: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(async { Err(SendError::Refused("nothing is sent from here".to_owned())) })
    }
}

/// What became of the mails.
#[derive(Default)]
struct Outcome {
    /// By the place of the file: what became of its bytes.
    fates: HashMap<usize, store::raw::Fate>,
    /// By the arrival: where its message stands and why.
    places: HashMap<MessageId, (RawId, ConversationId, Option<JoinedBy>)>,
    /// By the conversation that came later: which others it may belong to.
    suggested: HashMap<ConversationId, Vec<Suggested>>,
}

#[derive(Clone, Serialize)]
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

#[derive(Serialize)]
struct Line<'p> {
    file: &'p str,
    message: Option<MessageId>,
    conversation: Option<ConversationId>,
    joined_by: Option<How>,
    suggested: Vec<Suggested>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl Outcome {
    async fn read(engine: &Engine) -> engine::Result<Self> {
        const PAGE: usize = 1_000;
        let read = engine.store().read(move |conn| -> store::Result<Self> {
            let mut outcome = Self::default();
            let mut after = Position(0);
            loop {
                let events = store::log::after(conn, after, PAGE)?;
                let Some(last) = events.last() else { break };
                after = last.position;
                events.iter().for_each(|event| outcome.note(&event.fact));
            }
            for fate in store::raw::fates(conn)? {
                if let Ok(n) = fate.source.parse() {
                    outcome.fates.insert(n, fate);
                }
            }
            Ok(outcome)
        });
        Ok(read.await?)
    }

    fn note(&mut self, fact: &Fact) {
        match fact {
            Fact::MessageReceived { conversation, message, raw, joined_by, .. } => {
                self.places.insert(*message, (*raw, *conversation, Some(*joined_by)));
            }
            Fact::MessageCopied { conversation, message, raw, .. } => {
                self.places.insert(*message, (*raw, *conversation, None));
            }
            Fact::SuggestionMade { conversation, other, hint, .. } => {
                let suggested = Suggested { conversation: *other, hint: *hint };
                self.suggested.entry(*conversation).or_default().push(suggested);
            }
            _ => {}
        }
    }

    fn of<'p>(&self, n: usize, piece: &'p Piece) -> Line<'p> {
        let mut line = Line {
            file: &piece.name,
            message: None,
            conversation: None,
            joined_by: None,
            suggested: Vec::new(),
            problem: None,
        };
        let Some(fate) = self.fates.get(&n) else {
            line.problem = piece.read().err().or_else(|| Some("it was not taken in".to_owned()));
            return line;
        };
        line.problem.clone_from(&fate.reason);
        let Some((raw, conversation, joined_by)) = fate.message.and_then(|message| self.places.get(&message)) else {
            return line;
        };
        line.message = fate.message;
        line.conversation = Some(*conversation);
        line.joined_by = Some(match joined_by {
            _ if *raw != fate.id => How::Word("copy"),
            Some(joined_by) => How::By(*joined_by),
            None => How::Word("ours"),
        });
        line.suggested = self.suggested.get(conversation).cloned().unwrap_or_default();
        line
    }
}
