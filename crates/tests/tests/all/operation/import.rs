//! `kontuar import mail`: old mail becomes history, whole and silent, however often the import is begun.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use testkit::letter::{ANNA, Letter, SHOP};
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::{Postgres, covered};
use testkit::threads::{Author, threads};

/// Nobody listens there: an import needs no mail server.
fn nowhere() -> Door {
    Door::plain(([127, 0, 0, 1], 9).into())
}

fn program(database: Option<&str>) -> Program {
    let settings = Settings::default().inbox(Inbox::new(SHOP, nowhere().password("sklep", "tajne"), nowhere()));
    Program::new(database.iter().fold(settings, |settings, url| settings.database(url)))
}

/// A letter with another date.
fn dated(letter: &Letter, date: &str) -> String {
    let raw = String::from_utf8(letter.raw()).expect("UTF-8");
    raw.replace("Mon, 23 Nov 2026 09:59:00 +0100", date)
}

fn days_ago(days: i64) -> String {
    let at = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days);
    jiff::fmt::rfc2822::to_string(&at.to_zoned(jiff::tz::TimeZone::UTC)).expect("a date")
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, bytes).expect("a file");
}

/// A mailbox with an old matter, a young one, a notice, what is there twice and what is broken.
fn mailbox(folder: &Path) {
    let old = Letter::new("old-1@example.org").subject("Zwrot butów");
    let ours = Letter::new("old-2@example.com").from(SHOP).to(ANNA).answering("old-1@example.org");
    let thanks = Letter::new("old-3@example.org").answering("old-2@example.com").text("Dziękuję");
    let old = dated(&old, "Mon, 4 Mar 2019 10:00:00 +0100");
    // The answer lies before what it answers; dates say what came first.
    let mbox = format!(
        "From a\n{}\nFrom b\n{}\nFrom c\nReceived: by a relay\n{old}\n",
        dated(&thanks, "Wed, 6 Mar 2019 10:00:00 +0100"),
        dated(&ours, "Tue, 5 Mar 2019 10:00:00 +0100"),
    );
    write(&folder.join("archive.mbox"), mbox.replace("\r\n", "\n"));
    let maildir = folder.join("Maildir");
    write(&maildir.join("cur/1.host:2,S"), &old);
    write(&maildir.join("new/2.host"), dated(&Letter::new("young@example.org").subject("Gdzie?"), &days_ago(3)));
    let notice =
        Letter::new("notice@example.net").from("no-reply@example.net").header("Auto-Submitted", "auto-generated");
    write(&maildir.join("cur/3.host:2,"), dated(&notice, &days_ago(400)));
    write(&maildir.join("cur/4.host:2,D"), "Subject: a draft\n\nnever sent\n");
    write(&folder.join("letters/empty.eml"), "");
    write(&folder.join("letters/again.eml"), old);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_mail_becomes_history_and_nothing_is_set_off() {
    story(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgresql_too() {
    let postgres = Postgres::shared().await;
    story(Some(postgres.fresh_database().await)).await;
}

async fn story(database: Option<String>) {
    covered("imports");
    let mut program = program(database.as_deref());
    let folder = tempfile::tempdir().expect("a folder");
    mailbox(folder.path());
    let path = folder.path().to_string_lossy().into_owned();
    let gone = folder.path().join("gone.eml").to_string_lossy().into_owned();

    let wrong = program.run(&["import", "mail", "--inbox", "nikt@example.com", &path]).await;
    assert!(wrong.stderr.contains(&format!("The inboxes are {SHOP}")), "{wrong:?}");

    let dry = program.run(&["import", "mail", "--dry-run", "--inbox", SHOP, &path, &gone]).await;
    let lines: Vec<&str> = dry.stdout.lines().collect();
    assert_eq!(lines.first(), Some(&"9 mails, 3 conversations; 1 would be open; 1 notices."), "{dry:?}");
    let counts = "5 stored, 0 there already, 2 duplicates, 1 in quarantine, 0 refused as erased, 1 unreadable.";
    assert_eq!(lines[1], format!("It would be: {counts}"), "{dry:?}");
    assert_eq!(lines.last(), Some(&"Nothing was changed."));

    let real = program.run(&["import", "mail", "--inbox", SHOP, &path, &gone]).await;
    assert!(real.stdout.starts_with("9 mails, 3 conversations; 1 are open; 1 notices.\n"), "{real:?}");
    assert!(real.stdout.contains(counts), "{real:?}");
    assert!(real.stderr.contains("gone.eml: cannot be opened"), "{real:?}");

    // The counter runs now, and takes the same and one more through its socket.
    program.start().await;
    let ninety = dated(&Letter::new("more@example.org"), &days_ago(90));
    write(&folder.path().join("letters/new.eml"), &ninety);
    let more = program.run(&["import", "mail", "--inbox", SHOP, &path]).await;
    let counts = "1 stored, 5 there already, 2 duplicates, 1 in quarantine, 0 refused as erased, 0 unreadable.";
    assert!(more.stdout.contains(counts), "{more:?}");
    // A dry run says what would come of it here: what is here already, and what an answer to it joins.
    let answer = Letter::new("old-4@example.org").answering("old-3@example.org").text("Jeszcze jedno");
    write(&folder.path().join("letters/answer.eml"), dated(&answer, "Thu, 7 Mar 2019 10:00:00 +0100"));
    write(&folder.path().join("letters/relayed.eml"), format!("Received: by another relay\r\n{ninety}"));
    let before = program.run(&["log"]).await.stdout;
    let dry = program.run(&["import", "mail", "--dry-run", "--inbox", SHOP, &path]).await;
    let counts = "1 stored, 6 there already, 3 duplicates, 1 in quarantine, 0 refused as erased, 0 unreadable.";
    assert!(dry.stdout.contains(counts), "{dry:?}");
    assert!(dry.stdout.starts_with("11 mails, 4 conversations; 1 would be open; 1 notices."), "{dry:?}");
    assert!(dry.stdout.contains("4 of these conversations are here already."), "{dry:?}");
    assert_eq!(program.run(&["log"]).await.stdout, before, "and nothing was changed");
    std::fs::remove_file(folder.path().join("letters/answer.eml")).expect("removed");
    std::fs::remove_file(folder.path().join("letters/relayed.eml")).expect("removed");
    let retried = program.run(&["raw", "retry", "--all"]).await;
    assert!(retried.stdout.contains("One arrival is read again"), "{retried:?}");
    let log = program.run(&["log", "--kind", "message"]).await.stdout;
    assert!(log.lines().all(|line| line.contains("\"history\":true")), "all is history: {log}");
    assert_eq!(log.lines().filter(|line| line.contains("message.copied")).count(), 1, "our own is ours: {log}");
    assert!(log.lines().any(|line| line.contains("2019-03-04")), "it happened when it was written: {log}");
    program.stop();
    program.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_is_killed_goes_on_where_it_was() {
    killed(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_is_anything_lost_on_postgresql() {
    let postgres = Postgres::shared().await;
    killed(Some(postgres.fresh_database().await)).await;
}

async fn killed(database: Option<String>) {
    covered("imports that are killed");
    let program = program(database.as_deref());
    let folder = tempfile::tempdir().expect("a folder");
    let mut count = 0_u32;
    for thread in threads(11, 1_500) {
        let ids: Vec<String> = (0..thread.mails.len()).map(|at| thread.id(at)).collect();
        for (at, _) in thread.mails.iter().enumerate().filter(|(_, mail)| mail.author != Author::Us) {
            write(&folder.path().join(format!("{}.{at}.eml", thread.n)), thread.letter(at, &ids[..at]).raw());
            count += 1;
        }
    }
    let path = folder.path().to_string_lossy().into_owned();
    let import = ["import", "mail", "--inbox", SHOP, path.as_str()];
    // Twice, at moments that something was taken in and not everything.
    for part in [5, 2] {
        let enough = AtomicU32::new(0);
        let killed = program
            .kill_during(&import, || {
                enough.store(stored(&program, database.as_deref()), Ordering::SeqCst);
                enough.load(Ordering::SeqCst) >= count / part
            })
            .await;
        assert!(killed, "it ended before it was killed, {enough:?} of {count}");
    }
    let whole = program.run(&import).await;
    assert!(whole.status.success(), "{whole:?}");
    let ledger = super::ledger::Ledger::read(&program.data(), database.as_deref());
    assert_eq!((ledger.unread, ledger.quarantined), (0, 0), "{whole:?}");
    assert!(ledger.received.values().all(|times| *times == 1), "each once");
    let again = program.run(&import).await;
    assert!(again.stdout.contains(" 0 stored, "), "{again:?}");
    program.check().await;
}

/// How many arrivals the store has; none before there is one.
fn stored(program: &Program, database: Option<&str>) -> u32 {
    let place = database.map_or(store::Place::Folder, |url| store::Place::Postgres { url: url.to_owned() });
    let settings = store::Settings { folder: program.data(), blobs: None, place, key: [0; 32], readers: 1 };
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let (mut conn, _) = store::Store::open_reader(&settings).ok()?;
            conn.text_rows("SELECT COUNT(*) FROM raw").ok()?.first()?.first()?.parse().ok()
        });
        asking.join().ok().flatten().unwrap_or_default()
    })
}
