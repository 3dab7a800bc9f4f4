//! What each role may do, and who did what.

use domain::id::{Id, RawId};
use domain::time::DAY_MS;
use serde_json::Value;
use testkit::app::{PASSWORD, TestApp};
use testkit::browser::Browser;
use testkit::program::Visitor;

use super::{OWNER, entered, led, page, shop};
use crate::pages::sign_in;

#[tokio::test]
async fn what_happened_is_searched_and_taken_along() {
    let (app, pages, ewa, mut owner) = shop().await;
    entered(&pages, "ola@example.com").await;
    assert!(Visitor::at(pages.address()).sign_in("ola@example.com", "zgaduję hasło").await.is_err());
    led(&mut owner, &format!("/people/{}/switch", app.jan), &[("on", "no")]).await;
    let all = page(&mut owner, "/people/audit").await;
    let operator = "Operator (command line or settings)";
    for words in ["Access switched off", "Signed in", "wrong password, code or passkey", operator] {
        assert!(all.contains(words), "{words}");
    }
    let jans = page(&mut owner, &format!("/people/audit?person={}", app.jan)).await;
    assert!(jans.contains("Access switched off") && !jans.contains("Signed in<"));
    let olas = page(&mut owner, &format!("/people/audit?person={}&kind=sign-ins", app.ola)).await;
    assert!(olas.contains("Signed in") && olas.contains("wrong password") && !olas.contains("New person"));
    let nonsense = page(&mut owner, "/people/audit?person=x&kind=y&from=yesterday&to=&before=z").await;
    assert!(nonsense.contains("Access switched off"), "what makes no sense asks for nothing");
    let file = owner.get("/people/audit.csv?kind=people").await.expect("an answer");
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(file.body.contains("\"ewa\",\"Access switched off\",\"Jan\"\r\n"), "{}", file.body);
    let lines = owner.get(&format!("/people/audit.jsonl?person={ewa}&kind=people")).await.expect("an answer");
    let told: Vec<Value> = lines.body.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(told[0]["event"]["kind"], "agent.switched");
    assert_eq!((told[0]["who"].as_str(), told[0]["topic"].as_str()), (Some("ewa"), Some("people")));
    let exported = page(&mut owner, "/people/audit?kind=installation").await;
    assert_eq!(exported.matches("This list taken along as a file").count(), 2, "{exported}");
    let mut lead = Visitor::at(pages.address());
    assert!(lead.sign_in("jan@example.com", PASSWORD).await.is_err(), "he was switched off");
    pages.close().await;
}

/// Where a form goes, what stands in it, the kind under which it is told of, and how.
type Deed = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

/// Forms as people with power send them.
const DEEDS: [Deed; 8] = [
    (
        "/tokens",
        &[("name", "ERP"), ("agent", "{owner}"), ("days", "9"), ("scope", "events:read")],
        "programs",
        "Token of the API made: ERP",
    ),
    (
        "/webhooks",
        &[("name", "Hurtownia"), ("url", "https://erp.example/hook")],
        "programs",
        "Webhook set up: Hurtownia",
    ),
    ("/webhooks/{webhook}/state", &[("on", "no")], "programs", "Webhook stopped: Hurtownia"),
    ("/webhooks/{webhook}/state", &[("on", "yes")], "programs", "Webhook started: Hurtownia"),
    ("/webhooks/{webhook}/secrets", &[], "programs", "New secret of a webhook: Hurtownia"),
    (
        "/webhooks/{webhook}/resends",
        &[("from", "1"), ("to", "2")],
        "programs",
        "Events sent to a webhook again: Hurtownia",
    ),
    ("/retention/spam", &[("days", "400")], "privacy", "How long it is kept was set: Spam, 400 days"),
    // What is gone is told of by its id.
    ("/webhooks/{webhook}/end", &[], "programs", "Webhook removed: whk_"),
];

#[tokio::test]
async fn whatever_people_with_power_do_is_there_and_the_daily_work_is_not() {
    let (app, pages, ewa, mut owner) = shop().await;
    app.receive(&testkit::letter::Letter::new("anna@example.org").subject("Pytanie")).await;
    let mut webhook = String::new();
    for (path, form, kind, words) in DEEDS {
        let path = path.replace("{webhook}", &webhook);
        let form: Vec<(&str, String)> =
            form.iter().map(|(name, value)| (*name, value.replace("{owner}", &ewa.to_string()))).collect();
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = owner.post(&path, &form).await.expect("an answer");
        assert!(answer.status < 400, "{path}: {} {}", answer.status, answer.body);
        if path == "/webhooks" {
            webhook = app.texts("SELECT body FROM event WHERE body LIKE '%webhook_made%'")[0][0].clone();
            webhook =
                webhook.split("\"webhook\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it").to_owned();
        }
        let told = page(&mut owner, &format!("/people/audit?kind={kind}")).await;
        let first =
            told.split("<ol class=\"audit\">").nth(1).and_then(|rest| rest.split("</li>").next()).expect("a row");
        assert!(first.contains(words) && first.contains("<b>ewa</b>"), "{words}: {first}");
    }
    arrivals(&app, &mut owner).await;
    let all = page(&mut owner, "/people/audit").await;
    assert!(!all.contains("message.received") && !all.contains("conversation.opened"), "{all}");
    pages.close().await;
}

/// What could not be read, and what is decided about it.
async fn arrivals(app: &TestApp, owner: &mut Visitor) {
    app.arrive_raw("imap:1:1", b"Subject: nobody wrote this\r\n\r\nx".to_vec(), false).await;
    app.settle().await;
    let raw: RawId = Id::from_raw(app.number("SELECT id FROM raw WHERE source = 'imap:1:1'"));
    for (what, words) in [
        ("give-up", "Given up in the quarantine"),
        ("take-back", "Back to the quarantine"),
        ("retry", "Read again from the quarantine"),
    ] {
        owner.post(&format!("/quarantine/{raw}/{what}"), &[]).await.expect("an answer");
        let told = page(owner, "/people/audit?kind=quarantine").await;
        assert!(told.contains(&format!("{words}: {raw}")), "{words}: {told}");
    }
}

#[tokio::test]
async fn it_is_paged_by_moments_and_days_are_whole() {
    let (app, pages, _, mut owner) = shop().await;
    let (ola, now) = (app.ola, app.engine.now());
    for day in 0..3 {
        let origin = domain::event::Origin::new(domain::event::Actor::Agent(ola), now.plus_ms(-day * DAY_MS));
        let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
            let told = domain::operation::Operation::KeyRotated;
            (0..40).try_for_each(|_| store::audit::tell(tx, told, &origin))
        };
        app.store().write(write).await.expect("told");
    }
    let count = |page: &str| page.matches("<li data-kind").count();
    let mut path = format!("/people/audit?person={ola}&kind=installation");
    let mut seen = Vec::new();
    loop {
        let shown = page(&mut owner, &path).await;
        seen.push(count(&shown));
        let Some(more) = shown.split("class=\"aside-more\" href=\"").nth(1) else { break };
        path = more.split('"').next().expect("an address").replace("&amp;", "&").replace("&#x2f;", "/");
    }
    assert_eq!(seen, [50, 50, 20], "each once");
    let day = |ago: i64| {
        let at = now.plus_ms(-ago * DAY_MS).timestamp();
        at.to_zoned(jiff::tz::TimeZone::get("Europe/Warsaw").expect("a zone")).date().to_string()
    };
    for (from, to, rows) in
        [(day(0), day(0), 40), (day(2), day(1), 50), (day(9), day(3), 0), (day(1), String::new(), 50)]
    {
        let shown =
            page(&mut owner, &format!("/people/audit?person={ola}&kind=installation&from={from}&to={to}")).await;
        assert_eq!(count(&shown), rows, "{from} to {to}");
    }
    let file = owner
        .get(&format!("/people/audit.jsonl?person={ola}&kind=installation&from={}", day(1)))
        .await
        .expect("an answer")
        .body;
    assert_eq!(file.lines().count(), 80, "a file holds all of it");
    pages.close().await;
}

#[tokio::test]
async fn the_roles_are_read_where_they_hold() {
    let (_app, pages, _, _) = shop().await;
    let browser = Browser::speaking("en-GB,en").await;
    sign_in(&browser, &pages.url(""), OWNER).await;
    browser.open(&pages.url("/people")).await;
    browser.click("a[href='/people/roles']").await;
    browser.wait_for_text(".matrix tbody tr:first-child", "everywhere").await;
    browser.wait_for_text(".matrix tbody tr:last-child", "no").await;
    browser.click("a[href='/people/audit']").await;
    browser.wait_for_text(".audit", "Signed in").await;
    browser.close().await;
    pages.close().await;
}
