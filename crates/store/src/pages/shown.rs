//! Messages as the timeline shows them: text up to a bound, files, how they were read.

use std::collections::HashMap;

use domain::fold::MessageKind;
use domain::id::{AgentId, ContactId, ConversationId, MessageId};
use domain::reading::Reading;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::message::{self, Recipients};
use crate::params;

crate::statements! {
    MESSAGES = "SELECT m.id, m.kind, m.at, m.contact, m.agent, m.automatic, CASE WHEN octet_length(t.text) <= 40000 THEN t.text ELSE substr(t.text, 1, 40000) END,
            CAST(CASE WHEN octet_length(t.text) <= 40000 THEN 0 ELSE length(t.text) END AS BIGINT), t.sender, t.recipients,
            CAST(CASE WHEN t.html IS NULL THEN 0 ELSE 1 END AS BIGINT), CAST(CASE WHEN m.raw IS NULL THEN 0 ELSE 1 END AS BIGINT),
            CAST(CASE WHEN m.home IS NULL THEN 0 ELSE 1 END AS BIGINT), t.reading,
            CAST(CASE WHEN (SELECT COALESCE(k.person, k.id) FROM contact k WHERE k.id = m.contact)
                = (SELECT COALESCE(p.person, p.id) FROM conversation v JOIN contact p ON p.id = v.contact WHERE v.id = $1)
                THEN 1 ELSE 0 END AS BIGINT)
        FROM message m LEFT JOIN message_content t ON t.message = m.id
        WHERE m.conversation = $1 AND m.id >= $2 AND m.id <= $3";
    PAGE = "SELECT id FROM message WHERE conversation = $1 AND id > $2 ORDER BY id LIMIT $3";
    FILES = "SELECT a.message, a.place, a.name, a.bytes, a.inline, a.media_type FROM message m JOIN attachment a ON a.message = m.id
        WHERE m.conversation = $1 AND m.id >= $2 AND m.id <= $3 AND a.name IS NOT NULL";
}

/// How much of a message's text is read for the timeline, in characters; [`MESSAGES`] says the same.
pub const TEXT_CHARS: i64 = 40_000;

/// A message as the timeline shows it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "see store::message")]
pub struct Shown {
    pub id: MessageId,
    /// Where it stands.
    pub conversation: ConversationId,
    pub kind: MessageKind,
    pub at: Millis,
    pub contact: Option<ContactId>,
    pub agent: Option<AgentId>,
    pub automatic: bool,
    /// The text, at most [`TEXT_CHARS`] of it; `None` when erased.
    pub text: Option<String>,
    /// Whether the text is longer than that.
    pub cut: bool,
    /// Who wrote, as the message says: name and address.
    pub sender: Option<domain::channel::Party>,
    /// To whom.
    pub recipients: Recipients,
    /// Whether it has HTML.
    pub html: bool,
    /// Whether it is kept as it came.
    pub raw: bool,
    /// The files that came with it.
    pub files: Vec<File>,
    /// Whether it came to a conversation that was joined into this one.
    pub moved: bool,
    /// Whether it is from the person whose conversation it is, by whichever of their addresses.
    pub from_customer: bool,
    /// How it was read.
    pub reading: Option<Reading>,
}

/// A file that came with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its place among them.
    pub place: i64,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// Whether the mail shows it in its text.
    pub inline: bool,
    /// The media type it claims.
    pub media_type: String,
}

/// The ids of the messages of a conversation after `after`, oldest first, at most `limit`.
pub fn page(conn: &mut Conn, id: ConversationId, after: MessageId, limit: usize) -> Result<Vec<MessageId>> {
    conn.rows(&PAGE, params![id, after, limit])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// The messages of a conversation from `first` to `last`, by id.
pub fn messages(
    conn: &mut Conn,
    id: ConversationId,
    first: MessageId,
    last: MessageId,
) -> Result<HashMap<MessageId, Shown>> {
    let range = params![id, first, last];
    conn.ahead(|conn| {
        conn.rows(&MESSAGES, range)?;
        conn.rows(&FILES, range)
    })?;
    let mut messages = HashMap::new();
    for mut row in conn.rows(&MESSAGES, range)? {
        let shown = Shown {
            id: row.take(0)?,
            conversation: id,
            kind: row.take(1)?,
            at: row.take(2)?,
            contact: row.take(3)?,
            agent: row.take(4)?,
            automatic: row.take(5)?,
            text: row.take(6)?,
            cut: row.take::<Option<i64>>(7)?.is_some_and(|chars| chars > TEXT_CHARS),
            sender: row.take::<Option<String>>(8)?.map(|text| message::unjson(&text, 8)).transpose()?,
            recipients: row
                .take::<Option<String>>(9)?
                .map(|text| message::unjson(&text, 9))
                .transpose()?
                .unwrap_or_default(),
            html: row.take(10)?,
            raw: row.take(11)?,
            moved: row.take(12)?,
            reading: row.take::<Option<String>>(13)?.map(|text| message::unjson(&text, 13)).transpose()?,
            from_customer: row.take(14)?,
            files: Vec::new(),
        };
        messages.insert(shown.id, shown);
    }
    for mut row in conn.rows(&FILES, range)? {
        if let Some(shown) = messages.get_mut(&row.take(0)?) {
            shown.files.push(File {
                place: row.take(1)?,
                name: row.take(2)?,
                bytes: row.take(3)?,
                inline: row.take(4)?,
                media_type: row.take(5)?,
            });
        }
    }
    Ok(messages)
}
