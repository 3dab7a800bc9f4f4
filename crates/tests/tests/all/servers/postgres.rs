//! PostgreSQL: databases side by side, and a server that goes away and comes back.

use testkit::servers::Postgres;
use tokio_postgres::{Client, NoTls};

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("PostgreSQL takes a connection");
    tokio::spawn(connection);
    client
}

async fn count(client: &Client) -> i64 {
    client.query_one("SELECT count(*) FROM parcel", &[]).await.expect("parcels can be counted").get(0)
}

#[tokio::test]
async fn each_test_gets_a_database_of_its_own() {
    let postgres = Postgres::shared().await;
    let (one, other) = tokio::join!(postgres.fresh_database(), postgres.fresh_database());
    assert_ne!(one, other);
    let client = connect(&one).await;
    client.batch_execute("CREATE TABLE parcel (id bigint)").await.expect("a table can be made");
    let missing = connect(&other).await.query_one("SELECT count(*) FROM parcel", &[]).await;
    assert!(missing.is_err(), "what one database holds must not show in the other");
}

#[tokio::test]
async fn a_shared_cluster_outlives_the_test_that_started_it() {
    // The first of these threads starts it; a signal bound to that thread would end it with the thread.
    for _ in 0..2 {
        let thread = std::thread::spawn(|| {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async { Postgres::shared().await.fresh_database().await })
        });
        let url = thread.join().expect("a database");
        connect(&url).await.simple_query("SELECT 1").await.expect("the server is still there");
    }
}

#[tokio::test]
async fn databases_are_utf8_with_the_c_collation_and_durable() {
    let client = connect(&Postgres::shared().await.fresh_database().await).await;
    for (setting, expected) in [("server_encoding", "UTF8"), ("lc_collate", "C"), ("fsync", "on")] {
        let row = client.query_one(&format!("SHOW {setting}"), &[]).await.expect("a setting");
        assert_eq!(row.get::<_, &str>(0), expected, "{setting}");
    }
}

#[tokio::test]
async fn what_was_committed_is_there_after_a_restart_and_after_a_power_cut() {
    let mut postgres = Postgres::start().await;
    let url = postgres.fresh_database().await;
    let client = connect(&url).await;
    client
        .batch_execute("CREATE TABLE parcel (id bigint); INSERT INTO parcel VALUES (1)")
        .await
        .expect("a first parcel");

    postgres.restart().await;
    assert!(client.simple_query("SELECT 1").await.is_err(), "the old connection is broken");
    let client = connect(&url).await;
    assert_eq!(count(&client).await, 1);
    client.batch_execute("INSERT INTO parcel VALUES (2)").await.expect("a second parcel");

    postgres.kill();
    assert!(tokio_postgres::connect(&url, NoTls).await.is_err(), "nobody listens any more");
    postgres.resume().await;
    assert_eq!(count(&connect(&url).await).await, 2);
}

#[tokio::test]
async fn a_cluster_ends_with_its_owner() {
    let postgres = Postgres::start().await;
    let url = postgres.fresh_database().await;
    drop(postgres);
    assert!(tokio_postgres::connect(&url, NoTls).await.is_err());
}
