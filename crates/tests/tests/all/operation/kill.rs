//! `kill -9` under load: mail pours in over IMAP and SMTP, agents answer, and the program dies at moments nobody chose.
//!
//! Five deaths in every run, two hundred with `--long`. What was acknowledged, by the mailbox or by us to the customer's mail
//! server or by a page to an agent, is there exactly once; what was sent was sent at most once.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use testkit::servers::{Postgres, covered};
use testkit::sink::Mood;

use super::load::books::{Books, judge, rest};
use super::load::{Load, Pace};
use super::shop::{Shop, free_door, receive};

/// How long the program may live between two deaths.
const LIFE_MS: std::ops::Range<u64> = 20..1_500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_or_doubled_and_nothing_is_sent_twice() {
    Box::pin(story(None)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_on_postgresql() {
    let postgres = Postgres::shared().await;
    Box::pin(story(Some(postgres.fresh_database().await))).await;
}

async fn story(database: Option<String>) {
    let long = std::env::var_os("KONTUAR_LONG").is_some();
    let deaths = if long { 200 } else { 5 };
    let seed = std::env::var("KONTUAR_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    println!("KONTUAR_SEED={seed}");
    let mut chance = StdRng::seed_from_u64(seed);
    let engine = if database.is_some() { "PostgreSQL" } else { "SQLite" };
    let smtp = free_door();
    let mut shop = Shop::with(database, |settings| settings.section(&receive(smtp))).await;
    // Slow enough to be hit by a death, and now and then unlucky without one.
    shop.sink.always(Mood::TakeLate(Duration::from_millis(15)));
    let agent = shop.open().await;
    let load = Load::begin(&shop.mailbox, &[agent], &[smtp], Pace::Full, &mut chance);
    for _ in 0..deaths {
        if chance.random_bool(0.2) {
            shop.sink.will([Mood::TakeAndVanish, Mood::Vanish]);
        }
        // The moment is the point: any, not the end of something.
        tokio::time::sleep(Duration::from_millis(chance.random_range(LIFE_MS))).await;
        shop.program.insist_running();
        shop.program.kill();
        shop.program.start().await;
        if load.is_broken() {
            break;
        }
    }
    let done = load.end().await;
    let books =
        || Books { ledger: shop.ledger(&shop.program.data()), taken: shop.sink.taken(), said: shop.program.said() };
    judge(&done, &rest(&done, books).await);
    shop.program.check().await;
    shop.program.stop();
    shop.program.check().await;
    covered(&format!("kill -9 under load: {deaths} times, {engine}"));
}
