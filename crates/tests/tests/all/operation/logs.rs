//! What the program writes about its work: nothing of what people wrote, are called, or must keep secret.

use testkit::letter::{ANNA, Letter};
use testkit::program::Settings;
use testkit::servers::ready;
use testkit::sink::Mood;

use super::shop::{MAIL_PASSWORD, OLA, OLAS_PASSWORD, Shop};

/// Words of the customer, of the agent and of the operator, none of which stands anywhere in the program's own words.
const SECRETS: [&str; 17] = [
    ANNA,
    "anna.wisniewska",
    "Wiśniewska",
    "Rabarbar",
    "rabarbar",
    "Kalarepa",
    "kalarepa",
    "Pietruszka",
    "Seler",
    "klient-z-formularza",
    OLA,
    "Ola Nowak",
    OLAS_PASSWORD,
    "zgadywanka",
    MAIL_PASSWORD,
    "nobody here",
    "rzodkiewka",
];

#[test]
fn logs_are_kept_of_the_crates_that_the_program_hears() {
    assert_eq!(testkit::logs::OURS, app::logging::OURS);
}

#[tokio::test]
async fn no_address_name_text_or_password_stands_in_the_log_however_much_is_logged() {
    let mut shop = Shop::set_up(|settings: Settings| settings.level("trace")).await;
    let mut ola = shop.open().await;
    let letter = Letter::new("rzodkiewka@example.org").subject("Rabarbar w zamówieniu").text("Proszę o rabarbar.");
    shop.writes(&letter).await;
    let path = shop.sees(&ola, "Rabarbar w zamówieniu").await;

    // What cannot be read, what a server refuses with the address in its words, what somebody guesses.
    shop.mailbox.append(b"Subject: Pietruszka\r\n\r\nSeler, od klient-z-formularza@example.org\r\n").await;
    shop.sink.will([Mood::Refuse, Mood::Defer, Mood::TakeAndVanish]);
    assert_eq!(shop.answers(&mut ola, &path, "Kalarepa jest w drodze.", "1").await, 303);
    shop.reads(&ola, &path, "delivery failed").await;
    for n in 2..4 {
        assert_eq!(shop.answers(&mut ola, &path, "Druga kalarepa.", &n.to_string()).await, 303);
    }
    let note = [("text", "Kalarepa między nami."), ("once", "note")];
    assert_eq!(ola.post(&format!("{path}/notes"), &note).await.expect("an answer").status, 303);
    let mut stranger = shop.program.visitor();
    stranger.sign_in(OLA, "zgadywanka").await.expect_err("a wrong password");
    stranger.get("/inbox/to-answer?q=rabarbar").await.expect("an answer");
    shop.quarantined(1).await;

    let erased = shop.program.run(&["contact", "erase", ANNA, "--yes"]).await;
    assert!(erased.status.success(), "{}{}", erased.stdout, erased.stderr);
    ready::until("the erasure on the page", ready::START, || {
        let (mut ola, path) = (ola.clone(), path.clone());
        async move { (!ola.get(&path).await.ok()?.body.contains(ANNA)).then_some(()) }
    })
    .await;
    shop.program.stop();
    let said = shop.program.said();
    assert!(said.contains("put an arrival into quarantine") && said.contains("given up"), "it logs:\n{said}");
    for secret in SECRETS {
        let line = said.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "“{secret}” in the log: {}", line.unwrap_or_default());
    }
    let log = shop.program.run(&["log"]).await.stdout;
    assert!(log.lines().count() > 10, "{log}");
    for secret in SECRETS {
        assert!(!log.contains(secret), "“{secret}” in the event log");
    }
    shop.program.check().await;
}
