//! Several contacts turn out to be one person, and several again.

use domain::conversation::Status;
use domain::id::{ContactId, ConversationId};
use domain::suggestion::{Likeness, SuggestionState};
use domain::time::{HOUR_MS, MINUTE_MS};
use engine::commands::{self, By, Reply};
use engine::error::{Error, Refused};
use store::likeness::Suggestion;
use testkit::app::TestApp;
use testkit::letter::{ANNA, Letter};
use testkit::on_both;

const WORK: &str = "anna@praca.example";
const VOUCHED: &str =
    "mx.example.com; dkim=pass header.d=praca.example; spf=pass; dmarc=pass header.from=praca.example";

fn key(app: &TestApp, address: &str) -> domain::identity::Fingerprint {
    app.store().fingerprints().address(&domain::identity::Address::parse(address).expect("an address"))
}

fn contact(app: &TestApp, address: &str) -> ContactId {
    let key = key(app, address);
    app.with(|conn| store::contact::by_fingerprint(conn, key)).expect("read").expect("known")
}

fn suggested(app: &TestApp, contact: ContactId) -> Vec<Suggestion> {
    app.with(|conn| store::likeness::of(conn, contact)).expect("read")
}

/// Whether two contacts are one person.
fn are_one(app: &TestApp, one: ContactId, other: ContactId) -> bool {
    let of = |id| app.with(|conn| store::person::known_as(conn, id)).expect("read").expect("there");
    of(one) == of(other)
}

async fn reply(app: &TestApp, id: ConversationId) -> domain::channel::Outbound {
    let once = app.engine.id::<domain::id::RawId>().to_string();
    let then = Status::WaitingCustomer;
    let form = Reply { conversation: id, text: "Odpowiadamy.".to_owned(), then, once, seen: None };
    let message = commands::reply(&app.engine, app.ola(), form).await.expect("answered");
    app.settle().await;
    app.channel.arrived().into_iter().find(|sent| sent.message == message).expect("it left")
}

fn recipient(sent: &domain::channel::Outbound) -> &str {
    sent.to.first().map_or("", |party| party.address.as_str())
}

/// Anna wrote and was answered; she answers from her address at work.
async fn stranger(app: &TestApp) -> ConversationId {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let ours = reply(app, id).await.message_id;
    let answer = Letter::new("b@praca.example").from(&format!("Anna z pracy <{WORK}>")).text("Dziękuję.");
    assert_eq!(app.receive(&answer.answering(&ours)).await, id);
    id
}

/// Every row that says who somebody is and what is whose; the log is what differs.
fn everything(app: &TestApp) -> Vec<Vec<Vec<String>>> {
    let of = |sql: &str| {
        let mut rows = app.texts(sql);
        rows.sort();
        rows
    };
    vec![
        of("SELECT id, name, merged_into, person, erased_at FROM contact"),
        of("SELECT id, contact, value, evidence, mark FROM identity"),
        of("SELECT id, contact, status, waiting_since, messages, subject FROM conversation"),
        of("SELECT id, conversation, contact, kind FROM message"),
        of("SELECT conversation, via FROM participant"),
    ]
}

on_both!(a_new_address_gets_no_answer_until_an_agent_confirms_it, |app| {
    let id = stranger(&app).await;
    let (anna, work) = (contact(&app, ANNA), contact(&app, WORK));
    let [one] = suggested(&app, work)[..] else { panic!("one suggestion") };
    assert_eq!((one.other, one.likeness, one.conversation), (anna, Likeness::Answered, id));
    assert_eq!(recipient(&reply(&app, id).await), ANNA, "nobody vouched for the new address");
    commands::same_person(&app.engine, app.ola(), id, work).await.expect("confirmed");
    assert_eq!(suggested(&app, work)[0].state, SuggestionState::Accepted);
    assert_eq!(recipient(&reply(&app, id).await), WORK, "she wrote from there last");
    let asker = app.with(|conn| store::pages::asker(conn, anna, 10)).expect("read").expect("there");
    let known: Vec<_> = asker.addresses.iter().map(|address| (address.value.as_str(), address.evidence)).collect();
    assert_eq!(known, [(ANNA, domain::identity::Evidence::Claimed), (WORK, domain::identity::Evidence::Agent)]);
    commands::other_person(&app.engine, app.ola(), id, work).await.expect("taken back");
    assert_eq!(recipient(&reply(&app, id).await), ANNA);
});

on_both!(who_was_refused_is_not_suggested_again, |app| {
    let id = stranger(&app).await;
    let work = contact(&app, WORK);
    let one = suggested(&app, work)[0];
    commands::not_the_same(&app.engine, app.ola(), id, one.id).await.expect("refused");
    commands::not_the_same(&app.engine, app.jan(), id, one.id).await.expect("it is so already");
    app.receive(&Letter::new("c@praca.example").from(&format!("Anna Wiśniewska <{WORK}>"))).await;
    assert_eq!(suggested(&app, work).len(), 1);
    assert_eq!(suggested(&app, work)[0].state, SuggestionState::Dismissed);
    assert_eq!(recipient(&reply(&app, id).await), ANNA);
});

on_both!(what_speaks_for_one_person, |app| {
    let phone = "Proszę o telefon: 601 234 567.";
    app.receive(&Letter::new("a@example.org").text(&format!("Zamówienie nr 20481. {phone}"))).await;
    let anna = contact(&app, ANNA);
    let plain =
        |n: u32, from: &str| Letter::new(&format!("{n}@example.net")).from(from).subject("Inna sprawa").text("Halo");
    let cases = [
        (plain(1, "Anna Wiśniewska <k1@example.net>").text("Zamówienie nr 20481"), Some(Likeness::NameAndOrder)),
        (plain(2, "Jan <k2@example.net>").text("Zamówienie nr 20481"), Some(Likeness::Order)),
        (plain(3, "Jan <k3@example.net>").text("Mój numer: tel. +48 601-234-567"), Some(Likeness::Phone)),
        (plain(4, "Jan <k4@example.net>").header("Reply-To", ANNA), Some(Likeness::ReplyTo)),
        (plain(5, "Anna Wiśniewska <k5@example.net>"), None),
        (plain(6, "Jan <k6@example.net>").text("Zamówienie nr 99999, tel. 700 700 701"), None),
        (
            plain(7, "Automat <k7@example.net>").text("Zamówienie nr 20481").header("Auto-Submitted", "auto-generated"),
            None,
        ),
    ];
    for (at, (letter, expected)) in (1..).zip(cases) {
        app.receive(&letter).await;
        let author = contact(&app, &format!("k{at}@example.net"));
        let found: Vec<_> = suggested(&app, author).into_iter().filter(|one| one.contact == author).collect();
        assert_eq!(found.first().map(|one| one.likeness), expected, "case {at}");
        assert!(found.len() <= 1 && !are_one(&app, anna, author), "case {at}: nothing joins by itself");
        // The next case compares with Anna again, not with this one.
        app.receive(&Letter::new(&format!("a{at}@example.org")).text(&format!("Zamówienie nr 20481. {phone}"))).await;
    }
});

on_both!(a_flood_of_the_same_order_is_bounded, |app| {
    app.receive(&Letter::new("a@example.org").text("Zamówienie nr 20481")).await;
    let anna = contact(&app, ANNA);
    for n in 0..20 {
        let from = format!("Obcy <f{n}@example.net>");
        app.receive(&Letter::new(&format!("f{n}@example.net")).from(&from).text("Zamówienie nr 20481")).await;
        app.receive(&Letter::new(&format!("a{n}@example.org")).text("Zamówienie nr 20481")).await;
    }
    assert!(suggested(&app, anna).len() <= store::likeness::MAX_EACH);
});

on_both!(what_arrives_after_a_merge_is_the_persons_and_undo_is_exact, |app| {
    let id = stranger(&app).await;
    let (anna, work) = (contact(&app, ANNA), contact(&app, WORK));
    let before = everything(&app);
    assert_eq!(commands::same_person(&app.engine, app.ola(), id, work).await.expect("merged"), anna);
    assert!(app.check().is_empty());
    assert_ne!(everything(&app), before);
    commands::other_person(&app.engine, app.jan(), id, work).await.expect("two again");
    assert_eq!(everything(&app), before);
    assert!(app.check().is_empty());
    assert_eq!(suggested(&app, work)[0].state, SuggestionState::Undone);

    commands::same_person(&app.engine, app.ola(), id, work).await.expect("merged again");
    app.wait_ms(HOUR_MS).await;
    let later = Letter::new("d@praca.example").from(WORK).subject("Nowa sprawa").text("Jeszcze jedno");
    let second = app.receive(&later.header("Authentication-Results", VOUCHED)).await;
    assert_ne!(second, id);
    let asker = app.with(|conn| store::pages::asker(conn, work, 10)).expect("read").expect("there");
    assert_eq!(asker.name.as_deref(), Some("Anna Wiśniewska"));
    assert_eq!(asker.conversations.iter().map(|other| other.id).collect::<Vec<_>>(), [second, id]);
    app.wait_ms(MINUTE_MS).await;
    commands::other_person(&app.engine, app.ola(), second, work).await.expect("two again");
    let asker = app.with(|conn| store::pages::asker(conn, work, 10)).expect("read").expect("there");
    assert_eq!(asker.name.as_deref(), Some("Anna z pracy"));
    assert_eq!(
        asker.conversations.iter().map(|other| other.id).collect::<Vec<_>>(),
        [second],
        "what came to her is hers"
    );
});

on_both!(three_contacts_come_apart_in_any_order, |app| {
    let id = stranger(&app).await;
    app.receive(&Letter::new("w@praca.example").from(WORK).subject("Sprawa z pracy").text("Halo")).await;
    let third = app.receive(&Letter::new("t@example.net").from("Anna <t@example.net>").subject("Trzecia sprawa")).await;
    let (anna, work, other) = (contact(&app, ANNA), contact(&app, WORK), contact(&app, "t@example.net"));
    let before = everything(&app);
    // The third into the second, and both into the first.
    commands::same_person(&app.engine, app.ola(), third, work).await.expect("merged");
    commands::same_person(&app.engine, app.ola(), id, other).await.expect("merged");
    assert!(are_one(&app, anna, other) && are_one(&app, anna, work));
    commands::other_person(&app.engine, app.ola(), id, work).await.expect("the second leaves, with the third");
    assert!(!are_one(&app, anna, other) && are_one(&app, work, other));
    assert!(app.check().is_empty());
    let outdated = commands::other_person(&app.engine, app.ola(), id, work).await;
    assert!(matches!(outdated, Err(Error::Refused(Refused::Outdated))), "{outdated:?}");
    commands::other_person(&app.engine, app.ola(), third, other).await.expect("the third leaves");
    assert_eq!(everything(&app), before);
});

on_both!(an_erasure_erases_the_whole_person, |app| {
    let id = stranger(&app).await;
    let (anna, work) = (contact(&app, ANNA), contact(&app, WORK));
    let elsewhere = Letter::new("e@praca.example").from(WORK).subject("Nowa sprawa").text("Sekret z pracy");
    app.receive(&elsewhere).await;
    commands::same_person(&app.engine, app.ola(), id, work).await.expect("merged");
    // By whichever of the two.
    engine::erase::erase_contact(&app.engine, work).await.expect("erased");
    assert_eq!(app.number("SELECT COUNT(*) FROM contact WHERE erased_at IS NULL"), 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM identity WHERE value IS NOT NULL"), 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM message_content WHERE text IS NOT NULL"), 0);
    assert!(app.check().is_empty());
    let messages = app.number("SELECT COUNT(*) FROM message");
    app.arrive_raw("import:1", elsewhere.raw(), true).await;
    app.arrive_raw("import:2", Letter::new("a@example.org").raw(), true).await;
    app.arrive_raw("import:3", Letter::new("never-seen@example.org").from(WORK).raw(), true).await;
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), messages, "nothing comes back");
    assert!(commands::other_person(&app.engine, app.ola(), id, work).await.is_err());
    engine::erase::erase_contact(&app.engine, anna).await.expect_err("there is nothing left to erase");
});

on_both!(an_erasure_after_undo_erases_one, |app| {
    let id = stranger(&app).await;
    let work = contact(&app, WORK);
    commands::same_person(&app.engine, app.ola(), id, work).await.expect("merged");
    commands::other_person(&app.engine, app.ola(), id, work).await.expect("two again");
    engine::erase::erase_contact(&app.engine, work).await.expect("erased");
    assert_eq!(app.texts("SELECT value FROM identity WHERE value IS NOT NULL"), [[ANNA]]);
    assert!(
        commands::same_person(&app.engine, app.ola(), id, work).await.is_err(),
        "who was erased is nobody any more"
    );
});

on_both!(who_may_not_answer_decides_nothing, |app| {
    let id = stranger(&app).await;
    let work = contact(&app, WORK);
    let one = suggested(&app, work)[0];
    let observer = By {
        agent: app.jan,
        grant: domain::permission::Grant { role: domain::permission::Role::Observer, team: app.team },
    };
    let refused = |done: engine::Result<()>| matches!(done, Err(Error::Refused(Refused::NotAllowed)));
    assert!(refused(commands::same_person(&app.engine, observer, id, work).await.map(drop)));
    assert!(refused(commands::not_the_same(&app.engine, observer, id, one.id).await));
    assert!(refused(commands::other_person(&app.engine, observer, id, work).await));
    let elsewhere = domain::permission::Grant { role: domain::permission::Role::Agent, team: app.engine.id() };
    let foreign = By { agent: app.jan, grant: elsewhere };
    let unseen = commands::same_person(&app.engine, foreign, id, work).await;
    assert!(matches!(unseen, Err(Error::Refused(Refused::NotFound))), "{unseen:?}");
});
