//! How mail from one address is treated from now on.

use domain::event::{Fact, SpamReason};
use domain::id::ConversationId;
use domain::identity::SenderMark;
use domain::permission::Action;
use store::contact;

use super::{By, lock};
use crate::Engine;
use crate::error::{Refused, Result};

/// Treats mail from the customer's address of a conversation differently from now on, or as usual again. Blocking also
/// puts the conversation among the spam, and taking that back takes it out again.
pub async fn mark_sender(engine: &Engine, by: By, conversation: ConversationId, mark: SenderMark) -> Result<()> {
    let now = engine.now();
    let prints = engine.store().fingerprints().clone();
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let mut state = lock(tx, by, conversation, Action::Answer)?;
            let sender = store::message::last_sender(tx, state.id, state.contact)?.ok_or(Refused::NoRecipient)?;
            let (identity, before) =
                contact::identity(tx, prints.address(&sender.address))?.ok_or(Refused::NoRecipient)?;
            if before == mark {
                return Ok(());
            }
            let origin = by.origin(now);
            contact::mark(tx, state.id, identity, mark, &origin)?;
            let spam = mark == SenderMark::Blocked;
            if state.spam != spam && (spam || before == SenderMark::Blocked) {
                let waiting_since = if spam { None } else { store::message::unanswered_since(tx, state.id)? };
                let reason = if spam { SpamReason::Blocked } else { SpamReason::Corrected };
                let fact = Fact::SpamJudged { conversation: state.id, spam, reason, waiting_since };
                store::conversation::record(tx, &mut state, &[fact], &origin, None)?;
            }
            Ok(())
        })
        .await?;
    Ok(())
}
