//! Mails from disk go into an inbox as history.
//!
//! In: mails that the command line reads ([`run`]). Out: what became of each. A batch goes in at a [`Desk`]: into the store
//! that this process opened, or over the control socket into the one that a running counter has ([`wire`]); both ways end in
//! [`take`]. A mail's source name is the hash of its bytes, so that an import that is begun again takes nothing twice.

pub mod progress;
pub mod run;
pub mod tally;
pub mod wire;

use std::sync::Arc;
use std::time::Duration;

use domain::id::{ConversationId, InboxId};
use engine::intake::{self, Arrival, Batched};
use engine::{Engine, error};
use serde::{Deserialize, Serialize};
use store::original::Original;
use store::raw::Ending;
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;
use wire::Line;

/// Mails of a batch at most.
pub const BATCH: usize = 256;

/// Bytes of a batch at most, however few mails that are; one always fits.
pub const BATCH_BYTES: usize = 16 << 20;

/// How long until it is looked again whether a batch was read.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// How much of the reason for a quarantine is told, in characters.
const REASON_CHARS: usize = 200;

/// A mail of an import.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Its name.
    pub source: String,
    /// Its bytes; of one that is too large its beginning.
    pub raw: Vec<u8>,
    /// Its size, where that is more than is kept.
    pub too_large: Option<u64>,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// It was there before.
    pub was_there: bool,
    /// How its reading ended.
    pub became: Became,
    /// Where its message stands.
    pub conversation: Option<ConversationId>,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// Why it is in quarantine.
    pub reason: Option<String>,
}

/// What a mail became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// A message.
    Message,
    /// Nothing: it is another copy of a message.
    Copy,
    /// It waits for a person.
    Aside,
    /// Nothing: its author was erased.
    Erased,
}

/// Who reads what was stored.
#[derive(Clone, Debug)]
pub enum Reader {
    /// We do: nobody else has the store.
    Ours,
    /// The counter does, until it is stopped.
    Counter(CancellationToken),
}

/// Where mails are handed in.
pub enum Desk {
    /// In this process.
    Here(Box<Engine>, InboxId),
    /// At the running counter.
    There(Line),
}

impl Desk {
    /// Hands in a batch. Everything is read when this returns.
    ///
    /// # Errors
    /// When the store or the counter does not take it.
    pub async fn take(&mut self, batch: Vec<Mail>) -> Result<Vec<Ended>, Failure> {
        match self {
            Self::Here(engine, inbox) => take(engine, *inbox, batch, &Reader::Ours).await.map_err(not_taken),
            Self::There(line) => line.take(batch).await,
        }
    }

    /// How many of these conversations the store had before; asked in a dry run, which alone can tell.
    pub fn count_known<'c>(&self, some: impl IntoIterator<Item = &'c ConversationId>) -> u64 {
        match self {
            Self::Here(engine, _) => engine.original().map_or(0, |original| original.count_known(some)),
            Self::There(_) => 0,
        }
    }

    /// How many of these conversations wait for an answer of ours.
    ///
    /// # Errors
    /// When the store or the counter does not answer.
    pub async fn count_open(&mut self, some: Vec<ConversationId>) -> Result<u64, Failure> {
        match self {
            Self::Here(engine, _) => intake::count_open(engine, some).await.map_err(not_taken),
            Self::There(line) => line.count_open(some).await,
        }
    }
}

fn not_taken(error: engine::Error) -> Failure {
    Failure(format!("The import stopped: {error}. Begin it again; nothing is taken twice."))
}

/// Stores a batch, waits until it is read, and says what became of each.
///
/// # Errors
/// When the store fails, or the counter is told to stop: then the rest is read at its next start.
pub async fn take(engine: &Engine, inbox: InboxId, batch: Vec<Mail>, reader: &Reader) -> engine::Result<Vec<Ended>> {
    if let Some(original) = engine.original() {
        return take_as_if(engine, original, inbox, batch, reader).await;
    }
    take_in(engine, inbox, batch, reader).await
}

/// The same in a dry run: what the original has is not tried.
async fn take_as_if(
    engine: &Engine,
    original: &Arc<Original>,
    inbox: InboxId,
    batch: Vec<Mail>,
    reader: &Reader,
) -> engine::Result<Vec<Ended>> {
    let sources = batch.iter().map(|mail| mail.source.clone()).collect();
    let there = original.endings(engine.store(), inbox, sources).await?;
    let known = there.iter().flatten().filter_map(|there| there.conversation).collect();
    original.bring_conversations(engine.store(), known).await?;
    let fresh = there.iter().zip(batch).filter(|(there, _)| there.is_none()).map(|(_, mail)| mail).collect();
    let mut taken = take_in(engine, inbox, fresh, reader).await?.into_iter();
    // What waits to be read there has not become anything yet.
    let waits = || Ended { was_there: true, became: Became::Aside, conversation: None, automatic: false, reason: None };
    let all = there.into_iter().map(|there| match there {
        Some(there) => Some(ended(Some(there), true).unwrap_or_else(waits)),
        None => taken.next(),
    });
    Ok(all.flatten().collect())
}

async fn take_in(engine: &Engine, inbox: InboxId, batch: Vec<Mail>, reader: &Reader) -> engine::Result<Vec<Ended>> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let sources: Vec<String> = batch.iter().map(|mail| mail.source.clone()).collect();
    let arrived = batch.into_iter().map(|Mail { source, raw, too_large }| Batched {
        arrival: Arrival { inbox, source, history: true, raw },
        too_large,
    });
    let stored = intake::receive_all(engine, arrived.collect()).await?;
    loop {
        if matches!(reader, Reader::Ours) {
            while intake::step(engine).await? > 0 {}
        }
        let endings = intake::endings(engine, inbox, sources.clone()).await?;
        let ended: Option<Vec<Ended>> =
            endings.into_iter().zip(&stored).map(|(ending, stored)| ended(ending, !stored)).collect();
        match (ended, reader) {
            (Some(ended), _) => return Ok(ended),
            (None, Reader::Ours) => tokio::time::sleep(LOOK_AGAIN).await,
            (None, Reader::Counter(stop)) => tokio::select! {
                () = stop.cancelled() => {
                    return Err(error::Refused::Invalid("the counter is told to stop".to_owned()).into());
                }
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            },
        }
    }
}

/// `None`: it is not read yet.
fn ended(ended: Option<store::raw::Ended>, was_there: bool) -> Option<Ended> {
    // An arrival that was erased has lost its name.
    let Some(ended) = ended else {
        let became = Became::Erased;
        return Some(Ended { was_there, became, conversation: None, automatic: false, reason: None });
    };
    let became = match ended.ending {
        Ending::Waiting => return None,
        Ending::Accepted => Became::Message,
        Ending::Duplicate => Became::Copy,
        Ending::Quarantined => Became::Aside,
        Ending::Erased => Became::Erased,
    };
    let reason = ended.reason.map(|reason| reason.chars().take(REASON_CHARS).collect());
    Some(Ended { was_there, became, conversation: ended.conversation, automatic: ended.automatic, reason })
}
