//! Load and its judgement: customers write, agents answer, and in the end the books of both sides are compared.
//!
//! What was acknowledged, by the mailbox to the customer's mail server or by a page to an agent, is there exactly once;
//! what was sent was sent at most once, and what may have been sent twice is said to be uncertain.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use domain::delivery::DeliveryState;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use testkit::letter::Letter;
use testkit::program::Visitor;
use testkit::servers::mailbox::Mailbox;
use tokio::task::JoinHandle;

use super::ledger::Ledger;
use super::shop::conversations;

/// Who writes at the same time.
const CUSTOMERS: usize = 6;

/// Who answers at the same time.
const AGENTS: usize = 3;

/// How long nothing may move in the end before that is taken for all there will be.
const STILL: Duration = Duration::from_secs(40);

/// How fast everybody works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Without a pause; a page that is refused is a defect.
    Full,
    /// As many people would over a long time: a pause of so long between two mails, or answers, of one. A page that says
    /// "not now" (503) is asked again at another node, as a proxy or a person would.
    Steady(Duration),
}

impl Pace {
    async fn pause(self) {
        if let Self::Steady(pause) = self {
            tokio::time::sleep(pause).await;
        }
    }
}

/// What the world did, and what it was told.
#[derive(Debug, Default)]
pub struct Done {
    /// Message-IDs of the mails that the mailbox took.
    pub mails: Vec<String>,
    /// Texts of the answers that a page acknowledged.
    pub acknowledged: Vec<String>,
    /// Texts of the answers that nobody can say anything about.
    pub unknown: Vec<String>,
    /// Statuses of pages and forms that should have been taken and were not.
    pub refused: Vec<u16>,
    /// How often a page said "not now".
    pub not_now: u32,
}

/// Customers and agents at work.
pub struct Load {
    stop: Arc<AtomicBool>,
    customers: Vec<JoinHandle<Vec<String>>>,
    agents: Vec<JoinHandle<Done>>,
}

impl Load {
    /// Everybody begins. `doors` are an agent's browser at each node.
    pub fn begin(mailbox: &Mailbox, doors: &[Visitor], pace: Pace, chance: &mut StdRng) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let number = Arc::new(AtomicU32::new(0));
        let customers = (0..CUSTOMERS).map(|_| tokio::spawn(pour(mailbox.clone(), number.clone(), stop.clone(), pace)));
        let customers = customers.collect();
        let number = Arc::new(AtomicU32::new(0));
        let agents = (0..AGENTS)
            .map(|_| {
                let chance = StdRng::seed_from_u64(chance.random());
                tokio::spawn(answer(doors.to_vec(), number.clone(), stop.clone(), chance, pace))
            })
            .collect();
        Self { stop, customers, agents }
    }

    /// Whether an agent gave up: there is no use in going on.
    pub fn is_broken(&self) -> bool {
        self.agents.iter().any(JoinHandle::is_finished)
    }

    /// Everybody ends. Gives what they did.
    pub async fn end(self) -> Done {
        self.stop.store(true, Ordering::Relaxed);
        let mut done = Done::default();
        for customer in self.customers {
            done.mails.extend(customer.await.expect("customers write"));
        }
        for agent in self.agents {
            let other = agent.await.expect("agents answer");
            done.acknowledged.extend(other.acknowledged);
            done.unknown.extend(other.unknown);
            done.refused.extend(other.refused);
            done.not_now += other.not_now;
        }
        done
    }
}

/// Customers write until the end. Gives the Message-IDs of what the mailbox took.
async fn pour(mailbox: Mailbox, number: Arc<AtomicU32>, stop: Arc<AtomicBool>, pace: Pace) -> Vec<String> {
    let mut ids = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let n = number.fetch_add(1, Ordering::Relaxed);
        let id = format!("kill-{n}@customer.example");
        let customer = format!("Klient {n} <klient{n}@customer.example>");
        let mut letter = Letter::new(&id).from(&customer).subject(&format!("Sprawa {n}"));
        if n % 50 == 49 {
            // Too large for a row: it goes to the files that all nodes share.
            letter = letter.text(&"Szczegóły w tabeli poniżej.\r\n".repeat(12_000));
        }
        mailbox.append(&letter.raw()).await;
        ids.push(id);
        pace.pause().await;
    }
    ids
}

/// An agent answers whatever waits, in a browser that sends a form again when no answer came.
async fn answer(
    mut doors: Vec<Visitor>,
    number: Arc<AtomicU32>,
    stop: Arc<AtomicBool>,
    mut chance: StdRng,
    pace: Pace,
) -> Done {
    let mut done = Done::default();
    while !stop.load(Ordering::Relaxed) {
        pace.pause().await;
        let door = chance.random_range(0..doors.len());
        let Ok(list) = doors[door].get("/inbox/to-answer").await else {
            // It is dead at the moment.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        match (list.status, pace) {
            (200, _) => {}
            (503, Pace::Steady(_)) => {
                done.not_now += 1;
                continue;
            }
            (status, _) => {
                done.refused.push(status);
                return done;
            }
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
            let door = chance.random_range(0..doors.len());
            match (doors[door].post(&path, &form).await, pace) {
                (Ok(answer), _) if answer.status == 303 => done.acknowledged.push(text.clone()),
                (Ok(answer), Pace::Steady(_)) if answer.status == 503 => {
                    done.not_now += 1;
                    pace.pause().await;
                    continue;
                }
                (Ok(answer), _) => done.refused.push(answer.status),
                (Err(_), _) if gives_up || stop.load(Ordering::Relaxed) => done.unknown.push(text.clone()),
                (Err(_), _) => continue,
            }
            break;
        }
    }
    done
}

/// The books of both sides at one moment.
pub struct Books {
    /// What the product says.
    pub ledger: Ledger,
    /// What the other side took: how often each Message-ID.
    pub taken: BTreeMap<String, u32>,
    /// What the programs said.
    pub said: String,
}

/// Waits until nothing is under way any more, as long as something still moves.
pub async fn rest(done: &Done, look: impl Fn() -> Books) -> Books {
    let (mut moved, mut at) = (Instant::now(), (0, 0, 0));
    loop {
        let books = look();
        let ledger = &books.ledger;
        let ended = ledger.replies.iter().filter(|reply| has_ended(reply.state)).count();
        let now = (ledger.received.len(), ledger.unread, ended);
        if now != at {
            (moved, at) = (Instant::now(), now);
        }
        let rests = ledger.unread == 0
            && ended == ledger.replies.len()
            && done.mails.iter().all(|id| ledger.received.contains_key(id));
        if rests || moved.elapsed() > STILL {
            return books;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Whether nothing more is to be expected of an answer.
fn has_ended(state: DeliveryState) -> bool {
    match state {
        DeliveryState::Sent | DeliveryState::Failed | DeliveryState::Uncertain | DeliveryState::Bounced => true,
        DeliveryState::Sending | DeliveryState::Queued => false,
    }
}

/// Compares the books.
pub fn judge(done: &Done, books: &Books) {
    let Books { ledger, taken, said } = books;
    assert_eq!(done.refused, [0_u16; 0], "a page was refused to somebody who had signed in:\n{said}");
    assert!(done.mails.len() > 20 && done.acknowledged.len() > 5, "there was no load: {said}");
    assert_eq!((ledger.unread, ledger.quarantined), (0, 0), "arrivals unread and put aside:\n{said}");
    for id in &done.mails {
        assert_eq!(ledger.received.get(id), Some(&1), "{id} is there exactly once:\n{said}");
    }
    assert_eq!(ledger.received.len(), done.mails.len(), "nothing is there that nobody wrote");

    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    ledger.replies.iter().for_each(|reply| *times.entry(&reply.text).or_default() += 1);
    for text in &done.acknowledged {
        assert_eq!(times.get(text.as_str()), Some(&1), "“{text}” was acknowledged");
    }
    for text in &done.unknown {
        assert!(times.get(text.as_str()).is_none_or(|times| *times == 1), "“{text}” is there twice");
    }
    assert!(ledger.replies.len() <= done.acknowledged.len() + done.unknown.len(), "nothing is there that nobody wrote");

    let mut taken = taken.clone();
    let mut uncertain = 0;
    for reply in &ledger.replies {
        let times = taken.remove(&reply.message_id).unwrap_or(0);
        match reply.state {
            DeliveryState::Sent => assert_eq!(times, 1, "{reply:?} is said to be sent"),
            DeliveryState::Uncertain => assert!(times <= 1, "{reply:?} arrived {times} times"),
            DeliveryState::Failed | DeliveryState::Bounced => panic!("{reply:?}, and nobody refused it:\n{said}"),
            DeliveryState::Sending | DeliveryState::Queued => panic!("{reply:?} waits for ever:\n{said}"),
        }
        uncertain += u32::from(reply.state == DeliveryState::Uncertain);
    }
    assert!(taken.is_empty(), "sent, and not in the store: {taken:?}");
    println!(
        "{} mails, {} answers acknowledged, {} unknown, {uncertain} uncertain; a page said “not now” {} times",
        done.mails.len(),
        done.acknowledged.len(),
        done.unknown.len(),
        done.not_now
    );
}
