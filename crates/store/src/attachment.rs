//! The files of messages: what they are called, and the blobs that hold them.

use domain::channel::Attachment;
use domain::id::{Id, MessageId};
use domain::time::Millis;

use crate::blob::{self, Blobs, Hash, Owner};
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    INSERT = "INSERT INTO attachment (message, place, name, media_type, content_id, inline, bytes, blob)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    ONE = "SELECT name, media_type, blob FROM attachment WHERE message = $1 AND place = $2";
    PARTS = "SELECT content_id, place FROM attachment WHERE message = $1 AND content_id IS NOT NULL AND name IS NOT NULL
        ORDER BY place";
}

/// A file of a message whose content is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct File {
    pub name: String,
    pub media_type: String,
    pub content_id: Option<String>,
    pub inline: bool,
    /// Its size in bytes.
    pub bytes: usize,
    pub hash: Hash,
}

impl File {
    /// Puts a file on disk. Blocks.
    pub fn keep(blobs: &Blobs, file: Attachment) -> Result<Self> {
        let Attachment { name, media_type, content_id, inline, bytes } = file;
        Ok(Self { name, media_type, content_id, inline, bytes: bytes.len(), hash: blobs.keep(&bytes)? })
    }
}

/// Writes the files of a message.
pub fn attach(tx: &mut Tx<'_>, message: MessageId, files: &[File], at: Millis) -> Result<()> {
    for (place, file) in files.iter().enumerate() {
        tx.write(
            &INSERT,
            params![message, place, file.name, file.media_type, file.content_id, file.inline, file.bytes, file.hash.0],
        )?;
        blob::refer(tx, file.hash, file.bytes, Owner::Attachment(message.raw()), at)?;
    }
    Ok(())
}

/// Name, media type and blob of a file; `None` when there is none or it was erased.
pub fn one(conn: &mut Conn, message: MessageId, place: i64) -> Result<Option<(String, String, Hash)>> {
    let Some(mut row) = conn.row(&ONE, params![message, place])? else { return Ok(None) };
    let name: Option<String> = row.take(0)?;
    let hash: Option<Vec<u8>> = row.take(2)?;
    let hash = hash.and_then(|bytes| Hash::from_bytes(&bytes));
    name.zip(hash).map(|(name, hash)| Ok((name, row.take(1)?, hash))).transpose()
}

/// Content-IDs and places of the files that the HTML of a message may name.
pub fn parts(conn: &mut Conn, message: MessageId) -> Result<Vec<(String, i64)>> {
    conn.rows(&PARTS, params![message])?.into_iter().map(|mut row| Ok((row.take(0)?, row.take(1)?))).collect()
}
