//! An agent says that a conversation is spam, or that it is not; both teach.

use domain::conversation::Status;
use domain::event::{Fact, SpamReason};
use domain::id::{ConversationId, MessageId};
use domain::permission::Action;
use domain::time::Millis;
use store::Tx;

use super::{By, lock};
use crate::error::Result;
use crate::{Engine, Error};

/// How many of a conversation's mails teach: the newest.
const TAUGHT: usize = 3;

/// Says whether a conversation is spam. Saying what is known changes nothing.
pub async fn judge_spam(engine: &Engine, by: By, conversation: ConversationId, spam: bool) -> Result<()> {
    let now = engine.now();
    let lessons = lessons(engine, conversation).await?;
    engine.store().write(move |tx| within(tx, by, conversation, spam, &lessons, now)).await?;
    Ok(())
}

/// The same, within a transaction, with what it teaches.
pub(super) fn within(
    tx: &mut Tx<'_>,
    by: By,
    conversation: ConversationId,
    spam: bool,
    lessons: &[(MessageId, Vec<u32>)],
    now: Millis,
) -> Result<()> {
    let mut state = lock(tx, by, conversation, Action::Answer)?;
    if state.spam == spam {
        return Ok(());
    }
    let waits = !spam && state.status == Status::Open;
    let waiting_since = if waits { store::message::unanswered_since(tx, state.id)? } else { None };
    let fact = Fact::SpamJudged { conversation: state.id, spam, reason: SpamReason::Corrected, waiting_since };
    store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?;
    for (message, features) in lessons {
        store::spam::teach(tx, *message, spam, now, features)?;
    }
    Ok(())
}

/// Mails, and what each shows to a spam model.
pub(super) type Lessons = Vec<(MessageId, Vec<u32>)>;

/// What the newest mails of a conversation show to a spam model: read again from what arrived.
pub(super) async fn lessons(engine: &Engine, conversation: ConversationId) -> Result<Lessons> {
    let state = engine.store().read(move |conn| store::conversation::load(conn, conversation)).await?;
    let Some(channel) = state.and_then(|state| engine.channels().of(state.inbox)) else { return Ok(Vec::new()) };
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
