//! What people decide about answers that wait, did not arrive, or may not have.

use domain::conversation::Status;
use domain::delivery::DeliveryState;
use domain::id::{AgentId, ConversationId};
use domain::time::DAY_MS;
use engine::commands::{self, Decision, Reply};
use engine::error::{Error, Refused};
use store::outbox::{Letter as Outgoing, Whose};
use testkit::app::TestApp;
use testkit::channel::Mood;
use testkit::letter::Letter;
use testkit::on_both;

/// Ola answers a new letter, and the other side is in this mood.
async fn answered(app: &TestApp, mood: Mood) -> ConversationId {
    let id = app.receive(&Letter::new("a@example.org")).await;
    app.channel.will([mood]);
    let then = Status::WaitingCustomer;
    let reply = Reply { conversation: id, text: "Dzień dobry".to_owned(), then, once: "form".to_owned(), seen: None };
    commands::reply(&app.engine, app.ola(), reply).await.expect("answered");
    app.settle().await;
    id
}

async fn listed(app: &TestApp, agent: Option<AgentId>) -> (Vec<Outgoing>, Vec<Outgoing>) {
    let whose = Whose { team: Some(app.team), agent };
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        let listed = (store::outbox::open(conn, whose, None, 9)?, store::outbox::trouble(conn, whose, None, 9)?);
        let counted = (listed.0.len() as i64, listed.1.len() as i64);
        assert_eq!(store::outbox::counts(conn, whose)?, counted);
        Ok(listed)
    };
    app.store().read(read).await.expect("read")
}

/// The one letter of Ola's that waits, or did not arrive.
async fn the_one(app: &TestApp) -> Outgoing {
    let (open, trouble) = listed(app, Some(app.ola)).await;
    let mut all: Vec<Outgoing> = open.into_iter().chain(trouble).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

async fn decide(app: &TestApp, letter: &Outgoing, decision: Decision) {
    commands::decide(&app.engine, app.ola(), letter.delivery, decision).await.expect("decided");
    app.settle().await;
}

async fn state(app: &TestApp, letter: &Outgoing) -> DeliveryState {
    let id = letter.delivery;
    let found = app.store().read(move |conn| store::outbox::one(conn, id)).await.expect("read");
    found.expect("it is there").state
}

on_both!(what_waits_is_tried_now_or_given_up_and_that_taken_back, |app| {
    answered(&app, Mood::Defer).await;
    let letter = the_one(&app).await;
    assert_eq!((letter.state, letter.held.as_deref()), (DeliveryState::Queued, Some("deferred")));
    assert_eq!((letter.answer.as_deref(), letter.attempts), (Some("451 come again"), 1));
    decide(&app, &letter, Decision::GiveUp).await;
    assert_eq!(state(&app, &letter).await, DeliveryState::Failed);
    let nothing = (Vec::new(), Vec::new());
    assert_eq!(listed(&app, None).await, nothing, "who gave it up knows");
    app.wait_ms(3 * DAY_MS).await;
    assert_eq!(app.channel.arrived().len(), 0);
    app.channel.will([Mood::Defer]);
    decide(&app, &letter, Decision::Undo).await;
    assert_eq!(the_one(&app).await.state, DeliveryState::Queued);
    decide(&app, &letter, Decision::Retry).await;
    assert_eq!((state(&app, &letter).await, app.channel.arrived().len()), (DeliveryState::Sent, 1));
    assert_eq!(listed(&app, None).await, nothing);
});

on_both!(only_a_person_says_what_became_of_what_may_have_been_sent, |app| {
    answered(&app, Mood::TakeAndVanish).await;
    let letter = the_one(&app).await;
    assert_eq!((letter.state, letter.trouble), (DeliveryState::Uncertain, true));
    assert_eq!(listed(&app, Some(app.jan)).await.1, [], "not Jan's");
    assert_eq!(listed(&app, None).await.1.len(), 1, "yet his team's");
    for unfit in [Decision::Retry, Decision::GiveUp, Decision::Seen] {
        let done = commands::decide(&app.engine, app.ola(), letter.delivery, unfit).await;
        assert!(matches!(done, Err(Error::Refused(Refused::Outdated))), "{unfit:?}: {done:?}");
    }
    decide(&app, &letter, Decision::WasSent).await;
    assert_eq!((state(&app, &letter).await, listed(&app, None).await.1.len()), (DeliveryState::Sent, 0));
    decide(&app, &letter, Decision::Undo).await;
    assert_eq!(the_one(&app).await.state, DeliveryState::Uncertain);
    decide(&app, &letter, Decision::SendAgain).await;
    assert_eq!((state(&app, &letter).await, app.channel.arrived().len()), (DeliveryState::Sent, 2));
});

on_both!(what_was_refused_is_listed_until_somebody_dealt_with_it, |app| {
    answered(&app, Mood::Refuse).await;
    let letter = the_one(&app).await;
    assert_eq!((letter.state, letter.answer.as_deref()), (DeliveryState::Failed, Some("550 not here")));
    decide(&app, &letter, Decision::Seen).await;
    assert_eq!(listed(&app, None).await.1, []);
    let again = commands::decide(&app.engine, app.ola(), letter.delivery, Decision::Seen).await;
    assert!(matches!(again, Err(Error::Refused(Refused::Outdated))), "twice is once");
    decide(&app, &letter, Decision::Undo).await;
    assert_eq!(the_one(&app).await.state, DeliveryState::Failed);
    decide(&app, &letter, Decision::Retry).await;
    assert_eq!((state(&app, &letter).await, app.channel.arrived().len()), (DeliveryState::Sent, 1));
});

on_both!(answers_carry_their_authors_name_and_the_signature, |app| {
    let id = app.inbox;
    let inbox = app.store().read(move |conn| store::brand::inbox(conn, id)).await.expect("read").expect("an inbox");
    let signature = Some("{agent}\n{brand}, www.example.com".to_owned());
    let inbox = store::brand::Inbox { sender: "{agent} z {brand}".to_owned(), signature, ..inbox };
    app.store().write(move |tx| store::brand::reword_inbox(tx, &inbox)).await.expect("reworded");
    answered(&app, Mood::Take).await;
    let sent = &app.channel.arrived()[0];
    assert_eq!(sent.from.name.as_deref(), Some("Ola z Kamionka"));
    assert_eq!(sent.text, "Dzień dobry\n\nOla\nKamionka, www.example.com");
});
