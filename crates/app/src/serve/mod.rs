//! `kontuar serve`: everything at once, until told to stop.
//!
//! In: settings. Out: a [`Counter`] that fetches, answers, reacts and delivers. It is opened in an
//! order in which nothing can be lost and people wait for little: claim, store, listener, then mail.
//! It is closed the other way round: nothing new comes in, what was begun is ended, streams end.

pub mod backups;
pub(crate) mod front;
pub mod inboxes;
mod listener;
pub mod mailbox;
pub mod retention;
mod tidy;
pub mod watching;
mod webhooks;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use channels::email::imap::MailboxStatus;
use channels::email::smtp_in::Door;
use domain::id::InboxId;
use domain::time::Clock;
use engine::Engine;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::alarm;
use crate::clock::SystemClock;
use crate::commands::Failure;
use crate::config::Config;
use crate::control::Control;
use crate::demo::Demo;
use crate::house::House;
use crate::metrics::{self, Metrics, Requests};
use crate::receive::Receiving;
use listener::listen;
use watching::{Watched, Watching};

/// Threads that run the counter: the store's lanes and the blocking work have their own.
const WORKERS: usize = 2;

/// How long what was begun may take to end after a signal to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// Signals to stop within this time are one wish.
const SAME_WISH: Duration = Duration::from_secs(1);

/// Runs the counter until a signal comes; `demo` makes it the demo's.
///
/// # Errors
/// When it cannot be opened, or breaks down.
pub fn run(config: &Config, demo: Option<Demo>) -> Result<(), Failure> {
    // It fails only when a provider is installed, which then serves as well.
    rustls::crypto::ring::default_provider().install_default().ok();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let house = match &demo {
        Some(demo) => demo.open(config, clock.as_ref())?,
        None => House::open(config, clock.as_ref())?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build()?;
    let outcome = runtime.block_on(async {
        let stop = CancellationToken::new();
        let counter = Box::pin(Counter::open(&house, config, clock, demo, stop.clone())).await?;
        announce(&counter, config).await?;
        counter.until_stopped().await
    });
    runtime.shutdown_timeout(PATIENCE);
    outcome
}

/// A part that does not fail.
async fn ended(part: impl Future<Output = ()>) -> Result<(), Failure> {
    part.await;
    Ok(())
}

/// A running counter.
#[derive(Debug)]
pub struct Counter {
    engine: Engine,
    address: SocketAddr,
    watched: Arc<Watched>,
    door: Option<Arc<Door>>,
    tasks: JoinSet<Result<(), Failure>>,
    stop: CancellationToken,
}

impl Counter {
    /// Opens the counter: when this returns, its pages answer.
    ///
    /// # Errors
    /// When the address is taken, or an inbox cannot be set up.
    pub async fn open(
        house: &House,
        config: &Config,
        clock: Arc<dyn Clock>,
        demo: Option<Demo>,
        stop: CancellationToken,
    ) -> Result<Self, Failure> {
        let listener = listen(config.listen, "--listen").await?;
        let address = listener.local_addr()?;
        let engine = house.engine(clock.clone());
        if let Err(error) = engine::presence::arrive(&engine).await {
            tracing::warn!(%error, "what this node held before it started is free only in a few seconds");
        }
        let turn = engine::turn::wait_for(&engine, "set-up").await?;
        let (inboxes, kept) = inboxes::all(&engine, &config.inboxes).await?;
        let connected = inboxes::set_up(&engine, &inboxes, config.believed()).await;
        engine::turn::give_back(&engine, &turn).await;
        let connected = connected?;
        let mut tasks = JoinSet::new();
        webhooks::begin(&engine, config, demo.is_some(), &mut tasks, &stop)?;
        let customers = match demo {
            Some(demo) => Some(demo.populate(&engine, house.folder.path(), &mut tasks, &stop).await?),
            None => None,
        };
        let requests = Requests::default();
        let news = Arc::new(Notify::new());
        let pages = requests.around(crate::pages::router(&engine, config, customers, news.clone(), &stop));
        let pages = crate::from_where::seen_through(pages, &config.trusted_proxies);
        let pages = crate::request::numbered(pages, &config.trusted_proxies);
        front::open(listener, pages, config, house.folder.path(), &mut tasks, &stop).await?;
        let (running, cancel) = (engine.clone(), stop.clone());
        tasks.spawn(async move { engine::run::run(running, cancel).await.map_err(|error| Failure(error.to_string())) });
        let mut door = None;
        if let Some(receive) = &config.receive {
            let receiving = Receiving::open(&engine, receive, house.folder.path()).await?;
            door = Some(receiving.door().clone());
            let until = stop.clone();
            tasks.spawn(ended(async move { receiving.serve(until).await }));
        }
        if let Some(address) = config.metrics {
            let metrics = Metrics::new(engine.clone(), &requests, door.clone());
            tasks.spawn(metrics::serve(listen(address, "`listen` of [metrics]").await?, metrics, stop.clone()));
        }
        let watching = Watching::new(engine.clone(), config.believed(), &config.inboxes, news);
        let watched = watching.watched();
        tasks.spawn(ended(watching.run(connected, kept, stop.clone())));
        tasks.spawn(alarm::watch(engine.clone(), alarm::Routes::of(config), stop.clone()));
        if let Some(schedule) = config.backup.schedule {
            let nights = backups::Nights::new(engine.clone(), config.clone(), schedule);
            tasks.spawn(backups::run(nights, stop.clone()));
        }
        let sweep = retention::Sweep::new(engine.clone(), config.retention.at, config.time_zone.clone());
        tasks.spawn(retention::run(sweep, stop.clone()));
        tasks.spawn(tidy::run(engine.clone(), stop.clone()));
        engine::erase::note_erasures(&engine).await;
        match Control::open(house.folder.path()) {
            Ok(control) => {
                let (engine, stop) = (engine.clone(), stop.clone());
                tasks.spawn(ended(async move { control.run(engine, stop).await }));
            }
            Err(error) => {
                tracing::warn!(%error, "there is no control socket: commands that write need this process stopped")
            }
        }
        Ok(Self { engine, address, watched, door, tasks, stop })
    }

    /// Where the pages answer.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The door of our own mail server, which counts what comes; `None` where there is none.
    pub fn door(&self) -> Option<&Arc<Door>> {
        self.door.as_ref()
    }

    /// How each mailbox fares; `None` before it said anything.
    pub fn mailboxes(&self) -> Vec<(InboxId, Option<MailboxStatus>)> {
        self.watched.mailboxes().iter().map(|intake| (intake.inbox(), intake.fares().now())).collect()
    }

    /// Waits for a signal (SIGTERM, SIGINT), or for a part to break down; then closes.
    ///
    /// # Errors
    /// What broke down.
    pub async fn until_stopped(mut self) -> Result<(), Failure> {
        let mut told = Told::listen()?;
        let broken = loop {
            tokio::select! {
                () = told.stop_wanted() => break None,
                () = self.stop.cancelled() => break None,
                Some(ended) = self.tasks.join_next() => if let Some(failure) = failed(ended) { break Some(failure) },
            }
        };
        tracing::info!("closing");
        let told_again = async {
            // One wish to stop may come as two signals: to us, and to our whole group.
            tokio::time::sleep(SAME_WISH).await;
            match Told::listen() {
                Ok(mut told) => told.stop_wanted().await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            closed = self.close() => broken.map_or(closed, Err),
            () = told_again => Err(Failure("Stopped at once; what was begun is found at the next start.".to_owned())),
        }
    }

    /// Closes: nothing new is begun, what was begun is ended.
    ///
    /// # Errors
    /// What broke down, or did not end in time.
    pub async fn close(mut self) -> Result<(), Failure> {
        self.stop.cancel();
        let ended = tokio::time::timeout(PATIENCE, async {
            let mut first = None;
            while let Some(ended) = self.tasks.join_next().await {
                first = first.or(failed(ended));
            }
            first.map_or(Ok(()), Err)
        });
        match ended.await {
            Ok(outcome) => outcome,
            Err(_) => {
                Err(Failure("Not everything ended in time; what was begun is found at the next start.".to_owned()))
            }
        }
    }
}

/// The signals that tell a process to stop.
struct Told {
    term: Signal,
    int: Signal,
}

impl Told {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { term: signal(SignalKind::terminate())?, int: signal(SignalKind::interrupt())? })
    }

    async fn stop_wanted(&mut self) {
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.int.recv() => {}
        }
    }
}

fn failed(ended: Result<Result<(), Failure>, tokio::task::JoinError>) -> Option<Failure> {
    match ended {
        Ok(Ok(())) => None,
        Ok(Err(failure)) => Some(failure),
        Err(error) => Some(Failure(format!("A part of the program broke down: {error}."))),
    }
}

/// Tells whoever started us where to go, and what to do first. The link is for their eyes: it goes into no log.
async fn announce(counter: &Counter, config: &Config) -> Result<(), Failure> {
    let token = engine::first_run::offer(&counter.engine, false).await.map_err(|error| Failure(error.to_string()))?;
    let mut out = std::io::stdout().lock();
    // Who started us without listening has lost nothing.
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    writeln!(out, "Kontuar is ready: {scheme}://{}/", counter.address).ok();
    if let Some(token) = token {
        let link = format!("{}/setup/{token}", config.home_at(counter.address));
        writeln!(out, "Nobody is here yet. Open this link to set it up; it is good once, for 24 hours:").ok();
        writeln!(out, "  {link}").ok();
    }
    out.flush().ok();
    Ok(())
}
