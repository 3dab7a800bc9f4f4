//! Three nodes on one PostgreSQL database: equal, and none of them needed.
//!
//! One is killed every few seconds, the database is restarted now and then; 25 seconds in every run, ten minutes with
//! `--long`. Nothing is lost, and nothing is sent twice without being reported.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use domain::delivery::DeliveryState;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use testkit::letter::Letter;
use testkit::program::{Door, Inbox, Program, Settings, Visitor};
use testkit::servers::{Postgres, covered, keeper, ready};
use testkit::sink::Mood;

use super::load::books::{Books, judge, rest};
use super::load::{Load, Pace};
use super::shop::{ADDRESS, OLA, OLAS_PASSWORD, Shop, free_door, receive};

/// How long a message may seem to be on its way whose node is dead, and how long a mailbox may be watched by nobody.
const PASSES_ON: Duration = Duration::from_secs(15);

/// Within what time a page shows what happened at another node.
const LIVE: Duration = Duration::from_secs(1);

/// A shop with several nodes. The first is the shop's own program.
pub(super) struct Fleet {
    pub shop: Shop,
    pub others: Vec<Program>,
    pub postgres: Postgres,
    /// The mail server of each node.
    pub smtp: Vec<SocketAddr>,
}

impl Fleet {
    async fn open(nodes: usize) -> (Self, Vec<Visitor>) {
        let postgres = Postgres::start().await;
        let database = postgres.fresh_database().await;
        Self::on(postgres, database, nodes).await
    }

    /// So many nodes on a database, and a browser at each.
    pub async fn on(postgres: Postgres, database: String, nodes: usize) -> (Self, Vec<Visitor>) {
        let mut shop = Shop::on(database.clone()).await;
        let blobs: PathBuf = keeper::folder("blobs");
        let inbox =
            Inbox::new(ADDRESS, Door::plain(shop.store.imap()).login(&shop.mailbox), Door::plain(shop.sink.address()));
        let settings = Settings::default().database(&database).blobs(&blobs).inbox(inbox);
        let smtp: Vec<SocketAddr> = (0..nodes).map(|_| free_door()).collect();
        shop.program.configure(&settings.clone().section(&receive(smtp[0])));
        let ola = shop.open().await;
        let mut doors = vec![ola.clone()];
        let mut others = Vec::new();
        for door in &smtp[1..] {
            let mut node = shop.another_node(&settings.clone().section(&receive(*door)));
            doors.push(ola.elsewhere(node.start().await));
            others.push(node);
        }
        (Self { shop, others, postgres, smtp }, doors)
    }

    /// The program at this place.
    pub fn node(&mut self, at: usize) -> &mut Program {
        match at.checked_sub(1) {
            None => &mut self.shop.program,
            Some(at) => &mut self.others[at],
        }
    }

    /// The books of both sides.
    pub fn books(&self) -> Books {
        let said = self
            .others
            .iter()
            .map(Program::said)
            .fold(self.shop.program.said(), |all, said| all + "\n" + said.as_str());
        Books { ledger: self.shop.ledger(&self.shop.program.data()), taken: self.shop.sink.taken(), said }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_one_killed_again_and_again_and_the_database_restarted() {
    Box::pin(days_of_trouble()).await;
}

async fn days_of_trouble() {
    let long = std::env::var_os("KONTUAR_LONG").is_some();
    let (whole, every, database_every, pace) = match long {
        true => (Duration::from_secs(600), 10_000, 12, Pace::Steady(Duration::from_millis(400))),
        false => (Duration::from_secs(25), 3_000, 4, Pace::Steady(Duration::from_millis(100))),
    };
    let seed = std::env::var("KONTUAR_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    println!("KONTUAR_SEED={seed}");
    let mut chance = StdRng::seed_from_u64(seed);
    let (mut fleet, doors) = Fleet::open(3).await;
    fleet.shop.sink.always(Mood::TakeLate(Duration::from_millis(15)));
    let load = Load::begin(&fleet.shop.mailbox, &doors, &fleet.smtp, pace, &mut chance);
    let (began, mut deaths, mut restarts) = (Instant::now(), 0, 0);
    while began.elapsed() < whole && !load.is_broken() {
        let alive = chance.random_range(0..every * 9 / 10);
        tokio::time::sleep(Duration::from_millis(alive)).await;
        if chance.random_bool(0.2) {
            fleet.shop.sink.will([Mood::TakeAndVanish, Mood::Vanish]);
        }
        let victim = chance.random_range(0..3);
        println!("{:?}: node {victim} dies", began.elapsed());
        fleet.node(victim).insist_running();
        fleet.node(victim).kill();
        deaths += 1;
        tokio::time::sleep(Duration::from_millis(every - alive)).await;
        if deaths % database_every == 0 {
            // In turn as an operator does it and as a power cut does.
            if restarts % 2 == 0 {
                fleet.postgres.stop()
            } else {
                fleet.postgres.kill()
            }
            tokio::time::sleep(Duration::from_millis(chance.random_range(0..3_000))).await;
            fleet.postgres.resume().await;
            restarts += 1;
        }
        fleet.node(victim).start().await;
        println!("{:?}: node {victim} is back", began.elapsed());
    }
    let done = load.end().await;
    let books = rest(&done, || fleet.books()).await;
    judge(&done, &books);
    for node in 0..3 {
        fleet.node(node).insist_running();
        fleet.node(node).check().await;
    }
    println!("{deaths} deaths, {restarts} restarts of the database in {} s", began.elapsed().as_secs());
    covered(&format!("three nodes: {deaths} deaths, {restarts} restarts of the database"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_dead_node_had_in_hand_passes_on_and_pages_show_what_others_did() {
    let (mut fleet, mut doors) = Fleet::open(2).await;
    let mut ola_at_the_other = doors.pop().expect("two doors");
    let mut ola = doors.pop().expect("two doors");
    fleet.shop.writes(&Letter::new("a@example.org").subject("Gdzie jest moja paczka?")).await;
    let path = fleet.shop.sees(&ola_at_the_other, "Gdzie jest moja paczka?").await;

    // The stream of one node tells what a form at the other did.
    let listener = ola_at_the_other.clone();
    let listening = tokio::spawn(async move { listener.listen("/live", "Paczka jest w drodze.", ready::START).await });
    let heard_live = Instant::now();
    assert_eq!(fleet.shop.answers(&mut ola, &path, "Paczka jest w drodze.", "one").await, 303);
    let told = listening.await.expect("it listens");
    assert!(told.is_ok(), "the other node's stream says nothing of it");
    println!("live at the other node after {:?}", heard_live.elapsed());
    assert!(heard_live.elapsed() < LIVE + LIVE, "it took {:?}", heard_live.elapsed());
    fleet.shop.all_sent(&fleet.shop.program.data()).await;

    // One node is in the middle of a sending when it dies, as a rule the first, which watches the mailbox too.
    fleet.shop.sink.always(Mood::TakeLate(Duration::from_secs(60)));
    assert_eq!(fleet.shop.answers(&mut ola, &path, "I jeszcze jedno.", "two").await, 303);
    let in_hand = || {
        let ledger = fleet.shop.ledger(&fleet.shop.program.data());
        let held = ledger.replies.into_iter().find(|reply| reply.state == DeliveryState::Sending);
        std::future::ready(held.and_then(|reply| reply.held_by))
    };
    let holder = ready::until("the sending", ready::START, in_hand).await;
    if fleet.shop.program.number() != holder {
        std::mem::swap(&mut fleet.shop.program, &mut fleet.others[0]);
        std::mem::swap(&mut ola, &mut ola_at_the_other);
    }
    fleet.shop.program.kill();
    let died = Instant::now();
    fleet.shop.sink.relax();
    fleet.shop.writes(&Letter::new("b@example.org").from("Zofia <zofia@example.org>").subject("Zwrot butów")).await;
    fleet.shop.sees(&ola_at_the_other, "Zwrot butów").await;
    println!("the mailbox passed on after {:?}", died.elapsed());
    assert!(died.elapsed() < PASSES_ON, "the mailbox passed on after {:?}", died.elapsed());
    fleet.shop.reads(&ola_at_the_other, &path, "uncertain").await;
    println!("the sending was judged after {:?}", died.elapsed());
    assert!(died.elapsed() < PASSES_ON + LIVE, "the sending was judged after {:?}", died.elapsed());

    // Without the database there is a page that says so, and nothing has to be started anew when it is back.
    fleet.postgres.stop();
    let away = ready::until("the page that says so", ready::START, || {
        let mut visitor = ola_at_the_other.clone();
        async move { visitor.get("/inbox/to-answer").await.ok().filter(|page| page.status == 503) }
    });
    let away = away.await;
    assert!(away.body.contains("Baza danych nie odpowiada"), "{}", away.body);
    fleet.postgres.resume().await;
    fleet.shop.writes(&Letter::new("c@example.org").from("Jan <jan@example.org>").subject("Faktura")).await;
    fleet.shop.sees(&ola_at_the_other, "Faktura").await;
    assert_eq!(fleet.shop.answers(&mut ola_at_the_other, &path, "Już jest.", "three").await, 303);
    fleet.others[0].check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_with_another_key_or_another_folder_does_not_start_and_says_what_to_do() {
    let postgres = Postgres::shared().await;
    let database = postgres.fresh_database().await;
    let blobs = keeper::folder("blobs");
    let mut first = Program::new(Settings::default().database(&database).blobs(&blobs));
    first.start().await;
    first.add_agent(OLA, "Ola Nowak", OLAS_PASSWORD).await;

    let stranger = Program::new(Settings::default().database(&database).blobs(&blobs));
    let refused = stranger.run(&["serve", "--config", "kontuar.toml"]).await;
    assert_eq!(refused.code(), Some(1), "{}", refused.stdout);
    assert!(refused.stderr.contains("copy the file `key` from the data folder of the node"), "{}", refused.stderr);

    std::fs::copy(first.data().join("key"), stranger.data().join("key")).expect("the key is copied");
    stranger.configure(&Settings::default().database(&database));
    let refused = stranger.run(&["serve", "--config", "kontuar.toml"]).await;
    assert_eq!(refused.code(), Some(1), "{}", refused.stdout);
    assert!(refused.stderr.contains("is not the folder in which the other nodes keep the files"), "{}", refused.stderr);
    first.stop();
}
