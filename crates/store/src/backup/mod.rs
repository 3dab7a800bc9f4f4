//! Backups: one archive that holds everything but the key, the same from either engine.
//!
//! In: a store beside the process that has it ([`take`]), an archive ([`Archive`]), an archive and an empty place
//! ([`restore`]). Out: a file that is whole or not there; what an archive holds; a store that is equal to the one that
//! was backed up, but for what [`aftermath`] says. The archive is also the road from one engine to the other.
//!
//! **The file.** Three lines of text around one zstd stream:
//!
//! ```text
//! kontuar backup 1
//! {"schema":8,"position":31402,"taken_at":…,"key_check":"…",…}          Head
//! <one zstd frame: tables, blobs, erasures>
//! {"tables":[{"name":"agent","rows":3,"digest":"…"},…],"digest":"…",…}   Manifest
//! ```
//!
//! In the stream a record is a letter and what belongs to it; numbers are LEB128, signed ones zigzag. `T` a table: its
//! name and columns. `R` a row: a cell each column, in the order of the primary key ([`cells`]). `E` its end. `B` a blob:
//! its hash, pieces until an empty one, and whether it is whole. `X` one erasure ([`journal`]). `Z` the end. The digest of
//! a table is SHA-256 over its name, columns and rows as they are written here, so it is the same on both engines; that
//! of the whole is over the digests of the tables. `seal` is an HMAC of both lines under the installation's key: without
//! the key nobody can change an archive unnoticed.
//!
//! It must not: lock anything that the product waits for, hold more than a row in memory, put the key into an archive,
//! or make a place look restored that is not.
//!
//! A new table is in every backup at once; it has to be named in [`schema::KEPT`] or, with its reason, in
//! [`schema::LEFT_OUT`], or a test fails.

pub mod aftermath;
mod archive;
mod cells;
mod disk;
mod empty;
mod error;
pub mod failure;
mod head;
pub mod journal;
mod restore;
pub mod schema;
mod shelf;
mod take;
mod verify;
mod write;

pub use archive::Archive;
pub(crate) use empty::{expect_whole_database, expect_whole_folder};
pub use error::{BackupError, Outcome};
pub use head::{Head, Manifest, TableSum, Why};
pub use restore::{Restore, Restored, restore};
pub use shelf::{Entry, Keep, Shelf};
pub use take::{Taken, Taking, pending_migration, take};
pub use verify::{Verified, verify};
