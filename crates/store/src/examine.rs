//! What a store is found to be when somebody looks at it from outside, whatever its version: for `kontuar doctor`.
//!
//! It must not: change anything, or need the process that has the store to be gone.

use domain::identity::Fingerprinter;
use domain::time::Millis;

use crate::conn::Conn;
use crate::dialect::Engine;
use crate::error::Result;
use crate::place::Settings;
use crate::seal::Sealer;
use crate::{Store, installation, migrate, secret};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// Which engine.
    pub engine: Engine,
    /// The version of the server, or of the library.
    pub server: String,
    /// The version of the schema, and that of this program.
    pub schema: (i64, i64),
    /// The database's own clock; where it has none, the moment that was passed in.
    pub now: Millis,
    /// What transactions see of each other, unless they ask for something else.
    pub isolation: String,
    /// Settings of the server that lose what was committed when the power fails, by name and value.
    pub careless: Vec<(String, String)>,
    /// Whether it can only be read, as a standby.
    pub read_only: bool,
    /// Whether the store was written with this key; `None`: it was written with none yet.
    pub key_fits: Option<bool>,
    /// Sealed secrets that do not open under the key, by name.
    pub closed: Vec<String>,
}

/// Looks. Blocks.
///
/// # Errors
/// When there is no store, or the database does not answer.
pub fn examine(settings: &Settings, now: Millis) -> Result<Examined> {
    let mut conn = Store::peek(settings)?;
    let engine = conn.engine();
    let schema = (migrate::version(&mut conn)?, migrate::newest());
    let is_current = schema.0 == schema.1;
    let (key_fits, closed) = match is_current {
        true => {
            let fits = installation::fits(&mut conn, &Fingerprinter::new(settings.key))?;
            (fits, closed(&mut conn, &Sealer::new(&settings.key))?)
        }
        false => (None, Vec::new()),
    };
    let mut careless = Vec::new();
    let (server, isolation, read_only, now) = match engine {
        Engine::Sqlite => (one(&mut conn, "SELECT sqlite_version()")?, "serializable".to_owned(), false, now),
        Engine::Postgres => {
            for name in ["fsync", "full_page_writes", "synchronous_commit"] {
                let value = one(&mut conn, &format!("SHOW {name}"))?;
                if value == "off" {
                    careless.push((name.to_owned(), value));
                }
            }
            let standby = one(&mut conn, "SELECT CAST(pg_is_in_recovery() AS TEXT)")? == "true";
            let isolation = one(&mut conn, "SHOW default_transaction_isolation")?;
            (one(&mut conn, "SHOW server_version")?, isolation, standby, conn.now(now)?)
        }
    };
    Ok(Examined { engine, server, schema, now, isolation, careless, read_only, key_fits, closed })
}

fn closed(conn: &mut Conn, sealer: &Sealer) -> Result<Vec<String>> {
    let mut closed = Vec::new();
    for name in secret::all(conn)? {
        if let Some(kept) = secret::get(conn, &name)?
            && secret::open(sealer, &name, &kept).is_err()
        {
            closed.push(name);
        }
    }
    Ok(closed)
}

fn one(conn: &mut Conn, sql: &str) -> Result<String> {
    let rows = conn.text_rows(sql)?;
    Ok(rows.into_iter().flatten().next().unwrap_or_default())
}
