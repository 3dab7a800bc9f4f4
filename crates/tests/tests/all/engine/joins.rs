//! Which mail joins which conversation, and which never: the pains of others as a table.

use domain::conversation::Status;
use domain::event::{Fact, JoinedBy};
use domain::id::{ConversationId, Id};
use domain::suggestion::Hint;
use engine::commands::{self, Reply};
use testkit::app::TestApp;
use testkit::letter::{ANNA, Letter, SHOP};
use testkit::on_both;

/// Anna wrote, we answered; gives the conversation and the Message-ID of our answer.
async fn matter(app: &TestApp) -> (ConversationId, String) {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let form = Reply {
        conversation: id,
        text: "Dzień dobry, sprawdzamy.".to_owned(),
        then: Status::WaitingCustomer,
        once: format!("matter-{id}"),
        seen: None,
    };
    let message = commands::reply(&app.engine, app.ola(), form).await.expect("answered");
    app.settle().await;
    let sent = app.channel.arrived().into_iter().find(|sent| sent.message == message).expect("it left");
    (id, sent.message_id)
}

/// How the newest message of a conversation joined it.
async fn joined_by(app: &TestApp, id: ConversationId) -> JoinedBy {
    let events = app.store().read(move |conn| store::log::newest_of_conversation(conn, id, 50)).await.expect("read");
    let joined = events.iter().rev().find_map(|event| match event.fact {
        Fact::MessageReceived { joined_by, .. } => Some(joined_by),
        _ => None,
    });
    joined.expect("a message")
}

/// What was suggested for a conversation.
async fn suggested(app: &TestApp, id: ConversationId) -> Vec<(ConversationId, Hint)> {
    let all = app.store().read(move |conn| store::suggestion::of(conn, id)).await.expect("read");
    all.into_iter().filter(|one| one.conversation == id).map(|one| (one.other, one.hint)).collect()
}

fn signed(app: &TestApp, id: ConversationId) -> String {
    SHOP.replace('@', &format!("+{}@", app.store().fingerprints().address_tag(id.raw())))
}

const STRANGER: &str = "Obcy <obcy@example.net>";

on_both!(what_joins, |app| {
    let (id, ours) = matter(&app).await;
    let number = app.number("SELECT number FROM conversation");
    let address = signed(&app, id);
    let from_anna = |n: u32| Letter::new(&format!("{n}.anna@example.org")).subject("Całkiem co innego");
    let from_stranger = |n: u32| Letter::new(&format!("{n}.obcy@example.net")).from(STRANGER).subject("Co innego");
    let cases = [
        ("In-Reply-To alone", from_anna(1).header("In-Reply-To", &format!("<{ours}>")), JoinedBy::Reference),
        (
            "an id of ours deep in References, the newest rewritten",
            from_anna(2).header("References", &format!("<{ours}> <rewritten@apple.example>")),
            JoinedBy::Reference,
        ),
        ("the customer's own first mail", from_anna(3).answering("a@example.org"), JoinedBy::Reference),
        ("our signed address", from_anna(4).to(&address), JoinedBy::PlusAddress),
        ("our signed address, folded", from_anna(5).to(&address.to_uppercase()), JoinedBy::PlusAddress),
        ("our signed address in Delivered-To", from_anna(6).header("Delivered-To", &address), JoinedBy::PlusAddress),
        ("the number in brackets", from_anna(7).subject(&format!("Odp: [#{number}] Zwrot")), JoinedBy::Number),
        ("a stranger with our id", from_stranger(1).answering(&ours), JoinedBy::ReferenceByStranger),
    ];
    for (what, letter, expected) in cases {
        assert_eq!(app.receive(&letter).await, id, "{what}");
        assert_eq!(joined_by(&app, id).await, expected, "{what}");
    }
    let by_address = from_stranger(2).from("Inny <inny@example.net>").to(&signed(&app, id));
    assert_eq!(app.receive(&by_address).await, id, "a stranger with our signed address");
    assert_eq!(joined_by(&app, id).await, JoinedBy::ReferenceByStranger);
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation"), 1);
});

on_both!(who_stood_in_copy_belongs, |app| {
    let first = Letter::new("a@example.org").header("Cc", "Mąż Anny <maz@example.net>");
    let id = app.receive(&first).await;
    let husband = Letter::new("m@example.net").from("maz@example.net").answering("a@example.org");
    assert_eq!(app.receive(&husband).await, id);
    assert_eq!(joined_by(&app, id).await, JoinedBy::Reference);
});

on_both!(what_staff_sent_from_elsewhere_is_answered_into_the_matter, |app| {
    let (id, _) = matter(&app).await;
    // Ola answers from her own mail program, with the shop in copy.
    let elsewhere = Letter::new("outlook-1@example.com")
        .from("Ola <ola@example.com>")
        .to(&format!("Anna <{ANNA}>"))
        .header("Cc", SHOP)
        .answering("a@example.org");
    assert_eq!(app.receive(&elsewhere).await, id);
    assert_eq!(app.number("SELECT COUNT(*) FROM message WHERE kind = 2"), 1, "it is our message");
    let back = Letter::new("b@example.org").to("ola@example.com").header("Cc", SHOP).answering("outlook-1@example.com");
    assert_eq!(app.receive(&back).await, id);
});

on_both!(what_joins_nothing, |app| {
    let (id, _) = matter(&app).await;
    let number = app.number("SELECT number FROM conversation");
    let other_key = domain::identity::Fingerprinter::new([7; 32]);
    let forged = SHOP.replace('@', &format!("+{}@", other_key.address_tag(id.raw())));
    let from_stranger = |n: u32| {
        Letter::new(&format!("{n}.obcy@example.net")).from(STRANGER).subject(&format!("Co innego {n}")).text("Halo?")
    };
    let cases = [
        (
            "a stranger quoting the number",
            from_stranger(1).subject(&format!("[#{number}] oddajcie")),
            Some(Hint::Number),
        ),
        (
            "a stranger answering the customer's mail",
            from_stranger(2).answering("a@example.org"),
            Some(Hint::Reference),
        ),
        ("an empty id", from_stranger(3).header("In-Reply-To", "<>").header("References", "<> <>"), None),
        ("an unknown id", from_stranger(4).answering("nobody@nowhere.example"), None),
        ("an address that we did not sign", from_stranger(5).to(&forged), None),
        ("a tag that is none", from_stranger(6).to("sklep+vip@example.com"), None),
        ("a bare number", from_stranger(7).subject(&format!("Zamówienie #{number}")), None),
        (
            "a bare number of the customer's",
            Letter::new("8@example.org").subject(&format!("Pytanie #{number}")).text("Halo?"),
            None,
        ),
        ("an id of ours with one letter more", from_stranger(9).answering("xa@example.org"), None),
    ];
    for (what, letter, hint) in cases {
        let place = app.receive(&letter).await;
        assert_ne!(place, id, "{what}");
        let expected: Vec<_> = hint.map(|hint| (id, hint)).into_iter().collect();
        assert_eq!(suggested(&app, place).await, expected, "{what}");
    }
});

on_both!(empty_message_ids_are_no_magnet, |app| {
    for n in 0..3 {
        let from = format!("k{n}@example.net");
        let letter = Letter::new("x").without_id().header("Message-ID", "<>").from(&from).text(&format!("Treść {n}"));
        app.receive(&letter.header("In-Reply-To", "<>")).await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM conversation"), 3);
});

on_both!(one_mail_to_two_of_our_mailboxes_is_one_message, |builder| builder.auto_reply("Dziękujemy"), |app| {
    let second = engine::people::NewInbox {
        brand: app.brand,
        team: app.team,
        name: "Reklamacje".to_owned(),
        address: domain::identity::Address::parse("reklamacje@example.com").expect("an address"),
        sender: "Kamionka".to_owned(),
        auto_reply: Some("Dziękujemy".to_owned()),
    };
    let second = engine::people::create_inbox(&app.engine, second).await.expect("an inbox");
    app.engine.channels().connect(second, app.channel.clone());
    let letter = Letter::new("a@example.org").to(&format!("{SHOP}, reklamacje@example.com"));
    app.arrive("imap:1:1", &letter).await;
    let raw = letter.clone().header("Delivered-To", "reklamacje@example.com").raw();
    let arrival = engine::intake::Arrival { inbox: second, source: "imap:1:1".to_owned(), history: false, raw };
    engine::intake::receive(&app.engine, arrival).await.expect("stored");
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message WHERE kind = 0"), 1);
    assert_eq!(app.channel.arrived().len(), 1, "one acknowledgement");
});

on_both!(a_second_mail_about_the_same_is_only_suggested, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let again = app.receive(&Letter::new("b@example.org").subject("Re: gdzie jest moja PACZKA?").text("Halo?")).await;
    assert_ne!(again, id);
    assert_eq!(suggested(&app, again).await, [(id, Hint::Subject)]);
});

on_both!(an_address_whose_server_vouches_for_it_is_authenticated_once, |app| {
    let vouched = "mx.example.com; dkim=pass header.d=example.org; spf=pass; dmarc=pass header.from=example.org";
    app.receive(&Letter::new("a@example.org")).await;
    assert_eq!(app.number("SELECT evidence FROM identity"), 0, "From alone");
    for n in 0..2 {
        let letter = Letter::new(&format!("v{n}@example.org")).subject(&format!("Sprawa numer {n}"));
        app.receive(&letter.header("Authentication-Results", vouched)).await;
    }
    assert_eq!(app.number("SELECT evidence FROM identity"), 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM event WHERE kind = 'contact.identified'"), 2);
});
