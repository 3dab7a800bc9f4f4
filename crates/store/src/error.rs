//! What can go wrong in the store, in words that an operator can act on.
//!
//! Use [`Error::Unavailable`] when trying again later will help, [`Error::Full`] when somebody
//! has to make room, [`Error::Statement`] when the product is wrong.

/// A store operation that did not happen. Nothing of it is left behind.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The database does not answer; it was tried again once.
    #[error("the database does not answer ({0}); nothing was changed, try again when it is back")]
    Unavailable(String),
    /// There is no room left, or the place cannot be written.
    #[error("the store cannot be written ({0}): make room on the disk or allow writing, then try again")]
    Full(String),
    /// The answer to a commit was lost: it may have happened.
    #[error("the connection broke while committing ({0}); whether it was stored shows when the database is back")]
    Unknown(String),
    /// A statement was refused.
    #[error("{statement}: {why}")]
    Statement {
        /// The name of the statement.
        statement: &'static str,
        /// What the database said.
        why: String,
    },
    /// A unique row is there already.
    #[error("{statement}: a row with this key is there already")]
    Duplicate {
        /// The name of the statement.
        statement: &'static str,
    },
    /// The row that a write was for is not, or no longer, as it must be: somebody was first.
    #[error("{statement}: somebody else was first")]
    Overtaken {
        /// The name of the statement.
        statement: &'static str,
    },
    /// A stored value is not what the reader expects.
    #[error("column {column}: {why}")]
    Column {
        /// Index of the column.
        column: usize,
        /// What was wrong with it.
        why: String,
    },
    /// A stored event cannot be read.
    #[error(transparent)]
    Event(#[from] std::sync::Arc<domain::event::UnreadableEvent>),
    /// A blob is missing, damaged or could not be written.
    #[error("blob {hash}: {why}")]
    Blob {
        /// Its hash in hexadecimal digits.
        hash: String,
        /// What is wrong.
        why: String,
    },
    /// The data folder or the database cannot be opened.
    #[error("{0}")]
    Open(String),
    /// A newer version of the product has changed the schema: this one must not write any more.
    #[error("a newer Kontuar has changed this database; this node only reads until the newer program takes its place")]
    Outdated,
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
}

impl Error {
    /// Whether the same call may succeed later without anybody changing anything.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full(_) | Self::Unknown(_) | Self::Outdated | Self::Closed)
    }
}

/// The result of a store operation.
pub type Result<T> = std::result::Result<T, Error>;
