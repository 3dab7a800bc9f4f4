//! What the pages know of the machine they run on: brought by the program, which knows its folders.

/// Looks at the machine.
pub trait Machine: Send + Sync {
    /// What there is now. Blocks for as long as a folder takes to be read.
    fn look(&self) -> Seen;
}

/// What was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How much room the disk of the data folder has, in bytes; `None`: it cannot be said.
    pub free_bytes: Option<u64>,
    /// Whether backups are taken by themselves.
    pub scheduled: bool,
    /// When the newest backup was taken; `None`: there is none, or the folder cannot be read.
    pub newest_backup: Option<domain::time::Millis>,
}
