//! Reading an archive to its end, without restoring it: is it all there, and what it was?

use std::io;
use std::path::Path;

use super::archive::Archive;
use super::error::Outcome;
use super::head::{Head, Manifest};
use super::journal;

/// What an archive that was read to its end holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it was taken from.
    pub head: Head,
    /// What is in it.
    pub manifest: Manifest,
    /// Whether its seal was compared: it takes the key.
    pub sealed: bool,
}

/// Reads an archive to its end and compares every sum; with the key, its seal too. Memory holds a row.
///
/// # Errors
/// What is wrong with it.
pub fn verify(path: &Path, key: Option<&[u8; 32]>) -> Outcome<Verified> {
    let mut archive = Archive::open(path)?;
    if let Some(key) = key {
        archive.expect_key(key)?;
    }
    while archive.next_table()?.is_some() {
        while archive.next_row()?.is_some() {}
    }
    while let Some(hash) = archive.next_blob()? {
        archive.blob(hash, &mut io::sink(), path)?;
    }
    let mut number = 0;
    while let Some(line) = archive.next_erasure()? {
        number += 1;
        journal::read_line(&line, path, number)?;
    }
    let head = archive.head().clone();
    Ok(Verified { head, manifest: archive.end(key)?, sealed: key.is_some() })
}
