//! Erasure: everything personal of a contact goes, the facts stay.
//!
//! In: a contact, and with it everybody who is the same person. Out: a certificate with counts, and the blobs whose files are to be discarded.
//! Content is nulled in the whole of the contact's conversations (answers quote them, notes speak
//! of them) and in their messages elsewhere. Addresses and Message-IDs leave keyed hashes behind
//! (tombstones), so that an import cannot revive them. Afterwards [`crate::scrub`] rewrites the files, so
//! that no freed page keeps what was erased.
//!
//! What it cannot reach: copies in other people's mailboxes, and on PostgreSQL the server's own
//! write-ahead log until it is recycled.

use domain::event::{Fact, Origin};
use domain::id::{ContactId, ConversationId, IdentityId, MessageId, RawId};
use domain::identity::{Address, Fingerprint};
use domain::time::Millis;

use crate::blob::{self, Blobs, Hash, Owner};
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::{delivery, person, raw};

crate::statements! {
    CONTACT = "UPDATE contact SET name = NULL, erased_at = $2 WHERE id = $1 AND erased_at IS NULL";
    IDENTITIES = "SELECT id, fingerprint, value FROM identity WHERE contact = $1";
    IDENTITY = "UPDATE identity SET value = NULL, fingerprint = $2 WHERE id = $1";
    TOMBSTONE = "INSERT INTO tombstone (fingerprint, kind, erased_at) VALUES ($1, $2, $3)
        ON CONFLICT (fingerprint) DO UPDATE SET erased_at = excluded.erased_at";
    CONVERSATIONS = "SELECT id FROM conversation WHERE contact = $1 ORDER BY last_at, id";
    CONVERSATION = "UPDATE conversation SET subject = NULL, preview = NULL WHERE id = $1";
    OWN_MESSAGES = "SELECT id FROM message WHERE conversation = $1 ORDER BY id";
    // Their answers too, where an agent joined the conversation into somebody else's.
    MESSAGES_JOINED = "SELECT id FROM message WHERE home = $1";
    MESSAGES_ELSEWHERE = "SELECT m.id FROM participant p
        JOIN message m ON m.conversation = p.conversation WHERE p.fingerprint = $1 AND m.contact = $2";
    CONTENT = "UPDATE message_content SET subject = NULL, text = NULL, html = NULL, sender = NULL, recipients = NULL,
        message_id = NULL, answers = NULL, reading = NULL WHERE message = $1";
    REFS = "SELECT fingerprint FROM message_ref WHERE message = $1";
    DROP_REFS = "DELETE FROM message_ref WHERE message = $1";
    FILES = "SELECT blob FROM attachment WHERE message = $1 AND blob IS NOT NULL";
    DROP_FILES = "UPDATE attachment SET name = NULL, content_id = NULL, blob = NULL WHERE message = $1";
    PARTICIPANTS = "DELETE FROM participant WHERE conversation = $1";
    PARTICIPANT = "DELETE FROM participant WHERE fingerprint = $1";
    ANSWERED = "DELETE FROM automatic_answer WHERE fingerprint = $1";
    UNREAD = "SELECT id, body, blob FROM raw WHERE state IN (0, 2) AND id > $1 ORDER BY id LIMIT 50";
    TOPICS = "DELETE FROM topic WHERE conversation = $1";
    LESSON = "DELETE FROM spam_lesson WHERE message = $1";
    PARKED = "DELETE FROM parked WHERE conversation = $1";
}

/// What an erasure did.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Certificate {
    /// Conversations whose words are gone.
    pub conversations: usize,
    /// Messages and notes whose content is gone.
    pub messages: usize,
    /// Arrivals whose bytes are gone.
    pub arrivals: usize,
    /// Files whose content is gone.
    pub files: usize,
    /// Addresses and Message-IDs that cannot come back.
    pub tombstones: usize,
}

/// The kinds of tombstones.
const ADDRESS: i64 = 1;
const MESSAGE_ID: i64 = 2;

/// Erases the person that a contact is: all their contacts. `None`: there is no such contact, or it was erased before.
pub fn contact(
    tx: &mut Tx<'_>,
    id: ContactId,
    unread: &[RawId],
    origin: &Origin,
) -> Result<Option<(Certificate, Vec<Hash>)>> {
    let Some(person) = person::known_as(tx, id)? else { return Ok(None) };
    person::lock(tx, person)?;
    let mut erased = None;
    for member in person::members(tx, person)? {
        if tx.execute(&CONTACT, params![member.id, origin.at])? > 0 {
            let (done, gone) = erased.get_or_insert_with(<(Certificate, Vec<Hash>)>::default);
            everything(tx, member.id, origin, done, gone)?;
        }
    }
    if let Some((done, gone)) = &mut erased {
        for raw in unread {
            gone.extend(raw::wipe(tx, *raw)?);
            done.arrivals += 1;
        }
    }
    Ok(erased)
}

fn everything(
    tx: &mut Tx<'_>,
    id: ContactId,
    origin: &Origin,
    done: &mut Certificate,
    gone: &mut Vec<Hash>,
) -> Result<()> {
    let mut keys: Vec<Fingerprint> = Vec::new();
    for mut row in tx.rows(&IDENTITIES, params![id])? {
        let identity: IdentityId = row.take(0)?;
        let key: Fingerprint = row.take(1)?;
        keys.push(key);
        tx.write(&TOMBSTONE, params![key, ADDRESS, origin.at])?;
        // The row stays (it is a fact); it is found by no address any more.
        tx.write(&IDENTITY, params![identity, unfindable(identity)])?;
        tx.write(&ANSWERED, params![key])?;
        done.tombstones += 1;
    }
    let mut messages: Vec<MessageId> = Vec::new();
    let mut conversations: Vec<ConversationId> = Vec::new();
    for mut row in tx.rows(&CONVERSATIONS, params![id])? {
        conversations.push(row.take(0)?);
    }
    for conversation in &conversations {
        for mut row in tx.rows(&OWN_MESSAGES, params![*conversation])? {
            messages.push(row.take(0)?);
        }
        for mut row in tx.rows(&MESSAGES_JOINED, params![*conversation])? {
            messages.push(row.take(0)?);
        }
        tx.write(&CONVERSATION, params![*conversation])?;
        tx.write(&TOPICS, params![*conversation])?;
        tx.write(&PARTICIPANTS, params![*conversation])?;
        tx.write(&PARKED, params![*conversation])?;
        delivery::abandon(tx, *conversation, origin)?;
    }
    for key in &keys {
        for mut row in tx.rows(&MESSAGES_ELSEWHERE, params![*key, id])? {
            messages.push(row.take(0)?);
        }
        tx.write(&PARTICIPANT, params![*key])?;
    }
    messages.sort_unstable();
    messages.dedup();
    done.conversations += conversations.len();
    done.messages += messages.len();
    for message in messages {
        message_content(tx, message, origin, done, gone)?;
    }
    tx.append(&Fact::ContactErased { contact: id }, origin)
}

fn message_content(
    tx: &mut Tx<'_>,
    message: MessageId,
    origin: &Origin,
    done: &mut Certificate,
    gone: &mut Vec<Hash>,
) -> Result<()> {
    for mut row in tx.rows(&REFS, params![message])? {
        tx.write(&TOMBSTONE, params![row.take::<Fingerprint>(0)?, MESSAGE_ID, origin.at])?;
        done.tombstones += 1;
    }
    tx.write(&DROP_REFS, params![message])?;
    tx.write(&CONTENT, params![message])?;
    tx.write(&LESSON, params![message])?;
    for mut row in tx.rows(&FILES, params![message])? {
        done.files += 1;
        if let Some(hash) = Hash::from_bytes(&row.take::<Vec<u8>>(0)?)
            && blob::unrefer(tx, hash, Owner::Attachment(domain::id::Id::raw(message)))?
        {
            gone.push(hash);
        }
    }
    tx.write(&DROP_FILES, params![message])?;
    for raw in raw::of_message(tx, message)? {
        gone.extend(raw::wipe_settled(tx, raw)?);
        done.arrivals += 1;
    }
    Ok(())
}

/// Makes sure that an address or Message-ID with this keyed hash does not come back. `kind`: as a tombstone has it.
pub(crate) fn bury(tx: &mut Tx<'_>, key: Fingerprint, kind: i64, erased_at: Millis) -> Result<()> {
    tx.write(&TOMBSTONE, params![key, kind, erased_at])
}

/// A keyed hash written in hexadecimal digits.
pub(crate) fn from_hex(text: &str) -> Option<Fingerprint> {
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    let mut key = [0_u8; 16];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(Fingerprint(key))
}

/// A fingerprint that no address has: the identity's own number.
fn unfindable(identity: IdentityId) -> Fingerprint {
    let mut bytes = [0_u8; 16];
    bytes[8..].copy_from_slice(&domain::id::Id::raw(identity).to_be_bytes());
    Fingerprint(bytes)
}

/// The arrivals that are unread or in quarantine and name one of these addresses. Blocks.
pub fn unread_naming(conn: &mut Conn, blobs: &Blobs, addresses: &[Address]) -> Result<Vec<RawId>> {
    let needles: Vec<Vec<u8>> = addresses.iter().map(|address| address.as_str().as_bytes().to_vec()).collect();
    let mut found = Vec::new();
    let mut after = 0_i64;
    loop {
        let rows = conn.rows(&UNREAD, params![after])?;
        if rows.is_empty() {
            return Ok(found);
        }
        for mut row in rows {
            let id: RawId = row.take(0)?;
            after = domain::id::Id::raw(id);
            let Ok(Some(body)) = raw::bytes(conn, id) else { continue };
            let bytes = body.unpack(blobs)?.to_ascii_lowercase();
            if needles.iter().any(|needle| !needle.is_empty() && bytes.windows(needle.len()).any(|at| at == needle)) {
                found.push(id);
            }
        }
    }
}
