//! Blobs: large content in files named by their SHA-256, counted by references.
//!
//! A file is on disk (synced, renamed, folder synced) before any row names it. A row names it
//! through `blob_ref`; when the last reference goes, the row goes, and the file after the commit.

mod coming;
mod hash;
mod sweep;

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use domain::time::Millis;
use sha2::{Digest, Sha256};

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::params;
use crate::tx::Tx;

pub(crate) use coming::Coming;
pub use hash::Hash;

crate::statements! {
    INSERT = "INSERT INTO blob (hash, bytes, made_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING";
    REFER = "INSERT INTO blob_ref (hash, owner_kind, owner) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    UNREFER = "DELETE FROM blob_ref WHERE hash = $1 AND owner_kind = $2 AND owner = $3";
    DROP_UNREFERRED = "DELETE FROM blob WHERE hash = $1 AND NOT EXISTS (SELECT 1 FROM blob_ref WHERE blob_ref.hash = blob.hash)";
    LIST = "SELECT hash, bytes FROM blob WHERE hash > $1 ORDER BY hash LIMIT $2";
    EXISTS = "SELECT 1 FROM blob WHERE hash = $1";
    ORPHANS = "SELECT hash FROM blob WHERE NOT EXISTS (SELECT 1 FROM blob_ref WHERE blob_ref.hash = blob.hash) LIMIT 100";
    DANGLING = "SELECT hash FROM blob_ref WHERE NOT EXISTS (SELECT 1 FROM blob WHERE blob.hash = blob_ref.hash) LIMIT 100";
}

/// Bytes of a file that are read at once.
const PIECE: usize = 128 * 1024;

/// What refers to a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An arrival as it came.
    Raw(i64),
    /// The files of a message.
    Attachment(i64),
}

impl Owner {
    fn parts(self) -> (i64, i64) {
        match self {
            Self::Raw(id) => (1, id),
            Self::Attachment(id) => (2, id),
        }
    }
}

/// How many files this process began to write.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// The folder of blobs.
#[derive(Debug)]
pub struct Blobs {
    root: PathBuf,
    /// Tells our unfinished files from those of other nodes: in containers, process numbers do not.
    writer: u64,
}

impl Blobs {
    /// Opens the folder.
    pub(crate) fn open(root: &Path) -> Result<Self> {
        fs::create_dir_all(root).map_err(|e| Error::Open(format!("{}: {e}", root.display())))?;
        Ok(Self { root: root.to_owned(), writer: random()? })
    }

    /// Where it is.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What tells this folder from any other; `None` when nobody put a mark there.
    pub(crate) fn mark(&self) -> Result<Option<String>> {
        let place = self.root.join("mark");
        match fs::read_to_string(&place) {
            Ok(mark) => Ok(Some(mark.trim().to_owned())),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::Open(format!("{}: {e}", place.display()))),
        }
    }

    /// The folder's mark, put there where there is none.
    pub(crate) fn draw_mark(&self) -> Result<String> {
        if let Some(mark) = self.mark()? {
            return Ok(mark);
        }
        let (mark, place) = (format!("{:016x}{:016x}", self.writer, random()?), self.root.join("mark"));
        let kept = (|| {
            let mut file = File::create_new(&place)?;
            file.write_all(mark.as_bytes())?;
            file.sync_all()?;
            File::open(&self.root)?.sync_all()
        })();
        kept.map_err(|e| Error::Open(format!("{}: {e}", place.display())))?;
        Ok(mark)
    }

    fn place(&self, hash: Hash) -> (PathBuf, PathBuf) {
        let name = hash.to_string();
        let shelf = self.root.join(&name[..2]);
        let file = shelf.join(&name[2..]);
        (shelf, file)
    }

    /// Keeps `content` on disk, durably. Blocks: call it off the runtime's threads.
    pub fn keep(&self, content: &[u8]) -> Result<Hash> {
        let hash = Hash::of(content);
        self.put(hash, |shelf| {
            // Two mails with one and the same file may be read at the same moment: each writes its own.
            let nth = WRITTEN.fetch_add(1, Ordering::Relaxed);
            let fresh = shelf.join(format!("{hash}.{:016x}-{nth}.new", self.writer));
            let written = File::create(&fresh).and_then(|mut out| out.write_all(content).and_then(|()| out.sync_all()));
            // What was begun takes of the room that is lacking.
            written.inspect_err(|_| drop(fs::remove_file(&fresh)))?;
            Ok(fresh)
        })
    }

    /// Keeps the content of a file of this data folder, durably, by moving it. Blocks.
    pub fn adopt(&self, path: &Path) -> Result<Hash> {
        let read = File::open(path).and_then(|mut file| {
            let mut digest = Sha256::new();
            let mut piece = vec![0; PIECE];
            loop {
                match file.read(&mut piece)? {
                    0 => break,
                    count => digest.update(&piece[..count]),
                }
            }
            Ok((file, Hash(digest.finalize().into())))
        });
        let (file, hash) = read.map_err(|e| Error::Open(format!("{}: {e}", path.display())))?;
        self.put(hash, |_| file.sync_all().map(|()| path.to_owned()))
    }

    /// Puts the file that `write` gives, which must be on disk, into its place, unless its content is there already.
    fn put(&self, hash: Hash, write: impl FnOnce(&Path) -> std::io::Result<PathBuf>) -> Result<Hash> {
        let (shelf, file) = self.place(hash);
        let is_there = self.read(hash).is_ok();
        let kept = (|| {
            if !is_there {
                fs::create_dir_all(&shelf)?;
                fs::rename(write(&shelf)?, &file)?;
            }
            // Also for a file that is there: who made it may have died before this.
            File::open(&shelf)?.sync_all()?;
            File::open(&self.root)?.sync_all()
        })();
        kept.map_err(|e| failed(hash, &e))?;
        Ok(hash)
    }

    /// Begins to write the file of a blob piece by piece. Blocks.
    pub(crate) fn begin(&self, hash: Hash) -> Result<Coming> {
        let (shelf, place) = self.place(hash);
        let fresh = shelf.join(format!("{hash}.{:016x}.new", self.writer));
        let begun = fs::create_dir_all(&shelf).and_then(|()| File::create(&fresh));
        Ok(Coming { file: begun.map_err(|e| failed(hash, &e))?, fresh, place, hash, is_kept: false })
    }

    /// Brings the names of all files to the disk. Blocks.
    pub(crate) fn sync(&self) -> Result<()> {
        let fail = |e: std::io::Error| Error::Open(format!("{}: {e}", self.root.display()));
        for shelf in fs::read_dir(&self.root).map_err(fail)? {
            File::open(shelf.map_err(fail)?.path()).and_then(|shelf| shelf.sync_all()).map_err(fail)?;
        }
        File::open(&self.root).and_then(|root| root.sync_all()).map_err(fail)
    }

    /// Reads a blob and makes sure it is what its name says. Blocks.
    pub fn read(&self, hash: Hash) -> Result<Vec<u8>> {
        let (_, file) = self.place(hash);
        let content = fs::read(&file).map_err(|e| blob_error(hash, &e.to_string()))?;
        if Hash::of(&content) != hash {
            return Err(blob_error(hash, "the content on disk is damaged"));
        }
        Ok(content)
    }

    /// Opens a blob to be read piece by piece; what is damaged on disk is not noticed. Blocks.
    pub fn open_file(&self, hash: Hash) -> Result<File> {
        let (_, file) = self.place(hash);
        File::open(&file).map_err(|e| blob_error(hash, &e.to_string()))
    }

    /// Removes a blob's file. Call it after the commit that dropped its row. Blocks.
    pub fn discard(&self, hash: Hash) -> Result<()> {
        let (_, file) = self.place(hash);
        match fs::remove_file(&file) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(blob_error(hash, &e.to_string())),
            _ => Ok(()),
        }
    }

    /// All hashes that have a file.
    pub fn on_disk(&self) -> Result<Vec<Hash>> {
        let fail = |e: std::io::Error| Error::Open(format!("{}: {e}", self.root.display()));
        let mut found = Vec::new();
        for shelf in fs::read_dir(&self.root).map_err(fail)? {
            let shelf = shelf.map_err(fail)?;
            if !shelf.path().is_dir() {
                continue;
            }
            for file in fs::read_dir(shelf.path()).map_err(fail)? {
                let name = format!(
                    "{}{}",
                    shelf.file_name().to_string_lossy(),
                    file.map_err(fail)?.file_name().to_string_lossy()
                );
                if let Some(hash) = parse_hex(&name) {
                    found.push(hash);
                }
            }
        }
        Ok(found)
    }
}

fn random() -> Result<u64> {
    getrandom::u64().map_err(|e| Error::Open(format!("no randomness for the folder of files: {e}")))
}

fn failed(hash: Hash, error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded
        | ErrorKind::ReadOnlyFilesystem
        | ErrorKind::PermissionDenied => Error::Full(error.to_string()),
        _ => blob_error(hash, &error.to_string()),
    }
}

fn parse_hex(name: &str) -> Option<Hash> {
    if name.len() != 64 || !name.is_ascii() {
        return None;
    }
    let mut bytes = [0_u8; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&name[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(Hash(bytes))
}

fn blob_error(hash: Hash, why: &str) -> Error {
    Error::Blob { hash: hash.to_string(), why: why.to_owned() }
}

/// Refers to a blob that [`Blobs::keep`] put on disk.
pub fn refer(tx: &mut Tx<'_>, hash: Hash, bytes: usize, owner: Owner, at: Millis) -> Result<()> {
    let (kind, id) = owner.parts();
    tx.write(&INSERT, params![hash.0, bytes, at])?;
    tx.write(&REFER, params![hash.0, kind, id])
}

/// Ends a reference. `true` when it was the last: then [`Blobs::discard`] the file after the commit.
pub fn unrefer(tx: &mut Tx<'_>, hash: Hash, owner: Owner) -> Result<bool> {
    let (kind, id) = owner.parts();
    tx.write(&UNREFER, params![hash.0, kind, id])?;
    Ok(tx.execute(&DROP_UNREFERRED, params![hash.0])? > 0)
}

/// Whether a row names this blob.
pub fn is_known(conn: &mut Conn, hash: Hash) -> Result<bool> {
    Ok(conn.row(&EXISTS, params![hash.0])?.is_some())
}

/// The blobs after `after` in hash order, with their sizes in bytes.
pub fn list(conn: &mut Conn, after: &[u8], limit: usize) -> Result<Vec<(Hash, i64)>> {
    conn.rows(&LIST, params![after, limit])?
        .into_iter()
        .map(|mut row| Ok((read_hash(row.take(0)?)?, row.take(1)?)))
        .collect()
}

/// Blobs that nothing refers to, and references to blobs that are not there; at most 100 of each.
pub fn loose_ends(conn: &mut Conn) -> Result<(Vec<Hash>, Vec<Hash>)> {
    let mut read = |statement| -> Result<Vec<Hash>> {
        conn.rows(statement, &[])?.into_iter().map(|mut row| read_hash(row.take(0)?)).collect()
    };
    Ok((read(&ORPHANS)?, read(&DANGLING)?))
}

fn read_hash(bytes: Vec<u8>) -> Result<Hash> {
    Hash::from_bytes(&bytes)
        .ok_or_else(|| Error::Column { column: 0, why: format!("a hash has 32 bytes, not {}", bytes.len()) })
}

#[cfg(test)]
mod tests;
