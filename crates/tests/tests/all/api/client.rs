//! A client that a generator made out of our document: what it can do with nothing else.

use std::path::Path;

use testkit::letter::Letter;
use testkit::servers::{covered, ready};

use super::program::token;
use crate::operation::shop::{OLA, Shop};

/// What its program needs.
const SCOPES: [&str; 4] = ["conversations:read", "conversations:write", "messages:send", "events:read"];

/// With `--long`: OpenAPI Generator comes from Python's package index, and a Java with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_generated_client_polls_events_answers_and_closes() {
    if std::env::var_os("KONTUAR_LONG").is_none() {
        println!("not tested: a generated client, which is for the long form");
        return;
    }
    let mut shop = Shop::set_up(|settings| settings).await;
    let visitor = shop.open().await;
    shop.writes(&Letter::new("pytanie@example.org").from("Klient <klient@example.org>").subject("Gdzie paczka?")).await;
    shop.sees(&visitor, "Gdzie paczka?").await;
    let token = token(&shop.program, OLA, &SCOPES).await;
    let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/client/run");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("client");
    let told = tokio::process::Command::new(run)
        .arg(folder)
        .arg(format!("http://{}", shop.program.address()))
        .env("KONTUAR_TOKEN", token)
        .output()
        .await
        .expect("it runs");
    let words = [told.stdout, told.stderr].map(|words| String::from_utf8_lossy(&words).into_owned());
    assert!(told.status.success() && words[0].contains("answered and closed cnv_"), "{words:?}");
    ready::until("the customer's answer", ready::START, || {
        std::future::ready((shop.sink.taken().len() == 1).then_some(()))
    })
    .await;
    covered("api: a generated client");
}
