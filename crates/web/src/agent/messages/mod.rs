//! One message as its sender made it: its HTML in a frame, the pictures in that, its source.
//!
//! All three are hostile. Each is served under a policy of its own that lets nothing run and nothing load but what was
//! asked for, and says `nosniff`; whoever may read the conversation may fetch them. [`html`] is the only page that ours
//! may put into a frame.

pub(super) mod html;
pub(super) mod images;
pub(super) mod source;

use domain::id::{ConversationId, MessageId};
use domain::permission::Action;
use store::message::Message;

use super::{changed, id};
use crate::fault::Fault;
use crate::sessions::SignedIn;
use crate::web::Web;

/// For what is shown by itself: nothing runs, nothing loads, nothing is its neighbour.
pub(super) const ALONE: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The message that an address names, when the visitor may read it.
async fn message(web: &Web, me: &SignedIn, conversation: &str, message: &str) -> Result<Message, Fault> {
    let (conversation, message): (ConversationId, MessageId) = (id(conversation)?, id(message)?);
    changed::card(web, me, conversation, Action::Read).await?;
    let found = web.store().read(move |conn| store::message::by_id(conn, message)).await?;
    found.filter(|message| message.conversation == conversation).ok_or(Fault::NotFound)
}
