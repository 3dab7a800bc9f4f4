//! One thing done to many conversations: in pieces, each judged by itself, told as numbers, taken back at once.

use std::collections::BTreeMap;

use domain::bulk::Wish;
use domain::conversation::{Conversation, Priority, Status};
use domain::event::Position;
use domain::id::{BulkId, ConversationId, Id};
use domain::permission::{Grant, Role};
use domain::time::{DAY_MS, HOUR_MS};
use engine::commands::bulk::{self, Ask, MAX, Progress};
use engine::commands::{self, By, SetStatus};
use engine::error::{Error, Refused};
use engine::people::create_team;
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::on_both;

use crate::pages::people::hire;

async fn conversations(app: &TestApp, many: usize) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for n in 0..many {
        let letter = Letter::new(&format!("{n}@example.org")).from(&format!("Klient <k{n}@example.org>"));
        ids.push(app.receive(&letter).await);
        app.clock.advance_ms(1_000);
    }
    ids
}

async fn states(app: &TestApp, ids: &[ConversationId]) -> BTreeMap<ConversationId, Conversation> {
    let ids = ids.to_vec();
    let read = move |conn: &mut store::Conn| {
        ids.iter().map(|id| Ok((*id, store::conversation::load(conn, *id)?.expect("there")))).collect()
    };
    app.store().read::<_, store::Error, _>(read).await.expect("read")
}

/// All of them, as they stand.
fn as_known(app: &TestApp, ids: &[ConversationId]) -> Vec<(ConversationId, Position)> {
    let seen = Position(app.number("SELECT position FROM log_head"));
    ids.iter().map(|id| (*id, seen)).collect()
}

async fn progress(app: &TestApp, by: By, id: BulkId) -> Progress {
    let read = app.store().read(move |conn| bulk::progress(conn, by.agent, id)).await;
    read.expect("read").expect("it is theirs")
}

/// Does it to its end, and tells what came of it: done, changed, refused.
async fn to_the_end(app: &TestApp, by: By, id: BulkId) -> (i64, i64, i64) {
    while bulk::advance(&app.engine, id).await.expect("a piece") {}
    let told = progress(app, by, id).await;
    assert!(told.ended && told.tried == told.total, "{told:?}");
    (told.done, told.changed, told.refused)
}

fn refusal<T: std::fmt::Debug>(done: engine::Result<T>) -> Refused {
    match done.expect_err("it is refused") {
        Error::Refused(refused) => refused,
        Error::Store(error) => panic!("{error}"),
    }
}

on_both!(what_changed_meanwhile_is_left_and_one_undo_takes_all_back, |app| {
    let ids = conversations(&app, 40).await;
    let (ola, jan) = (app.ola(), app.jan());
    let chosen = as_known(&app, &ids);
    let others = SetStatus { conversation: ids[3], to: Status::WaitingOthers, until: None };
    commands::set_status(&app.engine, jan, others).await.expect("Jan was faster");
    app.receive(&Letter::new("more@example.org").from("Klient <k7@example.org>").answering("7@example.org")).await;
    commands::prioritise(&app.engine, jan, ids[9], Priority::High).await.expect("this is in nobody's way");
    let before = states(&app, &ids).await;
    let id = bulk::begin(&app.engine, ola, Ask::Status(Status::Solved, None), chosen).await.expect("begun");
    assert!(bulk::advance(&app.engine, id).await.expect("a piece"), "one piece is not all");
    let told = progress(&app, ola, id).await;
    assert!(!told.ended && !told.can_be_undone && told.tried < told.total, "{told:?}");
    assert_eq!(refusal(bulk::take_back(&app.engine, ola, id).await), Refused::Outdated, "it is under way");
    assert_eq!(to_the_end(&app, ola, id).await, (38, 2, 0));
    let after = states(&app, &ids).await;
    let left: Vec<_> = ids.iter().filter(|id| before[id] == after[id]).collect();
    assert_eq!(left, [&ids[3], &ids[7]]);
    assert!(after.iter().filter(|(_, state)| state.status == Status::Solved).count() == 38);

    // One that Jan touches since keeps what Jan did; all others stand as if nothing had happened.
    let open = SetStatus { conversation: ids[20], to: Status::Open, until: None };
    commands::set_status(&app.engine, jan, open).await.expect("open");
    app.clock.advance_ms(HOUR_MS);
    let undo = bulk::take_back(&app.engine, ola, id).await.expect("taken back");
    assert_eq!(bulk::take_back(&app.engine, ola, id).await.expect("the same"), undo, "twice is once");
    assert_eq!(to_the_end(&app, ola, undo).await, (37, 1, 0));
    let again = states(&app, &ids).await;
    let differs: Vec<_> = ids.iter().filter(|id| before[id] != again[id]).collect();
    assert_eq!(differs, [&ids[20]]);
    assert!(!progress(&app, ola, undo).await.can_be_undone);
    assert_eq!(refusal(bulk::take_back(&app.engine, jan, id).await), Refused::NotFound, "it is not Jan's");
});

on_both!(each_kind_of_change_is_done_and_taken_back, |app| {
    let ids = conversations(&app, 3).await;
    let before = states(&app, &ids).await;
    let until = app.engine.now().plus_ms(DAY_MS);
    let asks = [
        Ask::Status(Status::Snoozed, Some(until)),
        Ask::Assign(Some(app.jan)),
        Ask::Prioritise(Priority::Urgent),
        Ask::Tag("  Święta ".to_owned()),
        Ask::Spam(true),
    ];
    for ask in asks {
        let chosen = as_known(&app, &ids);
        let id = bulk::begin(&app.engine, app.ola(), ask.clone(), chosen.clone()).await.expect("begun");
        assert_eq!(to_the_end(&app, app.ola(), id).await, (3, 0, 0), "{ask:?}");
        let again = bulk::begin(&app.engine, app.ola(), ask.clone(), chosen).await.expect("begun");
        assert_eq!(to_the_end(&app, app.ola(), again).await, (0, 0, 0), "{ask:?} is so already");
        app.clock.advance_ms(1);
        let undo = bulk::take_back(&app.engine, app.ola(), id).await.expect("begun");
        assert_eq!(to_the_end(&app, app.ola(), undo).await, (3, 0, 0), "{ask:?}");
        assert_eq!(states(&app, &ids).await, before, "{ask:?}");
        app.settle().await;
        app.clock.advance_ms(1);
    }
    assert_eq!(app.texts("SELECT name FROM tag"), [["święta"]]);
    assert_eq!(app.number("SELECT COUNT(*) FROM timer"), 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM spam_lesson"), 0);
});

on_both!(of_two_agents_at_once_each_conversation_hears_one, |app| {
    let ids = conversations(&app, 60).await;
    let chosen = as_known(&app, &ids);
    let begin = |by: By| bulk::begin(&app.engine, by, Ask::Assign(Some(by.agent)), chosen.clone());
    let (hers, his) = (begin(app.ola()).await.expect("begun"), begin(app.jan()).await.expect("begun"));
    let run = |id| {
        let engine = app.engine.clone();
        tokio::spawn(async move { while bulk::advance(&engine, id).await.expect("a piece") {} })
    };
    // Twice each: whoever else does a piece, no conversation is tried again.
    for task in [run(hers), run(his), run(hers), run(his)] {
        task.await.expect("it ends");
    }
    let (won, lost, _) = to_the_end(&app, app.ola(), hers).await;
    let (other_won, other_lost, _) = to_the_end(&app, app.jan(), his).await;
    assert_eq!((won + other_won, lost + other_lost), (60, 60));
    assert_eq!(app.number("SELECT COUNT(*) FROM event WHERE kind = 'conversation.assigned'"), 60);
    let has = |agent| states_of(&app, agent);
    assert_eq!((has(app.ola), has(app.jan)), (won, other_won));
});

fn states_of(app: &TestApp, agent: domain::id::AgentId) -> i64 {
    app.number(&format!("SELECT COUNT(*) FROM conversation WHERE assignee = {}", agent.raw()))
}

on_both!(rights_are_those_of_each_conversation_and_moment, |app| {
    let ids = conversations(&app, 2).await;
    let elsewhere = create_team(&app.engine, "Hurt").await.expect("a team");
    let stranger = hire(&app, "foreign@example.com", Role::Lead, elsewhere).await;
    let by = By { agent: stranger, grant: Grant { role: Role::Lead, team: elsewhere } };
    let chosen = as_known(&app, &ids);
    let id = bulk::begin(&app.engine, by, Ask::Status(Status::Solved, None), chosen.clone()).await.expect("begun");
    assert_eq!(to_the_end(&app, by, id).await, (0, 0, 2), "what they may not see is not there");
    let mut with_nothing = chosen.clone();
    with_nothing.push((ConversationId::from_raw(7), Position(1)));
    let ask = Ask::Prioritise(Priority::High);
    let id = bulk::begin(&app.engine, app.ola(), ask.clone(), with_nothing).await.expect("begun");
    assert_eq!(to_the_end(&app, app.ola(), id).await, (2, 0, 1));
    let id = bulk::begin(&app.engine, app.ola(), Ask::Assign(Some(stranger)), chosen.clone()).await.expect("begun");
    assert_eq!(to_the_end(&app, app.ola(), id).await, (0, 0, 2), "nobody gets what they cannot answer");
    let id = bulk::begin(&app.engine, app.ola(), ask, chosen).await.expect("begun");
    engine::people::switch(&app.engine, owner(&app).await, app.ola, false).await.expect("switched off");
    assert_eq!(to_the_end(&app, app.ola(), id).await, (0, 0, 2), "whoever left changes nothing any more");
});

async fn owner(app: &TestApp) -> By {
    let agent = hire(app, "owner@example.com", Role::Owner, app.team).await;
    By { agent, grant: Grant { role: Role::Owner, team: app.team } }
}

on_both!(what_one_process_began_another_ends, |app| {
    let ids = conversations(&app, 30).await;
    let chosen = as_known(&app, &ids);
    let id = bulk::begin(&app.engine, app.ola(), Ask::Status(Status::Solved, None), chosen).await.expect("begun");
    assert!(bulk::advance(&app.engine, id).await.expect("a piece"));
    app.settle().await;
    assert_eq!(to_the_end(&app, app.ola(), id).await, (30, 0, 0));
    app.wait_ms(2 * DAY_MS).await;
    let next = bulk::begin(&app.engine, app.ola(), Ask::Status(Status::Open, None), as_known(&app, &ids[..1])).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM bulk"), 1, "what is over is forgotten");
    assert_eq!(app.number("SELECT COUNT(*) FROM bulk_item"), 1);
    let next = next.expect("begun");
    assert_eq!(progress(&app, app.ola(), next).await.wish, Wish::Status { to: Status::Open, until: None });
    assert_eq!(to_the_end(&app, app.ola(), next).await, (1, 0, 0));
});

on_both!(senseless_wishes_are_refused_and_change_nothing, |app| {
    let ids = conversations(&app, 1).await;
    let chosen = as_known(&app, &ids);
    let before = app.number("SELECT position FROM log_head");
    let (engine, ola) = (&app.engine, app.ola());
    let solve = Ask::Status(Status::Solved, None);
    assert_eq!(refusal(bulk::begin(engine, ola, solve.clone(), Vec::new()).await), Refused::Empty);
    let crowd = (1..=MAX + 1).map(|n| (Id::from_raw(i64::try_from(n).expect("few")), Position(1))).collect();
    assert_eq!(refusal(bulk::begin(engine, ola, solve, crowd).await), Refused::TooLong { limit: MAX });
    let past = Ask::Status(Status::Snoozed, Some(engine.now()));
    assert!(matches!(refusal(bulk::begin(engine, ola, past, chosen.clone()).await), Refused::Invalid(_)));
    let word = Ask::Tag("ż".repeat(commands::MAX_TAG_CHARS + 1));
    assert!(matches!(refusal(bulk::begin(engine, ola, word, chosen.clone()).await), Refused::TooLong { .. }));
    assert_eq!(refusal(bulk::begin(engine, ola, Ask::Tag("  ".to_owned()), chosen).await), Refused::Empty);
    assert_eq!(app.number("SELECT COUNT(*) FROM bulk"), 0);
    assert_eq!(app.number("SELECT position FROM log_head"), before);
});
