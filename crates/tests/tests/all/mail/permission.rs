//! Mailboxes of providers that take no passwords: the permission is given once, renewed ahead of its end, and missed in
//! plain words when it was withdrawn.

use std::sync::Arc;

use app::permission::{Kept, Permission, name_of};
use channels::email::oauth::{Client, Kind, RefreshToken};
use channels::email::server::{AccessTokens, TokenError};
use domain::identity::Address;
use domain::time::Clock;
use futures_util::future::join_all;
use store::{Place, Store};
use testkit::clock::FakeClock;
use testkit::letter::Letter;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::provider::{Mood, Provider};
use testkit::servers::{Dovecot, SmtpServer, ready};

use crate::operation::shop::conversations;

const SHOP: &str = "biuro@kamionka.example";

/// What must stand nowhere but with the provider and the mail server.
fn insist_silent(words: &str) {
    for secret in ["access-", "refresh-", "client-tajne", "anna@example.com"] {
        assert!(!words.contains(secret), "{secret} in {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_used_by_permission_until_that_is_withdrawn() {
    let provider = Provider::start(SHOP).await;
    let store = Dovecot::start_asking(&provider.url("introspect")).await;
    let shop = store.add_user(SHOP, "geranium");
    let smtp = SmtpServer::start(&store).await;
    let submission = Door::plain(smtp.submission()).login(&shop).tls("starttls", &smtp.certificate().authority_file());
    let inbox = Inbox::new(SHOP, Door::plain(store.imap()), submission).provider(&provider);
    let mut program = Program::new(Settings::default().inbox(inbox));

    program.start().await;
    program.says("nobody gave the permission to use this mailbox yet; run `kontuar mailbox authorize").await;

    provider.in_mood(&[Mood::Pending, Mood::Unwell]);
    let given = program.run(&["mailbox", "authorize", SHOP, "--device"]).await;
    assert!(given.status.success(), "{}{}", given.stdout, given.stderr);
    assert!(given.stdout.contains("https://www.microsoft.com/link") && given.stdout.contains("YZMYLD4K"));
    program.says("the mailbox is watched").await;

    let tried = program.run(&["mailbox", "test", SHOP]).await;
    assert!(tried.stdout.contains("works both ways"), "{}{}", tried.stdout, tried.stderr);

    provider.end_all();
    program.restart().await;
    program.says("the mailbox is watched").await;
    assert_eq!(provider.asked(), 4, "three for the permission, one to renew it");

    provider.end_all();
    provider.in_mood(&[Mood::Withdrawn]);
    program.restart().await;
    program.says("the permission was withdrawn; run `kontuar mailbox authorize").await;
    insist_silent(&format!("{}{}{}{}", program.said(), given.stdout, tried.stdout, tried.stderr));
    program.stop();
    program.check().await;
}

/// Everything by one permission, Anna's, whose own mailbox is another one. It is used as `SHOP`, which she shares.
#[tokio::test(flavor = "multi_thread")]
async fn a_shared_mailbox_is_read_and_answered_from_by_the_permission_of_somebody_who_may_open_it() {
    let provider = Provider::start("anna@kamionka.example").await;
    provider.share(&[SHOP]);
    let store = Dovecot::start_asking(&provider.url(&format!("introspect/{SHOP}"))).await;
    let (shop, zofia) = (store.add_user(SHOP, "geranium"), store.add_user("zofia@kamionka.example", "fuksja"));
    let smtp = SmtpServer::start_asking(&store, &provider).await;
    // No password anywhere.
    let submission = Door::plain(smtp.submission()).tls("starttls", &smtp.certificate().authority_file());
    let inbox = Inbox::new(SHOP, Door::plain(store.imap()), submission).provider(&provider);
    let mut program = Program::new(Settings::default().inbox(inbox));
    program.start().await;
    let given = program.run(&["mailbox", "authorize", SHOP, "--device"]).await;
    assert!(given.status.success(), "{}{}", given.stdout, given.stderr);
    program.says("the mailbox is watched").await;
    let tried = program.run(&["mailbox", "test", SHOP]).await;
    assert!(tried.stdout.contains("works both ways"), "{}{}", tried.stdout, tried.stderr);

    program.add_agent("ola@kamionka.example", "Ola", "poprawny koń bateria").await;
    let mut ola = program.visitor();
    ola.sign_in("ola@kamionka.example", "poprawny koń bateria").await.expect("Ola can sign in");
    let question = Letter::new("a@kamionka.example").from("Zofia <zofia@kamionka.example>").to(SHOP);
    shop.append(&question.subject("Gdzie jest moja paczka?").raw()).await;
    let path = ready::until("the mail", ready::START, || {
        let mut ola = ola.clone();
        async move { conversations(&ola.get("/inbox/to-answer").await.ok()?.body).pop() }
    });
    let form = [("text", "Paczka jest w drodze."), ("once", "one"), ("seen", ""), ("then", "wait")];
    let answered = ola.post(&format!("{}/replies", path.await), &form).await.expect("it is answered");
    assert_eq!(answered.status, 303);
    let mail = zofia.wait_for("the answer", |mail| mail.holds("Paczka jest w drodze.")).await;
    assert!(mail.header("From").is_some_and(|from| from.contains(SHOP)), "{:?}", mail.header("From"));

    // Both servers look: where she may not open it any more, her token opens nothing.
    provider.share(&[]);
    let tried = program.run(&["mailbox", "test", SHOP]).await;
    assert!(!tried.status.success() && !tried.stdout.contains("works both ways"), "{}{}", tried.stdout, tried.stderr);
    for server in [store.imap(), smtp.submission()] {
        let line = tried.stdout.lines().find(|line| line.contains(&server.port().to_string()));
        assert!(line.is_some_and(|line| line.contains("does not accept")), "{server}: {}", tried.stdout);
    }
    insist_silent(&format!("{}{}{}{}", program.said(), given.stdout, tried.stdout, tried.stderr));
    program.stop();
    program.check().await;
}

/// A store, a clock, and the permission of one node.
struct Node {
    store: Store,
    clock: Arc<FakeClock>,
    provider: Provider,
    mailbox: Address,
    _folder: tempfile::TempDir,
}

impl Node {
    async fn open() -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(FakeClock::default());
        let settings = store::Settings {
            folder: folder.path().to_owned(),
            blobs: None,
            place: Place::Folder,
            key: [7; 32],
            readers: 1,
        };
        let store = Store::open(&settings, clock.as_ref()).expect("a store");
        let provider = Provider::start(SHOP).await;
        let node = Self { store, clock, provider, mailbox: Address::parse(SHOP).expect("an address"), _folder: folder };
        node.give().await;
        node
    }

    /// What `kontuar mailbox authorize` leaves behind, without an access token yet.
    async fn give(&self) {
        let refresh = RefreshToken::new(self.provider.permit());
        let kept = Kept { refresh, access: None, ends_at: self.clock.now() };
        let name = name_of(&self.mailbox);
        let sealed = kept.seal(self.store.sealer(), &name).expect("sealed");
        let now = self.clock.now();
        self.store.write(move |tx| store::secret::put(tx, &name, &sealed, now)).await.expect("kept");
    }

    fn permission(&self) -> Permission {
        let provider = channels::email::oauth::Provider {
            kind: Kind::Own,
            authorize_url: self.provider.url("authorize"),
            token_url: self.provider.url("token"),
            device_url: None,
            scope: "mail".to_owned(),
        };
        let client = Client { provider, id: "client".to_owned(), secret: Some("client-tajne".into()) };
        Permission::new(self.store.clone(), self.clock.clone(), client, self.mailbox.clone())
    }
}

#[tokio::test]
async fn a_token_is_renewed_ahead_of_its_end_once_for_all_who_ask() {
    let node = Node::open().await;
    let permission = node.permission();
    let asked = (0..8).map(|_| permission.token());
    let first: Vec<_> = join_all(asked).await.into_iter().map(|token| token.expect("a token")).collect();
    assert!(first.iter().all(|token| token == &first[0]));
    assert_eq!(node.provider.asked(), 1, "eight asked, one question");
    node.clock.advance_ms(54 * 60_000);
    assert_eq!(permission.token().await.expect("a token"), first[0]);
    node.clock.advance_ms(2 * 60_000);
    let second = permission.token().await.expect("a token");
    assert!(second != first[0] && node.provider.asked() == 2, "renewed four minutes before its end");

    // The refresh token was rotated twice: what is kept is the newest one, for every node.
    node.clock.advance_ms(3_600_000);
    assert!(node.permission().token().await.is_ok());
    let name = name_of(&node.mailbox);
    let raw = node.store.read(move |conn| store::secret::get(conn, &name)).await.expect("read").expect("kept");
    insist_silent(&String::from_utf8_lossy(&raw.sealed));
}

#[tokio::test]
async fn a_token_that_a_server_refused_is_not_given_out_again() {
    let node = Node::open().await;
    let permission = node.permission();
    let first = permission.token().await.expect("a token");
    permission.refused(&first).await;
    let second = permission.token().await.expect("a token");
    assert_ne!(first, second);
    assert_eq!(permission.token().await.expect("a token"), second);
    assert_eq!(node.provider.asked(), 2);
}

#[tokio::test]
async fn a_provider_that_is_unwell_or_busy_costs_nothing_while_the_token_lasts() {
    let node = Node::open().await;
    let permission = node.permission();
    let first = permission.token().await.expect("a token");
    node.clock.advance_ms(57 * 60_000);
    node.provider.in_mood(&[Mood::Unwell, Mood::Limited(120)]);
    assert_eq!(permission.token().await.expect("still good"), first);
    assert_eq!(permission.token().await.expect("still good"), first);
    assert_eq!(permission.token().await.expect("still good"), first);
    assert_eq!(node.provider.asked(), 3, "not asked while it wants no questions");
    node.clock.advance_ms(121_000);
    assert_ne!(permission.token().await.expect("a new one"), first);

    node.clock.advance_ms(3_600_000);
    node.provider.in_mood(&[Mood::Unwell, Mood::UnknownClient]);
    assert!(matches!(permission.token().await, Err(TokenError::Later { .. })));
    let Err(error @ TokenError::Client { .. }) = permission.token().await else { panic!("the client is unknown") };
    assert!(error.to_string().contains("invalid_client (AADSTS70000)"), "{error}");
    insist_silent(&format!("{error} {error:?} {permission:?}"));
}

#[tokio::test]
async fn a_withdrawn_permission_stays_withdrawn_until_it_is_given_again() {
    let node = Node::open().await;
    let permission = node.permission();
    node.provider.in_mood(&[Mood::Withdrawn]);
    for _ in 0..2 {
        assert_eq!(permission.token().await, Err(TokenError::Withdrawn { mailbox: SHOP.to_owned() }));
    }
    assert_eq!(node.provider.asked(), 1, "the provider is not asked again for what it withdrew");
    node.give().await;
    assert!(permission.token().await.is_ok());
}
