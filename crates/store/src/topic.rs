//! What conversations are about, as keyed hashes: orders, and a machine's notices about one.
//!
//! Working state: a hint for where later mail may belong. The last conversation that named a topic has it.

use domain::id::{ContactId, ConversationId};
use domain::identity::Fingerprint;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    NAME = "INSERT INTO topic (fingerprint, conversation) VALUES ($1, $2)
        ON CONFLICT (fingerprint) DO UPDATE SET conversation = excluded.conversation";
    LATEST_OF = "SELECT id, subject FROM conversation WHERE contact = $1 ORDER BY last_at DESC, id DESC LIMIT 5";
    CALLED = "SELECT c.contact, k.name FROM conversation c JOIN contact k ON k.id = c.contact WHERE c.id = $1";
}

/// Notes that a conversation is about this.
pub fn name(tx: &mut Tx<'_>, topic: Fingerprint, conversation: ConversationId) -> Result<()> {
    tx.write(&NAME, params![topic, conversation])
}

/// The latest conversations of a contact, with their subjects.
pub fn latest_of(conn: &mut Conn, contact: ContactId) -> Result<Vec<(ConversationId, Option<String>)>> {
    conn.rows(&LATEST_OF, params![contact])?.into_iter().map(|mut row| Ok((row.take(0)?, row.take(1)?))).collect()
}

/// A conversation's contact, and their name.
pub fn called(conn: &mut Conn, conversation: ConversationId) -> Result<Option<(ContactId, Option<String>)>> {
    conn.row(&CALLED, params![conversation])?.map(|mut row| Ok((row.take(0)?, row.take(1)?))).transpose()
}
