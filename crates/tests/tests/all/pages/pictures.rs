//! Pictures of the demo for somebody to look at: every page at three widths, light and dark, in both languages.
//!
//! `KONTUAR_SCREENSHOTS=DIR cargo test --workspace --test all -- --ignored pictures` writes them.

use std::path::PathBuf;

use domain::permission::Role;
use testkit::app::TestApp;
use testkit::browser::Browser;
use testkit::letter::Letter;
use testkit::net::Watcher;
use testkit::program::{Program, Settings};
use testkit::servers::IdentityProvider;
use testkit::servers::identity::Person;

use super::agent::in_hand;
use super::agent::original::letter;
use super::demo::{demo, enter};
use super::full::Full;
use super::people::{OWNER, hire, keep_passkey};
use super::{ROWS, sign_in};
use crate::first_run;

const SIZES: [(u32, u32); 3] = [(1440, 900), (1024, 768), (390, 844)];

#[tokio::test]
#[ignore = "takes pictures into the folder that KONTUAR_SCREENSHOTS names"]
async fn pictures_of_every_page() {
    let folder = std::env::var_os("KONTUAR_SCREENSHOTS").expect("KONTUAR_SCREENSHOTS names a folder");
    let mut program = demo().await;
    for (language, wanted) in [("pl", "pl-PL,pl"), ("en", "en-GB,en")] {
        let browser = Browser::speaking(wanted).await;
        let camera = Camera { browser: &browser, folder: PathBuf::from(&folder).join(language) };
        let home = format!("http://{}", program.address());
        browser.open(&format!("{home}/sign-in")).await;
        camera.take("sign-in").await;
        enter(&browser, &program, if language == "pl" { "agent" } else { "lead" }).await;
        camera.take("list").await;
        browser.click(&format!("{ROWS}:nth-of-type(3) a")).await;
        browser.wait_for("#thread").await;
        let conversation = browser.url().await;
        browser.open(&conversation).await;
        camera.take("conversation").await;
        browser.click("form[action='/session/end'] button").await;
        browser.open(&format!("{home}/demo/customer")).await;
        browser.click(".people li a").await;
        browser.wait_for("#mails").await;
        camera.take("play").await;
        browser.close().await;
    }
    program.stop();
}

#[tokio::test]
#[ignore = "takes pictures into the folder that KONTUAR_SCREENSHOTS names"]
async fn pictures_of_the_first_run() {
    let folder = std::env::var_os("KONTUAR_SCREENSHOTS").expect("KONTUAR_SCREENSHOTS names a folder");
    for (language, wanted) in [("pl", "pl-PL,pl"), ("en", "en-GB,en")] {
        let (mut place, browser) = tokio::join!(first_run::Place::prepare(), Browser::speaking(wanted));
        let folder = PathBuf::from(&folder).join(language);
        place.program.start().await;
        first_run::go_through(&browser, &place, async |browser, page| {
            Camera { browser, folder: folder.clone() }.take(&format!("first-{page}")).await;
        })
        .await;
        first_run::add_another(&browser, &place, async |browser, page| {
            Camera { browser, folder: folder.clone() }.take(&format!("another-{page}")).await;
        })
        .await;
        super::forgive(&browser).await;
        browser.close().await;
        place.program.stop();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes pictures into the folder that KONTUAR_SCREENSHOTS names"]
async fn pictures_of_a_providers_permission() {
    let folder = std::env::var_os("KONTUAR_SCREENSHOTS").expect("KONTUAR_SCREENSHOTS names a folder");
    for (language, wanted) in [("pl", "pl-PL,pl"), ("en", "en-GB,en")] {
        let prepared = first_run::Permitting::prepare(first_run::SHOP);
        let (mut place, browser) = tokio::join!(prepared, Browser::speaking(wanted));
        let folder = PathBuf::from(&folder).join(language);
        place.program.start().await;
        first_run::go_by_permission(&browser, &place, async |browser, page| {
            Camera { browser, folder: folder.clone() }.take(&format!("permission-{page}")).await;
        })
        .await;
        super::forgive(&browser).await;
        browser.close().await;
        place.program.stop();
    }
}

#[tokio::test]
#[ignore = "takes pictures into the folder that KONTUAR_SCREENSHOTS names"]
async fn pictures_of_the_door() {
    let folder = std::env::var_os("KONTUAR_SCREENSHOTS").expect("KONTUAR_SCREENSHOTS names a folder");
    let provider = IdentityProvider::start(Person::new("konto-1", "nikt@example.com", "Nikt")).await;
    let mut open = Program::new(Settings::default().section(&provider.settings("Leśna Chata")));
    let mut closed = Program::new(Settings::default().section("[access]\npages = [\"203.0.113.0/24\"]\n"));
    open.start().await;
    open.add_agent(OWNER, "Ewa", "poprawny koń bateria").await;
    closed.start().await;
    for (language, wanted) in [("pl", "pl-PL,pl"), ("en", "en-GB,en")] {
        let browser = Browser::speaking(wanted).await;
        let camera = Camera { browser: &browser, folder: PathBuf::from(&folder).join(language) };
        for why in ["unknown", "failed"] {
            browser.open(&format!("http://{}/sign-in?notice=sign-on-{why}", open.address())).await;
            camera.take(&format!("door-{why}")).await;
        }
        browser.open(&format!("http://{}/sign-in", open.address())).await;
        camera.take("door").await;
        browser.open(&format!("http://{}/sign-in", closed.address())).await;
        camera.take("door-elsewhere").await;
        super::forgive(&browser).await;
        browser.close().await;
    }
}

#[tokio::test]
#[ignore = "takes pictures into the folder that KONTUAR_SCREENSHOTS names"]
async fn pictures_of_what_a_lead_sees() {
    let folder = std::env::var_os("KONTUAR_SCREENSHOTS").expect("KONTUAR_SCREENSHOTS names a folder");
    let full = Full::start().await;
    full.crowd().await;
    let pages = full.app.serve_pages().await;
    for (language, wanted) in [("en", "en-GB,en"), ("pl", "pl-PL,pl")] {
        let browser = Browser::speaking(wanted).await;
        let camera = Camera { browser: &browser, folder: PathBuf::from(&folder).join(language) };
        sign_in(&browser, &pages.url(""), "jan@example.com").await;
        if browser.count(&format!("html[lang='{language}']")).await == 0 {
            browser.click(".rail form[action='/language'] button").await;
            browser.wait_for(&format!("html[lang='{language}']")).await;
        }
        let crowd = full.app.newest_conversation().await;
        for (name, path, shows) in [
            ("list-long", "/inbox/to-answer".to_owned(), "#rows .row"),
            ("list-empty", "/inbox/snoozed".to_owned(), ".list > .empty"),
            ("conversation-full", format!("/conversations/{}", full.everything), "#thread"),
            ("conversation-long", format!("/conversations/{crowd}"), "#thread"),
            ("conversation-spam", format!("/conversations/{}", full.spam), "#thread"),
            ("conversation-emptied", format!("/conversations/{}", full.emptied), "#thread"),
            ("outbox", "/outbox".to_owned(), ".letter"),
            ("mailboxes", "/mailboxes".to_owned(), ".mailbox-card"),
            ("quarantine", "/quarantine".to_owned(), ".asides li"),
            ("templates", "/templates".to_owned(), ".template-folder li"),
            ("template-new", "/templates/new".to_owned(), ".template-form"),
            ("templates-import", "/templates/import".to_owned(), "#sheet"),
            ("templates-choice", format!("/conversations/{}/templates", full.everything), ".asides li"),
            ("no-such-page", "/nowhere".to_owned(), ".fault"),
        ] {
            browser.open(&pages.url(&path)).await;
            browser.wait_for(shows).await;
            camera.take(name).await;
        }
        browser.open(&pages.url(&format!("/conversations/{}", full.everything))).await;
        browser.click("a[data-templates]").await;
        browser.wait_for(".template-box .offer").await;
        camera.take("templates-offered").await;
        in_hand(&browser, &pages, async |what| camera.take(what).await).await;
        super::forgive(&browser).await;
        browser.close().await;
    }
    pages.close().await;
}

#[tokio::test]
#[ignore = "takes pictures into the folder that KONTUAR_SCREENSHOTS names"]
async fn pictures_of_people() {
    let folder = std::env::var_os("KONTUAR_SCREENSHOTS").expect("KONTUAR_SCREENSHOTS names a folder");
    let app = TestApp::builder().passwords().start().await;
    let owner = hire(&app, OWNER, Role::Owner, app.team).await;
    keep_passkey(&app, owner).await;
    let pages = app.serve_pages_as("localhost").await;
    for (language, wanted) in [("en", "en-GB,en"), ("pl", "pl-PL,pl")] {
        app.store().write(move |tx| store::agent::set_language(tx, owner, language)).await.expect("a language");
        let browser = Browser::speaking(wanted).await;
        let camera = Camera { browser: &browser, folder: PathBuf::from(&folder).join(language) };
        browser.open(&pages.url("/sign-in")).await;
        camera.take("sign-in-passkey").await;
        browser.open(&pages.url("/password")).await;
        camera.take("password").await;
        sign_in(&browser, &pages.url(""), OWNER).await;
        for (name, path, shows) in [
            ("groups", "/people/groups", ".asides"),
            ("roles", "/people/roles", ".matrix"),
            ("audit", "/people/audit", ".audit"),
            ("tokens-empty", "/tokens", ".empty"),
            ("webhooks-empty", "/webhooks", ".empty"),
            ("retention", "/retention", ".rules"),
            ("retention-tried", "/retention?class=solved&days=31", "#tried"),
            ("status", "/status", ".lines"),
            ("account", "/me", "#sessions"),
        ] {
            browser.open(&pages.url(path)).await;
            browser.wait_for(shows).await;
            camera.take(name).await;
        }
        browser.click("#passkeys .confirm > summary").await;
        let alone = "document.querySelectorAll('.panel:not(#passkeys)').forEach(panel => panel.hidden = true)";
        browser.script(alone, &[]).await;
        camera.take("account-passkeys").await;
        browser.reload().await;
        browser.click("form[action='/me/second-factor'] button").await;
        browser.wait_for(".square").await;
        camera.take("device").await;
        browser.open(&pages.url("/people")).await;
        browser.fill(".invite input[name=login]", &format!("nowa.{language}@example.com")).await;
        browser.click(".invite button").await;
        browser.wait_for("#handed").await;
        browser.click(".colleague:nth-child(2) summary").await;
        camera.take("people").await;
        let link = browser.script("return document.querySelector('#handed-link').value", &[]).await;
        browser.open(link.as_str().expect("a link")).await;
        camera.take("join").await;
        browser.close().await;
    }
    pages.close().await;
}

/// A shop's newsletter: tables in tables, 600 pixels wide, a picture in the header, no text part.
const NEWSLETTER: &str = include_str!("newsletter.html");

#[tokio::test]
#[ignore = "takes pictures into the folder that KONTUAR_SCREENSHOTS names"]
async fn pictures_of_mails_as_they_were_made() {
    let folder = std::env::var_os("KONTUAR_SCREENSHOTS").expect("KONTUAR_SCREENSHOTS names a folder");
    let watcher = Watcher::start().await;
    let app = TestApp::builder().passwords().start().await;
    app.arrive_raw("imap:1:1", letter(&watcher), false).await;
    app.settle().await;
    let person = app.newest_conversation().await;
    let newsletter = Letter::new("n@example.org").from("Hurtownia <news@example.net>").subject("Nowości tygodnia");
    let newsletter = newsletter.header("List-Unsubscribe", "<https://example.net/x>").header("Precedence", "bulk");
    let raw = String::from_utf8(newsletter.text(NEWSLETTER).raw()).expect("text");
    app.arrive_raw("imap:1:2", raw.replace("text/plain", "text/html").into_bytes(), false).await;
    app.settle().await;
    let machine = app.newest_conversation().await;
    for (language, login, wanted) in [("pl", "ola", "pl-PL,pl"), ("en", "jan", "en-GB,en")] {
        let (pages, browser) = tokio::join!(app.serve_pages(), Browser::speaking(wanted));
        let camera = Camera { browser: &browser, folder: PathBuf::from(&folder).join(language) };
        sign_in(&browser, &pages.url(""), &format!("{login}@example.com")).await;
        browser.open(&pages.url(&format!("/conversations/{person}"))).await;
        browser.wait_for("#thread .message").await;
        camera.take("mail-text").await;
        browser.click(".original > summary").await;
        browser.wait_for(".original .remote").await;
        camera.take("mail-original").await;
        browser.click(".original .remote").await;
        browser.wait_gone(".original .remote").await;
        camera.take("mail-images").await;
        browser.print().await;
        browser.screenshot(&camera.folder.join("mail-print.png")).await;
        browser.prefer_dark(false).await;
        browser.open(&pages.url(&format!("/conversations/{machine}"))).await;
        browser.wait_for(".original .remote").await;
        camera.take("mail-newsletter").await;
        browser.close().await;
        pages.close().await;
    }
}

struct Camera<'b> {
    browser: &'b Browser,
    folder: PathBuf,
}

impl Camera<'_> {
    /// Takes a page in every size and colour, and leaves it as wide as it was.
    async fn take(&self, page: &str) {
        for (width, height) in SIZES {
            self.browser.resize(width, height).await;
            for (dark, colours) in [(false, "light"), (true, "dark")] {
                self.browser.prefer_dark(dark).await;
                let still = "return document.getAnimations().every(one => one.playState !== 'running')";
                self.browser.wait_until("nothing changes its colour any more", still, &[]).await;
                self.browser.screenshot(&self.folder.join(format!("{page}-{width}-{colours}.png"))).await;
            }
        }
        self.browser.prefer_dark(false).await;
        self.browser.resize(SIZES[0].0, SIZES[0].1).await;
    }
}
