//! Deliveries on a scratch store: order, claims, ends.

use domain::event::Actor;
use domain::id::{BrandId, Id, TeamId};
use domain::identity::{Address, Fingerprint};

use super::*;
use crate::brand::{self, Inbox};
use crate::scratch::Scratch;

const NODE: i64 = 7;

fn at(ms: i64) -> Millis {
    Millis::new(ms)
}

fn origin(ms: i64) -> Origin {
    Origin::new(Actor::System, at(ms))
}

fn dlv(id: i64) -> DeliveryId {
    DeliveryId::from_raw(id)
}

/// A store with the inboxes 1 and 2.
fn store() -> Scratch {
    let mut store = Scratch::new();
    for id in [1, 2] {
        let inbox = Inbox {
            id: InboxId::from_raw(id),
            brand: BrandId::from_raw(1),
            team: TeamId::from_raw(1),
            name: String::new(),
            address: Address::parse(&format!("sklep{id}@example.pl")).unwrap(),
            sender: String::new(),
            auto_reply: None,
            signature: None,
        };
        let key = Fingerprint([id as u8; 16]);
        store.write(|tx| brand::create_inbox(tx, &inbox, key, &origin(0))).unwrap();
    }
    store
}

/// Queues delivery `id` of message `id`.
fn put(store: &mut Scratch, id: i64, conversation: i64, inbox: i64, due_at: i64) {
    let new = NewDelivery {
        id: dlv(id),
        message: MessageId::from_raw(id),
        conversation: ConversationId::from_raw(conversation),
        inbox: InboxId::from_raw(inbox),
        once: format!("key {id}"),
        due_at: at(due_at),
    };
    assert!(store.write(|tx| queue(tx, &new)).unwrap());
}

fn due_by(store: &mut Scratch, now: i64, per_inbox: usize) -> Vec<i64> {
    let inboxes = due_inboxes(store.conn(), at(now)).unwrap();
    let due = inboxes.into_iter().flat_map(|inbox| due(store.conn(), inbox, at(now), per_inbox).unwrap());
    due.map(|due| due.id.raw()).collect()
}

fn due_ids(store: &mut Scratch, now: i64) -> Vec<i64> {
    due_by(store, now, 10)
}

fn take(store: &mut Scratch, id: i64, now: i64) -> Option<Claim> {
    store.write(|tx| claim(tx, dlv(id), None, NODE, (at(now), at(now)), 100)).unwrap()
}

fn end(store: &mut Scratch, claim: &Claim, ending: Ending, now: i64) -> bool {
    store.write(|tx| finish(tx, claim, ending, "250 OK", &origin(now))).unwrap()
}

fn requeue(store: &mut Scratch, conversation: i64, message: i64, now: i64) -> bool {
    let (conversation, message) = (ConversationId::from_raw(conversation), MessageId::from_raw(message));
    store.write(|tx| requeue_message(tx, conversation, message, &origin(now))).unwrap()
}

fn standing(store: &mut Scratch, conversation: i64, message: i64) -> Standing {
    states_of(store.conn(), ConversationId::from_raw(conversation)).unwrap()[&MessageId::from_raw(message)].clone()
}

/// The kinds of the log that speak of deliveries.
fn told_kinds(store: &mut Scratch) -> Vec<&'static str> {
    store.events().iter().map(|event| event.fact.kind()).filter(|kind| kind.starts_with("delivery.")).collect()
}

#[test]
fn a_key_queues_once() {
    let mut store = store();
    put(&mut store, 1, 1, 1, 0);
    let again = NewDelivery {
        id: dlv(2),
        message: MessageId::from_raw(2),
        conversation: ConversationId::from_raw(1),
        inbox: InboxId::from_raw(1),
        once: "key 1".into(),
        due_at: at(0),
    };
    assert!(!store.write(|tx| queue(tx, &again)).unwrap());
    assert_eq!(count(store.conn(), DeliveryState::Queued).unwrap(), 1);
}

#[test]
fn messages_of_one_conversation_leave_in_their_order() {
    let mut store = store();
    put(&mut store, 1, 1, 1, 50);
    put(&mut store, 2, 1, 1, 0);
    put(&mut store, 3, 2, 1, 0);
    assert_eq!(due_ids(&mut store, 10), [3], "2 waits for 1, which is not due yet");
    assert_eq!(due_ids(&mut store, 50), [3, 1]);
    let first = take(&mut store, 1, 50).unwrap();
    assert_eq!(due_ids(&mut store, 50), [3], "1 is being sent");
    assert!(end(&mut store, &first, Ending::Again(at(90)), 60));
    assert_eq!(due_ids(&mut store, 60), [3], "1 is tried again first");
    let again = take(&mut store, 1, 90).unwrap();
    assert!(end(&mut store, &again, Ending::Failed, 95));
    assert_eq!(due_ids(&mut store, 95), [2, 3], "a failed one blocks nothing");

    let second = take(&mut store, 2, 95).unwrap();
    assert!(requeue(&mut store, 1, 1, 96));
    assert_eq!(due_ids(&mut store, 96), [3], "never two of one conversation at a time");
    assert!(end(&mut store, &second, Ending::Sent, 97));
    assert_eq!(due_ids(&mut store, 97), [3, 1]);
}

#[test]
fn a_busy_inbox_does_not_hide_another() {
    let mut store = store();
    for id in 1..=5 {
        put(&mut store, id, id, 1, 0);
    }
    put(&mut store, 6, 6, 2, 9);
    assert_eq!(due_by(&mut store, 9, 2), [1, 2, 6]);
}

#[test]
fn a_delivery_is_claimed_once_and_its_end_told_once() {
    let mut store = store();
    put(&mut store, 1, 1, 1, 0);
    let claim = take(&mut store, 1, 10).unwrap();
    assert_eq!((claim.token, claim.attempts), (1, 1));
    assert_eq!(take(&mut store, 1, 10), None);
    assert_eq!(standing(&mut store, 1, 1).state, DeliveryState::Sending);
    assert!(end(&mut store, &claim, Ending::Sent, 20));
    assert!(!end(&mut store, &claim, Ending::Sent, 21));
    assert_eq!(told_kinds(&mut store), ["delivery.sent"]);
    let after = standing(&mut store, 1, 1);
    assert_eq!((after.state, after.attempts, after.answer.as_deref()), (DeliveryState::Sent, 1, Some("250 OK")));
    let recorded = attempts(store.conn(), dlv(1)).unwrap();
    assert_eq!((recorded[0].started_at, recorded[0].ended_at), (at(10), Some(at(20))));
}

#[test]
fn a_claim_that_was_overtaken_records_nothing() {
    let mut store = store();
    put(&mut store, 1, 1, 1, 0);
    let lost = take(&mut store, 1, 10).unwrap();
    assert!(expired(store.conn(), at(109)).unwrap().is_empty());
    assert_eq!(expired(store.conn(), at(110)).unwrap(), [lost]);
    assert!(end(&mut store, &lost, Ending::Uncertain, 110));
    assert!(due_ids(&mut store, 10_000).is_empty(), "nobody tries an uncertain one again by itself");
    assert!(!end(&mut store, &lost, Ending::Uncertain, 111), "it was judged");
    assert!(!end(&mut store, &lost, Ending::Again(at(200)), 111), "what a person decides is left to a person");

    assert!(!requeue(&mut store, 2, 1, 120), "it stands in another conversation");
    assert!(requeue(&mut store, 1, 1, 120));
    assert!(!requeue(&mut store, 1, 1, 120), "it is queued");
    let second = take(&mut store, 1, 130).unwrap();
    assert_eq!((second.token, second.attempts), (2, 1), "attempts start anew, tokens never");
    assert!(!end(&mut store, &lost, Ending::Sent, 131));
    assert!(end(&mut store, &second, Ending::Sent, 132));
    assert_eq!(told_kinds(&mut store), ["delivery.uncertain", "delivery.requeued", "delivery.sent"]);
    assert_eq!(attempts(store.conn(), dlv(1)).unwrap().len(), 2);
}

#[test]
fn who_is_alone_ends_the_claims_of_the_dead() {
    let mut store = store();
    put(&mut store, 1, 1, 1, 0);
    take(&mut store, 1, 10).unwrap();
    store.write(|tx| end_others(tx, NODE)).unwrap();
    assert!(expired(store.conn(), at(11)).unwrap().is_empty());
    store.write(|tx| end_others(tx, NODE + 1)).unwrap();
    assert_eq!(expired(store.conn(), at(11)).unwrap().len(), 1);
}

#[test]
fn what_is_held_says_why_and_comes_back() {
    let mut store = store();
    put(&mut store, 1, 1, 1, 0);
    store.write(|tx| hold(tx, dlv(1), at(60), "no-channel")).unwrap();
    assert!(due_ids(&mut store, 59).is_empty());
    assert_eq!(standing(&mut store, 1, 1).held.as_deref(), Some("no-channel"));
    assert_eq!(due_ids(&mut store, 60), [1]);
    take(&mut store, 1, 60).unwrap();
    assert_eq!(standing(&mut store, 1, 1).held, None);
}

#[test]
fn an_erasure_ends_what_has_not_left_and_forgets_the_answers() {
    let mut store = store();
    put(&mut store, 1, 1, 1, 0);
    put(&mut store, 2, 1, 1, 0);
    put(&mut store, 3, 2, 1, 0);
    let done = take(&mut store, 1, 1).unwrap();
    assert!(end(&mut store, &done, Ending::Sent, 2));
    let under_way = take(&mut store, 2, 3).unwrap();
    put(&mut store, 4, 1, 1, 0);
    store.write(|tx| abandon(tx, ConversationId::from_raw(1), &origin(5))).unwrap();
    assert!(!end(&mut store, &under_way, Ending::Sent, 6), "its answer is not wanted any more");
    let state = |store: &mut Scratch, message| standing(store, 1, message).state;
    assert_eq!(state(&mut store, 1), DeliveryState::Sent);
    assert_eq!(state(&mut store, 2), DeliveryState::Uncertain);
    assert_eq!(state(&mut store, 4), DeliveryState::Failed);
    assert_eq!(standing(&mut store, 1, 1).answer, None);
    assert_eq!(told_kinds(&mut store), ["delivery.sent", "delivery.uncertain", "delivery.failed"]);
    assert_eq!(due_ids(&mut store, 100), [3], "others are untouched");
}

#[test]
fn who_was_judged_lost_and_knows_better_may_say_so_until_somebody_acted() {
    let mut store = store();
    put(&mut store, 1, 1, 1, 0);
    let lost = take(&mut store, 1, 10).unwrap();
    store.write(|tx| end_of(tx, NODE)).unwrap();
    assert_eq!(expired(store.conn(), at(11)).unwrap(), [lost]);
    assert!(end(&mut store, &lost, Ending::Uncertain, 11));
    assert!(end(&mut store, &lost, Ending::Sent, 12), "it hung, and comes back");
    assert!(!end(&mut store, &lost, Ending::Failed, 13), "once");
    assert_eq!(told_kinds(&mut store), ["delivery.uncertain", "delivery.sent"]);
    assert_eq!(standing(&mut store, 1, 1).state, DeliveryState::Sent);
}
