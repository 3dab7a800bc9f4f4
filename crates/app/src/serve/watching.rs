//! The mailboxes that are watched: those of the settings, and those that are connected in the pages while we run.
//!
//! In: what was set up at the start; then the store, looked at every two seconds and whenever somebody connects a mailbox
//! here, so that a mailbox connected on any node is known on all. Out: for each a channel and a task that takes turns
//! with the other nodes ([`engine::turn`]). One whose settings changed is begun anew with the new ones.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use channels::email::EmailChannel;
use channels::email::imap::Mailbox;
use domain::id::InboxId;
use domain::identity::Address;
use domain::time::Millis;
use engine::Engine;
use store::secret::Stamp;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::inboxes::{Connected, connect};
use super::mailbox::{Fares, Intake, Trials, heed_filing, heed_horizon, heed_probe, heed_standing, heed_trials};
use crate::config::InboxConfig;
use crate::connect::kept::{self, Known};

/// How often it is looked whether a mailbox was connected on another node.
const LOOK: Duration = Duration::from_secs(2);

/// The state of what was never seen.
const NEVER: Stamp = (0, Millis::new(0));

/// How often connections are looked at that nobody uses.
const TIDY: Duration = Duration::from_secs(15);

/// All inboxes as they are now: their addresses are ours.
#[derive(Clone, Debug, Default)]
pub struct Inboxes(Arc<RwLock<Arc<[InboxConfig]>>>);

impl Inboxes {
    /// All of them.
    pub fn all(&self) -> Arc<[InboxConfig]> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, inbox: &InboxConfig) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let others = all.iter().filter(|known| known.address != inbox.address).cloned();
        *all = others.chain([inbox.clone()]).collect();
    }

    fn remove(&self, address: &Address) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *all = all.iter().filter(|known| known.address != *address).cloned().collect();
    }
}

/// What is watched, for whoever asks.
#[derive(Debug, Default)]
pub struct Watched {
    mailboxes: Mutex<HashMap<Address, Arc<Intake>>>,
    channels: Mutex<HashMap<Address, Arc<EmailChannel>>>,
}

impl Watched {
    /// The mailboxes that are fetched.
    pub fn mailboxes(&self) -> Vec<Arc<Intake>> {
        self.mailboxes.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn remove(&self, address: &Address) {
        self.mailboxes.lock().unwrap_or_else(PoisonError::into_inner).remove(address);
        self.channels.lock().unwrap_or_else(PoisonError::into_inner).remove(address);
    }

    fn channels(&self) -> Vec<Arc<EmailChannel>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

/// Watches mailboxes until told to stop.
pub struct Watching {
    engine: Engine,
    believed: Arc<[String]>,
    inboxes: Inboxes,
    watched: Arc<Watched>,
    news: Arc<Notify>,
    stop: CancellationToken,
    tasks: JoinSet<()>,
    /// The settings kept in the store that are known: their state, and what ends the task.
    known: HashMap<String, (Stamp, CancellationToken)>,
    /// Whose inboxes those are.
    places: HashMap<String, (InboxId, Address)>,
    /// Those that could not be begun, so that the log says it once.
    failed: HashMap<String, Stamp>,
    /// The addresses of the settings file, which win.
    configured: Vec<Address>,
}

impl Watching {
    /// Watches nothing yet. `configured` are the inboxes of the settings file; who rings `news` knows of one more.
    pub fn new(engine: Engine, believed: &[String], configured: &[InboxConfig], news: Arc<Notify>) -> Self {
        Self {
            engine,
            believed: believed.into(),
            inboxes: Inboxes::default(),
            watched: Arc::default(),
            news,
            stop: CancellationToken::new(),
            tasks: JoinSet::new(),
            known: HashMap::new(),
            places: HashMap::new(),
            failed: HashMap::new(),
            configured: configured.iter().map(|inbox| inbox.address.clone()).collect(),
        }
    }

    /// What is watched, now and later.
    pub fn watched(&self) -> Arc<Watched> {
        self.watched.clone()
    }

    /// Watches until `stop`, beginning with those that were set up at the start, of which some are `kept` in the store.
    pub async fn run(mut self, first: Vec<Connected>, kept: Vec<Known>, stop: CancellationToken) {
        self.stop = stop.clone();
        first.iter().for_each(|connected| self.inboxes.put(&connected.inbox));
        for connected in first {
            let secret = kept.iter().find(|known| known.inbox.address == connected.inbox.address);
            let secret = secret.map(|known| (known.name.clone(), known.stamp));
            self.watch(connected, secret);
        }
        let mut looked = tokio::time::interval(LOOK);
        let mut tidied = tokio::time::interval(TIDY);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.news.notified() => self.look().await,
                _ = looked.tick() => self.look().await,
                // A mail server counts the connections that are open.
                _ = tidied.tick() => for channel in self.watched.channels() { channel.tidy().await },
                Some(_) = self.tasks.join_next() => {}
            }
        }
        while self.tasks.join_next().await.is_some() {}
    }

    /// Begins with what is new in the store, and anew with what changed.
    async fn look(&mut self) {
        // While the store cannot be read, others say so.
        let Ok(stamps) = kept::stamps(&self.engine).await else { return };
        self.end_others(&stamps);
        let is_news = |(name, stamp): &(String, Stamp)| self.known.get(name).is_none_or(|(known, _)| known != stamp);
        if !stamps.iter().any(is_news) {
            return;
        }
        let Ok(found) = kept::all(&self.engine).await else { return };
        // What cannot be opened is looked at again when it changes.
        for (name, stamp) in stamps {
            let known = self.known.entry(name.clone()).or_insert_with(|| (NEVER, CancellationToken::new()));
            if known.0 != stamp && !found.iter().any(|kept| kept.name == name) {
                known.0 = stamp;
            }
        }
        for Known { name, stamp, inbox } in found {
            if self.known.get(&name).is_some_and(|(known, _)| *known == stamp) {
                continue;
            }
            self.begin(name, stamp, inbox).await;
        }
    }

    /// Ends those that the store has no more: somebody switched them off.
    fn end_others(&mut self, stamps: &[(String, Stamp)]) {
        let is_gone = |name: &String| stamps.iter().all(|(known, _)| known != name);
        let gone: Vec<String> = self.known.keys().filter(|name| is_gone(name)).cloned().collect();
        for name in gone {
            if let Some((_, watching)) = self.known.remove(&name) {
                watching.cancel();
            }
            self.failed.remove(&name);
            let Some((inbox, address)) = self.places.remove(&name) else { continue };
            self.engine.channels().disconnect(inbox);
            self.inboxes.remove(&address);
            self.watched.remove(&address);
            tracing::info!(%inbox, "a mailbox that was switched off in the pages is watched no more");
        }
    }

    async fn begin(&mut self, name: String, stamp: Stamp, inbox: InboxConfig) {
        if self.configured.contains(&inbox.address) {
            tracing::warn!("a mailbox that was connected in the pages is in the settings file too; the file counts");
            self.known.insert(name, (stamp, CancellationToken::new()));
            return;
        }
        match connect(&self.engine, &inbox, &self.believed).await {
            Ok(connected) => {
                tracing::info!(inbox = %connected.id, "a mailbox that was connected in the pages is watched from now on");
                self.inboxes.put(&inbox);
                self.watch(connected, Some((name, stamp)));
            }
            Err(error) => {
                // It is tried again at the next look: the database may have been away.
                if self.failed.insert(name, stamp) != Some(stamp) {
                    // No address goes into the log.
                    let why = error.0.replace(inbox.address.as_str(), "…");
                    tracing::error!(why, "a mailbox that was connected in the pages cannot be watched");
                }
            }
        }
    }

    /// Begins a task for it, in place of the one that was there.
    fn watch(&mut self, connected: Connected, secret: Option<(String, Stamp)>) {
        let Connected { id, inbox, mailbox, channel, .. } = connected;
        let until = self.stop.child_token();
        let address = inbox.address.clone();
        if let Some((name, stamp)) = secret {
            self.places.insert(name.clone(), (id, address.clone()));
            if let Some((_, before)) = self.known.insert(name, (stamp, until.clone())) {
                before.cancel();
            }
        }
        self.watched.channels.lock().unwrap_or_else(PoisonError::into_inner).insert(address.clone(), channel);
        let Some(mailbox) = mailbox else { return };
        let fares = Arc::new(Fares::new(self.engine.clone(), id, inbox.name));
        let intake = Arc::new(Intake::new(self.engine.clone(), id, fares));
        self.watched.mailboxes.lock().unwrap_or_else(PoisonError::into_inner).insert(address.clone(), intake.clone());
        let trials = Trials { inboxes: self.inboxes.clone(), address, mailbox };
        self.tasks.spawn(fetch(self.engine.clone(), intake, trials, until));
    }
}

/// Watches one mailbox until `stop`, whenever it is this node's turn.
async fn fetch(engine: Engine, intake: Arc<Intake>, trials: Trials, stop: CancellationToken) {
    let (name, clock) = (format!("mailbox:{}", intake.inbox()), engine.clock().clone());
    engine::turn::take_turns(engine, name, stop, |turn, stop| {
        let (intake, trials, clock) = (intake.clone(), trials.clone(), clock.clone());
        async move {
            intake.under(turn);
            let run = Box::pin(Mailbox::run(trials.mailbox.clone(), intake.clone(), clock, stop.clone()));
            let (keep, heed) = (intake.fares().keep(stop.clone()), heed_horizon(&intake, &stop));
            let (tried, filed) = (heed_trials(&intake, &trials, &stop), heed_filing(&intake, &stop));
            let (probed, stands) =
                (heed_probe(&intake, &trials.address, &stop), heed_standing(&intake, &trials, &stop));
            tokio::join!(run, keep, heed, tried, filed, probed, stands);
        }
    })
    .await;
}
