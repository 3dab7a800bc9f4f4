//! The demo's shop is whole, and its mail goes round.

use domain::event::Position;

use super::*;
use crate::scratch::{NOW, Ticking};
use web::demo::CustomersLetter;

fn config(folder: &Path) -> Config {
    Config { data: folder.join("demo"), ..Config::default() }
}

#[tokio::test]
async fn the_shop_is_whole_and_mail_goes_round() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let clock = Ticking::from(NOW);
    let demo = Demo::default();
    let house = demo.open(&config, clock.as_ref()).unwrap();
    let engine = house.engine(clock);
    let (mut tasks, stop) = (JoinSet::new(), CancellationToken::new());
    let office = demo.populate(&engine, house.folder.path(), &mut tasks, &stop).await.unwrap();
    let findings = || {
        let (mut conn, blobs) = crate::house::look(&config).unwrap();
        store::check::run(&mut conn, &blobs).unwrap()
    };
    let report = findings();
    assert_eq!(report.findings, [] as [&str; 0]);
    assert_eq!(report.conversations, demo::CONVERSATIONS);

    let people = office.people();
    assert!(people.len() >= 20, "{} people to play", people.len());
    let before = office.mailbox(&people[0].address).await.unwrap();
    let answered = before.iter().find(|mail| mail.own).expect("who waits for an answer has written").message_id.clone();
    let head = engine.store().read(store::log::head).await.unwrap();
    let new = CustomersLetter {
        from: people[0].address.clone(),
        name: people[0].name.clone().unwrap_or_default(),
        to: office
            .shops()
            .iter()
            .find(|shop| before.iter().any(|mail| mail.to.address == shop.address))
            .unwrap()
            .address
            .clone(),
        subject: "Re: paczka".to_owned(),
        text: "Czy coś już wiadomo?".to_owned(),
        answers: Some(answered),
    };
    office.post(new).await.unwrap();
    assert_eq!(office.mailbox(&people[0].address).await.unwrap().len(), before.len() + 1);
    assert_eq!(office.people()[0], people[0]);
    assert_eq!(engine::intake::step(&engine).await.unwrap(), 1, "it came in over SMTP");
    let events = engine.store().read(move |conn| store::log::after(conn, head, 100)).await.unwrap();
    assert!(events.iter().any(|event| event.fact.kind() == "message.received"), "{events:?}");
    assert!(events.iter().all(|event| event.fact.kind() != "conversation.opened"), "it joined its conversation");
    assert_eq!(findings().findings, [] as [&str; 0]);

    let stranger = CustomersLetter {
        from: people[0].address.clone(),
        name: people[0].name.clone().unwrap_or_default(),
        to: people[1].address.clone(),
        subject: String::new(),
        text: "hello".to_owned(),
        answers: None,
    };
    assert!(office.post(stranger).await.is_err(), "customers write to shops only");
    stop.cancel();
    while tasks.join_next().await.is_some() {}
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    fs::create_dir(&config.data).unwrap();
    fs::write(config.data.join("thesis.txt"), "three years of work").unwrap();
    for reset in [false, true] {
        let error = Demo { reset }.open(&config, Ticking::from(NOW).as_ref()).unwrap_err();
        assert!(error.0.contains("is not a folder of the demo"), "{error}");
    }
    assert!(config.data.join("thesis.txt").exists());
}

#[test]
fn what_was_half_filled_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let clock = Ticking::from(NOW);
    let open = |reset| Demo { reset }.open(&config, clock.as_ref());
    let head = |house: &House| {
        let mut conn = house.store.own_connection().unwrap();
        store::log::head(&mut conn).unwrap()
    };
    // Gives the folder back and keeps the connections open: closing one late would take away the
    // files of whoever came next, which two processes cannot do to each other.
    let mut kept = Vec::new();
    let mut leave = |engine: Engine, house: House| {
        drop(house.folder);
        kept.push((engine, house.store));
    };
    let house = open(false).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let engine = house.engine(clock.clone());
    runtime.block_on(engine::people::create_team(&engine, "half")).unwrap();
    leave(engine, house);
    let house = open(false).unwrap();
    assert_eq!(head(&house), Position(0), "it was never whole");
    let engine = house.engine(clock.clone());
    runtime.block_on(engine::people::create_team(&engine, "whole")).unwrap();
    fs::write(config.data.join(MARK), FILLED).unwrap();
    leave(engine, house);
    let house = open(false).unwrap();
    assert_eq!(head(&house), Position(1));
    assert!(open(true).is_err(), "somebody works in it");
    let engine = house.engine(clock.clone());
    leave(engine, house);
    assert_eq!(head(&open(true).unwrap()), Position(0));
}
