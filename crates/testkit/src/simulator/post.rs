//! How mail comes: a mailbox that is fetched, and senders that hand it over (SMTP) and try again until they are told that
//! it was taken.
//!
//! What takes the mails is the product's: [`Intake`] keeps which mails of the folder are stored, under the turn of a node.
//! The server and the connection are ours: a folder by UIDs, asked as `channels::email::imap` asks one. It misbehaves as
//! mailboxes do: numbers its mails anew (another UIDVALIDITY), has a mail twice, leaves one out of what it finds, breaks the
//! connection after any mail. We forget what is only in memory, die between storing mails and saying so, and are overtaken
//! by the other node in the middle of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use app::serve::mailbox::{Fares, Intake};
use channels::email::imap::{Arrival, Arrivals, Content, Listing, Opened, Survey, Wanted};
use domain::id::InboxId;
use domain::mailbox::FolderRole;
use domain::time::{Clock, Millis, SECOND_MS};
use engine::Engine;
use engine::intake::{self, Posted};
use engine::turn;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IteratorRandom;

use super::world::World;

/// The turn for fetching.
const TURN: &str = "mailbox";

const ROLE: FolderRole = FolderRole::Inbox;

/// The mailbox, and what senders hold that was not taken yet.
#[derive(Default)]
pub(super) struct Post {
    uid_validity: u32,
    folder: BTreeMap<u32, Mail>,
    /// The mails of this UIDVALIDITY that were acknowledged to be stored.
    stored: BTreeSet<u32>,
    /// What senders will hand over again.
    held: Vec<Vec<u8>>,
    /// What takes the mails, by node: in its memory, and gone with it.
    intakes: BTreeMap<usize, Arc<Intake>>,
    /// A node that is in the middle of fetching.
    fetching: Option<Fetching>,
    transactions: u64,
}

/// A mail in the folder.
#[derive(Clone)]
struct Mail {
    raw: Vec<u8>,
    received_at: Millis,
}

/// A node's connection to the mailbox.
struct Fetching {
    node: usize,
    intake: Arc<Intake>,
    uid_validity: u32,
    wanted: Wanted,
    left: BTreeSet<u32>,
}

impl Post {
    /// A mail lies in the mailbox since `at`, which mail servers tell in whole seconds.
    fn lay(&mut self, raw: Vec<u8>, at: Millis) {
        self.uid_validity = self.uid_validity.max(1);
        let uid = self.folder.last_key_value().map_or(1, |(last, _)| last + 1);
        let received_at = Millis::new(at.get() - at.get().rem_euclid(SECOND_MS));
        self.folder.insert(uid, Mail { raw, received_at });
    }

    /// A node is gone, and with it what it remembered.
    pub fn forget(&mut self, node: usize) {
        self.intakes.remove(&node);
        self.fetching.take_if(|fetching| fetching.node == node);
    }

    fn intake(&mut self, node: usize, engine: &Engine, inbox: InboxId) -> Arc<Intake> {
        let begin = || {
            let fares = Arc::new(Fares::new(engine.clone(), inbox, "Poczta"));
            Arc::new(Intake::new(engine.clone(), inbox, fares))
        };
        self.intakes.entry(node).or_insert_with(begin).clone()
    }

    /// What the server says about a mail.
    fn listing(&self, uid: u32) -> Option<Listing> {
        let mail = self.folder.get(&uid)?;
        let text = String::from_utf8_lossy(&mail.raw);
        let message_id = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default();
        let size = u32::try_from(mail.raw.len()).unwrap_or(u32::MAX);
        Some(Listing { uid, size, received_at: Some(mail.received_at), message_id: message_id.as_bytes().to_vec() })
    }
}

impl Fetching {
    /// Hands mails over to be stored. `false`: another node has the mailbox by now.
    async fn take(&mut self, seed: u64, post: &mut Post, uids: Vec<u32>) -> bool {
        let mut mails: Vec<Listing> = uids.into_iter().filter_map(|uid| post.listing(uid)).collect();
        if self.wanted.renumbered && !mails.is_empty() {
            let known = self.intake.recognise(ROLE, self.uid_validity, mails.clone()).await;
            let Some(known) = ours(seed, known) else { return false };
            mails.retain(|mail| !known.contains(&mail.uid));
            post.stored.extend(&known);
            known.into_iter().for_each(|uid| self.wanted.known.insert(uid));
        }
        let uids: Vec<u32> = mails.iter().map(|mail| mail.uid).collect();
        let arrivals = mails.into_iter().map(|listing| {
            let content = Content::Whole(post.folder[&listing.uid].raw.clone());
            Arrival { listing, content }
        });
        let arrived = self.intake.arrived(ROLE, self.uid_validity, arrivals.collect()).await;
        if ours(seed, arrived).is_none() {
            return false;
        }
        post.stored.extend(&uids);
        uids.into_iter().for_each(|uid| self.wanted.known.insert(uid));
        true
    }

    /// Tells how the folder compares. `false`: another node has the mailbox by now.
    async fn compare(&self, seed: u64, post: &Post) -> bool {
        let missing = self.left.len() as u64;
        let survey = Survey {
            role: ROLE,
            uidvalidity: self.uid_validity,
            on_server: post.folder.len() as u64,
            wanted: self.wanted.known.len() + missing,
            missing,
            complete: true,
        };
        ours(seed, self.intake.surveyed(survey).await).is_some()
    }
}

/// What came of it; `None`: another node was faster. Anything else must not happen.
fn ours<T>(seed: u64, done: Result<T, String>) -> Option<T> {
    match done {
        Ok(done) => Some(done),
        Err(why) if why.contains("another node") => None,
        Err(why) => panic!("seed {seed}: the mailbox stands still: {why}"),
    }
}

impl World {
    /// A mail comes, by one way or the other.
    pub fn send_in(&mut self, chance: &mut StdRng, raw: Vec<u8>) {
        if chance.random_bool(0.5) { self.post.lay(raw, self.clock.now()) } else { self.post.held.push(raw) }
    }

    /// The node at hand fetches, if it is its turn: some mails, or all. `dies`: after storing some, before it knows that.
    pub async fn node_fetches(&mut self, chance: &mut StdRng, dies: bool) {
        if self.post.fetching.as_ref().is_none_or(|fetching| fetching.node != self.at || chance.random_bool(0.2)) {
            self.connect(chance.random_bool(0.1).then_some(&mut *chance)).await;
        }
        let mut pieces = chance.random_range(1..6);
        while let Some(mut fetching) = self.post.fetching.take_if(|fetching| fetching.node == self.at && pieces > 0) {
            pieces -= 1;
            if fetching.uid_validity != self.post.uid_validity || fetching.left.is_empty() {
                // The server says so, or there is nothing left: the connection ends.
                return;
            }
            let some = chance.random_range(1..5);
            let uids: Vec<u32> = fetching.left.iter().copied().take(some).collect();
            fetching.left.retain(|uid| !uids.contains(uid));
            if !fetching.take(self.seed, &mut self.post, uids).await {
                return;
            }
            if dies && chance.random_bool(0.3) {
                return self.die_and_come_back(chance).await;
            }
            if !fetching.compare(self.seed, &self.post).await {
                return;
            }
            self.post.fetching = Some(fetching);
        }
    }

    /// Connects to the mailbox if it is this node's turn. `careless`: the server leaves a mail out of what it finds.
    async fn connect(&mut self, careless: Option<&mut StdRng>) {
        let turn = turn::try_take(&self.engine, TURN).await.expect("the store answers");
        let Some(turn) = turn else { return };
        let intake = self.post.intake(self.at, &self.engine, self.inbox);
        intake.under(turn);
        let uid_validity = self.post.uid_validity.max(1);
        let uidnext = self.post.folder.last_key_value().map_or(1, |(last, _)| last + 1);
        let opened = Opened { role: ROLE, name: "INBOX".to_owned(), uidvalidity: uid_validity, uidnext: Some(uidnext) };
        let Some(wanted) = ours(self.seed, intake.opened(opened).await) else { return };
        let is_wanted = |uid: u32, mail: &Mail| {
            !wanted.known.contains(uid)
                && (mail.received_at >= wanted.since || wanted.from_uid.is_some_and(|from| uid >= from))
        };
        let mut left: BTreeSet<u32> =
            self.post.folder.iter().filter(|(uid, mail)| is_wanted(**uid, mail)).map(|(uid, _)| *uid).collect();
        if let Some(chance) = careless
            && let Some(uid) = left.iter().copied().choose(chance)
        {
            left.remove(&uid);
        }
        let fetching = Fetching { node: self.at, intake, uid_validity, wanted, left };
        if fetching.compare(self.seed, &self.post).await {
            self.post.fetching = Some(fetching);
        }
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
        let (bytes, source) = (raw.len(), format!("smtp:{}", self.post.transactions));
        let posted = Posted { inboxes: vec![self.inbox], source, content: intake::Content::Memory(raw), bytes };
        intake::receive_posted(&self.engine, posted).await.expect("stored");
    }

    /// The mailbox misbehaves, or a node loses its memory of it.
    pub async fn mailbox_misbehaves(&mut self, chance: &mut StdRng) {
        let Post { uid_validity, folder, stored, .. } = &mut self.post;
        match chance.random_range(0..3) {
            0 => {
                *uid_validity += 1;
                // Some were thrown away meanwhile, but only such as we have.
                let stored = std::mem::take(stored);
                let mut thrown = chance.random_range(0..3);
                let mut mails = std::mem::take(folder);
                mails.retain(|uid, _| {
                    let goes = thrown > 0 && stored.contains(uid);
                    thrown -= usize::from(goes);
                    !goes
                });
                *folder = (1..).zip(mails.into_values()).collect();
            }
            1 => self.post.forget(self.at),
            _ => {
                // The same mail once more.
                let copy = folder.values().choose(chance).cloned();
                let uid = folder.last_key_value().map_or(1, |(last, _)| last + 1);
                folder.extend(copy.map(|mail| (uid, mail)));
            }
        }
    }

    /// Everything that is still outside comes in.
    pub async fn post_comes_to_rest(&mut self) {
        for raw in std::mem::take(&mut self.post.held) {
            self.hand_over(raw).await;
        }
        let mut fetching = self.connection().await;
        let left: Vec<u32> = std::mem::take(&mut fetching.left).into_iter().collect();
        let taken =
            fetching.take(self.seed, &mut self.post, left).await && fetching.compare(self.seed, &self.post).await;
        assert!(taken, "seed {}: the turn was lost while nobody else was there", self.seed);
        // What the next one is told of the mailbox is in the store.
        self.post.forget(self.at);
        let again = self.connection().await;
        assert!(again.left.is_empty(), "seed {}: these were taken and are not known: {:?}", self.seed, again.left);
        assert!(!again.wanted.renumbered, "seed {}: UIDs of another time are kept for ever", self.seed);
    }

    async fn connection(&mut self) -> Fetching {
        self.connect(None).await;
        self.post.fetching.take().unwrap_or_else(|| panic!("seed {}: nobody may fetch", self.seed))
    }
}
