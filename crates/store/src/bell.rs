//! The bell between nodes: whoever committed rings, and the others look at the log.
//!
//! One connection a node, for this alone. What is rung (LISTEN and NOTIFY) carries no data and may be lost: every node
//! also looks at the head of the log by itself, once a second. So the bell makes others quick, never right. Rings are
//! gathered, and rung outside of any transaction: a NOTIFY inside one makes all commits of the server stand in line.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::event::Position;
use tokio::sync::{Notify, watch};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls};

use crate::conn::postgres::{self, Timeline};
use crate::error::{Error, Result};
use crate::lane;

/// How often the head of the log is looked at without being rung.
const LOOK: Duration = Duration::from_secs(1);

/// How long rings are gathered.
const GATHER: Duration = Duration::from_millis(5);

/// How long until the next try while the database is away.
const AGAIN: Duration = Duration::from_secs(1);

const HEAD: &str = "SELECT position FROM log_head WHERE one = 1";

/// How a connection ended.
enum Ended {
    Broken,
    /// The server is not worked with, for this reason.
    Refused(String),
}

/// What the writer lane and the product have of the bell.
#[derive(Clone, Debug)]
pub(crate) struct Bell {
    ours: Arc<Notify>,
    others: Arc<watch::Sender<u64>>,
}

impl Bell {
    /// A bell that nobody hears yet.
    pub(crate) fn new() -> Self {
        Self { ours: Arc::default(), others: Arc::new(watch::channel(0).0) }
    }

    /// Tells the other nodes that something was committed.
    pub(crate) fn ring(&self) {
        self.ours.notify_one();
    }

    /// Changes whenever another node has rung.
    pub(crate) fn heard(&self) -> watch::Receiver<u64> {
        self.others.subscribe()
    }

    /// Listens on a thread of its own until the sender of `alive` is dropped, and keeps `head` up to date. When `lost` changes,
    /// over a fresh connection: the server may not be the primary any more.
    pub(crate) fn listen(
        &self,
        (url, folder): (&str, &Path),
        head: Arc<watch::Sender<Position>>,
        mut alive: watch::Receiver<()>,
        mut lost: watch::Receiver<u64>,
    ) -> Result<()> {
        let (bell, servers) = (self.clone(), postgres::each(&postgres::config(url)?));
        let folder = folder.to_owned();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Error::Open(format!("no runtime for the listening connection: {e}")))?;
        lane::spawn("store-bell", move || {
            runtime.block_on(async {
                loop {
                    tokio::select! {
                        _ = alive.changed() => return,
                        why = bell.attend(&servers, &folder, &head) => {
                            tracing::debug!(%why, "not hearing the other nodes; it is tried again");
                        }
                        Ok(()) = lost.changed() => {}
                    }
                    tokio::select! {
                        _ = alive.changed() => return,
                        () = tokio::time::sleep(AGAIN) => {}
                    }
                }
            });
        })
    }

    /// One connection, from its beginning to its end.
    async fn attend(&self, servers: &[Config], folder: &Path, head: &watch::Sender<Position>) -> String {
        let mut why = String::new();
        for server in servers {
            match self.converse(server, folder, head).await {
                // The others may have what was heard here last.
                Ok(Ended::Broken) => return "the connection ended".to_owned(),
                Ok(Ended::Refused(words)) => why = words,
                Err(error) => why = postgres::words(&error),
            }
        }
        why
    }

    async fn converse(
        &self,
        server: &Config,
        folder: &Path,
        head: &watch::Sender<Position>,
    ) -> std::result::Result<Ended, tokio_postgres::Error> {
        let (client, mut connection) = server.connect(NoTls).await?;
        let heard = Arc::new(Notify::new());
        let told = heard.clone();
        let mut driven = tokio::spawn(async move {
            loop {
                match std::future::poll_fn(|cx| connection.poll_message(cx)).await {
                    Some(Ok(AsyncMessage::Notification(_))) => told.notify_one(),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return,
                }
            }
        });
        if let Some(Err(error)) = Timeline::of(&client).await.map(|timeline| timeline.admit(folder)) {
            return Ok(Ended::Refused(error.to_string()));
        }
        client.batch_execute("LISTEN kontuar").await?;
        // What was rung while nobody listened here.
        self.look(&client, head, true).await?;
        loop {
            tokio::select! {
                _ = &mut driven => return Ok(Ended::Broken),
                () = heard.notified() => self.look(&client, head, true).await?,
                () = self.ours.notified() => {
                    tokio::time::sleep(GATHER).await;
                    client.batch_execute("NOTIFY kontuar").await?;
                }
                () = tokio::time::sleep(LOOK) => self.look(&client, head, false).await?,
            }
        }
    }

    /// Looks at the head of the log; says so where it moved, or something else may have.
    async fn look(
        &self,
        client: &Client,
        head: &watch::Sender<Position>,
        rung: bool,
    ) -> std::result::Result<(), tokio_postgres::Error> {
        let row = client.query_one(HEAD, &[]).await?;
        let moved = lane::announce(head, Position(row.get(0)));
        if moved || rung {
            self.others.send_modify(|rings| *rings += 1);
        }
        Ok(())
    }
}
