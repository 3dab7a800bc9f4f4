//! Links that lead in, and links that do not.

use std::path::Path;

use store::{Place as Database, Settings as StoreSettings, Store};
use testkit::program::{Program, Settings};

use super::{OWNER, OWNERS_PASSWORD, link, owner, shown};

#[tokio::test]
async fn nobody_gets_in_without_the_link() {
    let mut program = Program::new(Settings::default());
    program.start().await;
    let mut stranger = program.visitor();
    let door = stranger.get("/").await.expect("an answer");
    assert_eq!((door.status, door.location()), (303, Some("/sign-in")));
    let waiting = stranger.get("/sign-in").await.expect("an answer");
    assert!(waiting.body.contains("Nobody is here yet") && waiting.body.contains("kontuar setup-link"));
    assert!(!waiting.body.contains("/setup/"), "the link is for the terminal alone");
    let wrong = stranger.get(&format!("/setup/{}", "0".repeat(64))).await.expect("an answer");
    assert_eq!(wrong.status, 404);
    assert!(wrong.body.contains("This link does not work"));
    for step in ["shop", "mailbox", "history", "colleagues", "end"] {
        let answer = stranger.get(&format!("/setup/{step}")).await.expect("an answer");
        assert_eq!(answer.status, 303, "{step}: to the sign-in page");
    }
    let form = [("name", "Anna"), ("login", OWNER), ("password", "krótkie")];
    let short = stranger.post(&link(&program).await, &form).await.expect("an answer");
    assert_eq!(short.status, 422);
    assert!(short.body.contains("at least 10 characters") && !short.body.contains("krótkie"));
    let form = [("name", "Anna"), ("login", OWNER), ("password", OWNERS_PASSWORD), ("again", "inne hasło")];
    assert_eq!(stranger.post(&link(&program).await, &form).await.expect("an answer").status, 422);
    assert!(stranger.get("/sign-in").await.expect("an answer").body.contains("Nobody is here yet"));
    program.stop();
}

#[tokio::test]
async fn a_link_is_good_once_and_a_new_one_replaces_it() {
    let mut program = Program::new(Settings::default());
    program.start().await;
    let old = link(&program).await;
    let listen = program.address().to_string();
    let words = ["setup-link"];
    let made = program.run(&words).await;
    assert!(made.status.success(), "{}{}", made.stdout, made.stderr);
    let fresh = made.stdout.trim().strip_prefix(&format!("http://{listen}")).expect("a whole address").to_owned();
    let mut visitor = program.visitor();
    assert!(visitor.get(&old).await.expect("an answer").body.contains("This link does not work"));
    let form = [("name", "Anna Nowak"), ("login", OWNER), ("password", OWNERS_PASSWORD)];
    assert_eq!(visitor.get(&fresh).await.expect("an answer").status, 200);
    assert_eq!(visitor.post(&fresh, &form).await.expect("an answer").status, 303);

    let mut stranger = program.visitor();
    let used = stranger.get(&fresh).await.expect("an answer");
    assert_eq!(used.status, 404);
    assert!(used.body.contains("This link has been used"));
    let second = stranger.post(&fresh, &[("name", "B"), ("login", "b@b.pl"), ("password", OWNERS_PASSWORD)]).await;
    assert_eq!(second.expect("an answer").status, 404, "there is one owner");
    let refused = program.run(&words).await;
    assert!(!refused.status.success() && refused.stderr.contains("Somebody is here already"), "{}", refused.stderr);
    program.restart().await;
    let said = program.said();
    assert_eq!(shown(&said).count(), 1, "no link is printed any more:\n{said}");
    program.stop();
}

#[tokio::test]
async fn the_steps_are_the_owners_alone() {
    let mut program = Program::new(Settings::default());
    program.start().await;
    let mut anna = owner(&program).await;
    let answer = anna.post("/setup/shop", &[("shop", "Kamionka"), ("team", "Sklep")]).await.expect("an answer");
    assert_eq!(answer.location(), Some("/setup/mailbox"));
    let form = [("login", "jan@kamionka.example"), ("role", "admin")];
    let invited = anna.post("/setup/colleagues", &form).await.expect("an answer").body;
    assert!(invited.contains("No inbox could send") && invited.contains("invitation open"), "{invited}");
    let again = anna.post("/setup/colleagues", &form).await.expect("an answer");
    assert!(again.status == 422 && again.body.contains("was invited already"), "{}", again.body);
    let secret = invited.split("&#x2f;join&#x2f;").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let mut jan = program.visitor();
    let form = [("name", "Jan Kos"), ("language", "en"), ("password", "cztery nowe słowa Jana")];
    let came = jan.post(&format!("/join/{secret}"), &form).await.expect("an answer");
    assert_eq!((came.status, came.location()), (303, Some("/")), "{}", came.body);
    let there = anna.get("/setup/colleagues").await.expect("an answer").body;
    assert!(there.contains("<b>Jan Kos</b>") && !there.contains("invitation open"), "{there}");
    assert_eq!(jan.get("/setup/mailbox").await.expect("an answer").status, 404);
    assert_eq!(jan.post("/setup/mailbox/later", &[]).await.expect("an answer").status, 404);
    assert_eq!(jan.get("/").await.expect("an answer").location(), Some("/inbox/to-answer"));

    // Left and come back to, and left for good without a mailbox: then the inbox says so.
    assert_eq!(anna.get("/").await.expect("an answer").location(), Some("/setup"));
    assert_eq!(anna.get("/setup").await.expect("an answer").location(), Some("/setup/mailbox"));
    assert_eq!(anna.post("/setup/mailbox/later", &[]).await.expect("an answer").location(), Some("/setup/colleagues"));
    assert_eq!(anna.post("/setup/end", &[]).await.expect("an answer").location(), Some("/"));
    assert_eq!(anna.get("/").await.expect("an answer").location(), Some("/inbox/to-answer"));
    let inbox = anna.get("/inbox/to-answer").await.expect("an answer").body;
    assert!(inbox.contains("No mailbox is connected yet"), "{inbox}");
    assert_eq!(anna.get("/setup").await.expect("an answer").location(), Some("/setup/mailbox"));
    program.stop();
    program.check().await;
}

#[tokio::test]
async fn a_link_ends_after_a_day() {
    let mut program = Program::new(Settings::default());
    program.start().await;
    let path = link(&program).await;
    program.stop();
    let data = program.data();
    tokio::task::spawn_blocking(move || end_links(&data)).await.expect("the links end");
    program.start().await;
    let ended = program.visitor().get(&path).await.expect("an answer");
    assert_eq!(ended.status, 404);
    assert!(ended.body.contains("This link has expired"), "{}", ended.body);
    let form = [("name", "Anna"), ("login", OWNER), ("password", OWNERS_PASSWORD)];
    assert_eq!(program.visitor().post(&path, &form).await.expect("an answer").status, 404);
    program.stop();
}

/// As if a day had passed.
fn end_links(data: &Path) {
    let key = store::folder::find_key(data).expect("the key can be read").expect("there is a key");
    let settings = StoreSettings { folder: data.to_owned(), blobs: None, place: Database::Folder, key, readers: 1 };
    let store = Store::open(&settings, &testkit::clock::FakeClock::default()).expect("the store opens");
    store.own_connection().expect("a connection").text_rows("UPDATE setup_link SET ends_at = 1").expect("they end");
}
