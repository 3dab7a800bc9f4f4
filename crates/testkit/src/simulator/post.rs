//! How mail comes: a mailbox that is fetched (IMAP), and senders that hand it over (SMTP) and try again until they are
//! told that it was taken.
//!
//! The mailbox misbehaves as mailboxes do: it numbers its mails anew (another UIDVALIDITY), shows a mail in a second
//! folder, breaks the connection after any mail. We forget how far we have read, die between storing a mail and noting
//! that, and are overtaken by the other node in the middle of it.

use std::collections::BTreeMap;

use engine::intake::{self, Arrival};
use engine::turn::{self, Turn};
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::world::World;

/// The turn for fetching.
const TURN: &str = "mailbox";

/// The mailbox, and what senders hold that was not taken yet.
#[derive(Default)]
pub(super) struct Post {
    uid_validity: u32,
    folder: BTreeMap<u32, Vec<u8>>,
    /// How far we have read, as we noted it: UIDVALIDITY and UID.
    cursor: (u32, u32),
    /// What senders will hand over again.
    held: Vec<Vec<u8>>,
    /// A node that is in the middle of fetching.
    fetching: Option<Fetching>,
    transactions: u64,
}

/// A node's connection to the mailbox.
struct Fetching {
    node: usize,
    turn: Turn,
    uid_validity: u32,
    left: Vec<u32>,
}

impl Post {
    /// A mail lies in the mailbox.
    pub fn lay(&mut self, raw: Vec<u8>) {
        self.uid_validity = self.uid_validity.max(1);
        let uid = self.folder.last_key_value().map_or(1, |(last, _)| last + 1);
        self.folder.insert(uid, raw);
    }

    /// A sender has a mail for us.
    pub fn hold(&mut self, raw: Vec<u8>) {
        self.held.push(raw);
    }
}

impl World {
    /// A mail comes, by one way or the other.
    pub fn send_in(&mut self, chance: &mut StdRng, raw: Vec<u8>) {
        if chance.random_bool(0.5) { self.post.lay(raw) } else { self.post.hold(raw) }
    }

    /// The node at hand fetches, if it is its turn: some mails, or all. `dies`: after storing one, before noting it.
    pub async fn node_fetches(&mut self, chance: &mut StdRng, dies: bool) {
        if self.post.fetching.as_ref().is_none_or(|fetching| fetching.node != self.at || chance.random_bool(0.2)) {
            self.connect().await;
        }
        let mut mails = chance.random_range(1..12);
        while let Some(mut fetching) = self.post.fetching.take_if(|fetching| fetching.node == self.at && mails > 0) {
            mails -= 1;
            if fetching.uid_validity != self.post.uid_validity || fetching.left.is_empty() {
                // The server says so, or there is nothing left: the connection ends.
                return;
            }
            let uid = fetching.left.remove(0);
            let Some(raw) = self.post.folder.get(&uid).cloned() else { continue };
            self.arrive(format!("imap:INBOX:{}:{uid}", fetching.uid_validity), raw).await;
            if dies && chance.random_bool(0.3) {
                return self.die_and_come_back(chance).await;
            }
            let turn = fetching.turn.clone();
            let holds = move |tx: &mut store::Tx<'_>| turn.holds(tx);
            let noted = self.engine.store().write(holds).await.expect("the store answers").value;
            if !noted {
                // The other node has taken over; the place in the mailbox is its to keep.
                return;
            }
            let (before, now) = (self.post.cursor, (fetching.uid_validity, uid));
            assert!(
                now > before || before.0 != now.0,
                "seed {}: the cursor went back {before:?} to {now:?}",
                self.seed
            );
            self.post.cursor = now;
            self.post.fetching = Some(fetching);
        }
    }

    async fn connect(&mut self) {
        let turn = turn::try_take(&self.engine, TURN).await.expect("the store answers");
        let Some(turn) = turn else { return };
        let after = if self.post.cursor.0 == self.post.uid_validity { self.post.cursor.1 } else { 0 };
        let left = self.post.folder.keys().copied().filter(|uid| *uid > after).collect();
        let uid_validity = self.post.uid_validity;
        self.post.fetching = Some(Fetching { node: self.at, turn, uid_validity, left });
    }

    /// Senders try: we take it, we take it and die before we say so, or nobody is there.
    pub async fn senders_try(&mut self, chance: &mut StdRng) {
        for raw in std::mem::take(&mut self.post.held) {
            match chance.random_range(0..10) {
                0..7 => self.hand_over(raw).await,
                7 => {
                    self.hand_over(raw.clone()).await;
                    self.die_and_come_back(chance).await;
                    self.post.held.push(raw);
                }
                _ => self.post.held.push(raw),
            }
        }
    }

    /// One SMTP transaction, acknowledged when this returns. Each has a name of its own.
    async fn hand_over(&mut self, raw: Vec<u8>) {
        self.post.transactions += 1;
        self.arrive(format!("smtp:{}", self.post.transactions), raw).await;
    }

    /// The mailbox misbehaves, or we lose our place in it.
    pub async fn mailbox_misbehaves(&mut self, chance: &mut StdRng) {
        match chance.random_range(0..3) {
            0 => {
                self.post.uid_validity += 1;
                let mails: Vec<Vec<u8>> = std::mem::take(&mut self.post.folder).into_values().collect();
                // Some were thrown away meanwhile, but only such as we have.
                let read = self.post.cursor.0 + 1 == self.post.uid_validity;
                let forget =
                    if read && self.post.cursor.1 as usize == mails.len() { chance.random_range(0..3) } else { 0 };
                self.post.folder = (1..).zip(mails.into_iter().skip(forget)).collect();
            }
            1 => self.post.cursor = (0, 0),
            _ => {
                let copy =
                    self.post.folder.iter().collect::<Vec<_>>().choose(chance).map(|(uid, raw)| (**uid, raw.to_vec()));
                if let Some((uid, raw)) = copy {
                    self.arrive(format!("imap:Kopie:1:{uid}"), raw).await;
                }
            }
        }
    }

    /// Everything that is still outside comes in.
    pub async fn post_comes_to_rest(&mut self) {
        for raw in std::mem::take(&mut self.post.held) {
            self.hand_over(raw).await;
        }
        self.connect().await;
        let Some(fetching) = self.post.fetching.take() else { panic!("seed {}: nobody may fetch", self.seed) };
        for uid in fetching.left {
            let raw = self.post.folder[&uid].clone();
            self.arrive(format!("imap:INBOX:{}:{uid}", fetching.uid_validity), raw).await;
        }
    }

    pub(super) async fn arrive(&self, source: String, raw: Vec<u8>) {
        let arrival = Arrival { inbox: self.inbox, source, history: false, raw };
        intake::receive(&self.engine, arrival).await.expect("stored");
    }
}
