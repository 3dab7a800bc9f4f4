//! What happens elsewhere appears here: through a first connection that fails, sleep, a lost sign-in, seven tabs, a
//! restart. The traps are those of ARCHITECTURE.md's chapter on live pages; each has a story.

use domain::conversation::Status;
use domain::time::{DAY_MS, SECOND_MS};
use engine::commands::{self, Assign, Reply};
use testkit::app::PASSWORD;
use testkit::browser::Browser;
use testkit::letter::Letter;
use testkit::net::Proxy;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::Dovecot;

use super::{ROWS, arrive, desk, forgive, knock, sign_in, wait_for_number};

/// The bar says so.
const LOST: &str = "#line [data-line=lost]";
const SIGNED_OUT: &str = "#line [data-line=signed-out]";
/// The bar says anything at all.
const BAR: &str = "#line p";

fn letter(n: usize) -> Letter {
    Letter::new(&format!("{n}@example.org")).from(&format!("Klient {n} <k{n}@example.org>")).subject(&format!("Nr {n}"))
}

/// Waits until the list shows these letters, each once.
async fn wait_for_letters(browser: &Browser, letters: std::ops::Range<usize>) {
    for n in letters {
        browser.wait_for_text(ROWS, &format!("Klient {n} ")).await;
    }
    let doubled = "const ids = [...document.querySelectorAll('#rows .row')].map(row => row.id);
        return ids.length - new Set(ids).size";
    assert_eq!(browser.script(doubled, &[]).await, 0, "a row stands there twice");
}

#[tokio::test]
async fn a_first_connection_that_fails_is_tried_again_and_nothing_is_missed() {
    let (app, _, pages, browser) = desk().await;
    let proxy = Proxy::to(pages.address()).await;
    // The page comes through, the stream's first request never hears an answer.
    pages.hold("/live");
    sign_in(&browser, &format!("http://{}", proxy.address()), "ola@example.com").await;
    pages.wait_asked("/live", 1).await;
    proxy.down().await;
    browser.wait_for(LOST).await;
    arrive(&app, &letter(1)).await;
    assert_eq!(browser.count(ROWS).await, 1, "it cannot be here yet");

    pages.open();
    proxy.pass().await;
    wait_for_letters(&browser, 1..2).await;
    browser.wait_gone(BAR).await;
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn what_comes_below_the_loaded_page_is_told_of() {
    let (app, _, pages, browser) = desk().await;
    for n in 1..30 {
        app.receive(&letter(n)).await;
    }
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    browser.wait_for("#more").await;
    let loaded = browser.count(ROWS).await;
    arrive(&app, &letter(30)).await;
    browser.wait_for_text("#below", "1 nowa rozmowa niżej").await;
    arrive(&app, &letter(31)).await;
    browser.wait_for_text("#below", "2 nowe rozmowy niżej").await;
    assert_eq!(browser.count(ROWS).await, loaded, "nothing stands where it does not belong");
    browser.click("#below").await;
    wait_for_letters(&browser, 1..32).await;
    browser.wait_gone("#below").await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_laptop_that_slept_catches_up_with_everything() {
    let (app, id, pages, browser) = desk().await;
    let proxy = Proxy::to(pages.address()).await;
    sign_in(&browser, &format!("http://{}", proxy.address()), "ola@example.com").await;
    browser.click(&format!("#row-{id} a")).await;
    browser.wait_for_text(".timeline", "zamówienie 20481").await;
    pages.wait_asked("/live", 1).await;

    proxy.freeze().await;
    for n in 1..6 {
        arrive(&app, &letter(n)).await;
    }
    let assigned = Assign { conversation: id, from: None, to: Some(app.jan) };
    commands::assign(&app.engine, app.jan(), assigned).await.expect("assigned");
    let answer = Reply {
        conversation: id,
        text: "Paczka jest już w drodze.".to_owned(),
        then: Status::WaitingCustomer,
        once: "jan".to_owned(),
        seen: None,
    };
    commands::reply(&app.engine, app.jan(), answer).await.expect("answered");
    wait_for_number(&app, "sending", "SELECT COUNT(*) FROM event WHERE kind = 'delivery.sent'", 1).await;
    assert_eq!(browser.count(ROWS).await, 1, "nothing came through yet");

    // Ten minutes later somebody opens the lid; the line is still dead.
    let wake = "const real = Date.now; Date.now = () => real.call(Date) + 600_000;
        document.dispatchEvent(new Event('visibilitychange'))";
    browser.script(wake, &[]).await;
    browser.wait_for(LOST).await;
    proxy.pass().await;
    wait_for_letters(&browser, 1..6).await;
    browser.wait_for_text(".message.shop", "Paczka jest już w drodze.").await;
    browser.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    browser.wait_for_text(".fact", "Wzięto na siebie").await;
    browser.wait_gone(BAR).await;
    assert_eq!(browser.count(".message.shop").await, 1);
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn too_much_to_hand_over_piece_by_piece_is_read_anew_in_place() {
    let (app, id, pages, browser) = desk().await;
    let proxy = Proxy::to(pages.address()).await;
    sign_in(&browser, &format!("http://{}", proxy.address()), "ola@example.com").await;
    browser.click(&format!("#row-{id} a")).await;
    let field = format!("#text-reply-{id}");
    browser.type_into(&field, "Zaczęte zdanie").await;
    pages.wait_asked("/live", 1).await;

    proxy.down().await;
    let head = app.number("SELECT position FROM log_head");
    while app.number("SELECT position FROM log_head") < head + 520 {
        let tag = commands::tag(&app.engine, app.jan(), id, "pilne").await.expect("tagged");
        commands::untag(&app.engine, app.jan(), id, tag).await.expect("untagged");
    }
    arrive(&app, &letter(1)).await;
    proxy.pass().await;
    wait_for_letters(&browser, 1..2).await;
    browser.wait_gone(BAR).await;
    let typed = browser.script("return document.querySelector(arguments[0]).value", &[field.into()]).await;
    assert_eq!(typed, "Zaczęte zdanie", "what was being written is kept");
    arrive(&app, &letter(2)).await;
    wait_for_letters(&browser, 1..3).await;
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_session_that_ended_says_so_and_leads_back_without_a_storm_of_requests() {
    let (app, id, pages, browser) = desk().await;
    let home = pages.url("");
    sign_in(&browser, &home, "ola@example.com").await;
    browser.click(&format!("#row-{id} a")).await;
    browser.type_into(&format!("#text-reply-{id}"), "Niedokończone").await;
    pages.wait_asked("/live", 1).await;

    app.clock.advance_ms(8 * DAY_MS);
    arrive(&app, &letter(1)).await;
    browser.wait_for(SIGNED_OUT).await;
    assert_eq!(browser.count(ROWS).await, 1, "nothing is shown to whoever is signed out");
    let asked = pages.asked("/live");

    browser.click(&format!("{SIGNED_OUT} a")).await;
    browser.wait_for_url("/sign-in").await;
    knock(&browser, "ola@example.com", PASSWORD).await;
    browser.wait_for("#inbox").await;
    assert!(pages.asked("/live") <= asked + 1, "the stream was asked for again and again without a session");
    wait_for_letters(&browser, 1..2).await;
    browser.click(&format!("#row-{id} a")).await;
    let typed = "return document.querySelector('.composer .reply textarea')?.value === 'Niedokończone'";
    browser.wait_until("the draft is back", typed, &[]).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn signing_out_in_one_tab_signs_out_the_others() {
    let (app, id, pages, browser) = desk().await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    let first = browser.tab().await;
    pages.wait_asked("/live", 1).await;
    browser.new_tab().await;
    browser.open(&pages.url("/")).await;
    browser.wait_for("#inbox").await;
    browser.click("form[action='/session/end'] button").await;
    browser.wait_for_url("/sign-in").await;

    browser.switch_to(&first).await;
    app.clock.advance_ms(10 * SECOND_MS);
    arrive(&app, &letter(1)).await;
    browser.wait_for(SIGNED_OUT).await;
    // Whatever is tried here now is refused, changes nothing, and says why.
    browser.click(&format!("#row-{id} a")).await;
    pages.wait_asked(&format!("/conversations/{id}"), 1).await;
    browser.wait_for(SIGNED_OUT).await;
    assert_eq!(browser.count("#thread").await, 0);
    assert_eq!(pages.asked("/live"), 1, "without a session nobody asks again");
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn seven_tabs_share_one_stream_and_survive_their_leader() {
    let (app, id, pages, browser) = desk().await;
    sign_in(&browser, &pages.url(""), "ola@example.com").await;
    let mut tabs = vec![browser.tab().await];
    for _ in 1..7 {
        tabs.push(browser.new_tab().await);
        browser.open(&pages.url("/")).await;
        browser.wait_for("#inbox").await;
    }
    arrive(&app, &letter(1)).await;
    for tab in &tabs {
        browser.switch_to(tab).await;
        wait_for_letters(&browser, 1..2).await;
        // With a stream for each tab this would hang: a browser opens six connections to a host.
        browser.click(&format!("#row-{id} a")).await;
        browser.wait_for_text(".timeline", "zamówienie 20481").await;
    }
    assert_eq!(pages.asked("/live"), 1, "one stream for all of them");

    browser.switch_to(&tabs[0]).await;
    browser.close_tab().await;
    pages.wait_asked("/live", 2).await;
    arrive(&app, &letter(2)).await;
    for tab in &tabs[1..] {
        browser.switch_to(tab).await;
        wait_for_letters(&browser, 1..3).await;
        browser.wait_gone(BAR).await;
    }
    assert_eq!(pages.asked("/live"), 2, "one of them leads now");
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_restarted_server_is_found_again_and_the_stream_goes_on_where_it_stood() {
    let store = Dovecot::start().await;
    let shop = store.add_user("sklep@example.com", "geranium");
    shop.append(&letter(1).raw()).await;
    // Nothing is sent here, so nobody listens at the second door.
    let inbox = Inbox::new(shop.address(), Door::plain(store.imap()).login(&shop), Door::plain(store.lmtp()));
    let mut program = Program::new(Settings::default().inbox(inbox));
    let (_, browser) = tokio::join!(program.start(), Browser::start());
    program.add_agent("ola@example.com", "Ola", PASSWORD).await;
    sign_in(&browser, &format!("http://{}", program.address()), "ola@example.com").await;
    wait_for_letters(&browser, 1..2).await;
    let mark = "document.querySelector('#rows .row').dataset.mark = 'the same'";
    browser.script(mark, &[]).await;

    program.stop();
    browser.wait_for(LOST).await;
    shop.append(&letter(2).raw()).await;
    program.start().await;
    wait_for_letters(&browser, 2..3).await;
    browser.wait_gone(BAR).await;
    assert_eq!(browser.count(&format!("{ROWS}[data-mark]")).await, 1, "the page was not read anew");
    forgive(&browser).await;
    browser.close().await;
    program.stop();
    program.check().await;
}
