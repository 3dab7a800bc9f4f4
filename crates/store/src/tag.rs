//! Tags: the words that agents put on conversations.

use domain::event::{Fact, Origin};
use domain::id::TagId;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    BY_NAME = "SELECT id FROM tag WHERE name = $1";
    INSERT = "INSERT INTO tag (id, name) VALUES ($1, $2)";
    BY_ID = "SELECT name FROM tag WHERE id = $1";
    LIST = "SELECT id, name FROM tag ORDER BY name LIMIT 1000";
}

/// The tag with this name, made under `fresh` when there is none yet.
pub fn named(tx: &mut Tx<'_>, name: &str, fresh: TagId, origin: &Origin) -> Result<TagId> {
    if let Some(mut row) = tx.row(&BY_NAME, params![name])? {
        return row.take(0);
    }
    tx.write(&INSERT, params![fresh, name])?;
    tx.append(&Fact::TagCreated { tag: fresh }, origin)?;
    Ok(fresh)
}

/// All tags by name, at most a thousand.
pub fn all(conn: &mut Conn) -> Result<Vec<(TagId, String)>> {
    conn.rows(&LIST, &[])?.into_iter().map(|mut row| Ok((row.take(0)?, row.take(1)?))).collect()
}

/// The word that a tag is; `None` when there is no such tag.
pub fn by_id(conn: &mut Conn, id: TagId) -> Result<Option<String>> {
    conn.row(&BY_ID, params![id])?.map(|mut row| row.take(0)).transpose()
}
