//! What is told when nothing can be kept: the disk is full or turned read-only, the database is away.
//!
//! That is when mail is not stored, and when an alarm can neither be written down nor be anybody's turn. So every node
//! looks for itself, by keeping something small where rows and files are, and has in memory alone what it told. In: the
//! store and the clock. Out: a line of the log and a word by the second route, as often as about a mailbox, and another
//! when it is over. Several nodes without their database tell of it each: rather twice than never.
//!
//! It must not: tell of a moment's trouble, such as a database has that changes its server; or begin anything anew that
//! still hangs.

use std::time::Duration;

use domain::time::{MINUTE_MS, Millis};
use engine::Engine;
use store::backup::failure::Told;
use store::{Error, Tx, lease};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::judge;
use super::post::{About, Post};
use super::route::{self, Routes, Way};

/// How long nothing could be kept before that is an alarm.
const PATIENCE_MS: i64 = 5 * MINUTE_MS;

/// How long everything must be kept again before that is believed.
const SETTLED_MS: i64 = 2 * MINUTE_MS;

/// How often it is tried.
const LOOK: Duration = Duration::from_secs(20);

/// The same while it is in doubt.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// How long one try may take.
const TRY: Duration = Duration::from_secs(30);

/// What a disk must have room for.
const FILE_BYTES: usize = 64 * 1024;

/// What is the matter with a store.
#[derive(Debug)]
pub(super) struct Trouble {
    /// When something could not be kept for the first time.
    pub(super) since: Millis,
    /// A word for why: `full`, `away`.
    pub(super) code: &'static str,
    /// The same in a sentence.
    pub(super) why: String,
    /// What was told of it.
    pub(super) told: Told,
    /// Since when all is kept again.
    well_since: Option<Millis>,
}

impl Trouble {
    /// Whether it has been well for so long that it is believed.
    pub(super) fn is_over(&self, now: Millis) -> bool {
        self.well_since.is_some_and(|at| now.since_ms(at) >= SETTLED_MS)
    }
}

/// Looks now and then whether anything can be kept.
#[derive(Debug)]
pub struct Unkept {
    engine: Engine,
    post: Post,
    /// As they were when they could be read last.
    ways: Vec<Way>,
    trouble: Option<Trouble>,
    /// The file that is being kept: a disk of the network may hang.
    file: Option<JoinHandle<store::Result<()>>>,
    doubt: watch::Sender<bool>,
}

impl Unkept {
    /// One that passes on by `routes`.
    pub fn new(engine: Engine, routes: Routes) -> Self {
        let (post, doubt) = (Post::new(routes), watch::Sender::new(false));
        Self { engine, post, ways: Vec::new(), trouble: None, file: None, doubt }
    }

    /// Tells whether it is in doubt that things can be kept: what the store says is old then.
    pub(super) fn doubt(&self) -> watch::Receiver<bool> {
        self.doubt.subscribe()
    }

    pub(super) async fn until(&mut self, stop: CancellationToken) {
        loop {
            self.step().await;
            let pause = if *self.doubt.borrow() { LOOK_AGAIN } else { LOOK };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Tries once, and tells what there is to tell.
    pub async fn step(&mut self) {
        let found = tokio::time::timeout(TRY, self.keep_something()).await;
        let now = self.engine.now();
        self.note(found.unwrap_or_else(|_| Err(Error::Unavailable("it did not answer in time".to_owned()))), now);
        let Some(trouble) = &mut self.trouble else { return };
        let over = trouble.is_over(now);
        self.doubt.send_replace(!over);
        if over || (trouble.well_since.is_none() && now.since_ms(trouble.since) >= PATIENCE_MS) {
            let next = judge::next_told(&trouble.told, over, !self.post.routes.are_none(), now);
            if next.times > trouble.told.times {
                let (minutes, why) = (now.since_ms(trouble.since) / MINUTE_MS, trouble.why.as_str());
                tracing::error!(minutes, "ALARM: nothing could be stored for {minutes} minutes: {why}");
            }
            trouble.told = next;
        }
        if trouble.told.owed.is_some() {
            let news = self.post.routes.of_store(trouble, self.engine.store().node(), now);
            if self.post.pass_on(&self.engine, About::Store, &news, &self.ways, now).await {
                (trouble.told.owed, trouble.told.reached) = (None, !over);
            }
        }
        if over && trouble.told.owed.is_none() {
            self.trouble = None;
        }
    }

    fn note(&mut self, found: store::Result<Vec<Way>>, now: Millis) {
        let before = self.trouble.take().filter(|trouble| found.is_ok() || !trouble.is_over(now));
        self.trouble = match (found, before) {
            (Ok(ways), before) => {
                self.ways = ways;
                before.map(|trouble| {
                    if trouble.well_since.is_none() {
                        tracing::info!("things can be stored again");
                    }
                    Trouble { well_since: trouble.well_since.or(Some(now)), ..trouble }
                })
            }
            (Err(error), before) => {
                let code = if matches!(error, Error::Full(_)) { "full" } else { "away" };
                if before.is_none() {
                    let minutes = PATIENCE_MS / MINUTE_MS;
                    tracing::error!(%error, "nothing can be stored; an alarm is given if that lasts {minutes} minutes");
                }
                let (since, told) = before.map_or((now, Told::default()), |trouble| (trouble.since, trouble.told));
                Some(Trouble { since, code, why: error.to_string(), told, well_since: None })
            }
        };
    }

    /// Keeps a row and a file that matter to nobody. Gives the ways for a mail as they are now.
    async fn keep_something(&mut self) -> store::Result<Vec<Way>> {
        let (node, now) = (self.engine.store().node(), self.engine.now());
        let write = move |tx: &mut Tx<'_>| -> store::Result<()> { lease::touch(tx, node, now) };
        match self.engine.store().write(write).await {
            // A newer node writes, and tells of itself; or we are about to end.
            Ok(_) | Err(Error::Outdated | Error::Closed) => {}
            Err(error) => return Err(error),
        }
        let blobs = self.engine.store().blobs().clone();
        let file = self.file.get_or_insert_with(|| {
            tokio::task::spawn_blocking(move || {
                let mut content = format!("{node} {now:?} ").into_bytes();
                content.resize(FILE_BYTES, b'.');
                blobs.discard(blobs.keep(&content)?)
            })
        });
        let kept = file.await;
        self.file = None;
        kept.unwrap_or_else(|error| Err(Error::Unavailable(error.to_string())))?;
        Ok(self.engine.store().read(route::ways).await?.1)
    }
}
