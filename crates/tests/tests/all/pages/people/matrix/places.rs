//! What routes are asked about: a shop with one of everything.

use std::collections::BTreeMap;

use domain::id::MessageId;
use domain::template::Draft;
use engine::commands::{self, Reply};
use engine::{templates, webhooks};
use store::mailbox::state;
use testkit::app::TestApp;
use testkit::channel::Mood;

const WITH_FILE: &str = "From: Anna <anna@example.org>\r\nTo: sklep@example.com\r\nSubject: plik\r\nMessage-ID: <f@example.org>\r\n\
    Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain\r\n\r\nW załączniku.\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n\
    Content-Disposition: attachment; filename=a.txt\r\n\r\nplik\r\n--b--\r\n";

/// A shop in which there is one of everything, and what stands for the names in paths.
pub(super) async fn places(app: &TestApp) -> BTreeMap<&'static str, String> {
    app.arrive_raw("imap:1:1", WITH_FILE.as_bytes().to_vec(), false).await;
    app.arrive_raw("imap:1:2", b"Subject: nobody\r\n\r\ntext".to_vec(), false).await;
    app.settle().await;
    let conversation = app.newest_conversation().await;
    let first: MessageId = one(app, "SELECT MIN(id) FROM message");
    app.channel.will([Mood::Refuse]);
    let then = domain::conversation::Status::Open;
    let answer = Reply { conversation, text: "Dziękujemy.".to_owned(), then, once: "0".to_owned(), seen: None };
    commands::reply(&app.engine, app.ola(), answer).await.expect("answered");
    app.settle().await;
    let (inbox, now) = (app.inbox, app.engine.now());
    app.store().write(move |tx| state::set_up(tx, &[(inbox, None)], now)).await.expect("a mailbox");
    let hook = webhooks::New {
        name: "ERP".to_owned(),
        url: "https://erp.example/".to_owned(),
        kinds: domain::webhook::Kinds::default(),
    };
    let (webhook, _) = webhooks::create(&app.engine, None, hook).await.expect("a webhook");
    let words = Draft { name: "Zwrot".to_owned(), text: "Nie.".to_owned(), team: Some(app.team), ..Draft::default() };
    templates::add(&app.engine, app.jan(), words).await.expect("a template");
    BTreeMap::from([
        ("template", one::<domain::id::TemplateId>(app, "SELECT id FROM template").to_string()),
        ("view", "mine".to_owned()),
        ("bulk", "blk_01h8m3c4k5q7p".to_owned()),
        ("id", conversation.to_string()),
        ("message", first.to_string()),
        ("place", "0".to_owned()),
        ("suggestion", "sug_01h8m3c4k5q7p".to_owned()),
        ("delivery", one::<domain::id::DeliveryId>(app, "SELECT MIN(id) FROM delivery").to_string()),
        ("raw", one::<domain::id::RawId>(app, "SELECT id FROM raw WHERE state = 2").to_string()),
        ("inbox", inbox.to_string()),
        ("what", "give-up".to_owned()),
        ("agent", app.ola.to_string()),
        ("team", app.team.to_string()),
        ("shop", app.brand.to_string()),
        ("session", "0".repeat(32)),
        ("secret", "0".repeat(64)),
        ("token", "0".repeat(64)),
        ("name", "app.css".to_owned()),
        ("key", "tok_01h8m3c4k5q7p".to_owned()),
        ("class", "spam".to_owned()),
        ("passkey", "psk_01h8m3c4k5q7p".to_owned()),
        ("webhook", webhook.to_string()),
    ])
}

pub(super) fn one<I: domain::id::Id>(app: &TestApp, sql: &str) -> I {
    I::from_raw(app.number(sql))
}

/// What is set of a mailbox, part by part.
pub(super) const WORDS: &[(&str, &str)] =
    &[("version", "1"), ("name", "Hurt"), ("sender", ""), ("signature", ""), ("auto_reply", "")];
pub(super) const SERVERS: &[(&str, &str)] = &[
    ("version", "1"),
    ("user", "hurt"),
    ("imap_host", "localhost"),
    ("imap_port", ""),
    ("imap_tls", "none"),
    ("smtp_host", "localhost"),
    ("smtp_port", ""),
    ("smtp_tls", "none"),
];
pub(super) const FOLDERS: &[(&str, &str)] =
    &[("version", "1"), ("spam", "auto"), ("sent", "auto"), ("file_sent", "no")];
pub(super) const LIMITS: &[(&str, &str)] =
    &[("version", "1"), ("connections", "4"), ("per_hour", ""), ("per_day", ""), ("give_up_hours", "48")];
pub(super) const KEY: &[(&str, &str)] = &[("version", "1"), ("selector", "kontuar"), ("domain", "example.com")];

/// A template of answers, as the form describes it.
pub(super) const TEMPLATE: &[(&str, &str)] =
    &[("version", "1"), ("name", "Zwrot"), ("text", "Tak."), ("team", "{team}")];

/// A mailbox whose provider is asked for the permission.
pub(super) const PERMISSION: &[(&str, &str)] = &[
    ("address", "hurt@gmail.com"),
    ("provider", "google"),
    ("who", "hurt@gmail.com"),
    ("client_id", "x.apps"),
    ("client_secret", "x"),
    ("user", "hurt@gmail.com"),
    ("imap_host", "localhost"),
    ("imap_port", ""),
    ("imap_tls", "none"),
    ("smtp_host", "localhost"),
    ("smtp_port", ""),
    ("smtp_tls", "none"),
];

/// A mailbox, as the form describes it.
pub(super) const MAILBOX: &[(&str, &str)] = &[
    ("name", "Hurt"),
    ("address", "hurt@wp.pl"),
    ("user", "hurt"),
    ("password", "x"),
    ("imap_host", "localhost"),
    ("imap_port", ""),
    ("imap_tls", "none"),
    ("smtp_host", "localhost"),
    ("smtp_port", ""),
    ("smtp_tls", "none"),
];
