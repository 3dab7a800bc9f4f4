//! What somebody did to a conversation is taken back, as long as nobody touched the same thing since.

use domain::conversation::{Bucket, Conversation, Priority, Status};
use domain::event::{Event, Position};
use domain::id::ConversationId;
use domain::permission::{Grant, Role};
use domain::time::{DAY_MS, HOUR_MS, Millis};
use engine::commands::{self, Assign, By, SetStatus, Undo};
use engine::error::{Error, Refused};
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::on_both;

async fn state(app: &TestApp, id: ConversationId) -> Conversation {
    app.store().read(move |conn| store::conversation::load(conn, id)).await.expect("read").expect("there")
}

fn head(app: &TestApp) -> Position {
    Position(app.number("SELECT position FROM log_head"))
}

/// What Ola did since `since`, as the notice on her page would take it back.
async fn hers(app: &TestApp, conversation: ConversationId, since: Position) -> Undo {
    let by = app.ola();
    let events: Option<Vec<Event>> =
        app.store().read(move |conn| commands::undoable(conn, by, conversation, since)).await.expect("read");
    let events = events.expect("there is something to take back");
    let (first, last) = (events[0].position, events[events.len() - 1].position);
    Undo { conversation, first, last }
}

fn solve(conversation: ConversationId) -> SetStatus {
    SetStatus { conversation, to: Status::Solved, until: None }
}

async fn refused(app: &TestApp, by: By, undo: Undo) -> Refused {
    let before = head(app);
    match commands::undo(&app.engine, by, undo).await.expect_err("it is refused") {
        Error::Refused(refused) => {
            assert_eq!(head(app), before, "nothing changed");
            refused
        }
        Error::Store(error) => panic!("{error}"),
    }
}

on_both!(a_solved_conversation_comes_back_to_its_place_in_the_queue, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    app.wait_ms(HOUR_MS).await;
    app.receive(&Letter::new("b@example.org").from("Piotr <p@example.org>")).await;
    let before = state(&app, id).await;
    let since = head(&app);
    commands::set_status(&app.engine, app.ola(), solve(id)).await.expect("solved");
    assert_eq!(state(&app, id).await.waiting_since, None);
    app.wait_ms(HOUR_MS).await;
    let undo = hers(&app, id, since).await;
    commands::undo(&app.engine, app.ola(), undo).await.expect("taken back");
    let after = state(&app, id).await;
    assert_eq!(after, before, "whoever waited waits on, since when they waited");
    assert_eq!((after.bucket(), after.sort_at()), (Bucket::ToAnswer, before.sort_at()));
    assert_eq!(refused(&app, app.ola(), undo).await, Refused::Outdated, "once is enough");
});

on_both!(every_change_by_hand_has_its_way_back, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let untouched = state(&app, id).await;
    let (engine, ola) = (&app.engine, app.ola());
    for step in 0..6 {
        let since = head(&app);
        match step {
            0 => commands::assign(engine, ola, Assign { conversation: id, from: None, to: Some(app.jan) }).await,
            1 => commands::prioritise(engine, ola, id, Priority::Urgent).await,
            2 => commands::tag(engine, ola, id, "zwrot").await.map(drop),
            3 => commands::judge_spam(engine, ola, id, true).await,
            4 => commands::set_status(engine, ola, SetStatus { to: Status::WaitingOthers, ..solve(id) }).await,
            _ => {
                let until = Some(engine.now().plus_ms(DAY_MS));
                commands::set_status(engine, ola, SetStatus { conversation: id, to: Status::Snoozed, until }).await
            }
        }
        .expect("done");
        app.settle().await;
        assert_ne!(state(&app, id).await, untouched, "step {step}");
        let undo = hers(&app, id, since).await;
        commands::undo(engine, ola, undo).await.expect("taken back");
        app.settle().await;
        assert_eq!(state(&app, id).await, untouched, "step {step}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM timer"), 0, "it would have woken what is awake");
    assert_eq!(app.number("SELECT COUNT(*) FROM spam_lesson"), 0, "a slip teaches nothing");
});

on_both!(what_was_put_aside_until_a_moment_is_put_aside_again_until_it, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let until = app.engine.now().plus_ms(DAY_MS);
    let snooze = SetStatus { conversation: id, to: Status::Snoozed, until: Some(until) };
    commands::set_status(&app.engine, app.jan(), snooze).await.expect("snoozed");
    app.settle().await;
    let since = head(&app);
    let open = SetStatus { conversation: id, to: Status::Open, until: None };
    commands::set_status(&app.engine, app.ola(), open).await.expect("open");
    app.settle().await;
    let undo = hers(&app, id, since).await;
    commands::undo(&app.engine, app.ola(), undo).await.expect("taken back");
    app.settle().await;
    assert_eq!(state(&app, id).await.snoozed_until, Some(until));
    app.wait_ms(DAY_MS).await;
    assert_eq!(state(&app, id).await.status, Status::Open, "its timer was set again");
});

on_both!(what_somebody_else_did_meanwhile_stands, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let (engine, ola, jan) = (&app.engine, app.ola(), app.jan());
    let since = head(&app);
    commands::set_status(engine, ola, solve(id)).await.expect("solved");
    let undo = hers(&app, id, since).await;
    // Somebody else's work on something else is in nobody's way; on the same thing, it is.
    commands::prioritise(engine, jan, id, Priority::High).await.expect("high");
    assert!(hers(&app, id, since).await == undo);
    commands::set_status(engine, jan, SetStatus { to: Status::WaitingOthers, ..solve(id) }).await.expect("waiting");
    commands::set_status(engine, jan, solve(id)).await.expect("solved again, by Jan");
    assert_eq!(refused(&app, ola, undo).await, Refused::Outdated);
    assert_eq!(refused(&app, jan, undo).await, Refused::Outdated, "nobody takes back what others did");
    let foreign = By { grant: Grant { role: Role::Agent, team: domain::id::Id::from_raw(7) }, ..ola };
    assert_eq!(refused(&app, foreign, undo).await, Refused::NotFound);
    let observer = By { grant: Grant { role: Role::Observer, team: app.team }, ..ola };
    assert_eq!(refused(&app, observer, undo).await, Refused::NotAllowed);
    // The customer writes: the conversation is open for another reason.
    app.receive(&Letter::new("b@example.org").answering("a@example.org")).await;
    let since = head(&app);
    commands::set_status(engine, ola, solve(id)).await.expect("solved");
    let undo = hers(&app, id, since).await;
    app.receive(&Letter::new("c@example.org").answering("a@example.org")).await;
    assert_eq!(refused(&app, ola, undo).await, Refused::Outdated);
    assert_eq!(state(&app, id).await.status, Status::Open);
});

on_both!(of_a_change_and_its_undo_at_the_same_time_nothing_is_lost, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    for _ in 0..20 {
        let since = head(&app);
        let holder = state(&app, id).await.assignee;
        let take = Assign { conversation: id, from: holder, to: Some(app.ola) };
        commands::assign(&app.engine, app.ola(), take).await.expect("taken");
        let undo = hers(&app, id, since).await;
        let give = Assign { conversation: id, from: Some(app.ola), to: Some(app.jan) };
        let (engine, ola, jan) = (app.engine.clone(), app.ola(), app.jan());
        let other = engine.clone();
        let (undone, given) = tokio::join!(
            tokio::spawn(async move { commands::undo(&engine, ola, undo).await }),
            tokio::spawn(async move { commands::assign(&other, jan, give).await }),
        );
        let (undone, given) = (undone.expect("it ends"), given.expect("it ends"));
        assert!(undone.is_ok() != given.is_ok(), "one of the two wins: {undone:?}, {given:?}");
        let now = state(&app, id).await.assignee;
        assert_eq!(now, if given.is_ok() { Some(app.jan) } else { holder });
        let free = Assign { conversation: id, from: now, to: None };
        commands::assign(&app.engine, app.jan(), free).await.expect("free");
        app.clock.advance_ms(1);
    }
    let waited: Option<Millis> = state(&app, id).await.waiting_since;
    assert!(waited.is_some());
});
