//! Who was overtaken writes nothing: every write that is guarded by a lease, on both engines.
//!
//! Anna had the lease, Bartek took it over. Anna comes back with what she remembers; and somebody who was given the very
//! number that Bartek has, by a database that forgot its last transactions in a fail-over.

use domain::conversation::Status;
use domain::delivery::DeliveryState;
use domain::event::{Actor, Origin, Position};
use domain::id::{Id, WebhookId};
use domain::time::{Clock, Millis};
use domain::webhook::CallState;
use engine::commands::{self, Reply};
use store::delivery::{self, Claim, Ending};
use store::lease::{self, Lease};
use store::webhook::call::{self, Ended};
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::on_both;

const ANNA: i64 = 5_001;
const BARTEK: i64 = 5_002;
const FOR_MS: i64 = 10_000;

/// The lease `name`, as Anna had it and as Bartek has it now.
async fn stolen(app: &TestApp, name: &'static str) -> (Lease, Lease) {
    let now = app.clock.now();
    let take = |owner: i64| {
        let write = move |tx: &mut store::Tx<'_>| lease::take(tx, name, owner, now, FOR_MS);
        async move { app.store().write(write).await.expect("written").value }
    };
    let annas = take(ANNA).await.expect("it was free");
    assert_eq!(take(BARTEK).await, None, "it is hers");
    app.store().write(|tx| lease::end_of(tx, ANNA)).await.expect("buried");
    let bartek = take(BARTEK).await.expect("it was over");
    (annas, bartek)
}

/// Anna again, with the number that Bartek has.
fn renumbered(annas: &Lease, bartek: &Lease) -> Lease {
    Lease { owner: annas.owner, ..bartek.clone() }
}

on_both!(a_lease_that_was_taken_over_is_neither_held_nor_renewed_nor_given_back, |app| {
    let (annas, bartek) = stolen(&app, "x").await;
    let row = || app.texts("SELECT owner, token, until FROM lease WHERE name = 'x'");
    let (before, now) = (row(), app.clock.now());
    for late in [annas.clone(), renumbered(&annas, &bartek)] {
        let (asked, renewed) = (late.clone(), late.clone());
        assert!(!app.store().read(move |conn| lease::holds(conn, &asked)).await.expect("read"), "{late:?}");
        let renew = move |tx: &mut store::Tx<'_>| lease::renew(tx, &renewed, now, FOR_MS);
        assert_eq!(app.store().write(renew).await.expect("written").value, None, "{late:?}");
        let given = late.clone();
        app.store().write(move |tx| lease::release(tx, &given)).await.expect("written");
        assert_eq!(row(), before, "{late:?}");
    }
    assert!(app.store().read(move |conn| lease::holds(conn, &bartek)).await.expect("read"));
});

on_both!(a_cursor_is_moved_by_no_earlier_token_and_from_nowhere_else, |app| {
    app.settle().await;
    let (annas, bartek) = stolen(&app, "y").await;
    let (name, at) = app.store().read(store::cursor::list).await.expect("read").remove(0);
    let further = Position(at.0 + 7);
    let move_it = |from: Position, to: Position, token: i64| {
        let (name, app) = (name.clone(), &app);
        async move {
            let write = move |tx: &mut store::Tx<'_>| store::cursor::advance(tx, &name, from, to, token);
            app.store().write(write).await.expect("written").value
        }
    };
    assert!(move_it(at, at, bartek.token).await, "Bartek only looks");
    assert!(!move_it(at, further, annas.token).await, "she was overtaken");
    assert!(!move_it(Position(at.0 - 1), further, bartek.token).await, "it stands elsewhere");
    let now_at = app.store().read(move |conn| store::cursor::get(conn, &name)).await.expect("read");
    assert_eq!(now_at, at);
});

/// A message of Ola's that waits to be sent: its delivery.
async fn waiting(app: &TestApp) -> (domain::id::DeliveryId, domain::id::ConversationId, domain::id::MessageId) {
    let conversation = app.receive(&Letter::new("a@example.org")).await;
    let then = Status::WaitingCustomer;
    let reply = Reply { conversation, text: "Dzień dobry".to_owned(), then, once: "form".to_owned(), seen: None };
    let message = commands::reply(&app.engine, app.ola(), reply).await.expect("answered");
    let row = app.texts("SELECT id FROM delivery WHERE state = 0").remove(0);
    (Id::from_raw(row[0].parse().expect("a number")), conversation, message)
}

async fn claim(app: &TestApp, id: domain::id::DeliveryId, owner: i64) -> Option<Claim> {
    let now = app.clock.now();
    let write = move |tx: &mut store::Tx<'_>| delivery::claim(tx, id, None, owner, (now, now), FOR_MS);
    app.store().write(write).await.expect("written").value
}

async fn end(app: &TestApp, claim: &Claim, ending: Ending) -> bool {
    let (claim, now) = (*claim, app.clock.now());
    let origin = Origin::new(Actor::System, now);
    let write = move |tx: &mut store::Tx<'_>| delivery::finish(tx, &claim, ending, "late", &origin);
    app.store().write(write).await.expect("written").value
}

on_both!(a_delivery_that_another_holds_is_ended_by_nobody_else, |app| {
    let (id, conversation, message) = waiting(&app).await;
    let annas = claim(&app, id, ANNA).await.expect("it was free");
    assert_eq!(claim(&app, id, BARTEK).await, None, "it is hers");
    app.store().write(|tx| delivery::end_of(tx, ANNA)).await.expect("buried");
    let now = app.clock.now();
    let lost = app.store().read(move |conn| delivery::expired(conn, now)).await.expect("read");
    assert_eq!(lost, [annas]);
    assert!(end(&app, &lost[0], Ending::Uncertain).await);
    let forgotten = Claim { owner: BARTEK, ..annas };
    assert!(!end(&app, &forgotten, Ending::Sent).await, "only who held it knows better");
    commands::requeue_delivery(&app.engine, app.ola(), conversation, message).await.expect("queued");
    let all = [Ending::Sent, Ending::Again(now), Ending::Failed, Ending::Uncertain];
    let rows = || {
        (
            app.texts("SELECT state, owner, token, due_at, lease_until, trouble FROM delivery"),
            app.texts("SELECT n, outcome, answer FROM delivery_attempt ORDER BY n"),
            app.number("SELECT position FROM log_head"),
        )
    };
    let queued = rows();
    for ending in all {
        assert!(!end(&app, &annas, ending).await, "{ending:?}: a person decided meanwhile");
    }
    assert_eq!(rows(), queued);
    let bartek = claim(&app, id, BARTEK).await.expect("it waits");
    let held = rows();
    for late in [annas, Claim { owner: ANNA, ..bartek }] {
        for ending in all {
            assert!(!end(&app, &late, ending).await, "{late:?} {ending:?}");
        }
    }
    assert_eq!(rows(), held);
    assert!(end(&app, &bartek, Ending::Sent).await);
    assert_eq!(app.texts("SELECT state FROM delivery"), [[DeliveryState::Sent.code().to_string()]]);
    app.settle().await;
});

on_both!(a_call_of_a_webhook_that_another_holds_is_ended_by_nobody_else, |app| {
    let (key, now) = ((WebhookId::from_raw(1), Position(1)), app.clock.now());
    app.store().write(move |tx| call::queue(tx, key.0, key.1, now)).await.expect("queued");
    let take = |owner: i64| {
        let write = move |tx: &mut store::Tx<'_>| call::claim(tx, key, owner, (now, now), 0);
        let app = &app;
        async move { app.store().write(write).await.expect("written").value }
    };
    let ended = |state| Ended { state, due_at: now, status: None, answer: "late".to_owned() };
    let end = |claim: call::Claim, state| {
        let (app, ended) = (&app, ended(state));
        let write = move |tx: &mut store::Tx<'_>| call::finish(tx, &claim, &ended, now);
        async move { app.store().write(write).await.expect("written").value }
    };
    let annas = take(ANNA).await.expect("it was free");
    let lost = app.store().read(move |conn| call::expired(conn, Millis::new(i64::MAX))).await.expect("read");
    assert_eq!(lost, [annas]);
    assert!(end(annas, CallState::Queued).await, "whoever noticed has it told again");
    let bartek = take(BARTEK).await.expect("it waits");
    let row = || app.texts("SELECT state, owner, token, due_at FROM webhook_call");
    let held = row();
    for late in [annas, call::Claim { owner: ANNA, ..bartek }] {
        assert!(!end(late, CallState::Taken).await, "{late:?}");
    }
    assert_eq!(row(), held);
    assert!(end(bartek, CallState::Taken).await);
});
