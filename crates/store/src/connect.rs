//! How a store's connections are made.

use std::sync::Arc;

use crate::conn::{Conn, postgres, sqlite};
use crate::lane::Connect;
use crate::{Place, Settings};

/// Makes connections that write, or only read.
pub(crate) fn connector(settings: &Settings, writer: bool) -> Connect {
    match &settings.place {
        Place::Folder => {
            let path = settings.folder.join("kontuar.db");
            Arc::new(move || {
                let conn = if writer {
                    sqlite::SqliteConn::open_writer(&path)?
                } else {
                    sqlite::SqliteConn::open_reader(&path)?
                };
                Ok(Conn::Sqlite(conn))
            })
        }
        Place::Postgres { url } => {
            let url = url.clone();
            Arc::new(move || Ok(Conn::Postgres(postgres::PostgresConn::connect(&url)?)))
        }
    }
}
