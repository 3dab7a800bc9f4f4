//! The numbers for whoever watches: there, right, and of nobody.

use std::collections::HashMap;

use testkit::letter::Letter;
use testkit::program::Visitor;
use testkit::servers::{Postgres, ready};

use super::shop::{ADDRESS, Shop, free_door};

const QUESTION: &str = "Gdzie jest moja paczka?";

/// Every sample by its name and labels.
fn samples(text: &str) -> HashMap<String, f64> {
    assert!(text.ends_with("# EOF\n"), "an OpenMetrics text says where it ends: {text}");
    let samples = text.lines().filter(|line| !line.starts_with('#'));
    samples
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').expect("a name and a value");
            (name.to_owned(), value.parse().unwrap_or_else(|_| panic!("no number: {line}")))
        })
        .collect()
}

async fn scrape(watcher: &mut Visitor) -> (String, HashMap<String, f64>) {
    let answer = watcher.get("/metrics").await.expect("numbers");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
    let found = samples(&answer.body);
    (answer.body, found)
}

#[tokio::test]
async fn numbers_tell_how_the_shop_fares_and_name_nobody() {
    let mut postgres = Postgres::start().await;
    let address = free_door();
    let section = format!("[metrics]\nlisten = \"{address}\"\n");
    let mut shop = Shop::with(Some(postgres.fresh_database().await), |settings| settings.section(&section)).await;
    let ola = shop.open().await;
    let letter = Letter::new("a@example.org").from("Zofia Tajna <zofia@tajna.example>").subject(QUESTION);
    shop.writes(&letter).await;
    shop.sees(&ola, QUESTION).await;

    let mut watcher = Visitor::at(address);
    let (text, found) = ready::until("every reactor has read everything", ready::START, || {
        let mut watcher = watcher.clone();
        async move {
            let (text, found) = scrape(&mut watcher).await;
            let mut lags = found.iter().filter(|(name, _)| name.starts_with("kontuar_reactor_lag_events{")).peekable();
            let read = lags.peek().is_some() && lags.all(|(_, lag)| *lag == 0.0);
            read.then_some((text, found))
        }
    })
    .await;
    assert_eq!(found["kontuar_database_up"], 1.0);
    assert!(found["kontuar_log_position"] > 5.0);
    assert_eq!(found["kontuar_arrivals_waiting"], 0.0);
    assert_eq!(found[r#"kontuar_deliveries{state="failed"}"#], 0.0);
    let inbox = found.keys().find(|name| name.starts_with("kontuar_mailbox_up{")).expect("its mailbox");
    assert_eq!(found[inbox], 1.0);
    assert!(found[&inbox.replace("_up", "_silent_seconds")] < 900.0);
    let list = r#"kontuar_http_request_duration_seconds_count{route="/inbox/{view}",method="GET",status="2xx"}"#;
    assert!(found[list] >= 1.0, "{text}");
    for word in ["Zofia", "tajna", "paczka", "Ola", ADDRESS] {
        assert!(!text.contains(word), "{word} is nobody's business: {text}");
    }
    assert_eq!(ola.clone().get("/metrics").await.expect("an answer").status, 404, "not beside the pages");

    postgres.stop();
    let (text, found) = scrape(&mut watcher).await;
    assert_eq!(found["kontuar_database_up"], 0.0);
    assert!(!found.keys().any(|name| name.starts_with("kontuar_deliveries")), "nothing old is said: {text}");
    assert!(found[list] >= 1.0);
    postgres.resume().await;
    shop.program.check().await;
}
