//! What could not be read waits for those who lead: looked at, kept, read again, given up, taken back.

use domain::id::RawId;
use testkit::app::TestApp;
use testkit::browser::Browser;
use testkit::letter::Letter;
use testkit::servers::covered;

use crate::pages::{forgive, sign_in};

const HOSTILE: &str = "Subject: <script>window.owned = 1</script>\r\n\r\nno author \u{202e}here";

/// A product with two mails that cannot be read.
async fn stuck() -> TestApp {
    let app = TestApp::builder().passwords().start().await;
    app.receive(&Letter::new("first@example.org")).await;
    app.arrive_raw("imap:1:1", Vec::new(), false).await;
    app.arrive_raw("imap:1:2", HOSTILE.as_bytes().to_vec(), false).await;
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM raw WHERE state = 2"), 2);
    app
}

#[tokio::test]
async fn a_lead_looks_retries_and_gives_up_and_an_agent_sees_nothing() {
    covered("the quarantine in a browser");
    let app = stuck().await;
    let (pages, jan, ola) = tokio::join!(app.serve_pages(), Browser::start(), Browser::start());
    let home = pages.url("");
    sign_in(&ola, &home, "ola@example.com").await;
    assert_eq!(ola.count(".views a[href='/quarantine']").await, 0, "an agent has nothing to do with it");
    ola.open(&format!("{home}/quarantine")).await;
    ola.wait_for_text("h1", "Nie ma takiej strony").await;

    sign_in(&jan, &home, "jan@example.com").await;
    jan.wait_for_text(".views a[href='/quarantine'] b", "2").await;
    jan.click(".views a[href='/quarantine']").await;
    jan.wait_for_text(".asides li:nth-of-type(2) b", "Nobody can be named").await;
    jan.click(".asides li:nth-of-type(2) a").await;
    jan.wait_for_text(".raw", "<script>window.owned = 1</script>").await;
    assert_eq!(jan.script("return window.owned === undefined", &[]).await, true, "it is text, nothing runs");
    assert!(jan.text(".raw").await.contains("no author \u{fffd}here"), "what turns the text is seen");

    jan.click("details.confirm summary").await;
    jan.click("details.confirm button").await;
    jan.wait_for_text("[role=status]", "Given up.").await;
    jan.wait_for_text(".aside-lists a[aria-current] b", "1").await;
    jan.click(".aside-lists a:nth-of-type(2)").await;
    jan.wait_for_text(".asides li b", "Nobody can").await;
    jan.click(".asides li button").await;
    jan.wait_for_text("[role=status]", "It is back").await;

    // All are read again: the page follows, and what fails comes back.
    jan.open(&format!("{home}/quarantine")).await;
    jan.click("form[action='/quarantine/retries'] button").await;
    jan.wait_for_text("[role=status]", "All are being read again.").await;
    app.settle().await;
    jan.wait_for_text(".asides li:nth-of-type(1) p", "tried 2 times").await;
    jan.wait_for_text(".aside-lists a[aria-current] b", "2").await;
    forgive(&ola).await;
    jan.close().await;
    ola.close().await;
    pages.close().await;
}

async fn mended(app: &TestApp) {
    use engine::commands::{Mending, mend, mend_all};
    for source in ["imap:1:1", "imap:1:2"] {
        app.arrive_raw(source, format!("Subject: {source}\r\n\r\nx").into_bytes(), false).await;
    }
    app.settle().await;
    let id = |source: &str| -> RawId {
        let rows = app.texts(&format!("SELECT id FROM raw WHERE source = '{source}'"));
        domain::id::Id::from_raw(rows[0][0].parse().expect("an id"))
    };
    let (one, two) = (id("imap:1:1"), id("imap:1:2"));
    assert!(mend(&app.engine, app.ola(), one, Mending::Retry).await.is_err(), "agents mend nothing");
    mend(&app.engine, app.jan(), one, Mending::GiveUp).await.expect("given up");
    assert!(mend(&app.engine, app.jan(), one, Mending::GiveUp).await.is_err(), "once is enough");
    assert!(mend(&app.engine, app.jan(), one, Mending::Retry).await.is_err(), "what was given up is not read");
    assert_eq!(mend_all(&app.engine, app.jan()).await.expect("again"), 1);
    app.settle().await;
    mend(&app.engine, app.jan(), one, Mending::TakeBack).await.expect("taken back");
    let aside = app.with(|conn| store::raw::in_quarantine(conn, two).expect("read")).expect("it came back");
    assert_eq!((aside.tries, aside.given_up), (2, None));
    let counts = app.with(|conn| store::raw::count_aside(conn, |_| true).expect("counted"));
    assert_eq!((counts.listed, counts.given_up, counts.again), (2, 0, 0));
}

/// One that hit a defect which is mended by now, and one of which only the beginning is here.
async fn read_after_an_upgrade(app: &TestApp) {
    use domain::event::{Actor, Origin, QuarantineReason};
    use engine::commands::{Mending, mend, mend_all};
    use engine::error::Refused;
    use engine::intake::{Arrival, Batched, receive_all};
    let arrival = |source: &str, subject: &str| {
        let raw = Letter::new(source).subject(subject).raw();
        Arrival { inbox: app.inbox, source: source.to_owned(), history: false, raw }
    };
    let batch = [("whole@example.org", "Cała", None), ("part@example.org", "Część", Some(90_000_000))];
    let batch = batch.map(|(source, subject, too_large)| Batched { arrival: arrival(source, subject), too_large });
    receive_all(&app.engine, batch.to_vec()).await.expect("both are stored");
    let id = |source: &str| -> RawId {
        let rows = app.texts(&format!("SELECT id FROM raw WHERE source = '{source}'"));
        domain::id::Id::from_raw(rows[0][0].parse().expect("an id"))
    };
    let (whole, part) = (id("whole@example.org"), id("part@example.org"));
    let origin = Origin::new(Actor::System, app.engine.now());
    let aside = move |tx: &mut store::Tx<'_>| {
        store::raw::quarantine(tx, whole, QuarantineReason::Crashed, "it ended the process", &origin)
    };
    assert!(app.engine.store().write(aside).await.expect("written").value, "it is put aside");
    app.settle().await;
    let subjects = || app.texts("SELECT subject FROM message_content");
    assert!(subjects().is_empty(), "neither was read");

    let refused = mend(&app.engine, app.jan(), part, Mending::Retry).await;
    assert!(matches!(refused, Err(engine::Error::Refused(Refused::Partial))), "{refused:?}");
    assert_eq!(mend_all(&app.engine, app.jan()).await.expect("again"), 1);
    app.settle().await;
    assert_eq!(subjects(), [["Cała"]], "a part is not taken for the whole");
    assert!(app.with(|conn| store::raw::in_quarantine(conn, part).expect("read")).is_some(), "it is listed still");
    assert!(app.with(|conn| store::raw::in_quarantine(conn, whole).expect("read")).is_none());
}

#[tokio::test]
async fn everything_is_read_again_but_what_was_given_up() {
    mended(&TestApp::start().await).await;
}

#[tokio::test]
async fn what_failed_is_read_after_an_upgrade_and_a_part_never() {
    read_after_an_upgrade(&TestApp::start().await).await;
}

#[tokio::test]
async fn on_postgresql_too() {
    mended(&TestApp::builder().postgres().start().await).await;
    read_after_an_upgrade(&TestApp::builder().postgres().start().await).await;
}
