//! Thousands of mails in threads by mixed programs: what the rules allow joins, and nothing else does.

use std::collections::HashMap;

use domain::conversation::Status;
use domain::id::{ConversationId, Id};
use engine::commands::{self, Reply};
use testkit::app::TestApp;
use testkit::servers::covered;
use testkit::threads::{Author, Thread, strangers, threads};

/// Mails of the generator: all of them with `--long`.
fn how_many() -> usize {
    if std::env::var_os("KONTUAR_LONG").is_some() { 10_000 } else { 1_500 }
}

/// Answers through the product; gives the Message-ID.
async fn answer(app: &TestApp, conversation: ConversationId, once: String) -> String {
    let form = Reply {
        conversation,
        text: "Dzień dobry, sprawdzamy.".to_owned(),
        then: Status::WaitingCustomer,
        once,
        seen: None,
    };
    let message = commands::reply(&app.engine, app.ola(), form).await.expect("answered");
    let outbound = app.store().read(move |conn| store::message::outbound(conn, message)).await.expect("read");
    outbound.expect("it goes out").message_id
}

/// By the name of the arrival, the conversation its message stands in.
fn places(app: &TestApp) -> HashMap<String, ConversationId> {
    let rows = app.texts("SELECT r.source, m.conversation FROM raw r JOIN message m ON m.id = r.message");
    let read = |row: Vec<String>| Some((row.first()?.clone(), ConversationId::from_raw(row.get(1)?.parse().ok()?)));
    rows.into_iter().filter_map(read).collect()
}

/// Lets the threads happen, a mail of each a round. Gives the Message-IDs of every thread.
async fn happen(app: &TestApp, all: &[Thread]) -> Vec<Vec<String>> {
    let mut ids: Vec<Vec<String>> = vec![Vec::new(); all.len()];
    for at in 0..6 {
        let places = places(app);
        for (thread, ids) in all.iter().zip(&mut ids).filter(|(thread, _)| at < thread.mails.len()) {
            if thread.mails[at].author == Author::Us {
                let conversation = places[&thread.source(0)];
                ids.push(answer(app, conversation, thread.source(at)).await);
            } else {
                app.arrive(&thread.source(at), &thread.letter(at, ids)).await;
                ids.push(thread.id(at));
            }
        }
        app.settle().await;
    }
    ids
}

#[tokio::test]
#[expect(clippy::print_stderr, reason = "says how many there were")]
async fn all_that_may_join_joins_and_nothing_else() {
    covered("threads by mixed programs");
    let app = TestApp::start().await;
    let all = threads(7, how_many());
    let ids = happen(&app, &all).await;
    let found = places(&app);
    let mut wrong = Vec::new();
    let (mut joined, mut apart) = (0, 0);
    for thread in &all {
        let home = found[&thread.source(0)];
        for (at, mail) in thread.mails.iter().enumerate().skip(1).filter(|(_, mail)| mail.author != Author::Us) {
            let joins = found.get(&thread.source(at)) == Some(&home);
            if joins != mail.joins {
                wrong.push(format!("{} {:?} {:?}: joins {joins}", thread.source(at), mail.author, mail.program));
            }
            if joins { joined += 1 } else { apart += 1 }
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {:#?}", wrong.len(), joined + apart, &wrong[..wrong.len().min(20)]);
    let conversations = app.number("SELECT COUNT(*) FROM conversation");
    assert_eq!(conversations, i64::try_from(all.len() + apart).unwrap(), "no two threads in one conversation");

    let theirs: Vec<String> = ids.iter().filter_map(|ids| ids.first()).cloned().collect();
    let of_ours = |(thread, ids): (&Thread, &Vec<String>)| {
        let place = thread.mails.iter().position(|mail| mail.author == Author::Us)?;
        ids.get(place).cloned()
    };
    let ours: Vec<String> = all.iter().zip(&ids).filter_map(of_ours).collect();
    let count = how_many() / 20;
    for (n, letter) in strangers(8, count, &theirs, &ours, conversations).iter().enumerate() {
        app.arrive(&format!("stranger:{n}"), letter).await;
    }
    app.settle().await;
    let after = app.number("SELECT COUNT(*) FROM conversation");
    assert_eq!(after - conversations, i64::try_from(count).unwrap(), "every stranger stands alone");
    eprintln!("{joined} mails joined, {apart} opened their own, {count} strangers stand alone");
}
