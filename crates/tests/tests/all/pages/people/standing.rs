//! Where colleagues stand: role, team, and whether they may sign in.

use std::time::Duration;

use domain::access::Place;
use domain::permission::{Grant, Role};
use domain::scope::Scope;
use engine::commands::By;
use engine::people::{appoint, create_team};
use testkit::app::PASSWORD;
use testkit::browser::Browser;
use testkit::on_both;
use testkit::program::Visitor;

use super::{OWNER, entered, hire, led, page, shop};
use crate::pages::sign_in;

const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test]
async fn who_is_switched_off_is_out_at_once_and_comes_back() {
    let (app, pages, _, mut owner) = shop().await;
    let mut ola = entered(&pages, "ola@example.com").await;
    let guest = app.guest(app.ola, &[Scope::ConversationsRead]).await;
    let stream = ola.clone();
    let heard = tokio::spawn(async move { stream.listen("/live", "event: signed-out", PATIENCE).await });
    // The stream stands before anything happens.
    stream_stands(&ola).await;
    let to = led(&mut owner, &format!("/people/{}/switch", app.ola), &[("on", "no")]).await;
    assert_eq!(to, format!("/people?outcome=off#{}", app.ola));
    assert!(page(&mut owner, &to).await.contains("signed out everywhere"));
    heard.await.expect("it ends").expect("the stream ends at once");
    assert_eq!(ola.get("/inbox/mine").await.expect("an answer").location(), Some("/sign-in?to=/inbox/mine"));
    assert!(Visitor::at(pages.address()).sign_in("ola@example.com", PASSWORD).await.is_err());
    assert_eq!(guest.get("/conversations").await.status, 401, "tokens act for nobody");
    let again = led(&mut owner, &format!("/people/{}/switch", app.ola), &[("on", "no")]).await;
    assert!(again.contains("outcome=stale"), "{again}");

    led(&mut owner, &format!("/people/{}/switch", app.ola), &[("on", "yes")]).await;
    assert_eq!(ola.get("/inbox/mine").await.expect("an answer").status, 303, "the old session stays ended");
    entered(&pages, "ola@example.com").await;
    assert_eq!(guest.get("/conversations").await.status, 200);
    pages.close().await;
}

async fn stream_stands(visitor: &Visitor) {
    visitor.listen("/live", "event: live", PATIENCE).await.expect("a stream");
}

#[tokio::test]
async fn the_last_owner_stays_and_admins_make_none() {
    let (app, pages, ewa, mut owner) = shop().await;
    let team = app.team.to_string();
    let form = |role| [("from_role", "owner"), ("from_team", team.as_str()), ("role", role), ("team", team.as_str())];
    let place = format!("/people/{ewa}/place");
    assert!(led(&mut owner, &place, &form("agent")).await.contains("outcome=last-owner"));
    assert_eq!(owner.post(&format!("/people/{ewa}/switch"), &[("on", "no")]).await.expect("an answer").status, 400);

    hire(&app, "adam@example.com", Role::Admin, app.team).await;
    let mut admin = entered(&pages, "adam@example.com").await;
    assert_eq!(admin.post(&place, &form("agent")).await.expect("an answer").status, 403);
    assert_eq!(admin.post(&format!("/people/{ewa}/switch"), &[("on", "no")]).await.expect("an answer").status, 403);
    let jan = format!("/people/{}/place", app.jan);
    let lead = [("from_role", "lead"), ("from_team", team.as_str()), ("role", "owner"), ("team", team.as_str())];
    assert_eq!(admin.post(&jan, &lead).await.expect("an answer").status, 403, "admins make no owners");
    assert!(led(&mut owner, &jan, &lead).await.contains("outcome=changed"));
    assert!(led(&mut owner, &jan, &lead).await.contains("outcome=stale"), "who saw an older page changes nothing");
    assert_eq!(led(&mut owner, &place, &form("agent")).await, "/", "there is another owner now");
    assert_eq!(owner.get("/people").await.expect("an answer").status, 404);
    pages.close().await;
}

#[tokio::test]
async fn an_owner_gives_roles_and_teams_on_the_page() {
    let (app, pages, _, _) = shop().await;
    create_team(&app.engine, "Hurt").await.expect("a team");
    let browser = Browser::speaking("en-GB,en").await;
    sign_in(&browser, &pages.url(""), OWNER).await;
    browser.click("#views a[href='/people']").await;
    browser.wait_for(".colleague").await;
    let row = format!("#{}", app.ola);
    browser.click(&format!("{row} summary")).await;
    browser
        .script("document.querySelector(arguments[0]).value = 'lead'", &[format!("{row} select[name=role]").into()])
        .await;
    browser.click(&format!("{row} form[action$=place] button")).await;
    browser.wait_for_text("#outcome", "Saved").await;
    browser.wait_for_text(&format!("{row} .stands"), "team lead").await;
    browser.close().await;
    pages.close().await;
}

on_both!(of_two_owners_who_unmake_each_other_one_stays, |app| {
    let (team, origin) = (app.team, ("a@example.com", "b@example.com"));
    let one = hire(&app, origin.0, Role::Owner, team).await;
    let two = hire(&app, origin.1, Role::Owner, team).await;
    let owner = Place { team, role: Role::Owner };
    let agent = Place { team, role: Role::Agent };
    let by = |agent| By { agent, grant: Grant { role: Role::Owner, team } };
    let (first, second) = tokio::join!(
        appoint(&app.engine, by(one), two, owner, agent),
        appoint(&app.engine, by(two), one, owner, agent)
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    assert_eq!(app.number("SELECT COUNT(*) FROM agent WHERE role = 0"), 1);
});
