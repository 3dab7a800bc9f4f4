//! A mailbox whose provider takes no passwords, by the pages alone: the permission is asked for, given, renewed, withdrawn and
//! given again.

use testkit::letter::Letter;
use testkit::program::{Answer, Program, Settings, Visitor};
use testkit::servers::mailbox::Mailbox;
use testkit::servers::provider::{CLIENT, Mood, Provider};
use testkit::servers::{Dovecot, SmtpServer};

use super::more::shows;
use super::{OWNER, OWNERS_PASSWORD, SHOP, owner};

/// Somebody whose own mailbox is not the shop's.
const ANNA: &str = "anna@kamionka.example";

/// A program that nobody has set up, and a provider whose mail servers take its tokens alone.
pub struct Permitting {
    pub program: Program,
    pub provider: Provider,
    pub store: Dovecot,
    pub smtp: SmtpServer,
    shop: Mailbox,
}

impl Permitting {
    /// The servers run; the program is not started. The provider's tokens are for the mailbox of `whose`.
    pub async fn prepare(whose: &str) -> Self {
        let provider = Provider::start(whose).await;
        let store = Dovecot::start_asking(&provider.url(&format!("introspect/{SHOP}"))).await;
        let shop = store.add_user(SHOP, "geranium");
        shop.append(&Letter::new("dawno@poczta.example").subject("Dawne").raw()).await;
        let smtp = SmtpServer::start_asking(&store, &provider).await;
        Self { program: Program::new(Settings::default()), provider, store, smtp, shop }
    }

    /// A mail to the shop.
    pub async fn writes(&self, subject: &str) {
        let id = format!("{}@poczta.example", subject.replace(' ', "-"));
        let letter = Letter::new(&id).from("Klientka <klientka@poczta.example>").to(SHOP).subject(subject);
        self.shop.append(&letter.raw()).await;
    }

    /// What the form is filled with.
    pub fn form(&self, who: &str) -> Vec<(&'static str, String)> {
        let (imap, smtp) = (self.store.imap(), self.smtp.submission());
        [
            ("address", SHOP),
            ("provider", "own"),
            ("client_id", CLIENT.0),
            ("client_secret", CLIENT.1),
            ("authorize_url", &self.provider.url("authorize")),
            ("token_url", &self.provider.url("token")),
            ("scope", "mail offline_access"),
            ("who", who),
            ("user", SHOP),
            ("imap_host", "127.0.0.1"),
            ("imap_port", &imap.port().to_string()),
            ("imap_tls", "none"),
            ("smtp_host", "127.0.0.1"),
            ("smtp_port", &smtp.port().to_string()),
            ("smtp_tls", "none"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .to_vec()
    }

    /// The provider's page that the page at hand leads to.
    pub async fn there(&self, visitor: &mut Visitor) -> String {
        let page = visitor.get("/mailboxes/permission").await.expect("a page").body;
        let (_, rest) = page.split_once("class=\"first\" href=\"").unwrap_or_else(|| panic!("no link: {page}"));
        let link = rest.split('"').next().unwrap_or_default().replace("&#x2f;", "/").replace("&amp;", "&");
        let home = format!("http://{}", self.provider.address());
        link.strip_prefix(&home).unwrap_or_else(|| panic!("it leads elsewhere: {link}")).to_owned()
    }

    /// Where the provider's page sends the browser back to: a path of ours.
    pub async fn answered(&self, there: &str) -> String {
        let said = Visitor::at(self.provider.address()).get(there).await.expect("an answer");
        let home = format!("http://{}", self.program.address());
        let back = said.location().unwrap_or_else(|| panic!("{} {}", said.status, said.body));
        back.strip_prefix(&home).unwrap_or_else(|| panic!("it leads elsewhere: {back}")).to_owned()
    }

    /// Goes to the provider and back.
    pub async fn go(&self, visitor: &mut Visitor) -> Answer {
        let there = self.there(visitor).await;
        visitor.get(&self.answered(&there).await).await.expect("an answer")
    }
}

/// Sends a form of owned values.
pub(super) async fn send(visitor: &mut Visitor, at: &str, form: &[(&'static str, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    visitor.post(at, &form).await.expect("an answer")
}

/// With another value of a field.
pub(super) fn with(form: &[(&'static str, String)], name: &str, value: &str) -> Vec<(&'static str, String)> {
    let change =
        |(known, old): &(&'static str, String)| (*known, if *known == name { value.to_owned() } else { old.clone() });
    form.iter().map(change).collect()
}

/// What must be nowhere but with the provider, the mail servers and the sealed store.
pub(super) fn insist_silent(words: &str) {
    for secret in ["access-", "refresh-", "code-", CLIENT.1, SHOP] {
        assert!(!words.contains(secret), "{secret} in {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_is_given_in_the_first_run_renewed_withdrawn_and_given_again() {
    let mut place = Permitting::prepare(SHOP).await;
    place.program.start().await;
    let mut anna = owner(&place.program).await;
    anna.post("/setup/shop", &[("shop", "Kamionka"), ("team", "Sklep")]).await.expect("an answer");
    let known = anna.post("/setup/mailbox/servers", &[("address", "sklep@outlook.com")]).await.expect("a page").body;
    assert!(known.contains("Microsoft 365") && known.contains("name=\"tenant\""), "{known}");
    let redirect = format!("http://{}/mailboxes/permission/return", place.program.address());
    let form = anna.post("/setup/mailbox/servers", &[("address", SHOP), ("way", "own")]).await.expect("a page").body;
    assert!(form.replace("&#x2f;", "/").contains(&redirect) && form.contains("name=\"token_url\""), "{form}");
    // As in a provider's console: this very address, and no other.
    place.provider.register(&[&redirect]);

    let asked = send(&mut anna, "/setup/mailbox/permission", &place.form(SHOP)).await;
    assert_eq!((asked.status, asked.location()), (303, Some("/mailboxes/permission")), "{}", asked.body);
    let there = place.there(&mut anna).await;
    assert!(there.contains("code_challenge_method=S256") && !there.contains(CLIENT.1), "{there}");
    let back = place.answered(&there).await;
    let kept = anna.get(&back).await.expect("an answer");
    assert_eq!((kept.status, kept.location()), (303, Some("/setup/history")), "{}", kept.body);
    assert_eq!(place.provider.hinted(), SHOP);
    let replayed = anna.get(&back).await.expect("an answer");
    assert!(replayed.status == 409 && replayed.body.contains("is good no more"), "{}", replayed.body);
    place.program.says("is watched from now on").await;
    place.writes("Pierwsze pytanie").await;
    shows(&anna, "/inbox/to-answer", "Pierwsze pytanie").await;
    let tried = place.program.run(&["mailbox", "test", SHOP]).await;
    assert!(tried.status.success() && tried.stdout.contains("works both ways"), "{}{}", tried.stdout, tried.stderr);

    // The mail servers want another token: it is had with the refresh token that is kept, and that is rotated.
    place.provider.end_all();
    place.program.restart().await;
    let mut anna = place.program.visitor();
    anna.sign_in(OWNER, OWNERS_PASSWORD).await.expect("she can sign in");
    place.writes("Po odnowieniu").await;
    shows(&anna, "/inbox/to-answer", "Po odnowieniu").await;

    place.provider.end_all();
    place.provider.in_mood(&[Mood::Withdrawn]);
    place.program.restart().await;
    let mut anna = place.program.visitor();
    anna.sign_in(OWNER, OWNERS_PASSWORD).await.expect("she can sign in");
    let page = shows(&anna, "/mailboxes", "Give the permission again").await;
    let (_, rest) = page.split_once("class=\"mailbox-link\" href=\"").expect("a link");
    let path = rest.split('"').next().unwrap_or_default().to_owned();
    let page = anna.get(&path).await.expect("a page").body;
    assert!(page.contains("The provider withdrew the permission") && page.contains("Anna Nowak"), "{page}");
    assert!(!page.contains("name=\"password\"") && !page.contains(CLIENT.1), "{page}");
    let mistaken = [("version", "1"), ("connections", "x"), ("per_hour", ""), ("per_day", ""), ("give_up_hours", "48")];
    let elsewhere = anna.post(&format!("{path}/limits"), &mistaken).await.expect("an answer");
    let redirect = format!("http://{}/mailboxes/permission/return", place.program.address());
    assert_eq!(elsewhere.status, 422, "{}", elsewhere.body);
    assert!(elsewhere.body.replace("&#x2f;", "/").contains(&redirect), "whatever was mistaken: {}", elsewhere.body);
    place.writes("W czasie przerwy").await;

    // With the secret that is kept; another client does not get it.
    let at = format!("{path}/permission");
    let (same, other) = (with(&place.form(SHOP), "client_secret", ""), with(&place.form(SHOP), "client_id", "inny"));
    let refused = send(&mut anna, &at, &with(&other, "client_secret", "")).await;
    assert!(refused.status == 422 && refused.body.contains("Give the client secret"), "{}", refused.body);
    assert_eq!(send(&mut anna, &at, &same).await.status, 303);
    place.provider.register(&[&redirect]);
    let again = place.go(&mut anna).await;
    assert_eq!(again.location(), Some(format!("{path}?outcome=permission").as_str()), "{}", again.body);
    shows(&anna, &path, "The permission works.").await;
    shows(&anna, "/inbox/to-answer", "W czasie przerwy").await;
    place.program.stop();
    insist_silent(&place.program.said());
    place.program.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_mailbox_is_added_by_the_permission_of_somebody_who_may_open_it_and_forgotten() {
    let mut place = Permitting::prepare(ANNA).await;
    place.program.start().await;
    let mut anna = owner(&place.program).await;
    anna.post("/setup/shop", &[("shop", "Kamionka"), ("team", "Sklep")]).await.expect("an answer");
    let mut form = place.form(ANNA);
    form.push(("name", "wspolna".to_owned()));
    assert_eq!(send(&mut anna, "/mailboxes/new/permission", &form).await.status, 303);
    // She may not open it yet: both servers say so, and nothing is kept.
    let refused = place.go(&mut anna).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(refused.body.matches("does not accept the permission for this mailbox").count(), 2, "{}", refused.body);
    assert!(refused.body.contains("value=\"wspolna\"") && refused.body.contains("value=\"mail offline_access\""));
    assert!(!refused.body.contains(CLIENT.1), "what was typed is kept but for secrets");
    place.provider.share(&[SHOP]);
    assert_eq!(send(&mut anna, "/mailboxes/new/permission", &form).await.status, 303);
    let kept = place.go(&mut anna).await;
    assert!(kept.location().is_some_and(|to| to.starts_with("/mailboxes?outcome=connected#")), "{}", kept.body);
    assert_eq!(place.provider.hinted(), ANNA);
    place.writes("Do wspólnej").await;
    shows(&anna, "/inbox/to-answer", "Do wspólnej").await;

    let inbox = kept.location().and_then(|to| to.split('#').nth(1)).expect("which").to_owned();
    let page = anna.get("/mailboxes").await.expect("a page").body;
    assert!(!page.contains(&format!("action=\"/mailboxes/{inbox}/password\"")), "it has no password: {page}");
    let listed = anna.get(&format!("/mailboxes/{inbox}?folders=yes")).await.expect("a page").body;
    assert!(listed.contains("The lists above now have every folder"), "{listed}");
    let off = anna.post(&format!("/mailboxes/{inbox}/end"), &[]).await.expect("an answer");
    assert_eq!(off.location(), Some("/mailboxes?outcome=off"));
    place.program.says("is watched no more").await;
    let again = send(&mut anna, &format!("/mailboxes/{inbox}/permission"), &place.form(ANNA)).await;
    assert_eq!(again.status, 404, "what opened it is forgotten");
    place.program.stop();
    insist_silent(&place.program.said());
    place.program.check().await;
}
