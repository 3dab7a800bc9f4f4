//! Signing in through an identity provider: who gets in, who does not, and what is not believed.

use engine::people::code::code_at;
use testkit::browser::Browser;
use testkit::program::{Answer, Program, Settings, Visitor};
use testkit::servers::IdentityProvider;
use testkit::servers::identity::{Lie, Person};

use crate::pages::people::second_factor::{between, device};

const OLA: &str = "ola@kontuar.example";
const JAN: &str = "jan@kontuar.example";
const PASSWORD: &str = "poprawny koń bateria";

fn ola() -> Person {
    Person::new("konto-248289", OLA, "Ola Nowak")
}

/// A program whose colleagues may sign in through a provider, at which Ola is.
async fn shop() -> (Program, IdentityProvider) {
    let provider = IdentityProvider::start(ola()).await;
    let mut program = Program::new(Settings::default().section(&provider.settings("Brama")));
    program.start().await;
    program.add_agent(OLA, "Ola Nowak", PASSWORD).await;
    (program, provider)
}

/// Goes to the provider and gives the path that it sends back to.
async fn sent(visitor: &mut Visitor, provider: &IdentityProvider) -> String {
    let there = visitor.get("/sign-on?to=/inbox/all").await.expect("an answer");
    let there = there.location().expect("it leads to the provider").to_owned();
    let path = there.split_once(&format!("http://{}", provider.address())).expect("there").1;
    let back = Visitor::at(provider.address()).get(path).await.expect("it answers");
    let back = back.location().expect("it sends back").to_owned();
    back[back.find("/sign-on/return").expect("to us")..].to_owned()
}

/// The whole way, and what comes of it.
async fn signs_on(visitor: &mut Visitor, provider: &IdentityProvider) -> Answer {
    let back = sent(visitor, provider).await;
    visitor.get(&back).await.expect("an answer")
}

async fn is_in(visitor: &mut Visitor) -> bool {
    visitor.get("/me").await.expect("an answer").status == 200
}

#[tokio::test]
async fn a_colleague_comes_in_by_a_verified_address_and_then_by_the_account() {
    let (mut program, provider) = shop().await;
    let mut first = program.visitor();
    let page = first.get("/sign-in").await.expect("the page").body;
    assert!(page.contains("Sign in with Brama"), "{page}");
    let answer = signs_on(&mut first, &provider).await;
    assert_eq!((answer.status, answer.location()), (303, Some("/inbox/all")));
    assert!(is_in(&mut first).await);

    // The account counts from now on, whatever its address; signed by the other algorithm too.
    provider.signs_by_curve();
    provider.becomes(Person::new("konto-248289", "inna@kontuar.example", "Ola").unverified());
    let mut again = program.visitor();
    assert_eq!(signs_on(&mut again, &provider).await.location(), Some("/inbox/all"));
    assert!(again.get("/me").await.expect("her page").body.contains(OLA));

    // Her address under another account is no way in: the provider gave it to somebody else.
    provider.becomes(Person::new("konto-7", OLA, "Inna Osoba"));
    let mut other = program.visitor();
    assert_eq!(signs_on(&mut other, &provider).await.location(), Some("/sign-in?notice=sign-on-unknown"));
    assert!(!is_in(&mut other).await);
    let log = program.run(&["log"]).await.stdout;
    assert_eq!(log.matches("sign_on_linked").count(), 1, "{log}");
    program.check().await;
    program.stop();
}

#[tokio::test]
async fn whoever_is_not_known_or_not_verified_stays_outside_and_the_invited_come_in() {
    let (program, provider) = shop().await;
    for person in [
        Person::new("konto-1", "obca@kontuar.example", "Obca"),
        ola().unverified(),
        Person::new("konto-2", "", "Bez adresu"),
    ] {
        provider.becomes(person);
        let mut visitor = program.visitor();
        let told = signs_on(&mut visitor, &provider).await;
        assert_eq!(told.location(), Some("/sign-in?notice=sign-on-unknown"));
        let page = visitor.get("/sign-in?notice=sign-on-unknown").await.expect("the page").body;
        assert!(page.contains("Nobody here has this account") && !is_in(&mut visitor).await, "{page}");
    }
    let words = [
        "agent",
        "add",
        "--login",
        "szefowa@kontuar.example",
        "--name",
        "Szefowa",
        "--role",
        "owner",
        "--password-stdin",
    ];
    assert!(program.run_with(&words, &format!("{PASSWORD}\n")).await.status.success());
    let mut owner = program.visitor();
    owner.sign_in("szefowa@kontuar.example", PASSWORD).await.expect("the owner");
    let people = owner.get("/people").await.expect("the page").body;
    let from = people.find("tea_").expect("a team");
    let team: String = people[from..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let form = [("login", JAN), ("role", "agent"), ("team", team.as_str())];
    let asked = owner.post("/people/invitations", &form).await.expect("an answer");
    assert!(asked.status < 400, "{} {}", asked.status, asked.body);
    provider.becomes(ola());
    assert_eq!(signs_on(&mut program.visitor(), &provider).await.location(), Some("/inbox/all"));
    let people = owner.get("/people").await.expect("the page").body;
    let (before, _) = people.split_once("/sign-on/end").expect("a button takes her account away");
    let path = format!("{}/sign-on/end", &before[before.rfind("/people/").expect("her path")..]);
    assert_eq!(owner.post(&path, &[]).await.expect("an answer").status, 303);
    provider.becomes(Person::new("konto-9", OLA, "Ola Nowak"));
    assert_eq!(signs_on(&mut program.visitor(), &provider).await.location(), Some("/inbox/all"), "her other account");
    provider.becomes(Person::new("konto-3", JAN, "Jan Kowalski"));
    let mut jan = program.visitor();
    assert_eq!(signs_on(&mut jan, &provider).await.location(), Some("/inbox/all"));
    assert!(jan.get("/me").await.expect("his page").body.contains("Jan Kowalski"));
    program.check().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_token_lets_nobody_in() {
    let (program, provider) = shop().await;
    for lie in [Lie::Nonce, Lie::Audience, Lie::Issuer, Lie::Expired, Lie::Key, Lie::Unsigned] {
        provider.lies(&[lie]);
        let mut visitor = program.visitor();
        let told = signs_on(&mut visitor, &provider).await;
        assert_eq!(told.location(), Some("/sign-in?notice=sign-on-failed"), "{lie:?}");
        assert!(!is_in(&mut visitor).await, "{lie:?}");
    }
    let said = program.said();
    for why in [
        "not made for this sign-in",
        "for another client",
        "another issuer",
        "its time is over",
        "not the provider's",
        "not taken",
    ] {
        assert!(said.contains(why), "{why}: {said}");
    }
    provider.lies(&[Lie::Denied]);
    let mut visitor = program.visitor();
    assert_eq!(signs_on(&mut visitor, &provider).await.location(), Some("/sign-in?notice=sign-on-denied"));
    assert_eq!(signs_on(&mut visitor, &provider).await.location(), Some("/inbox/all"), "and now she says yes");
}

#[tokio::test]
async fn an_answer_is_for_the_browser_that_asked_and_for_once() {
    let (program, provider) = shop().await;
    const ENDED: Option<&str> = Some("/sign-in?notice=sign-on-ended");
    let mut ola = program.visitor();
    let back = sent(&mut ola, &provider).await;

    // Somebody who lures another browser into an account of theirs (RFC 6749, 10.12).
    let mut victim = program.visitor();
    assert_eq!(victim.get(&back).await.expect("an answer").location(), ENDED);
    let mut asking = program.visitor();
    sent(&mut asking, &provider).await;
    assert_eq!(asking.get(&back).await.expect("an answer").location(), ENDED, "the state of another browser");
    let guessed = back.replace("state=", "state=0");
    assert_eq!(ola.clone().get(&guessed).await.expect("an answer").location(), ENDED);

    let carried = ola.clone();
    assert_eq!(ola.get(&back).await.expect("an answer").location(), Some("/inbox/all"));
    let mut replaying = carried;
    assert_eq!(replaying.get(&back).await.expect("an answer").location(), ENDED, "a second time with the same cookie");
    assert!(!is_in(&mut replaying).await);
    for odd in ["/sign-on/return", "/sign-on/return?code=x", "/sign-on/return?state=x&code=x"] {
        assert_eq!(program.visitor().get(odd).await.expect("an answer").location(), ENDED, "{odd}");
    }
    let elsewhere = program.visitor().get("/sign-on?to=//evil.example").await.expect("an answer");
    let cookie = elsewhere.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
}

#[tokio::test]
async fn the_button_leads_through_the_provider_and_a_second_step_is_asked_for_all_the_same() {
    let (program, provider) = shop().await;
    let browser = Browser::speaking("en-GB,en").await;
    let url = |path: &str| format!("http://{}{path}", program.address());
    browser.open(&url("/me")).await;
    browser.click("a.sign-on").await;
    browser.wait_for_url("/me").await;
    browser.wait_for("form[action='/me/sessions/end']").await;

    let mut ola = program.visitor();
    ola.sign_in(OLA, PASSWORD).await.expect("by her password");
    ola.post("/me/second-factor", &[]).await.expect("an answer");
    let shown = ola.get("/me/second-factor").await.expect("the page").body;
    let secret = device(between(&shown, "id=\"secret\">", "<"));
    let code = code_at(&secret, jiff::Timestamp::now().as_millisecond());
    let on = ola.post("/me/second-factor/confirmation", &[("code", &code)]).await.expect("an answer");
    let spare = between(&on.body, "<li><code>", "<").to_owned();
    let mut again = program.visitor();
    let asked = signs_on(&mut again, &provider).await;
    assert!(asked.status == 200 && !is_in(&mut again).await, "the provider alone is one step: {}", asked.body);
    let ticket = between(&asked.body, "name=\"ticket\" value=\"", "\"").to_owned();
    let form = [("ticket", ticket.as_str()), ("code", spare.as_str()), ("to", "/inbox/all")];
    assert_eq!(again.post("/session/code", &form).await.expect("an answer").location(), Some("/inbox/all"));
    assert!(is_in(&mut again).await);
}

#[tokio::test]
async fn another_site_cannot_begin_it_and_a_provider_that_is_away_is_said_to_be() {
    let (program, provider) = shop().await;
    let mut lured = program.visitor().saying("Sec-Fetch-Site: cross-site");
    assert_eq!(lured.get("/sign-on").await.expect("an answer").location(), Some("/sign-in"));
    let told = program.run(&["doctor"]).await.stdout;
    assert!(told.contains("ok    sign-on") && told.contains("Brama answers"), "{told}");
    drop(provider);
    for _ in 0..2 {
        let mut visitor = program.visitor();
        let told = visitor.get("/sign-on").await.expect("an answer");
        assert_eq!(told.location(), Some("/sign-in?notice=sign-on-failed"));
        let page = visitor.get("/sign-in?notice=sign-on-failed").await.expect("the page").body;
        assert!(page.contains("could not be asked") && page.contains("name=\"password\""), "{page}");
    }
    let told = program.run(&["doctor"]).await;
    assert!(told.code() == Some(1) && told.stdout.contains("BAD   sign-on"), "{}", told.stdout);
}
