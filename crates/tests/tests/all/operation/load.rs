//! Load: customers write to the mailbox (IMAP) and to the program's own mail server (SMTP), agents answer. What came of it is
//! compared with what the product says in [`books`].

pub mod books;
mod post;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use testkit::letter::Letter;
use testkit::program::Visitor;
use testkit::servers::mailbox::Mailbox;
use tokio::task::JoinHandle;

use super::shop::conversations;
use post::Posted;

/// Who writes to the mailbox at the same time.
const CUSTOMERS: usize = 6;

/// How many mail servers hand over mail at the same time.
const SENDERS: usize = 3;

/// Who answers at the same time.
const AGENTS: usize = 3;

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
    /// Message-IDs of the mails that the mailbox took, or our mail server.
    pub mails: Vec<String>,
    /// How many of them came to our mail server.
    pub handed_over: usize,
    /// Message-IDs of the mails of which our mail server said nothing, and whose senders did not come again.
    pub unknown_mails: Vec<String>,
    /// What our mail server said that it never should.
    pub turned_away: Vec<String>,
    /// How often a mail server came again.
    pub came_again: u32,
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
    senders: Vec<JoinHandle<Posted>>,
    agents: Vec<JoinHandle<Done>>,
}

impl Load {
    /// Everybody begins. `doors` are an agent's browser at each node, `smtp` the mail server of each.
    pub fn begin(mailbox: &Mailbox, doors: &[Visitor], smtp: &[SocketAddr], pace: Pace, chance: &mut StdRng) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let number = Arc::new(AtomicU32::new(0));
        let customers = (0..CUSTOMERS).map(|_| tokio::spawn(pour(mailbox.clone(), number.clone(), stop.clone(), pace)));
        let customers = customers.collect();
        let number = Arc::new(AtomicU32::new(0));
        let senders = (0..SENDERS).map(|_| {
            let chance = StdRng::seed_from_u64(chance.random());
            let sender = post::Sender { doors: smtp.to_vec(), mailbox: mailbox.clone(), number: number.clone(), pace };
            tokio::spawn(sender.hand_over_all(stop.clone(), chance))
        });
        let senders = senders.collect();
        let number = Arc::new(AtomicU32::new(0));
        let agents = (0..AGENTS)
            .map(|_| {
                let chance = StdRng::seed_from_u64(chance.random());
                tokio::spawn(answer(doors.to_vec(), number.clone(), stop.clone(), chance, pace))
            })
            .collect();
        Self { stop, customers, senders, agents }
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
        for sender in self.senders {
            let posted = sender.await.expect("mail servers hand over");
            done.handed_over += posted.taken.len();
            done.came_again += posted.came_again;
            done.mails.extend(posted.taken);
            done.unknown_mails.extend(posted.unknown);
            done.turned_away.extend(posted.turned_away);
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
        // A busy server may refuse; then a mail server comes again, and twice there is once here.
        while let Err(error) = mailbox.try_append(&letter.raw()).await {
            println!("{id} is appended again: {error}");
        }
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
