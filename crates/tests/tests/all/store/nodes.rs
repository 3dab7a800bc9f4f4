//! Several nodes on one PostgreSQL database: what they see of each other, and when one of them is refused.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::event::{Actor, Origin};
use domain::time::DAY_MS;
use store::brand::Brand;
use store::{Place, Settings, Store, lease, member};
use testkit::clock::FakeClock;
use testkit::servers::{Postgres, ready};

/// Opens a node, on a thread of its own (a connection blocks).
async fn node(url: &str, folder: &Path, blobs: &Path, key: u8) -> store::Result<Store> {
    let settings = Settings {
        folder: folder.to_owned(),
        blobs: Some(blobs.to_owned()),
        place: Place::Postgres { url: url.to_owned() },
        key: [key; 32],
        readers: 1,
    };
    tokio::task::spawn_blocking(move || Store::open(&settings, &FakeClock::default())).await.expect("opening ends")
}

/// Opens shop number `n`.
async fn open_shop(store: &Store, n: i64) -> store::Result<domain::event::Position> {
    let (brand, name) = (domain::id::Id::from_raw(n), format!("Kamionka {n}"));
    let write = move |tx: &mut store::Tx<'_>| {
        let origin = Origin::new(Actor::System, domain::time::Millis::new(0));
        store::brand::create(tx, &Brand { id: brand, name: name.clone() }, &origin)
    };
    store.write(write).await.map(|done| done.head)
}

#[tokio::test]
async fn nodes_begin_side_by_side_and_see_within_a_second_what_another_committed() {
    let url = Postgres::shared().await.fresh_database().await;
    let (folder, blobs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // All at once on an empty database: one makes the schema, the others wait for it.
    let open = || node(&url, folder.path(), blobs.path(), 1);
    let (one, other, third) = tokio::join!(open(), open(), open());
    let (one, other, third) = (one.unwrap(), other.unwrap(), third.unwrap());
    assert!(one.node() != other.node() && other.node() != third.node() && one.node() != third.node());

    for round in 1..=6 {
        let (mut there, mut heard) = (other.head(), other.others());
        let began = Instant::now();
        let head = open_shop(if round % 2 == 0 { &one } else { &third }, round).await.unwrap();
        tokio::time::timeout(ready::START, there.wait_for(|known| *known >= head)).await.expect("it is seen").unwrap();
        heard.changed().await.unwrap();
        assert!(began.elapsed() < Duration::from_secs(1), "seen after {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn another_key_or_another_folder_of_files_is_refused_with_what_to_do() {
    let url = Postgres::shared().await.fresh_database().await;
    let (folder, blobs, elsewhere) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(node(&url, folder.path(), blobs.path(), 1).await.unwrap());
    let why = node(&url, folder.path(), blobs.path(), 2).await.unwrap_err().to_string();
    assert!(why.contains("is not the one this database was written with: copy the file `key`"), "{why}");
    let why = node(&url, folder.path(), elsewhere.path(), 1).await.unwrap_err().to_string();
    assert!(why.contains("is not the folder in which the other nodes keep the files"), "{why}");
    node(&url, folder.path(), blobs.path(), 1).await.unwrap();
}

#[tokio::test]
async fn a_node_that_is_older_than_the_schema_reads_and_does_not_write() {
    let url = Postgres::shared().await.fresh_database().await;
    let (folder, blobs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let old = node(&url, folder.path(), blobs.path(), 1).await.unwrap();
    open_shop(&old, 1).await.unwrap();
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("INSERT INTO migration (version, name, at) VALUES (9999, 'of tomorrow', 0)").await.unwrap();

    let refused = open_shop(&old, 2).await.unwrap_err();
    assert!(matches!(refused, store::Error::Outdated), "{refused}");
    assert_eq!(old.read(store::brand::brands).await.unwrap().len(), 1, "reading goes on");
    let why = node(&url, folder.path(), blobs.path(), 1).await.unwrap_err().to_string();
    assert!(why.contains("start the newer program that wrote it"), "{why}");
    client.batch_execute("DELETE FROM migration WHERE version = 9999").await.unwrap();
    open_shop(&old, 3).await.unwrap();
}

#[tokio::test]
async fn leases_are_counted_by_the_database_however_wrong_a_nodes_clock_is() {
    let url = Postgres::shared().await.fresh_database().await;
    let (folder, blobs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = Arc::new(node(&url, folder.path(), blobs.path(), 1).await.unwrap());
    let (right, wrong) = (domain::time::Millis::new(0), domain::time::Millis::new(400 * DAY_MS));
    let lease = store.write(move |tx| lease::take(tx, "x", 1, right, 60_000)).await.unwrap().value.unwrap();
    let stolen = store.write(move |tx| lease::take(tx, "x", 2, wrong, 60_000)).await.unwrap().value;
    assert_eq!(stolen, None, "a node whose clock is ahead by a year steals nothing");
    let short = store.write(move |tx| lease::take(tx, "y", 1, right, 1)).await.unwrap().value.unwrap();
    let passed = ready::until("the lease's end", ready::START, || {
        let store = store.clone();
        async move { store.write(move |tx| lease::take(tx, "y", 2, right, 60_000)).await.unwrap().value }
    });
    assert_eq!(passed.await.token, short.token + 1);
    let still = store.read(move |conn| lease::holds(conn, &lease)).await.unwrap();
    assert!(still);

    let me = member::Life { node: 7, birth: 1 };
    store.write(move |tx| member::beat(tx, me, right, 60_000)).await.unwrap();
    assert_eq!(store.read(move |conn| member::living(conn, wrong)).await.unwrap(), [7]);
}
