//! The database, and the folder that several nodes on it share.

use std::fmt;

use super::sheet::{Complaints, Given};

/// The address of a PostgreSQL database. It holds a password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for DatabaseUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(withheld)")
    }
}

/// A folder of files of their own have only nodes that share a database.
pub(super) fn refuse_lonely_blobs(
    blobs: Option<&Given<&str>>,
    database: Option<&Given<String>>,
    complaints: &Complaints,
) {
    if let (Some(blobs), None) = (blobs, database) {
        let why = "`blobs` is for several nodes on one `database`; without a database everything is in the data folder";
        complaints.say(&blobs.place, why);
    }
}
