//! An archive on its way to the disk: sums are taken as records are written.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::cells::{put, put_bytes, put_number};
use super::error::{BackupError, Outcome};
use super::head::{FIRST_LINE, Head, Manifest, TableSum, hex, whole};
use super::schema::Table;
use crate::blob::Hash;
use crate::value::Value;

/// How hard it is packed: most of what is large is packed already.
const LEVEL: i32 = 1;

/// How much of a blob is held at a time, in bytes.
const PIECE: usize = 256 * 1024;

/// How a blob stands in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlobState {
    /// Its bytes are what its hash says.
    Whole,
    /// It was erased while the backup was taken.
    Gone,
    /// It was missing or damaged in the store.
    Damaged,
}

/// The sum of one table.
#[derive(Debug)]
pub(super) struct Sum {
    name: String,
    rows: u64,
    hash: Sha256,
}

impl Sum {
    pub(super) fn of(name: &str, columns: &[String]) -> Self {
        let mut hash = Sha256::new();
        hash.update(format!("{name}\n{}\n", columns.join(",")));
        Self { name: name.to_owned(), rows: 0, hash }
    }

    /// Takes one more row, as it is written.
    pub(super) fn take(&mut self, row: &[u8]) {
        self.rows += 1;
        self.hash.update(row);
    }

    pub(super) fn end(self) -> TableSum {
        TableSum { name: self.name, rows: self.rows, digest: hex(&self.hash.finalize()) }
    }
}

/// Writes a row's cells behind what is in `out`.
pub(super) fn put_row(out: &mut Vec<u8>, cells: &[Value<'_>]) {
    cells.iter().for_each(|cell| put(out, cell));
}

/// An archive that is being written.
pub(super) struct Writer {
    out: zstd::Encoder<'static, BufWriter<File>>,
    path: PathBuf,
    manifest: Manifest,
    scratch: Vec<u8>,
    sum: Option<Sum>,
}

impl Writer {
    /// Begins an archive in `file`; `path` is its name in errors.
    pub(super) fn begin(file: File, path: &Path, head: &Head) -> Outcome<Self> {
        let line = serde_json::to_string(head).map_err(|e| BackupError::file(path, e.into()))?;
        let begun = || {
            let mut file = BufWriter::with_capacity(PIECE, file);
            writeln!(file, "{FIRST_LINE}\n{line}")?;
            let mut out = zstd::Encoder::new(file, LEVEL)?;
            out.include_checksum(true)?;
            Ok(out)
        };
        let out = begun().map_err(|e| BackupError::file(path, e))?;
        let manifest = Manifest { head: hex(&Sha256::digest(&line)), ..Manifest::default() };
        Ok(Self { out, path: path.to_owned(), manifest, scratch: Vec::new(), sum: None })
    }

    fn say(&self, why: io::Error) -> BackupError {
        BackupError::file(&self.path, why)
    }

    fn flush(&mut self) -> Outcome<()> {
        let written = self.out.write_all(&self.scratch);
        self.scratch.clear();
        written.map_err(|e| self.say(e))
    }

    /// Begins a table.
    pub(super) fn table(&mut self, table: &Table) -> Outcome<()> {
        self.scratch.push(b'T');
        put_bytes(&mut self.scratch, table.name.as_bytes());
        put_number(&mut self.scratch, table.columns.len() as u64);
        table.columns.iter().for_each(|name| put_bytes(&mut self.scratch, name.as_bytes()));
        self.sum = Some(Sum::of(&table.name, &table.columns));
        self.flush()
    }

    /// Writes the next row of the table.
    pub(super) fn row(&mut self, cells: &[Value<'_>]) -> Outcome<()> {
        self.scratch.push(b'R');
        put_row(&mut self.scratch, cells);
        if let Some(sum) = &mut self.sum {
            sum.take(&self.scratch[1..]);
        }
        self.flush()
    }

    /// Ends the table.
    pub(super) fn end_table(&mut self) -> Outcome<()> {
        self.scratch.push(b'E');
        self.manifest.tables.extend(self.sum.take().map(Sum::end));
        self.flush()
    }

    /// Writes a blob: `None` when there are no bytes of it.
    pub(super) fn blob(&mut self, hash: Hash, content: Option<&mut dyn Read>, without: BlobState) -> Outcome<()> {
        self.scratch.push(b'B');
        self.scratch.extend_from_slice(&hash.0);
        self.flush()?;
        let mut state = without;
        if let Some(content) = content {
            let mut sum = Sha256::new();
            let mut piece = vec![0; PIECE];
            let mut bytes = 0;
            // What cannot be read to its end is a damaged blob, not a failed backup: its hash will not fit.
            while let Ok(read @ 1..) = content.read(&mut piece) {
                sum.update(&piece[..read]);
                bytes += read as u64;
                put_bytes(&mut self.scratch, &piece[..read]);
                self.flush()?;
            }
            let is_whole = sum.finalize()[..] == hash.0;
            state = if is_whole { BlobState::Whole } else { BlobState::Damaged };
            self.manifest.blob_bytes += if is_whole { bytes } else { 0 };
        }
        match state {
            BlobState::Whole => self.manifest.blobs += 1,
            BlobState::Gone => self.manifest.gone += 1,
            BlobState::Damaged => self.manifest.damaged += 1,
        }
        self.scratch.extend([0, state as u8]);
        self.flush()
    }

    /// Writes a line of the journal of erasures.
    pub(super) fn erasure(&mut self, line: &str) -> Outcome<()> {
        self.scratch.push(b'X');
        put_bytes(&mut self.scratch, line.as_bytes());
        self.manifest.erasures += 1;
        self.flush()
    }

    /// Ends the archive and brings it to the disk. Gives what is in it.
    pub(super) fn end(mut self, key: &[u8; 32]) -> Outcome<Manifest> {
        self.scratch.push(b'Z');
        self.flush()?;
        let Self { out, path, mut manifest, .. } = self;
        manifest.digest = whole(&manifest.tables);
        manifest.seal = manifest.sealed_by(key);
        let ended = || {
            let mut file = out.finish()?;
            serde_json::to_writer(&mut file, &manifest)?;
            file.write_all(b"\n")?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
        };
        ended().map_err(|e| BackupError::file(&path, e))?;
        Ok(manifest)
    }
}
