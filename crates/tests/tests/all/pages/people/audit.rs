//! What each role may do, and who did what.

use testkit::app::PASSWORD;
use testkit::browser::Browser;
use testkit::program::Visitor;

use super::{OWNER, entered, led, page, shop};
use crate::pages::sign_in;

#[tokio::test]
async fn what_happened_is_searched_and_taken_along() {
    let (app, pages, _, mut owner) = shop().await;
    entered(&pages, "ola@example.com").await;
    assert!(Visitor::at(pages.address()).sign_in("ola@example.com", "zgaduję hasło").await.is_err());
    led(&mut owner, &format!("/people/{}/switch", app.jan), &[("on", "no")]).await;
    let all = page(&mut owner, "/people/audit").await;
    for words in ["Access switched off", "Signed in", "wrong password, code or passkey", "Operator (command line)"] {
        assert!(all.contains(words), "{words}");
    }
    let jans = page(&mut owner, &format!("/people/audit?person={}", app.jan)).await;
    assert!(jans.contains("Access switched off") && !jans.contains("Signed in<"));
    let olas = page(&mut owner, &format!("/people/audit?person={}&kind=sign-ins", app.ola)).await;
    assert!(olas.contains("Signed in") && olas.contains("wrong password") && !olas.contains("New person"));
    let file = owner.get("/people/audit.csv?kind=people").await.expect("an answer");
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(file.body.contains("\"ewa\",\"Access switched off\",\"Jan\"\r\n"), "{}", file.body);
    let mut lead = Visitor::at(pages.address());
    assert!(lead.sign_in("jan@example.com", PASSWORD).await.is_err(), "he was switched off");
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
