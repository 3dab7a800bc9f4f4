//! Scheduled backups: night after night by the fake clock, thinned out; one that fails raises the alarm and is listed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::alarm::{Routes, Watch};
use app::config::{BackupConfig, Config, Schedule};
use app::serve::backups::Nights;
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use store::Place;
use store::backup::{self, Keep, Shelf, Taking, Why};
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::net::Hook;
use testkit::on_both;
use testkit::servers::keeper;
use tokio_util::sync::CancellationToken;

use super::program::beside;

/// The settings of a shop that is backed up at half past two, into `folder`.
fn config(app: &TestApp, folder: PathBuf, keep: Keep) -> (Config, Schedule) {
    // The key stands where the command line looks for it.
    beside(app);
    let settings = app.settings();
    let database = match &settings.place {
        Place::Folder => None,
        Place::Postgres { url } => Some(url.clone().into()),
    };
    let schedule = Schedule { at: jiff::civil::time(2, 30, 0, 0), keep };
    let backup = BackupConfig { folder: Some(folder), schedule: Some(schedule), before_migration: true };
    let (data, blobs) = (settings.folder.clone(), settings.blobs.clone());
    (Config { data, blobs, database, backup, ..Config::default() }, schedule)
}

fn scheduled(folder: &Path) -> usize {
    let list = Shelf::new(folder).list().expect("a folder");
    list.iter().filter(|entry| entry.says.as_ref().is_ok_and(|(head, _)| head.why == Why::Scheduled)).count()
}

on_both!(night_after_night_one_is_taken_and_the_old_ones_are_thinned_out, |app| {
    app.receive(&Letter::new("a@example.org").text("Do kopii")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (config, schedule) = config(&app, folder.path().to_owned(), Keep { days: 3, weeks: 2, months: 1 });
    let (mut nights, stop) = (Nights::new(app.engine.clone(), config, schedule), CancellationToken::new());
    nights.step(&stop).await;
    assert_eq!(scheduled(folder.path()), 1, "the night that was missed is made up for");
    nights.step(&stop).await;
    app.clock.advance_ms(10 * HOUR_MS);
    nights.step(&stop).await;
    assert_eq!(scheduled(folder.path()), 1, "no other before its time");
    for night in 1..=20 {
        app.clock.advance_ms(DAY_MS);
        nights.step(&stop).await;
        assert!(scheduled(folder.path()) <= 6, "night {night}");
    }
    // The last three days; the Sunday before; the last of the month before.
    let list = Shelf::new(folder.path()).list().expect("a folder");
    let days: Vec<String> = list
        .iter()
        .map(|entry| entry.says.as_ref().expect("a backup").0.taken_at.timestamp().strftime("%m-%d").to_string())
        .collect();
    assert_eq!(days, ["12-06", "12-11", "12-12", "12-13"]);
    assert_eq!(app.number("SELECT COUNT(*) FROM backup_failure"), 0);
});

on_both!(one_that_fails_raises_the_alarm_and_stands_in_the_list, |app| {
    let hook = Hook::start().await;
    let routes = Routes { webhook: Some(Arc::from(hook.url())), ..Routes::default() };
    let mut watch = Watch::new(app.engine.clone(), routes);
    let folder = tempfile::tempdir().expect("a folder");
    // The disk is not there: in the place of its folder lies a file.
    let place = folder.path().join("disk");
    std::fs::write(&place, "").expect("a file");
    let (config, schedule) = config(&app, place.clone(), Keep { days: 3, weeks: 0, months: 0 });
    let (mut nights, stop) = (Nights::new(app.engine.clone(), config, schedule), CancellationToken::new());
    let program = beside(&app);
    for _ in 0..2 {
        nights.step(&stop).await;
        watch.step().await.expect("it is looked");
        app.clock.advance_ms(31 * MINUTE_MS);
    }
    assert_eq!(app.texts("SELECT times FROM backup_failure WHERE ended_at IS NULL"), [["2"]]);
    let told = hook.told();
    assert_eq!(told.len(), 1, "at once, and not at every attempt: {told:?}");
    assert_eq!((&told[0]["event"], &told[0]["attempts"]), (&"backup.alarm".into(), &1.into()));
    assert!(told[0]["why"].as_str().is_some_and(|why| why.contains("disk")), "{}", told[0]);
    let listed = program.run(&["backup", "list"]).await;
    assert!(listed.status.success(), "{}", listed.stderr);
    assert!(
        listed.stdout.contains("FAILED 2 times since") && listed.stdout.contains("tried again"),
        "{}",
        listed.stdout
    );
    app.clock.advance_ms(HOUR_MS);
    watch.step().await.expect("it is looked");
    assert_eq!(hook.told().len(), 2, "a reminder");

    std::fs::remove_file(&place).expect("the disk is back");
    nights.step(&stop).await;
    watch.step().await.expect("it is looked");
    watch.step().await.expect("it is looked");
    assert_eq!(scheduled(&place), 1);
    assert_eq!(hook.told().len(), 3, "all clear, once");
    assert_eq!(hook.told()[2]["event"], "backup.clear");
    let listed = program.run(&["backup", "list"]).await;
    assert!(listed.stdout.contains("FAILED 2 times since") && listed.stdout.contains("until"), "{}", listed.stdout);
});

#[tokio::test]
async fn a_full_disk_fails_and_is_recovered_from() {
    let disk = match keeper::small_disk("nights", 256) {
        Ok(disk) => disk,
        Err(why) => {
            println!("not tested: a full disk takes a small disk, and none can be mounted here ({why})");
            return;
        }
    };
    let app = TestApp::start().await;
    app.receive(&Letter::new("szum@example.org").text(&super::program::noise(400_000))).await;
    let (config, schedule) = config(&app, disk.join("backups"), Keep { days: 3, weeks: 0, months: 0 });
    let (mut nights, stop) = (Nights::new(app.engine.clone(), config, schedule), CancellationToken::new());
    nights.step(&stop).await;
    let why = &app.texts("SELECT why FROM backup_failure WHERE ended_at IS NULL")[0][0];
    assert!(why.contains("No space left"), "{why}");
    assert_eq!(app.texts("SELECT code FROM backup_failure"), [["full"]]);
    let left =
        std::fs::read_dir(disk.join("backups")).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let left: Vec<_> = left.filter(|name| name != "kontuar-backups").collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(app.check().is_empty(), "the product has not noticed");
}

on_both!(a_disk_that_is_not_mounted_is_told_of_and_nothing_is_written_where_it_should_be, |app| {
    let hook = Hook::start().await;
    let routes = Routes { webhook: Some(Arc::from(hook.url())), ..Routes::default() };
    let mut watch = Watch::new(app.engine.clone(), routes);
    let disk = tempfile::tempdir().expect("a folder");
    let place = disk.path().join("backups");
    let (config, schedule) = config(&app, place.clone(), Keep { days: 3, weeks: 0, months: 0 });
    let (mut nights, stop) = (Nights::new(app.engine.clone(), config, schedule), CancellationToken::new());
    nights.step(&stop).await;
    assert_eq!(scheduled(&place), 1);
    // The machine was started anew, without its second disk: an empty folder is left of it.
    let away = disk.path().join("away");
    std::fs::rename(&place, &away).expect("moved");
    std::fs::create_dir(&place).expect("a folder");
    app.clock.advance_ms(DAY_MS);
    nights.step(&stop).await;
    watch.step().await.expect("it is looked");
    assert_eq!(std::fs::read_dir(&place).expect("a folder").count(), 0, "nothing is written beside the disk");
    let told = hook.told();
    assert_eq!((told.len(), &told[0]["event"]), (1, &"backup.alarm".into()));
    let text = told[0]["text"].as_str().expect("a text");
    assert!(text.contains("Dysk na kopie nie jest podłączony") && text.contains("is not mounted"), "{text}");
    assert_eq!(app.texts("SELECT code FROM backup_failure WHERE ended_at IS NULL"), [["not-there"]]);
    // A copy for another place can be had all the same.
    let (copy, now) = (disk.path().join("copy.backup"), testkit::clock::MONDAY_MORNING);
    let to = Some(copy.as_path());
    let taking = Taking { settings: app.settings(), folder: &place, to, why: Why::Asked, now, go_on: &|| true };
    crate::backup::aside(|| backup::take(&taking)).expect("a copy");
    assert!(copy.is_file());
    // It is mounted again.
    std::fs::remove_dir_all(&place).expect("removed");
    std::fs::rename(&away, &place).expect("moved");
    app.clock.advance_ms(31 * MINUTE_MS);
    nights.step(&stop).await;
    watch.step().await.expect("it is looked");
    watch.step().await.expect("it is looked");
    assert_eq!((scheduled(&place), hook.told().len()), (2, 2));
    assert_eq!(hook.told()[1]["event"], "backup.clear");
});
