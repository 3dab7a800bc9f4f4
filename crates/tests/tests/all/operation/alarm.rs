//! The alarm's second route: over another inbox and to a webhook, never through the inbox it is about.

use app::alarm::{MOST_TOLD, Routes, Watch};
use channels::email::server::Tls;
use channels::email::smtp::{Settings, Submission};
use channels::email::{EmailChannel, Exit};
use domain::channel::Route;
use domain::id::InboxId;
use domain::identity::Address;
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use engine::people::{NewInbox, create_inbox};
use std::sync::Arc;
use store::mailbox::state::{self, State};
use testkit::app::TestApp;
use testkit::net::Hook;
use testkit::servers::covered;
use testkit::sink::{Mood, Sink};

/// A shop with two inboxes, each over a mail server of its own.
struct Two {
    app: TestApp,
    first: (InboxId, Sink),
    second: (InboxId, Sink),
    watch: Watch,
}

fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

pub(super) fn connect(app: &TestApp, inbox: InboxId, sink: &Sink) {
    let server = sink.address();
    let submission = Submission::new(Settings::new(server.ip().to_string(), server.port(), Tls::None));
    let exit = Exit { submission: submission.expect("settings"), route: Route::default() };
    app.engine.channels().connect(inbox, Arc::new(EmailChannel::through(exit, Vec::new())));
}

impl Two {
    async fn start(to: Option<&str>, hook: Option<&Hook>) -> Self {
        let app = TestApp::start().await;
        let new = NewInbox {
            brand: app.brand,
            team: app.team,
            name: "Hurt".to_owned(),
            address: address("hurt@example.com"),
            sender: "Hurt".to_owned(),
            auto_reply: None,
        };
        let (first, second) = (app.inbox, create_inbox(&app.engine, new).await.expect("another inbox"));
        let now = app.engine.now();
        app.store().write(move |tx| state::set_up(tx, &[(first, None), (second, None)], now)).await.expect("set up");
        let (one, two) = (Sink::start().await, Sink::start().await);
        connect(&app, first, &one);
        connect(&app, second, &two);
        let routes = Routes {
            first: Some(address("sklep@example.com")),
            to: to.map(address),
            webhook: hook.map(|hook| Arc::from(hook.url())),
            zone: None,
            pages: Some("https://kontuar.example.com".to_owned()),
        };
        let watch = Watch::new(app.engine.clone(), routes);
        Self { app, first: (first, one), second: (second, two), watch }
    }

    /// A mailbox works, or says that its password is wrong.
    async fn fares(&self, inbox: InboxId, works: bool) {
        let now = self.app.engine.now();
        let write = move |tx: &mut store::Tx<'_>| {
            let wrong = Some(("wrong-password", "It says: no"));
            let (state, trouble) = if works { (State::Watching, None) } else { (State::Failing, wrong) };
            state::fares(tx, inbox, state, trouble, now, works.then_some(now))
        };
        self.app.store().write(write).await.expect("it is written down");
    }

    /// So much time passes while the second works and the first does not.
    async fn silence(&mut self, ms: i64) {
        self.app.clock.advance_ms(ms);
        self.fares(self.second.0, true).await;
        self.watch.step().await.expect("it is looked");
    }
}

#[tokio::test]
async fn another_inbox_and_a_webhook_tell_of_it_and_that_it_is_over() {
    covered("alarm: second route");
    let hook = Hook::start().await;
    let mut two = Two::start(Some("wlasciciel@example.org"), Some(&hook)).await;
    two.fares(two.first.0, true).await;
    two.silence(11 * MINUTE_MS).await;
    two.fares(two.first.0, false).await;
    two.silence(0).await;
    assert_eq!((two.second.1.mails().len(), hook.told().len()), (0, 0), "not yet");
    two.silence(MINUTE_MS).await;
    two.silence(MINUTE_MS).await;
    assert_eq!(two.first.1.mails().len(), 0, "never through the one it is about");
    let mails = two.second.1.mails();
    assert_eq!(mails.len(), 1);
    let mail = mail_parser::MessageParser::default().parse(&mails[0]).expect("a mail");
    assert_eq!(mail.subject(), Some("Brak poczty z sklep@example.com / No mail from sklep@example.com"));
    let text = mail.body_text(0).expect("a text");
    for part in
        ["nie przyjmuje nazwy użytkownika", "does not accept the user name", "for 12 minutes", "example.com/mailboxes"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(mail.header("Auto-Submitted").is_some(), "nobody's machine answers it");
    let told = hook.told();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (&told[0]["event"], &told[0]["what"], &told[0]["code"]),
        (&"mailbox.alarm".into(), &"silent".into(), &"wrong-password".into())
    );

    two.fares(two.first.0, true).await;
    two.silence(0).await;
    two.silence(0).await;
    assert_eq!((two.second.1.mails().len(), hook.told().len()), (2, 2), "all clear, once");
    assert_eq!(hook.told()[1]["event"], "mailbox.clear");
    two.app.allow_undone();
}

#[tokio::test]
async fn reminders_are_bounded_and_a_route_that_fails_is_tried_again() {
    let hook = Hook::start().await;
    let mut two = Two::start(None, Some(&hook)).await;
    two.fares(two.first.0, true).await;
    two.fares(two.first.0, false).await;
    hook.refuse(2);
    two.silence(12 * MINUTE_MS).await;
    two.silence(30_000).await;
    assert_eq!(hook.told().len(), 0, "refused, and not asked again at once");
    two.silence(MINUTE_MS).await;
    two.silence(2 * MINUTE_MS).await;
    assert_eq!(hook.told().len(), 1, "the second pause is over");
    for _ in 0..30 * 4 {
        two.silence(6 * HOUR_MS).await;
    }
    assert_eq!(hook.told().len() as i64, MOST_TOLD);
    two.silence(DAY_MS).await;
    assert_eq!(hook.told().len() as i64, MOST_TOLD);
}

#[tokio::test]
async fn where_no_other_inbox_works_it_waits_and_an_alarm_nobody_heard_of_needs_no_all_clear() {
    let mut two = Two::start(Some("wlasciciel@example.org"), None).await;
    two.second.1.always(Mood::Refuse);
    two.fares(two.first.0, true).await;
    two.fares(two.first.0, false).await;
    two.silence(12 * MINUTE_MS).await;
    assert_eq!((two.first.1.mails().len(), two.second.1.mails().len()), (0, 0));
    let owed = two.app.with(|conn| state::all(conn).expect("read"));
    assert!(owed.iter().any(|mailbox| mailbox.owed.as_deref() == Some("silent")));
    two.fares(two.first.0, true).await;
    two.second.1.relax();
    two.silence(MINUTE_MS).await;
    assert_eq!((two.first.1.mails().len(), two.second.1.mails().len()), (0, 0), "nobody was told, nobody is calmed");
}

/// Whether the store can be written.
async fn writable(app: &TestApp, is: bool) {
    let order = if is { "PRAGMA query_only = OFF" } else { "PRAGMA query_only = ON" };
    app.store().alone(move |conn| conn.text_rows(order)).await.expect("the writer hears it");
}

#[tokio::test]
async fn an_alarm_that_cannot_be_written_down_is_passed_on_all_the_same_and_no_more_often() {
    let hook = Hook::start().await;
    let mut two = Two::start(None, Some(&hook)).await;
    let silent = || hook.told().iter().filter(|told| told["name"] == "Poczta").count();
    two.fares(two.first.0, true).await;
    two.silence(10 * MINUTE_MS).await;
    two.fares(two.first.0, false).await;
    two.silence(MINUTE_MS).await;
    writable(&two.app, false).await;
    for _ in 0..3 {
        two.app.clock.advance_ms(MINUTE_MS);
        two.watch.step().await.expect("it is looked");
    }
    assert_eq!(silent(), 1, "{:?}", hook.told());
    two.app.clock.advance_ms(HOUR_MS);
    two.watch.step().await.expect("it is looked");
    two.watch.step().await.expect("it is looked");
    assert_eq!(silent(), 2, "a reminder");
    writable(&two.app, true).await;
    two.watch.step().await.expect("it is looked");
    let kept = two.app.with(|conn| state::all(conn).expect("read"));
    let kept = kept.iter().find(|mailbox| mailbox.name == "Poczta").expect("the mailbox");
    assert_eq!((kept.alarm.as_ref().map(|alarm| alarm.told), &kept.owed, kept.reached), (Some(2), &None, true));
    two.fares(two.first.0, true).await;
    two.silence(0).await;
    assert_eq!(hook.told().last().map(|told| told["event"].clone()), Some("mailbox.clear".into()));
    two.app.allow_undone();
}
