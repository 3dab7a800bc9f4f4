//! An agent answers the customer.

use domain::conversation::Status;
use domain::event::{Fact, Origin};
use domain::id::{ConversationId, DeliveryId, MessageId, TemplateId};
use domain::letterhead::signed;
use domain::permission::Action;
use domain::threading::reply_subject;
use domain::time::Millis;
use store::Tx;
use store::message::{Content, Recipients};

use super::{By, fit_once, fit_text, lock};
use crate::error::{Refused, Result};
use crate::{Engine, Error};

/// An answer as the agent wrote it.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Where.
    pub conversation: ConversationId,
    /// What.
    pub text: String,
    /// What becomes of the conversation with it.
    pub then: Status,
    /// The key of this form: sent again under the same key, it is the same answer.
    pub once: String,
    /// The newest message from the customer that the agent saw; `None`: do not ask. When a newer one
    /// has come, nothing is sent.
    pub seen: Option<MessageId>,
}

/// How many templates of one answer are counted.
pub const MAX_TEMPLATES_USED: usize = 10;

/// Sends an answer. Gives the message, the same one when the same form comes twice.
pub async fn reply(engine: &Engine, by: By, reply: Reply) -> Result<MessageId> {
    reply_with(engine, by, reply, Vec::new()).await
}

/// The same of an answer that was made with templates: each counts one use, with the answer and as often as it.
pub async fn reply_with(engine: &Engine, by: By, reply: Reply, used: Vec<TemplateId>) -> Result<MessageId> {
    let used = each_once(used);
    let text = fit_text(&reply.text)?;
    let once = fit_once(by, &reply.once)?;
    let (message, delivery): (MessageId, DeliveryId) = (engine.id(), engine.id());
    let now = engine.now();
    let prints = engine.store().fingerprints().clone();
    let done = engine
        .act(move |tx| -> Result<MessageId> {
            if let Some(before) = store::message::written_under(tx, &once)? {
                return Ok(before);
            }
            let mut state = lock(tx, by, reply.conversation, Action::Answer)?;
            if let Some(seen) = reply.seen
                && store::message::newest_received(tx, state.id)?.is_some_and(|newest| newest > seen)
            {
                return Err(Refused::Outdated.into());
            }
            let inbox = store::brand::inbox(tx, state.inbox)?.ok_or(Refused::NotFound)?;
            let recipient = recipient(tx, &state)?;
            let brand = store::brand::brand_name(tx, inbox.brand)?;
            let agent = store::agent::by_id(tx, by.agent)?.map(|agent| agent.name).unwrap_or_default();
            let subject = store::conversation::subject(tx, state.id)?.unwrap_or_default();
            let message_id =
                format!("{}@{}", prints.own_message_id(domain::id::Id::raw(message)), inbox.address.host());
            let written = store::message::Reply {
                message,
                delivery,
                agent: Some(by.agent),
                message_key: prints.message_id(&message_id),
                recipients: vec![prints.address(&recipient.address)],
                content: Content {
                    subject: reply_subject(&subject),
                    text: signed(&text, inbox.signature.as_deref(), &agent, &brand),
                    html: None,
                    sender: Some(inbox.letterhead(Some(&agent), &brand)),
                    recipients: Recipients { to: vec![recipient], cc: Vec::new() },
                    message_id: Some(message_id),
                    answers: store::message::answer_to(tx, state.id)?,
                    reading: None,
                },
                once: once.clone(),
                due_at: now,
            };
            let mut then = Vec::new();
            if state.assignee.is_none() {
                then.push(Fact::ConversationAssigned { conversation: state.id, from: None, to: Some(by.agent) });
            }
            if state.status != reply.then {
                then.push(Fact::StatusChanged {
                    conversation: state.id,
                    from: state.status,
                    to: reply.then,
                    until: None,
                    waiting_since: None,
                });
            }
            store::message::write_reply(tx, &mut state, &written, &then, &by.origin(now))?;
            store::message::keep_once(tx, &once, message, now)?;
            for template in &used {
                store::template::count_use(tx, *template, now)?;
            }
            Ok(message)
        })
        .await?;
    engine.wake_deliver();
    Ok(done)
}

/// Each of them once, and in one order, so that of two answers neither waits for the other.
fn each_once(mut used: Vec<TemplateId>) -> Vec<TemplateId> {
    used.sort_unstable();
    used.dedup();
    used.truncate(MAX_TEMPLATES_USED);
    used
}

/// Who gets the answer: the address the customer wrote from last, else the one they are known by.
pub(crate) fn recipient(tx: &mut Tx<'_>, state: &domain::conversation::Conversation) -> Result<domain::channel::Party> {
    if let Some(party) = store::message::last_sender(tx, state.id, state.contact)? {
        return Ok(party);
    }
    let contact = store::contact::by_id(tx, state.contact)?.ok_or(Refused::NoRecipient)?;
    let address = contact.addresses.iter().find_map(|text| domain::identity::Address::parse(text));
    let address = address.ok_or(Refused::NoRecipient)?;
    Ok(domain::channel::Party { name: contact.name, address })
}

/// An agent decides that a failed or uncertain message is sent again.
pub async fn requeue_delivery(engine: &Engine, by: By, conversation: ConversationId, message: MessageId) -> Result<()> {
    let now: Millis = engine.now();
    engine
        .act(move |tx| -> Result<()> {
            lock(tx, by, conversation, Action::Answer)?;
            let origin: Origin = by.origin(now);
            if store::delivery::requeue_message(tx, conversation, message, &origin)? {
                Ok(())
            } else {
                Err(Error::from(Refused::NotFound))
            }
        })
        .await?;
    engine.wake_deliver();
    Ok(())
}
