//! A mailbox that is silent is seen by those who can do something about it, and how far back one is read is chosen there.

use std::sync::Arc;

use app::alarm::{Routes, Watch};
use app::serve::mailbox::{Fares, Intake};
use channels::email::imap::{Mailbox, Settings};
use channels::email::server::Tls;
use domain::mailbox::Horizon;
use domain::time::MINUTE_MS;
use engine::mailbox::{Found, Standing, Trial};
use store::mailbox::standing;
use store::mailbox::state::{self, State};
use testkit::app::{Pages, TestApp};
use testkit::browser::Browser;
use testkit::servers::{Dovecot, covered};
use tokio_util::sync::CancellationToken;

use crate::pages::{forgive, sign_in};

const ADDRESS: &str = "sklep@example.com";

/// Its inbox has a mailbox, with nothing in it and nobody who reads it.
async fn with_mailbox() -> TestApp {
    let app = TestApp::builder().passwords().start().await;
    let (inbox, now) = (app.inbox, app.engine.now());
    app.store().write(move |tx| state::set_up(tx, &[(inbox, None)], now)).await.expect("it is set up");
    app
}

/// Jan in front of the page of mailboxes, and where the house stands.
async fn before_mailboxes(app: &TestApp) -> (Pages, Browser, String) {
    let (pages, jan) = tokio::join!(app.serve_pages(), Browser::start());
    let home = pages.url("");
    sign_in(&jan, &home, "jan@example.com").await;
    jan.open(&format!("{home}/mailboxes")).await;
    (pages, jan, home)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_seen_on_the_page_and_as_a_banner_until_it_is_put_right() {
    covered("a silent mailbox in a browser");
    let app = with_mailbox().await;
    let dovecot = Dovecot::start().await;
    dovecot.add_user(ADDRESS, "geranium");
    let server = dovecot.imap();
    let settings = Settings {
        backoff_first_ms: 200,
        backoff_longest_ms: 200,
        ..Settings::new(server.ip().to_string(), server.port(), Tls::None, ADDRESS, "pelargonia")
    };
    let stop = CancellationToken::new();
    let fares = Arc::new(Fares::new(app.engine.clone(), app.inbox, "Sklep"));
    let intake = Arc::new(Intake::new(app.engine.clone(), app.inbox, fares.clone()));
    let watching = tokio::spawn(Mailbox::run(settings, intake, app.clock.clone(), stop.clone()));
    let stopping = stop.clone();
    let keeping = tokio::spawn(async move { fares.keep(stopping).await });
    let mut watch = Watch::new(app.engine.clone(), Routes::default());

    let (pages, jan, ola) = tokio::join!(app.serve_pages(), Browser::start(), Browser::start());
    let home = pages.url("");
    sign_in(&ola, &home, "ola@example.com").await;
    sign_in(&jan, &home, "jan@example.com").await;
    assert_eq!(jan.text("#banner").await, "", "nothing is wrong yet");
    jan.click(".views a[href='/mailboxes']").await;
    jan.wait_for_text(".mailbox-trouble", "does not accept the user name and password").await;
    jan.wait_for_text(".mailbox-state", "Does not work").await;
    watch.step().await.expect("it is looked");
    assert_eq!(jan.count(".mailbox-card[data-alarm]").await, 0, "a moment is no alarm");

    app.clock.advance_ms(16 * MINUTE_MS);
    watch.step().await.expect("it is looked");
    jan.open(&format!("{home}/mailboxes")).await;
    jan.wait_for_text(".mailbox-alarm", "No mail was fetched since").await;
    for page in ["/inbox/to-answer", "/outbox", "/quarantine"] {
        jan.open(&format!("{home}{page}")).await;
        jan.wait_for_text("#banner", "No mail comes from the mailbox").await;
    }
    ola.open(&format!("{home}/inbox/to-answer")).await;
    assert_eq!(ola.count("#banner").await, 0, "an agent can do nothing about it");
    ola.open(&format!("{home}/mailboxes")).await;
    ola.wait_for_text("h1", "Nie ma takiej strony").await;

    // Put right, on the server.
    dovecot.add_user(ADDRESS, "pelargonia");
    jan.click("#banner a").await;
    jan.wait_for_text(".mailbox-state", "Works").await;
    watch.step().await.expect("it is looked");
    jan.wait_gone(".mailbox-alarm").await;
    jan.open(&format!("{home}/inbox/to-answer")).await;
    jan.wait_for("#banner[data-quiet]").await;
    stop.cancel();
    watching.await.expect("it ends");
    keeping.await.expect("it ends");
    forgive(&ola).await;
    jan.close().await;
    ola.close().await;
    pages.close().await;
}

#[tokio::test]
async fn how_far_back_is_chosen_after_a_look() {
    let app = with_mailbox().await;
    let inbox = app.inbox;
    let (pages, jan, home) = before_mailboxes(&app).await;
    jan.wait_for_text(".mailbox-card", "nobody has chosen yet").await;
    jan.click("form[action$='/trial'] button").await;
    jan.wait_for_text(".aside-again", "Looking what is in it").await;
    let asked = app.with(|conn| state::asked(conn, inbox).expect("read"));
    assert_eq!(asked, (None, Some(Horizon::All)));
    let found = Trial {
        since: None,
        mails: 120_431,
        conversations: 61_020,
        open: 214,
        notices: 38_900,
        spam: 12,
        whole: true,
        failed: None,
    };
    app.store().write(move |tx| state::tried(tx, inbox, &found.to_text())).await.expect("kept");
    jan.wait_for_text(
        ".mailbox-found",
        "120,431 mails, about 61,020 conversations; about 214 would be open; about 38,900 notices",
    )
    .await;
    // The same since a day, before that day is chosen.
    jan.script("document.querySelector('form[action$=\\'/trial\\'] input').value = '2026-01-01'", &[]).await;
    jan.click("form[action$='/trial'] button").await;
    jan.wait_for_text(".aside-again", "Looking what is in it").await;
    let asked = app.with(|conn| state::asked(conn, inbox).expect("read"));
    assert_eq!(asked.1, Horizon::parse("2026-01-01"));
    let found = Trial { since: Some("2026-01-01".to_owned()), mails: 12_000, whole: true, ..Trial::default() };
    app.store().write(move |tx| state::tried(tx, inbox, &found.to_text())).await.expect("kept");
    jan.wait_for_text(".mailbox-found", "Since 2026-01-01: 12,000 mails").await;
    jan.click("input[value=since]").await;
    jan.click(".mailbox-horizon button").await;
    jan.wait_for_text("#outcome", "choose a day").await;
    jan.script("document.querySelector('.mailbox-horizon input[type=date]').value = '2026-01-01'", &[]).await;
    jan.click("input[value=since]").await;
    jan.click(".mailbox-horizon button").await;
    jan.wait_for_text("#outcome", "Saved.").await;
    jan.wait_for_text(".mailbox-card", "since 1 January 2026").await;
    let asked = app.with(|conn| state::asked(conn, inbox).expect("read"));
    assert_eq!(asked, (Horizon::parse("2026-01-01"), None));
    let compared = store::mailbox::Compared { on_server: 120_431, wanted: 120_431, missing: 108_431 };
    let now = app.engine.now();
    let folder = store::mailbox::Folder { inbox, role: domain::mailbox::FolderRole::Inbox };
    let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
        store::mailbox::open(tx, folder, "INBOX", 7, Some(1))?;
        store::mailbox::surveyed(tx, folder, 7, now, compared)?;
        state::fares(tx, inbox, State::CatchingUp, None, now, Some(now))
    };
    app.store().write(write).await.expect("it fares");
    jan.open(&format!("{home}/mailboxes")).await;
    jan.wait_for_text(".mailbox-card", "12,000 of 120,431 mails are here").await;
    jan.close().await;
    pages.close().await;
}

#[tokio::test]
async fn only_those_who_lead_choose_and_what_the_settings_say_stays() {
    let app = with_mailbox().await;
    let (inbox, now) = (app.inbox, app.engine.now());
    let all = Horizon::All;
    assert!(engine::mailbox::choose(&app.engine, app.ola(), inbox, all).await.is_err(), "agents do not");
    assert!(engine::mailbox::ask_for_trial(&app.engine, app.ola(), inbox, Horizon::All).await.is_err());
    engine::mailbox::choose(&app.engine, app.jan(), inbox, all).await.expect("leads do");
    let given = [(inbox, Some(Horizon::Nothing))];
    app.store().write(move |tx| state::set_up(tx, &given, now)).await.expect("a start with other settings");
    assert!(engine::mailbox::choose(&app.engine, app.jan(), inbox, all).await.is_err());
    assert_eq!(app.with(|conn| state::asked(conn, inbox).expect("read")).0, Some(Horizon::Nothing));
}

#[tokio::test]
async fn how_the_domain_stands_is_shown_with_the_record_to_add_and_looked_up_anew() {
    let app = with_mailbox().await;
    let inbox = app.inbox;
    let (pages, jan, home) = before_mailboxes(&app).await;
    jan.wait_for_text("[data-domain=unseen] summary", "not looked at yet").await;
    jan.click("[data-domain] summary").await;
    jan.wait_for_text(".domain", "have not been looked up yet").await;
    jan.fill("input[name=selector]", "dwa słowa").await;
    jan.click("form[action$='/standing'] button").await;
    jan.wait_for_text("#outcome", "Nothing was changed").await;
    assert_eq!(app.with(|conn| standing::get(conn, inbox).expect("read")), None);

    jan.click("[data-domain] summary").await;
    jan.fill("input[name=selector]", "google").await;
    jan.click("form[action$='/standing'] button").await;
    jan.wait_for_text(".domain [role=status]", "are being looked up").await;
    let asked = app.with(|conn| standing::get(conn, inbox).expect("read")).expect("it was asked for");
    assert_eq!((asked.selector.as_deref(), asked.found), (Some("google"), None));
    let found = |about: &str, weight: &str, en: &str| Found {
        about: about.to_owned(),
        weight: weight.to_owned(),
        en: en.to_owned(),
        ..Found::default()
    };
    let record = Some(("_dmarc.example.com".to_owned(), "v=DMARC1; p=none".to_owned()));
    let spf = found("spf", "good", "SPF: mail sent by smtp.example.com is covered.");
    let hostile = found("mx", "good", "MX: taken by <img src=x onerror=alert(1)>.");
    let dmarc = Found { record, ..found("dmarc", "bad", "DMARC: there is no record.") };
    let looked = Standing { findings: vec![hostile, spf, dmarc], provider: None }.to_text();
    let now = app.engine.now();
    app.store().write(move |tx| standing::found(tx, inbox, now, &looked, now)).await.expect("kept");
    jan.wait_for_text("[data-weight=bad]", "DMARC: there is no record.").await;
    jan.wait_for_text("[data-weight=bad] code", "_dmarc.example.com").await;
    assert_eq!(jan.script("return document.querySelector('.record textarea').value", &[]).await, "v=DMARC1; p=none");
    assert_eq!(jan.count(".domain img").await, 0, "what strangers said is text");
    jan.open(&format!("{home}/mailboxes")).await;
    jan.wait_for_text("[data-domain=bad] summary", "one thing to put right").await;
    let silent = Standing { findings: vec![found("dns", "note", "The name servers do not answer.")], provider: None };
    app.store().write(move |tx| standing::found(tx, inbox, now, &silent.to_text(), now)).await.expect("kept");
    jan.open(&format!("{home}/mailboxes")).await;
    jan.wait_for_text("[data-domain=silent] summary", "the name servers do not answer").await;
    jan.close().await;
    pages.close().await;
}
