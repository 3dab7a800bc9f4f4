//! A rolling restart: one node after the other is replaced while mail flows.

use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;
use testkit::program::Visitor;
use testkit::servers::{Postgres, covered};

use super::load::books::{judge, rest};
use super::load::{Load, Pace};
use super::nodes::Fleet;

/// A node that was asked to stop ends what it began within this time; the daemon would be killed after ten seconds.
const ENDS: Duration = Duration::from_secs(9);

async fn fleet() -> (Fleet, Vec<Visitor>) {
    let postgres = Postgres::start().await;
    let database = postgres.fresh_database().await;
    let (fleet, doors) = Fleet::on(postgres, database, 2).await;
    (fleet, doors)
}

async fn health(visitor: &Visitor) -> u16 {
    visitor.clone().get("/healthz").await.map_or(0, |page| page.status)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_node_after_the_other_is_replaced_while_mail_flows() {
    let (mut fleet, doors) = fleet().await;
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
