//! A mailbox that was connected in the pages, on two nodes: what is set at one holds at the other, and outlives either.

use testkit::program::{Program, Settings};
use testkit::servers::{Postgres, covered, keeper};

use super::more::shows;
use super::settings::{connected_with, limits, save, version};
use super::{SHOP, SHOPS_PASSWORD};

const SECOND_PASSWORD: &str = "krokus-niebieski-4";

#[tokio::test]
async fn what_is_set_of_a_mailbox_at_one_node_holds_at_the_other_and_outlives_it() {
    let postgres = Postgres::shared().await;
    let database = postgres.fresh_database().await;
    let blobs = keeper::folder("blobs");
    let settings = Settings::default().database(&database).blobs(&blobs);
    let (mut place, mut anna, path) = connected_with(settings.clone()).await;
    let mut node = Program::new(settings);
    std::fs::create_dir_all(node.data()).expect("a folder for its data");
    std::fs::copy(place.program.data().join("key"), node.data().join("key")).expect("the key is copied");
    let mut beside = anna.elsewhere(node.start().await);
    place.writes("jeden@poczta.example", "Pierwsze pytanie").await;
    shows(&beside, "/inbox/to-answer", "Pierwsze pytanie").await;

    // Switched off at one and connected again at once: the other, which fetches, may have seen neither.
    place.store.change_password(SHOP, SECOND_PASSWORD).await;
    let off = beside.post(&format!("{path}/end"), &[]).await.expect("an answer");
    assert_eq!(off.location(), Some("/mailboxes?outcome=off"));
    let form = place.servers(SECOND_PASSWORD);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let again = beside.post("/mailboxes/new", &form).await.expect("an answer");
    assert_eq!(again.status, 303, "{}", again.body);
    place.store.restart().await;
    place.writes("dwa@poczta.example", "Drugie pytanie").await;
    shows(&anna, "/inbox/to-answer", "Drugie pytanie").await;

    // Both are asked at once: one is faster, the other is told.
    let seen = version(&mut anna, &path).await;
    let at = format!("{path}/limits");
    let (here, there) = (limits("7", "2"), limits("9", "3"));
    let asked = tokio::join!(save(&mut anna, &at, &seen, &here), save(&mut beside, &at, &seen, &there));
    let mut answers = [asked.0.status, asked.1.status];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409], "{}{}", asked.0.body, asked.1.body);
    let kept = if asked.0.status == 303 { "name=\"per_hour\" value=\"7\"" } else { "name=\"per_hour\" value=\"9\"" };
    for visitor in [&anna, &beside] {
        shows(visitor, &path, kept).await;
    }

    place.program.kill();
    place.writes("trzy@poczta.example", "Trzecie pytanie").await;
    shows(&beside, "/inbox/to-answer", "Trzecie pytanie").await;
    node.stop();
    for said in [place.program.said(), node.said()] {
        for secret in [SHOPS_PASSWORD, SECOND_PASSWORD, SHOP] {
            assert!(!said.contains(secret), "“{secret}” is in a log:\n{said}");
        }
    }
    node.check().await;
    covered("mailbox: set at one node, held at the other");
}
