//! A product in which everything shows that can show: for whoever looks at every page, a machine or a person.

use domain::conversation::{Priority, Status};
use domain::id::{ConversationId, MessageId};
use domain::mailbox::FolderRole;
use domain::template::Draft;
use domain::time::{HOUR_MS, Millis};
use engine::commands::{self, Assign, Note, Reply};
use engine::mailbox::Trial;
use engine::templates;
use store::mailbox::state::{self, Alarm, State};
use store::mailbox::{Compared, Folder};
use testkit::app::TestApp;
use testkit::channel::Mood;
use testkit::letter::Letter;
use testkit::net::Watcher;

use super::agent::original::letter;

/// The product, and where to look.
pub(super) struct Full {
    pub app: TestApp,
    /// Notes, answers in every state, tags, a suggestion, a stranger.
    pub everything: ConversationId,
    /// A mail that was made in HTML.
    pub mail: ConversationId,
    /// Nobody answers it.
    pub spam: ConversationId,
    /// Its messages are elsewhere.
    pub emptied: ConversationId,
    _watcher: Watcher,
}

const LONG_NAME: &str = "Aleksandra Konstantynopolitańczykowianeczkówna-Brzęczyszczykiewiczowa";
const LONG_ADDRESS: &str = "aleksandra.konstantynopolitanczykowianeczkowna@bardzo-dluga-nazwa-domeny-sklepu.example";

impl Full {
    pub(super) async fn start() -> Self {
        let app = TestApp::builder().passwords().start().await;
        for n in 0..Priority::ALL.len() {
            let id = app.receive(&Letter::new(&format!("{n}@example.org")).subject(&format!("Sprawa {n}"))).await;
            app.clock.advance_ms(9 * HOUR_MS);
            commands::prioritise(&app.engine, app.ola(), id, Priority::ALL[n]).await.expect("weighed");
            commands::tag(&app.engine, app.ola(), id, "reklamacja").await.expect("tagged");
        }
        let everything = app.newest_conversation().await;
        answers(&app, everything).await;
        let emptied = app.receive(&Letter::new("again@example.org").subject("Sprawa 3").text("Piszę ponownie.")).await;
        commands::same_matter(&app.engine, app.ola(), emptied, everything).await.expect("joined");
        app.receive(&Letter::new("open@example.org").subject("Sprawa 3").text("I jeszcze raz, osobno.")).await;
        let spam = app.receive(&Letter::new("spam@example.org").from("Wygrana <x@wygrana.example>")).await;
        commands::judge_spam(&app.engine, app.ola(), spam, true).await.expect("judged");
        let watcher = Watcher::start().await;
        app.arrive_raw("imap:1:1", letter(&watcher), false).await;
        app.settle().await;
        let mail = app.newest_conversation().await;
        for (n, raw) in ["", "Subject: bez autora\r\n\r\ntekst"].into_iter().enumerate() {
            app.arrive_raw(&format!("imap:1:{}", n + 2), raw.as_bytes().to_vec(), false).await;
        }
        app.settle().await;
        mailbox(&app).await;
        template(&app).await;
        Self { app, everything, mail, spam, emptied, _watcher: watcher }
    }

    /// Many customers with long names, so that lists have pages.
    pub(super) async fn crowd(&self) {
        for n in 0..30 {
            let letter =
                Letter::new(&format!("crowd{n}@example.org")).from(&format!("{LONG_NAME} <{n}.{LONG_ADDRESS}>"));
            let subject = format!(
                "Zamówienie {n}: bardzo długi temat, który nie mieści się w żadnym wierszu ani nagłówku, i co dalej"
            );
            let id = self.app.receive(&letter.subject(&subject)).await;
            for tag in ["bardzo długa etykieta z wieloma słowami", "zwrot", "gwarancja"] {
                commands::tag(&self.app.engine, self.app.ola(), id, tag).await.expect("tagged");
            }
        }
    }
}

/// Templates of answers: in a folder with a long name, and in none.
async fn template(app: &TestApp) {
    for (folder, name, text) in [
        ("", "Dziękujemy", "Dziękujemy za miłe słowa.\n\n{agent}"),
        ("Zwroty i reklamacje, także hurtowe", "Jak zwrócić zamówienie opłacone przy odbiorze", "{customer}, {brand}"),
    ] {
        let [folder, name, text] = [folder, name, text].map(str::to_owned);
        let draft = Draft { folder, name, text, ..Draft::default() };
        templates::add(&app.engine, app.jan(), draft).await.expect("a template");
    }
}

/// Answers of every ending, a note, somebody in charge, and a quote.
async fn answers(app: &TestApp, id: ConversationId) {
    commands::tag(&app.engine, app.ola(), id, "pilne").await.expect("tagged");
    let assigned = Assign { conversation: id, from: None, to: Some(app.jan) };
    commands::assign(&app.engine, app.jan(), assigned).await.expect("assigned");
    let note = Note { conversation: id, text: "Zadzwonić po 15.".to_owned(), once: "note".to_owned() };
    commands::note(&app.engine, app.ola(), note).await.expect("noted");
    for (n, mood) in [Mood::Take, Mood::Refuse, Mood::Vanish].into_iter().enumerate() {
        app.channel.will([mood]);
        answer(app, id, n, &format!("Odpowiedź {n}: https://example.org/zwroty")).await;
        app.settle().await;
    }
    let quoting = Letter::new("last@example.org").answering("3@example.org");
    app.receive(&quoting.text("Dziękuję\n\n> Odpowiedź 0\n> dalej")).await;
    let ours = app.channel.arrived().into_iter().next().expect("the first one left").message_id;
    let stranger = Letter::new("new@example.org").from(&format!("{LONG_NAME} <{LONG_ADDRESS}>")).answering(&ours);
    app.receive(&stranger.text("To znowu ja, z innego adresu.")).await;
}

async fn answer(app: &TestApp, conversation: ConversationId, n: usize, text: &str) -> MessageId {
    let answer = Reply { conversation, text: text.to_owned(), then: Status::Open, once: n.to_string(), seen: None };
    commands::reply(&app.engine, app.jan(), answer).await.expect("answered")
}

/// A mailbox that does not work any more, with folders, an alarm, and something to decide.
async fn mailbox(app: &TestApp) {
    let (inbox, now) = (app.inbox, app.engine.now());
    let found =
        Trial { mails: 120_431, conversations: 61_020, open: 214, notices: 38_900, whole: true, ..Trial::default() };
    let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
        state::set_up(tx, &[(inbox, None)], now)?;
        for (role, name) in [(FolderRole::Inbox, "INBOX"), (FolderRole::Spam, "Wiadomości-śmieci")] {
            let folder = Folder { inbox, role };
            store::mailbox::open(tx, folder, name, 7, Some(1))?;
            store::mailbox::surveyed(tx, folder, 7, now, Compared { on_server: 120_431, wanted: 120_431, missing: 8 })?;
        }
        let trouble = Some(("wrong-password", "NO [AUTHENTICATIONFAILED] Invalid credentials"));
        state::fares(tx, inbox, State::Failing, trouble, now, Some(now))?;
        state::tried(tx, inbox, &found.to_text())?;
        let alarm =
            Alarm { word: "silent".to_owned(), since: Millis::new(now.get() - HOUR_MS), told_at: Some(now), told: 1 };
        state::alarm(tx, inbox, Some(&alarm), None, false)
    };
    app.store().write(write).await.expect("it fares badly");
}
