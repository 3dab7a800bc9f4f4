//! Orders over the socket: done, refused, not understood.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;

use domain::id::{Id, RawId};
use domain::permission::Role;

use super::*;
use crate::orders::Secret;
use crate::scratch::Scratch;

fn add_agent(password: &str) -> Order {
    Order::AddAgent {
        login: domain::identity::Address::parse("anna@example.com").unwrap(),
        name: "Anna Nowak".to_owned(),
        role: Role::Owner,
        team: None,
        language: "pl".to_owned(),
        password: Secret(password.to_owned()),
    }
}

/// Asks on a thread of its own, as another process would.
async fn ask(data: &Path, what: Order) -> Option<Answer> {
    let data = data.to_owned();
    tokio::task::spawn_blocking(move || order(&data, &what, |_| ())).await.unwrap().unwrap()
}

#[tokio::test]
async fn orders_reach_the_process_that_has_the_folder() {
    let scratch = Scratch::new();
    let data = scratch.house.folder.path().to_owned();
    assert_eq!(ask(&data, Order::RetryRaw { raw: RawId::from_raw(1) }).await, None, "nobody listens yet");

    let stop = CancellationToken::new();
    let control = Control::open(&data).unwrap();
    assert_eq!(fs::metadata(place(&data)).unwrap().permissions().mode() & 0o777, 0o600);
    let running = tokio::spawn(control.run(scratch.engine.clone(), stop.clone()));

    let refused = ask(&data, add_agent("short")).await.unwrap();
    assert_eq!(
        refused,
        Answer { done: false, words: "Nothing was changed: a password has at least 10 characters.".into() }
    );
    let done = ask(&data, add_agent("long enough")).await.unwrap();
    assert!(done.done && done.words.starts_with("anna@example.com can sign in now (agt_"), "{done:?}");
    let agents = scratch.engine.store().read(store::agent::all).await.unwrap();
    assert_eq!((agents.len(), agents[0].role), (1, Role::Owner));
    let nobody = ask(&data, Order::RetryRaw { raw: RawId::from_raw(1) }).await.unwrap();
    assert!(!nobody.done);

    let rubbish = tokio::task::spawn_blocking({
        let data = data.clone();
        move || {
            let mut stream = UnixStream::connect(place(&data)).unwrap();
            stream.write_all(b"{\"order\":\"sing\",\"password\":\"tajne\"}\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        }
    });
    let rubbish = rubbish.await.unwrap();
    assert!(rubbish.contains("another version") && !rubbish.contains("tajne"), "{rubbish}");

    stop.cancel();
    running.await.unwrap();
    assert!(!place(&data).exists(), "the socket is gone");
    assert!(scratch.findings().is_empty());
}

#[tokio::test]
async fn what_a_dead_process_left_is_no_hindrance() {
    let scratch = Scratch::new();
    let data = scratch.house.folder.path();
    drop(Control::open(data).unwrap());
    assert!(place(data).exists());
    assert_eq!(ask(data, Order::RetryRaw { raw: RawId::from_raw(1) }).await, None);
    Control::open(data).unwrap();
}

#[tokio::test]
async fn an_erasure_says_over_the_socket_what_it_waits_for() {
    use domain::event::{Actor, Origin};
    use domain::identity::{Address, Evidence};

    let scratch = Scratch::new();
    let data = scratch.house.folder.path().to_owned();
    let engine = &scratch.engine;
    let address = Address::parse("anna@example.org").unwrap();
    let (id, identity, origin) = (engine.id(), engine.id(), Origin::new(Actor::System, engine.now()));
    let (fingerprint, named) = (engine.store().fingerprints().address(&address), address.clone());
    let write = move |tx: &mut store::Tx<'_>| {
        let (name, evidence) = (Some("Anna"), Evidence::Claimed);
        let new = store::contact::NewContact { id, identity, name, address: &named, fingerprint, evidence };
        store::contact::create(tx, &new, &origin)
    };
    engine.store().write::<_, store::Error, _>(write).await.unwrap();
    // Somebody who reads the store as it is now.
    let mut reader = engine.store().own_connection().unwrap();
    reader.text_rows("BEGIN").unwrap();
    store::brand::inboxes(&mut reader).unwrap();

    let stop = CancellationToken::new();
    let running = tokio::spawn(Control::open(&data).unwrap().run(engine.clone(), stop.clone()));
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let asking = tokio::task::spawn_blocking(move || {
        let what = Order::EraseContact { who: address.to_string() };
        order(&data, &what, move |words| tell.send(words).unwrap()).unwrap().unwrap()
    });
    let words = told.recv().await.unwrap();
    assert!(words.contains("Waiting for the end of that"), "{words}");
    assert!(!asking.is_finished());
    reader.text_rows("COMMIT").unwrap();
    let answer = asking.await.unwrap();
    assert!(answer.done && answer.words.contains("Nothing is left in the database"), "{answer:?}");
    stop.cancel();
    running.await.unwrap();
}
