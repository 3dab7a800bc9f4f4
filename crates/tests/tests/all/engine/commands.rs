//! What agents do, and what they are refused.

use domain::conversation::{Priority, Status};
use domain::delivery::DeliveryState;
use domain::id::{ConversationId, Id, TeamId};
use domain::permission::{Grant, Role};
use domain::time::{DAY_MS, HOUR_MS};
use engine::commands::{self, Assign, By, Note, Reply, SetStatus};
use engine::error::{Error, Refused};
use testkit::app::TestApp;
use testkit::channel::Mood;
use testkit::letter::Letter;
use testkit::on_both;

fn reply(conversation: ConversationId, once: &str) -> Reply {
    Reply {
        conversation,
        text: "Dzień dobry".to_owned(),
        then: Status::WaitingCustomer,
        once: once.to_owned(),
        seen: None,
    }
}

async fn standing(app: &TestApp, conversation: ConversationId) -> Vec<DeliveryState> {
    let states = app.store().read(move |conn| store::delivery::states_of(conn, conversation)).await.expect("read");
    states.into_values().map(|standing| standing.state).collect()
}

fn refusal<T: std::fmt::Debug>(done: engine::Result<T>) -> Refused {
    match done.expect_err("it is refused") {
        Error::Refused(refused) => refused,
        Error::Store(error) => panic!("{error}"),
    }
}

on_both!(the_same_form_twice_is_one_message, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let one = commands::reply(&app.engine, app.ola(), reply(id, "form")).await.expect("answered");
    let two = commands::reply(&app.engine, app.ola(), reply(id, "form")).await.expect("the same");
    assert_eq!(one, two);
    app.settle().await;
    assert_eq!(app.channel.arrived().len(), 1);
    let colleague = commands::reply(&app.engine, app.jan(), reply(id, "form")).await.expect("somebody else's form");
    assert_ne!(colleague, one);
    app.settle().await;
});

on_both!(a_hundred_claims_one_winner, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let claims: Vec<_> = (0..100)
        .map(|n| {
            let engine = app.engine.clone();
            let by = if n % 2 == 0 { app.ola() } else { app.jan() };
            tokio::spawn(async move {
                let claim = Assign { conversation: id, from: None, to: Some(by.agent) };
                (by.agent, commands::assign(&engine, by, claim).await)
            })
        })
        .collect();
    let mut winners = std::collections::HashSet::new();
    let mut told = std::collections::HashSet::new();
    for claim in claims {
        match claim.await.expect("it ends") {
            (agent, Ok(())) => {
                winners.insert(agent);
            }
            (_, Err(Error::Refused(Refused::TakenBy(by)))) => {
                told.insert(by.expect("somebody"));
            }
            (_, Err(error)) => panic!("{error}"),
        }
    }
    assert_eq!(winners.len(), 1, "one wins (again and again is the same claim)");
    assert_eq!(told, winners, "the others are told who has it");
    assert_eq!(app.number("SELECT COUNT(*) FROM event WHERE kind = 'conversation.assigned'"), 1);
});

on_both!(a_newer_message_stops_the_answer, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let seen = app.store().read(move |conn| store::message::newest_received(conn, id)).await.expect("read");
    app.receive(&Letter::new("b@example.org").answering("a@example.org")).await;
    let stale = Reply { seen, ..reply(id, "1") };
    assert_eq!(refusal(commands::reply(&app.engine, app.ola(), stale).await), Refused::Outdated);
    assert!(app.channel.arrived().is_empty());
});

on_both!(bad_input_is_refused_and_changes_nothing, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let before = app.number("SELECT position FROM log_head");
    let (engine, by) = (&app.engine, app.ola());
    assert_eq!(
        refusal(commands::reply(engine, by, Reply { text: " \n\0".to_owned(), ..reply(id, "1") }).await),
        Refused::Empty
    );
    let long = "ż".repeat(commands::MAX_TEXT_CHARS + 1);
    assert!(matches!(
        refusal(commands::reply(engine, by, Reply { text: long, ..reply(id, "1") }).await),
        Refused::TooLong { .. }
    ));
    assert!(matches!(refusal(commands::reply(engine, by, reply(id, "")).await), Refused::Invalid(_)));
    assert_eq!(refusal(commands::reply(engine, by, reply(Id::from_raw(7), "1")).await), Refused::NotFound);
    assert_eq!(refusal(commands::tag(engine, by, id, "  ").await), Refused::Empty);
    let snooze = |until| SetStatus { conversation: id, to: Status::Snoozed, until };
    assert!(matches!(refusal(commands::set_status(engine, by, snooze(None)).await), Refused::Invalid(_)));
    let past = engine.now().plus_ms(-1);
    assert!(matches!(refusal(commands::set_status(engine, by, snooze(Some(past))).await), Refused::Invalid(_)));
    let nobody = Assign { conversation: id, from: None, to: Some(Id::from_raw(7)) };
    assert!(matches!(refusal(commands::assign(engine, by, nobody).await), Refused::Invalid(_)));
    assert_eq!(app.number("SELECT position FROM log_head"), before);
});

on_both!(another_teams_conversation_is_not_there, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let foreign = By { agent: app.ola, grant: Grant { role: Role::Agent, team: TeamId::from_raw(7) } };
    let observer = By { agent: app.ola, grant: Grant { role: Role::Observer, team: app.team } };
    assert_eq!(refusal(commands::reply(&app.engine, foreign, reply(id, "1")).await), Refused::NotFound);
    assert_eq!(refusal(commands::prioritise(&app.engine, foreign, id, Priority::High).await), Refused::NotFound);
    assert_eq!(refusal(commands::reply(&app.engine, observer, reply(id, "1")).await), Refused::NotAllowed);
});

on_both!(a_note_never_leaves, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let note = Note { conversation: id, text: "między nami".to_owned(), once: "n".to_owned() };
    commands::note(&app.engine, app.ola(), note).await.expect("noted");
    app.settle().await;
    assert!(app.channel.arrived().is_empty());
    assert_eq!(app.number("SELECT COUNT(*) FROM delivery"), 0);
});

on_both!(what_is_deferred_is_tried_again_and_what_is_refused_is_told, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    app.channel.will([Mood::Defer, Mood::Defer]);
    commands::reply(&app.engine, app.ola(), reply(id, "1")).await.expect("answered");
    app.settle().await;
    assert_eq!(standing(&app, id).await, [DeliveryState::Queued]);
    app.wait_ms(DAY_MS).await;
    app.wait_ms(DAY_MS).await;
    assert_eq!(standing(&app, id).await, [DeliveryState::Sent]);
    assert_eq!(app.channel.arrived().len(), 1);
    let other = app.receive(&Letter::new("b@example.org")).await;
    app.channel.will([Mood::Refuse]);
    let message = commands::reply(&app.engine, app.ola(), reply(other, "2")).await.expect("answered");
    app.settle().await;
    assert_eq!(standing(&app, other).await, [DeliveryState::Failed]);
    commands::requeue_delivery(&app.engine, app.ola(), other, message).await.expect("once more");
    app.settle().await;
    assert_eq!(standing(&app, other).await, [DeliveryState::Sent]);
});

on_both!(what_may_have_been_sent_is_never_sent_again_by_itself, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    app.channel.will([Mood::TakeAndVanish]);
    commands::reply(&app.engine, app.ola(), reply(id, "1")).await.expect("answered");
    app.wait_ms(3 * DAY_MS).await;
    assert_eq!(standing(&app, id).await, [DeliveryState::Uncertain]);
    assert_eq!(app.channel.arrived().len(), 1);
});

on_both!(snoozed_comes_back_at_its_time, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let until = app.engine.now().plus_ms(3 * HOUR_MS);
    let snooze = SetStatus { conversation: id, to: Status::Snoozed, until: Some(until) };
    commands::set_status(&app.engine, app.ola(), snooze).await.expect("snoozed");
    app.wait_ms(2 * HOUR_MS).await;
    let status = |app: &TestApp| app.number("SELECT status FROM conversation");
    assert_eq!(status(&app), Status::Snoozed.code());
    app.wait_ms(HOUR_MS).await;
    assert_eq!(status(&app), Status::Open.code());
});

on_both!(snoozed_comes_back_at_once_when_the_customer_writes, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let waiting = app.number("SELECT waiting_since FROM conversation");
    let until = app.engine.now().plus_ms(3 * HOUR_MS);
    let snooze = SetStatus { conversation: id, to: Status::Snoozed, until: Some(until) };
    commands::set_status(&app.engine, app.ola(), snooze).await.expect("snoozed");
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM timer"), 1);
    app.wait_ms(HOUR_MS).await;
    app.receive(&Letter::new("b@example.org").answering("a@example.org")).await;
    assert_eq!(app.number("SELECT status FROM conversation"), Status::Open.code());
    assert_eq!(app.number("SELECT waiting_since FROM conversation"), waiting, "whoever waited waits since then");
    assert_eq!(app.number("SELECT COUNT(*) FROM timer"), 0);
});

on_both!(tags_and_priority_come_and_go, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let tag = commands::tag(&app.engine, app.ola(), id, "  Zwrot   Pieniędzy ").await.expect("tagged");
    assert_eq!(commands::tag(&app.engine, app.jan(), id, "zwrot pieniędzy").await.expect("the same"), tag);
    commands::prioritise(&app.engine, app.ola(), id, Priority::Urgent).await.expect("urgent");
    let state = app.store().read(move |conn| store::conversation::load(conn, id)).await.expect("read").expect("there");
    assert!(state.tags.contains(&tag) && state.priority == Priority::Urgent);
    commands::untag(&app.engine, app.ola(), id, tag).await.expect("untagged");
    let state = app.store().read(move |conn| store::conversation::load(conn, id)).await.expect("read").expect("there");
    assert!(state.tags.is_empty());
});
