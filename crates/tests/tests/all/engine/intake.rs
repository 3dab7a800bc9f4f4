//! What becomes of arrivals.

use domain::conversation::Status;
use domain::event::JoinedBy;
use engine::commands::{self, Reply};
use testkit::app::TestApp;
use testkit::letter::{ANNA, Letter};
use testkit::on_both;

async fn answer(app: &TestApp, conversation: domain::id::ConversationId, once: &str) -> domain::channel::Outbound {
    let form = Reply {
        conversation,
        text: "Dzień dobry, paczka jest w drodze.".to_owned(),
        then: Status::WaitingCustomer,
        once: once.to_owned(),
        seen: None,
    };
    let message = commands::reply(&app.engine, app.ola(), form).await.expect("answered");
    app.settle().await;
    app.channel.arrived().into_iter().find(|sent| sent.message == message).expect("it left")
}

on_both!(a_mail_becomes_a_message_in_a_conversation, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let state = app.store().read(move |conn| store::conversation::load(conn, id)).await.expect("read").expect("there");
    assert_eq!((state.number, state.messages, state.status), (1, 1, Status::Open));
    assert_eq!(state.waiting_since, Some(state.last_at));
    let contact = state.contact;
    let contact =
        app.store().read(move |conn| store::contact::by_id(conn, contact)).await.expect("read").expect("there");
    assert_eq!(contact.name.as_deref(), Some("Anna Wiśniewska"));
    assert_eq!(contact.addresses, [ANNA]);
});

on_both!(an_answer_threads_both_ways, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let sent = answer(&app, id, "1").await;
    assert_eq!(sent.in_reply_to.as_deref(), Some("a@example.org"));
    assert_eq!(sent.references, ["a@example.org"]);
    assert_eq!(sent.subject, "Re: Gdzie jest moja paczka?");
    assert_eq!(sent.to[0].address.as_str(), ANNA);
    assert!(sent.message_id.ends_with("@example.com") && !sent.automatic);
    let again = app.receive(&Letter::new("b@example.org").answering(&sent.message_id)).await;
    assert_eq!(again, id);
    let state = app.store().read(move |conn| store::conversation::load(conn, id)).await.expect("read").expect("there");
    assert_eq!(state.status, Status::Open, "the customer's answer is our turn again");
    let second = answer(&app, id, "2").await;
    assert_eq!(
        second.references,
        [sent.message_id.as_str(), "b@example.org"],
        "what the customer's program kept, and its own id"
    );
});

on_both!(the_same_mail_is_one_message_however_often_it_comes, |app| {
    let letter = Letter::new("a@example.org");
    assert!(app.arrive("imap:1:1", &letter).await);
    assert!(!app.arrive("imap:1:1", &letter).await, "the same arrival");
    assert!(app.arrive("imap:2:9", &letter.clone().header("Received", "from elsewhere")).await, "another copy");
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM raw WHERE state = 3"), 1);
    // Without a Message-ID the content decides.
    app.arrive("imap:1:2", &letter.clone().without_id().text("Bez identyfikatora")).await;
    app.arrive("imap:2:3", &letter.without_id().text("Bez identyfikatora")).await;
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 2);
});

on_both!(strangers_and_foreign_ids_join_nothing, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    // Names the customer's own id, without ever having taken part.
    let stranger = Letter::new("x@example.net").from("Obcy <obcy@example.net>").answering("a@example.org");
    assert_ne!(app.receive(&stranger).await, id);
    // Empty and unknown ids.
    let empty = Letter::new("y@example.net")
        .from("Pusty <pusty@example.net>")
        .header("In-Reply-To", "<>")
        .header("References", "<unknown@nowhere>");
    assert_ne!(app.receive(&empty).await, id);
    // The same Message-ID on another mail is another mail.
    let forged = Letter::new("a@example.org").from("Fałszerz <f@example.net>").text("Podszywam się");
    assert_ne!(app.receive(&forged).await, id);
    // Two mails now claim that id: it says nothing any more.
    let confused = Letter::new("z@example.org").answering("a@example.org");
    let place = app.receive(&confused).await;
    assert_ne!(place, id);
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation"), 5);
});

on_both!(a_new_address_that_answers_our_own_id_joins_unverified, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let sent = answer(&app, id, "1").await;
    let husband = Letter::new("m@example.net").from("Marek <marek@example.net>").answering(&sent.message_id);
    assert_eq!(app.receive(&husband).await, id);
    let events = app.store().read(move |conn| store::log::newest_of_conversation(conn, id, 5)).await.expect("read");
    assert!(events.iter().any(|event| matches!(
        event.fact,
        domain::event::Fact::MessageReceived { joined_by: JoinedBy::ReferenceByStranger, .. }
    )));
    // Never a default recipient.
    assert_eq!(answer(&app, id, "2").await.to[0].address.as_str(), ANNA);
});

on_both!(a_form_notifier_is_the_customers_mail, |app| {
    let form = Letter::new("f@example.com")
        .from("Sklep <sklep@example.com>")
        .header("Reply-To", "Zofia Maj <zofia@example.org>")
        .text("Wiadomość z formularza");
    let id = app.receive(&form).await;
    assert_eq!(answer(&app, id, "1").await.to[0].address.as_str(), "zofia@example.org");
});

on_both!(our_own_mail_to_a_customer_is_our_message, |app| {
    let copy = Letter::new("order@example.com").from("Sklep <sklep@example.com>").to("Zofia <zofia@example.org>");
    let id = app.receive(&copy).await;
    assert_eq!(app.number("SELECT kind FROM message"), 2);
    let answer = Letter::new("b@example.org").from("Zofia <zofia@example.org>").answering("order@example.com");
    assert_eq!(app.receive(&answer).await, id, "her answer joins it");
});

on_both!(history_is_silent, |b| b.auto_reply("Dziękujemy"), |app| {
    app.arrive_raw("import:1", Letter::new("old@example.org").raw(), true).await;
    app.settle().await;
    assert!(app.channel.arrived().is_empty());
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation WHERE waiting_since IS NULL"), 1);
});

on_both!(a_first_mail_is_acknowledged_and_a_machine_is_not, |b| b.auto_reply("Dziękujemy, odpowiemy dziś."), |app| {
    app.receive(&Letter::new("a@example.org")).await;
    let sent = app.channel.arrived();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].automatic && sent[0].in_reply_to.as_deref() == Some("a@example.org"));
    for header in [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("List-Id", "<news.example.net>")] {
        app.receive(
            &Letter::new(&format!("{}@example.net", header.0)).from("a@example.net").header(header.0, header.1),
        )
        .await;
    }
    app.receive(&Letter::new("n@example.net").from("no-reply@example.net")).await;
    assert_eq!(app.channel.arrived().len(), 1);
    // Two a day, whatever comes.
    for n in 0..5 {
        app.receive(&Letter::new(&format!("more{n}@example.org")).subject(&format!("Inna sprawa {n}"))).await;
    }
    assert_eq!(app.channel.arrived().len(), 2);
});

on_both!(what_cannot_be_read_is_put_aside_and_blocks_nothing, |app| {
    app.arrive_raw("imap:1:1", Vec::new(), false).await;
    app.arrive_raw("imap:1:2", b"\xff\xfe\x00 garbage".to_vec(), false).await;
    app.arrive_raw("imap:1:3", b"Subject: nobody\r\n\r\ntext".to_vec(), false).await;
    app.arrive("imap:1:4", &Letter::new("good@example.org")).await;
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM raw WHERE state = 2"), 3);
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 1);
    let aside =
        app.store().read(|conn| store::raw::quarantined(conn, domain::id::Id::from_raw(0), 10)).await.expect("read");
    assert!(aside.iter().all(|raw| !raw.reason.is_empty()));
});

on_both!(a_large_mail_becomes_a_blob_and_comes_back_whole, |app| {
    let letter = Letter::new("big@example.org").text(&"długi list ".repeat(60_000));
    app.receive(&letter).await;
    let id = domain::id::Id::from_raw(app.number("SELECT id FROM raw"));
    let raw = app.store().read(move |conn| store::raw::bytes(conn, id)).await.expect("read").expect("there");
    assert!(matches!(raw, store::raw::Body::Blob(_)));
    assert_eq!(raw.unpack(app.store().blobs()).expect("unpacked"), letter.raw());
});

on_both!(long_solved_matters_are_continued_in_a_new_conversation, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let sent = answer(&app, id, "1").await;
    commands::set_status(
        &app.engine,
        app.ola(),
        commands::SetStatus { conversation: id, to: Status::Solved, until: None },
    )
    .await
    .expect("solved");
    app.wait_ms(31 * domain::time::DAY_MS).await;
    let next = app.receive(&Letter::new("late@example.org").answering(&sent.message_id)).await;
    assert_ne!(next, id);
    let state =
        app.store().read(move |conn| store::conversation::load(conn, next)).await.expect("read").expect("there");
    assert_eq!(state.follows, Some(id));
});

on_both!(an_arrival_that_ends_the_process_is_put_aside_and_takes_no_other_with_it, |app| {
    for n in 0..3 {
        app.arrive(&format!("imap:1:{n}"), &Letter::new(&format!("{n}@example.org"))).await;
    }
    let ids: Vec<domain::id::RawId> = app
        .texts("SELECT id FROM raw ORDER BY id")
        .iter()
        .map(|row| domain::id::Id::from_raw(row[0].parse().expect("a number")))
        .collect();
    // All three were being read when it died first, and one of them alone whenever it died again.
    for died in std::iter::once(&ids[..]).chain(std::iter::repeat_n(&ids[1..2], 7)) {
        let now = app.engine.now();
        let died: Vec<_> = died.iter().map(|id| (*id, now)).collect();
        let begin = move |tx: &mut store::Tx<'_>| -> store::Result<()> { store::raw::begin_attempts(tx, &died) };
        app.store().write(begin).await.expect("begun");
    }
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 2);
    let aside =
        app.store().read(|conn| store::raw::quarantined(conn, domain::id::Id::from_raw(0), 10)).await.expect("read");
    assert_eq!(aside.iter().map(|raw| raw.id).collect::<Vec<_>>(), ids[1..2]);
});

on_both!(a_process_that_dies_of_something_else_blames_no_arrival, |app| {
    for n in 0..2 {
        app.arrive(&format!("imap:1:{n}"), &Letter::new(&format!("{n}@example.org"))).await;
    }
    let first = app.number("SELECT MIN(id) FROM raw");
    for _ in 0..3 {
        let died = [(domain::id::Id::from_raw(first), app.engine.now())];
        let begin = move |tx: &mut store::Tx<'_>| -> store::Result<()> { store::raw::begin_attempts(tx, &died) };
        app.store().write(begin).await.expect("begun");
    }
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 1, "the other one goes on");
    app.wait_ms(10_000).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 2, "it has lived for a while");
});

on_both!(arrivals_of_an_inbox_without_a_channel_wait_for_it, |app| {
    let inbox = engine::people::NewInbox {
        brand: app.brand,
        team: app.team,
        name: "Druga".to_owned(),
        address: domain::identity::Address::parse("druga@example.com").expect("an address"),
        sender: "Kamionka".to_owned(),
        auto_reply: None,
    };
    let inbox = engine::people::create_inbox(&app.engine, inbox).await.expect("an inbox");
    let raw = Letter::new("a@example.org").raw();
    let arrival = engine::intake::Arrival { inbox, source: "imap:1:1".to_owned(), history: false, raw };
    engine::intake::receive(&app.engine, arrival).await.expect("stored");
    for _ in 0..20 {
        app.wait_ms(domain::time::MINUTE_MS).await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM raw WHERE state = 0 AND attempts = 0"), 1, "nobody died of it");
    app.engine.channels().connect(inbox, app.channel.clone());
    app.wait_ms(domain::time::MINUTE_MS).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 1);
});
