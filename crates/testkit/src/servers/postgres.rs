//! A PostgreSQL cluster of our own: made by `initdb`, durable as in production, gone with its owner.
//!
//! [`Postgres::shared`] is one cluster for the whole test process: take a [`fresh_database`](Postgres::fresh_database)
//! from it. A test that stops, restarts or kills the server starts its own with [`Postgres::start`].

use std::path::{Path, PathBuf};

use tokio::sync::OnceCell;
use tokio_postgres::{Client, NoTls};

use super::daemon::{Account, Daemon, installed};
use super::{covered, keeper, ports, ready};

/// The owner of every database here; it needs no password on the loopback.
const OWNER: &str = "kontuar";

/// What differs from PostgreSQL's defaults. fsync and synchronous_commit stay on: tests that kill the server rely on
/// them.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 64MB
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
";

/// A cluster on its own port and in its own folder.
#[derive(Debug)]
pub struct Postgres {
    account: Account,
    program: PathBuf,
    cluster: PathBuf,
    log: PathBuf,
    port: u16,
    version: String,
    daemon: Daemon,
}

impl Postgres {
    /// The cluster that all tests of this process share. It cannot be stopped.
    pub async fn shared() -> &'static Postgres {
        static SHARED: OnceCell<Postgres> = OnceCell::const_new();
        SHARED.get_or_init(Self::start).await
    }

    /// Makes and starts a cluster for one test.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start.
    pub async fn start() -> Self {
        let bin = newest_installation();
        let initdb = installed("initdb", "postgresql", &bin);
        let program = installed("postgres", "postgresql", &bin);
        let account = Account::unprivileged();
        let folder = keeper::folder("postgres");
        account.give(&folder);
        let cluster = folder.join("cluster");
        let pgdata = cluster.as_os_str();
        let options = ["-E", "UTF8", "--locale=C", "-A", "trust", "--no-instructions", "--no-sync", "-U", OWNER, "-D"];
        account.run(&initdb, options.map(AsRef::as_ref).into_iter().chain([pgdata]));
        let port = ports::free();
        let settings = format!("{SETTINGS}port = {port}\n");
        if let Err(error) = std::fs::write(cluster.join("postgresql.auto.conf"), settings) {
            panic!("cannot configure the test cluster in {}: {error}", cluster.display());
        }
        let log = folder.join("postgres.log");
        let daemon = launch(account, &program, &cluster, &log);
        let mut postgres = Self { account, program, cluster, log, port, version: String::new(), daemon };
        postgres.answer().await;
        covered(&format!("server: PostgreSQL {}", postgres.version));
        postgres
    }

    /// Makes an empty database and gives back its URL, `postgres://kontuar@127.0.0.1:PORT/NAME`.
    ///
    /// # Panics
    /// When the server refuses it.
    pub async fn fresh_database(&self) -> String {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        // template0 has no users, so that tests may make their databases side by side.
        let statement = format!("CREATE DATABASE {name} TEMPLATE template0");
        let client =
            self.connect("postgres").await.unwrap_or_else(|error| panic!("PostgreSQL does not answer: {error}"));
        if let Err(error) = client.batch_execute(&statement).await {
            panic!("cannot make database {name}: {error:?}");
        }
        self.url(&name)
    }

    /// The URL of a database of this cluster.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{OWNER}@127.0.0.1:{}/{database}", self.port)
    }

    /// Where the server listens, for a [`Proxy`](crate::net::Proxy).
    pub fn address(&self) -> std::net::SocketAddr {
        std::net::SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    /// The version the server itself names, for example `15.18`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Ends the server in order; connections break, its port refuses.
    pub fn stop(&mut self) {
        self.daemon.stop();
    }

    /// Ends the server as a power cut would. What was acknowledged must be there after [`resume`](Self::resume).
    pub fn kill(&mut self) {
        self.daemon.kill();
    }

    /// Starts a stopped server again, on the same port with the same data, and waits until it answers.
    pub async fn resume(&mut self) {
        if self.daemon.pid().is_none() {
            self.daemon = launch(self.account, &self.program, &self.cluster, &self.log);
        }
        self.answer().await;
    }

    /// Stops and starts the server.
    pub async fn restart(&mut self) {
        self.stop();
        self.resume().await;
    }

    async fn answer(&mut self) {
        let url = self.url("postgres");
        let asked = ready::ask(ready::START, || {
            self.daemon.insist_running();
            version(url.clone())
        });
        self.version = match asked.await {
            Ok(version) => version,
            Err(error) => panic!("PostgreSQL does not answer: {error}. It said:\n{}", self.daemon.said()),
        };
    }

    async fn connect(&self, database: &str) -> Result<Client, tokio_postgres::Error> {
        connect(&self.url(database)).await
    }
}

async fn version(url: String) -> Result<String, tokio_postgres::Error> {
    let shown: String = connect(&url).await?.query_one("SHOW server_version", &[]).await?.get(0);
    Ok(shown.split(' ').next().unwrap_or_default().to_owned())
}

async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // It ends with its client; an error reaches the client's next call.
    tokio::spawn(connection);
    Ok(client)
}

/// SIGINT is PostgreSQL's fast shutdown: it breaks connections, writes a checkpoint and ends.
fn launch(account: Account, program: &Path, cluster: &Path, log: &Path) -> Daemon {
    Daemon::start(account, program, ["-D".as_ref(), cluster.as_os_str()], "INT", log)
}

/// Debian keeps the programs of each major version in a folder of its own; the newest first.
fn newest_installation() -> Vec<PathBuf> {
    let mut majors: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    majors.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    majors.into_iter().map(|(_, bin)| bin).collect()
}
