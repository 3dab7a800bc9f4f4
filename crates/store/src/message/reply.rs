//! A message to the customer: written and queued, what it answers, to whom it goes, and how it leaves.

use domain::channel::{Outbound, Party};
use domain::conversation::Conversation;
use domain::event::{Fact, Origin};
use domain::fold::MessageKind;
use domain::id::{AgentId, ContactId, ConversationId, DeliveryId, MessageId};
use domain::identity::Fingerprint;
use domain::time::Millis;

use super::{Answers, Content, Message, by_id, content, insert, refer, unjson};
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::{conversation, delivery};

crate::statements! {
    LAST_WITH_ID = "SELECT m.id, m.kind, c.message_id, c.answers, c.sender, c.recipients FROM message m
        JOIN message_content c ON c.message = m.id
        WHERE m.conversation = $1 AND m.kind <> 3 AND c.message_id IS NOT NULL ORDER BY m.id DESC LIMIT 1";
    LAST_FROM_CUSTOMER = "SELECT c.sender FROM message m JOIN contact k ON k.id = m.contact JOIN message_content c ON c.message = m.id
        WHERE m.conversation = $1 AND m.kind = 0
            AND COALESCE(k.person, k.id) = (SELECT COALESCE(p.person, p.id) FROM contact p WHERE p.id = $2)
        ORDER BY m.id DESC LIMIT 1";
}

/// A message to the customer, ready to be written.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Reply {
    pub message: MessageId,
    pub delivery: DeliveryId,
    /// `None`: a rule wrote it.
    pub agent: Option<AgentId>,
    pub content: Content,
    /// Fingerprint of the Message-ID in `content`.
    pub message_key: Fingerprint,
    /// Fingerprints of the recipients: whoever is written to takes part.
    pub recipients: Vec<Fingerprint>,
    /// Written at most once under this key.
    pub once: String,
    /// When it may leave.
    pub due_at: Millis,
}

/// Writes a message to the customer and queues its delivery. `then` are further facts of the same
/// act, such as a new status.
pub fn write_reply(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    reply: &Reply,
    then: &[Fact],
    origin: &Origin,
) -> Result<()> {
    let automatic = reply.agent.is_none();
    let message = Message {
        id: reply.message,
        conversation: conversation.id,
        kind: MessageKind::Replied,
        at: origin.at,
        contact: None,
        agent: reply.agent,
        raw: None,
        automatic,
        history: false,
    };
    insert(tx, &message, &reply.content)?;
    refer(tx, reply.message_key, reply.message, conversation.id, true, None)?;
    for who in &reply.recipients {
        conversation::join(tx, conversation.id, *who)?;
    }
    delivery::queue(
        tx,
        &delivery::NewDelivery {
            id: reply.delivery,
            message: reply.message,
            conversation: conversation.id,
            inbox: conversation.inbox,
            once: reply.once.clone(),
            due_at: reply.due_at,
        },
    )?;
    let mut facts = vec![Fact::MessageReplied {
        conversation: conversation.id,
        message: reply.message,
        delivery: reply.delivery,
        automatic,
    }];
    facts.extend_from_slice(then);
    let preview = conversation::preview(&reply.content.text);
    conversation::record(tx, conversation, &facts, origin, Some(&preview))
}

/// The message as it goes out; `None` when it is not there, is no reply, or was erased.
pub fn outbound(conn: &mut Conn, id: MessageId) -> Result<Option<Outbound>> {
    let Some(message) = by_id(conn, id)?.filter(|message| message.kind == MessageKind::Replied) else {
        return Ok(None);
    };
    let Some(content) = content(conn, id)? else { return Ok(None) };
    let (Some(from), Some(message_id)) = (content.sender, content.message_id) else { return Ok(None) };
    Ok(Some(Outbound {
        message: id,
        from,
        to: content.recipients.to,
        cc: content.recipients.cc,
        reply_to: None,
        subject: content.subject,
        text: content.text,
        message_id,
        in_reply_to: content.answers.in_reply_to,
        references: content.answers.references,
        written_at: message.at,
        automatic: message.automatic,
    }))
}

/// How many References an answer carries: the first and the newest ones.
const MAX_REFERENCES: usize = 20;

/// What an answer in this conversation should answer: the newest message that has a Message-ID.
pub fn answer_to(conn: &mut Conn, id: ConversationId) -> Result<Answers> {
    let Some(mut row) = conn.row(&LAST_WITH_ID, params![id])? else { return Ok(Answers::default()) };
    let newest: String = row.take(2)?;
    let before: Option<String> = row.take(3)?;
    let before: Answers = before.map(|text| unjson(&text, 3)).transpose()?.unwrap_or_default();
    let mut references = before.references;
    if references.is_empty() {
        references.extend(before.in_reply_to);
    }
    references.retain(|one| *one != newest);
    references.push(newest.clone());
    if references.len() > MAX_REFERENCES {
        references.drain(1..references.len() - MAX_REFERENCES + 1);
    }
    Ok(Answers { in_reply_to: Some(newest), references })
}

/// Where the contact, or who is the same person, wrote from last in this conversation: the default recipient.
pub fn last_sender(conn: &mut Conn, id: ConversationId, contact: ContactId) -> Result<Option<Party>> {
    let row = conn.row(&LAST_FROM_CUSTOMER, params![id, contact])?;
    let text: Option<String> = row.map(|mut row| row.take(0)).transpose()?.flatten();
    text.map(|text| unjson(&text, 0)).transpose()
}
