//! The commands as an operator types them, killed in the middle and without room.

use std::path::{Path, PathBuf};

use store::Place;
use testkit::app::TestApp;
use testkit::on_both;
use testkit::program::{Program, Settings};
use testkit::servers::{Postgres, keeper, ready};

use super::{letter_with_file, live};

/// The program beside the running product.
pub(super) fn beside(app: &TestApp) -> Program {
    let settings = app.settings();
    let key: String = settings.key.iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(settings.folder.join("key"), key).expect("the key");
    let place = Settings::default().data(&settings.folder);
    Program::new(match &settings.place {
        Place::Folder => place,
        Place::Postgres { url } => place.database(url),
    })
}

/// What lies in a folder under names that end like this.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of ours")
}

on_both!(killed_in_the_middle_it_can_be_begun_again, |app| {
    live(&app).await;
    for n in 0..12 {
        let raw = letter_with_file(&format!("duzy-{n}@example.org"), "Piotr <piotr@example.org>");
        app.arrive_raw(&format!("imap:1:{}", 200 + n), raw, false).await;
    }
    app.settle().await;
    let program = beside(&app);
    let backups = app.settings().folder.join("backups");
    let mut child = program.begin(&["backup"]);
    ready::until("a backup under way", ready::START, || {
        std::future::ready((!files(&backups, ".part").is_empty()).then_some(()))
    })
    .await;
    child.kill().await.expect("killed");
    assert_eq!(files(&backups, ".backup"), Vec::<PathBuf>::new(), "a backup that did not end is none");
    let done = program.run(&["backup"]).await;
    assert!(done.status.success(), "{}{}", done.stdout, done.stderr);
    assert_eq!(files(&backups, ".part"), Vec::<PathBuf>::new(), "what the dead one left was swept out");
    let [archive] = files(&backups, ".backup").try_into().expect("one backup");
    let checked = program.run(&["check", "--backup", text(&archive)]).await;
    assert!(checked.status.success() && checked.stdout.contains("Nothing is wrong"), "{}", checked.stdout);

    let fresh = Settings::default();
    let target = Program::new(match &app.settings().place {
        Place::Folder => fresh,
        Place::Postgres { .. } => fresh.database(&Postgres::shared().await.fresh_database().await),
    });
    let key = app.settings().folder.join("key");
    let words = ["restore", text(&archive), "--key", text(&key)];
    let mut child = target.begin(&words);
    let mark = target.data().join("restoring");
    ready::until("a restore under way", ready::START, || std::future::ready(mark.exists().then_some(()))).await;
    child.kill().await.expect("killed");
    assert!(mark.exists(), "it was killed in the middle");
    for command in [&["check"][..], &["agent", "add", "--login", "a@example.com", "--name", "A", "--password-stdin"]] {
        let refused = target.run_with(command, "a long password\n").await;
        assert!(
            !refused.status.success() && refused.stderr.contains("run `kontuar restore` again"),
            "{}",
            refused.stderr
        );
    }
    let done = target.run(&words).await;
    assert!(done.status.success(), "{}{}", done.stdout, done.stderr);
    target.check().await;
    let again = target.run(&words).await;
    assert!(!again.status.success() && again.stderr.contains("is not empty"), "{}", again.stderr);
});

#[tokio::test]
async fn without_room_there_is_no_backup_and_nothing_is_left_behind() {
    let disk = match keeper::small_disk("backups", 256) {
        Ok(disk) => disk,
        Err(why) => {
            println!("not tested: a full disk takes a small disk, and none can be mounted here ({why})");
            return;
        }
    };
    let app = TestApp::start().await;
    let noise = testkit::letter::Letter::new("szum@example.org").text(&noise(400_000));
    app.receive(&noise).await;
    let program = beside(&app);
    let full = program.run(&["backup", "--to", text(&disk.join("x.backup"))]).await;
    assert!(!full.status.success() && full.stderr.contains("No space left"), "{}", full.stderr);
    assert_eq!(files(&disk, ""), Vec::<PathBuf>::new());
    assert!(app.check().is_empty(), "the product has not noticed");
}

/// Text that does not pack.
pub(super) fn noise(letters: usize) -> String {
    let mut seed = 7_u64;
    let letter = |_| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'!' + (seed >> 58) as u8)
    };
    (0..letters).map(letter).collect()
}
