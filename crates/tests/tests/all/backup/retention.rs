//! What a rule of retention took does not come back with a backup from before.

use domain::retention::Class;
use domain::time::DAY_MS;
use engine::commands::{self, SetStatus};
use store::backup::journal;
use testkit::letter::Letter;
use testkit::on_both;

use super::{Empty, take};

on_both!(a_restored_backup_loses_again_what_a_rule_took, |app| {
    let id = app.receive(&Letter::new("a@example.org").text("Dawny sekret")).await;
    let solved = SetStatus { conversation: id, to: domain::conversation::Status::Solved, until: None };
    commands::set_status(&app.engine, app.ola(), solved).await.expect("solved");
    app.receive(&Letter::new("b@example.org").from("ewa@example.org").text("Czeka jeszcze")).await;
    app.settle().await;
    let folder = tempfile::tempdir().expect("a folder");
    let taken = take(&app, folder.path()).expect("a backup");
    app.clock.advance_ms(40 * DAY_MS);
    engine::retention::set(&app.engine, None, Class::Solved, Some(31)).await.expect("set");
    let done = engine::retention::run(&app.engine, app.engine.now().plus_ms(1)).await.expect("done");
    assert_eq!(done[0].1.conversations, 1);
    let path = folder.path().join(journal::FILE);
    journal::note(&path, &app.with(|conn| journal::known(conn).expect("what went"))).expect("noted");

    let empty = Empty::same(app.settings()).await;
    let restored = empty.restore_with(&taken.path, &[path], false).expect("restored");
    assert_eq!((restored.aftermath.retained.conversations, restored.aftermath.erased), (1, 0));
    assert_eq!(empty.number("SELECT COUNT(*) FROM message_content WHERE text LIKE '%Dawny%'"), 0);
    assert_eq!(empty.number("SELECT COUNT(*) FROM message_content WHERE text LIKE '%Czeka%'"), 1);
    let report = empty.check();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    assert!(report.leftovers.is_empty());
});
