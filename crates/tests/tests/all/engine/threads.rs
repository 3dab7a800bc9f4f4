//! Threads drawn from a seed: mixed mail programs, second addresses, colleagues in copy, and among them mail that only
//! pretends to belong. All that belongs comes together, nothing else does.

use std::collections::HashMap;

use domain::conversation::Status;
use domain::id::ConversationId;
use engine::commands::{self, Reply};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use testkit::app::TestApp;
use testkit::letter::{Letter, SHOP};

const THREADS: u32 = 60;

/// A thread as its customer sees it.
struct Thread {
    number: u32,
    /// The ids of its mails so far: whether ours, and the id.
    ids: Vec<(bool, String)>,
    conversation: ConversationId,
}

impl Thread {
    fn customer(&self) -> String {
        format!("Klient {0} <klient{0}@example.org>", self.number)
    }

    /// How this customer's programs name what they answer: all of the graph, or what is left of it.
    fn answer(&self, letter: Letter, chance: &mut StdRng) -> Letter {
        let all: Vec<String> = self.ids.iter().map(|(_, id)| format!("<{id}>")).collect();
        let last = all.last().cloned().unwrap_or_default();
        match chance.random_range(0..5) {
            0 => letter.header("In-Reply-To", &last),
            1 => letter.header("References", &all.join(" ")),
            2 => letter.header("In-Reply-To", &last).header("References", &all.join("\r\n ")),
            // Rewritten on the way: what is answered is unknown, an earlier one is not.
            3 => letter.header("In-Reply-To", "<rewritten@exchange.example>").header("References", &all.join(" ")),
            _ => letter.header("References", &format!("{} <rewritten@apple.example>", all[0])),
        }
    }
}

async fn reply(app: &TestApp, thread: &mut Thread, n: u32) {
    let once = format!("{}-{n}", thread.number);
    let text = format!("Odpowiadamy {once}");
    let form = Reply { conversation: thread.conversation, text, then: Status::WaitingCustomer, once, seen: None };
    let message = commands::reply(&app.engine, app.ola(), form).await.expect("answered");
    app.settle().await;
    let sent = app.channel.arrived().into_iter().find(|sent| sent.message == message).expect("it left");
    thread.ids.push((true, sent.message_id));
}

/// The next mail of a thread, from whoever may write it.
fn next_mail(app: &TestApp, thread: &Thread, n: u32, chance: &mut StdRng) -> (String, Letter) {
    let id = format!("{n}.{}@example.org", thread.number);
    let letter = Letter::new(&id).text(&format!("Treść {id}")).subject(&format!("Sprawa {}", thread.number));
    let copied = format!("maz{}@example.net", thread.number);
    let letter = match chance.random_range(0..6) {
        // A second address has nothing but an id of ours to show.
        0 if thread.ids.iter().any(|(ours, _)| *ours) => {
            let ours = thread.ids.iter().rev().find(|(ours, _)| *ours).map(|(_, id)| id.clone()).unwrap_or_default();
            letter.from(&format!("drugi{}@example.net", thread.number)).answering(&ours)
        }
        1 => thread.answer(letter.from(&copied), chance),
        2 => thread.answer(letter.from(&thread.customer()).subject("Zupełnie inny temat"), chance),
        3 => {
            let raw = domain::id::Id::raw(thread.conversation);
            let tag = app.store().fingerprints().address_tag(raw);
            letter.from(&thread.customer()).to(&SHOP.replace('@', &format!("+{tag}@")))
        }
        _ => thread.answer(letter.from(&thread.customer()), chance),
    };
    (id, letter)
}

/// Mail that names a thread and may not join it.
fn pretender(thread: &Thread, n: u32, chance: &mut StdRng) -> Letter {
    let stranger = format!("Obcy {n} <obcy{n}@evil.example>");
    let letter = Letter::new(&format!("{n}@evil.example")).from(&stranger).text(&format!("Podstęp {n}"));
    let letter = letter.subject(&format!("Podstęp {n}"));
    let theirs = &thread.ids[0].1;
    match chance.random_range(0..6) {
        0 => letter.answering(theirs),
        1 => letter.header("References", &format!("<> <x> <{theirs}.evil>")),
        2 => letter.subject(&format!("Re: [#{}] Sprawa", thread.number)),
        // The same id on another mail.
        3 => Letter::new(theirs).from(&stranger).text(&format!("Podszywam się {n}")),
        4 => letter.to(&format!("sklep+{}@example.com", "0".repeat(26))),
        _ => letter.subject(&format!("Sprawa {}", thread.number)).header("In-Reply-To", "<>"),
    }
}

#[tokio::test]
async fn all_that_belongs_comes_together_and_nothing_else() {
    let app = TestApp::start().await;
    let mut chance = StdRng::seed_from_u64(20_261_122);
    let mut threads = Vec::new();
    let mut belongs: HashMap<String, usize> = HashMap::new();
    for number in 1..=THREADS {
        let id = format!("0.{number}@example.org");
        let first = Letter::new(&id)
            .from(&format!("Klient {number} <klient{number}@example.org>"))
            .header("Cc", &format!("maz{number}@example.net"))
            .subject(&format!("Sprawa {number}"))
            .text(&format!("Treść {id}"));
        let conversation = app.receive(&first).await;
        belongs.insert(id.clone(), threads.len());
        threads.push(Thread { number, ids: vec![(false, id)], conversation });
    }
    let mut pretended = 0;
    for n in 1..=5 {
        for at in 0..threads.len() {
            if chance.random_bool(0.3) {
                pretended += 1;
                let letter = pretender(&threads[at], 1_000 * n + threads[at].number, &mut chance);
                let place = app.receive(&letter).await;
                let into = threads.iter().find(|thread| thread.conversation == place);
                assert!(into.is_none(), "{letter:?} joined thread {:?}", into.map(|thread| thread.number));
            }
            if chance.random_bool(0.5) {
                reply(&app, &mut threads[at], n).await;
            }
            // An id that somebody else has claimed meanwhile says nothing any more.
            let claimed = app
                .number(&format!("SELECT COUNT(*) FROM message_content WHERE message_id = '{}'", threads[at].ids[0].1));
            if chance.random_bool(0.7) && (claimed == 1 || threads[at].ids.len() > 2) {
                let (id, letter) = next_mail(&app, &threads[at], n, &mut chance);
                let place = app.receive(&letter).await;
                if claimed > 1 && place != threads[at].conversation {
                    continue;
                }
                assert_eq!(place, threads[at].conversation, "thread {} lost {letter:?}", threads[at].number);
                threads[at].ids.push((false, id.clone()));
                belongs.insert(id, at);
            }
        }
    }
    assert!(belongs.len() > 200 && pretended > 50, "{} mails, {pretended} pretenders", belongs.len());
}
