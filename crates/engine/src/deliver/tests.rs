//! The deliverer on a scratch engine.

use domain::channel::SendError;
use domain::delivery::{DeliveryState, GIVE_UP_MS, LEASE_MS};
use domain::event::{Actor, Fact, Origin};
use domain::id::{ConversationId, MessageId};
use domain::time::{DAY_MS, MINUTE_MS};
use store::delivery::Standing;
use tokio_util::sync::CancellationToken;

mod ways;

use super::*;
use crate::scratch::Scratch;
use crate::{presence, reactors, run};

/// A scratch with one acknowledgement queued.
async fn queued() -> (Scratch, ConversationId) {
    let scratch = Scratch::new(Some("Dziękujemy.")).await;
    let conversation = scratch.open_conversation("anna@klient.example", false, 0).await;
    while reactors::step(&scratch.engine).await.unwrap() > 0 {}
    (scratch, conversation)
}

async fn standing(scratch: &Scratch, conversation: ConversationId) -> (MessageId, Standing) {
    let read = move |conn: &mut store::Conn| store::delivery::states_of(conn, conversation);
    scratch.engine.store().read(read).await.unwrap().into_iter().next().unwrap()
}

async fn state(scratch: &Scratch, conversation: ConversationId) -> DeliveryState {
    standing(scratch, conversation).await.1.state
}

fn answers(scratch: &Scratch, answers: impl IntoIterator<Item = SendError>) {
    scratch.post.answers.lock().unwrap().extend(answers);
}

fn sent(scratch: &Scratch) -> usize {
    scratch.post.sent.lock().unwrap().len()
}

#[tokio::test]
async fn what_is_due_is_sent_once_and_told() {
    let (scratch, conversation) = queued().await;
    assert_eq!(step(&scratch.engine).await.unwrap(), 1);
    assert_eq!(step(&scratch.engine).await.unwrap(), 0);
    assert_eq!(sent(&scratch), 1);
    let (_, standing) = standing(&scratch, conversation).await;
    assert_eq!((standing.state, standing.answer.as_deref()), (DeliveryState::Sent, Some("250 taken")));
    assert_eq!(scratch.count("delivery.sent").await, 1);
}

#[tokio::test]
async fn a_refusal_that_may_pass_is_tried_again_with_the_same_message() {
    let (scratch, conversation) = queued().await;
    answers(&scratch, [SendError::Later("451 greylisted".into())]);
    assert_eq!(step(&scratch.engine).await.unwrap(), 1);
    let (_, waits) = standing(&scratch, conversation).await;
    assert_eq!((waits.state, waits.answer.as_deref()), (DeliveryState::Queued, Some("451 greylisted")));
    assert_eq!(step(&scratch.engine).await.unwrap(), 0, "not yet");
    scratch.pass(MINUTE_MS);
    assert_eq!(step(&scratch.engine).await.unwrap(), 1);
    assert_eq!(state(&scratch, conversation).await, DeliveryState::Sent);
    let log = scratch.events().await;
    assert!(matches!(log.last().unwrap().fact, Fact::DeliverySent { attempts: 2, .. }));
}

#[tokio::test]
async fn it_is_given_up_after_so_long_and_a_person_may_try_again() {
    let (scratch, conversation) = queued().await;
    answers(&scratch, (0..3).map(|_| SendError::Later("451".into())));
    for _ in 0..3 {
        assert_eq!(step(&scratch.engine).await.unwrap(), 1);
        scratch.pass(GIVE_UP_MS / 2);
    }
    assert_eq!(step(&scratch.engine).await.unwrap(), 0);
    let (message, given_up) = standing(&scratch, conversation).await;
    assert_eq!((given_up.state, given_up.attempts), (DeliveryState::Failed, 3));
    assert_eq!(scratch.count("delivery.failed").await, 1);
    let now = scratch.engine.now();
    scratch
        .write(move |tx| store::delivery::requeue_message(tx, conversation, message, &Origin::new(Actor::System, now)))
        .await;
    assert_eq!(step(&scratch.engine).await.unwrap(), 1);
    assert_eq!(state(&scratch, conversation).await, DeliveryState::Sent);
}

#[tokio::test]
async fn what_may_have_been_sent_is_never_sent_again_by_itself() {
    for answer in [SendError::Uncertain("cut off".into()), SendError::Uncertain("panic".into())] {
        let (scratch, conversation) = queued().await;
        answers(&scratch, [answer]);
        assert_eq!(step(&scratch.engine).await.unwrap(), 1);
        scratch.pass(30 * DAY_MS);
        assert_eq!(step(&scratch.engine).await.unwrap(), 0);
        assert_eq!(state(&scratch, conversation).await, DeliveryState::Uncertain);
        assert_eq!(scratch.count("delivery.uncertain").await, 1);
        assert_eq!(sent(&scratch), 0);
    }
}

#[tokio::test]
async fn a_process_that_died_while_sending_leaves_it_uncertain() {
    let (scratch, conversation) = queued().await;
    // Claimed, and dropped before the channel was asked: what a kill leaves behind.
    let round = Desk::default().begin(&scratch.engine).await.unwrap();
    assert_eq!(round.carried.len(), 1);
    drop(round);
    let next = scratch.another_process();
    assert_eq!(step(&next).await.unwrap(), 0, "the lease still runs; on a shared store the other may live");
    assert_eq!(state(&scratch, conversation).await, DeliveryState::Sending);
    scratch.pass(LEASE_MS);
    assert_eq!(step(&next).await.unwrap(), 1);
    let (_, standing) = standing(&scratch, conversation).await;
    assert_eq!((standing.state, standing.answer.as_deref()), (DeliveryState::Uncertain, Some(PROCESS_ENDED)));
    assert_eq!((sent(&scratch), step(&next).await.unwrap()), (0, 0));
}

#[tokio::test]
async fn a_claim_whose_answer_was_lost_is_taken_back_and_made_again() {
    let (scratch, conversation) = queued().await;
    let engine = &scratch.engine;
    let mut desk = Desk::default();
    let times = (engine.now(), engine.lease_now());
    let looked = desk.look(engine, times).await.unwrap();
    // The same node has claimed it meanwhile, and nobody was told: as when the connection breaks after the commit.
    drop(Desk::default().begin(engine).await.unwrap());
    assert!(desk.claim(engine, looked, times).await.unwrap().carried.is_empty());
    assert_eq!(state(&scratch, conversation).await, DeliveryState::Sending);
    let round = desk.begin(engine).await.unwrap();
    assert_eq!((round.dealt_with, round.carried.len()), (1, 0));
    let (_, waits) = standing(&scratch, conversation).await;
    assert_eq!((waits.state, waits.answer.as_deref()), (DeliveryState::Queued, Some(NOT_BEGUN)));

    let mut carried = desk.begin(engine).await.unwrap().carried;
    assert_eq!(carried.len(), 1);
    carried.remove(0).carry(engine).await;
    assert_eq!((state(&scratch, conversation).await, sent(&scratch)), (DeliveryState::Sent, 1));
    assert_eq!(scratch.count("delivery.uncertain").await, 0);
}

#[tokio::test]
async fn what_is_handed_over_is_not_taken_back_because_a_reader_lags() {
    let (scratch, conversation) = queued().await;
    let engine = &scratch.engine;
    let mut desk = Desk::default();
    let times = (engine.now(), engine.lease_now());
    let behind = desk.look(engine, times).await.unwrap();
    let carried = desk.begin(engine).await.unwrap().carried;
    assert_eq!(carried.len(), 1);
    assert!(desk.claim(engine, behind, times).await.unwrap().carried.is_empty());
    assert_eq!(desk.begin(engine).await.unwrap().dealt_with, 0);
    assert_eq!(state(&scratch, conversation).await, DeliveryState::Sending);
}

#[tokio::test]
async fn who_has_the_store_alone_need_not_wait_for_the_dead() {
    let (scratch, conversation) = queued().await;
    drop(Desk::default().begin(&scratch.engine).await.unwrap());
    let next = scratch.another_process();
    presence::arrive(&next).await.unwrap();
    assert_eq!(step(&next).await.unwrap(), 1);
    assert_eq!(state(&scratch, conversation).await, DeliveryState::Uncertain);
}

#[tokio::test]
async fn an_inbox_takes_only_its_own_slots() {
    let scratch = Scratch::new(Some("Dziękujemy.")).await;
    for number in 0..6 {
        scratch.open_conversation(&format!("{number}@klient.example"), false, 0).await;
    }
    while reactors::step(&scratch.engine).await.unwrap() > 0 {}
    let mut desk = Desk::default();
    let mut first = desk.begin(&scratch.engine).await.unwrap().carried;
    assert_eq!(first.len(), 4);
    assert!(desk.begin(&scratch.engine).await.unwrap().carried.is_empty(), "all its slots are taken");
    first.pop().unwrap().carry(&scratch.engine).await;
    assert_eq!(desk.begin(&scratch.engine).await.unwrap().carried.len(), 1);
    assert_eq!(sent(&scratch), 1);
}

#[tokio::test]
async fn without_a_channel_it_waits_and_says_why() {
    let (scratch, conversation) = queued().await;
    let unconnected = Engine::new(scratch.engine.store().clone(), scratch.clock.clone(), crate::Channels::default());
    assert_eq!(step(&unconnected).await.unwrap(), 1);
    assert_eq!(step(&unconnected).await.unwrap(), 0);
    let (_, waits) = standing(&scratch, conversation).await;
    assert_eq!((waits.state, waits.held.as_deref(), waits.attempts), (DeliveryState::Queued, Some(NO_CHANNEL), 0));
    scratch.pass(MINUTE_MS);
    assert_eq!(step(&scratch.engine).await.unwrap(), 1);
    assert_eq!(state(&scratch, conversation).await, DeliveryState::Sent);
}

#[tokio::test]
async fn the_loops_acknowledge_and_send_and_end_when_told() {
    let scratch = Scratch::new(Some("Dziękujemy.")).await;
    let cancel = CancellationToken::new();
    let mut log = scratch.engine.store().head();
    let running = tokio::spawn(run::run(scratch.engine.clone(), cancel.clone()));
    scratch.open_conversation("anna@klient.example", false, 0).await;
    while scratch.count("delivery.sent").await == 0 {
        log.changed().await.unwrap();
    }
    cancel.cancel();
    running.await.unwrap().unwrap();
    assert_eq!(sent(&scratch), 1);
}
