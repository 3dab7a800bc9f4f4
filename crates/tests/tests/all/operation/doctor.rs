//! `kontuar doctor`: beside a running counter, and when things are wrong.

use testkit::program::{Program, Settings};
use testkit::servers::{Postgres, ready};

use super::shop::{ADDRESS, Shop};

fn findings(text: &str) -> Vec<(String, String, String)> {
    let told: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let word = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let all = told["findings"].as_array().expect("findings");
    all.iter().map(|finding| (word(finding, "check"), word(finding, "mark"), word(finding, "says"))).collect()
}

fn has(found: &[(String, String, String)], check: &str, mark: &str, words: &str) {
    let fits = |(a, b, says): &&(String, String, String)| a == check && b == mark && says.contains(words);
    assert!(found.iter().any(|finding| fits(&finding)), "{check} {mark} “{words}”: {found:#?}");
}

#[tokio::test]
async fn the_doctor_looks_at_everything_beside_a_running_counter_and_changes_nothing() {
    let mut postgres = Postgres::start().await;
    let mut shop = Shop::with(Some(postgres.fresh_database().await), |settings| settings).await;
    shop.open().await;
    let before = shop.program.run(&["log"]).await.stdout;
    let told = shop.program.run(&["doctor", "--json"]).await;
    let found = findings(&told.stdout);
    has(&found, "settings", "ok", "1 inboxes");
    // How much room there is and how fast it keeps are this machine's: only that they were looked at is ours.
    assert!(found.iter().any(|(check, _, says)| check == "disk" && says.contains("MB are free")), "{found:#?}");
    assert!(found.iter().any(|(check, ..)| check == "fsync"), "{found:#?}");
    has(&found, "backup", "warn", "No backups are taken");
    has(&found, "database", "ok", "PostgreSQL");
    has(&found, "schema", "ok", "version");
    has(&found, "key", "ok", "written with");
    has(&found, "clock", "ok", "ms ahead");
    has(&found, "mailbox", "ok", &format!("{ADDRESS} signs in"));
    has(&found, "mailbox", "ok", &format!("{ADDRESS} can send"));
    let words = shop.program.run(&["doctor"]).await.stdout;
    assert!(
        words.contains("ok    schema") && words.lines().last().is_some_and(|last| last.contains("in order")),
        "{words}"
    );
    assert_eq!(shop.program.run(&["log"]).await.stdout, before);

    shop.program.stop();
    postgres.stop();
    let told = ready::until("the database is seen to be gone", ready::START, async || {
        let told = shop.program.run(&["doctor", "--json"]).await;
        (told.code() == Some(1)).then_some(told)
    })
    .await;
    has(&findings(&told.stdout), "database", "bad", "cannot be used");
}

#[tokio::test]
async fn what_is_wrong_is_said_with_what_to_do_and_ends_with_one() {
    let mut program = Program::new(Settings::default());
    program.start().await;
    program.stop();
    let well = program.run(&["doctor"]).await;
    assert_eq!(well.code(), Some(0), "{}", well.stdout);
    std::fs::write(program.data().join("key"), "0".repeat(64)).expect("another key");
    let told = program.run(&["doctor"]).await;
    assert_eq!(told.code(), Some(1));
    assert!(told.stdout.contains("BAD   key") && told.stdout.contains("→ Copy the file `key`"), "{}", told.stdout);

    let settings = program.configuration();
    program.configure_as(&format!("{settings}\nlissten = \"127.0.0.1:1\"\n"));
    let told = program.run(&["doctor", "--json"]).await;
    assert_eq!(told.code(), Some(1));
    has(&findings(&told.stdout), "settings", "bad", "did you mean `listen`?");
}
