//! The demo: three ways in without a password, and the customer's side of the counter.

use testkit::browser::{Browser, Key};
use testkit::program::{Program, Settings};

use super::ROWS;

const SUBJECT: &str = "Pierogi on the parcel";
const QUESTION: &str = "Where are my żółte doniczki?";

/// What `kontuar serve --demo` shows.
pub(super) async fn demo() -> Program {
    let mut program = Program::new(Settings::default().demo());
    program.start().await;
    program
}

/// Enters through a chip.
pub(super) async fn enter(browser: &Browser, program: &Program, role: &str) {
    browser.open(&format!("http://{}/sign-in", program.address())).await;
    browser.click(&format!("form[action='/demo/session'] button[value={role}]")).await;
    browser.wait_for(ROWS).await;
}

#[tokio::test]
async fn a_visitor_plays_agent_customer_and_lead() {
    let (mut program, agent) = tokio::join!(demo(), Browser::start());
    let visitor = Browser::speaking("en-GB,en").await;
    enter(&agent, &program, "agent").await;
    agent.wait_for_text("#list h1", "Do odpowiedzi").await;
    let shop = agent.text("#rows .row .meta > span").await;
    let waiting = waiting(&agent).await;

    // The customer's side speaks the visitor's language.
    visitor.open(&format!("http://{}/sign-in", program.address())).await;
    visitor.click(".chips a[href='/demo/customer']").await;
    visitor.wait_for_text("h1", "Play the customer").await;
    write_to(&visitor, &shop).await;
    agent.wait_for_text("#count-to-answer", &(waiting + 1).to_string()).await;

    find_last(&agent).await;
    agent.wait_for_text(".message.customer", QUESTION).await;
    agent.press("r").await;
    agent.press("Zaraz sprawdzę, gdzie to jest.").await;
    agent.press_with_control(Key::Enter.value()).await;
    agent.wait_for_text(".message.shop .delivery.sent", "Wysłano").await;
    agent.wait_for_text("#count-to-answer", &waiting.to_string()).await;
    visitor.wait_for_text("#mails .mail:not(.own)", "Zaraz sprawdzę, gdzie to jest.").await;

    // An answer in the thread comes back to the same conversation, by itself.
    visitor.click("#mails .mail:not(.own) a").await;
    visitor.wait_for_text("#write h2", "Answer").await;
    visitor.fill("textarea[name=text]", "Thank you, I am waiting.").await;
    visitor.click("#write button.first").await;
    visitor.wait_for_text("#write [role=status]", "Sent").await;
    agent.wait_for_text("#thread .message.customer", "Thank you, I am waiting.").await;

    enter(&visitor, &program, "lead").await;
    visitor.wait_for_text("#list h1", "To answer").await;
    visitor.close().await;
    agent.close().await;
    program.stop();
    program.check().await;
}

/// Writes to a shop as the first of its customers, about something new.
async fn write_to(visitor: &Browser, shop: &str) {
    visitor.click(".people li a").await;
    visitor.wait_for("#write").await;
    let new = "const to = document.querySelector('select[name=to]');
        to.value = [...to.options].find(option => option.text === arguments[0]).value;
        document.querySelector('input[name=answers]').value = ''";
    visitor.script(new, &[shop.into()]).await;
    visitor.fill("input[name=subject]", SUBJECT).await;
    visitor.fill("textarea[name=text]", QUESTION).await;
    visitor.click("#write button.first").await;
    visitor.wait_for_text("#write [role=status]", "Sent").await;
    visitor.wait_for_text("#mails .mail.own", QUESTION).await;
}

/// How many conversations wait for an answer.
async fn waiting(agent: &Browser) -> u32 {
    agent.text("#count-to-answer").await.parse().expect("a number")
}

/// Opens what arrived last: the longest waiting stand first, so it is at the very end.
async fn find_last(agent: &Browser) {
    let found = "return [...document.querySelectorAll('#rows .row')].some(row => row.innerText.includes(arguments[0]))";
    while agent.script(found, &[SUBJECT.into()]).await == false {
        let rows = agent.count(ROWS).await;
        agent.click("#more button").await;
        let grown = "return document.querySelectorAll('#rows .row').length > arguments[0]";
        agent.wait_until("more rows", grown, &[rows.into()]).await;
    }
    agent.click("#rows .row:last-of-type a").await;
}
