//! Messages, the content rows they point to, and the Message-IDs by which they are found again; what we write is [`reply`].

use domain::channel::Party;
use domain::fold::MessageKind;
use domain::id::{AgentId, ContactId, ConversationId, MessageId, RawId};
use domain::identity::Fingerprint;
use domain::reading::Reading;
use domain::time::Millis;
use serde::{Deserialize, Serialize};

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::params;
use crate::tx::Tx;

pub(crate) mod reply;

pub use reply::{Reply, answer_to, last_sender, outbound, write_reply};

crate::statements! {
    INSERT = "INSERT INTO message (id, conversation, kind, at, contact, agent, raw, automatic, history)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INSERT_CONTENT = "INSERT INTO message_content (message, subject, text, html, sender, recipients, message_id, answers, reading)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CONTENT = "SELECT subject, text, html, sender, recipients, message_id, answers, reading
        FROM message_content WHERE message = $1";
    ONE = "SELECT conversation, kind, at, contact, agent, raw, automatic, history FROM message WHERE id = $1";
    INSERT_REF = "INSERT INTO message_ref (fingerprint, message, conversation, ours, content_key) VALUES ($1, $2, $3, $4, $5)";
    WROTE_IN = "SELECT id FROM message WHERE conversation = $1 AND contact = $2 LIMIT 1";
    NEWEST_RECEIVED = "SELECT id FROM message WHERE conversation = $1 AND kind = 0 ORDER BY id DESC LIMIT 1";
    UNANSWERED_SINCE = "SELECT MIN(at) FROM message WHERE conversation = $1 AND kind = 0 AND automatic = 0 AND history = 0
        AND id > COALESCE((SELECT MAX(id) FROM message WHERE conversation = $1 AND (kind = 2 OR (kind = 1 AND automatic = 0))), 0)";
    CLAIMED = "SELECT COUNT(*) FROM message_ref WHERE fingerprint = $1";
    NOT_HISTORY = "SELECT 1 FROM message WHERE conversation = $1 AND history = 0 LIMIT 1";
    ONCE = "SELECT message FROM once_key WHERE once = $1";
    KEEP_ONCE = "INSERT INTO once_key (once, message, at) VALUES ($1, $2, $3)";
}

/// A message's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Message {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub kind: MessageKind,
    pub at: Millis,
    pub contact: Option<ContactId>,
    pub agent: Option<AgentId>,
    pub raw: Option<RawId>,
    pub automatic: bool,
    pub history: bool,
}

/// To whom a message went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipients {
    /// To.
    pub to: Vec<Party>,
    /// Cc.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Party>,
}

/// Which messages a message answers, by Message-ID.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// In-Reply-To.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    /// References, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
}

/// What somebody wrote: nulled when they are erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML as it came; hostile.
    pub html: Option<String>,
    /// Who wrote; `None` for notes.
    pub sender: Option<Party>,
    /// To whom.
    pub recipients: Recipients,
    /// Message-ID without angle brackets.
    pub message_id: Option<String>,
    /// What it answers.
    pub answers: Answers,
    /// How it was read, where it came from outside.
    pub reading: Option<Reading>,
}

/// How many messages have the Message-ID with this fingerprint.
pub fn times_claimed(conn: &mut Conn, id: Fingerprint) -> Result<i64> {
    conn.row(&CLAIMED, params![id])?.map_or(Ok(0), |mut row| row.take(0))
}

/// Whether everything in a conversation is history: nobody wrote in it since we know it.
pub fn is_all_history(conn: &mut Conn, conversation: ConversationId) -> Result<bool> {
    Ok(conn.row(&NOT_HISTORY, params![conversation])?.is_none())
}

/// Writes a message and its content. The event is the caller's, through [`crate::conversation::record`].
pub fn insert(tx: &mut Tx<'_>, message: &Message, content: &Content) -> Result<()> {
    tx.write(
        &INSERT,
        params![
            message.id,
            message.conversation,
            message.kind,
            message.at,
            message.contact,
            message.agent,
            message.raw,
            message.automatic,
            message.history
        ],
    )?;
    let sender = content.sender.as_ref().map(json).transpose()?;
    tx.write(
        &INSERT_CONTENT,
        params![
            message.id,
            content.subject,
            content.text,
            content.html,
            sender,
            json(&content.recipients)?,
            content.message_id,
            json(&content.answers)?,
            content.reading.as_ref().map(json).transpose()?
        ],
    )
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Statement { statement: "content", why: e.to_string() })
}

pub(crate) fn unjson<T: for<'de> Deserialize<'de>>(text: &str, column: usize) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Column { column, why: e.to_string() })
}

/// The content of a message; `None` when there is none or it was erased.
pub fn content(conn: &mut Conn, id: MessageId) -> Result<Option<Content>> {
    let Some(mut row) = conn.row(&CONTENT, params![id])? else { return Ok(None) };
    let Some(text) = row.take::<Option<String>>(1)? else { return Ok(None) };
    let sender: Option<String> = row.take(3)?;
    let recipients: Option<String> = row.take(4)?;
    let answers: Option<String> = row.take(6)?;
    Ok(Some(Content {
        subject: row.take::<Option<String>>(0)?.unwrap_or_default(),
        text,
        html: row.take(2)?,
        sender: sender.map(|text| unjson(&text, 3)).transpose()?,
        recipients: recipients.map(|text| unjson(&text, 4)).transpose()?.unwrap_or_default(),
        message_id: row.take(5)?,
        answers: answers.map(|text| unjson(&text, 6)).transpose()?.unwrap_or_default(),
        reading: row.take::<Option<String>>(7)?.map(|text| unjson(&text, 7)).transpose()?,
    }))
}

/// The facts of a message.
pub fn by_id(conn: &mut Conn, id: MessageId) -> Result<Option<Message>> {
    let Some(mut row) = conn.row(&ONE, params![id])? else { return Ok(None) };
    Ok(Some(Message {
        id,
        conversation: row.take(0)?,
        kind: row.take(1)?,
        at: row.take(2)?,
        contact: row.take(3)?,
        agent: row.take(4)?,
        raw: row.take(5)?,
        automatic: row.take(6)?,
        history: row.take(7)?,
    }))
}

/// Lets a message be found by its Message-ID. `content_key` tells a second copy from another mail
/// that claims the same id.
pub fn refer(
    tx: &mut Tx<'_>,
    id: Fingerprint,
    message: MessageId,
    conversation: ConversationId,
    ours: bool,
    content_key: Option<Fingerprint>,
) -> Result<()> {
    tx.write(&INSERT_REF, params![id, message, conversation, ours, content_key])
}

/// Whether a contact wrote in a conversation.
pub fn wrote_in(conn: &mut Conn, id: ConversationId, contact: ContactId) -> Result<bool> {
    Ok(conn.row(&WROTE_IN, params![id, contact])?.is_some())
}

/// The newest message from outside.
pub fn newest_received(conn: &mut Conn, id: ConversationId) -> Result<Option<MessageId>> {
    conn.row(&NEWEST_RECEIVED, params![id])?.map(|mut row| row.take(0)).transpose()
}

/// When the first message came that nobody has answered; what machines write is not waited with.
pub fn unanswered_since(conn: &mut Conn, id: ConversationId) -> Result<Option<Millis>> {
    Ok(conn.row(&UNANSWERED_SINCE, params![id])?.map(|mut row| row.take(0)).transpose()?.flatten())
}

/// The message that was written under this key, if one was.
pub fn written_under(conn: &mut Conn, once: &str) -> Result<Option<MessageId>> {
    conn.row(&ONCE, params![once])?.map(|mut row| row.take(0)).transpose()
}

/// Remembers that a message was written under a key.
pub fn keep_once(tx: &mut Tx<'_>, once: &str, message: MessageId, at: Millis) -> Result<()> {
    tx.write(&KEEP_ONCE, params![once, message, at])
}
