//! The books of both sides, and how they are compared.
//!
//! What was acknowledged, by the mailbox or by our mail server to a customer's, or by a page to an agent, is there exactly
//! once; what was sent was sent at most once, and what may have been sent twice is said to be uncertain.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::delivery::DeliveryState;

use super::Done;
use crate::operation::ledger::Ledger;

/// How long nothing may move in the end before that is taken for all there will be.
const STILL: Duration = Duration::from_secs(40);

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
    assert_eq!(done.turned_away, [""; 0], "a mail for us was refused for good:\n{said}");
    assert_eq!(done.refused, [0_u16; 0], "a page was refused to somebody who had signed in:\n{said}");
    assert!(done.mails.len() > 20 && done.acknowledged.len() > 5, "there was no load: {said}");
    assert_eq!((ledger.unread, ledger.quarantined), (0, 0), "arrivals unread and put aside:\n{said}");
    for id in &done.mails {
        assert_eq!(ledger.received.get(id), Some(&1), "{id} is there exactly once:\n{said}");
    }
    for id in &done.unknown_mails {
        assert!(ledger.received.get(id).is_none_or(|times| *times == 1), "{id} is there twice:\n{said}");
    }
    let stored = done.mails.len() + done.unknown_mails.iter().filter(|id| ledger.received.contains_key(*id)).count();
    assert_eq!(ledger.received.len(), stored, "nothing is there that nobody wrote");
    judge_answers(done, ledger, taken, said);
}

fn judge_answers(done: &Done, ledger: &Ledger, taken: &BTreeMap<String, u32>, said: &str) {
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
        "{} mails, {} of them by SMTP, handed over again {} times, {} unknown; {} answers acknowledged, {} unknown, \
         {uncertain} uncertain; a page said “not now” {} times",
        done.mails.len(),
        done.handed_over,
        done.came_again,
        done.unknown_mails.len(),
        done.acknowledged.len(),
        done.unknown.len(),
        done.not_now
    );
}
