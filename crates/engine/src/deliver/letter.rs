//! A message as it leaves: with our signed address as where answers go, once tagged mail is known to come.

use domain::channel::Outbound;
use domain::id::{Id, InboxId, MessageId};
use domain::identity::Fingerprinter;
use store::Conn;

/// The message as it leaves from an inbox, the same whenever it is asked for. `None` when it was erased or is no answer.
///
/// # Errors
/// When the store cannot be read.
pub fn letter(
    conn: &mut Conn,
    prints: &Fingerprinter,
    inbox: InboxId,
    message: MessageId,
) -> store::Result<Option<Outbound>> {
    let Some(mut outbound) = store::message::outbound(conn, message)? else { return Ok(None) };
    if store::probe::works(conn, inbox)?
        && let Some(message) = store::message::by_id(conn, message)?
    {
        outbound.reply_to = outbound.from.address.tagged(&prints.address_tag(message.conversation.raw()));
    }
    Ok(Some(outbound))
}
