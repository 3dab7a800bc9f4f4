//! The two lines of an archive: what it was taken from, and what is in it.

use domain::event::Position;
use domain::time::Millis;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first line of every archive of this form.
pub(super) const FIRST_LINE: &str = "kontuar backup 1";

/// The longest head or manifest that is read, in bytes.
pub(super) const MAX_LINE: u64 = 1024 * 1024;

/// Why a backup was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Somebody asked for it.
    Asked,
    /// It was time.
    Scheduled,
    /// The schema was about to change.
    BeforeMigration,
}

impl Why {
    /// The word in a file's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Scheduled => "scheduled",
            Self::BeforeMigration => "before-migration",
        }
    }
}

/// What an archive was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The version of the schema.
    pub schema: i64,
    /// The head of the log at that moment.
    pub position: Position,
    /// When.
    pub taken_at: Millis,
    /// Why.
    pub why: Why,
    /// The program that took it.
    pub program: String,
    /// The engine it was taken from.
    pub engine: String,
    /// What the installation's key makes of a known text: tells a wrong key, and nothing about the right one.
    pub key_check: String,
}

/// One table of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 over name, columns and rows, in hexadecimal digits.
    pub digest: String,
}

/// What is in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The tables, by name.
    pub tables: Vec<TableSum>,
    /// Blobs that are in it, whole.
    pub blobs: u64,
    /// Their size in bytes.
    pub blob_bytes: u64,
    /// Blobs that were erased while the backup was taken.
    pub gone: u64,
    /// Blobs that were missing or damaged in the store already.
    pub damaged: u64,
    /// Erasures that happened while the backup was taken, in lines.
    pub erasures: u64,
    /// SHA-256 over the digests of all tables, in hexadecimal digits: equal for equal stores, whatever the engine.
    pub digest: String,
    /// SHA-256 of the head's line.
    pub head: String,
    /// HMAC of all of the above under the installation's key.
    #[serde(default)]
    pub seal: String,
}

impl Manifest {
    /// How many rows a table has.
    pub fn rows(&self, table: &str) -> u64 {
        self.tables.iter().find(|sum| sum.name == table).map_or(0, |sum| sum.rows)
    }

    /// The seal that this manifest should bear.
    pub(super) fn sealed_by(&self, key: &[u8; 32]) -> String {
        let bare = Self { seal: String::new(), ..self.clone() };
        keyed(key, "kontuar backup seal", &serde_json::to_vec(&bare).unwrap_or_default())
    }
}

/// The digest of the whole.
pub(super) fn whole(tables: &[TableSum]) -> String {
    let mut hash = Sha256::new();
    for TableSum { name, rows, digest } in tables {
        hash.update(format!("{name} {rows} {digest}\n"));
    }
    hex(&hash.finalize())
}

/// See [`Head::key_check`].
pub(super) fn key_check(key: &[u8; 32]) -> String {
    keyed(key, "kontuar backup key check", &[])
}

fn keyed(key: &[u8; 32], purpose: &str, what: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!("an HMAC takes any key"));
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(what);
    hex(&mac.finalize().into_bytes())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
