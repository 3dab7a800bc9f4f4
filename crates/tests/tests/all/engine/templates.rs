//! Templates of answers: written by those who lead, offered where they fit, counted when what was made with them is sent.

use domain::id::{Id, TemplateId};
use domain::permission::{Grant, Role};
use domain::template::text::{Variable, Wrong};
use domain::template::{Draft, Flaw, Tongue};
use engine::commands::{self, By, Reply};
use engine::error::{Error, Refused};
use engine::people::{create_brand, create_team};
use engine::templates::offer::{self, Offer, Place};
use engine::templates::sheet::{self, Bad, Fate};
use engine::templates::{self, Saved};
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::on_both;

fn draft(name: &str, text: &str) -> Draft {
    Draft { name: name.to_owned(), text: text.to_owned(), ..Draft::default() }
}

async fn kept(app: &TestApp, draft: Draft) -> TemplateId {
    match templates::add(&app.engine, app.jan(), draft).await.expect("it is taken") {
        Saved::Done(id) => id,
        other => panic!("{other:?}"),
    }
}

fn refusal<T: std::fmt::Debug>(done: engine::Result<T>) -> Refused {
    match done.expect_err("it is refused") {
        Error::Refused(refused) => refused,
        Error::Store(error) => panic!("{error}"),
    }
}

/// What Ola is offered in a conversation.
fn offered(app: &TestApp, conversation: domain::id::ConversationId, words: &str) -> Vec<Offer> {
    let by = app.ola();
    app.with(|conn| {
        let card = store::pages::one(conn, conversation).expect("read").expect("there");
        offer::offers(conn, Place { by, card: &card, tongue: Tongue::Polish }, words).expect("read")
    })
}

fn names(offers: &[Offer]) -> Vec<&str> {
    offers.iter().map(|offer| offer.name.as_str()).collect()
}

fn told(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM event WHERE kind = 'installation.operated'")
}

on_both!(one_is_written_changed_removed_and_taken_back, |app| {
    let (engine, jan) = (&app.engine, app.jan());
    let first = Draft { folder: "Zwroty".to_owned(), ..draft("Adres", "Leśna 1, {brand}") };
    let id = kept(&app, first.clone()).await;
    assert_eq!(templates::add(engine, jan, first.clone()).await.expect("taken"), Saved::Same(id), "a second click");
    let other = Draft { text: "Inny adres".to_owned(), ..first.clone() };
    assert_eq!(templates::add(engine, jan, other.clone()).await.expect("taken"), Saved::Taken(id));
    let spelt = Draft { name: " ADRES ".to_owned(), ..other.clone() };
    assert_eq!(templates::add(engine, jan, spelt).await.expect("taken"), Saved::Taken(id), "however it is spelt");
    assert_eq!(told(&app), 1);

    assert_eq!(templates::change(engine, jan, id, 1, other.clone()).await.expect("taken"), Saved::Done(id));
    assert_eq!(templates::change(engine, jan, id, 1, other.clone()).await.expect("so already"), Saved::Same(id));
    assert_eq!(refusal(templates::change(engine, jan, id, 1, first.clone()).await), Refused::Outdated);
    assert_eq!(refusal(templates::remove(engine, jan, id, 1).await), Refused::Outdated);
    templates::remove(engine, jan, id, 2).await.expect("removed");
    templates::remove(engine, jan, id, 2).await.expect("a second click");
    assert_eq!(refusal(templates::change(engine, jan, id, 3, first.clone()).await), Refused::NotFound);
    assert_eq!(templates::take_back(engine, jan, id).await.expect("back"), Saved::Done(id));
    assert_eq!(templates::take_back(engine, jan, id).await.expect("back already"), Saved::Same(id));
    assert_eq!(told(&app), 4, "made, changed, removed, taken back");

    templates::remove(engine, jan, id, 4).await.expect("removed");
    let twin = kept(&app, other).await;
    assert_eq!(templates::take_back(engine, jan, id).await.expect("judged"), Saved::Taken(twin));
    app.clock.advance_ms(store::template::KEEP_MS);
    kept(&app, draft("Nowy", "Tak.")).await;
    assert_eq!(refusal(templates::take_back(engine, jan, id).await), Refused::NotFound, "after a month it is gone");
});

on_both!(what_makes_no_sense_is_told_and_nothing_is_kept, |app| {
    let (engine, jan) = (&app.engine, app.jan());
    let wrong = Wrong::Unknown { name: "klient".to_owned(), near: Some(Variable::Customer) };
    let unknown = templates::add(engine, jan, draft("Zwrot", "Dzień dobry, {klient}")).await.expect("judged");
    assert_eq!(unknown, Saved::Flawed(Flaw::Text(wrong)));
    assert_eq!(templates::add(engine, jan, draft(" ", "Tak.")).await.expect("judged"), Saved::Flawed(Flaw::Name));
    let nowhere = Draft { brand: Some(Id::from_raw(7)), ..draft("Zwrot", "Tak.") };
    assert!(matches!(refusal(templates::add(engine, jan, nowhere).await), Refused::Invalid(_)));
    let id = kept(&app, draft("Zwrot", "Tak.")).await;
    let broken = templates::change(engine, jan, id, 1, draft("Zwrot", "Tak {")).await.expect("judged");
    assert!(matches!(broken, Saved::Flawed(Flaw::Text(Wrong::Unclosed { .. }))), "{broken:?}");
    assert_eq!(app.texts("SELECT text FROM template"), [["Tak."]]);
    assert_eq!((app.number("SELECT COUNT(*) FROM template"), told(&app)), (1, 1));
});

on_both!(who_leads_writes_for_their_team_and_who_answers_uses, |app| {
    let engine = &app.engine;
    let elsewhere = create_team(engine, "Hurt").await.expect("a team");
    let stranger = By { agent: app.ola, grant: Grant { role: Role::Lead, team: elsewhere } };
    let ours = Draft { team: Some(app.team), ..draft("Nasz", "Tak.") };
    assert_eq!(refusal(templates::add(engine, app.ola(), draft("Zwrot", "Tak.")).await), Refused::NotAllowed);
    assert_eq!(refusal(templates::add(engine, stranger, ours.clone()).await), Refused::NotFound);
    let id = kept(&app, ours.clone()).await;
    assert_eq!(refusal(templates::remove(engine, stranger, id, 1).await), Refused::NotFound);
    assert_eq!(refusal(templates::remove(engine, app.ola(), id, 1).await), Refused::NotAllowed);
    assert_eq!(refusal(templates::favour(engine, stranger, id, true).await), Refused::NotFound);
    let there = Draft { team: Some(elsewhere), ..ours };
    let moved = templates::change(engine, app.jan(), id, 1, there).await;
    assert_eq!(refusal(moved), Refused::NotFound, "nobody puts one where they see nothing");
    templates::favour(engine, app.ola(), id, true).await.expect("it is hers to use");
    let seen = |by| app.with(|conn| templates::list(conn, by, "").expect("read").len());
    assert_eq!((seen(app.ola()), seen(app.jan()), seen(stranger)), (1, 1, 0));
});

on_both!(those_that_fit_are_offered_filled_the_likeliest_first, |app| {
    let id = app.receive(&Letter::new("1@example.org")).await;
    let elsewhere = create_team(&app.engine, "Hurt").await.expect("a team");
    let other_shop = create_brand(&app.engine, "Inny sklep").await.expect("a brand");
    kept(&app, Draft { tongue: Some(Tongue::English), ..draft("A parcel", "Hi {customer}, {agent} at {brand}") }).await;
    let polish = Draft { tongue: Some(Tongue::Polish), ..draft("Paczka", "{customer}: {number}, {agent}, {brand}") };
    kept(&app, polish).await;
    let last = kept(&app, draft("Zwrot", "Leśna 1")).await;
    kept(&app, Draft { brand: Some(other_shop), ..draft("Obcy sklep", "Nie tu.") }).await;
    let admin = By { agent: app.jan, grant: Grant { role: Role::Admin, team: app.team } };
    let foreign = Draft { team: Some(elsewhere), ..draft("Obca grupa", "Nie tu.") };
    templates::add(&app.engine, admin, foreign).await.expect("kept");

    let all = offered(&app, id, "");
    assert_eq!(names(&all), ["Paczka", "Zwrot", "A parcel"], "the letter is in Polish");
    assert_eq!(all[0].text, "Anna Wiśniewska: 1, Ola, Kamionka");
    assert_eq!(all[2].text, "Hi Anna, Ola at Kamionka");
    templates::favour(&app.engine, app.ola(), last, true).await.expect("hers");
    assert_eq!(names(&offered(&app, id, "")), ["Zwrot", "Paczka", "A parcel"]);
    assert_eq!(names(&offered(&app, id, "LESNA")), ["Zwrot"], "by what it says, without accents");
    assert_eq!(names(&offered(&app, id, "paczka")), ["Paczka"]);
    assert_eq!(names(&offered(&app, id, "%")), [""; 0]);
});

on_both!(a_use_counts_with_the_answer_that_is_sent_and_once, |app| {
    let id = app.receive(&Letter::new("1@example.org")).await;
    let (used, other) = (kept(&app, draft("Zwrot", "Leśna 1")).await, kept(&app, draft("Inny", "Nie.")).await);
    let reply = Reply {
        conversation: id,
        text: "Leśna 1".to_owned(),
        then: domain::conversation::Status::Open,
        once: "form".to_owned(),
        seen: None,
    };
    let empty = Reply { text: " ".to_owned(), ..reply.clone() };
    commands::reply_with(&app.engine, app.ola(), empty, vec![used]).await.expect_err("there is nothing to send");
    let sent = commands::reply_with(&app.engine, app.ola(), reply.clone(), vec![used, used]).await.expect("sent");
    let again = commands::reply_with(&app.engine, app.ola(), reply.clone(), vec![used]).await.expect("the same");
    assert_eq!(sent, again);
    let uses = |id: TemplateId| app.number(&format!("SELECT uses FROM template WHERE id = {}", id.raw()));
    assert_eq!((uses(used), uses(other)), (1, 0));
    // One that is gone by now keeps no answer back.
    let next = Reply { once: "next".to_owned(), ..reply };
    commands::reply_with(&app.engine, app.ola(), next, vec![Id::from_raw(7), used]).await.expect("sent");
    assert_eq!(uses(used), 2);
    app.settle().await;
});

on_both!(a_sheet_is_taken_in_whole_or_not_at_all, |app| {
    let (engine, jan) = (&app.engine, app.jan());
    kept(&app, Draft { tongue: Some(Tongue::Polish), ..draft("Zwrot", "=Leśna 1;\n\"tak\"") }).await;
    kept(&app, Draft { brand: Some(app.brand), team: Some(app.team), ..draft("Adres", "Leśna 2") }).await;
    let written = app.with(|conn| sheet::write(conn, jan).expect("written"));
    let fates = |lines: Vec<sheet::Line>| lines.into_iter().map(|line| line.fate).collect::<Vec<_>>();
    let before = app.texts("SELECT id, text, version FROM template ORDER BY id");
    let same = sheet::take(engine, jan, written.clone()).await.expect("taken");
    assert_eq!(fates(same), [Fate::Left, Fate::Left], "what was written is what stands");

    let bad = format!(
        "{written}\"Nowy\",\"{{klient}}\",\"\",\"de\",\"\",\"\"\r\n\"Nowy\",\"{{klient}}\",\"\",\"\",\"\",\"\"\r\n\
        \"Inny\",\"Tak.\",\"\",\"\",\"\",\"\"\r\n\"inny\",\"Nie.\",\"\",\"\",\"\",\"\"\r\n"
    );
    let lines = sheet::take(engine, jan, bad.clone()).await.expect("judged");
    assert_eq!(app.with(|conn| sheet::plan(conn, jan, &bad).expect("read")), lines, "the dry run says the same");
    let told_of: Vec<_> = lines.iter().map(|line| (line.line, &line.fate)).collect();
    assert_eq!(told_of[2], (5, &Fate::Bad(Bad::Language("de".to_owned()))), "a text of two lines counts two");
    assert!(matches!(told_of[3], (6, Fate::Bad(Bad::Flaw(Flaw::Text(Wrong::Unknown { .. }))))), "{told_of:?}");
    assert_eq!((told_of[4].1, told_of[5].1), (&Fate::Added, &Fate::Bad(Bad::Twice(7))));
    assert_eq!(app.texts("SELECT id, text, version FROM template ORDER BY id"), before, "nothing half-done");

    let good = "text;name;language\r\n\"Nowa treść\";Zwrot;pl\r\nHello;Greeting;en\r\n".to_owned();
    let planned = app.with(|conn| sheet::plan(conn, jan, &good).expect("read"));
    assert_eq!(sheet::take(engine, jan, good).await.expect("taken"), planned);
    assert_eq!(fates(planned), [Fate::Changed, Fate::Added]);
    assert_eq!(app.texts("SELECT text FROM template ORDER BY id"), [["Nowa treść"], ["Leśna 2"], ["Hello"]]);
    assert_eq!(refusal(sheet::take(engine, app.ola(), written).await), Refused::NotAllowed);
});
