//! An archive being read: strictly in its order, every sum worked out again, nothing believed that was not compared.
//!
//! First the tables ([`Archive::next_table`], [`Archive::next_row`]), then the blobs ([`Archive::next_blob`],
//! [`Archive::blob`]), then the erasures, then [`Archive::end`], which alone says that it was whole.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::cells::{take, take_byte, take_bytes, take_number, take_text};
use super::error::{BackupError, Outcome};
use super::head::{FIRST_LINE, Head, MAX_LINE, Manifest, TableSum, hex, key_check, whole};
use super::write::{BlobState, Sum, put_row};
use crate::blob::Hash;
use crate::value::Value;

/// The most columns a table may have.
const MAX_COLUMNS: u64 = 1_000;

/// How much is read from the file at a time, in bytes.
const BUFFER: usize = 256 * 1024;

/// An archive being read.
pub struct Archive {
    path: PathBuf,
    head: Head,
    frames: zstd::Decoder<'static, BufReader<File>>,
    found: Manifest,
    /// The letter of the record that comes next, where it was read already.
    ahead: Option<u8>,
    table: Option<(Sum, usize)>,
    scratch: Vec<u8>,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Archive {
    /// Opens an archive and reads its head.
    ///
    /// # Errors
    /// It is not there, no archive, or one of a form to come.
    pub fn open(path: &Path) -> Outcome<Self> {
        let file = File::open(path).map_err(|e| BackupError::file(path, e))?;
        let mut lines = BufReader::with_capacity(BUFFER, file);
        let first = line(&mut lines).map_err(|e| BackupError::damaged(path, e.to_string()))?;
        if first != FIRST_LINE {
            return Err(match first.strip_prefix("kontuar backup ") {
                Some(form) if form.parse::<u32>().is_ok() => {
                    BackupError::Newer { path: path.to_owned(), what: format!("form {form} of the archive") }
                }
                _ => BackupError::damaged(path, "it does not begin like a backup of Kontuar"),
            });
        }
        let text = line(&mut lines).map_err(|e| BackupError::damaged(path, e.to_string()))?;
        let head: Head = serde_json::from_str(&text)
            .map_err(|_| BackupError::damaged(path, "the line that says what it was taken from cannot be read"))?;
        let found = Manifest { head: hex(&Sha256::digest(&text)), ..Manifest::default() };
        let frames = zstd::Decoder::with_buffer(lines).map_err(|e| BackupError::file(path, e))?.single_frame();
        Ok(Self { path: path.to_owned(), head, frames, found, ahead: None, table: None, scratch: Vec::new() })
    }

    /// Head and manifest without what is between them: for lists. Nothing is compared.
    ///
    /// # Errors
    /// It has no end, or is no archive.
    pub fn glance(path: &Path) -> Outcome<(Head, Manifest)> {
        let head = Self::open(path)?.head;
        let read = || {
            let mut file = File::open(path)?;
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(length.saturating_sub(MAX_LINE)))?;
            let mut end = Vec::new();
            file.take(MAX_LINE).read_to_end(&mut end)?;
            Ok(end)
        };
        let end = read().map_err(|e| BackupError::file(path, e))?;
        let last = end.strip_suffix(b"\n").and_then(|end| end.rsplit(|byte| *byte == b'\n').next());
        let manifest = last.and_then(|line| {
            // What is packed may hold any byte before the manifest, but not this beginning and an end that fits.
            let at = line.windows(11).rposition(|word| word == b"{\"tables\":[")?;
            serde_json::from_slice(&line[at..]).ok()
        });
        let manifest = manifest.ok_or_else(|| BackupError::damaged(path, "it has no end"))?;
        Ok((head, manifest))
    }

    /// What it was taken from.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Its name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses the key of another installation.
    pub fn expect_key(&self, key: &[u8; 32]) -> Outcome<()> {
        if self.head.key_check == key_check(key) {
            return Ok(());
        }
        Err(BackupError::WrongKey { path: self.path.clone() })
    }

    /// Refuses the schema of a newer program.
    pub fn expect_known_schema(&self) -> Outcome<()> {
        let newest = crate::migrate::newest();
        if self.head.schema <= newest {
            return Ok(());
        }
        let what = format!("schema {}, this program knows schemas up to {newest}", self.head.schema);
        Err(BackupError::Newer { path: self.path.clone(), what })
    }

    pub(super) fn damaged(&self, why: impl Into<String>) -> BackupError {
        BackupError::damaged(&self.path, why)
    }

    fn broken(&self, error: &io::Error) -> BackupError {
        self.damaged(match error.kind() {
            io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
            _ => error.to_string(),
        })
    }

    fn letter(&mut self) -> Outcome<u8> {
        match self.ahead.take() {
            Some(letter) => Ok(letter),
            None => take_byte(&mut self.frames).map_err(|e| self.broken(&e)),
        }
    }

    /// The next letter, when it is `wanted`.
    fn is_next(&mut self, wanted: u8) -> Outcome<bool> {
        let letter = self.letter()?;
        if letter != wanted {
            self.ahead = Some(letter);
        }
        Ok(letter == wanted)
    }

    /// The next table: its name and columns. `None`: there are no more. The rows of the one before must have been read.
    pub fn next_table(&mut self) -> Outcome<Option<(String, Vec<String>)>> {
        if self.table.is_some() {
            return Err(self.damaged("a table has no end"));
        }
        if !self.is_next(b'T')? {
            return Ok(None);
        }
        let read = |from: &mut zstd::Decoder<'static, BufReader<File>>| {
            let name = take_text(from)?;
            let count = take_number(from)?;
            if count == 0 || count > MAX_COLUMNS {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a table has no columns or too many"));
            }
            let columns = (0..count).map(|_| take_text(from)).collect::<io::Result<Vec<_>>>()?;
            Ok((name, columns))
        };
        let (name, columns) = read(&mut self.frames).map_err(|e| self.broken(&e))?;
        if self.found.tables.last().is_some_and(|last| last.name >= name) {
            return Err(self.damaged("the tables are not in their order"));
        }
        self.table = Some((Sum::of(&name, &columns), columns.len()));
        Ok(Some((name, columns)))
    }

    /// The next row of the table. `None`: there are no more.
    pub fn next_row(&mut self) -> Outcome<Option<Vec<Value<'static>>>> {
        let Some((mut sum, columns)) = self.table.take() else { return Err(self.damaged("a row is in no table")) };
        if self.is_next(b'E')? {
            self.found.tables.push(sum.end());
            return Ok(None);
        }
        if !self.is_next(b'R')? {
            return Err(self.damaged("a table holds something else than rows"));
        }
        let mut row = Vec::with_capacity(columns);
        for _ in 0..columns {
            row.push(take(&mut self.frames).map_err(|e| self.broken(&e))?);
        }
        self.scratch.clear();
        put_row(&mut self.scratch, &row);
        sum.take(&self.scratch);
        self.table = Some((sum, columns));
        Ok(Some(row))
    }

    /// The sums of the tables that were read.
    pub(super) fn sums(&self) -> &[TableSum] {
        &self.found.tables
    }

    /// The next blob. `None`: there are no more. Its bytes have to be read before the next.
    pub fn next_blob(&mut self) -> Outcome<Option<Hash>> {
        if !self.is_next(b'B')? {
            return Ok(None);
        }
        let mut hash = [0; 32];
        self.frames.read_exact(&mut hash).map_err(|e| self.broken(&e))?;
        Ok(Some(Hash(hash)))
    }

    /// Writes the bytes of the blob `hash`, which was just named, to `to`. Compares them with it.
    pub(super) fn blob(&mut self, hash: Hash, to: &mut dyn Write, place: &Path) -> Outcome<BlobState> {
        let (mut sum, mut bytes) = (Sha256::new(), 0);
        loop {
            let piece = take_bytes(&mut self.frames).map_err(|e| self.broken(&e))?;
            if piece.is_empty() {
                break;
            }
            bytes += piece.len() as u64;
            sum.update(&piece);
            to.write_all(&piece).map_err(|e| BackupError::file(place, e))?;
        }
        let is_whole = sum.finalize()[..] == hash.0;
        match take_byte(&mut self.frames).map_err(|e| self.broken(&e))? {
            0 if is_whole => {
                self.found.blobs += 1;
                self.found.blob_bytes += bytes;
                Ok(BlobState::Whole)
            }
            1 if bytes == 0 => {
                self.found.gone += 1;
                Ok(BlobState::Gone)
            }
            2 => {
                self.found.damaged += 1;
                Ok(BlobState::Damaged)
            }
            _ => Err(self.damaged(format!("the file {hash} in it is not what it was"))),
        }
    }

    /// The next erasure that happened while the backup was taken, as a line. `None`: there are no more.
    pub fn next_erasure(&mut self) -> Outcome<Option<String>> {
        if !self.is_next(b'X')? {
            return Ok(None);
        }
        self.found.erasures += 1;
        take_text(&mut self.frames).map(Some).map_err(|e| self.broken(&e))
    }

    /// Reads the manifest and compares it with what was read. With `key`, also that nobody else wrote it.
    pub fn end(mut self, key: Option<&[u8; 32]>) -> Outcome<Manifest> {
        if !self.is_next(b'Z')? {
            return Err(self.damaged("it holds something that does not belong there"));
        }
        if take_byte(&mut self.frames).is_ok() {
            return Err(self.damaged("something follows its end"));
        }
        self.found.digest = whole(&self.found.tables);
        let path = self.path.clone();
        let mut rest = self.frames.finish();
        let text = line(&mut rest).map_err(|e| BackupError::damaged(&path, e.to_string()))?;
        let said: Manifest = serde_json::from_str(&text)
            .map_err(|_| BackupError::damaged(&path, "the line that says what is in it cannot be read"))?;
        if !rest.fill_buf().is_ok_and(<[u8]>::is_empty) {
            return Err(BackupError::damaged(&path, "something follows its end"));
        }
        let found = Manifest { seal: said.seal.clone(), ..self.found };
        if found != said {
            return Err(BackupError::damaged(&path, "what is in it is not what it says at its end"));
        }
        if key.is_some_and(|key| said.sealed_by(key) != said.seal) {
            return Err(BackupError::damaged(&path, "somebody without the installation's key changed it"));
        }
        Ok(said)
    }
}

/// One line without its end.
fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    from.take(MAX_LINE).read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it ends too early"));
    }
    String::from_utf8(line).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a line of it is no text"))
}
