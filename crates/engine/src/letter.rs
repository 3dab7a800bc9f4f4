//! Letters of the installation itself, about no conversation: an alarm, an invitation, a link for a new password.
//!
//! In: to whom, and the words. Out: a mail over the mail server of an inbox that works. Beside the deliverer this is all
//! that talks to the outside, never within a transaction. A letter is not kept: whoever waits for one asks for it again.

use domain::channel::{Outbound, Party, SendError};
use domain::hearsay::without_addresses;
use domain::id::{InboxId, MessageId};
use domain::identity::Address;
use store::mailbox::state::{self, State};

use crate::Engine;

/// A letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: Address,
    /// The subject, one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// What it is, for the log and its Message-ID: a word.
    pub kind: &'static str,
}

/// Sends a letter over an inbox.
///
/// # Errors
/// As the channel says; later, where none is connected.
pub async fn send(engine: &Engine, inbox: InboxId, from: &Address, letter: &Letter) -> Result<(), SendError> {
    let none = || SendError::Later("it is not connected".to_owned());
    let channel = engine.channels().of(inbox).ok_or_else(none)?;
    let message: MessageId = engine.id();
    let mail = Outbound {
        message,
        from: Party { name: Some("Kontuar".to_owned()), address: from.clone() },
        to: vec![Party { name: None, address: letter.to.clone() }],
        cc: Vec::new(),
        reply_to: None,
        subject: letter.subject.clone(),
        text: letter.text.clone(),
        message_id: format!("{}.{message}@{}", letter.kind, from.host()),
        in_reply_to: None,
        references: Vec::new(),
        written_at: engine.now(),
        automatic: true,
    };
    channel.send(&mail).await.map(drop)
}

/// Sends a letter over the first inbox that works. Gives whether one took it; the log says why the others did not.
///
/// # Errors
/// The store could not be read.
pub async fn send_over_any(engine: &Engine, letter: &Letter) -> store::Result<bool> {
    let read = |conn: &mut store::Conn| -> store::Result<_> { Ok((store::brand::inboxes(conn)?, state::all(conn)?)) };
    let (inboxes, mailboxes) = engine.store().read(read).await?;
    let fails = |id: InboxId| {
        mailboxes.iter().any(|one| one.inbox == id && (one.alarm.is_some() || one.state == State::Failing))
    };
    let connected = |id: &InboxId| engine.channels().of(*id).is_some();
    // One whose mailbox fails may still send, but is asked last.
    let mut ways: Vec<_> = inboxes.into_iter().filter(|inbox| connected(&inbox.id)).collect();
    ways.sort_by_key(|inbox| fails(inbox.id));
    for inbox in ways {
        match send(engine, inbox.id, &inbox.address, letter).await {
            // What may have arrived is not sent again.
            Ok(()) | Err(SendError::Uncertain(_)) => return Ok(true),
            Err(error) => {
                let error = without_addresses(&error.to_string());
                tracing::warn!(
                    name = inbox.name,
                    kind = letter.kind,
                    error,
                    "a letter could not be sent over this inbox"
                );
            }
        }
    }
    tracing::warn!(kind = letter.kind, "a letter could not be sent: no inbox takes it");
    Ok(false)
}
