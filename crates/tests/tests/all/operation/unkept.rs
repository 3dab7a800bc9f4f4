//! Nothing can be kept: the disk is full or cannot be written, the database is away. That is when nothing about it can be
//! written down either, and when somebody has to be told all the same.

use std::sync::Arc;
use std::time::Duration;

use app::alarm::{MOST_TOLD, Routes, Unkept};
use domain::identity::Address;
use domain::time::{DAY_MS, MINUTE_MS};
use testkit::app::TestApp;
use testkit::net::Hook;
use testkit::program::Settings;
use testkit::servers::{DiskTrouble, Postgres, covered, keeper, ready};
use testkit::sink::Sink;

use super::alarm::connect;
use super::disk::{DISK_KB, fill, make_room};
use super::shop::Shop;

/// Who is told.
const OWNER: &str = "wlasciciel@example.org";

/// How long it may take until it is looked again, and somebody is told.
const LOOKS: Duration = Duration::from_secs(60);

fn told_by_both(hook: &Hook) -> impl FnOnce(Settings) -> Settings {
    let section = format!("[alarm]\nto = \"{OWNER}\"\nwebhook = \"{}\"\n", hook.url());
    move |settings| settings.section(&section)
}

/// How often the owner got a mail whose subject holds `words`.
fn mailed(sink: &Sink, words: &str) -> usize {
    let subject = |raw: &Vec<u8>| {
        let mail = mail_parser::MessageParser::default().parse(raw)?;
        mail.subject().map(|subject| subject.contains(words))
    };
    sink.mails().iter().filter(|raw| subject(raw) == Some(true)).count()
}

async fn waits_for(shop: &Shop, hook: &Hook, what: &str, words: &str) -> serde_json::Value {
    let heard = ready::ask(LOOKS, || {
        let told = hook.told().into_iter().find(|told| told["event"] == what);
        let told = told.filter(|_| mailed(&shop.sink, words) > 0);
        std::future::ready(told.ok_or(()))
    });
    heard.await.unwrap_or_else(|()| panic!("nobody is told of {what}: {:?}\n{}", hook.told(), shop.program.said()))
}

/// The program notices that nothing can be kept; minutes later somebody is told why, by both ways.
async fn is_told_of(shop: &mut Shop, hook: &Hook, clock: &DiskTrouble, code: &str) {
    shop.program.says("nothing can be stored; an alarm is given if that lasts 5 minutes").await;
    assert_eq!(hook.told().len(), 0, "a moment is no alarm");
    clock.ahead(6);
    let told = waits_for(shop, hook, "store.alarm", "can store nothing").await;
    assert_eq!(told["code"], code, "{told}");
    assert!(told["text"].as_str().is_some_and(|text| text.contains("niczego nie może zapisać")), "{told}");
    shop.program.says("ALARM: nothing could be stored for ").await;
    shop.program.insist_running();
}

/// It is over, and that is told as well, once.
async fn is_over(shop: &mut Shop, hook: &Hook, clock: &DiskTrouble) {
    shop.program.says("things can be stored again").await;
    clock.ahead(9);
    waits_for(shop, hook, "store.clear", "stores again").await;
    let told: Vec<_> = hook.told().iter().map(|told| told["event"].clone()).collect();
    assert_eq!(told, ["store.alarm", "store.clear"], "and nothing besides");
    assert_eq!((mailed(&shop.sink, "can store nothing"), mailed(&shop.sink, "stores again")), (1, 1));
}

#[tokio::test]
async fn a_disk_that_turned_read_only_is_told_of_by_mail_and_webhook() {
    let hook = Hook::start().await;
    let mut shop = Shop::set_up(told_by_both(&hook)).await;
    let disk = DiskTrouble::build();
    shop.program.put_on(&disk);
    shop.program.start().await;
    shop.program.says("the mailbox is watched").await;
    disk.read_only(true);
    is_told_of(&mut shop, &hook, &disk, "full").await;
    disk.read_only(false);
    is_over(&mut shop, &hook, &disk).await;
    shop.program.check().await;
    covered("alarm: read-only disk");
}

#[tokio::test]
async fn a_full_disk_is_told_of_by_mail_and_webhook() {
    let disk = match keeper::small_disk("alarm", DISK_KB) {
        Ok(disk) => disk,
        Err(why) => {
            println!("not tested: a full disk takes a small disk, and none can be mounted here ({why})");
            return;
        }
    };
    let (hook, clock, data) = (Hook::start().await, DiskTrouble::build(), disk.join("data"));
    let alarm = told_by_both(&hook);
    let mut shop = Shop::set_up(|settings| alarm(settings).data(&data)).await;
    shop.program.put_on(&clock);
    shop.program.start().await;
    shop.program.says("the mailbox is watched").await;
    fill(&disk);
    is_told_of(&mut shop, &hook, &clock, "full").await;
    make_room(&disk);
    is_over(&mut shop, &hook, &clock).await;
    shop.program.check().await;
    covered("alarm: full disk");
}

#[tokio::test]
async fn a_database_that_is_away_is_told_of_by_mail_and_webhook() {
    let mut postgres = Postgres::start().await;
    let (hook, clock) = (Hook::start().await, DiskTrouble::build());
    let mut shop = Shop::with(Some(postgres.fresh_database().await), told_by_both(&hook)).await;
    shop.program.put_on(&clock);
    shop.program.start().await;
    shop.program.says("the mailbox is watched").await;
    postgres.stop();
    is_told_of(&mut shop, &hook, &clock, "away").await;
    postgres.resume().await;
    is_over(&mut shop, &hook, &clock).await;
    shop.program.check().await;
    covered("alarm: database away");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_their_database_every_node_tells_of_it_and_each_only_so_often() {
    let mut postgres = Postgres::start().await;
    let app = TestApp::builder().at(postgres.fresh_database().await).start().await;
    let (hook, sink) = (Hook::start().await, Sink::start().await);
    connect(&app, app.inbox, &sink);
    let to = Address::parse(OWNER).expect("an address");
    let routes = Routes { to: Some(to), webhook: Some(Arc::from(hook.url())), ..Routes::default() };
    let mut nodes = [(); 2].map(|()| Unkept::new(app.engine.clone(), routes.clone()));
    async fn look(app: &TestApp, nodes: &mut [Unkept], later_ms: i64) {
        app.clock.advance_ms(later_ms);
        for node in nodes {
            node.step().await;
        }
    }
    look(&app, &mut nodes, 0).await;
    postgres.stop();
    look(&app, &mut nodes, 0).await;
    look(&app, &mut nodes, 4 * MINUTE_MS).await;
    assert_eq!(hook.told().len(), 0, "a moment is no alarm");
    look(&app, &mut nodes, MINUTE_MS).await;
    look(&app, &mut nodes, MINUTE_MS).await;
    assert_eq!((hook.told().len(), sink.mails().len()), (2, 2), "rather twice than never");
    for _ in 0..MOST_TOLD + 2 {
        look(&app, &mut nodes, DAY_MS).await;
    }
    assert_eq!(hook.told().len() as i64, 2 * MOST_TOLD);
    postgres.resume().await;
    for _ in 0..4 {
        look(&app, &mut nodes, MINUTE_MS).await;
    }
    let clear = hook.told().iter().filter(|told| told["event"] == "store.clear").count();
    assert_eq!(clear, 2, "{:?}", hook.told().last());
}
