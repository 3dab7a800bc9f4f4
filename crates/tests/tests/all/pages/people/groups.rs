//! Shops and teams on the page of those who govern.

use domain::permission::{Grant, Role};
use engine::commands::By;
use engine::people::{add_shop, add_team};

use testkit::on_both;

use super::{entered, hire, led, page, shop};

#[tokio::test]
async fn a_shop_and_a_team_are_added_and_renamed_and_names_are_told_apart() {
    let (app, pages, _, mut visitor) = shop().await;
    let (team, before) = (app.team, page(&mut visitor, "/people/groups").await);
    assert!(before.contains("Shops and teams") && before.contains("value=\"Obsługa\""), "{before}");

    let added = led(&mut visitor, "/people/shops", &[("name", "  Garnki i Dzbany ")]).await;
    let (outcome, shop) = added.split_once('#').expect("a row");
    assert_eq!(outcome, "/people/groups?outcome=shop-added");
    let added = led(&mut visitor, "/people/teams", &[("name", "Hurt")]).await;
    assert!(added.starts_with("/people/groups?outcome=team-added#tea_"), "{added}");
    let shown = page(&mut visitor, outcome).await;
    assert!(
        shown.contains("The shop is set up")
            && shown.contains("value=\"Garnki i Dzbany\"")
            && shown.contains("no mailbox")
    );
    assert!(shown.contains("value=\"Hurt\"") && shown.contains("nobody"), "{shown}");
    assert!(page(&mut visitor, "/people").await.contains(">Hurt</option>"), "a person can be put there");

    // A second click, and the same name in capitals: nothing more.
    for name in ["Hurt", " HURT", "hurt"] {
        assert_eq!(led(&mut visitor, "/people/teams", &[("name", name)]).await, "/people/groups?outcome=taken");
    }
    for name in ["", "   ", &"x".repeat(81), "a\u{7}b"] {
        assert_eq!(led(&mut visitor, "/people/shops", &[("name", name)]).await, "/people/groups?outcome=name");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM team"), 2);
    assert_eq!(app.number("SELECT COUNT(*) FROM brand"), 2);

    let renaming = format!("/people/teams/{team}");
    let done = led(&mut visitor, &renaming, &[("from", "Obsługa"), ("name", "Obsługa klienta")]).await;
    assert_eq!(done, format!("/people/groups?outcome=renamed#{team}"));
    let again = led(&mut visitor, &renaming, &[("from", "Obsługa"), ("name", "Obsługa klienta")]).await;
    assert_eq!(again, done, "a second click changes nothing");
    let late = led(&mut visitor, &renaming, &[("from", "Obsługa"), ("name", "Biuro")]).await;
    assert_eq!(late, "/people/groups?outcome=stale");
    let other = led(&mut visitor, &renaming, &[("from", "Obsługa klienta"), ("name", "hurt")]).await;
    assert_eq!(other, "/people/groups?outcome=taken");
    let cased = led(&mut visitor, &renaming, &[("from", "Obsługa klienta"), ("name", "Obsługa Klienta")]).await;
    assert!(cased.contains("renamed"), "its own name in capitals is no other's: {cased}");
    let renaming = format!("/people/shops/{shop}");
    let renamed = led(&mut visitor, &renaming, &[("from", "Garnki i Dzbany"), ("name", "Garnki")]).await;
    assert!(renamed.contains("renamed"), "{renamed}");

    let told = page(&mut visitor, "/people/audit").await;
    for words in ["Shop set up: Garnki", "Team set up: Hurt", "Team renamed; it is called Obsługa Klienta now"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(told.matches("Team renamed").count(), 2, "what changed nothing is not told of");
    pages.close().await;
}

on_both!(of_many_who_add_the_same_at_once_one_does, |app| {
    let owner = hire(&app, "a@example.com", Role::Owner, app.team).await;
    let by = By { agent: owner, grant: Grant { role: Role::Owner, team: app.team } };
    let tries = (0..8).map(|_| {
        let engine = app.engine.clone();
        tokio::spawn(async move { (add_shop(&engine, by, "Garnki").await, add_team(&engine, by, "Hurt").await) })
    });
    let (mut shops, mut teams) = (0, 0);
    for tried in tries.collect::<Vec<_>>() {
        let (shop, team) = tried.await.expect("an answer");
        (shops, teams) = (shops + u8::from(shop.is_ok()), teams + u8::from(team.is_ok()));
    }
    assert_eq!((shops, teams), (1, 1));
    assert_eq!(app.number("SELECT COUNT(*) FROM brand"), 2);
});

#[tokio::test]
async fn a_lead_adds_none() {
    let (app, pages, _, _) = shop().await;
    hire(&app, "lena@example.com", Role::Lead, app.team).await;
    let mut lead = entered(&pages, "lena@example.com").await;
    let refused = lead.post("/people/shops", &[("name", "Dzbany")]).await.expect("an answer");
    assert_eq!((refused.status, app.number("SELECT COUNT(*) FROM brand")), (404, 1));
    pages.close().await;
}
