//! More than one way out, and providers' limits.

use domain::channel::Route;
use domain::time::HOUR_MS;

use super::*;
use crate::deliver::{AWAY, PER_HOUR, SLOWED};

/// A scratch with `count` acknowledgements queued, each in a conversation of its own.
async fn many(count: usize, routes: Vec<Route>) -> Scratch {
    let scratch = Scratch::new(Some("Dziękujemy.")).await;
    *scratch.post.routes.lock().unwrap() = routes;
    for number in 0..count {
        scratch.open_conversation(&format!("{number}@klient.example"), false, 0).await;
    }
    while reactors::step(&scratch.engine).await.unwrap() > 0 {}
    scratch
}

async fn work(scratch: &Scratch) {
    while step(&scratch.engine).await.unwrap() > 0 {}
}

fn tried(scratch: &Scratch) -> Vec<usize> {
    std::mem::take(&mut scratch.post.tried.lock().unwrap())
}

async fn waiting(scratch: &Scratch) -> Vec<(String, i64)> {
    let now = scratch.engine.now();
    let read = move |conn: &mut store::Conn| store::route::waiting(conn, now);
    let waiting = scratch.engine.store().read(read).await.unwrap();
    waiting.into_iter().map(|waiting| (waiting.why, waiting.until.since_ms(now))).collect()
}

#[tokio::test]
async fn a_second_route_stands_in_for_one_that_takes_nothing_and_steps_back_when_it_works() {
    let second = Route { after_ms: 10 * MINUTE_MS, ..Route::default() };
    let scratch = many(1, vec![Route::default(), second]).await;
    answers(&scratch, (0..20).map(|_| SendError::Away("421 closed".into())));
    let mut minutes = 0;
    while tried(&scratch).iter().all(|route| *route == 0) {
        work(&scratch).await;
        if scratch.post.tried.lock().unwrap().contains(&1) {
            break;
        }
        scratch.pass(MINUTE_MS);
        minutes += 1;
        assert!(minutes < 60);
    }
    assert!(minutes >= 10, "not before it failed for so long: {minutes}");
    // Both are away: everything waits, and what is tried is surely not sent.
    scratch.post.answers.lock().unwrap().clear();
    scratch.pass(HOUR_MS);
    tried(&scratch);
    work(&scratch).await;
    assert_eq!((sent(&scratch), tried(&scratch)), (1, vec![0]), "the first is asked again, and works");
    assert_eq!(waiting(&scratch).await, []);
}

#[tokio::test]
async fn what_the_first_route_surely_did_not_take_leaves_by_the_second_at_once() {
    let second = Route { after_ms: 0, ..Route::default() };
    let scratch = many(1, vec![Route::default(), second]).await;
    answers(&scratch, [SendError::Away("no connection".into())]);
    work(&scratch).await;
    assert_eq!((tried(&scratch), sent(&scratch)), (vec![0, 1], 1));
}

#[tokio::test]
async fn what_may_have_been_sent_goes_no_other_way() {
    let second = Route { after_ms: 0, ..Route::default() };
    let scratch = many(1, vec![Route::default(), second]).await;
    answers(&scratch, [SendError::Uncertain("cut off".into())]);
    work(&scratch).await;
    scratch.pass(30 * DAY_MS);
    work(&scratch).await;
    assert_eq!((tried(&scratch), sent(&scratch)), (vec![0], 0));
}

#[tokio::test]
async fn a_limit_is_kept_over_a_restart_and_the_rest_waits_in_sight() {
    let route = Route { per_hour: Some(3), per_day: Some(5), ..Route::default() };
    let scratch = many(7, vec![route]).await;
    work(&scratch).await;
    assert_eq!(sent(&scratch), 3);
    assert_eq!(waiting(&scratch).await, [(PER_HOUR.to_owned(), HOUR_MS)]);
    scratch.pass(HOUR_MS / 2);
    let next = scratch.another_process();
    assert_eq!((step(&next).await.unwrap(), sent(&scratch)), (0, 3), "another process knows it too");
    scratch.pass(HOUR_MS / 2);
    work(&scratch).await;
    assert_eq!(sent(&scratch), 5, "the day's limit");
    assert_eq!(waiting(&scratch).await[0].0, "per-day");
    scratch.pass(DAY_MS);
    work(&scratch).await;
    assert_eq!(sent(&scratch), 7);
}

#[tokio::test]
async fn what_surely_was_not_sent_does_not_count_and_what_may_have_been_does() {
    let route = Route { per_hour: Some(2), ..Route::default() };
    let scratch = many(3, vec![Route { at_once: 1, ..route }]).await;
    answers(&scratch, [SendError::Refused("550".into()), SendError::Uncertain("cut off".into())]);
    work(&scratch).await;
    assert_eq!((sent(&scratch), waiting(&scratch).await.len()), (1, 0));
    scratch.open_conversation("4@klient.example", false, 0).await;
    while reactors::step(&scratch.engine).await.unwrap() > 0 {}
    work(&scratch).await;
    assert_eq!((sent(&scratch), waiting(&scratch).await.len()), (1, 1));
}

#[tokio::test]
async fn a_server_that_wants_less_gets_less() {
    let scratch = many(2, vec![Route { at_once: 1, ..Route::default() }]).await;
    answers(&scratch, [SendError::Slow("450 slow down".into()), SendError::Slow("450 slow down".into())]);
    work(&scratch).await;
    assert_eq!(waiting(&scratch).await, [(SLOWED.to_owned(), MINUTE_MS)]);
    assert_eq!(tried(&scratch).len(), 1, "nothing else goes there meanwhile");
    scratch.pass(MINUTE_MS);
    work(&scratch).await;
    assert_eq!(waiting(&scratch).await, [(SLOWED.to_owned(), 2 * MINUTE_MS)]);
    scratch.pass(2 * MINUTE_MS);
    work(&scratch).await;
    assert_eq!(sent(&scratch), 2);
}

#[tokio::test]
async fn what_waited_for_a_server_leaves_when_it_is_back() {
    let scratch = many(2, vec![Route { at_once: 2, ..Route::default() }]).await;
    answers(&scratch, (0..12).map(|_| SendError::Away("no connection".into())));
    for _ in 0..6 {
        work(&scratch).await;
        scratch.pass(10 * MINUTE_MS);
    }
    scratch.post.answers.lock().unwrap().clear();
    let held =
        scratch.engine.store().read(|conn| store::outbox::open(conn, Default::default(), None, 9)).await.unwrap();
    assert!(held.iter().all(|letter| letter.held.as_deref() == Some(AWAY)), "{held:?}");
    scratch.open_conversation("neu@klient.example", false, 0).await;
    while reactors::step(&scratch.engine).await.unwrap() > 0 {}
    work(&scratch).await;
    assert_eq!(sent(&scratch), 3, "the first that was taken woke the others");
}
