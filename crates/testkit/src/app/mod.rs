//! The whole product without the outside: a store on either engine, the engine over a fake clock
//! and a fake channel, and, when asked for, the pages on a loopback port.
//!
//! [`TestApp::settle`] runs everything that waits until nothing does. Dropping a [`TestApp`] fails
//! the test when something is left undone or when `kontuar check` finds anything.

mod build;
mod guest;
mod pages;

use std::sync::Arc;

use domain::delivery::DeliveryState;
use domain::id::{AgentId, BrandId, ConversationId, InboxId, TeamId};
use domain::permission::{Grant, Role};
use engine::Engine;
use engine::commands::By;
use engine::intake::Arrival;
use store::{Conn, Store};

use crate::channel::FakeChannel;
use crate::clock::FakeClock;
use crate::letter::Letter;

pub use build::Builder;
pub use guest::{Guest, Told};
pub use pages::Pages;

/// The password of every agent a [`TestApp`] sets up.
pub const PASSWORD: &str = "poprawny koń bateria";

/// The whole product without the outside.
pub struct TestApp {
    /// The engine.
    pub engine: Engine,
    /// Its clock.
    pub clock: Arc<FakeClock>,
    /// The other side of the inbox.
    pub channel: Arc<FakeChannel>,
    /// The shop.
    pub brand: BrandId,
    /// The team that owns its conversations.
    pub team: TeamId,
    /// Its inbox, `sklep@example.com`.
    pub inbox: InboxId,
    /// Ola, an agent; signs in as `ola@example.com`.
    pub ola: AgentId,
    /// Jan, another.
    pub jan: AgentId,
    settings: store::Settings,
    allow_undone: bool,
    _folder: tempfile::TempDir,
}

impl TestApp {
    /// A fresh one on SQLite.
    pub async fn start() -> Self {
        Builder::default().start().await
    }

    /// Chooses first.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The store.
    pub fn store(&self) -> &Store {
        self.engine.store()
    }

    /// Ola, asking.
    pub fn ola(&self) -> By {
        By { agent: self.ola, grant: Grant { role: Role::Agent, team: self.team } }
    }

    /// Jan, asking.
    pub fn jan(&self) -> By {
        By { agent: self.jan, grant: Grant { role: Role::Lead, team: self.team } }
    }

    /// Lets a mail arrive and be stored; [`TestApp::settle`] reads it.
    pub async fn arrive(&self, source: &str, letter: &Letter) -> bool {
        self.arrive_raw(source, letter.raw(), false).await
    }

    /// Lets bytes arrive.
    pub async fn arrive_raw(&self, source: &str, raw: Vec<u8>, history: bool) -> bool {
        crate::logs::planted_bytes(&raw);
        let arrival = Arrival { inbox: self.inbox, source: source.to_owned(), history, raw };
        engine::intake::receive(&self.engine, arrival).await.expect("the arrival is stored")
    }

    /// Lets a mail arrive, settles, and gives the conversation it is in.
    pub async fn receive(&self, letter: &Letter) -> ConversationId {
        let source = format!("test:{}", self.engine.id::<domain::id::RawId>());
        self.arrive(&source, letter).await;
        self.settle().await;
        self.newest_conversation().await
    }

    /// The conversation of the newest message.
    pub async fn newest_conversation(&self) -> ConversationId {
        let rows = self.texts("SELECT conversation FROM message ORDER BY id DESC LIMIT 1");
        let raw: i64 = rows.first().and_then(|row| row.first()).and_then(|cell| cell.parse().ok()).expect("a message");
        domain::id::Id::from_raw(raw)
    }

    /// The rows of a question to the database, as text.
    pub fn texts(&self, sql: &str) -> Vec<Vec<String>> {
        self.with(|conn| conn.text_rows(sql).expect("the question can be asked"))
    }

    /// One number from the database.
    pub fn number(&self, sql: &str) -> i64 {
        self.texts(sql).first().and_then(|row| row.first()).and_then(|cell| cell.parse().ok()).unwrap_or_default()
    }

    /// Works with a connection of one's own, on a thread of its own (a connection blocks).
    pub fn with<T: Send>(&self, work: impl FnOnce(&mut Conn) -> T + Send) -> T {
        std::thread::scope(|scope| {
            let thread = scope.spawn(|| work(&mut self.store().own_connection().expect("a connection")));
            thread.join().expect("the work ends")
        })
    }

    /// The settings the store was opened with, for opening it again.
    pub fn settings(&self) -> &store::Settings {
        &self.settings
    }

    /// Runs intake, reactors, timers and the deliverer until none of them finds anything to do.
    pub async fn settle(&self) {
        settle(&self.engine).await;
    }

    /// Lets time pass, then settles.
    pub async fn wait_ms(&self, ms: i64) {
        self.clock.advance_ms(ms);
        self.settle().await;
    }

    /// Undelivered messages and unread arrivals are what this test is about.
    pub fn allow_undone(&mut self) {
        self.allow_undone = true;
    }

    /// What `kontuar check` finds.
    pub fn check(&self) -> Vec<String> {
        self.with(|conn| store::check::run(conn, self.store().blobs()).expect("the check runs").findings)
    }
}

/// Runs everything of `engine` until nothing is left that is due.
///
/// # Panics
/// When it does not come to rest, or a step fails.
pub async fn settle(engine: &Engine) {
    for _ in 0..1_000 {
        let mut done = engine::intake::step(engine).await.expect("intake");
        done += engine::reactors::step(engine).await.expect("reactors");
        done += engine::timers::step(engine).await.expect("timers");
        done += engine::commands::bulk::step(engine).await.expect("bulk");
        done += engine::deliver::step(engine).await.expect("deliverer");
        if done == 0 {
            return;
        }
    }
    panic!("the product does not come to rest");
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        if !self.allow_undone {
            let undone = self.with(|conn| {
                let unread = store::raw::count_waiting(conn).expect("counting");
                let queued = store::delivery::count(conn, DeliveryState::Queued).expect("counting");
                let sending = store::delivery::count(conn, DeliveryState::Sending).expect("counting");
                (unread, queued, sending)
            });
            assert_eq!(undone, (0, 0, 0), "left undone: unread arrivals, queued and sending deliveries");
        }
        let report = self.with(|conn| store::check::run(conn, self.store().blobs()).expect("the check runs"));
        assert!(report.findings.is_empty(), "kontuar check: {:#?}", report.findings);
        assert!(report.leftovers.is_empty(), "nothing died here, and yet files are left over: {:?}", report.leftovers);
    }
}
