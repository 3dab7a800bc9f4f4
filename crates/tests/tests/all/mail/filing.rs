//! What we sent lies in the mailbox's folder of sent mail, once, on real servers.

use testkit::letter::Letter;
use testkit::net::Proxy;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::mailbox::Mailbox;
use testkit::servers::{Dovecot, SmtpServer, ready};

const SHOP: &str = "sklep@kamionka.example";
const ANNA: &str = "anna@poczta.example";

struct House {
    program: Program,
    smtp: SmtpServer,
    /// Between the program and the mailbox.
    road: Proxy,
    /// Between the program and the mail server.
    exit: Proxy,
    shop: Mailbox,
    anna: Mailbox,
    _store: Dovecot,
}

/// A shop that acknowledges what customers write.
async fn open_house(change: impl FnOnce(Inbox) -> Inbox) -> House {
    let store = Dovecot::start().await;
    let (shop, anna) = (store.add_user(SHOP, "geranium"), store.add_user(ANNA, "pelargonia"));
    let smtp = SmtpServer::start(&store).await;
    let (road, exit) = (Proxy::to(store.imap()).await, Proxy::to(smtp.submission()).await);
    let (imap, submission) = (Door::plain(road.address()).login(&shop), Door::plain(exit.address()).login(&shop));
    let inbox = change(Inbox::new(SHOP, imap, submission).word("auto_reply", "Dziękujemy, zażółć."));
    let mut program = Program::new(Settings::default().inbox(inbox).level("debug"));
    program.start().await;
    House { program, smtp, road, exit, shop, anna, _store: store }
}

impl House {
    async fn anna_writes(&self, id: &str) {
        let letter = Letter::new(id).from(ANNA).to(SHOP).raw();
        self.smtp.send(&self.anna, &[SHOP], &letter).await.expect("the mail server takes it");
    }

    async fn events(&self, kind: &str) -> usize {
        self.program.run(&["log", "--kind", kind]).await.stdout.lines().count()
    }

    /// Waits until so many messages of customers are there.
    async fn has_read(&self, count: usize) {
        let asked = ready::ask(ready::START, async || match self.events("message.received").await {
            found if found == count => Ok(()),
            found => Err(found),
        });
        asked.await.unwrap_or_else(|found| panic!("{found} of {count} messages are there"));
    }

    /// Somebody sees in the outbox what waits, and sends it now.
    async fn send_now(&self) {
        let words =
            ["agent", "add", "--login", "ola@kamionka.example", "--name", "Ola", "--role", "lead", "--password-stdin"];
        assert!(self.program.run_with(&words, "poprawny koń bateria\n").await.status.success());
        let mut ola = self.program.visitor();
        ola.sign_in("ola@kamionka.example", "poprawny koń bateria").await.expect("Ola can sign in");
        let page = ola.get("/outbox").await.expect("a page").body;
        let (_, form) = page.split_once("action=\"/outbox/").unwrap_or_else(|| panic!("nothing waits: {page}"));
        let delivery = form.split('"').next().unwrap_or_default();
        let sent = ola.post(&format!("/outbox/{delivery}"), &[("decision", "retry")]).await.expect("an answer");
        assert_eq!(sent.status, 303, "{}", sent.body);
    }

    /// Ends well, with so many messages of customers, each acknowledged.
    async fn close(mut self, count: usize) {
        let (received, replied) = ("message.received", "message.replied");
        let asked =
            ready::ask(ready::START, async || match (self.events(received).await, self.events(replied).await) {
                found if found == (count, count) => Ok(()),
                found => Err(found),
            });
        asked.await.unwrap_or_else(|found| panic!("{found:?} of {count} messages and acknowledgements"));
        assert_eq!(self.events("message.copied").await, 0, "our own mail is no news");
        self.program.stop();
        self.program.check().await;
    }
}

#[tokio::test]
async fn an_answer_lies_in_sent_once_and_is_not_taken_for_news() {
    let house = open_house(|inbox| inbox).await;
    house.anna_writes("1@poczta.example").await;
    let got = house.anna.wait_for("the acknowledgement", |_| true).await;
    let filed = house.shop.folder("Sent").wait_for("the copy", |_| true).await;
    assert_eq!(filed.header("Message-ID"), got.header("Message-ID"));
    assert!(filed.holds("za=C5=BC=C3=B3=C5=82=C4=87") || filed.holds("base64"), "the mail itself");
    // What lies in Sent is read before what comes after it.
    house.anna_writes("2@poczta.example").await;
    house.has_read(2).await;
    house.close(2).await;
}

#[tokio::test]
async fn a_copy_whose_ok_was_lost_is_not_made_again() {
    let mut house = open_house(|inbox| inbox).await;
    house.exit.down().await;
    house.anna_writes("1@poczta.example").await;
    house.program.says("not sent, again later").await;
    house.road.down().await;
    house.exit.pass().await;
    house.send_now().await;
    let got = house.anna.wait_for("the acknowledgement", |_| true).await;
    // As after an APPEND whose OK never came.
    house.shop.folder("Sent").append(&got.raw).await;
    house.road.pass().await;
    house.program.says("a sent mail lay in its folder already").await;
    assert_eq!(house.shop.folder("Sent").messages().await.len(), 1);
    house.close(1).await;
}

#[tokio::test]
async fn a_provider_that_files_by_itself_is_left_alone() {
    let house = open_house(|inbox| inbox.imap("file_sent", "no")).await;
    house.anna_writes("1@poczta.example").await;
    house.anna.wait_for("the acknowledgement", |_| true).await;
    // The next one is fetched by the same connection that would have filed the first.
    house.anna_writes("2@poczta.example").await;
    house.has_read(2).await;
    assert_eq!(house.shop.folder("Sent").messages().await.len(), 0);
    house.close(2).await;
}

#[tokio::test]
async fn a_named_folder_that_is_not_there_is_told_of_and_mail_comes_and_goes_all_the_same() {
    let mut house = open_house(|inbox| inbox.imap("sent_folder", "Firmowe")).await;
    house.program.says("a folder of the mailbox cannot be opened").await;
    house.anna_writes("1@poczta.example").await;
    house.anna.wait_for("the acknowledgement", |_| true).await;
    house.program.says("a sent mail is not in the folder of sent mail").await;
    // Somebody makes it.
    house.shop.folder("Firmowe").create().await;
    house.road.down().await;
    house.road.pass().await;
    house.anna_writes("2@poczta.example").await;
    house.shop.folder("Firmowe").wait_for("the copy", |_| true).await;
    house.close(2).await;
}
