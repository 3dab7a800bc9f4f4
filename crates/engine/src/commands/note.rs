//! An agent writes something that the customer never sees.

use domain::event::Fact;
use domain::fold::MessageKind;
use domain::id::{ConversationId, MessageId};
use domain::permission::Action;
use store::message::{Content, Message};

use super::{By, fit_once, fit_text, lock};
use crate::Engine;
use crate::error::Result;

/// A note as the agent wrote it.
#[derive(Clone, Debug)]
pub struct Note {
    /// Where.
    pub conversation: ConversationId,
    /// What.
    pub text: String,
    /// The key of this form: sent again under the same key, it is the same note.
    pub once: String,
}

/// Adds a note. Gives the message, the same one when the same form comes twice.
pub async fn note(engine: &Engine, by: By, note: Note) -> Result<MessageId> {
    let text = fit_text(&note.text)?;
    let once = fit_once(by, &note.once)?;
    let id: MessageId = engine.id();
    let now = engine.now();
    let done = engine
        .act(move |tx| -> Result<MessageId> {
            if let Some(before) = store::message::written_under(tx, &once)? {
                return Ok(before);
            }
            let mut state = lock(tx, by, note.conversation, Action::Answer)?;
            let message = Message {
                id,
                conversation: state.id,
                kind: MessageKind::Note,
                at: now,
                contact: None,
                agent: Some(by.agent),
                raw: None,
                automatic: false,
                history: false,
            };
            store::message::insert(tx, &message, &Content { text: text.clone(), ..Content::default() })?;
            let fact = Fact::NoteAdded { conversation: state.id, message: id };
            store::conversation::record(tx, &mut state, &[fact], &by.origin(now), None)?;
            store::message::keep_once(tx, &once, id, now)?;
            Ok(id)
        })
        .await?;
    Ok(done)
}
