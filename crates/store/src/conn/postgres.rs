//! PostgreSQL: one connection, driven on the thread that owns it.
//!
//! Each connection has a single-threaded runtime of its own, so that a statement costs no switch
//! between threads. Writes are polled once, which sends them, and answered later.

mod ahead;
mod bulk;
mod cells;
mod fault;
mod sent;
mod server;
mod timeline;

use std::collections::HashMap;
use std::future::Future;
use std::path::Path;
use std::task::{Context, Waker};

use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls};

use self::ahead::{Answer, Asked, answers_ahead};
use self::cells::row;
use self::fault::failed;
pub(crate) use self::fault::words;
pub(super) use self::sent::Expects;
use self::sent::Sent;
pub(crate) use self::server::{config, each};
pub(crate) use self::timeline::{TIMELINE_FILE, Timeline};
use crate::error::{Error, Result};
use crate::statement::Statement;
use crate::value::{Row, Value};

type Rows = std::result::Result<Vec<tokio_postgres::Row>, tokio_postgres::Error>;

/// A PostgreSQL connection.
pub struct PostgresConn {
    runtime: tokio::runtime::Runtime,
    client: std::sync::Arc<Client>,
    prepared: HashMap<&'static str, tokio_postgres::Statement>,
    unanswered: Vec<Sent>,
    asked: Vec<Asked>,
    /// Whether reads are only sent, see [`super::Conn::ahead`].
    pub(super) asks_ahead: bool,
    /// Whether a sent write failed since [`PostgresConn::forgive`]; whose it was is then unknown.
    write_failed: bool,
    /// Whether the server said that it is not the primary any more: another is, or will be.
    demoted: bool,
}

impl std::fmt::Debug for PostgresConn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresConn").field("unanswered", &self.unanswered.len()).finish_non_exhaustive()
    }
}

impl PostgresConn {
    /// Connects. `url` is a `postgres://` address or a list of `key=value`; where it names several servers, to the one that
    /// can be written and was not replaced, as far as the data folder knows.
    pub(crate) fn connect(url: &str, folder: &Path) -> Result<Self> {
        let mut made = Self::connect_to_fit(&each(&config(url)?), folder)?;
        // Every statement of ours has its index. A plan that was made while a table was small reads all of it, and goes on
        // doing so while the table grows under it.
        made.script("SET enable_seqscan = off")?;
        Ok(made)
    }

    /// The first of the servers that is there and was not replaced. Why one is not worked with is more worth saying than
    /// that another is away.
    fn connect_to_fit(servers: &[tokio_postgres::Config], folder: &Path) -> Result<Self> {
        let (mut refused, mut away) = (None, None);
        for server in servers {
            match Self::connect_as(server.clone()) {
                Ok(made) => {
                    let timeline = made.runtime.block_on(Timeline::of(&made.client));
                    match timeline.map_or(Ok(()), |timeline| timeline.admit(folder)) {
                        Ok(()) => return Ok(made),
                        Err(error) => refused = Some(error),
                    }
                }
                Err(error) => away = Some(error),
            }
        }
        Err(refused.or(away).unwrap_or_else(|| Error::Open("the database address names no server".to_owned())))
    }

    /// The same to a server that need not be writable: a standby will do.
    pub(crate) fn connect_to_any(url: &str) -> Result<Self> {
        let mut config = config(url)?;
        config.target_session_attrs(TargetSessionAttrs::Any);
        Self::connect_as(config)
    }

    fn connect_as(config: tokio_postgres::Config) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Error::Open(format!("no runtime for the database connection: {e}")))?;
        let client = runtime.block_on(async {
            let (client, connection) = config.connect(NoTls).await?;
            // Its end shows as a closed client; there is nothing more to say about it here.
            tokio::spawn(async move { connection.await.ok() });
            Ok::<_, tokio_postgres::Error>(client)
        });
        let client = client.map_err(|e| Error::Unavailable(words(&e)))?;
        let mut made = Self {
            runtime,
            client: client.into(),
            prepared: HashMap::new(),
            unanswered: Vec::new(),
            asked: Vec::new(),
            asks_ahead: false,
            write_failed: false,
            demoted: false,
        };
        // Our statements are ranges of indexes whatever the parameters: planning them anew at every run costs more than
        // running them, and the plans that the tests look at are these.
        made.script(
            "SET standard_conforming_strings = on; SET client_min_messages = warning; SET synchronous_commit = on;
            SET plan_cache_mode = force_generic_plan",
        )?;
        Ok(made)
    }

    /// Whether it can be worked with.
    pub(super) fn is_alive(&self) -> bool {
        self.is_open() && !self.demoted
    }

    /// Whether the server is still there.
    pub(super) fn is_open(&self) -> bool {
        !self.client.is_closed()
    }

    /// The error of a statement, and what it says about the connection.
    fn failed(&mut self, statement: &'static str, error: &tokio_postgres::Error) -> Error {
        self.demoted |= error.code() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION);
        failed(statement, error)
    }

    pub(super) fn prepare(&mut self, statement: &'static Statement) -> Result<tokio_postgres::Statement> {
        if let Some(ready) = self.prepared.get(statement.name) {
            return Ok(ready.clone());
        }
        answers_ahead(&self.runtime, &mut self.asked);
        let ready = self.runtime.block_on(self.client.prepare(statement.postgres()));
        if ready.is_err() {
            // In a transaction that something sent before broke nothing can be prepared; then that error is the one to tell.
            self.settle()?;
            self.first_failed_ahead()?;
        }
        let ready = ready.map_err(|e| self.failed(statement.name, &e))?;
        self.prepared.insert(statement.name, ready.clone());
        Ok(ready)
    }

    pub(super) fn rows(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Vec<Row>> {
        let asked = self.asked.iter().position(|asked| asked.statement == statement.name && asked.params == params);
        if self.asks_ahead {
            return if asked.is_some() { Ok(Vec::new()) } else { self.ask(statement, params) };
        }
        if let Some(at) = asked {
            self.settle()?;
            answers_ahead(&self.runtime, &mut self.asked[..=at]);
            let Answer::Here(rows) = self.asked.remove(at).answer else { unreachable!("it was awaited just now") };
            return rows.map_err(|e| self.failed(statement.name, &e))?.iter().map(row).collect();
        }
        let ready = self.prepare(statement)?;
        let references: Vec<&(dyn ToSql + Sync)> = params.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
        // Sent before the unanswered ones are awaited: all of them share one round trip.
        let client = self.client.clone();
        let mut query = Box::pin(client.query(&ready, &references));
        let early = query.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let before = self.answers();
        answers_ahead(&self.runtime, &mut self.asked);
        let rows = match early {
            std::task::Poll::Ready(done) => {
                drop(query);
                done
            }
            std::task::Poll::Pending => self.runtime.block_on(query),
        };
        before.map_err(|missed| self.missed(&missed))?;
        rows.map_err(|e| self.failed(statement.name, &e))?.iter().map(row).collect()
    }

    pub(super) fn execute(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        self.settle()?;
        answers_ahead(&self.runtime, &mut self.asked);
        let ready = self.prepare(statement)?;
        let references: Vec<&(dyn ToSql + Sync)> = params.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
        let done = self.runtime.block_on(self.client.execute(&ready, &references));
        done.map_err(|e| self.failed(statement.name, &e))
    }

    pub(super) fn write_failed(&self) -> bool {
        self.write_failed
    }

    pub(super) fn forgive(&mut self) {
        self.write_failed = false;
    }

    pub(super) fn script(&mut self, sql: &str) -> Result<()> {
        let before = self.settle();
        before.and(self.runtime.block_on(self.client.batch_execute(sql)).map_err(|e| self.failed("script", &e)))
    }

    /// The plan for parameters that are not known yet.
    pub(super) fn plan(&mut self, statement: &'static Statement) -> Result<Vec<Vec<String>>> {
        let count = self.prepare(statement)?.params().len();
        self.script(&format!("PREPARE plan_of AS {}", statement.postgres()))?;
        let nulls = vec!["NULL"; count].join(", ");
        let call = if count == 0 { String::new() } else { format!("({nulls})") };
        let rows = self.text_rows(&format!("EXPLAIN (COSTS OFF) EXECUTE plan_of{call}"));
        self.script("DEALLOCATE plan_of")?;
        rows
    }

    pub(super) fn text_rows(&mut self, sql: &str) -> Result<Vec<Vec<String>>> {
        self.settle()?;
        let messages = self.runtime.block_on(self.client.simple_query(sql)).map_err(|e| self.failed("text", &e))?;
        let mut rows = Vec::new();
        for message in messages {
            if let tokio_postgres::SimpleQueryMessage::Row(row) = message {
                rows.push((0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned()).collect());
            }
        }
        Ok(rows)
    }
}
