//! What conversations are about, as keyed hashes: orders, and a machine's notices about one.
//!
//! Working state: a hint for where later mail may belong. The last conversation that named a topic has it.

use domain::id::{ContactId, ConversationId};
use domain::identity::Fingerprint;

use crate::conn::Conn;
use crate::error::Result;
use crate::tx::Tx;
use crate::{params, person};

crate::statements! {
    NAME = "INSERT INTO topic (fingerprint, conversation) VALUES ($1, $2)
        ON CONFLICT (fingerprint) DO UPDATE SET conversation = excluded.conversation";
    LATEST_OF = "SELECT id, subject, last_at FROM conversation WHERE contact = $1 ORDER BY last_at DESC, id DESC LIMIT 5";
    CALLED = "SELECT c.contact, k.name FROM conversation c JOIN contact k ON k.id = c.contact WHERE c.id = $1";
}

/// Notes that a conversation is about this.
pub fn name(tx: &mut Tx<'_>, topic: Fingerprint, conversation: ConversationId) -> Result<()> {
    tx.write(&NAME, params![topic, conversation])
}

/// The latest conversations of the person that a contact is, the newest first, with their subjects.
pub fn latest_of(conn: &mut Conn, contact: ContactId) -> Result<Vec<(ConversationId, Option<String>)>> {
    conn.ahead(|conn| {
        person::members(conn, contact)?;
        conn.rows(&LATEST_OF, params![contact])
    })?;
    let mut latest: Vec<(i64, ConversationId, Option<String>)> = Vec::new();
    for member in person::members(conn, contact)? {
        for mut row in conn.rows(&LATEST_OF, params![member.id])? {
            latest.push((row.take(2)?, row.take(0)?, row.take(1)?));
        }
    }
    latest.sort_by_key(|(at, id, _)| std::cmp::Reverse((*at, *id)));
    Ok(latest.into_iter().take(LATEST).map(|(_, id, subject)| (id, subject)).collect())
}

/// How many of them; [`LATEST_OF`] says the same.
const LATEST: usize = 5;

/// A conversation's contact, and their name.
pub fn called(conn: &mut Conn, conversation: ConversationId) -> Result<Option<(ContactId, Option<String>)>> {
    conn.row(&CALLED, params![conversation])?.map(|mut row| Ok((row.take(0)?, row.take(1)?))).transpose()
}
