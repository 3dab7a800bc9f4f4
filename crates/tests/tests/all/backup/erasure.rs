//! Who was erased after a backup stays erased when it is restored.

use std::path::Path;

use store::backup::journal;
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
