//! Rules of retention: what would go is what goes, at night, and nothing else does.

use app::serve::retention::Sweep;
use domain::conversation::Status;
use domain::id::ConversationId;
use domain::retention::{Class, Tally, cutoff};
use domain::time::{DAY_MS, HOUR_MS};
use engine::commands::{self, Mending, SetStatus};
use engine::error::Refused;
use engine::retention;
use store::retention::Place;
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::on_both;

const WITH_FILE: &str = "From: Anna <anna@example.org>\r\nTo: sklep@example.com\r\nSubject: umowa\r\nMessage-ID: <f@example.org>\r\n\
    Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain\r\n\r\nDawny sekret.\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n\
    Content-Disposition: attachment; filename=a.txt\r\n\r\nplik\r\n--b--\r\n";

async fn solve(app: &TestApp, conversation: ConversationId) {
    let solved = SetStatus { conversation, to: Status::Solved, until: None };
    commands::set_status(&app.engine, app.ola(), solved).await.expect("solved");
}

/// Two conversations that were solved long ago, one with a file; one solved today; one that waits since long ago.
async fn shop(app: &TestApp) {
    app.arrive_raw("imap:1:7", WITH_FILE.as_bytes().to_vec(), false).await;
    app.settle().await;
    solve(app, app.newest_conversation().await).await;
    solve(app, app.receive(&Letter::new("b@example.org").from("ewa@example.org").text("Dawny sekret drugi")).await)
        .await;
    app.receive(&Letter::new("c@example.org").from("iza@example.org").text("Czekam")).await;
    app.clock.advance_ms(40 * DAY_MS);
    solve(app, app.receive(&Letter::new("d@example.org").from("jan@example.org").text("Świeże")).await).await;
    app.settle().await;
}

fn secrets(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM message_content WHERE text LIKE '%Dawny sekret%'")
}

fn sweep(app: &TestApp) -> Sweep {
    let zone = jiff::tz::TimeZone::get("Europe/Warsaw").expect("the zone is built in");
    Sweep::new(app.engine.clone(), jiff::civil::time(4, 20, 0, 0), zone)
}

on_both!(what_would_go_goes_in_the_coming_night_and_the_rest_stays, |app| {
    shop(&app).await;
    let head = app.number("SELECT position FROM log_head");
    let would = retention::try_out(&app.engine, Class::Solved, 31).await.expect("tried");
    assert_eq!(would, Tally { conversations: 2, messages: 2, files: 1, originals: 2, answers: 0 });
    assert_eq!(app.number("SELECT position FROM log_head"), head, "a dry run changes nothing");
    let refused = retention::set(&app.engine, Some(app.jan()), Class::Solved, Some(31)).await;
    assert!(matches!(refused, Err(engine::Error::Refused(Refused::NotAllowed))), "a lead decides nothing here");
    let refused = retention::set(&app.engine, None, Class::Solved, Some(30)).await;
    assert!(matches!(refused, Err(engine::Error::Refused(Refused::Invalid(_)))), "it may still be reopened");

    let mut nights = sweep(&app);
    retention::set(&app.engine, None, Class::Solved, Some(31)).await.expect("set");
    nights.step().await;
    assert_eq!(secrets(&app), 2, "not before the coming night");
    app.clock.advance_ms(DAY_MS);
    nights.step().await;
    assert_eq!(secrets(&app), 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM message_content WHERE text IS NOT NULL"), 2);
    assert_eq!(app.number("SELECT COUNT(*) FROM raw WHERE body IS NULL AND blob IS NULL"), 2);
    assert_eq!(app.number("SELECT COUNT(*) FROM blob"), 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM remnant"), 0);
    let told = app.texts("SELECT body FROM event WHERE kind = 'retention.applied'");
    assert_eq!(told.len(), 1, "{told:?}");
    for said in ["\"class\":\"solved\"", "\"conversations\":2", "\"messages\":2", "\"files\":1", "\"originals\":2"] {
        assert!(told[0][0].contains(said), "{told:?}");
    }
    let head = app.number("SELECT position FROM log_head");
    nights.step().await;
    app.clock.advance_ms(HOUR_MS);
    nights.step().await;
    assert_eq!(app.number("SELECT position FROM log_head"), head, "once a night");
    assert_eq!(retention::try_out(&app.engine, Class::Solved, 31).await.expect("tried"), Tally::default());
    assert_eq!(app.check(), Vec::<String>::new());

    // What comes again is known; who writes anew is heard.
    let messages = app.number("SELECT COUNT(*) FROM message");
    app.arrive_raw("imap:2:7", WITH_FILE.as_bytes().to_vec(), false).await;
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), messages);
    retention::set(&app.engine, None, Class::Solved, None).await.expect("switched off");
    assert!(retention::run(&app.engine, app.engine.now().plus_ms(1)).await.expect("nothing to do").is_empty());
});

on_both!(a_process_that_died_in_between_is_gone_on_with, |app| {
    shop(&app).await;
    let would = retention::try_out(&app.engine, Class::Solved, 31).await.expect("tried");
    retention::set(&app.engine, None, Class::Solved, Some(31)).await.expect("set");
    // As far as the first conversation, and no farther: not even its file is off the disk.
    let (now, origin) = (app.engine.now(), domain::event::Origin::new(domain::event::Actor::System, app.engine.now()));
    let first = app.store().write(move |tx| -> store::Result<Tally> {
        let batch = store::retention::take(tx, Class::Solved, cutoff(now, 31), Place::default(), 1, &origin)?;
        store::remnant::owe_files(tx, &batch.gone, now)?;
        Ok(batch.tally)
    });
    let first = first.await.expect("committed").value;
    assert_eq!((first.conversations, secrets(&app)), (1, 1));
    let rest = retention::run(&app.engine, now.plus_ms(1)).await.expect("gone on with");
    assert_eq!(rest, [(Class::Solved, Tally { conversations: 1, messages: 1, files: 0, originals: 1, answers: 0 })]);
    assert_eq!(first.plus(rest[0].1), would);
    assert_eq!((secrets(&app), app.number("SELECT COUNT(*) FROM remnant")), (0, 0));
    assert!(app.with(|conn| store::blob::list(conn, &[], 10).expect("a list")).is_empty());
});

on_both!(each_class_takes_what_it_says, |app| {
    shop(&app).await;
    app.arrive_raw("imap:1:8", b"Subject: nobody\r\n\r\ntext".to_vec(), false).await;
    app.settle().await;
    let raw = app.with(|conn| store::raw::quarantined(conn, domain::id::Id::from_raw(0), 1).expect("a list"))[0].id;
    commands::mend(&app.engine, app.jan(), raw, Mending::GiveUp).await.expect("given up");
    app.clock.advance_ms(60 * DAY_MS);
    for (class, expected) in [
        (Class::Files, Tally { files: 1, originals: 1, ..Tally::default() }),
        (Class::Originals, Tally { originals: 3, ..Tally::default() }),
        (Class::GivenUp, Tally { originals: 1, ..Tally::default() }),
        (Class::Answers, Tally::default()),
        (Class::Spam, Tally::default()),
        (Class::Automatic, Tally::default()),
    ] {
        let days = class.min_days();
        assert_eq!(retention::try_out(&app.engine, class, days).await.expect("tried"), expected, "{class:?}");
        retention::set(&app.engine, None, class, Some(days)).await.expect("set");
        let done = retention::run(&app.engine, app.engine.now().plus_ms(1)).await.expect("done");
        assert_eq!(done.into_iter().find(|(of, _)| *of == class), Some((class, expected)));
        assert_eq!(app.check(), Vec::<String>::new(), "{class:?}");
    }
    assert_eq!(secrets(&app), 2, "the words stay");
});
