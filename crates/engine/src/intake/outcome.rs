//! What became of an arrival, for whoever wants to know: the command line that tries an import, and tests.

use domain::event::JoinedBy;
use domain::id::{ConversationId, InboxId, MessageId};
use domain::suggestion::Hint;
use store::raw::Ending;

use crate::Engine;
use crate::error::Result;

/// What became of an arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How its reading ended.
    pub ending: Ending,
    /// Why it is in quarantine.
    pub reason: Option<String>,
    /// The message it became, or is another copy of.
    pub message: Option<MessageId>,
    /// Where that stands.
    pub conversation: Option<ConversationId>,
    /// How it found its conversation; `None` for what was erased, or is no message.
    pub joined_by: Option<JoinedBy>,
    /// What pointed there: an id, a number, an order.
    pub by: Option<String>,
    /// What else its conversation may belong to.
    pub suggested: Vec<(ConversationId, Hint)>,
}

/// What became of the arrival that `source` brought to `inbox`; `None`: there was none.
pub async fn outcome(engine: &Engine, inbox: InboxId, source: &str) -> Result<Option<Outcome>> {
    let source = source.to_owned();
    let found = engine.store().read(move |conn| -> store::Result<_> {
        let Some(ended) = store::raw::ended(conn, inbox, &source)? else { return Ok(None) };
        let mut outcome = Outcome {
            ending: ended.ending,
            reason: ended.reason,
            message: ended.message,
            conversation: ended.conversation,
            joined_by: None,
            by: None,
            suggested: Vec::new(),
        };
        let Some(id) = ended.message else { return Ok(Some(outcome)) };
        if let Some(reading) = store::message::content(conn, id)?.and_then(|content| content.reading) {
            (outcome.joined_by, outcome.by) = (Some(reading.joined_by), reading.by);
        }
        if let Some(conversation) = outcome.conversation {
            let made = store::suggestion::of(conn, conversation)?.into_iter();
            outcome.suggested =
                made.filter(|one| one.conversation == conversation).map(|one| (one.other, one.hint)).collect();
        }
        Ok(Some(outcome))
    });
    Ok(found.await?)
}
