//! A start that changes the schema of an older store takes a backup of it first.

use store::backup::{Shelf, Why};
use store::{Place, Settings};
use testkit::clock::MONDAY_MORNING;
use testkit::program::{self, Program};
use testkit::servers::Postgres;

use super::{Empty, aside};

async fn story(url: Option<String>) {
    let settings = program::Settings::default();
    let mut program = Program::new(url.iter().fold(settings, |settings, url| settings.database(url)));
    let place = url.map_or(Place::Folder, |url| Place::Postgres { url });
    std::fs::create_dir_all(program.data()).expect("a folder");
    let old = Settings { folder: program.data(), blobs: None, place, key: [0; 32], readers: 1 };
    aside(|| {
        let mut conn = store::migrate::make_older(&old, MONDAY_MORNING, 2).expect("an older store");
        let insert = "INSERT INTO spam_lesson (message, spam, at, features) VALUES (7, 1, 5, '') RETURNING message";
        conn.text_rows(&insert.replace("''", if conn.engine() == store::Engine::Sqlite { "x''" } else { "''" }))
            .expect("a row");
    });
    program.start().await;
    program.says("the store is backed up before it is brought up to date").await;
    program.stop();
    program.check().await;
    let list = Shelf::new(&program.data().join("backups")).list().expect("a folder");
    let [only] = list.as_slice() else { panic!("one backup, not {list:?}") };
    let (head, manifest) = only.says.as_ref().expect("a whole one");
    assert_eq!((head.why, head.schema, manifest.rows("spam_lesson")), (Why::BeforeMigration, 2, 1));
    let listed = program.run(&["backup", "list"]).await;
    assert!(listed.stdout.contains("The last success was on"), "{}", listed.stdout);

    // It can be had back, and is brought up to date then.
    let mut empty = Empty::other(&old).await;
    empty.settings.key = store::folder::key_of(&program.data()).expect("the key that the first start drew");
    empty.restore(&only.path).expect("restored");
    assert_eq!(empty.number("SELECT COUNT(*) FROM spam_lesson"), 1);
    assert_eq!(empty.number("SELECT MAX(version) FROM migration"), store::migrate::newest());
    program.restart().await;
    program.stop();
    assert_eq!(Shelf::new(&program.data().join("backups")).list().expect("a folder").len(), 1, "once is enough");
}

#[tokio::test]
async fn an_update_takes_a_backup_first_sqlite() {
    story(None).await;
}

#[tokio::test]
async fn an_update_takes_a_backup_first_postgres() {
    story(Some(Postgres::shared().await.fresh_database().await)).await;
}
