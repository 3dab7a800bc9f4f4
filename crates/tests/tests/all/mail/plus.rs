//! An address with our signed tag is given out only where a mail to ourselves came back, on real servers.

use testkit::letter::Letter;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::mailbox::{Mailbox, Received};
use testkit::servers::{Dovecot, SmtpServer, ready};

const SHOP: &str = "sklep@kamionka.example";
const ANNA: &str = "anna@poczta.example";

struct House {
    program: Program,
    smtp: SmtpServer,
    anna: Mailbox,
    _store: Dovecot,
}

async fn open_house() -> House {
    let store = Dovecot::start().await;
    let (shop, anna) = (store.add_user(SHOP, "geranium"), store.add_user(ANNA, "pelargonia"));
    let smtp = SmtpServer::start(&store).await;
    let (imap, submission) = (Door::plain(store.imap()).login(&shop), Door::plain(smtp.submission()).login(&shop));
    let inbox = Inbox::new(SHOP, imap, submission).word("auto_reply", "Dziękujemy.");
    let mut program = Program::new(Settings::default().inbox(inbox));
    program.start().await;
    House { program, smtp, anna, _store: store }
}

impl House {
    /// Has it found out, and waits until the command says `words`.
    async fn find_out(&self, words: &str) {
        let asked = self.program.run(&["mailbox", "plus", SHOP, "--probe"]).await;
        assert!(asked.status.success(), "{}", asked.stderr);
        let found = ready::ask(ready::START, async || {
            let said = self.program.run(&["mailbox", "plus", SHOP]).await.stdout;
            if said.contains(words) { Ok(()) } else { Err(said) }
        });
        found.await.unwrap_or_else(|said| panic!("it says {said}"));
    }

    async fn writes(&self, id: &str, to: &str) {
        let letter = Letter::new(id).from(ANNA).to(to).raw();
        self.smtp.send(&self.anna, &[to], &letter).await.expect("taken");
    }

    /// What Anna gets for what she writes.
    async fn answer(&self) -> Received {
        self.writes("1@poczta.example", SHOP).await;
        self.anna.wait_for("the acknowledgement", |_| true).await
    }

    async fn events(&self, kind: &str) -> usize {
        self.program.run(&["log", "--kind", kind]).await.stdout.lines().count()
    }
}

#[tokio::test]
async fn where_a_mail_to_ourselves_comes_back_answers_go_to_an_address_of_their_conversation() {
    let mut house = open_house().await;
    house.smtp.take_tagged();
    house.find_out("A mail to ourselves came").await;
    assert_eq!(house.events("conversation.opened").await, 0, "it is no message");
    let reply_to = house.answer().await.header("Reply-To").expect("a Reply-To");
    let (name, tag) = reply_to.trim_matches(['<', '>']).rsplit_once('+').expect("a tag");
    assert!(name.ends_with("sklep") && tag.ends_with("@kamionka.example") && tag.len() == 26 + 17, "{reply_to}");
    let address = reply_to.rsplit(['<', ' ']).next().expect("an address").trim_end_matches('>').to_owned();
    // A mail program that drops every id and writes a subject of its own.
    house.writes("2@poczta.example", &address).await;
    let both = ready::ask(ready::START, async || match house.events("message.received").await {
        2 => Ok(()),
        other => Err(other),
    });
    both.await.unwrap_or_else(|found| panic!("{found} messages"));
    assert_eq!(house.events("conversation.opened").await, 1, "it found its conversation");
    house.program.stop();
    house.program.check().await;
}

#[tokio::test]
async fn where_the_server_takes_no_tags_answers_keep_the_plain_address() {
    let mut house = open_house().await;
    house.find_out("does not take mail to an address with a tag: 550").await;
    assert_eq!(house.answer().await.header("Reply-To"), None);
    house.program.stop();
    house.program.check().await;
}
