//! The journal of erasures: a file beside the backups, so that none of them brings back who was erased after it was taken.
//!
//! In: what the store knows of erasures ([`known`]): contacts that were erased, and the keyed hashes of addresses and
//! Message-IDs that must not come back. Out: those that the file did not have yet, appended and on disk. The file is
//! written after every erasure, at every start and with every backup, so a process that died between an erasure and its
//! line is made up for; it never forgets, also where a store was restored without it. Nothing in it can be turned back
//! into a person without the installation's key. A line is JSON, such as
//! `{"contact":"ctc_…","erased_at":1795000000000}` or `{"fingerprint":"…","kind":1,"erased_at":…}`; what a rule of retention
//! took is one line for each night, `{"retention":"solved","reached":…}`.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use domain::id::ContactId;
use domain::identity::Fingerprint;
use domain::retention::Class;
use domain::time::Millis;
use serde::{Deserialize, Serialize};

use super::error::{BackupError, Outcome};
use super::head::hex;
use crate::conn::Conn;
use crate::error::Result;
use crate::{erase, migrate, params, retention};

/// The name of the journal in the folder of the backups.
pub const FILE: &str = "erasures";

/// The version of the schema from which on there are rules of retention: older stores are backed up before they change.
const WITH_RETENTION: i64 = 30;

/// The longest line, in bytes.
const MAX_LINE: u64 = 1024;

crate::statements! {
    CONTACTS = "SELECT id, erased_at FROM contact WHERE erased_at IS NOT NULL AND id > $1 ORDER BY id LIMIT 5000";
    TOMBSTONES = "SELECT fingerprint, kind, erased_at FROM tombstone WHERE fingerprint > $1 ORDER BY fingerprint LIMIT 5000";
}

/// One thing that must not come back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Erasure {
    /// A contact.
    Contact {
        /// Its id.
        contact: ContactId,
        /// When it was erased.
        erased_at: Millis,
    },
    /// What a rule of retention took.
    Retention {
        /// Content of this class …
        retention: Class,
        /// … that is older than this is gone.
        reached: Millis,
    },
    /// An address or a Message-ID, as its keyed hash.
    Tombstone {
        /// The hash, in hexadecimal digits.
        fingerprint: String,
        /// Which of the two, as [`crate::erase`] numbers them.
        kind: i64,
        /// When it was erased.
        erased_at: Millis,
    },
}

impl Erasure {
    /// The line of it, without its end.
    pub(super) fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What it is about: two erasures of the same are one.
    fn about(&self) -> String {
        match self {
            Self::Contact { contact, .. } => contact.to_string(),
            Self::Retention { retention, reached } => format!("{} {reached}", retention.word()),
            Self::Tombstone { fingerprint, kind, .. } => format!("{kind} {fingerprint}"),
        }
    }
}

/// Reads line `number` of `path`.
pub(super) fn read_line(line: &str, path: &Path, number: usize) -> Outcome<Erasure> {
    let wrong = |why: String| BackupError::Erasures { path: path.to_owned(), line: number, why };
    let erasure: Erasure = serde_json::from_str(line).map_err(|e| wrong(e.to_string()))?;
    match &erasure {
        Erasure::Tombstone { fingerprint, .. } if erase::from_hex(fingerprint).is_none() => {
            Err(wrong("its hash is none".to_owned()))
        }
        _ => Ok(erasure),
    }
}

/// Everything that the store knows of erasures.
pub fn known(conn: &mut Conn) -> Result<Vec<Erasure>> {
    let mut found = Vec::new();
    let mut after = i64::MIN;
    loop {
        let rows = conn.rows(&CONTACTS, params![after])?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            let contact: ContactId = row.take(0)?;
            after = domain::id::Id::raw(contact);
            found.push(Erasure::Contact { contact, erased_at: row.take(1)? });
        }
    }
    if migrate::version(conn)? >= WITH_RETENTION {
        let reached = retention::rules(conn)?.into_iter();
        let line =
            |rule: retention::Rule| rule.reached.map(|reached| Erasure::Retention { retention: rule.class, reached });
        found.extend(reached.filter_map(line));
    }
    let mut after: Vec<u8> = Vec::new();
    loop {
        let rows = conn.rows(&TOMBSTONES, params![after])?;
        if rows.is_empty() {
            return Ok(found);
        }
        for mut row in rows {
            let key: Fingerprint = row.take(0)?;
            after = key.0.to_vec();
            found.push(Erasure::Tombstone { fingerprint: hex(&key.0), kind: row.take(1)?, erased_at: row.take(2)? });
        }
    }
}

/// The erasures in a journal; none where there is no such file.
///
/// # Errors
/// A line that cannot be read. A last line without an end was never finished and counts for nothing.
pub fn read(path: &Path) -> Outcome<Vec<Erasure>> {
    match File::open(path) {
        Ok(file) => read_all(file, path).map(|(erasures, _)| erasures),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(BackupError::file(path, error)),
    }
}

/// The erasures, and how long the file is up to the end of its last whole line.
fn read_all(file: File, path: &Path) -> Outcome<(Vec<Erasure>, u64)> {
    let mut lines = BufReader::new(file);
    let (mut found, mut whole) = (Vec::new(), 0);
    loop {
        let mut line = Vec::new();
        let read =
            lines.by_ref().take(MAX_LINE).read_until(b'\n', &mut line).map_err(|e| BackupError::file(path, e))?;
        if line.pop() != Some(b'\n') {
            if read as u64 == MAX_LINE {
                let why = "it is too long".to_owned();
                return Err(BackupError::Erasures { path: path.to_owned(), line: found.len() + 1, why });
            }
            return Ok((found, whole));
        }
        whole += read as u64;
        let text = String::from_utf8_lossy(&line).into_owned();
        found.push(read_line(&text, path, found.len() + 1)?);
    }
}

/// Appends what `erasures` has and the journal has not, and brings it to the disk. Gives how many lines that were.
/// Blocks.
///
/// # Errors
/// The file cannot be read or written.
pub fn note(path: &Path, erasures: &[Erasure]) -> Outcome<usize> {
    let fail = |e: std::io::Error| BackupError::file(path, e);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(fail)?;
    // A backup from the command line and the running counter may both come here.
    file.lock().map_err(fail)?;
    let (had, whole) = read_all(file.try_clone().map_err(fail)?, path)?;
    let had: BTreeSet<String> = had.iter().map(Erasure::about).collect();
    let new: Vec<String> = erasures
        .iter()
        .filter(|erasure| !had.contains(&erasure.about()))
        .map(|erasure| erasure.line() + "\n")
        .collect();
    if new.is_empty() {
        return Ok(0);
    }
    let mut append = || {
        file.set_len(whole)?;
        file.seek(SeekFrom::Start(whole))?;
        file.write_all(new.concat().as_bytes())?;
        file.sync_all()
    };
    append().map_err(fail)?;
    sync_folder(path)?;
    Ok(new.len())
}

/// Brings the name of a file to the disk.
pub(super) fn sync_folder(path: &Path) -> Outcome<()> {
    let folder = path.parent().unwrap_or(path);
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|e| BackupError::file(folder, e))
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;

    fn contact(n: i64) -> Erasure {
        Erasure::Contact { contact: ContactId::from_raw(n), erased_at: Millis::new(5) }
    }

    #[test]
    fn the_journal_grows_by_what_is_new_and_survives_a_torn_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backups").join(FILE);
        assert_eq!(read(&path).unwrap(), []);
        let tombstone = Erasure::Tombstone { fingerprint: "ab".repeat(16), kind: 1, erased_at: Millis::new(5) };
        assert_eq!(note(&path, &[contact(1), tombstone.clone()]).unwrap(), 2);
        assert_eq!(note(&path, &[contact(1)]).unwrap(), 0);
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"contact\":\"ct").unwrap();
        assert_eq!(note(&path, &[contact(1), contact(2)]).unwrap(), 1);
        assert_eq!(read(&path).unwrap(), [contact(1), tombstone, contact(2)]);
    }

    #[test]
    fn a_line_that_says_nothing_is_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        for bad in ["{}\n", "nonsense\n", "{\"fingerprint\":\"zz\",\"kind\":1,\"erased_at\":1}\n"] {
            std::fs::write(&path, format!("{}\n{bad}", contact(1).line())).unwrap();
            let error = read(&path).unwrap_err().to_string();
            assert!(error.contains("line 2"), "{error}");
        }
    }
}
