//! Nothing that is there is overwritten, and what waits to be sent is not sent twice.

use domain::delivery::DeliveryState;
use store::backup::{BackupError, aftermath};
use testkit::letter::Letter;
use testkit::on_both;

use super::{Empty, LATER, answer, live, reopen, take};

on_both!(only_an_empty_place_is_restored_into, |app| {
    live(&app).await;
    let folder = tempfile::tempdir().expect("a folder");
    let taken = take(&app, folder.path()).expect("a backup");
    let empty = Empty::same(app.settings()).await;
    empty.restore(&taken.path).expect("restored");
    let before = empty.number("SELECT position FROM log_head");
    let error = empty.restore(&taken.path).expect_err("it is not empty any more");
    assert!(matches!(error, BackupError::Occupied { .. }), "{error}");
    assert_eq!(empty.number("SELECT position FROM log_head"), before);

    let strange = Empty::sqlite();
    std::fs::create_dir_all(&strange.settings.folder).expect("a folder");
    std::fs::write(strange.settings.folder.join("holiday.jpg"), "x").expect("a file");
    assert!(matches!(strange.restore(&taken.path), Err(BackupError::Occupied { .. })));
    // The folder is fresh, the database is not.
    if let store::Place::Postgres { .. } = app.settings().place {
        let taken_already = Empty::at(app.settings().place.clone());
        assert!(matches!(taken_already.restore(&taken.path), Err(BackupError::Occupied { .. })));
        assert!(app.check().is_empty());
    }
});

on_both!(what_waited_to_be_sent_is_left_to_a_person, |app| {
    let conversation = app.receive(&Letter::new("a@example.org").text("Kiedy?")).await;
    answer(&app, conversation, "wyszła-po-kopii").await;
    let folder = tempfile::tempdir().expect("a folder");
    let taken = take(&app, folder.path()).expect("a backup");
    app.settle().await;
    assert_eq!(app.channel.arrived().len(), 1, "it was sent after the backup");

    let empty = Empty::same(app.settings()).await;
    let restored = empty.restore(&taken.path).expect("restored");
    assert_eq!(restored.aftermath.uncertain, 1);
    let engine = reopen(&empty, &app).await;
    testkit::app::settle(&engine).await;
    assert_eq!(app.channel.arrived().len(), 1, "it was not sent again");
    let standings = engine.store().read(move |conn| store::delivery::states_of(conn, conversation)).await;
    let standing = standings.expect("a read").into_values().next().expect("one delivery");
    assert_eq!((standing.state, standing.answer.as_deref()), (DeliveryState::Uncertain, Some(aftermath::RESTORED)));
    drop(engine);
    assert!(empty.check().findings.is_empty());

    // The road to another place, when the old one has stopped: it is sent from there.
    let moved = Empty::same(app.settings()).await;
    let restored = moved.restore_with(&taken.path, &[], true).expect("restored");
    assert_eq!(restored.aftermath.uncertain, 0);
    let engine = reopen(&moved, &app).await;
    testkit::app::settle(&engine).await;
    assert_eq!(app.channel.arrived().len(), 2);
});

on_both!(
    an_acknowledgement_that_may_have_been_sent_is_not_sent_again,
    |builder| builder.auto_reply("Dziękujemy, odpowiemy jutro."),
    |app| {
        let folder = tempfile::tempdir().expect("a folder");
        let taken = take(&app, folder.path()).expect("a backup");
        let letter = Letter::new("po@example.org").text("Napisane po kopii");
        app.receive(&letter).await;
        assert_eq!(app.channel.arrived().len(), 1, "it was acknowledged after the backup");

        let empty = Empty::same(app.settings()).await;
        empty.restore(&taken.path).expect("restored");
        let engine = reopen(&empty, &app).await;
        // The mailbox is read on from where it stood at the backup, so the same mail comes again.
        let raw = letter.raw();
        let arrival = engine::intake::Arrival { inbox: app.inbox, source: "imap:1:9".to_owned(), history: false, raw };
        engine::intake::receive(&engine, arrival).await.expect("stored");
        testkit::app::settle(&engine).await;
        assert_eq!(app.channel.arrived().len(), 1, "and is not acknowledged again");
        let now = "Date: Mon, 07 Dec 2026 10:00:00 +0100";
        let fresh =
            String::from_utf8(Letter::new("nowy@example.org").from("Ewa <ewa@example.org>").raw()).expect("text");
        let fresh = fresh.lines().map(|line| if line.starts_with("Date:") { now } else { line });
        let raw = fresh.collect::<Vec<_>>().join("\r\n").into_bytes();
        let arrival = engine::intake::Arrival { inbox: app.inbox, source: "imap:1:10".to_owned(), history: false, raw };
        app.clock.advance_ms(LATER.get() - engine.now().get() + 1_000_000);
        engine::intake::receive(&engine, arrival).await.expect("stored");
        testkit::app::settle(&engine).await;
        assert_eq!(app.channel.arrived().len(), 2, "who writes after the restore is");
    }
);
