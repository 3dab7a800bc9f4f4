//! A permission that comes to nothing: what is said of it, and that nothing is kept.

use std::time::{Duration, Instant};

use domain::permission::{Grant, Role};
use domain::time::MINUTE_MS;
use engine::commands::By;
use testkit::app::TestApp;
use testkit::program::Visitor;
use testkit::servers::provider::{CLIENT, Consent, Mood};
use testkit::servers::ready::{START, until};
use web::setup::connector::{At, Brought, Came, Client, Connector, Place, Purpose, Wanted, Wish};

use super::more::shows;
use super::permission::{Permitting, insist_silent, send, with};
use super::{SHOP, owner};

const AT: &str = "/setup/mailbox/permission";

async fn prepared() -> (Permitting, Visitor) {
    let mut place = Permitting::prepare(SHOP).await;
    place.program.start().await;
    let mut anna = owner(&place.program).await;
    anna.post("/setup/shop", &[("shop", "Kamionka"), ("team", "Sklep")]).await.expect("an answer");
    (place, anna)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_is_refused_is_said_plainly_and_nothing_is_kept() {
    let (mut place, mut anna) = prepared().await;
    let form = place.form(SHOP);
    // What makes no sense goes nowhere.
    for (field, value, says) in [
        ("client_id", "a b", "Give the client ID"),
        ("who", "", "Give the account"),
        ("token_url", "http://login.example.com/token", "have to begin with https:"),
        ("scope", "", "Give the scope"),
        ("imap_host", "a b/c", "Check the server for receiving"),
    ] {
        let wrong = send(&mut anna, AT, &with(&form, field, value)).await;
        assert!(wrong.status == 422 && wrong.body.contains(says), "{field}: {}", wrong.body);
        assert!(!wrong.body.contains(CLIENT.1), "{field}");
    }
    let microsoft = with(&with(&form, "provider", "microsoft"), "client_secret", "");
    let wrong = send(&mut anna, AT, &microsoft).await;
    assert!(wrong.status == 422 && wrong.body.contains("Give the client secret"), "{}", wrong.body);

    // What the provider, or whoever is asked, does not give.
    let wrong_secret = with(&form, "client_secret", "nie-ten-sekret");
    for (says, form, consents, moods) in [
        ("somebody said no", &form, &[Consent::Denied][..], &[][..]),
        ("leaves out some of the mail", &form, &[Consent::Narrow], &[]),
        ("for a moment only", &form, &[Consent::Short], &[]),
        ("does not accept the client", &wrong_secret, &[], &[]),
        ("is unwell", &form, &[], &[Mood::Unwell]),
        ("asked less often", &form, &[], &[Mood::Limited(30)]),
        ("had ended or was used already", &form, &[], &[Mood::Withdrawn]),
        ("not look like a provider", &form, &[], &[Mood::Nonsense]),
        ("did not answer in time", &form, &[], &[Mood::Silent]),
    ] {
        assert_eq!(send(&mut anna, AT, form).await.status, 303, "{says}");
        place.provider.people_will(consents);
        place.provider.in_mood(moods);
        let begun = Instant::now();
        let refused = place.go(&mut anna).await;
        assert_eq!(refused.status, 422, "{says}: {}", refused.body);
        assert!(refused.body.contains(says) && refused.body.contains("nothing was saved"), "{says}: {}", refused.body);
        assert!(refused.body.contains("value=\"mail offline_access\"") && refused.body.contains("value=\"client\""));
        for secret in [CLIENT.1, "nie-ten-sekret", "anna@example.com", "code-"] {
            assert!(!refused.body.contains(secret), "{says}: {secret}");
        }
        assert!(begun.elapsed() < Duration::from_secs(18), "{says}: {:?}", begun.elapsed());
    }
    let history = anna.get("/setup/history").await.expect("an answer");
    assert_eq!(history.location(), Some("/setup/mailbox"), "there is none");
    let log = place.program.run(&["log", "--kind", "inbox"]).await;
    assert!(log.status.success() && log.stdout.is_empty(), "{}{}", log.stdout, log.stderr);
    place.program.stop();
    insist_silent(&place.program.said());
    place.program.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_taken_once_by_the_session_that_asked() {
    let (mut place, mut anna) = prepared().await;
    let over = "is good no more";
    let nothing = anna.get("/mailboxes/permission/return?code=x&state=y").await.expect("an answer");
    assert!(nothing.status == 409 && nothing.body.contains(over), "nobody asked: {}", nothing.body);
    assert_eq!(send(&mut anna, AT, &place.form(SHOP)).await.status, 303);
    let there = place.there(&mut anna).await;
    let back = place.answered(&there).await;

    // Another browser of the same person, and nobody at all.
    let mut elsewhere = place.program.visitor();
    let away = elsewhere.get(&back).await.expect("an answer");
    assert_eq!(away.location(), Some("/sign-in?to=/mailboxes"), "the code is not carried on");
    elsewhere.sign_in(super::OWNER, super::OWNERS_PASSWORD).await.expect("she can sign in");
    let other = elsewhere.get(&back).await.expect("an answer");
    assert!(other.status == 409 && other.body.contains(over), "{}", other.body);
    // Another state, or none, is no answer; and ends nothing.
    let (path, query) = back.split_once('?').expect("a question");
    let code = query.split('&').next().unwrap_or_default();
    for forged in [format!("{path}?{code}&state=x"), format!("{path}?{code}"), path.to_owned()] {
        let forged = anna.get(&forged).await.expect("an answer");
        assert!(forged.status == 409 && forged.body.contains(over), "{}", forged.body);
    }
    assert_eq!(place.provider.asked(), 0, "nothing was exchanged");
    // Two clicks at once: one mailbox.
    let mut twice = anna.clone();
    let (one, two) = tokio::join!(anna.get(&back), twice.get(&back));
    let mut statuses = [one.expect("an answer").status, two.expect("an answer").status];
    statuses.sort_unstable();
    assert_eq!((statuses, place.provider.asked()), ([303, 409], 1));
    // What is connected is not asked for anew from here.
    assert_eq!(anna.get("/mailboxes/permission").await.expect("a page").status, 409);
    place.program.stop();
    insist_silent(&place.program.said());
    place.program.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_brought_is_settled_though_it_went_away_meanwhile() {
    let (mut place, mut anna) = prepared().await;
    assert_eq!(send(&mut anna, AT, &place.form(SHOP)).await.status, 303);
    let there = place.there(&mut anna).await;
    let back = place.answered(&there).await;
    let mut impatient = anna.clone();
    let is_asked = || std::future::ready((place.provider.asked() > 0).then_some(()));
    tokio::select! {
        answer = impatient.get(&back) => drop(answer),
        () = until("asking the provider", START, is_asked) => {}
    }
    // She looks there again: it is answered, and where that leads says that it worked.
    let again = anna.get(&back).await.expect("an answer");
    let leads = again.body.replace("&#x2f;", "/");
    assert!(again.status == 409 && leads.contains("class=\"first\" href=\"/setup/mailbox\""), "{leads}");
    place.program.says("is watched from now on").await;
    shows(&anna, "/setup/mailbox", "Connected:").await;
    place.program.stop();
    insist_silent(&place.program.said());
    place.program.check().await;
}

#[tokio::test]
async fn a_question_nobody_comes_back_for_ends_after_a_quarter_of_an_hour_and_is_forgotten() {
    let app = TestApp::start().await;
    let connections =
        app::connect::Connections::new(app.engine.clone(), std::sync::Arc::default(), std::sync::Arc::default());
    let by = By { agent: app.ola, grant: Grant { role: Role::Owner, team: app.team } };
    let at = || At { host: "localhost".to_owned(), port: 1, tls: "none".to_owned() };
    let address = domain::identity::Address::parse(SHOP).expect("an address");
    let wish = Wish {
        purpose: Purpose::New,
        wanted: Wanted {
            address,
            place: Place::default(),
            user: SHOP.to_owned(),
            password: String::new(),
            imap: at(),
            smtp: at(),
        },
        who: SHOP.to_owned(),
        client: Client {
            provider: "google".to_owned(),
            id: "id.apps".to_owned(),
            secret: CLIENT.1.to_owned(),
            ..Client::default()
        },
        redirect: "https://kontuar.example/mailboxes/permission/return".to_owned(),
    };
    assert!(!format!("{wish:?}").contains(CLIENT.1));
    let seat = [7; 32];
    assert_eq!(connections.seek(by, seat, wish).await.expect("kept"), Ok(()));
    let sought = connections.sought(by, seat).await.expect("read").expect("it is under way");
    assert!(sought.there.starts_with("https://accounts.google.com/") && sought.there.contains("prompt=consent"));
    assert!(!sought.there.contains(CLIENT.1) && sought.wish.client.secret.is_empty());
    assert!(connections.sought(by, [8; 32]).await.expect("read").is_none(), "another session");
    let state = sought.there.split('&').find_map(|pair| pair.strip_prefix("state=")).expect("a state").to_owned();
    app::connect::consent::forget(&app.engine).await.expect("nothing is old");
    app.clock.advance_ms(15 * MINUTE_MS);
    assert!(connections.sought(by, seat).await.expect("read").is_none(), "it took too long");
    let brought = Brought { code: Some("code".to_owned()), state: Some(state), error: None };
    assert!(matches!(connections.settle(by, seat, brought).await.expect("read"), Came::Ended));
    let kept = "SELECT COUNT(*) FROM secret WHERE name LIKE 'consent:%'";
    assert_eq!(app.number(kept), 1);
    app.clock.advance_ms(1);
    app::connect::consent::forget(&app.engine).await.expect("forgotten");
    assert_eq!(app.number(kept), 0);
}
