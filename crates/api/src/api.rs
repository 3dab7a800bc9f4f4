//! What every handler shares.

use std::fmt;
use std::sync::Arc;

use domain::id::TeamId;
use domain::permission::{Action, Grant};
use domain::time::Millis;
use engine::Engine;
use store::{Conn, Store};
use tokio_util::sync::CancellationToken;
use utoipa::openapi::OpenApi;

use crate::limit::Limits;
use crate::problem::Problem;
use crate::table::Table;

/// How the API is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How many requests a token may make in a minute.
    pub requests_per_minute: u32,
    /// Cancelled when the process stops: streams end then.
    pub stopping: CancellationToken,
}

/// The state of the API. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api(Arc<Parts>);

struct Parts {
    engine: Engine,
    settings: Settings,
    limits: Limits,
    table: Table,
    document: Vec<u8>,
    page: Vec<u8>,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

impl Api {
    pub(crate) fn new(engine: Engine, settings: Settings, document: &OpenApi) -> Self {
        Self(Arc::new(Parts {
            limits: Limits::new(settings.requests_per_minute),
            table: Table::of(document),
            document: serde_json::to_vec_pretty(document).unwrap_or_default(),
            page: crate::page::made_from(document).into_bytes(),
            engine,
            settings,
        }))
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn store(&self) -> &Store {
        self.0.engine.store()
    }

    pub(crate) fn now(&self) -> Millis {
        self.0.engine.now()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn table(&self) -> &Table {
        &self.0.table
    }

    pub(crate) fn document(&self) -> &[u8] {
        &self.0.document
    }

    pub(crate) fn page(&self) -> &[u8] {
        &self.0.page
    }

    /// Reads from the store.
    pub(crate) async fn read<T, F>(&self, read: F) -> Result<T, Problem>
    where
        F: Fn(&mut Conn) -> store::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        Ok(self.store().read(read).await?)
    }
}

/// The teams whose conversations this grant lets one read.
pub(crate) fn teams(conn: &mut Conn, grant: Grant) -> store::Result<Vec<TeamId>> {
    let teams = store::brand::teams(conn)?.into_iter().map(|team| team.id);
    Ok(teams.filter(|team| grant.allows(Action::Read, *team)).collect())
}
