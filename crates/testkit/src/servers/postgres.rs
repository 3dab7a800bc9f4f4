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
        let initdb = installed("initdb", "postgresql", &newest_installation());
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
        let postgres = Self::run(account, cluster, port).await;
        covered(&format!("server: PostgreSQL {}", postgres.version));
        postgres
    }

    /// Starts the server of a cluster that was made.
    async fn run(account: Account, cluster: PathBuf, port: u16) -> Self {
        let program = installed("postgres", "postgresql", &newest_installation());
        let log = cluster.with_extension("log");
        let daemon = launch(account, &program, &cluster, &log);
        let mut postgres = Self { account, program, cluster, log, port, version: String::new(), daemon };
        postgres.answer().await;
        postgres
    }

    /// Starts a standby that follows this server by streaming replication. From here on a commit is acknowledged when it is
    /// on the disks of both (`synchronous_standby_names`).
    ///
    /// # Panics
    /// When it does not start, or does not follow.
    pub async fn standby(&self) -> Self {
        let copy = installed("pg_basebackup", "postgresql", &newest_installation());
        let folder = keeper::folder("standby");
        self.account.give(&folder);
        let (cluster, port, from) = (folder.join("cluster"), ports::free(), self.port.to_string());
        let pgdata = cluster.as_os_str();
        let options = ["-h", "127.0.0.1", "-p", &from, "-U", OWNER, "-R", "-X", "stream", "-c", "fast", "-D"];
        self.account.run(&copy, options.map(AsRef::as_ref).into_iter().chain([pgdata]));
        let settings = cluster.join("postgresql.auto.conf");
        let written = format!("{}port = {port}\n", std::fs::read_to_string(&settings).unwrap_or_default());
        if let Err(error) = std::fs::write(&settings, written) {
            panic!("cannot configure the standby in {}: {error}", cluster.display());
        }
        let standby = Self::run(self.account, cluster, port).await;
        self.order("ALTER SYSTEM SET synchronous_standby_names = '*'").await;
        self.order("SELECT pg_reload_conf()").await;
        ready::until("replication", ready::START, || async {
            let asked = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
            let following: i64 = self.connect("postgres").await.ok()?.query_one(asked, &[]).await.ok()?.get(0);
            (following == 1).then_some(())
        })
        .await;
        standby
    }

    /// Makes a standby the primary, as an operator does when the old one is gone.
    ///
    /// # Panics
    /// When it does not become one.
    pub async fn promote(&self) {
        self.order("SELECT pg_promote(true, 30)").await;
    }

    /// Refuses writes from here on, in sessions that are open too: the first step of a planned switch-over.
    ///
    /// # Panics
    /// When the server does not take it.
    pub async fn refuse_writes(&self) {
        self.order("ALTER SYSTEM SET default_transaction_read_only = on").await;
        self.order("SELECT pg_reload_conf()").await;
    }

    /// Waits for no standby any more, as an operator sets it who has only this server left.
    ///
    /// # Panics
    /// When the server does not take it.
    pub async fn stand_alone(&self) {
        self.order("ALTER SYSTEM RESET synchronous_standby_names").await;
        self.order("SELECT pg_reload_conf()").await;
    }

    async fn order(&self, sql: &str) {
        let client = self.connect("postgres").await.unwrap_or_else(|error| panic!("PostgreSQL: {error}"));
        if let Err(error) = client.batch_execute(sql).await {
            panic!("{sql}: {error:?}");
        }
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

    /// The URL of a database of this cluster that `other` may have taken over.
    pub fn url_with(&self, other: &Self, database: &str) -> String {
        format!("postgres://{OWNER}@127.0.0.1:{},127.0.0.1:{}/{database}", self.port, other.port)
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
