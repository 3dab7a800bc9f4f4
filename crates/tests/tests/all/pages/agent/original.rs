//! A mail as its sender made it: shown in a frame, watched by nobody, doing nothing.

use domain::id::ConversationId;
use domain::identity::Address;
use serde_json::Value;
use testkit::app::{PASSWORD, TestApp};
use testkit::browser::{Browser, Key};
use testkit::letter::ANNA;
use testkit::net::{PICTURE, Watcher};
use testkit::program::Visitor;

use super::row;
use crate::pages::sign_in;

/// Base64 (RFC 4648) of a file.
fn encode(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sextets = |chunk: &[u8]| {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        let letters = (0..4).map(|n| char::from(LETTERS[(bits >> (18 - 6 * n)) as usize & 63]));
        letters.take(chunk.len() + 1).chain(std::iter::repeat('=')).take(4).collect::<String>()
    };
    bytes.chunks(3).map(sextets).collect()
}

/// A mail with text, HTML, a picture inside, two outside, a script and a quote.
pub(in crate::pages) fn letter(watcher: &Watcher) -> Vec<u8> {
    let (offer, pixel) = (watcher.url("/offer.gif"), watcher.url("/pixel.gif"));
    let html = format!(
        "<html><body style=\"font-family:Arial\"><script>document.body.innerHTML = 'hacked'</script>\
         <p>Dzień dobry, <b>wazon pękł</b>, zdjęcie poniżej.</p><p><img src=\"cid:zdjecie@example.org\" alt=\"Pęknięty wazon\" width=\"120\" height=\"80\"></p>\
         <p><img src=\"{offer}\" alt=\"Oferta\" width=\"300\" height=\"60\"></p><img src=\"{pixel}\" width=\"1\" height=\"1\">\
         <table width=\"600\" bgcolor=\"#f0e6d2\"><tr><td>Zamówienie 20481</td><td>120,00 zł</td></tr></table>\
         <p><a href=\"https://shop.example/\" onclick=\"alert(1)\">Sklep</a> <a href=\"javascript:alert(1)\">Link</a></p>\
         <div class=\"gmail_quote\">W dniu 20.11.2026 o 12:00 Sklep napisał(a):<blockquote>Paczka jest w drodze. {}</blockquote></div></body></html>",
        "Prosimy o cierpliwość. ".repeat(20)
    );
    format!(
        "From: Anna Wiśniewska <{ANNA}>\r\nTo: sklep@example.com\r\nSubject: Pęknięty wazon\r\nMessage-ID: <wazon@example.org>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xyz\r\n\r\n--xyz\r\n\
         Content-Type: multipart/alternative; boundary=abc\r\n\r\n--abc\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\nDzień dobry, wazon pękł, zdjęcie poniżej.\r\n\r\n\
         W dniu 20.11.2026 o 12:00 Sklep napisał(a):\r\n> Paczka jest w drodze.\r\n--abc\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{html}\r\n--abc--\r\n--xyz\r\n\
         Content-Type: image/gif\r\nContent-ID: <zdjecie@example.org>\r\nContent-Disposition: inline; filename=wazon.gif\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--xyz--\r\n",
        // As large as a photograph, not as a signature's logo.
        encode(&[PICTURE, &[0; 20_000]].concat())
    )
    .into_bytes()
}

async fn desk(watcher: &Watcher) -> (TestApp, ConversationId) {
    let app = TestApp::builder().passwords().start().await;
    app.arrive_raw("imap:1:1", letter(watcher), false).await;
    app.settle().await;
    let id = app.newest_conversation().await;
    (app, id)
}

/// What a script, the body of a function of the frame's `page`, gives.
async fn inside(browser: &Browser, script: &str) -> Value {
    let script = format!("const page = document.querySelector('.original iframe').contentDocument; {script}");
    browser.script(&script, &[]).await
}

async fn wait_inside(browser: &Browser, what: &str, script: &str) {
    let script = format!("const page = document.querySelector('.original iframe')?.contentDocument; {script}");
    browser.wait_until(what, &script, &[]).await;
}

const LOADED: &str = "return !!page?.documentElement?.dataset.blocked && [...page.images].every(one => one.complete)";

#[tokio::test]
async fn a_mail_is_shown_as_it_was_made_and_nobody_hears_of_it() {
    let watcher = Watcher::start().await;
    let (app, id) = desk(&watcher).await;
    let (pages, browser) = tokio::join!(app.serve_pages(), Browser::start());
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.click(&row(id)).await;
    browser.wait_for_text(".message .text", "wazon pękł").await;
    browser.wait_gone(".message .text blockquote").await;
    browser.wait_gone(".original iframe").await;
    let loads = "return document.querySelector('.message .pictures img')?.naturalWidth === 1";
    browser.wait_until("the picture stands below the text", loads, &[]).await;
    browser.click(".original > summary").await;
    browser.wait_for(".original iframe").await;
    browser.wait_gone(".message .text, .message .pictures").await;
    wait_inside(&browser, "the mail is in its frame", LOADED).await;

    let shown = inside(&browser, "return page.body.innerText").await;
    let shown = shown.as_str().expect("text");
    assert!(shown.contains("wazon pękł") && shown.contains("120,00 zł"), "{shown}");
    assert!(!shown.contains("hacked") && !shown.contains("cierpliwość"), "the quote is folded: {shown}");
    assert_eq!(inside(&browser, "return page.images.length").await, 1);
    assert_eq!(inside(&browser, "return page.images[0].naturalWidth").await, 1, "the mail's own picture loads");
    let proportions = "return [page.images[0].width, page.images[0].height]";
    assert_eq!(inside(&browser, proportions).await, serde_json::json!([120, 80]));
    let quiet = "return page.querySelectorAll('script, [onclick], [href^=javascript]').length";
    assert_eq!(inside(&browser, quiet).await, 0);
    let fits = "const frame = document.querySelector('.original iframe');
        return Math.abs(frame.clientHeight - page.body.getBoundingClientRect().height) <= 1 && frame.clientHeight > 200";
    wait_inside(&browser, "the frame is as high as the mail", fits).await;
    let before = inside(&browser, "return page.body.offsetHeight").await.as_i64().expect("a height");
    inside(&browser, "page.querySelector('details.quote > summary').click(); return true").await;
    wait_inside(&browser, "the frame grows with the quote", fits).await;
    let after = inside(&browser, "return page.body.offsetHeight").await.as_i64().expect("a height");
    assert!(after > before + 40, "{before} {after}");

    // Nobody was told; then somebody asks.
    assert_eq!(watcher.heard(), []);
    browser.wait_for_text(".original .remote", "Pokaż obrazy z internetu (1)").await;
    browser.click(".original .remote").await;
    browser.wait_gone(".original .remote").await;
    wait_inside(
        &browser,
        "the remote picture loads",
        "return page?.images.length === 2 && [...page.images].every(one => one.naturalWidth === 1)",
    )
    .await;
    assert_eq!(watcher.heard(), [("/offer.gif".to_owned(), None, None)], "once, without a trace of who asks");

    // Back by keyboard, as one may come.
    browser.script("document.querySelector('.original > summary').focus()", &[]).await;
    browser.press(Key::Enter.value().to_string()).await;
    browser.wait_for(".message .text").await;
    browser.wait_gone(".original iframe, .whole").await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_mail_runs_nothing_even_by_itself() {
    let watcher = Watcher::start().await;
    let (app, id) = desk(&watcher).await;
    let pages = app.serve_pages().await;
    let mut ola = Visitor::at(pages.address());
    ola.sign_in("ola@example.com", PASSWORD).await.expect("signed in");
    let page = ola.get(&format!("/conversations/{id}")).await.expect("the conversation").body.replace("&#x2f;", "/");
    let path = |end: &str| {
        let found = page.split('"').find(|part| part.ends_with(end));
        found.unwrap_or_else(|| panic!("no link to {end}")).to_owned()
    };
    let html = ola.get(&path("/html")).await.expect("the HTML");
    let policy = html.header("content-security-policy").expect("a policy");
    for part in [
        "default-src 'none'",
        "img-src 'self' data:;",
        "sandbox allow-same-origin allow-popups",
        "frame-ancestors 'self'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(
        !policy.contains("allow-scripts") && !policy.contains("script-src") && !policy.contains("http"),
        "{policy}"
    );
    let expected =
        [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("x-frame-options", "SAMEORIGIN")];
    for (name, value) in expected {
        assert_eq!(html.header(name), Some(value));
    }
    let asked = ola.get(&format!("{}?images=1&view=original", path("/html"))).await.expect("the HTML");
    assert!(
        asked
            .header("content-security-policy")
            .is_some_and(|policy| policy.contains("img-src 'self' data: https: http:;"))
    );
    assert!(
        !asked.body.contains("<details") && asked.body.contains("/offer.gif") && !asked.body.contains("/pixel.gif")
    );

    let source = ola.get(&path("/source")).await.expect("the source");
    assert!(
        source.status == 200 && source.body.contains("<script>document.body") && source.body.starts_with("From: Anna")
    );
    assert_eq!(source.header("content-type"), Some("text/plain; charset=utf-8"));
    assert!(source.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));
    assert_eq!(source.header("x-content-type-options"), Some("nosniff"));

    let picture = path("/html").replace("/html", "/images/0");
    assert_eq!(ola.get(&picture).await.expect("the picture").header("content-type"), Some("image/gif"));
    let mut stranger = Visitor::at(pages.address());
    for path in [path("/html"), path("/source"), picture] {
        assert_ne!(stranger.get(&path).await.expect("an answer").status, 200, "{path}");
        let elsewhere = path.replace("msg_", "msg_x");
        assert_eq!(ola.get(&elsewhere).await.expect("an answer").status, 404, "{elsewhere}");
    }
    let anna = Address::parse(ANNA).expect("an address");
    let contact = engine::erase::contact_of(&app.engine, &anna).await.expect("a read").expect("she is known");
    engine::erase::erase_contact(&app.engine, contact).await.expect("erased");
    for gone in [path("/html"), path("/source"), path("/html").replace("/html", "/images/0")] {
        assert_eq!(ola.get(&gone).await.expect("an answer").status, 404, "erased: {gone}");
    }
    assert_eq!(watcher.heard(), []);
    pages.close().await;
}
