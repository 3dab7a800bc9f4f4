//! Somebody's web server is told what happens: signed, at least once, never where it must not go.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use channels::webhook::Poster;
use domain::id::WebhookId;
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use domain::webhook::{CallState, EndpointState, Kinds, Post};
use engine::Engine;
use engine::webhooks::{self, New};
use store::Conn;
use store::webhook::call;
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::net::{PostAnswer, Receiver};
use testkit::on_both;

use super::another_node;

fn poster(networks: &[&str]) -> Arc<dyn Post> {
    rustls::crypto::ring::default_provider().install_default().ok();
    let networks: Vec<_> = networks.iter().map(|text| text.parse().expect("a network")).collect();
    Arc::new(Poster::within(&networks, Duration::from_secs(10)).expect("a poster"))
}

fn local() -> Arc<dyn Post> {
    poster(&["127.0.0.0/8", "::1/128"])
}

async fn hook(app: &TestApp, url: String, kinds: &[&str]) -> (WebhookId, String) {
    let kinds = Kinds::choose(kinds.iter().map(|kind| (*kind).to_owned()).collect()).expect("kinds");
    let (id, secret) =
        webhooks::create(&app.engine, None, New { name: "ERP".to_owned(), url, kinds }).await.expect("made");
    (id, secret.expect("made now").spelt())
}

async fn rest(engine: &Engine, post: &Arc<dyn Post>) {
    while webhooks::step(engine, post).await.expect("a step") > 0 {}
}

async fn one(app: &TestApp, id: WebhookId) -> store::webhook::Webhook {
    app.store().read(move |conn| store::webhook::by_id(conn, id)).await.expect("a read").expect("it is there")
}

async fn calls(app: &TestApp, id: WebhookId) -> Vec<call::Call> {
    app.store().read(move |conn| call::list(conn, id, Default::default(), 1_000)).await.expect("a read")
}

async fn attempts(app: &TestApp, id: WebhookId) -> Vec<call::Attempt> {
    let position = calls(app, id).await.last().expect("a call").position;
    app.store().read(move |conn| call::attempts(conn, id, position)).await.expect("a read")
}

on_both!(what_happens_is_told_in_the_form_of_the_api_signed_and_once, |app| {
    let receiver = Receiver::start().await;
    app.receive(&Letter::new("before@example.org").subject("Przed")).await;
    let (id, secret) = hook(&app, receiver.url_by_name(), &["message.received", "conversation"]).await;
    let (stopped, _) = hook(&app, receiver.url(), &[]).await;
    webhooks::stand(&app.engine, None, stopped, false).await.expect("stopped");
    app.receive(&Letter::new("a@example.org").subject("Rabarbar")).await;
    let post = local();
    rest(&app.engine, &post).await;

    let posted = receiver.posted();
    let jan = app.guest(app.jan, &[domain::scope::Scope::EventsRead]).await;
    let all = jan.get("/events?limit=1000").await.json;
    for told in &posted {
        let json = told.json();
        let shown = all["items"].as_array().expect("items").iter().find(|event| event["position"] == json["position"]);
        assert_eq!(shown, Some(&json), "word by word what the API shows");
        assert!(told.is_signed_with(&secret) && told.signatures.len() == 1);
        assert!(!told.body.contains("Rabarbar") && !told.body.contains("example.org"), "{}", told.body);
    }
    let kinds: Vec<String> =
        posted.iter().map(|told| told.json()["kind"].as_str().expect("a kind").to_owned()).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "message.received").count(), 1, "nothing of before: {kinds:?}");
    assert!(kinds.iter().all(|kind| kind == "message.received" || kind.starts_with("conversation.")), "{kinds:?}");
    let ids: BTreeSet<&str> = posted.iter().map(|told| told.id.as_str()).collect();
    assert_eq!(ids.len(), posted.len(), "each once");
    assert!(calls(&app, id).await.iter().all(|call| call.state == CallState::Taken && call.attempts == 1));
    assert!(calls(&app, stopped).await.is_empty());

    webhooks::stand(&app.engine, None, stopped, true).await.expect("started");
    rest(&app.engine, &post).await;
    assert!(receiver.posted().len() > 2 * posted.len(), "what happened meanwhile is told, of all kinds");
});

on_both!(a_new_secret_signs_beside_the_one_before_for_a_day, |app| {
    let receiver = Receiver::start().await;
    let (id, first) = hook(&app, receiver.url(), &["message"]).await;
    let second = webhooks::rotate(&app.engine, None, id).await.expect("rotated").spelt();
    assert_ne!(first, second);
    let post = local();
    app.receive(&Letter::new("a@example.org").subject("Raz")).await;
    rest(&app.engine, &post).await;
    let told = receiver.posted().pop().expect("told");
    assert!(told.is_signed_with(&first) && told.is_signed_with(&second));
    app.wait_ms(DAY_MS).await;
    app.receive(&Letter::new("b@example.org").subject("Dwa")).await;
    rest(&app.engine, &post).await;
    let told = receiver.posted().pop().expect("told");
    assert!(!told.is_signed_with(&first) && told.is_signed_with(&second));
    let names = app.texts("SELECT sealed FROM secret").len();
    assert_eq!(names, 2, "sealed, both");
    webhooks::remove(&app.engine, None, id).await.expect("removed");
    assert_eq!(app.number("SELECT COUNT(*) FROM secret"), 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM webhook_attempt"), 0);
});

on_both!(what_is_not_taken_is_tried_again_under_the_same_id_and_given_up_in_the_end, |app| {
    let receiver = Receiver::start().await;
    let (id, _) = hook(&app, receiver.url(), &["message.received"]).await;
    let post = local();
    receiver.always(Some(PostAnswer::Status(500)));
    app.receive(&Letter::new("a@example.org").subject("Raz")).await;
    rest(&app.engine, &post).await;
    assert_eq!(receiver.posted().len(), 1);
    app.clock.advance_ms(4_000);
    rest(&app.engine, &post).await;
    assert_eq!(receiver.posted().len(), 1, "five seconds are not over");
    for hours in [1, 1, 1, 3, 6, 11, 16, 22, 27] {
        app.clock.advance_ms(hours * HOUR_MS);
        rest(&app.engine, &post).await;
    }
    let posted = receiver.posted();
    assert_eq!(posted.len(), 10);
    assert!(posted.iter().all(|told| told.id == posted[0].id && told.body == posted[0].body));
    assert!(posted.windows(2).all(|two| two[0].seconds < two[1].seconds), "each attempt has its own moment");
    assert_eq!(calls(&app, id).await[0].state, CallState::Failed);
    let attempts = attempts(&app, id).await;
    assert_eq!(attempts.len(), 10);
    for attempt in attempts {
        assert_eq!((attempt.status, attempt.ended_at.is_some()), (Some(500), true));
        let words = attempt.answer.expect("its words");
        assert!(words.starts_with("Nie dziś. ") && words.chars().count() <= 500, "{words}");
    }
    // Somebody mended it and wants it sent again.
    receiver.always(None);
    let position = calls(&app, id).await[0].position;
    assert_eq!(webhooks::resend(&app.engine, None, id, position.0, position.0).await.expect("again"), 1);
    rest(&app.engine, &post).await;
    assert_eq!(receiver.posted().last().expect("told").id, posted[0].id);
    assert_eq!((calls(&app, id).await[0].state, one(&app, id).await.failing_since), (CallState::Taken, None));
});

on_both!(who_takes_nothing_for_five_days_or_says_gone_is_stopped_until_somebody_starts_it, |app| {
    let receiver = Receiver::start().await;
    let (id, _) = hook(&app, receiver.url(), &["message.received"]).await;
    let (gone, _) = hook(&app, receiver.url(), &["message.received"]).await;
    webhooks::stand(&app.engine, None, gone, false).await.expect("stopped");
    let post = local();
    receiver.always(Some(PostAnswer::Status(503)));
    for day in 0..6 {
        assert_eq!(one(&app, id).await.state, EndpointState::Active, "day {day}");
        app.receive(&Letter::new(&format!("{day}@example.org")).subject("Pytanie")).await;
        rest(&app.engine, &post).await;
        app.clock.advance_ms(DAY_MS + MINUTE_MS);
    }
    let stopped = one(&app, id).await;
    assert_eq!((stopped.state, stopped.owed), (EndpointState::GivenUp, true));
    let before = receiver.posted().len();
    app.receive(&Letter::new("late@example.org").subject("Pytanie")).await;
    rest(&app.engine, &post).await;
    assert_eq!(receiver.posted().len(), before, "nothing is posted to it any more");

    receiver.always(None);
    let open = calls(&app, id).await.iter().filter(|call| call.state == CallState::Queued).count();
    webhooks::stand(&app.engine, None, id, true).await.expect("started");
    app.clock.advance_ms(DAY_MS);
    rest(&app.engine, &post).await;
    assert_eq!(receiver.posted().len(), before + open + 1, "what waited, and what happened meanwhile");

    receiver.will([PostAnswer::Status(410)]);
    webhooks::stand(&app.engine, None, gone, true).await.expect("started");
    webhooks::step(&app.engine, &post).await.expect("noted");
    webhooks::step(&app.engine, &post).await.expect("told");
    assert_eq!(one(&app, gone).await.state, EndpointState::GivenUp);
});

on_both!(no_redirect_is_followed_and_no_private_address_reached, |app| {
    let receiver = Receiver::start().await;
    let (id, _) = hook(&app, receiver.url(), &["message.received"]).await;
    app.receive(&Letter::new("a@example.org").subject("Raz")).await;
    let post = local();
    receiver.will([PostAnswer::Elsewhere]);
    rest(&app.engine, &post).await;
    assert_eq!((receiver.posted().len(), receiver.followed()), (1, 0));
    assert_eq!(attempts(&app, id).await[0].status, Some(307));

    let (by_name, _) = hook(&app, receiver.url_by_name(), &["message.received"]).await;
    app.clock.advance_ms(MINUTE_MS);
    app.receive(&Letter::new("b@example.org").subject("Dwa")).await;
    // Neither the number nor the name that leads to it, unless just this network is allowed.
    rest(&app.engine, &poster(&["10.0.0.0/8"])).await;
    assert_eq!(receiver.posted().len(), 1);
    for hook in [id, by_name] {
        let last = attempts(&app, hook).await.pop().expect("an attempt");
        assert!(
            last.status.is_none() && last.answer.as_deref().unwrap_or_default().contains("private address"),
            "{last:?}"
        );
    }
});

on_both!(a_slow_one_is_left_and_two_nodes_never_tell_the_same_at_one_time, |app| {
    let receiver = Receiver::start().await;
    let (id, _) = hook(&app, receiver.url(), &["message.received"]).await;
    for n in 0..12 {
        app.receive(&Letter::new(&format!("{n}@example.org")).subject("Pytanie")).await;
    }
    receiver.hold();
    let impatient: Arc<dyn Post> = {
        rustls::crypto::ring::default_provider().install_default().ok();
        let local = ["127.0.0.0/8".parse().expect("a network")];
        Arc::new(Poster::within(&local, Duration::from_millis(200)).expect("a poster"))
    };
    webhooks::step(&app.engine, &impatient).await.expect("noted and told");
    assert_eq!(receiver.posted().len(), 4, "a few at a time");
    let slow = calls(&app, id).await;
    let slow: Vec<_> = slow.iter().filter(|call| call.attempts == 1).collect();
    assert!(slow.len() == 4 && slow.iter().all(|call| call.state == CallState::Queued), "{slow:?}");
    let first = slow[0].position;
    let read = move |conn: &mut Conn| call::attempts(conn, id, first);
    let words = app.store().read(read).await.expect("a read")[0].answer.clone().unwrap_or_default();
    assert!(words.contains("in time"), "{words}");
    receiver.open();
    app.clock.advance_ms(HOUR_MS);

    let other = another_node(&app).await;
    let post = local();
    for _ in 0..40 {
        let (one, two) = tokio::join!(webhooks::step(&app.engine, &post), webhooks::step(&other, &post));
        if one.expect("a step") + two.expect("a step") == 0 {
            break;
        }
    }
    let posted = receiver.posted().split_off(4);
    let ids: BTreeSet<String> = posted.iter().map(|told| told.id.clone()).collect();
    assert_eq!((posted.len(), ids.len()), (12, 12), "each once more, by one of them");
    assert!(receiver.most_at_once() <= 4, "{}", receiver.most_at_once());
});

on_both!(a_stretch_of_the_log_is_told_again, |app| {
    let receiver = Receiver::start().await;
    for n in 0..3 {
        app.receive(&Letter::new(&format!("{n}@example.org")).subject("Pytanie")).await;
    }
    let (id, _) = hook(&app, receiver.url(), &["message.received"]).await;
    let head = one(&app, id).await.position.0;
    let post = local();
    rest(&app.engine, &post).await;
    assert!(receiver.posted().is_empty(), "it was set up afterwards");
    assert_eq!(webhooks::resend(&app.engine, None, id, 1, head).await.expect("again"), 3);
    rest(&app.engine, &post).await;
    assert_eq!(receiver.posted().len(), 3);
    for (from, to) in [(0, 1), (5, 4), (1, 10_001)] {
        assert!(webhooks::resend(&app.engine, None, id, from, to).await.is_err(), "{from}..={to}");
    }
});

#[test]
fn every_kind_of_event_can_be_chosen() {
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/store/golden");
    let files = std::fs::read_dir(golden).expect("the golden files");
    let names = files.map(|file| file.expect("a file").file_name().into_string().expect("a name"));
    let written: BTreeSet<String> =
        names.map(|name| name.rsplit_once(".v").expect("kind.vN.json").0.to_owned()).collect();
    let known: BTreeSet<String> = domain::line::KINDS.iter().map(|kind| (*kind).to_owned()).collect();
    assert_eq!(known, written, "the KINDS and the golden files differ");
}
