//! "Pull the plug": the process is killed under load, by hand and by the page's own button, and nothing that was promised is
//! lost or doubled.

use testkit::browser::Browser;
use testkit::program::Program;
use testkit::servers::covered;

use super::demo::demo;
use super::forgive;

/// Waits until a counter of the page has at least this number.
async fn counts(browser: &Browser, what: &str, least: u32) {
    let enough = format!("return Number(document.querySelector('[data-count={what}]').innerText) >= arguments[0]");
    browser.wait_until(&format!("{what} {least}"), &enough, &[least.into()]).await;
}

async fn number(browser: &Browser, what: &str) -> u32 {
    browser.text(&format!("[data-count={what}]")).await.parse().expect("a number")
}

/// The page sees that the process is gone, and that it is back.
async fn come_back(browser: &Browser, program: &mut Program) {
    browser.wait_until("the page waits", "return !document.getElementById('plug-down').hidden", &[]).await;
    program.start().await;
    browser.wait_until("the page goes on", "return document.getElementById('plug-down').hidden", &[]).await;
}

#[tokio::test]
async fn whoever_pulls_the_plug_loses_nothing() {
    covered("pull the plug");
    let (mut program, browser) = tokio::join!(demo(), Browser::speaking("en-GB,en"));
    browser.open(&format!("http://{}/demo/plug", program.address())).await;
    browser.wait_for_text("h1", "Pull the plug").await;
    browser.click("button[value=start]").await;
    counts(&browser, "accepted", 10).await;
    program.kill();
    come_back(&browser, &mut program).await;
    let before = number(&browser, "accepted").await;
    assert!(before >= 10, "the ledger survives");
    counts(&browser, "accepted", before + 10).await;
    browser.click("button[value=pull]").await;
    browser.wait_until("the page waits", "return !document.getElementById('plug-down').hidden", &[]).await;
    // It has ended by itself; this takes its remains away.
    program.kill();
    come_back(&browser, &mut program).await;
    counts(&browser, "accepted", before + 20).await;
    browser.click("button[value=pause]").await;
    browser.wait_for_text("#plug > p", "No mails flow").await;
    browser.wait_for_text("[data-count=reading]", "0").await;
    let settled = "const n = name => Number(document.querySelector(`[data-count=${name}]`).innerText);
        return n('reading') === 0 && n('sent') === n('accepted')
            && n('answered-once') + n('uncertain') >= n('accepted')";
    browser.wait_until("every mail is answered or uncertain", settled, &[]).await;
    for none in ["doubled", "lost", "answered-twice"] {
        assert_eq!(number(&browser, none).await, 0, "{none}");
    }
    forgive(&browser).await;
    browser.close().await;
    program.stop();
    program.check().await;
}
