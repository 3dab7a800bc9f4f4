//! Two conversations turn out to be one matter, or not.

use domain::conversation::Conversation;
use domain::event::Origin;
use domain::id::{ConversationId, SuggestionId};
use domain::permission::Action;
use domain::suggestion::SuggestionState;
use store::{Tx, merge, suggestion};

use super::{By, lock, may};
use crate::Engine;
use crate::error::{Refused, Result};

/// Joins the messages of a conversation into another one, whose clock runs on. Gives where they stand now.
pub async fn same_matter(
    engine: &Engine,
    by: By,
    conversation: ConversationId,
    with: ConversationId,
) -> Result<ConversationId> {
    let now = engine.now();
    let done = engine
        .store()
        .write(move |tx| -> Result<ConversationId> {
            let mut source = lock(tx, by, conversation, Action::Answer)?;
            let mut target = store::conversation::lock_place(tx, with)?.ok_or(Refused::NotFound)?;
            may(by, &target, Action::Answer)?;
            if source.id == target.id || source.brand != target.brand {
                return Err(Refused::Invalid("these two cannot be one matter".to_owned()).into());
            }
            for contact in [source.contact, target.contact] {
                let erased = store::contact::by_id(tx, contact)?.is_none_or(|contact| contact.erased_at.is_some());
                if erased {
                    return Err(Refused::Invalid("the customer of one of them was erased".to_owned()).into());
                }
            }
            let origin = by.origin(now);
            merge::join(tx, &mut source, &mut target, &origin)?;
            settle(tx, source.id, SuggestionState::Open, SuggestionState::Accepted, &origin)?;
            Ok(target.id)
        })
        .await?;
    Ok(done.value)
}

/// Takes the messages of a conversation out of the one they were joined into; both stand as if that had not happened.
pub async fn take_apart(engine: &Engine, by: By, conversation: ConversationId) -> Result<()> {
    let now = engine.now();
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let mut source = store::conversation::lock(tx, conversation)?.ok_or(Refused::NotFound)?;
            may(by, &source, Action::Answer)?;
            let into = source.merged_into.ok_or(Refused::Outdated)?;
            // What that one was joined into has to let go first.
            let mut target: Conversation = lock(tx, by, into, Action::Answer)?;
            let origin = by.origin(now);
            merge::take_apart(tx, &mut source, &mut target, &origin)?;
            settle(tx, source.id, SuggestionState::Accepted, SuggestionState::Undone, &origin)
        })
        .await?;
    Ok(())
}

/// Somebody says no to a suggestion.
pub async fn dismiss(engine: &Engine, by: By, conversation: ConversationId, id: SuggestionId) -> Result<()> {
    let now = engine.now();
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let one = suggestion::lock(tx, id)?.ok_or(Refused::NotFound)?;
            if one.conversation != conversation && one.other != conversation {
                return Err(Refused::NotFound.into());
            }
            lock(tx, by, one.conversation, Action::Answer)?;
            match one.state {
                SuggestionState::Open | SuggestionState::Undone => {
                    Ok(suggestion::settle(tx, &one, SuggestionState::Dismissed, &by.origin(now))?)
                }
                SuggestionState::Dismissed => Ok(()),
                SuggestionState::Accepted => Err(Refused::Outdated.into()),
            }
        })
        .await?;
    Ok(())
}

/// What was suggested for a conversation and stands at `from` stands at `to` now.
fn settle(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    from: SuggestionState,
    to: SuggestionState,
    origin: &Origin,
) -> Result<()> {
    for one in suggestion::of(tx, conversation)? {
        let again = from == SuggestionState::Open && one.state == SuggestionState::Undone;
        if one.conversation == conversation && (one.state == from || again) {
            suggestion::settle(tx, &one, to, origin)?;
        }
    }
    Ok(())
}
