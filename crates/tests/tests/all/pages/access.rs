//! Everybody can use it: axe finds nothing on any page, in both languages, light and dark, wide and narrow.

use std::path::Path;

use domain::conversation::{Priority, Status};
use engine::commands::{self, Assign, Note, Reply};
use testkit::app::{PASSWORD, TestApp};
use testkit::browser::Browser;
use testkit::channel::Mood;
use testkit::letter::Letter;
use testkit::net::Watcher;

use super::agent::original::letter;
use super::knock;

/// The rules of WCAG 2.2 AA and what experience adds; gives a line for each rule that is broken.
const CHECK: &str =
    "return axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(rule =>
    `${rule.impact}: ${rule.help} (${rule.id}) at ${rule.nodes.map(node => node.target.join(' ')).join(', ')}`))";

/// Pages on which everything shows that can show: tags, weights, notes, quotes, what failed and what is late.
async fn full_desk() -> (TestApp, domain::id::ConversationId) {
    let app = TestApp::builder().passwords().start().await;
    for n in 0..4 {
        let letter = Letter::new(&format!("{n}@example.org")).subject(&format!("Sprawa {n}"));
        let id = app.receive(&letter).await;
        app.clock.advance_ms(9 * domain::time::HOUR_MS);
        let weight = Priority::ALL[n];
        commands::prioritise(&app.engine, app.ola(), id, weight).await.expect("weighed");
        commands::tag(&app.engine, app.ola(), id, "reklamacja").await.expect("tagged");
    }
    let id = app.newest_conversation().await;
    commands::tag(&app.engine, app.ola(), id, "pilne").await.expect("tagged");
    let assigned = Assign { conversation: id, from: None, to: Some(app.jan) };
    commands::assign(&app.engine, app.jan(), assigned).await.expect("assigned");
    let note = Note { conversation: id, text: "Zadzwonić po 15.".to_owned(), once: "note".to_owned() };
    commands::note(&app.engine, app.ola(), note).await.expect("noted");
    for (n, mood) in [Mood::Take, Mood::Refuse, Mood::Vanish].into_iter().enumerate() {
        app.channel.will([mood]);
        let text = format!("Odpowiedź {n}: https://example.org/zwroty");
        let answer = Reply { conversation: id, text, then: Status::Open, once: n.to_string(), seen: None };
        commands::reply(&app.engine, app.jan(), answer).await.expect("answered");
        app.settle().await;
    }
    let quoting = Letter::new("last@example.org").answering("3@example.org").text("Dziękuję\n\n> Odpowiedź 0\n> dalej");
    app.receive(&quoting).await;
    (app, id)
}

/// Lets axe look at the page as it stands, light and dark, wide and narrow.
async fn check(browser: &Browser, page: &str, complaints: &mut Vec<String>) {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| {
        panic!("{} comes with the front-end packages, see crates/assets: {error}", axe.display())
    });
    browser.script(&axe, &[]).await;
    for (width, dark) in [(1440, false), (1440, true), (390, false)] {
        browser.resize(width, 900).await;
        browser.prefer_dark(dark).await;
        let still = "return document.getAnimations().every(one => one.playState !== 'running')";
        browser.wait_until("nothing changes its colour any more", still, &[]).await;
        let found = browser.script(CHECK, &[]).await;
        let found = found.as_array().expect("a list of broken rules");
        let shade = if dark { "dark" } else { "light" };
        complaints.extend(found.iter().map(|rule| format!("{page}, {width} px, {shade}: {rule}")));
    }
    browser.resize(1440, 900).await;
}

async fn walk(languages: &str, login: &str) {
    let (app, id) = full_desk().await;
    let watcher = Watcher::start().await;
    app.arrive_raw("imap:1:1", letter(&watcher), false).await;
    app.settle().await;
    let mail = app.newest_conversation().await;
    let (pages, browser) = tokio::join!(app.serve_pages(), Browser::speaking(languages));
    let mut complaints = Vec::new();
    browser.open(&pages.url("/sign-in")).await;
    check(&browser, "sign-in", &mut complaints).await;
    knock(&browser, login, PASSWORD).await;
    browser.wait_for("#inbox").await;
    check(&browser, "list", &mut complaints).await;
    browser.open(&pages.url(&format!("/conversations/{id}"))).await;
    browser.wait_for("#thread").await;
    check(&browser, "conversation", &mut complaints).await;
    browser.open(&pages.url(&format!("/conversations/{mail}"))).await;
    browser.click(".original > summary").await;
    browser.wait_for(".original .remote").await;
    check(&browser, "a mail as it was made", &mut complaints).await;
    browser.open(&pages.url("/nowhere")).await;
    check(&browser, "no such page", &mut complaints).await;
    super::forgive(&browser).await;
    browser.close().await;
    pages.close().await;
    assert!(complaints.is_empty(), "axe finds:\n{}", complaints.join("\n"));
}

#[tokio::test]
async fn axe_finds_nothing_in_polish() {
    walk("pl-PL,pl", "ola@example.com").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_english() {
    walk("en-GB,en", "jan@example.com").await;
}
