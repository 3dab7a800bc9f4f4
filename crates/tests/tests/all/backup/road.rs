//! What is restored is what was backed up, on the same engine and on the other; there and back again gives the digest it
//! set out with.

use testkit::on_both;

use super::{Empty, live, reopen, take, take_of};

on_both!(a_restored_store_is_the_one_that_was_backed_up, |app| {
    live(&app).await;
    let folder = tempfile::tempdir().expect("a folder");
    let taken = take(&app, folder.path()).expect("a backup");
    assert_eq!(
        (taken.manifest.blobs, taken.manifest.gone, taken.manifest.damaged),
        (2, 0, 0),
        "the file, and the mail it came in"
    );
    assert_eq!(taken.manifest.rows("message"), u64::try_from(app.number("SELECT COUNT(*) FROM message")).expect("few"));

    let empty = Empty::same(app.settings()).await;
    let restored = empty.restore(&taken.path).expect("restored");
    assert_eq!(restored.aftermath.uncertain, 0);
    let report = empty.check();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    assert!(report.leftovers.is_empty(), "{:?}", report.leftovers);
    let (events, messages) = app.with(|conn| {
        let report = store::check::run(conn, app.store().blobs()).expect("the check runs");
        (report.events, report.messages)
    });
    assert_eq!((report.events, report.messages), (events, messages));
    assert_eq!(empty.number("SELECT COUNT(*) FROM session"), 0, "everybody signs in again");
});

on_both!(there_and_back_again_gives_the_same_digest, |app| {
    live(&app).await;
    let folder = tempfile::tempdir().expect("a folder");
    let first = take(&app, folder.path()).expect("a backup");
    let there = Empty::other(app.settings()).await;
    there.restore(&first.path).expect("restored on the other engine");
    let second = take_of(&there.settings, folder.path()).expect("a backup of that");
    assert_eq!(second.manifest.tables, first.manifest.tables);
    assert_ne!(second.head.engine, first.head.engine);
    let back = Empty::same(app.settings()).await;
    back.restore(&second.path).expect("restored on the first engine");
    let third = take_of(&back.settings, folder.path()).expect("a backup of that");
    assert_eq!(third.manifest.digest, first.manifest.digest);
    assert!(there.check().findings.is_empty() && back.check().findings.is_empty());
});

on_both!(a_restored_store_goes_on_working, |app| {
    live(&app).await;
    let folder = tempfile::tempdir().expect("a folder");
    let taken = take(&app, folder.path()).expect("a backup");
    let empty = Empty::same(app.settings()).await;
    empty.restore(&taken.path).expect("restored");
    let engine = reopen(&empty, &app).await;
    let letter = testkit::letter::Letter::new("po@example.org").text("po przywróceniu");
    let arrival = engine::intake::Arrival {
        inbox: app.inbox,
        source: "imap:1:500".to_owned(),
        history: false,
        raw: letter.raw(),
    };
    assert!(engine::intake::receive(&engine, arrival).await.expect("stored"));
    testkit::app::settle(&engine).await;
    drop(engine);
    assert!(empty.check().findings.is_empty());
    assert_eq!(empty.number("SELECT COUNT(*) FROM message"), app.number("SELECT COUNT(*) FROM message") + 1);
});
