//! Invitations and new passwords: links that are good once.

use domain::time::{DAY_MS, HOUR_MS};
use testkit::app::{PASSWORD, TestApp};
use testkit::browser::Browser;
use testkit::program::{Program, Settings, Visitor};
use testkit::servers::ready;

use super::{OWNER, entered, led, page, shop};
use crate::pages::{LIMIT, sign_in};

/// What somebody new chooses.
const CHOSEN: &str = "cztery nowe słowa razem";

/// The path of the link in a page or a mail.
fn link(text: &str, path: &str) -> String {
    let text = text.replace("&#x2f;", "/");
    let from = text.find(&format!("{path}/")).unwrap_or_else(|| panic!("no link to {path} in {text}"));
    text[from..].chars().take(path.len() + 1 + 64).collect()
}

/// The newest letter to somebody, once it was sent.
async fn letter(app: &TestApp, to: &str, words: &str) -> String {
    let found = || async {
        let sent = app.channel.arrived();
        let to = sent.iter().rev().find(|mail| mail.to.iter().any(|party| party.address.as_str() == to));
        to.map(|mail| mail.text.clone()).filter(|text| text.contains(words))
    };
    ready::until("the letter is sent", LIMIT, found).await
}

#[tokio::test]
async fn somebody_is_invited_comes_and_is_one_of_us() {
    let (app, pages, _, _) = shop().await;
    let browser = Browser::speaking("en-GB,en").await;
    sign_in(&browser, &pages.url(""), OWNER).await;
    browser.open(&pages.url("/people")).await;
    browser.fill(".invite input[name=login]", "Nowa@Example.com").await;
    browser.click(".invite button").await;
    browser.wait_for_text("#handed", "Sent to nowa@example.com").await;
    let shown = browser.script("return document.querySelector('#handed-link').value", &[]).await;
    let shown = shown.as_str().expect("a link").to_owned();
    let mailed = letter(&app, "nowa@example.com", "/join/").await;
    assert!(mailed.contains(&shown), "{mailed}");
    browser.click(".play-head a").await;
    browser.click("form[action='/session/end'] button").await;
    browser.wait_for("form[action='/session']").await;

    browser.open(&shown).await;
    browser.fill("input[name=name]", "Nowa Osoba").await;
    browser.fill("input[name=password]", CHOSEN).await;
    browser.click(".first").await;
    browser.wait_for("#inbox").await;
    let mut late = Visitor::at(pages.address());
    assert_eq!(late.get(&link(&shown, "/join")).await.expect("an answer").status, 404, "the link is used up");
    let kinds = app.texts("SELECT kind FROM event WHERE kind LIKE 'agent.%' ORDER BY position DESC LIMIT 4");
    let kinds: Vec<_> = kinds.into_iter().flatten().rev().collect();
    assert_eq!(kinds, ["agent.invited", "agent.invitation_ended", "agent.created", "agent.accessed"]);
    assert_eq!(app.number("SELECT COUNT(*) FROM invitation WHERE login IS NOT NULL"), 0);
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn an_invitation_is_renewed_withdrawn_and_ends() {
    let (app, pages, _, mut owner) = shop().await;
    let team = app.team.to_string();
    let form = |login| [("login", login), ("role", "agent"), ("team", team.as_str())];
    let answer = owner.post("/people/invitations", &form("nowa@example.com")).await.expect("an answer");
    let first = link(&answer.body, "/join");
    let again = owner.post("/people/invitations", &form("nowa@example.com")).await.expect("an answer");
    assert!(again.body.contains("has an open invitation") && !again.body.contains("/join/"));
    let taken = owner.post("/people/invitations", &form("ola@example.com")).await.expect("an answer");
    assert!(taken.body.contains("signs in with this address already"));
    let none = owner.post("/people/invitations", &form("nobody")).await.expect("an answer");
    assert!(none.body.contains("not an e-mail address"));

    let id = app.texts("SELECT id FROM invitation")[0][0].parse().expect("a number");
    let id = <domain::id::InvitationId as domain::id::Id>::from_raw(id);
    let renewed = owner.post(&format!("/people/invitations/{id}/renewal"), &[]).await.expect("an answer");
    let second = link(&renewed.body, "/join");
    let mut guest = Visitor::at(pages.address());
    assert_eq!(guest.get(&first).await.expect("an answer").status, 404, "the older link ends");
    page(&mut guest, &second).await;
    let short = [("name", "Nowa"), ("language", "en"), ("password", "krótkie")];
    assert_eq!(guest.post(&second, &short).await.expect("an answer").status, 422);
    app.clock.advance_ms(8 * DAY_MS);
    let whole = [("name", "Nowa"), ("language", "en"), ("password", CHOSEN)];
    assert_eq!(guest.post(&second, &whole).await.expect("an answer").status, 404, "a week is over");
    let mut owner = entered(&pages, OWNER).await;
    let renewed = owner.post(&format!("/people/invitations/{id}/renewal"), &[]).await.expect("an answer");
    let third = link(&renewed.body, "/join");
    assert!(led(&mut owner, &format!("/people/invitations/{id}/end"), &[]).await.contains("withdrawn"));
    assert!(led(&mut owner, &format!("/people/invitations/{id}/end"), &[]).await.contains("stale"));
    assert_eq!(guest.post(&third, &whole).await.expect("an answer").status, 404);
    let mut lead = entered(&pages, "jan@example.com").await;
    assert_eq!(lead.post("/people/invitations", &form("x@example.com")).await.expect("an answer").status, 404);
    pages.close().await;
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_once_and_everybody_is_out() {
    let (app, pages, _, _) = shop().await;
    let mut ola = entered(&pages, "ola@example.com").await;
    let mut guest = Visitor::at(pages.address());
    let known = guest.post("/password", &[("login", " Ola@example.com")]).await.expect("an answer");
    let unknown = guest.post("/password", &[("login", "nobody@example.com")]).await.expect("an answer");
    let told = |body: &str| body.split_once("<main").map(|(_, main)| main.to_owned());
    assert_eq!((known.status, told(&known.body)), (200, told(&unknown.body)), "the answer tells nothing");
    let mailed = letter(&app, "ola@example.com", "/password/").await;
    let first = link(&mailed, "/password");
    app.clock.advance_ms(HOUR_MS);
    assert_eq!(guest.get(&first).await.expect("an answer").status, 404, "an hour is over");

    guest.post("/password", &[("login", "ola@example.com")]).await.expect("an answer");
    let second = ready::until("another link is sent", LIMIT, || async {
        let sent = app.channel.arrived();
        sent.last().map(|mail| link(&mail.text, "/password")).filter(|link| *link != first)
    });
    let second = second.await;
    page(&mut guest, &second).await;
    assert_eq!(led(&mut guest, &second, &[("password", CHOSEN)]).await, "/sign-in?notice=reset");
    assert!(page(&mut guest, "/sign-in?notice=reset").await.contains("new password is set"));
    assert_eq!(guest.post(&second, &[("password", CHOSEN)]).await.expect("an answer").status, 404, "once");
    assert_eq!(ola.get("/inbox/mine").await.expect("an answer").status, 303, "all sessions ended");
    assert!(Visitor::at(pages.address()).sign_in("ola@example.com", PASSWORD).await.is_err());
    Visitor::at(pages.address()).sign_in("ola@example.com", CHOSEN).await.expect("signed in");
    for _ in 0..8 {
        guest.post("/password", &[("login", "jan@example.com")]).await.expect("an answer");
    }
    assert_eq!(guest.post("/password", &[("login", "jan@example.com")]).await.expect("an answer").status, 429);
    pages.close().await;
}

#[tokio::test]
async fn the_operator_shows_a_link_for_who_cannot_get_in() {
    let mut program = Program::new(Settings::default());
    program.start().await;
    program.add_agent("ewa@example.com", "Ewa", PASSWORD).await;
    let shown = program.run(&["agent", "reset", "ewa@example.com", "--second-factor"]).await;
    assert!(shown.status.success(), "{}{}", shown.stdout, shown.stderr);
    let mut ewa = Visitor::at(program.address());
    assert_eq!(
        led(&mut ewa, &link(&shown.stdout, "/password"), &[("password", CHOSEN)]).await,
        "/sign-in?notice=reset"
    );
    ewa.sign_in("ewa@example.com", CHOSEN).await.expect("signed in");
    let unknown = program.run(&["agent", "reset", "x@example.com"]).await;
    assert!(
        !unknown.status.success() && unknown.stderr.contains("Nobody signs in as x@example.com"),
        "{}",
        unknown.stderr
    );
    program.stop();
    program.check().await;
}
