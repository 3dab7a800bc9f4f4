//! Who was erased after a backup stays erased when it is restored; an erasure waits for a backup under way, and is ended
//! when who ordered it died.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use domain::event::{Actor, Origin};
use domain::id::ContactId;
use domain::identity::Address;
use store::backup::{self, Taken, Taking, Why, journal};
use store::{Place, Settings};
use testkit::app::TestApp;
use testkit::letter::{ANNA, Letter};
use testkit::on_both;

use super::{Empty, erase, letter_with_file, live, reopen, take};

/// Whether the bytes of `word` stand in any file below `folder`.
fn stands_in(folder: &Path, word: &str) -> bool {
    std::fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return stands_in(&path, word);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(word.len()).any(|at| at == word.as_bytes())
    })
}

on_both!(who_was_erased_after_the_backup_stays_erased, |app| {
    live(&app).await;
    app.receive(&Letter::new("anna-1@example.org").text("Mój porcelanowy-sekret")).await;
    app.arrive_raw("imap:1:90", letter_with_file("porcelanowy-plik", &format!("Anna <{ANNA}>")), false).await;
    app.settle().await;
    let folder = tempfile::tempdir().expect("a folder");
    let taken = take(&app, folder.path()).expect("a backup");
    assert_eq!(taken.manifest.blobs, 4);
    // A second person writes first after the backup, and is erased too.
    app.receive(&Letter::new("ewa@example.org").from("Ewa <ewa@example.org>").text("Po kopii")).await;
    erase(&app, ANNA).await;
    erase(&app, "ewa@example.org").await;
    let path = folder.path().join(journal::FILE);
    journal::note(&path, &app.with(|conn| journal::known(conn).expect("what is erased"))).expect("noted");
    let journal_text = std::fs::read_to_string(&path).expect("the journal");
    assert!(!journal_text.contains('@'), "no address stands in the journal: {journal_text}");

    let empty = Empty::same(app.settings()).await;
    let restored = empty.restore_with(&taken.path, &[path], false).expect("restored");
    assert_eq!(restored.aftermath.erased, 1);
    let report = empty.check();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    assert!(report.leftovers.is_empty());
    for word in ["porcelanowy", ANNA] {
        assert!(!stands_in(&empty.settings.folder, word), "{word} is in a file");
    }
    let anna = "SELECT COUNT(*) FROM message_content WHERE text LIKE '%porcelanowy%' OR sender LIKE '%anna%'";
    assert_eq!(empty.number(anna), 0);
    // What her mailbox's copy, or Ewa's, would bring back is refused.
    let engine = reopen(&empty, &app).await;
    let letters = [
        Letter::new("anna-1@example.org").text("Mój porcelanowy-sekret").raw(),
        Letter::new("ewa@example.org").from("Ewa <ewa@example.org>").text("Po kopii").raw(),
    ];
    for (n, raw) in letters.into_iter().enumerate() {
        let source = format!("imap:2:{n}");
        let arrival = engine::intake::Arrival { inbox: app.inbox, source, history: false, raw };
        engine::intake::receive(&engine, arrival).await.expect("stored");
    }
    testkit::app::settle(&engine).await;
    drop(engine);
    assert_eq!(empty.number("SELECT COUNT(*) FROM raw WHERE source LIKE 'raw\\_%' ESCAPE '\\' AND state = 4"), 2);
    assert!(empty.check().findings.is_empty());
});

const SECRET: &str = "porcelanowy-sekret";

/// Where the bytes of the rows stand: brought to the disk first.
fn database(app: &TestApp) -> PathBuf {
    match app.settings().place {
        Place::Folder => app.settings().folder.clone(),
        Place::Postgres { .. } => {
            // What the planner keeps of the values stands in files too.
            for words in ["ANALYZE", "CHECKPOINT"] {
                app.texts(words);
            }
            let path = "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database
                WHERE datname = current_database()";
            PathBuf::from(&app.texts(path)[0][0])
        }
    }
}

async fn anna(app: &TestApp) -> ContactId {
    let address = Address::parse(ANNA).expect("an address");
    engine::erase::contact_of(&app.engine, &address).await.expect("a read").expect("she is known")
}

/// A backup that stands still in the middle of its rows until it is let go on.
struct Held {
    let_go: mpsc::Sender<()>,
    backup: std::thread::JoinHandle<Result<Taken, backup::BackupError>>,
}

impl Held {
    async fn begin(settings: &Settings, folder: &Path) -> Self {
        let (let_go, going) = mpsc::channel::<()>();
        let (reached, middle) = tokio::sync::oneshot::channel();
        let (settings, folder) = (settings.clone(), folder.to_owned());
        let backup = std::thread::spawn(move || {
            let waiting = std::sync::Mutex::new((0, Some(reached), going));
            let go_on = || {
                let mut waiting = waiting.lock().expect("one at a time");
                waiting.0 += 1;
                if waiting.0 == 3 {
                    waiting.1.take().map(|reached| reached.send(()));
                    waiting.2.recv().expect("it is let go on");
                }
                true
            };
            let now = testkit::clock::MONDAY_MORNING;
            backup::take(&Taking {
                settings: &settings,
                folder: &folder,
                to: None,
                why: Why::Asked,
                now,
                go_on: &go_on,
            })
        });
        middle.await.expect("the backup is in the middle of its rows");
        Self { let_go, backup }
    }

    fn end(self) -> Taken {
        self.let_go.send(()).expect("it waits");
        self.backup.join().expect("it ends").expect("a backup")
    }
}

on_both!(an_erasure_waits_for_the_backup_under_way_and_says_so, |app| {
    live(&app).await;
    app.receive(&Letter::new("anna-1@example.org").subject(SECRET).text("Mój porcelanowy-sekret")).await;
    let (place, id) = (database(&app), anna(&app).await);
    assert!(stands_in(&place, SECRET), "the search finds what is there");
    let folder = tempfile::tempdir().expect("a folder");
    let held = Held::begin(app.settings(), folder.path()).await;

    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let engine = app.engine.clone();
    let erasing = tokio::spawn(async move {
        engine::erase::erase_telling(&engine, id, |readers| tell.send(readers.to_vec()).expect("somebody listens"))
            .await
    });
    let readers = told.recv().await.expect("it says for whom it waits");
    if let Place::Postgres { .. } = app.settings().place {
        assert_eq!(readers[0].name.as_deref(), Some("kontuar backup"));
        assert!(readers[0].process.is_some() && readers[0].since.is_some(), "{readers:?}");
    }
    // Meanwhile the product works, she is gone from it, and her bytes are not gone from the files.
    app.receive(&Letter::new("meanwhile@example.org").from("Ewa <ewa@example.org>").text("Nikt nie czeka")).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message_content WHERE text LIKE '%porcelanowy%'"), 0);
    assert!(!erasing.is_finished());
    assert!(stands_in(&database(&app), SECRET), "so it has to wait");

    let taken = held.end();
    erasing.await.expect("it ends").expect("erased");
    assert!(!stands_in(&database(&app), SECRET), "no byte of her is in any file");
    assert_eq!(app.number("SELECT COUNT(*) FROM remnant"), 0);
    // The backup holds her, and that she was erased.
    let empty = Empty::same(app.settings()).await;
    assert_eq!(empty.restore(&taken.path).expect("restored").aftermath.erased, 1);
    assert_eq!(empty.number("SELECT COUNT(*) FROM message_content WHERE text LIKE '%porcelanowy%'"), 0);
});

on_both!(an_erasure_whose_process_died_is_ended_by_the_next, |app| {
    live(&app).await;
    app.receive(&Letter::new("anna-1@example.org").subject(SECRET).text("Mój porcelanowy-sekret")).await;
    app.arrive_raw("imap:1:90", letter_with_file("porcelanowy-plik", &format!("Anna <{ANNA}>")), false).await;
    app.settle().await;
    let (id, origin) = (anna(&app).await, Origin::new(Actor::System, app.engine.now()));
    // As far as its commit, and no farther.
    let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
        let (_, gone) = store::erase::contact(tx, id, &[], &origin)?.expect("she is known");
        store::remnant::owe(tx, id, &gone, origin.at)
    };
    app.store().write(write).await.expect("committed");
    let blobs = app.settings().folder.join("blobs");
    assert!(stands_in(&database(&app), SECRET) && stands_in(&blobs, "porcelanowy-plik"));

    engine::erase::finish(&app.engine, |_| ()).await.expect("ended");
    assert!(!stands_in(&database(&app), SECRET) && !stands_in(&blobs, "porcelanowy-plik"));
    assert_eq!(app.number("SELECT COUNT(*) FROM remnant"), 0);
});
