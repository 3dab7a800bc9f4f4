//! `kill -9` under load: mail pours in, agents answer, and the program dies at moments nobody chose.
//!
//! Five deaths in every run, two hundred with `--long`. What was acknowledged, by the mailbox to the customer's mail
//! server or by a page to an agent, is there exactly once; what was sent was sent at most once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use domain::delivery::DeliveryState;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use testkit::letter::Letter;
use testkit::program::Visitor;
use testkit::servers::mailbox::Mailbox;
use testkit::servers::{Postgres, covered};
use testkit::sink::Mood;
use tokio::task::JoinHandle;

use super::ledger::{Ledger, Written};
use super::shop::{Shop, conversations};

/// How long the program may live between two deaths.
const LIFE_MS: std::ops::Range<u64> = 20..1_500;

/// Who writes at the same time.
const CUSTOMERS: usize = 6;

/// Who answers at the same time.
const AGENTS: usize = 3;

/// How long nothing may move in the end before that is taken for all there will be.
const STILL: Duration = Duration::from_secs(40);

/// What the world did, and what it was told.
#[derive(Debug, Default)]
struct Done {
    /// Message-IDs of the mails that the mailbox took.
    mails: Vec<String>,
    /// Texts of the answers that a page acknowledged.
    acknowledged: Vec<String>,
    /// Texts of the answers that nobody can say anything about.
    unknown: Vec<String>,
    /// Statuses of pages and forms that should have been taken and were not.
    refused: Vec<u16>,
}

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
    let mut shop = match database {
        Some(url) => Shop::on(url).await,
        None => Shop::set_up(|settings| settings).await,
    };
    // Slow enough to be hit by a death, and now and then unlucky without one.
    shop.sink.always(Mood::TakeLate(Duration::from_millis(15)));
    let agent = shop.open().await;
    let stop = Arc::new(AtomicBool::new(false));
    let number = Arc::new(AtomicU32::new(0));
    let pouring: Vec<_> =
        (0..CUSTOMERS).map(|_| tokio::spawn(pour(shop.mailbox.clone(), number.clone(), stop.clone()))).collect();
    let number = Arc::new(AtomicU32::new(0));
    let answering: Vec<_> = (0..AGENTS)
        .map(|_| {
            let chance = StdRng::seed_from_u64(chance.random());
            tokio::spawn(answer(agent.clone(), number.clone(), stop.clone(), chance))
        })
        .collect();
    for _ in 0..deaths {
        if chance.random_bool(0.2) {
            shop.sink.will([Mood::TakeAndVanish, Mood::Vanish]);
        }
        // The moment is the point: any, not the end of something.
        tokio::time::sleep(Duration::from_millis(chance.random_range(LIFE_MS))).await;
        shop.program.insist_running();
        shop.program.kill();
        shop.program.start().await;
        if answering.iter().any(JoinHandle::is_finished) {
            break;
        }
    }
    stop.store(true, Ordering::Relaxed);
    let mut done = Done::default();
    for customer in pouring {
        done.mails.extend(customer.await.expect("customers write"));
    }
    for agent in answering {
        let other = agent.await.expect("agents answer");
        done.acknowledged.extend(other.acknowledged);
        done.unknown.extend(other.unknown);
        done.refused.extend(other.refused);
    }
    let ledger = rest(&shop, &done).await;
    judge(&shop, &done, &ledger);
    shop.program.check().await;
    shop.program.stop();
    shop.program.check().await;
    covered(&format!("kill -9 under load: {deaths} times, {engine}"));
}

/// Customers write without a pause until the end. Gives the Message-IDs of what the mailbox took.
async fn pour(mailbox: Mailbox, number: Arc<AtomicU32>, stop: Arc<AtomicBool>) -> Vec<String> {
    let mut ids = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let n = number.fetch_add(1, Ordering::Relaxed);
        let id = format!("kill-{n}@customer.example");
        let customer = format!("Klient {n} <klient{n}@customer.example>");
        mailbox.append(&Letter::new(&id).from(&customer).subject(&format!("Sprawa {n}")).raw()).await;
        ids.push(id);
    }
    ids
}

/// An agent answers whatever waits, in a browser that sends a form again when no answer came.
async fn answer(mut visitor: Visitor, number: Arc<AtomicU32>, stop: Arc<AtomicBool>, mut chance: StdRng) -> Done {
    let mut done = Done::default();
    while !stop.load(Ordering::Relaxed) {
        let Ok(list) = visitor.get("/inbox/to-answer").await else {
            // It is dead at the moment.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        if list.status != 200 {
            done.refused.push(list.status);
            return done;
        }
        let waiting = conversations(&list.body);
        if waiting.is_empty() {
            continue;
        }
        let path = format!("{}/replies", waiting[chance.random_range(0..waiting.len())]);
        let n = number.fetch_add(1, Ordering::Relaxed);
        let text = format!("Odpowiedź numer {n}.");
        let form = [("text", text.as_str()), ("once", &format!("form-{n}")), ("seen", ""), ("then", "wait")];
        let gives_up = chance.random_bool(0.3);
        loop {
            match visitor.post(&path, &form).await {
                Ok(answer) if answer.status == 303 => done.acknowledged.push(text.clone()),
                Ok(answer) => done.refused.push(answer.status),
                Err(_) if gives_up || stop.load(Ordering::Relaxed) => done.unknown.push(text.clone()),
                Err(_) => continue,
            }
            break;
        }
    }
    done
}

/// Waits until nothing is under way any more, as long as something still moves.
async fn rest(shop: &Shop, done: &Done) -> Ledger {
    let (mut moved, mut at) = (Instant::now(), (0, 0, 0));
    loop {
        let ledger = shop.ledger(&shop.program.data());
        let ended = ledger.replies.iter().filter(|reply| has_ended(shop, &ledger, reply)).count();
        let now = (ledger.received.len(), ledger.unread, ended);
        if now != at {
            (moved, at) = (Instant::now(), now);
        }
        let rests = ledger.unread == 0
            && ended == ledger.replies.len()
            && done.mails.iter().all(|id| ledger.received.contains_key(id));
        if rests || moved.elapsed() > STILL {
            return ledger;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Whether nothing more is to be expected of an answer. Other nodes of one PostgreSQL database may be alive, so what a
/// dead one was sending is waited for until its lease is over, which is longer than this test.
fn has_ended(shop: &Shop, ledger: &Ledger, reply: &Written) -> bool {
    match reply.state {
        DeliveryState::Sent | DeliveryState::Failed | DeliveryState::Uncertain | DeliveryState::Bounced => true,
        DeliveryState::Sending | DeliveryState::Queued => {
            shop.database.is_some() && ledger.is_held(&reply.conversation)
        }
    }
}

fn judge(shop: &Shop, done: &Done, ledger: &Ledger) {
    let said = || shop.program.said();
    assert_eq!(done.refused, [0_u16; 0], "a page was refused to somebody who had signed in:\n{}", said());
    assert!(done.mails.len() > 20 && done.acknowledged.len() > 5, "there was no load: {}", said());
    assert_eq!((ledger.unread, ledger.quarantined), (0, 0), "arrivals unread and put aside:\n{}", said());
    for id in &done.mails {
        assert_eq!(ledger.received.get(id), Some(&1), "{id} is there exactly once:\n{}", said());
    }
    assert_eq!(ledger.received.len(), done.mails.len(), "nothing is there that nobody wrote");

    let times = |text: &String| ledger.replies.iter().filter(|reply| reply.text == *text).count();
    for text in &done.acknowledged {
        assert_eq!(times(text), 1, "“{text}” was acknowledged");
    }
    for text in &done.unknown {
        assert!(times(text) <= 1, "“{text}” is there twice");
    }
    assert!(ledger.replies.len() <= done.acknowledged.len() + done.unknown.len(), "nothing is there that nobody wrote");

    let mut taken = shop.sink.taken();
    let mut uncertain = 0;
    for reply in &ledger.replies {
        let times = taken.remove(&reply.message_id).unwrap_or(0);
        match reply.state {
            DeliveryState::Sent => assert_eq!(times, 1, "{reply:?} is said to be sent"),
            DeliveryState::Uncertain => assert!(times <= 1, "{reply:?} arrived {times} times"),
            DeliveryState::Failed | DeliveryState::Bounced => panic!("{reply:?}, and nobody refused it:\n{}", said()),
            DeliveryState::Sending => assert!(times <= 1, "{reply:?} arrived {times} times"),
            DeliveryState::Queued => assert_eq!(times, 0, "{reply:?} has left"),
        }
        assert!(has_ended(shop, ledger, reply), "{reply:?} waits for ever:\n{}", said());
        uncertain += u32::from(reply.state == DeliveryState::Uncertain);
    }
    assert!(taken.is_empty(), "sent, and not in the store: {taken:?}");
    println!(
        "{} mails, {} answers acknowledged, {} unknown, {uncertain} uncertain",
        done.mails.len(),
        done.acknowledged.len(),
        done.unknown.len()
    );
}
