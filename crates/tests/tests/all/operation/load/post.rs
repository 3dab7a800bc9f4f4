//! Mail servers of customers: each hands over mail after mail, and comes again with what was not taken.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, seq::IndexedRandom};
use testkit::letter::Letter;
use testkit::sender::{Told, hand_over};
use testkit::servers::mailbox::Mailbox;

use super::Pace;
use crate::operation::shop::ADDRESS;

/// How long a mail server waits before it comes again.
const AGAIN: Duration = Duration::from_millis(20);

/// What mail servers were told.
#[derive(Debug, Default)]
pub(super) struct Posted {
    /// Message-IDs of what was taken.
    pub taken: Vec<String>,
    /// Message-IDs of what nobody can say anything about.
    pub unknown: Vec<String>,
    /// What was refused for good.
    pub turned_away: Vec<String>,
    /// How often one came again.
    pub came_again: u32,
}

/// A mail server.
pub(super) struct Sender {
    /// Our mail servers, any of which will do.
    pub doors: Vec<SocketAddr>,
    /// The mailbox, to which some mails come as well.
    pub mailbox: Mailbox,
    /// The next mail's number.
    pub number: Arc<AtomicU32>,
    /// How fast.
    pub pace: Pace,
}

impl Sender {
    /// Hands over until `stop`, and the last one to its end.
    pub async fn hand_over_all(self, stop: Arc<AtomicBool>, mut chance: StdRng) -> Posted {
        let mut posted = Posted::default();
        while !stop.load(Ordering::Relaxed) {
            let n = self.number.fetch_add(1, Ordering::Relaxed);
            let id = format!("smtp-{n}@customer.example");
            let raw = letter(n, &id).raw();
            if n % 20 == 7 {
                // As a forwarding does it: the same mail by both ways.
                while let Err(error) = self.mailbox.try_append(&raw).await {
                    println!("{id} is appended again: {error}");
                }
            }
            self.hand_over(id, &raw, &mut chance, &mut posted).await;
            self.pace.pause().await;
        }
        posted
    }

    async fn hand_over(&self, id: String, raw: &[u8], chance: &mut StdRng, posted: &mut Posted) {
        // Some give up where a good one would come again.
        let gives_up = chance.random_bool(0.1);
        loop {
            let door = *self.doors.choose(chance).expect("a door");
            match hand_over(door, ADDRESS, raw).await {
                Told::Taken => return posted.taken.push(id),
                Told::Never(words) => return posted.turned_away.push(words),
                Told::Nothing(_) if gives_up => return posted.unknown.push(id),
                Told::Later(_) | Told::Nothing(_) => {
                    posted.came_again += 1;
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }
}

/// A mail of a customer; now and then one that is too large for memory, and goes over the spool.
fn letter(n: u32, id: &str) -> Letter {
    let letter = Letter::new(id)
        .from(&format!("Klientka {n} <klientka{n}@customer.example>"))
        .to(ADDRESS)
        .subject(&format!("Zapytanie {n}"));
    if n % 60 == 59 { letter.text(&"Wszystko jest w tabeli poniżej.\n".repeat(40_000)) } else { letter }
}
