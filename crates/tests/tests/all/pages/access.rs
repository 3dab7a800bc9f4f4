//! Everybody can use it: axe finds nothing on any page, in both languages, light and dark, wide and narrow.

use std::path::Path;

use domain::permission::Role;
use testkit::app::{PASSWORD, Pages};
use testkit::browser::Browser;

use super::demo::demo;
use super::full::Full;
use super::people::{OWNER, hire, keep_passkey};
use super::{knock, sign_in};
use crate::first_run;

/// The rules of WCAG 2.2 AA and what experience adds, or one rule alone; gives a line for each that is broken.
const CHECK: &str = "const [only] = arguments;
    const options = { resultTypes: ['violations'], ...(only ? { runOnly: [only] } : {}) };
    return axe.run(document, options).then(found => found.violations.map(rule =>
    `${rule.impact}: ${rule.help} (${rule.id}) at ${rule.nodes.map(node => node.target.join(' ')).join(', ')}`))";

/// Nothing is wider than the window.
const FITS: &str = "return document.documentElement.scrollWidth <= innerWidth ? [] :
    [`it is ${document.documentElement.scrollWidth} px wide`]";

/// A person who looks at pages, one after the other, and what there is to complain about.
struct Walk {
    browser: Browser,
    axe: String,
    complaints: Vec<String>,
}

impl Walk {
    async fn begin(languages: &str) -> Self {
        let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| {
            panic!("{} comes with the front-end packages, see crates/assets: {error}", axe.display())
        });
        Self { browser: Browser::speaking(languages).await, axe, complaints: Vec::new() }
    }

    /// Goes to a page, waits for what it shows, and lets axe look.
    async fn look(&mut self, url: &str, shows: &str) {
        self.browser.open(url).await;
        self.browser.wait_for(shows).await;
        self.check(url).await;
    }

    /// Lets axe look at the page as it stands.
    async fn check(&mut self, page: &str) {
        self.complaints.extend(complaints(&self.browser, &self.axe, page).await);
    }

    async fn end(self) {
        super::forgive(&self.browser).await;
        self.browser.close().await;
        assert!(self.complaints.is_empty(), "there is to complain:\n{}", self.complaints.join("\n"));
    }
}

/// What axe says of the page as it stands, wide and narrow, light and dark. Of dark pages, colours are all that differs.
async fn complaints(browser: &Browser, axe: &str, page: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    browser.script(axe, &[]).await;
    for width in [1440, 390] {
        browser.resize(width, 900).await;
        for (dark, only) in [(false, None), (true, Some("color-contrast"))] {
            browser.prefer_dark(dark).await;
            let still = "return document.getAnimations().every(one => one.playState !== 'running')";
            browser.wait_until("nothing changes its colour any more", still, &[]).await;
            let mut found = lines(browser, CHECK, only).await;
            found.extend(lines(browser, FITS, None).await);
            let shade = if dark { "dark" } else { "light" };
            complaints.extend(found.iter().map(|found| format!("{page}, {width} px, {shade}: {found}")));
        }
    }
    browser.prefer_dark(false).await;
    browser.resize(1440, 900).await;
    complaints
}

async fn lines(browser: &Browser, script: &str, argument: Option<&str>) -> Vec<String> {
    let found = browser.script(script, &[argument.into()]).await;
    let found = found.as_array().expect("a list of complaints").clone();
    found.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// The pages of a lead, who sees everything there is. Everybody's own language is kept with them: `switch` changes it.
async fn walk(languages: &str, switch: bool) {
    let full = Full::start().await;
    full.crowd().await;
    let (pages, mut walk) = tokio::join!(full.app.serve_pages_as("localhost"), Walk::begin(languages));
    walk.look(&pages.url("/sign-in"), "form[data-passkey]").await;
    knock(&walk.browser, "jan@example.com", PASSWORD).await;
    walk.browser.wait_for("#inbox").await;
    if switch {
        walk.browser.click(".rail form[action='/language'] button").await;
        walk.browser.wait_for("html[lang='pl']").await;
    }
    walk.look(&pages.url("/inbox/to-answer"), "#rows .row").await;
    walk.look(&pages.url("/inbox/snoozed"), ".list > .empty").await;
    let mut found = Vec::new();
    let Walk { browser, axe, .. } = &walk;
    super::agent::in_hand(browser, &pages, async |what| found.extend(complaints(browser, axe, what).await)).await;
    walk.complaints.extend(found);
    for id in [full.everything, full.spam, full.emptied] {
        walk.look(&pages.url(&format!("/conversations/{id}")), "#thread").await;
    }
    walk.browser.open(&pages.url(&format!("/conversations/{}", full.mail))).await;
    walk.browser.click(".original > summary").await;
    walk.browser.wait_for(".original .remote").await;
    walk.check("a mail as it was made").await;
    prepare(&full, &pages, &mut walk).await;
    walk.look(&pages.url("/outbox"), ".letter").await;
    walk.look(&pages.url("/mailboxes"), ".mailbox-card").await;
    walk.look(&pages.url("/quarantine"), ".asides li").await;
    walk.browser.click(".asides li a").await;
    walk.browser.wait_for(".raw").await;
    walk.check("something that could not be read").await;
    walk.look(&pages.url("/nowhere"), ".fault").await;
    people(&full, &pages, &mut walk).await;
    walk.end().await;
    pages.close().await;
}

/// The templates of answers: where they are written, and where they are offered.
async fn prepare(full: &Full, pages: &Pages, walk: &mut Walk) {
    walk.look(&pages.url("/templates"), ".template-folder li").await;
    walk.browser.click(".template-folder li a").await;
    walk.browser.wait_for(".template-preview").await;
    walk.check("a template with how it reads").await;
    walk.browser.fill("textarea[name=text]", "{klient}").await;
    walk.browser.click(".template-form .first").await;
    walk.browser.wait_for("#wrong").await;
    walk.check("a template with an unknown variable").await;
    walk.look(&pages.url("/templates/import"), "#sheet").await;
    walk.browser.fill("textarea[name=text]", "name,text\nNowy,Tak.\nZły,{klient}").await;
    walk.browser.click("#sheet .first").await;
    walk.browser.wait_for("#plan").await;
    walk.check("what would become of a sheet").await;
    walk.browser.open(&pages.url(&format!("/conversations/{}", full.everything))).await;
    walk.browser.click("a[data-templates]").await;
    walk.browser.wait_for(".template-box .offer").await;
    walk.check("templates offered where one answers").await;
    walk.look(&pages.url(&format!("/conversations/{}/templates", full.everything)), ".asides li").await;
}

/// The pages of those who run the installation.
async fn operate(pages: &Pages, walk: &mut Walk) {
    walk.look(&pages.url("/tokens"), ".empty").await;
    walk.browser.fill("input[name=name]", "ERP").await;
    walk.browser.click("input[value='events:read']").await;
    walk.browser.click(".form > .first").await;
    walk.browser.wait_for("#handed").await;
    walk.check("a token that was made").await;
    walk.look(&pages.url("/webhooks"), ".empty").await;
    walk.browser.fill("input[name=name]", "ERP").await;
    walk.browser.fill("input[name=url]", "https://erp.example/hook").await;
    walk.browser.click(".form > .first").await;
    walk.browser.wait_for("#handed").await;
    walk.check("a webhook that was set up").await;
    walk.browser.click(".asides a").await;
    walk.browser.wait_for("#calls").await;
    walk.browser.fill(".range input[name=from]", "1").await;
    walk.browser.fill(".range input[name=to]", "60").await;
    walk.browser.click(".range .first").await;
    walk.browser.wait_for("#calls .asides li").await;
    walk.check("a webhook with what it is told").await;
    walk.look(&pages.url("/retention?class=solved&days=31"), "#tried").await;
    walk.browser.click("#tried .danger").await;
    walk.browser.wait_for("#solved .good").await;
    walk.check("a rule that is on").await;
    walk.look(&pages.url("/status"), ".lines").await;
}

/// One's own account, the pages of those who govern, and the ways in.
async fn people(full: &Full, pages: &Pages, walk: &mut Walk) {
    keep_passkey(&full.app, full.app.jan).await;
    walk.browser.open(&pages.url("/me")).await;
    walk.browser.click("#passkeys .confirm > summary").await;
    walk.browser.wait_for("form[data-passkey]").await;
    walk.check("the account, a passkey about to be removed").await;
    walk.browser.click("form[action='/me/second-factor'] button").await;
    walk.browser.wait_for(".square").await;
    walk.check("the square for a device").await;
    let polish = walk.browser.count("html[lang='pl']").await > 0;
    let owner = hire(&full.app, OWNER, Role::Owner, full.app.team).await;
    if polish {
        full.app.store().write(move |tx| store::agent::set_language(tx, owner, "pl")).await.expect("a language");
    }
    walk.browser.open(&pages.url("/")).await;
    walk.browser.click("form[action='/session/end'] button").await;
    walk.browser.wait_for("form[action='/session']").await;
    walk.look(&pages.url("/password"), "form[action='/password']").await;
    sign_in(&walk.browser, &pages.url(""), OWNER).await;
    walk.look(&pages.url("/people/groups"), ".asides").await;
    walk.look(&pages.url("/people/roles"), ".matrix").await;
    walk.look(&pages.url("/people/audit"), ".audit").await;
    operate(pages, walk).await;
    walk.browser.open(&pages.url("/people")).await;
    walk.browser.fill(".invite input[name=login]", "nowa@example.com").await;
    walk.browser.click(".invite button").await;
    walk.browser.wait_for("#handed").await;
    walk.browser.click(".colleague:nth-child(2) summary").await;
    walk.check("the people, an invitation, a colleague being changed").await;
    let link = walk.browser.script("return document.querySelector('#handed-link').value", &[]).await;
    walk.look(link.as_str().expect("a link"), "input[name=name]").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_polish() {
    walk("pl-PL,pl", true).await;
}

#[tokio::test]
async fn axe_finds_nothing_in_english() {
    walk("en-GB,en", false).await;
}

#[tokio::test]
async fn axe_finds_nothing_in_the_demo() {
    let mut program = demo().await;
    let home = format!("http://{}", program.address());
    for languages in ["pl-PL,pl", "en-GB,en"] {
        let mut walk = Walk::begin(languages).await;
        walk.look(&format!("{home}/sign-in"), ".chips").await;
        walk.look(&format!("{home}/demo/plug"), "#plug").await;
        walk.look(&format!("{home}/demo/customer"), ".people").await;
        walk.browser.click(".people li a").await;
        walk.browser.wait_for("#mails").await;
        walk.check("a customer's mails").await;
        walk.end().await;
    }
    program.stop();
}

#[tokio::test]
async fn axe_finds_nothing_in_the_first_run() {
    let (mut place, mut walk) = tokio::join!(first_run::Place::prepare(), Walk::begin("pl-PL,pl"));
    place.program.start().await;
    let (axe, mut found) = (walk.axe.clone(), Vec::new());
    first_run::go_through(&walk.browser, &place, async |browser, page| {
        found.extend(complaints(browser, &axe, page).await);
    })
    .await;
    first_run::add_another(&walk.browser, &place, async |browser, page| {
        found.extend(complaints(browser, &axe, &format!("another mailbox: {page}")).await);
    })
    .await;
    walk.complaints = found;
    walk.end().await;
    place.program.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_the_way_to_a_providers_permission() {
    let (mut place, mut walk) = tokio::join!(first_run::Permitting::prepare(first_run::SHOP), Walk::begin("pl-PL,pl"));
    place.program.start().await;
    let (axe, mut found) = (walk.axe.clone(), Vec::new());
    first_run::go_by_permission(&walk.browser, &place, async |browser, page| {
        found.extend(complaints(browser, &axe, page).await);
    })
    .await;
    walk.complaints = found;
    walk.end().await;
    place.program.stop();
}
