//! The database passes on to another server: a real PostgreSQL primary and its standby, which is promoted.
//!
//! The nodes know both by one address. A primary that refuses writes (SQLSTATE 25006) is a database that is lost: nothing is
//! taken, nothing is sent, and no node has to be started anew.

use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use testkit::letter::Letter;
use testkit::program::Visitor;
use testkit::sender::{Told, hand_over};
use testkit::servers::{Postgres, covered, ready};
use testkit::sink::Mood;

use super::load::books::{judge, rest};
use super::load::{Load, Pace};
use super::nodes::Fleet;
use super::shop::ADDRESS;

/// Two nodes on a primary, and its standby.
async fn two_servers() -> (Fleet, Vec<Visitor>, Postgres) {
    let primary = Postgres::start().await;
    let database = primary.fresh_database().await;
    let standby = primary.standby().await;
    let name = database.rsplit('/').next().expect("a name").to_owned();
    let both = primary.url_with(&standby, &name);
    let (fleet, doors) = Fleet::on(primary, both, 2).await;
    (fleet, doors, standby)
}

fn mail(id: &str, subject: &str) -> Letter {
    Letter::new(&format!("{id}@example.org")).from(&format!("{id} <{id}@example.org>")).to(ADDRESS).subject(subject)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_refuses_writes_is_lost_and_the_nodes_go_on_at_the_one_that_takes_over() {
    Box::pin(switched_over()).await;
}

async fn switched_over() {
    let (mut fleet, mut doors, standby) = two_servers().await;
    let (shop, smtp) = (&fleet.shop, fleet.smtp.clone());
    shop.writes(&mail("a", "Gdzie jest moja paczka?")).await;
    let path = shop.sees(&doors[1], "Gdzie jest moja paczka?").await;
    assert_eq!(shop.answers(&mut doors[0], &path, "Paczka jest w drodze.", "one").await, 303);
    shop.all_sent(&shop.program.data()).await;

    fleet.postgres.refuse_writes().await;
    // The answer may have come back from the folder of sent mail just before.
    let unread = shop.ledger(&shop.program.data()).unread;
    for (at, door) in doors.iter_mut().enumerate() {
        let form = [("text", "I jeszcze jedno."), ("once", "two"), ("seen", ""), ("then", "wait")];
        let refused = door.post(&format!("{path}/replies"), &form).await.expect("a page");
        assert_eq!(refused.status, 503, "node {at}");
        assert!(refused.body.contains("Baza danych nie odpowiada"), "{}", refused.body);
        let told = hand_over(smtp[at], ADDRESS, &mail("b", "Zwrot butów").raw()).await;
        assert!(matches!(&told, Told::Later(words) if words.starts_with("451")), "node {at}: {told:?}");
    }
    shop.writes(&mail("c", "Faktura")).await;
    let before = (shop.sink.mails().len(), shop.ledger(&shop.program.data()));
    // The planned end: what was acknowledged is at the standby, because both had to have it.
    fleet.postgres.stop();
    assert_eq!(
        (before.0, before.1.received.len(), before.1.unread),
        (1, 1, unread),
        "nothing was taken or sent meanwhile"
    );
    // Who only looks is content with a standby.
    shop.program.check().await;
    standby.promote().await;
    let began = Instant::now();
    for door in &doors {
        shop.sees(door, "Faktura").await;
    }
    println!("mail that waited is there {:?} after the promotion", began.elapsed());
    for (at, id) in ["d", "e"].into_iter().enumerate() {
        let taken = ready::until("the mail server", ready::START, || async {
            (hand_over(smtp[at], ADDRESS, &mail(id, "Reklamacja").raw()).await == Told::Taken).then_some(())
        });
        taken.await;
    }
    // What one node does shows at the other: readers and the bell have moved as well.
    let listener = doors[1].clone();
    let listening = tokio::spawn(async move { listener.listen("/live", "Już po wszystkim.", ready::START).await });
    assert_eq!(shop.answers(&mut doors[0], &path, "Już po wszystkim.", "three").await, 303);
    assert!(listening.await.expect("it listens").is_ok(), "the other node's stream says nothing of it");
    let ledger = shop.all_sent(&shop.program.data()).await;
    assert_eq!(ledger.replies.len(), 2);
    assert!(shop.sink.taken().values().all(|times| *times == 1));
    for node in 0..2 {
        fleet.node(node).insist_running();
        fleet.node(node).check().await;
    }
    covered("failed over: a primary that turned read-only");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_is_killed_under_load_loses_nothing_that_its_standby_had_to_have() {
    Box::pin(killed()).await;
}

async fn killed() {
    /// How long everybody works before and after.
    const WORKS: Duration = Duration::from_secs(6);
    let mut chance = StdRng::seed_from_u64(rand::random());
    let (mut fleet, doors, standby) = two_servers().await;
    fleet.shop.sink.always(Mood::TakeLate(Duration::from_millis(15)));
    let pace = Pace::Steady(Duration::from_millis(100));
    let load = Load::begin(&fleet.shop.mailbox, &doors, &fleet.smtp, pace, &mut chance);
    // The moment is any, not the end of something.
    tokio::time::sleep(WORKS).await;
    fleet.postgres.kill();
    tokio::time::sleep(Duration::from_secs(2)).await;
    standby.promote().await;
    tokio::time::sleep(WORKS).await;
    let done = load.end().await;
    let books = rest(&done, || fleet.books()).await;
    judge(&done, &books);
    for node in 0..2 {
        fleet.node(node).insist_running();
        fleet.node(node).check().await;
    }
    covered("failed over: a primary killed under load");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_was_replaced_and_comes_back_is_not_worked_with() {
    Box::pin(came_back()).await;
}

async fn came_back() {
    let (mut fleet, mut doors, mut standby) = two_servers().await;
    fleet.shop.writes(&mail("a", "Gdzie jest moja paczka?")).await;
    fleet.shop.sees(&doors[1], "Gdzie jest moja paczka?").await;
    fleet.postgres.kill();
    standby.promote().await;
    fleet.shop.writes(&mail("b", "Zwrot butów")).await;
    fleet.shop.sees(&doors[1], "Zwrot butów").await;
    // The old one is there again, stands first in the address and takes every write; and the new one goes away.
    fleet.postgres.resume().await;
    fleet.postgres.stand_alone().await;
    standby.stop();
    for (node, door) in doors.iter_mut().enumerate() {
        fleet.node(node).says("this server was replaced and came back").await;
        let told = hand_over(fleet.smtp[node], ADDRESS, &mail("c", "Faktura").raw()).await;
        assert!(matches!(&told, Told::Later(words) if words.starts_with("451")), "node {node}: {told:?}");
        let page = door.get("/inbox/to-answer").await.expect("an answer");
        assert_eq!(page.status, 503, "node {node}");
    }
    standby.resume().await;
    for (at, id) in ["d", "e"].into_iter().enumerate() {
        let taken = ready::until("the mail server", ready::START, || async {
            (hand_over(fleet.smtp[at], ADDRESS, &mail(id, "Reklamacja").raw()).await == Told::Taken).then_some(())
        });
        taken.await;
    }
    fleet.shop.sees(&doors[0], "Zwrot butów").await;
    for node in 0..2 {
        fleet.node(node).insist_running();
    }
    // As the sentence has it: the old one is not there to be asked.
    fleet.postgres.stop();
    fleet.shop.program.check().await;
    covered("failed over: a primary that came back");
}
