//! The first run: from `kontuar serve` on an empty folder to a shop with its mailbox, by the pages alone; and what is changed of
//! that mailbox there later.

mod consent;
mod links;
mod mailbox;
mod more;
mod nodes;
mod permission;
mod refusals;
mod settings;
mod signing;
mod story;

pub use consent::go_by_permission;
pub use more::add_another;
pub use permission::Permitting;
use testkit::browser::Browser;
use testkit::letter::Letter;
use testkit::program::{Program, Settings, Visitor};
use testkit::servers::mailbox::Mailbox;
use testkit::servers::{Dovecot, SmtpServer, ready};

/// The mailbox of the shop.
pub const SHOP: &str = "sklep@kamionka.example";
/// Its password.
pub const SHOPS_PASSWORD: &str = "rododendron-81";
/// A customer.
pub const CUSTOMER: &str = "klientka@poczta.example";
/// The owner.
pub const OWNER: &str = "anna@kamionka.example";
/// The owner's password.
pub const OWNERS_PASSWORD: &str = "poprawny koń bateria";

/// A program that nobody has set up, and a mail server with a shop's mailbox.
pub struct Place {
    pub program: Program,
    pub store: Dovecot,
    pub smtp: SmtpServer,
    pub customer: Mailbox,
}

impl Place {
    /// The servers run; the program is not started.
    pub async fn prepare() -> Self {
        Self::with(Settings::default()).await
    }

    /// The same with these settings.
    pub async fn with(settings: Settings) -> Self {
        let store = Dovecot::start().await;
        let (shop, customer) = (store.add_user(SHOP, SHOPS_PASSWORD), store.add_user(CUSTOMER, "pelargonia"));
        let smtp = SmtpServer::start(&store).await;
        let old = Letter::new("dawno@poczta.example").from("Jan Kos <jan@poczta.example>").subject("Dawne pytanie");
        shop.append(&old.raw()).await;
        Self { program: Program::new(settings), store, smtp, customer }
    }

    /// The customer writes to the shop.
    pub async fn writes(&self, id: &str, subject: &str) {
        let letter = Letter::new(id).from(&format!("Klientka <{CUSTOMER}>")).subject(subject);
        self.smtp.send(&self.customer, &[SHOP], &letter.raw()).await.expect("the mail server takes it");
    }

    /// What the second form of the mailbox is filled with, with this password.
    pub fn servers(&self, password: &str) -> [(&'static str, String); 9] {
        [
            ("address", SHOP.to_owned()),
            ("user", SHOP.to_owned()),
            ("password", password.to_owned()),
            ("imap_host", "127.0.0.1".to_owned()),
            ("imap_port", self.store.imap().port().to_string()),
            ("imap_tls", "none".to_owned()),
            ("smtp_host", "127.0.0.1".to_owned()),
            ("smtp_port", self.smtp.submission().port().to_string()),
            ("smtp_tls", "none".to_owned()),
        ]
    }
}

/// The links that a program has shown, out of all that it said; its log may name their route.
pub fn shown(said: &str) -> impl Iterator<Item = &str> {
    let links = said.lines().filter(|line| line.starts_with("  http"));
    links.filter_map(|line| line.split_once("/setup/").map(|(_, token)| token))
}

/// The path of the link that the running program printed.
pub async fn link(program: &Program) -> String {
    let said = ready::ask(ready::START, || {
        let said = program.said();
        let token = shown(&said).next().map(str::to_owned);
        std::future::ready(token.ok_or(said))
    });
    let token = said.await.unwrap_or_else(|said| panic!("the program prints no link:\n{said}"));
    format!("/setup/{token}")
}

/// The owner that a link makes, signed in.
pub async fn owner(program: &Program) -> Visitor {
    let mut visitor = program.visitor();
    let form = [("name", "Anna Nowak"), ("login", OWNER), ("password", OWNERS_PASSWORD)];
    let made = visitor.post(&link(program).await, &form).await.expect("an answer");
    assert_eq!((made.status, made.location()), (303, Some("/setup")), "{}", made.body);
    visitor
}

/// Goes through the whole first run of a running program; `at` hears of each page when it stands there.
pub async fn go_through(browser: &Browser, place: &Place, mut at: impl AsyncFnMut(&Browser, &str)) {
    let home = format!("http://{}", place.program.address());
    browser.open(&format!("{home}/")).await;
    browser.wait_for(".setup-closed").await;
    at(browser, "closed").await;
    browser.open(&format!("{home}{}", link(&place.program).await)).await;
    browser.wait_for(".setup-owner .reveal").await;
    at(browser, "owner").await;
    browser.fill("input[name=name]", "Anna Nowak").await;
    browser.fill("input[name=login]", OWNER).await;
    browser.fill("input[name=password]", OWNERS_PASSWORD).await;
    browser.click(".setup-owner .form .first").await;
    browser.wait_for("form[action='/setup/shop']").await;
    at(browser, "shop").await;
    browser.fill("input[name=shop]", "Kamionka").await;
    browser.click("form[action='/setup/shop'] .first").await;
    connect(browser, place, &mut at).await;
    browser.wait_for("form[action='/setup/history']").await;
    browser.wait_for(".mailbox-found").await;
    at(browser, "history").await;
    browser.click("input[name=horizon][value=all]").await;
    browser.click("form[action='/setup/history'] .first").await;
    browser.wait_for("form[action='/setup/colleagues']").await;
    at(browser, "colleagues").await;
    browser.fill("input[name=login]", "piotr@kamionka.example").await;
    browser.click("form[action='/setup/colleagues'] button").await;
    browser.wait_for("#handed-link").await;
    at(browser, "colleague-added").await;
    browser.click("a[href='/setup/end'].first").await;
    browser.wait_for("form[action='/setup/end']").await;
    at(browser, "end").await;
    browser.click("form[action='/setup/end'] button").await;
    browser.wait_for("#inbox").await;
}

/// The mailbox, first with a wrong password.
async fn connect(browser: &Browser, place: &Place, at: &mut impl AsyncFnMut(&Browser, &str)) {
    browser.wait_for("form[action='/setup/mailbox/servers']").await;
    at(browser, "mailbox").await;
    browser.fill("input[name=address]", SHOP).await;
    browser.click("form[action='/setup/mailbox/servers'] .first").await;
    browser.wait_for("form[action='/setup/mailbox']").await;
    at(browser, "servers").await;
    fill_servers(browser, place, SHOP, "nie to hasło").await;
    browser.click("form[action='/setup/mailbox'] .first").await;
    browser.wait_for(".setup-tried").await;
    at(browser, "wrong").await;
    browser.fill("input[name=password]", SHOPS_PASSWORD).await;
    browser.click("form[action='/setup/mailbox'] .first").await;
}

/// Fills in the second form, as whoever has this address.
async fn fill_servers(browser: &Browser, place: &Place, address: &str, password: &str) {
    for (name, value) in place.servers(password) {
        match name {
            "address" => {}
            "user" => browser.fill("input[name=user]", address).await,
            "imap_tls" | "smtp_tls" => browser.choose(&format!("select[name={name}]"), &value).await,
            _ => browser.fill(&format!("input[name={name}]"), &value).await,
        }
    }
}
