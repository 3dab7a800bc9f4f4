//! Backups: taken beside the running product, restored whole or not at all, and the road between the engines.

mod archive;
mod erasure;
mod migration;
mod nights;
mod place;
mod program;
mod retention;
mod road;
mod tables;

use std::path::{Path, PathBuf};

use domain::conversation::Status;
use domain::time::Millis;
use engine::commands::{self, Reply};
use store::backup::{self, BackupError, Restore, Restored, Taken, Taking, Why};
use store::{Place, Settings};
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::servers::Postgres;

/// When backups are restored here.
const LATER: Millis = Millis::new(1_795_500_000_000);

/// Takes a backup beside the running product.
fn take(app: &TestApp, folder: &Path) -> Result<Taken, BackupError> {
    take_of(app.settings(), folder)
}

/// Takes a backup of the store with these settings.
fn take_of(settings: &Settings, folder: &Path) -> Result<Taken, BackupError> {
    let taking =
        Taking { settings, folder, to: None, why: Why::Asked, now: testkit::clock::MONDAY_MORNING, go_on: &|| true };
    aside(|| backup::take(&taking))
}

/// On a thread of its own: a connection blocks.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().expect("the work ends"))
}

/// An empty place, with the key of every test's store.
struct Empty {
    folder: tempfile::TempDir,
    settings: Settings,
}

impl Empty {
    fn sqlite() -> Self {
        Self::at(Place::Folder)
    }

    async fn postgres() -> Self {
        let url = Postgres::shared().await.fresh_database().await;
        Self::at(Place::Postgres { url })
    }

    fn at(place: Place) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings { folder: folder.path().join("data"), blobs: None, place, key: [42; 32], readers: 1 };
        Self { folder, settings }
    }

    /// The other engine than this settings' own.
    async fn other(than: &Settings) -> Self {
        match than.place {
            Place::Folder => Self::postgres().await,
            Place::Postgres { .. } => Self::sqlite(),
        }
    }

    /// The same engine.
    async fn same(as_: &Settings) -> Self {
        match as_.place {
            Place::Folder => Self::sqlite(),
            Place::Postgres { .. } => Self::postgres().await,
        }
    }

    fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    fn restore(&self, archive: &Path) -> Result<Restored, BackupError> {
        self.restore_with(archive, &[], false)
    }

    fn restore_with(
        &self,
        archive: &Path,
        erasures: &[PathBuf],
        nothing_was_sent_since: bool,
    ) -> Result<Restored, BackupError> {
        let (settings, backups) = (&self.settings, self.backups());
        let order = Restore { archive, settings, backups: &backups, erasures, nothing_was_sent_since, now: LATER };
        aside(|| backup::restore(&order))
    }

    /// What `kontuar check` finds here.
    fn check(&self) -> store::check::Report {
        aside(|| {
            let (mut conn, blobs) = store::Store::open_reader(&self.settings).expect("a whole store");
            store::check::run(&mut conn, &blobs).expect("the check runs")
        })
    }

    /// One number from the database.
    fn number(&self, sql: &str) -> i64 {
        aside(|| {
            let (mut conn, _) = store::Store::open_reader(&self.settings).expect("a whole store");
            let rows = conn.text_rows(sql).expect("the question can be asked");
            rows[0][0].parse().expect("a number")
        })
    }
}

/// A mail with a file that is large enough to become a blob.
fn letter_with_file(id: &str, from: &str) -> Vec<u8> {
    let file = format!("{id} ").repeat(30_000);
    format!(
        "From: {from}\r\nTo: sklep@example.com\r\nSubject: Plik\r\nMessage-ID: <{id}>\r\n\
         Date: Mon, 23 Nov 2026 09:58:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=xyz\r\n\r\n\
         --xyz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nW pliku zażółć.\r\n\
         --xyz\r\nContent-Type: application/pdf; name=faktura.pdf\r\n\
         Content-Disposition: attachment; filename=faktura.pdf\r\n\r\n{file}\r\n--xyz--\r\n"
    )
    .into_bytes()
}

/// A shop that has lived: mails, a file, an answer, a note in quarantine, somebody who was erased.
async fn live(app: &TestApp) {
    let conversation = app.receive(&Letter::new("a@example.org").text("Zażółć gęślą jaźń")).await;
    answer(app, conversation, "pierwsza").await;
    app.settle().await;
    app.arrive_raw("imap:1:70", letter_with_file("plik@example.org", "Piotr <piotr@example.org>"), false).await;
    app.arrive_raw("imap:1:71", letter_with_file("zosia@example.org", "Zofia <zofia@example.org>"), false).await;
    app.arrive_raw("imap:1:78", b"To: sklep@example.com\r\n\r\nbez nadawcy".to_vec(), false).await;
    app.settle().await;
    erase(app, "zofia@example.org").await;
}

async fn answer(app: &TestApp, conversation: domain::id::ConversationId, once: &str) {
    let (text, once) = (format!("Odpowiedź {once}"), once.to_owned());
    let reply = Reply { conversation, text, then: Status::Solved, once, seen: None };
    commands::reply(&app.engine, app.ola(), reply).await.expect("answered");
}

async fn erase(app: &TestApp, address: &str) {
    let address = domain::identity::Address::parse(address).expect("an address");
    let id = engine::erase::contact_of(&app.engine, &address).await.expect("a read").expect("they are known");
    engine::erase::erase_contact(&app.engine, id).await.expect("erased");
}

/// An engine over the restored store, with the clock and the channel of `app`.
async fn reopen(empty: &Empty, app: &TestApp) -> engine::Engine {
    let (settings, clock) = (empty.settings.clone(), app.clock.clone());
    let opened = tokio::task::spawn_blocking(move || store::Store::open(&settings, &*clock)).await;
    let store = opened.expect("opening ends").expect("a whole store");
    let channels = engine::Channels::default();
    channels.connect(app.inbox, app.channel.clone());
    engine::Engine::new(store, app.clock.clone() as std::sync::Arc<dyn domain::time::Clock>, channels)
}
