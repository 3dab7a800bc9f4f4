//! A rolling restart: one node after the other is replaced while mail flows, and the schema is a step ahead of the old ones.

use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;
use testkit::letter::Letter;
use testkit::program::Visitor;
use testkit::sender::{Told, hand_over};
use testkit::servers::{Postgres, covered, ready};

use super::load::books::{judge, rest};
use super::load::{Load, Pace};
use super::nodes::Fleet;
use super::shop::{ADDRESS, OLA, OLAS_PASSWORD};

/// A node that was asked to stop ends what it began within this time; the daemon would be killed after ten seconds.
const ENDS: Duration = Duration::from_secs(9);

async fn fleet() -> (Fleet, Vec<Visitor>, String) {
    let postgres = Postgres::start().await;
    let database = postgres.fresh_database().await;
    let (fleet, doors) = Fleet::on(postgres, database.clone(), 2).await;
    (fleet, doors, database)
}

async fn health(visitor: &Visitor) -> u16 {
    visitor.clone().get("/healthz").await.map_or(0, |page| page.status)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_node_after_the_other_is_replaced_while_mail_flows() {
    let (mut fleet, doors, _) = fleet().await;
    let mut chance = StdRng::seed_from_u64(rand::random());
    let pace = Pace::Steady(Duration::from_millis(100));
    let load = Load::begin(&fleet.shop.mailbox, &doors, &fleet.smtp, pace, &mut chance);
    for node in [0, 1, 0] {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let began = std::time::Instant::now();
        fleet.node(node).stop();
        assert!(began.elapsed() < ENDS, "node {node} took {:?} to end", began.elapsed());
        assert_eq!(health(&doors[node]).await, 0, "nobody is there");
        assert_eq!(health(&doors[1 - node]).await, 200, "the other one is");
        fleet.node(node).start().await;
        assert_eq!(health(&doors[node]).await, 200);
    }
    let done = load.end().await;
    let books = rest(&done, || fleet.books()).await;
    judge(&done, &books);
    let uncertain =
        books.ledger.replies.iter().filter(|reply| reply.state == domain::delivery::DeliveryState::Uncertain).count();
    assert_eq!(uncertain, 0, "who is asked to stop ends what it began:\n{}", books.said);
    covered("rolling restart under load");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_older_than_the_schema_shows_what_is_there_takes_nothing_and_is_passed_over() {
    let (mut fleet, mut doors, database) = fleet().await;
    let (smtp, a_mail) = (fleet.smtp[0], |id: &str| Letter::new(&format!("{id}@example.org")).to(ADDRESS).subject(id));
    fleet.shop.writes(&a_mail("Pierwsza")).await;
    let path = fleet.shop.sees(&doors[0], "Pierwsza").await;
    // What the first node of a newer version does to the database when it starts.
    let (client, connection) = tokio_postgres::connect(&database, tokio_postgres::NoTls).await.expect("PostgreSQL");
    tokio::spawn(connection);
    let ahead = "INSERT INTO migration (version, name, at) VALUES (9999, 'of tomorrow', 0)";
    client.batch_execute(ahead).await.expect("a migration");

    assert_eq!(fleet.shop.answers(&mut doors[0], &path, "Już.", "one").await, 503);
    assert_eq!(doors[0].get(&path).await.expect("a page").status, 200, "what is there can be read");
    let raw = a_mail("Druga").raw();
    let told = hand_over(smtp, ADDRESS, &raw).await;
    assert!(matches!(&told, Told::Later(words) if words.starts_with("451")), "{told:?}");
    ready::until("the proxy to be told", ready::START, || async { (health(&doors[0]).await == 503).then_some(()) })
        .await;
    let mut drained = fleet.others.pop().expect("a second node");
    drained.stop();
    fleet.node(0).stop();

    // The program at hand stands in for the newer one: it knows this schema.
    client.batch_execute("DELETE FROM migration WHERE version = 9999").await.expect("no migration");
    fleet.node(0).start().await;
    let mut ola = fleet.shop.program.visitor();
    ola.sign_in(OLA, OLAS_PASSWORD).await.expect("Ola can sign in");
    assert_eq!(hand_over(smtp, ADDRESS, &raw).await, Told::Taken);
    fleet.shop.sees(&ola, "Druga").await;
    assert_eq!(fleet.shop.answers(&mut ola, &path, "Już.", "one").await, 303);
    let ledger = fleet.shop.all_sent(&fleet.shop.program.data()).await;
    assert_eq!((ledger.received.len(), ledger.replies.len()), (2, 1), "what was refused was not done");
    fleet.shop.program.check().await;
    covered("rolling restart: a node older than the schema");
}
