//! The main job, on real parts only: a customer's mail comes in, an agent sees it, answers it in the browser, and the
//! customer's mail program shows the answer in its thread and answers back.

use lettre::Message;
use lettre::message::Mailbox as Person;
use mail_parser::{HeaderValue, MessageParser};
use testkit::browser::{Browser, Key};
use testkit::net::Proxy;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::mailbox::Mailbox;
use testkit::servers::{Dovecot, Postgres, SmtpServer, covered};

const SHOP: &str = "sklep@kamionka.example";
const ANNA: &str = "anna.wisniewska@poczta.example";
const OLA: &str = "ola@kamionka.example";
const PASSWORD: &str = "poprawny koń bateria";

const SUBJECT: &str = "Zażółcona paczka, zamówienie KM-20481";
const QUESTION: &str =
    "Dzień dobry,\n\npaczka przyszła z „gęślą jaźnią” zamiast świecznika. Co mam zrobić?\n\nŁączę wyrazy\nAnna";
const ANSWER: &str = "Dzień dobry, pani Anno,\n\nproszę się nie martwić: świecznik wyślemy jutro.\n\nZ poważaniem, Ola";
const THANKS: &str = "Ślicznie dziękuję, czekam na świecznik.";

/// The parts, and the two mailboxes.
struct House {
    program: Program,
    smtp: SmtpServer,
    /// Between the program and the mail server.
    road: Proxy,
    shop: Mailbox,
    anna: Mailbox,
    store: Dovecot,
}

async fn open_house(database: Option<String>) -> House {
    let store = Dovecot::start().await;
    let (shop, anna) = (store.add_user(SHOP, "geranium"), store.add_user(ANNA, "pelargonia"));
    let smtp = SmtpServer::start(&store).await;
    let road = Proxy::to(smtp.submission()).await;
    let imap = Door::plain(store.imaps()).login(&shop).tls("implicit", &store.certificate().authority_file());
    let submission = Door::plain(road.address()).login(&shop).tls("starttls", &smtp.certificate().authority_file());
    let settings = Settings::default().inbox(Inbox::new(SHOP, imap, submission));
    let settings = match &database {
        Some(url) => settings.database(url),
        None => settings,
    };
    let mut program = Program::new(settings);
    program.start().await;
    program.add_agent(OLA, "Ola Nowak", PASSWORD).await;
    House { program, smtp, road, shop, anna, store }
}

/// What a mail program writes: words encoded, lines folded, a Message-ID of its own.
fn anna_writes(id: &str, answers: Option<&str>, text: &str) -> Vec<u8> {
    let anna: Person = format!("Anna Wiśniewska <{ANNA}>").parse().expect("an address");
    let subject = if answers.is_some() { format!("Re: {SUBJECT}") } else { SUBJECT.to_owned() };
    let mail = Message::builder().from(anna).to(SHOP.parse().expect("an address")).subject(subject);
    let mail = mail.message_id(Some(format!("<{id}>")));
    let mail = match answers {
        Some(id) => mail.in_reply_to(format!("<{id}>")).references(format!("<{id}>")),
        None => mail,
    };
    mail.header(lettre::message::header::ContentType::TEXT_PLAIN).body(text.to_owned()).expect("a mail").formatted()
}

/// The Message-IDs that a header names.
fn ids<'m>(header: &'m HeaderValue<'_>) -> Vec<&'m str> {
    match header {
        HeaderValue::Text(id) => vec![id],
        HeaderValue::TextList(ids) => ids.iter().map(AsRef::as_ref).collect(),
        _ => Vec::new(),
    }
}

async fn sign_in(browser: &Browser, program: &Program) {
    browser.open(&format!("http://{}/", program.address())).await;
    browser.fill("input[name=login]", OLA).await;
    browser.fill("input[name=password]", PASSWORD).await;
    browser.click("form[action='/session'] button").await;
    browser.wait_for_text(".list .empty", "Wszyscy mają odpowiedź").await;
    // Gone as soon as the page is loaded anew.
    browser.script("window.neverReloaded = true", &[]).await;
}

async fn story(database: Option<String>) {
    let (mut house, browser) = tokio::join!(open_house(database), Browser::start());
    sign_in(&browser, &house.program).await;

    let question = anna_writes("pytanie-1@poczta.example", None, QUESTION);
    house.smtp.send(&house.anna, &[SHOP], &question).await.expect("the mail server takes it");
    browser.wait_for_text("#rows .row", "Anna Wiśniewska").await;
    browser.wait_for_text("#rows .row", SUBJECT).await;
    browser.wait_for_text("#count-to-answer", "1").await;
    browser.click("#rows .row a").await;
    browser.wait_for_text("#thread h1", SUBJECT).await;
    browser.wait_for_text(".message.customer", "paczka przyszła z „gęślą jaźnią” zamiast świecznika.").await;

    let answer_id = answer(&browser, &house).await;

    let thanks = anna_writes("dzieki-2@poczta.example", Some(&answer_id), THANKS);
    house.smtp.send(&house.anna, &[SHOP], &thanks).await.expect("the mail server takes it");
    browser.wait_for_text(".message.customer", THANKS).await;
    browser.wait_for_text("#count-to-answer", "1").await;
    assert_eq!(browser.count(".message").await, 3, "question, answer and thanks in one conversation");
    assert_eq!(browser.count("#rows .row").await, 1, "and no other one");
    assert_eq!(browser.script("return window.neverReloaded", &[]).await, true);

    browser.close().await;
    house.program.stop();
    house.program.check().await;
    assert_eq!(house.anna.messages().await.len(), 1, "one answer, once");
    assert_eq!(house.shop.messages().await.len(), 2, "nothing in the shop's mailbox was touched");
    drop(house.store);
}

/// Ola answers; gives the Message-ID under which Anna got it.
async fn answer(browser: &Browser, house: &House) -> String {
    // The mail server keeps silent for a while, so that the way of the answer can be watched.
    house.road.freeze().await;
    browser.press("r").await;
    browser.press(ANSWER).await;
    browser.press_with_control(Key::Enter.value()).await;
    browser.wait_for_text(".message.shop", "świecznik wyślemy jutro.").await;
    browser.wait_for(".message.shop .delivery:is(.queued, .sending)").await;
    assert!(house.anna.messages().await.is_empty());
    house.road.pass().await;
    browser.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    browser.wait_for_text("#count-waiting-customer", "1").await;

    let received = house.anna.wait_for("the answer", |_| true).await;
    let mail = MessageParser::default().parse(&received.raw).expect("a mail");
    let subject = format!("Re: {SUBJECT}");
    assert_eq!(mail.subject(), Some(subject.as_str()));
    assert_eq!(ids(mail.in_reply_to()), ["pytanie-1@poczta.example"]);
    assert_eq!(ids(mail.references()), ["pytanie-1@poczta.example"]);
    let text = mail.body_text(0).expect("a text").replace("\r\n", "\n");
    assert!(text.starts_with(ANSWER), "{text}");
    let from = mail.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!((from.name(), from.address()), (Some("Kamionka"), Some(SHOP)));
    let to = mail.to().and_then(|to| to.first()).expect("a recipient");
    assert_eq!(to.address(), Some(ANNA));
    mail.message_id().expect("a Message-ID").to_owned()
}

#[tokio::test]
async fn a_customers_mail_is_seen_answered_and_answered_back_on_sqlite() {
    covered("story: mail in, answered in the browser, read by IMAP, on SQLite");
    story(None).await;
}

#[tokio::test]
async fn a_customers_mail_is_seen_answered_and_answered_back_on_postgresql() {
    let postgres = Postgres::shared().await;
    covered("story: mail in, answered in the browser, read by IMAP, on PostgreSQL");
    story(Some(postgres.fresh_database().await)).await;
}
