//! The runner and the reactors on a scratch engine.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::conversation::Status;
use domain::event::{Actor, Fact, JoinedBy, Origin, StopReason};
use domain::id::ConversationId;
use domain::time::{DAY_MS, HOUR_MS};
use store::cursor::Parked;

use super::*;
use crate::error::Refused;
use crate::scratch::Scratch;
use crate::timers;

async fn settle(scratch: &Scratch) {
    while step(&scratch.engine).await.unwrap() > 0 {}
}

async fn status(scratch: &Scratch, id: ConversationId) -> Status {
    let read = move |conn: &mut store::Conn| store::conversation::load(conn, id);
    scratch.engine.store().read(read).await.unwrap().unwrap().status
}

async fn set_status(scratch: &Scratch, id: ConversationId, to: Status, until: Option<Millis>) {
    let now = scratch.engine.now();
    scratch
        .write(move |tx| {
            let mut state = store::conversation::lock(tx, id)?.unwrap();
            let fact = Fact::StatusChanged { conversation: id, from: state.status, to, until, waiting_since: None };
            let origin = Origin { depth: 2, ..Origin::new(Actor::System, now) };
            store::conversation::record(tx, &mut state, &[fact], &origin, None)
        })
        .await;
}

async fn parked(scratch: &Scratch) -> Vec<Parked> {
    scratch.engine.store().read(store::cursor::parked).await.unwrap()
}

async fn cursor(scratch: &Scratch, name: &'static str) -> i64 {
    scratch.engine.store().read(move |conn| store::cursor::get(conn, name)).await.unwrap().0
}

#[tokio::test]
async fn a_first_message_is_acknowledged_once() {
    let scratch = Scratch::new(Some("Dziękujemy, odpiszemy.")).await;
    let conversation = scratch.open_conversation("anna@klient.example", false, 0).await;
    settle(&scratch).await;
    let again = scratch.another_process();
    scratch.pass(HOUR_MS);
    while step(&again).await.unwrap() > 0 {}

    let events = scratch.events().await;
    let replies: Vec<_> = events.iter().filter(|event| event.fact.kind() == "message.replied").collect();
    let received = events.iter().find(|event| event.fact.kind() == "message.received").unwrap();
    assert_eq!(replies.len(), 1);
    assert_eq!(replies[0].actor, Actor::Reactor("auto_reply".into()));
    assert_eq!((replies[0].cause, replies[0].depth), (Some(received.position), 1));
    let Fact::MessageReplied { message, automatic: true, .. } = replies[0].fact else { panic!("an automatic reply") };
    let read = move |conn: &mut store::Conn| store::message::outbound(conn, message);
    let outbound = scratch.engine.store().read(read).await.unwrap().unwrap();
    assert!(outbound.automatic);
    assert_eq!(outbound.subject, "Auto: Gdzie jest paczka?");
    assert_eq!(outbound.to[0].address.as_str(), "anna@klient.example");
    assert!(outbound.in_reply_to.is_some_and(|id| id.ends_with("@klient.example")));
    assert_eq!(status(&scratch, conversation).await, Status::Open, "it is still our turn");
}

#[tokio::test]
async fn what_must_not_be_acknowledged_is_not() {
    let scratch = Scratch::new(Some("Dziękujemy.")).await;
    scratch.open_conversation("newsletter@klient.example", true, 0).await;
    scratch.open_conversation("no-reply@klient.example", false, 0).await;
    scratch.open_conversation("late@klient.example", false, 0).await;
    scratch.pass(HORIZON_MS + 1);
    settle(&scratch).await;
    assert_eq!(scratch.count("message.replied").await, 0);

    let silent = Scratch::new(None).await;
    silent.open_conversation("anna@klient.example", false, 0).await;
    settle(&silent).await;
    assert_eq!(silent.count("message.replied").await, 0, "the inbox has no text for it");
}

#[tokio::test]
async fn one_sender_gets_only_so_many_and_the_conversation_says_so() {
    let scratch = Scratch::new(Some("Dziękujemy.")).await;
    for _ in 0..3 {
        scratch.open_conversation("anna@klient.example", false, 0).await;
    }
    scratch.open_conversation("jan@klient.example", false, 0).await;
    settle(&scratch).await;
    assert_eq!(scratch.count("message.replied").await, 3, "two to Anna, one to Jan");
    let events = scratch.events().await;
    let stopped: Vec<_> = events.iter().filter(|event| event.fact.kind() == "automation.stopped").collect();
    assert_eq!(stopped.len(), 1);
    assert!(matches!(stopped[0].fact, Fact::AutomationStopped { reason: StopReason::SenderCap, .. }));
    scratch.pass(DAY_MS);
    scratch.open_conversation("anna@klient.example", false, 0).await;
    settle(&scratch).await;
    assert_eq!(scratch.count("message.replied").await, 4);
}

#[tokio::test]
async fn a_chain_that_is_too_deep_ends_in_sight() {
    let scratch = Scratch::new(Some("Dziękujemy.")).await;
    scratch.open_conversation("anna@klient.example", false, domain::automation::MAX_DEPTH).await;
    settle(&scratch).await;
    assert_eq!(scratch.count("message.replied").await, 0);
    assert_eq!(scratch.count("automation.stopped").await, 1);
}

#[tokio::test]
async fn a_snoozed_conversation_comes_back_when_it_is_time() {
    let scratch = Scratch::new(None).await;
    let conversation = scratch.open_conversation("anna@klient.example", false, 0).await;
    set_status(&scratch, conversation, Status::Snoozed, Some(scratch.engine.now().plus_ms(HOUR_MS))).await;
    settle(&scratch).await;
    scratch.pass(HOUR_MS - 1);
    assert_eq!(timers::step(&scratch.engine).await.unwrap(), 0);
    scratch.pass(1);
    assert_eq!(timers::step(&scratch.engine).await.unwrap(), 1);
    assert_eq!(timers::step(&scratch.engine).await.unwrap(), 0);
    assert_eq!(status(&scratch, conversation).await, Status::Open);
    let events = scratch.events().await;
    let [.., put_aside, woken] = events.as_slice() else { panic!("two changes") };
    assert_eq!((woken.cause, woken.depth, &woken.actor), (Some(put_aside.position), 3, &Actor::System));
}

#[tokio::test]
async fn a_snooze_that_ended_or_was_prolonged_does_not_fire_early() {
    let scratch = Scratch::new(None).await;
    let at = |ms| Some(scratch.engine.now().plus_ms(ms));
    let back = scratch.open_conversation("anna@klient.example", false, 0).await;
    set_status(&scratch, back, Status::Snoozed, at(HOUR_MS)).await;
    settle(&scratch).await;
    set_status(&scratch, back, Status::WaitingOthers, None).await;
    settle(&scratch).await;
    let longer = scratch.open_conversation("jan@klient.example", false, 0).await;
    set_status(&scratch, longer, Status::Snoozed, at(HOUR_MS)).await;
    settle(&scratch).await;
    // The reactor has not seen this one when the old timer fires.
    set_status(&scratch, longer, Status::Snoozed, at(3 * HOUR_MS)).await;
    scratch.pass(HOUR_MS);
    assert_eq!(timers::step(&scratch.engine).await.unwrap(), 1);
    assert_eq!(status(&scratch, back).await, Status::WaitingOthers);
    assert_eq!(status(&scratch, longer).await, Status::Snoozed);
    settle(&scratch).await;
    scratch.pass(2 * HOUR_MS);
    assert_eq!(timers::step(&scratch.engine).await.unwrap(), 1);
    assert_eq!(status(&scratch, longer).await, Status::Open);
}

/// Tags nothing, refuses while told to: the conversation with number 2 only, or all.
struct Moody {
    refuses: AtomicBool,
    name: &'static str,
    only_second: bool,
}

impl Reactor for Moody {
    fn name(&self) -> &'static str {
        self.name
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["message.received", "tag.created"]
    }

    fn react(&self, tx: &mut Tx<'_>, reaction: &Reaction<'_>) -> Result<()> {
        let Some(id) = reaction.event.fact.conversation() else {
            return Err(Refused::Invalid("nobody in particular".into()).into());
        };
        let mut state = store::conversation::lock(tx, id)?.unwrap();
        let fact = Fact::NoteAdded { conversation: id, message: reaction.id() };
        store::conversation::record(tx, &mut state, &[fact], &reaction.origin(), None)?;
        if self.refuses.load(Ordering::SeqCst) && (!self.only_second || state.number == 2) {
            return Err(Refused::Invalid("not today".into()).into());
        }
        Ok(())
    }
}

#[tokio::test]
async fn trouble_with_one_conversation_parks_that_one_and_is_made_up_for() {
    static MOODY: Moody = Moody { refuses: AtomicBool::new(true), name: "moody", only_second: true };
    let scratch = Scratch::new(None).await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        ids.push(scratch.open_conversation(&format!("{number}@klient.example"), false, 0).await);
    }
    while advance(&scratch.engine, &MOODY).await.unwrap() > 0 {}
    assert_eq!(scratch.count("note.added").await, 2, "the other two; nothing is left of the refused one");
    let rows = parked(&scratch).await;
    assert_eq!((rows.len(), rows[0].conversation, rows[0].attempts), (1, ids[1], 1));
    assert_eq!(rows[0].why, "this makes no sense here: not today");

    // Something more happens there meanwhile: it waits in line.
    let more = Fact::MessageReceived {
        conversation: ids[1],
        message: scratch.engine.id(),
        contact: scratch.engine.id(),
        inbox: scratch.inbox.id,
        raw: scratch.engine.id(),
        joined_by: JoinedBy::Reference,
        automatic: false,
        history: false,
    };
    let second = ids[1];
    scratch
        .write(move |tx| {
            let mut state = store::conversation::lock(tx, second)?.unwrap();
            let origin = Origin::new(Actor::System, crate::scratch::START);
            store::conversation::record(tx, &mut state, std::slice::from_ref(&more), &origin, None)
        })
        .await;
    while advance(&scratch.engine, &MOODY).await.unwrap() > 0 {}
    assert_eq!(scratch.count("note.added").await, 2);

    // Still refused when it is due again: further back, still there.
    scratch.pass(HOUR_MS);
    while advance(&scratch.engine, &MOODY).await.unwrap() > 0 {}
    let again = parked(&scratch).await;
    assert_eq!((again[0].attempts, again[0].position), (2, rows[0].position));
    assert!(again[0].due_at > scratch.engine.now());

    MOODY.refuses.store(false, Ordering::SeqCst);
    while advance(&scratch.engine, &MOODY).await.unwrap() > 0 {}
    assert_eq!(parked(&scratch).await.len(), 1, "not due yet");
    scratch.pass(HOUR_MS);
    while advance(&scratch.engine, &MOODY).await.unwrap() > 0 {}
    assert_eq!(scratch.count("note.added").await, 4, "both events were made up for");
    assert!(parked(&scratch).await.is_empty());
    let causes: Vec<_> = scratch.events().await.iter().filter_map(|event| event.cause).collect();
    let distinct: HashSet<_> = causes.iter().collect();
    assert_eq!(causes.len(), distinct.len(), "each once");
}

#[tokio::test]
async fn trouble_with_nobody_in_particular_stops_the_cursor() {
    static MOODY: Moody = Moody { refuses: AtomicBool::new(false), name: "moody", only_second: false };
    let scratch = Scratch::new(None).await;
    scratch.open_conversation("a@klient.example", false, 0).await;
    let tag = scratch.engine.id();
    scratch
        .write(move |tx| store::tag::named(tx, "pilne", tag, &Origin::new(Actor::System, crate::scratch::START)))
        .await;
    scratch.open_conversation("b@klient.example", false, 0).await;
    assert!(advance(&scratch.engine, &MOODY).await.is_err());
    assert!(advance(&scratch.engine, &MOODY).await.is_err());
    let events = scratch.events().await;
    let stands = events.iter().find(|event| event.fact.kind() == "tag.created").unwrap().position.0 - 1;
    assert_eq!(cursor(&scratch, "moody").await, stands, "right before the event it cannot take");
    assert_eq!(scratch.count("note.added").await, 1);
}

#[tokio::test]
async fn trouble_with_everybody_stops_the_cursor_instead_of_parking_everybody() {
    static MOODY: Moody = Moody { refuses: AtomicBool::new(true), name: "moody", only_second: false };
    let scratch = Scratch::new(None).await;
    for number in 0..110 {
        scratch.open_conversation(&format!("{number}@klient.example"), false, 0).await;
    }
    assert!(
        async {
            loop {
                match advance(&scratch.engine, &MOODY).await {
                    Ok(0) => break false,
                    Ok(_) => {}
                    Err(_) => break true,
                }
            }
        }
        .await
    );
    assert_eq!(parked(&scratch).await.len(), 100);
}

#[tokio::test]
async fn a_reactor_is_on_one_node_at_a_time() {
    static MOODY: Moody = Moody { refuses: AtomicBool::new(false), name: "moody", only_second: false };
    let scratch = Scratch::new(None).await;
    let other = scratch.another_process();
    scratch.open_conversation("a@klient.example", false, 0).await;
    while advance(&scratch.engine, &MOODY).await.unwrap() > 0 {}
    scratch.open_conversation("b@klient.example", false, 0).await;
    assert_eq!(advance(&other, &MOODY).await.unwrap(), 0, "the first has the lease");
    scratch.pass(HOUR_MS);
    assert!(advance(&other, &MOODY).await.unwrap() > 0);
    assert_eq!(advance(&scratch.engine, &MOODY).await.unwrap(), 0, "nothing left, and not its turn");
    assert_eq!(scratch.count("note.added").await, 2);
}

#[tokio::test]
async fn a_released_reactor_is_taken_at_once() {
    let scratch = Scratch::new(Some("Dziękujemy.")).await;
    let other = scratch.another_process();
    settle(&scratch).await;
    scratch.open_conversation("a@klient.example", false, 0).await;
    assert_eq!(step(&other).await.unwrap(), 0);
    release(&scratch.engine).await.unwrap();
    assert!(step(&other).await.unwrap() > 0);
}
