//! An agent says that a conversation is spam, or that it is not; both teach.

use domain::conversation::Status;
use domain::event::{Fact, SpamReason};
use domain::id::{ConversationId, InboxId, MessageId};
use domain::permission::Action;

use super::{By, lock};
use crate::error::{Refused, Result};
use crate::{Engine, Error};

/// How many of a conversation's mails teach: the newest.
const TAUGHT: usize = 3;

/// Says whether a conversation is spam. Saying what is known changes nothing.
pub async fn judge_spam(engine: &Engine, by: By, conversation: ConversationId, spam: bool) -> Result<()> {
    let now = engine.now();
    let state = engine.store().read(move |conn| store::conversation::load(conn, conversation)).await?;
    let inbox = state.ok_or(Refused::NotFound)?.inbox;
    let lessons = lessons(engine, conversation, inbox).await?;
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let mut state = lock(tx, by, conversation, Action::Answer)?;
            if state.spam == spam {
                return Ok(());
            }
            let waits = !spam && state.status == Status::Open;
            let waiting_since = if waits { store::message::unanswered_since(tx, state.id)? } else { None };
            let reason = SpamReason::Corrected;
            let fact = Fact::SpamJudged { conversation: state.id, spam, reason, waiting_since };
            store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?;
            for (message, features) in &lessons {
                store::spam::teach(tx, *message, spam, now, features)?;
            }
            Ok(())
        })
        .await?;
    Ok(())
}

/// What the newest mails of a conversation show to a spam model: read again from what arrived.
async fn lessons(engine: &Engine, conversation: ConversationId, inbox: InboxId) -> Result<Vec<(MessageId, Vec<u32>)>> {
    let Some(channel) = engine.channels().of(inbox) else { return Ok(Vec::new()) };
    let arrived = engine.store().read(move |conn| store::raw::newest_of(conn, conversation, TAUGHT)).await?;
    let blobs = engine.store().blobs().clone();
    let read = tokio::task::spawn_blocking(move || {
        let features = arrived.into_iter().filter_map(|(message, body)| {
            // What cannot be read again teaches nothing.
            let mail = channel.parse(&body.unpack(&blobs).ok()?).ok()?;
            Some((message, mail.features)).filter(|(_, features)| !features.is_empty())
        });
        features.collect::<Vec<_>>()
    });
    read.await.map_err(|e| Error::Store(store::Error::Statement { statement: "lessons", why: e.to_string() }))
}
