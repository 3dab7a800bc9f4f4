//! The data folder: claimed by one process, with the installation's key beside the data.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::member::Life;

/// The file whose lock is the claim.
pub(crate) const LOCK_FILE: &str = "lock";

/// The file with the installation's key.
pub(crate) const KEY_FILE: &str = "key";

/// What the lines of that file begin with that hold further keys, for sealed secrets, the newest first.
const SEAL: &str = "seal ";

/// The longest such file, in bytes.
const MAX_KEY_FILE: u64 = 4_096;

/// A claimed data folder. The claim ends when this is dropped or the process dies.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Claims the folder, making it when it is not there. Fails in plain words when another
    /// process has it.
    pub fn claim(path: &Path) -> Result<Self> {
        let mut making = fs::DirBuilder::new();
        making.recursive(true);
        // What customers wrote is nobody else's business on this machine.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
        making.create(path).map_err(|e| open("the data folder cannot be made", path, &e))?;
        let place = path.join(LOCK_FILE);
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&place)
            .map_err(|e| open("the data folder cannot be written", path, &e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::Open(format!(
                "another Kontuar process is using {}: stop it first, or choose another folder with --data",
                path.display()
            ))),
            Err(TryLockError::Error(e)) => Err(open("the data folder cannot be locked", path, &e)),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The installation's key: read, or drawn and kept when there is none yet. It stands beside
    /// the data and is not part of a backup.
    pub fn key(&self) -> Result<[u8; 32]> {
        if let Some(key) = read_key(&self.path.join(KEY_FILE))? {
            return Ok(key);
        }
        let mut key = [0_u8; 32];
        getrandom::fill(&mut key).map_err(|e| Error::Open(format!("no randomness for the key: {e}")))?;
        self.keep_key(&key)?;
        Ok(key)
    }

    /// Begins a life of a node in this folder. Gives it, and the one that was lived here before: who claimed the folder
    /// knows that one to be over.
    pub fn succeed(&self, node: u16) -> Result<(Life, Option<Life>)> {
        let place = self.path.join("node");
        let before = fs::read_to_string(&place).ok().and_then(|text| {
            let (node, birth) = text.trim().split_once(' ')?;
            Some(Life { node: node.parse().ok()?, birth: birth.parse().ok()? })
        });
        let birth = getrandom::u64().map_err(|e| Error::Open(format!("no randomness for the node: {e}")))?;
        let life = Life { node, birth: birth.cast_signed() };
        let fresh = self.path.join("node.new");
        fs::write(&fresh, format!("{} {}\n", life.node, life.birth))
            .and_then(|()| fs::rename(&fresh, &place))
            .map_err(|e| open("the node's number cannot be kept", &place, &e))?;
        Ok((life, before))
    }

    /// Keeps the installation's key, durably, in the place of what may be there.
    pub fn keep_key(&self, key: &[u8; 32]) -> Result<()> {
        self.keep_keys(key, &[])
    }

    /// Draws a further key for sealed secrets and keeps it before the others.
    pub(crate) fn draw_seal(&self) -> Result<()> {
        let mut seals = seals_of(&self.path)?;
        let mut fresh = [0_u8; 32];
        getrandom::fill(&mut fresh).map_err(|e| Error::Open(format!("no randomness for the key: {e}")))?;
        seals.insert(0, fresh);
        self.keep_keys(&key_of(&self.path)?, &seals)
    }

    /// Forgets all keys for sealed secrets but the newest.
    pub(crate) fn drop_old_seals(&self) -> Result<()> {
        let mut seals = seals_of(&self.path)?;
        seals.truncate(1);
        self.keep_keys(&key_of(&self.path)?, &seals)
    }

    /// Keeps the keys for sealed secrets that stand in another such file: where a store comes out of a backup.
    pub fn bring_seals(&self, from: &Path) -> Result<()> {
        self.keep_keys(&key_of(&self.path)?, &read_seals(from)?)
    }

    fn keep_keys(&self, key: &[u8; 32], seals: &[[u8; 32]]) -> Result<()> {
        let text = match seals {
            [] => hex(key),
            seals => hex(key) + "\n" + &seals.iter().map(|seal| format!("{SEAL}{}\n", hex(seal))).collect::<String>(),
        };
        let (place, fresh) = (self.path.join(KEY_FILE), self.path.join("key.new"));
        let kept = (|| {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&fresh)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&fresh, &place)?;
            File::open(&self.path)?.sync_all()
        })();
        kept.map_err(|e| open("the key cannot be kept", &place, &e))
    }
}

/// The installation's key beside the process that has the folder.
///
/// # Errors
/// There is none, or what is there is no key.
pub fn key_of(folder: &Path) -> Result<[u8; 32]> {
    let place = folder.join(KEY_FILE);
    read_key(&place)?.ok_or_else(|| Error::Open(format!("there is no key: {}", place.display())))
}

/// The key in a file; `None`: there is no such file.
///
/// # Errors
/// It cannot be read, or holds something else.
pub fn read_key(place: &Path) -> Result<Option<[u8; 32]>> {
    let mut text = String::new();
    match File::open(place).and_then(|file| file.take(MAX_KEY_FILE).read_to_string(&mut text)) {
        Ok(_) => from_hex(text.lines().next().unwrap_or_default().trim())
            .map(Some)
            .ok_or_else(|| Error::Open(format!("{} does not hold a key of 64 hexadecimal digits", place.display()))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(open("the key cannot be read", place, &e)),
    }
}

/// The installation's key in a folder that another process may have claimed; `None` when there is none yet.
pub fn find_key(folder: &Path) -> Result<Option<[u8; 32]>> {
    read_key(&folder.join(KEY_FILE))
}

/// The keys for sealed secrets in a folder, the newest first; none until the first rotation.
pub fn seals_of(folder: &Path) -> Result<Vec<[u8; 32]>> {
    read_seals(&folder.join(KEY_FILE))
}

/// The keys for sealed secrets in a file `key`: its lines behind the first.
fn read_seals(place: &Path) -> Result<Vec<[u8; 32]>> {
    let mut text = String::new();
    match File::open(place).and_then(|file| file.take(MAX_KEY_FILE).read_to_string(&mut text)) {
        Ok(_) => {}
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(open("the key cannot be read", place, &e)),
    }
    let lines = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let read = lines.map(|line| {
        line.strip_prefix(SEAL).and_then(|digits| from_hex(digits.trim())).ok_or_else(|| {
            Error::Open(format!("{} holds a line that is no key for secrets: `seal` and 64 digits", place.display()))
        })
    });
    read.collect()
}

fn hex(key: &[u8; 32]) -> String {
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut key = [0_u8; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(key)
}

fn open(what: &str, place: &Path, error: &std::io::Error) -> Error {
    Error::Open(format!("{what}: {}: {error}", place.display()))
}
