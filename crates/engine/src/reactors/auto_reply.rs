//! The acknowledgement of a first message, where an inbox has a text for it (RFC 3834).
//!
//! It answers a person's message that opened a conversation, once, to the address it came from;
//! never a machine, spam, an address that nobody reads or whose mail is treated differently, history, or somebody
//! who got enough of them for today. It changes nothing about whose turn it is.

use domain::automation::{CAP_WINDOW_MS, may_answer, under_cap};
use domain::channel::{Nature, Party};
use domain::event::{Fact, JoinedBy, StopReason};
use domain::id::{ConversationId, DeliveryId, Id, InboxId, MessageId};
use domain::identity::SenderMark;
use domain::threading::bare_subject;
use domain::time::Millis;
use store::Tx;
use store::brand::Inbox;
use store::message::{Answers, Content, Recipients, Reply};
use store::{automatic, brand, contact, conversation, message};

use super::{HORIZON_MS, Reaction, Reactor, runner};
use crate::error::Result;

/// See the head of the file.
#[derive(Debug)]
pub struct AutoReply;

/// The key under which a message is acknowledged at most once.
fn once(message: MessageId) -> String {
    format!("auto_reply:{message}")
}

/// Sees to it that a message is not acknowledged: it may have been, by the store that this one was restored from.
pub(crate) fn forgo(tx: &mut Tx<'_>, message: MessageId, now: Millis) -> store::Result<()> {
    message::keep_once(tx, &once(message), message, now)
}

/// A message that opened a conversation.
struct Opening {
    conversation: ConversationId,
    message: MessageId,
    inbox: InboxId,
}

impl Opening {
    /// Only what a person wrote just now.
    fn of(reaction: &Reaction<'_>) -> Option<Self> {
        match &reaction.event.fact {
            Fact::MessageReceived {
                conversation,
                message,
                inbox,
                joined_by: JoinedBy::Opened,
                automatic: false,
                history: false,
                ..
            } if reaction.now.since_ms(reaction.event.at) <= HORIZON_MS && !reaction.is_before_restore() => {
                Some(Self { conversation: *conversation, message: *message, inbox: *inbox })
            }
            _ => None,
        }
    }
}

impl Reactor for AutoReply {
    fn name(&self) -> &'static str {
        "auto_reply"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["message.received"]
    }

    fn react(&self, tx: &mut Tx<'_>, reaction: &Reaction<'_>) -> Result<()> {
        let Some(opening) = Opening::of(reaction) else { return Ok(()) };
        let Some(inbox) = brand::inbox(tx, opening.inbox)? else { return Ok(()) };
        let Some(text) = inbox.auto_reply.clone().filter(|text| !text.trim().is_empty()) else { return Ok(()) };
        // Erased content gives nobody to answer.
        let Some(received) = message::content(tx, opening.message)? else { return Ok(()) };
        let Some(sender) = received.sender.filter(|party| may_answer(Nature::Person, &party.address)) else {
            return Ok(());
        };
        let who = reaction.fingerprints().address(&sender.address);
        let since = reaction.now.plus_ms(-CAP_WINDOW_MS);
        if !under_cap(automatic::sent_since(tx, who, since)?, reaction.now) {
            return runner::stop(tx, opening.conversation, StopReason::SenderCap, reaction);
        }
        let once = once(opening.message);
        if message::written_under(tx, &once)?.is_some() {
            return Ok(());
        }
        let Some(mut state) = conversation::lock_place(tx, opening.conversation)? else { return Ok(()) };
        let mark = contact::identity(tx, who)?.map_or(SenderMark::None, |(_, mark)| mark);
        if state.spam || mark != SenderMark::None {
            return Ok(());
        }
        let answers = message::answer_to(tx, state.id)?;
        let brand = brand::brand_name(tx, inbox.brand)?;
        let letter = Acknowledgement { inbox, brand, text, to: sender, subject: received.subject, answers };
        let reply = letter.into_reply(reaction, &once);
        message::write_reply(tx, &mut state, &reply, &[], &reaction.origin())?;
        message::keep_once(tx, &once, reply.message, reaction.now)?;
        Ok(automatic::note(tx, who, reaction.now, reply.message, since)?)
    }
}

/// What the acknowledgement is made of.
struct Acknowledgement {
    inbox: Inbox,
    brand: String,
    text: String,
    to: Party,
    subject: String,
    answers: Answers,
}

impl Acknowledgement {
    fn into_reply(self, reaction: &Reaction<'_>, once: &str) -> Reply {
        let (message, delivery): (MessageId, DeliveryId) = (reaction.id(), reaction.id());
        let prints = reaction.fingerprints();
        let message_id = format!("{}@{}", prints.own_message_id(message.raw()), self.inbox.address.host());
        Reply {
            message,
            delivery,
            agent: None,
            message_key: prints.message_id(&message_id),
            recipients: vec![prints.address(&self.to.address)],
            content: Content {
                // RFC 3834, 3.1.5: the subject says that it is automatic.
                subject: format!("Auto: {}", bare_subject(&self.subject)).trim_end().to_owned(),
                text: self.text,
                html: None,
                sender: Some(self.inbox.letterhead(None, &self.brand)),
                recipients: Recipients { to: vec![self.to], cc: Vec::new() },
                message_id: Some(message_id),
                answers: self.answers,
                reading: None,
            },
            once: once.to_owned(),
            due_at: reaction.now,
        }
    }
}
