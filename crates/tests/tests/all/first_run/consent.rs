//! A browser on its way to a mailbox's provider and back.

use testkit::browser::Browser;
use testkit::servers::covered;
use testkit::servers::provider::{CLIENT, Consent};

use crate::pages::forgive;

use super::permission::{Permitting, insist_silent};
use super::{OWNER, OWNERS_PASSWORD, SHOP, link};

/// Connects the shop's mailbox in the first run by its provider's permission, which is refused first; `at` hears of each page
/// when it stands there.
pub async fn go_by_permission(browser: &Browser, place: &Permitting, mut at: impl AsyncFnMut(&Browser, &str)) {
    let home = format!("http://{}", place.program.address());
    browser.open(&format!("{home}{}", link(&place.program).await)).await;
    browser.fill("input[name=name]", "Anna Nowak").await;
    browser.fill("input[name=login]", OWNER).await;
    browser.fill("input[name=password]", OWNERS_PASSWORD).await;
    browser.click(".setup-owner .form .first").await;
    browser.wait_for("form[action='/setup/shop']").await;
    browser.fill("input[name=shop]", "Kamionka").await;
    browser.click("form[action='/setup/shop'] .first").await;
    for (address, page) in [("sklep@gmail.com", "google"), ("sklep@outlook.com", "microsoft"), (SHOP, "own")] {
        browser.open(&format!("{home}/setup/mailbox")).await;
        browser.fill("input[name=address]", address).await;
        browser.click("form[action='/setup/mailbox/servers'] .first").await;
        browser.wait_for(".setup-others summary").await;
        if address == SHOP {
            browser.click(".setup-others summary").await;
            at(browser, "others").await;
            browser.click(".setup-others button[value=own]").await;
        }
        browser.wait_for("form[action='/setup/mailbox/permission']").await;
        at(browser, page).await;
    }
    let redirect = browser.script("return document.querySelector('#redirect').value", &[]).await;
    place.provider.register(&[redirect.as_str().expect("an address")]);
    for (name, value) in place.form(SHOP) {
        match name {
            "address" | "provider" => {}
            "imap_tls" | "smtp_tls" => browser.choose(&format!("select[name={name}]"), &value).await,
            _ => browser.fill(&format!("input[name={name}]"), &value).await,
        }
    }
    place.provider.people_will(&[Consent::Denied]);
    browser.click("form[action='/setup/mailbox/permission'] .first").await;
    browser.wait_for("#consent").await;
    at(browser, "consent").await;
    browser.click("#consent .first").await;
    browser.wait_for("#refused").await;
    at(browser, "refused").await;
    browser.fill("input[name=client_secret]", CLIENT.1).await;
    browser.click("form[action='/setup/mailbox/permission'] .first").await;
    browser.wait_for("#consent").await;
    browser.click("#consent .first").await;
    browser.wait_for("form[action='/setup/history']").await;
    browser.wait_for(".mailbox-found").await;
    browser.open(&format!("{home}/mailboxes/permission")).await;
    browser.wait_for("#over").await;
    at(browser, "over").await;
    browser.open(&format!("{home}/mailboxes")).await;
    browser.click(".mailbox-link").await;
    browser.wait_for("#permission [data-stands=good]").await;
    browser.click("#permission details > summary").await;
    browser.wait_for("#permission input[name=client_id]").await;
    browser.script("document.querySelector('#permission .permission-steps').scrollIntoView()", &[]).await;
    at(browser, "mailbox").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_goes_to_the_provider_and_comes_back_with_a_mailbox() {
    covered("story: first run, a mailbox by its provider's permission");
    let (mut place, browser) = tokio::join!(Permitting::prepare(SHOP), Browser::speaking("en-GB,en"));
    place.program.start().await;
    go_by_permission(&browser, &place, async |_, _| ()).await;
    place.writes("Po zgodzie").await;
    browser.open(&format!("http://{}/inbox/to-answer", place.program.address())).await;
    browser.wait_for_text("#rows .row", "Po zgodzie").await;
    // What was refused came with a status that Chromium notes.
    forgive(&browser).await;
    browser.close().await;
    place.program.stop();
    insist_silent(&place.program.said());
    place.program.check().await;
}
