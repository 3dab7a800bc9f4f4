//! Passkeys: adding one, coming in with one, and everything that is none.

use domain::access::Access;
use domain::event::{Actor, Origin};
use domain::id::AgentId;
use domain::time::{MINUTE_MS, SECOND_MS};
use engine::Error;
use engine::error::Refused;
use engine::people::passkey::{self, Asked};
use engine::people::relying_party::RelyingParty;
use testkit::app::TestApp;
use testkit::device::Device;
use testkit::on_both;

const HOME: &str = "https://desk.example";

/// The session that adds and removes.
const HERE: [u8; 32] = [7; 32];

fn house() -> RelyingParty {
    RelyingParty::at(HOME).expect("a house")
}

async fn begin(app: &TestApp, agent: AgentId) -> Asked {
    passkey::begin(&app.engine, &house(), agent, "Laptop", HERE).await.expect("asked")
}

async fn add(app: &TestApp, agent: AgentId, ceremony: &str, answer: &str) -> engine::error::Result<()> {
    passkey::add(&app.engine, &house(), agent, ceremony, answer, HERE).await
}

/// A device with a passkey of somebody's.
async fn added(app: &TestApp, agent: AgentId) -> Device {
    let mut device = Device::at(HOME);
    let asked = begin(app, agent).await;
    add(app, agent, &asked.ceremony, &device.make(&asked.options)).await.expect("added");
    device
}

async fn knock(app: &TestApp) -> Asked {
    passkey::knock(&app.engine, &house()).await.expect("asked")
}

async fn admit(app: &TestApp, ceremony: &str, answer: &str) -> engine::error::Result<AgentId> {
    passkey::admit(&app.engine, &house(), ceremony, answer).await
}

/// Comes in, as far as the device gets one.
async fn come(app: &TestApp, device: &mut Device) -> engine::error::Result<AgentId> {
    let asked = knock(app).await;
    admit(app, &asked.ceremony, &device.sign(&asked.options)).await
}

fn told(app: &TestApp, what: Access) -> i64 {
    let word = serde_json::to_string(&what).expect("a word");
    app.number(&format!("SELECT COUNT(*) FROM event WHERE kind = 'agent.accessed' AND body LIKE '%{word}%'"))
}

fn late<T>(result: &engine::error::Result<T>) -> bool {
    matches!(result, Err(Error::Refused(Refused::Outdated)))
}

fn unfit<T>(result: &engine::error::Result<T>) -> bool {
    matches!(result, Err(Error::Refused(Refused::Invalid(_))))
}

fn closed<T>(result: &engine::error::Result<T>) -> bool {
    matches!(result, Err(Error::Refused(Refused::NotAllowed)))
}

on_both!(a_passkey_lets_in_until_it_is_removed, |app| {
    let mut device = added(&app, app.ola).await;
    let [row] = app.texts("SELECT name FROM passkey WHERE used_at IS NULL").try_into().expect("one passkey");
    assert_eq!((row, told(&app, Access::PasskeyAdded)), (vec!["Laptop".to_owned()], 1));
    assert_eq!(come(&app, &mut device).await.expect("admitted"), app.ola);
    assert_eq!(come(&app, &mut device).await.expect("admitted"), app.ola);
    let used =
        app.number("SELECT COUNT(*) FROM passkey WHERE used_at IS NOT NULL AND credential LIKE '%\"counter\":2%'");
    assert_eq!(used, 1, "when it was used is kept, and its counter");
    let mut other = added(&app, app.jan).await;
    assert_eq!(come(&app, &mut other).await.expect("admitted"), app.jan);
    let id = domain::id::Id::from_raw(app.number("SELECT MIN(id) FROM passkey"));
    assert!(late(&passkey::remove(&app.engine, app.jan, id, HERE).await), "it is another's");
    passkey::remove(&app.engine, app.ola, id, HERE).await.expect("removed");
    assert!(late(&passkey::remove(&app.engine, app.ola, id, HERE).await), "it is gone");
    assert!(closed(&come(&app, &mut device).await));
    assert_eq!(come(&app, &mut other).await.expect("admitted"), app.jan);
    assert_eq!((told(&app, Access::PasskeyRemoved), told(&app, Access::Refused)), (1, 0));
    assert_eq!(app.number("SELECT COUNT(*) FROM passkey_ceremony"), 0, "nothing is left of what was asked");
});

on_both!(what_is_no_answer_adds_nothing, |app| {
    let (ola, jan) = (app.ola, app.jan);
    let mut device = Device::at(HOME);
    let (asked, other) = (begin(&app, ola).await, begin(&app, ola).await);
    let answer = device.make(&asked.options);
    assert!(late(&add(&app, jan, &asked.ceremony, &answer).await), "somebody else was asked");
    assert!(late(&add(&app, ola, &asked.ceremony, &answer).await), "what was tried is over");
    assert!(unfit(&add(&app, ola, &other.ceremony, &answer).await), "it answers something else");
    let (asked, mut elsewhere) = (begin(&app, ola).await, Device::at(HOME));
    let answer = elsewhere.make(&asked.options);
    let other_session = passkey::add(&app.engine, &house(), ola, &asked.ceremony, &answer, [8; 32]).await;
    assert!(late(&other_session), "it was asked of another session");
    for bend in [
        |device: &mut Device| device.origin = "https://desk.example.evil".to_owned(),
        |device: &mut Device| device.origin = "http://desk.example".to_owned(),
        |device: &mut Device| device.verifies = false,
    ] {
        let (asked, mut bent) = (begin(&app, ola).await, Device::at(HOME));
        bend(&mut bent);
        assert!(unfit(&add(&app, ola, &asked.ceremony, &bent.make(&asked.options)).await), "{}", bent.origin);
    }
    let asked = begin(&app, ola).await;
    for junk in ["", "{}", "null", "[[[[", &"[".repeat(60_000), &"{\"id\":".repeat(150_000)] {
        assert!(unfit(&add(&app, ola, &asked.ceremony, junk).await));
    }
    for name in ["", "no such name", &"0".repeat(64), &"f".repeat(1_000_000)] {
        assert!(late(&add(&app, ola, name, &answer).await));
    }
    let door = knock(&app).await;
    assert!(late(&add(&app, ola, &door.ceremony, &answer).await), "it was asked at the door");
    app.clock.advance_ms(5 * MINUTE_MS - SECOND_MS);
    let last = begin(&app, ola).await;
    app.clock.advance_ms(SECOND_MS);
    let answer = device.make(&asked.options);
    assert!(late(&add(&app, ola, &asked.ceremony, &answer).await), "five minutes");
    assert_eq!((app.number("SELECT COUNT(*) FROM passkey"), told(&app, Access::PasskeyAdded)), (0, 0));
    add(&app, ola, &last.ceremony, &device.make(&last.options)).await.expect("added");
    let again = begin(&app, jan).await;
    let taken = add(&app, jan, &again.ceremony, &device.make(&again.options)).await;
    assert!(matches!(taken, Err(Error::Refused(Refused::TakenBy(None)))), "somebody has it: {taken:?}");
});

on_both!(what_is_no_passkey_opens_nothing, |app| {
    let mut device = added(&app, app.ola).await;
    let holder = added(&app, app.jan).await.holder;
    let before = app.texts("SELECT credential, used_at FROM passkey ORDER BY id");
    let (asked, other) = (knock(&app).await, knock(&app).await);
    let mut bent = device.clone();
    let answer = bent.sign(&asked.options);
    assert!(closed(&admit(&app, &other.ceremony, &answer).await), "it answers something else");
    for (bend, why) in [
        ((|device| device.origin = "https://evil.example".to_owned()) as fn(&mut Device), "another origin"),
        (|device| device.origin = "https://desk.example:444".to_owned(), "another port"),
        (|device| device.verifies = false, "nobody made sure who it is"),
    ] {
        let mut bent = device.clone();
        bend(&mut bent);
        assert!(closed(&come(&app, &mut bent).await), "{why}");
    }
    let mut bent = device.clone();
    bent.holder = holder;
    assert!(closed(&come(&app, &mut bent).await), "it names somebody else");
    let mut forged = added(&app, app.ola).await;
    let (asked, real) = (knock(&app).await, device.clone().sign(&knock(&app).await.options));
    let signature = |answer: &str| -> serde_json::Value { serde_json::from_str(answer).expect("JSON") };
    let mut mixed = signature(&forged.sign(&asked.options));
    mixed["response"]["signature"] = signature(&real)["response"]["signature"].clone();
    assert!(closed(&admit(&app, &asked.ceremony, &mixed.to_string()).await), "another key signed it");
    assert_eq!(told(&app, Access::Refused), 6, "the log has them");
    let mut unknown = Device::at(HOME);
    unknown.holder.clone_from(&device.holder);
    assert!(closed(&come(&app, &mut unknown).await), "nobody's");
    for junk in ["", "{}", &"{\"id\":".repeat(150_000)] {
        assert!(unfit(&admit(&app, &asked.ceremony, junk).await));
    }
    assert_eq!(app.texts("SELECT credential, used_at FROM passkey ORDER BY id LIMIT 2"), before, "nothing was used");

    let asked = knock(&app).await;
    let answer = device.sign(&asked.options);
    assert_eq!(admit(&app, &asked.ceremony, &answer).await.expect("admitted"), app.ola);
    assert!(late(&admit(&app, &asked.ceremony, &answer).await), "once");
    let asked = knock(&app).await;
    app.clock.advance_ms(5 * MINUTE_MS);
    assert!(late(&admit(&app, &asked.ceremony, &device.sign(&asked.options)).await), "five minutes");
});

on_both!(a_copy_and_somebody_who_may_not_come_in_are_refused, |app| {
    let mut device = added(&app, app.ola).await;
    let mut copy = device.clone();
    assert_eq!(come(&app, &mut device).await.expect("admitted"), app.ola);
    assert!(closed(&come(&app, &mut copy).await), "its counter stands where the other's was");
    assert_eq!(told(&app, Access::Refused), 1);
    assert_eq!(come(&app, &mut device).await.expect("admitted"), app.ola);
    let (ola, origin) = (app.ola, Origin::new(Actor::System, app.engine.now()));
    let asked = begin(&app, ola).await;
    app.store().write(move |tx| store::agent::switch(tx, ola, false, &origin)).await.expect("switched off");
    assert!(closed(&come(&app, &mut device).await), "they may not come in");
    let added = add(&app, ola, &asked.ceremony, &Device::at(HOME).make(&asked.options)).await;
    assert!(matches!(added, Err(Error::Refused(Refused::NotFound))), "{added:?}");
    assert_eq!(app.number("SELECT COUNT(*) FROM passkey"), 1);
});
