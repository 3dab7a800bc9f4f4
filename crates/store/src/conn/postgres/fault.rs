//! What PostgreSQL's errors mean to us, by their SQLSTATE.

use crate::error::Error;

/// What the server said, for the log and the operator.
pub(crate) fn words(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => {
            let cause = std::error::Error::source(error).map(|e| format!(": {e}")).unwrap_or_default();
            format!("{error}{cause}")
        }
    }
}

/// The error of a statement.
pub(super) fn failed(statement: &'static str, error: &tokio_postgres::Error) -> Error {
    let Some(db) = error.as_db_error() else {
        return if error.is_closed() || std::error::Error::source(error).is_some_and(|e| e.is::<std::io::Error>()) {
            Error::Unavailable(words(error))
        } else {
            Error::Statement { statement, why: words(error) }
        };
    };
    match db.code().code() {
        "23505" => Error::Duplicate { statement },
        // A division by zero: only `crate::migrate::not_newer` divides.
        "22012" => Error::Outdated,
        // 08: connection; 57P: shut down, starting up; 40: serialisation failure or deadlock; 25006: read only, as a primary
        // is that was replaced.
        code if code.starts_with("08") || code.starts_with("57P") || code.starts_with("40") || code == "25006" => {
            Error::Unavailable(words(error))
        }
        // 53: no disk, no memory, too many connections; 58: I/O.
        code if code.starts_with("53") || code.starts_with("58") => Error::Full(words(error)),
        _ => Error::Statement { statement, why: words(error) },
    }
}
