//! A shop at work: its mailbox in Dovecot, the world's mail server in the test, the program between them.

use std::net::SocketAddr;
use std::path::Path;

use domain::delivery::DeliveryState;
use testkit::letter::Letter;
use testkit::program::{Door, Inbox, Program, Settings, Visitor};
use testkit::servers::mailbox::Mailbox;
use testkit::servers::{Dovecot, ports, ready};
use testkit::sink::Sink;

use super::ledger::Ledger;

/// The shop's address, and its mailbox's user.
pub const ADDRESS: &str = "sklep@kontuar.example";

/// The mailbox's password.
pub const MAIL_PASSWORD: &str = "pelargonia-17";

/// Who answers.
pub const OLA: &str = "ola@kontuar.example";

/// Ola's password.
pub const OLAS_PASSWORD: &str = "poprawny koń bateria";

/// The settings of a program that is a mail server at `smtp` for peers on this machine.
pub fn receive(smtp: SocketAddr) -> String {
    format!("[receive]\nsmtp = \"{smtp}\"\nhost_name = \"mx.kontuar.example\"\ntrusted_peers = [\"127.0.0.1\"]\n")
}

/// A place for a mail server.
pub fn free_door() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], ports::free()))
}

/// A shop with everything it needs.
pub struct Shop {
    /// Where its mail lies.
    pub store: Dovecot,
    /// Its mailbox.
    pub mailbox: Mailbox,
    /// Where its answers go.
    pub sink: Sink,
    /// What it works with.
    pub program: Program,
    /// Its PostgreSQL database; `None`: SQLite.
    pub database: Option<String>,
}

impl Shop {
    /// Sets everything up; the program is not started. `change` has the last word about the settings.
    pub async fn set_up(change: impl FnOnce(Settings) -> Settings) -> Self {
        Self::with(None, change).await
    }

    /// The same on a PostgreSQL database.
    pub async fn on(database: String) -> Self {
        Self::with(Some(database), |settings| settings).await
    }

    /// One more node of the same shop, on the same database: equal settings, the same key, a data folder of its own.
    pub fn another_node(&self, settings: &Settings) -> Program {
        let node = Program::new(settings.clone());
        std::fs::create_dir_all(node.data()).expect("a data folder");
        std::fs::copy(self.program.data().join("key"), node.data().join("key")).expect("the key is copied");
        node
    }

    /// Sets everything up on this database.
    pub async fn with(database: Option<String>, change: impl FnOnce(Settings) -> Settings) -> Self {
        let store = Dovecot::start().await;
        let mailbox = store.add_user(ADDRESS, MAIL_PASSWORD);
        let sink = Sink::start().await;
        let inbox = Inbox::new(ADDRESS, Door::plain(store.imap()).login(&mailbox), Door::plain(sink.address()));
        let settings = change(Settings::default().inbox(inbox));
        let settings = database.iter().fold(settings, |settings, url| settings.database(url));
        Self { store, mailbox, sink, program: Program::new(settings), database }
    }

    /// Starts the program, lets Ola answer, and gives her browser, signed in.
    pub async fn open(&mut self) -> Visitor {
        self.program.start().await;
        self.program.add_agent(OLA, "Ola Nowak", OLAS_PASSWORD).await;
        self.ola().await
    }

    /// Ola's browser, signed in.
    pub async fn ola(&self) -> Visitor {
        let mut visitor = self.program.visitor();
        visitor.sign_in(OLA, OLAS_PASSWORD).await.expect("Ola can sign in");
        visitor
    }

    /// A customer writes: the mail lies in the mailbox when this returns.
    pub async fn writes(&self, letter: &Letter) {
        self.mailbox.append(&letter.raw()).await;
    }

    /// What the database holds.
    pub fn ledger(&self, data: &Path) -> Ledger {
        Ledger::read(data, self.database.as_deref())
    }

    /// Waits until the mail with this subject stands in the list, and gives the address of its conversation.
    pub async fn sees(&self, visitor: &Visitor, subject: &str) -> String {
        let seen = ready::ask(ready::START, || {
            let mut visitor = visitor.clone();
            async move {
                match visitor.get("/inbox/to-answer").await {
                    Ok(page) if page.status == 200 => {
                        row_with(&page.body, subject).ok_or_else(|| "it is not in the list".to_owned())
                    }
                    Ok(page) => Err(format!("the list was answered with {}", page.status)),
                    Err(error) => Err(error.to_string()),
                }
            }
        });
        match seen.await {
            Ok(path) => path,
            Err(why) => panic!("“{subject}” does not come: {why}. The program said:\n{}", self.program.said()),
        }
    }

    /// Waits until so many arrivals were put aside.
    pub async fn quarantined(&self, count: u32) {
        ready::until("the quarantine", ready::START, || {
            std::future::ready((self.ledger(&self.program.data()).quarantined == count).then_some(()))
        })
        .await;
    }

    /// Waits until every answer has arrived and what came back from the folder of sent mail is read, and gives what the
    /// database holds then.
    pub async fn all_sent(&self, data: &Path) -> Ledger {
        let asked = ready::ask(ready::START, || {
            let ledger = self.ledger(data);
            let sent = ledger.replies.iter().all(|reply| reply.state == DeliveryState::Sent);
            std::future::ready(if sent && ledger.unread == 0 { Ok(ledger) } else { Err(ledger) })
        });
        match asked.await {
            Ok(ledger) => ledger,
            Err(ledger) => panic!("not all is sent: {ledger:?}\nThe program said:\n{}", self.program.said()),
        }
    }

    /// Waits until the page at `path` holds `words`, and gives the page.
    pub async fn reads(&self, visitor: &Visitor, path: &str, words: &str) -> String {
        let read = ready::ask(ready::START, || {
            let mut visitor = visitor.clone();
            async move {
                let page = visitor.get(path).await.map_err(|error| error.to_string())?.body;
                if page.contains(words) { Ok(page) } else { Err(page) }
            }
        });
        match read.await {
            Ok(page) => page,
            Err(page) => panic!("“{words}” does not come:\n{page}\nThe program said:\n{}", self.program.said()),
        }
    }

    /// Answers in a conversation.
    pub async fn answers(&self, visitor: &mut Visitor, conversation: &str, text: &str, once: &str) -> u16 {
        let form = [("text", text), ("once", once), ("seen", ""), ("then", "wait")];
        visitor.post(&format!("{conversation}/replies"), &form).await.expect("the form is answered").status
    }
}

/// The addresses of the conversations in a page with a list, each once, from the top.
pub fn conversations(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in page.split("/conversations/").skip(1) {
        let id: String = piece.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
        let path = format!("/conversations/{id}");
        if id.starts_with("cnv_") && !found.contains(&path) {
            found.push(path);
        }
    }
    found
}

/// The conversation in whose row of the list `subject` stands.
pub fn row_with(page: &str, subject: &str) -> Option<String> {
    let mut rows = page.split("<li id=\"row-").skip(1);
    conversations(rows.find(|row| row.contains(subject))?).into_iter().next()
}
