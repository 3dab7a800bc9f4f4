//! Everything that is kept about a person, to be handed to them (GDPR, article 15 and 20).
//!
//! In: a contact. Out: all contacts that are the same person, their conversations with every message, the names of files, and
//! what they wrote in conversations of others. Never what colleagues noted among themselves, unless that is asked for; never
//! what others wrote in conversations that are not this person's.

use domain::fold::MessageKind;
use domain::id::{ContactId, ConversationId, Id, MessageId};
use domain::time::Millis;
use serde::Serialize;

use crate::conn::Conn;
use crate::error::Result;
use crate::pages::{self, shown};
use crate::{contact, message, params, person};

crate::statements! {
    ELSEWHERE = "SELECT m.id FROM identity i JOIN participant p ON p.fingerprint = i.fingerprint
        JOIN message m ON m.conversation = p.conversation WHERE i.contact = $1 AND m.contact = $1";
    FILES = "SELECT name, media_type, bytes FROM attachment WHERE message = $1 AND name IS NOT NULL ORDER BY place";
}

/// How many conversations or messages are read at a time.
const AT_ONCE: usize = 100;

/// What is kept about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Export {
    /// When it was read.
    pub made_at: String,
    /// All contacts that are this person.
    pub contacts: Vec<Known>,
    /// Their conversations, the newest first.
    pub conversations: Vec<Matter>,
    /// What they wrote in conversations of others.
    pub elsewhere: Vec<Written>,
}

/// One contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Its id.
    pub id: ContactId,
    /// The name it gave.
    pub name: Option<String>,
    /// When it was first heard of.
    pub since: String,
    /// Its addresses.
    pub addresses: Vec<String>,
}

/// One conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// Its id.
    pub id: ConversationId,
    /// Its number, as it stands in mails.
    pub number: i64,
    /// Its subject.
    pub subject: Option<String>,
    /// When something last happened in it.
    pub last_at: String,
    /// Its messages, the oldest first.
    pub messages: Vec<Written>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Its id.
    pub id: MessageId,
    /// When.
    pub at: String,
    /// `received`, `replied`, `copied` or `note`.
    pub kind: &'static str,
    /// Who wrote it, by name and address; none of a note.
    pub from: Option<String>,
    /// To whom it went.
    pub to: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its files.
    pub files: Vec<File>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// The media type it claims.
    pub media_type: String,
    /// Its size.
    pub bytes: i64,
}

/// Reads it all. `None`: there is no such contact. Blocks.
pub fn read(conn: &mut Conn, id: ContactId, notes: bool, now: Millis) -> Result<Option<Export>> {
    let members = person::members(conn, id)?;
    if members.is_empty() {
        return Ok(None);
    }
    let (mut contacts, mut conversations, mut elsewhere) = (Vec::new(), Vec::new(), Vec::new());
    for member in members {
        let addresses = contact::by_id(conn, member.id)?.map_or_else(Vec::new, |known| known.addresses);
        let since = member.created_at.to_string();
        contacts.push(Known { id: member.id, name: member.name, since, addresses });
        read_conversations(conn, member.id, notes, &mut conversations)?;
    }
    let own: Vec<MessageId> =
        conversations.iter().flat_map(|matter: &Matter| matter.messages.iter().map(|one| one.id)).collect();
    for known in &contacts {
        for mut row in conn.rows(&ELSEWHERE, params![known.id])? {
            let message: MessageId = row.take(0)?;
            if !own.contains(&message) && !elsewhere.iter().any(|one: &Written| one.id == message) {
                elsewhere.extend(written(conn, message, notes)?);
            }
        }
    }
    Ok(Some(Export { made_at: now.to_string(), contacts, conversations, elsewhere }))
}

fn read_conversations(conn: &mut Conn, id: ContactId, notes: bool, into: &mut Vec<Matter>) -> Result<()> {
    let mut before = (Millis::new(i64::MAX), ConversationId::from_raw(i64::MAX));
    loop {
        let cards = pages::of_contact(conn, id, before, AT_ONCE)?;
        let Some(last) = cards.last() else { return Ok(()) };
        before = (last.last_at, last.id);
        for card in cards {
            let mut messages = Vec::new();
            let mut after = MessageId::from_raw(0);
            loop {
                let page = shown::page(conn, card.id, after, AT_ONCE)?;
                let Some(last) = page.last() else { break };
                after = *last;
                for message in page {
                    messages.extend(written(conn, message, notes)?);
                }
            }
            let (number, subject, last_at) = (card.number, card.subject, card.last_at.to_string());
            into.push(Matter { id: card.id, number, subject, last_at, messages });
        }
    }
}

/// A message, unless it is a note that nobody asked for, or was erased.
fn written(conn: &mut Conn, id: MessageId, notes: bool) -> Result<Option<Written>> {
    let Some(facts) = message::by_id(conn, id)? else { return Ok(None) };
    if facts.kind == MessageKind::Note && !notes {
        return Ok(None);
    }
    let Some(content) = message::content(conn, id)? else { return Ok(None) };
    let kind = match facts.kind {
        MessageKind::Received => "received",
        MessageKind::Replied => "replied",
        MessageKind::Copied => "copied",
        MessageKind::Note => "note",
    };
    let party = |party: &domain::channel::Party| match &party.name {
        Some(name) => format!("{name} <{}>", party.address),
        None => party.address.to_string(),
    };
    let to = content.recipients.to.iter().chain(&content.recipients.cc).map(party).collect();
    let files = conn.rows(&FILES, params![id])?.into_iter();
    let files = files.map(|mut row| Ok(File { name: row.take(0)?, media_type: row.take(1)?, bytes: row.take(2)? }));
    Ok(Some(Written {
        id,
        at: facts.at.to_string(),
        kind,
        from: content.sender.as_ref().map(party),
        to,
        subject: content.subject,
        text: content.text,
        files: files.collect::<Result<_>>()?,
    }))
}
