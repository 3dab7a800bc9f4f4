//! Words are put on conversations and taken off.

use domain::event::Fact;
use domain::id::{ConversationId, TagId};
use domain::permission::Action;
use domain::time::Millis;
use store::Tx;

use super::{By, lock};
use crate::Engine;
use crate::error::{Refused, Result};

/// The longest tag, in characters.
pub const MAX_TAG_CHARS: usize = 40;

/// How many tags one conversation can carry.
pub const MAX_TAGS: usize = 30;

/// Puts a word on a conversation; a new word becomes a tag.
pub async fn tag(engine: &Engine, by: By, conversation: ConversationId, name: &str) -> Result<TagId> {
    let name = fit(name)?;
    let fresh: TagId = engine.id();
    let now = engine.now();
    let done = engine
        .act(move |tx| -> Result<TagId> {
            lock(tx, by, conversation, Action::Answer)?;
            let tag = store::tag::named(tx, &name, fresh, &by.origin(now))?;
            within(tx, by, conversation, tag, now)?;
            Ok(tag)
        })
        .await?;
    Ok(done)
}

/// A word as tags are written.
pub(super) fn fit(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if name.is_empty() || name.contains(char::is_control) {
        return Err(Refused::Empty.into());
    }
    if name.chars().count() > MAX_TAG_CHARS {
        return Err(Refused::TooLong { limit: MAX_TAG_CHARS }.into());
    }
    Ok(name)
}

/// Puts a tag on a conversation, within a transaction.
pub(super) fn within(tx: &mut Tx<'_>, by: By, conversation: ConversationId, tag: TagId, now: Millis) -> Result<()> {
    let mut state = lock(tx, by, conversation, Action::Answer)?;
    if state.tags.contains(&tag) {
        return Ok(());
    }
    if state.tags.len() >= MAX_TAGS {
        return Err(Refused::Invalid(format!("a conversation carries at most {MAX_TAGS} tags")).into());
    }
    let fact = Fact::Tagged { conversation: state.id, tag };
    Ok(store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?)
}

/// Takes a word off a conversation.
pub async fn untag(engine: &Engine, by: By, conversation: ConversationId, tag: TagId) -> Result<()> {
    let now = engine.now();
    engine
        .act(move |tx| -> Result<()> {
            let mut state = lock(tx, by, conversation, Action::Answer)?;
            if !state.tags.contains(&tag) {
                return Ok(());
            }
            let fact = Fact::Untagged { conversation: state.id, tag };
            Ok(store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?)
        })
        .await?;
    Ok(())
}
