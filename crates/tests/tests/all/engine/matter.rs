//! Two conversations become one matter, and two again.

use domain::conversation::{Conversation, Status};
use domain::id::ConversationId;
use domain::suggestion::SuggestionState;
use domain::time::{HOUR_MS, MINUTE_MS};
use engine::commands::{self, Reply};
use engine::error::{Error, Refused};
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::on_both;

async fn load(app: &TestApp, id: ConversationId) -> Conversation {
    app.store().read(move |conn| store::conversation::load(conn, id)).await.expect("read").expect("there")
}

/// Where each message stands, by Message-ID, and who takes part where.
fn places(app: &TestApp) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let of = |sql| {
        let mut rows = app.texts(sql);
        rows.sort();
        rows
    };
    (
        of("SELECT c.message_id, m.conversation, r.conversation FROM message m
            JOIN message_content c ON c.message = m.id JOIN message_ref r ON r.message = m.id"),
        of("SELECT conversation, COUNT(*) FROM participant GROUP BY conversation"),
    )
}

async fn reply(app: &TestApp, id: ConversationId, then: Status) -> engine::Result<domain::id::MessageId> {
    let once = app.engine.id::<domain::id::RawId>().to_string();
    let form = Reply { conversation: id, text: "Odpowiadamy.".to_owned(), then, once, seen: None };
    let done = commands::reply(&app.engine, app.ola(), form).await;
    app.settle().await;
    done
}

/// Anna writes, and writes again about the same an hour later.
async fn two(app: &TestApp) -> (ConversationId, ConversationId) {
    let one = app.receive(&Letter::new("a@example.org")).await;
    app.wait_ms(HOUR_MS).await;
    let two = app.receive(&Letter::new("b@example.org").from("Anna W. <anna@praca.example>")).await;
    assert_ne!(one, two);
    (one, two)
}

on_both!(the_clock_of_one_matter_runs_on, |app| {
    let (older, newer) = two(&app).await;
    let since = load(&app, older).await.waiting_since;
    commands::same_matter(&app.engine, app.ola(), newer, older).await.expect("joined");
    let (one, emptied) = (load(&app, older).await, load(&app, newer).await);
    assert_eq!((one.messages, one.waiting_since, one.status), (2, since, Status::Open));
    assert_eq!((emptied.messages, emptied.merged_into, emptied.waiting_since), (0, Some(older), None));
    assert_eq!(app.number("SELECT SUM(n) FROM view_count WHERE bucket = 0"), 1, "it stands in the list once");
    // Whoever answers either mail comes to the one that is left; the one that is empty takes nothing.
    let answer = Letter::new("c@example.org").from("anna@praca.example").answering("b@example.org");
    assert_eq!(app.receive(&answer).await, older);
    assert!(matches!(reply(&app, newer, Status::Open).await, Err(Error::Refused(Refused::Joined))));
    let course = move |conn: &mut store::Conn| {
        let homes = store::merge::homes(conn, older)?;
        store::pages::course(conn, &homes, domain::event::Position(i64::MAX), 100)
    };
    let course = app.store().read(course).await.expect("read");
    let received = course.iter().filter(|event| event.fact.kind() == "message.received").count();
    assert_eq!(received, 3, "the course of both is one");
    assert!(course.is_sorted_by_key(|event| event.position));
});

on_both!(undo_restores_exactly, |app| {
    let (older, newer) = two(&app).await;
    let suggestion = app.receive(&Letter::new("s@example.org").subject("Re: Gdzie jest moja paczka?")).await;
    for (source, target) in [(newer, older), (suggestion, older), (older, newer)] {
        let (before, places_before) = ((load(&app, source).await, load(&app, target).await), places(&app));
        commands::same_matter(&app.engine, app.ola(), source, target).await.expect("joined");
        assert_ne!(places(&app), places_before);
        assert!(app.check().is_empty());
        app.wait_ms(MINUTE_MS).await;
        commands::take_apart(&app.engine, app.jan(), source).await.expect("taken apart");
        assert_eq!((load(&app, source).await, load(&app, target).await), before);
        assert_eq!(places(&app), places_before);
        assert!(app.check().is_empty());
    }
    let states = app.store().read(move |conn| store::suggestion::of(conn, suggestion)).await.expect("read");
    assert!(states.iter().any(|one| one.state == SuggestionState::Undone));
    assert!(states.iter().all(|one| one.state != SuggestionState::Accepted));
});

on_both!(what_came_since_stays_where_it_came, |app| {
    let (older, newer) = two(&app).await;
    reply(&app, older, Status::Solved).await.expect("answered");
    let waits = load(&app, newer).await.waiting_since;
    commands::same_matter(&app.engine, app.ola(), newer, older).await.expect("joined");
    let one = load(&app, older).await;
    assert_eq!((one.status, one.waiting_since), (Status::Open, waits), "somebody waits in it again");
    app.wait_ms(MINUTE_MS).await;
    let later = Letter::new("c@example.org").answering("a@example.org");
    assert_eq!(app.receive(&later).await, older);
    let came = load(&app, older).await.last_at;
    commands::take_apart(&app.engine, app.ola(), newer).await.expect("taken apart");
    let (one, other) = (load(&app, older).await, load(&app, newer).await);
    assert_eq!((one.messages, one.waiting_since), (3, Some(came)), "the later mail waits, and by its own clock");
    assert_eq!((other.messages, other.waiting_since), (1, waits));
});

on_both!(three_in_a_row_are_taken_apart_from_the_outside_in, |app| {
    let (one, two) = two(&app).await;
    let three = app.receive(&Letter::new("c@example.org").from("c@example.net").subject("Trzecia sprawa")).await;
    let before = (load(&app, one).await, load(&app, two).await, load(&app, three).await, places(&app));
    commands::same_matter(&app.engine, app.ola(), three, two).await.expect("joined");
    commands::same_matter(&app.engine, app.ola(), two, one).await.expect("joined");
    assert_eq!(load(&app, one).await.messages, 3);
    assert!(commands::take_apart(&app.engine, app.ola(), three).await.is_err(), "two is itself joined into one");
    // Joining a third one into what was joined leads on to where that stands; nothing is joined into itself.
    assert!(commands::same_matter(&app.engine, app.ola(), one, three).await.is_err());
    commands::take_apart(&app.engine, app.ola(), two).await.expect("taken apart");
    assert_eq!(load(&app, two).await.messages, 2);
    commands::take_apart(&app.engine, app.ola(), three).await.expect("taken apart");
    assert_eq!((load(&app, one).await, load(&app, two).await, load(&app, three).await, places(&app)), before);
});

on_both!(a_suggestion_is_accepted_or_dismissed_once, |app| {
    app.receive(&Letter::new("a@example.org")).await;
    let id = app.receive(&Letter::new("b@example.org")).await;
    let made = app.store().read(move |conn| store::suggestion::of(conn, id)).await.expect("read");
    let [one] = made[..] else { panic!("{made:?}") };
    commands::dismiss(&app.engine, app.ola(), id, one.id).await.expect("dismissed");
    commands::dismiss(&app.engine, app.jan(), id, one.id).await.expect("it is so already");
    assert_eq!(app.number("SELECT COUNT(*) FROM event WHERE kind = 'suggestion.settled'"), 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation WHERE merged_into IS NOT NULL"), 0);
});

on_both!(an_erasure_reaches_what_was_joined_elsewhere, |app| {
    let (older, newer) = two(&app).await;
    reply(&app, newer, Status::Open).await.expect("answered");
    commands::same_matter(&app.engine, app.ola(), newer, older).await.expect("joined");
    engine::erase::erase_contact(&app.engine, load(&app, newer).await.contact).await.expect("erased");
    let left = app.texts("SELECT message_id FROM message_content WHERE text IS NOT NULL");
    assert_eq!(left, [["a@example.org"]], "her mail and our answer to it are gone, the other's stays");
    assert_eq!(app.number("SELECT COUNT(*) FROM message_content WHERE text IS NULL AND reading IS NOT NULL"), 0);
    let again = commands::take_apart(&app.engine, app.ola(), newer).await;
    assert!(again.is_ok(), "{again:?}");
});
