//! What must be true in the evening.

use std::collections::HashMap;

use domain::delivery::DeliveryState;
use domain::id::MessageId;

use super::world::World;

/// Compares the truth with what the product says.
pub(super) async fn judge(world: &World) {
    let seed = world.seed;
    let mut conn = world.engine.store().own_connection().expect("a connection");

    // Every mail stands in exactly one conversation, and in the right one where that is known.
    let mut places: HashMap<String, Vec<i64>> = HashMap::new();
    for row in world.texts(
        "SELECT c.message_id, m.conversation FROM message m JOIN message_content c ON c.message = m.id WHERE m.kind = 0",
    ) {
        places.entry(row[0].clone()).or_default().push(row[1].parse().expect("a number"));
    }
    for (id, written) in &world.written {
        let found = places.remove(id).unwrap_or_default();
        assert_eq!(found.len(), 1, "seed {seed}: the mail {id} is there {} times", found.len());
        if let Some(belongs) = written.belongs {
            assert!(
                world.are_of_one_matter(belongs, domain::id::Id::from_raw(found[0])),
                "seed {seed}: the answer {id} is in a foreign conversation"
            );
        }
    }
    assert!(places.is_empty(), "seed {seed}: mails nobody wrote: {places:?}");

    // Every acknowledged answer ended in sight, and arrived at most once.
    let mut arrived: HashMap<MessageId, usize> = HashMap::new();
    for message in world.channel.arrived() {
        *arrived.entry(message.message).or_default() += 1;
        assert!(
            message.in_reply_to.is_some() && message.references.last() == message.in_reply_to.as_ref(),
            "seed {seed}: an answer that answers nothing"
        );
    }
    for row in world.texts("SELECT message, state FROM delivery") {
        let message: MessageId = domain::id::Id::from_raw(row[0].parse().expect("a number"));
        let state = DeliveryState::from_code(row[1].parse().expect("a number"));
        let times = arrived.remove(&message).unwrap_or(0);
        // What may have been sent is sent again only because an agent, who was told that, decided so.
        let again = world.again.iter().filter(|known| **known == message).count();
        let fits = match state {
            Some(DeliveryState::Sent) => (1..=1 + again).contains(&times),
            Some(DeliveryState::Failed) => times <= again,
            Some(DeliveryState::Uncertain) => times <= 1 + again,
            _ => false,
        };
        assert!(fits, "seed {seed}: {message} is {state:?} and arrived {times} times");
    }
    assert!(arrived.is_empty(), "seed {seed}: sent without a delivery: {arrived:?}");
    for message in &world.answered {
        let there = store::message::by_id(&mut conn, *message).expect("a read");
        assert!(there.is_some(), "seed {seed}: the acknowledged answer {message} is gone");
    }

    // Machines got no automatic answer: each names the message it acknowledges, wherever that stands by now.
    for row in world.texts("SELECT once FROM delivery WHERE once LIKE 'auto_reply:%'") {
        let named = row[0].strip_prefix("auto_reply:").and_then(|id| id.parse::<MessageId>().ok());
        let acknowledged = store::message::by_id(&mut conn, named.expect("an id")).expect("a read").expect("a message");
        assert!(!acknowledged.automatic, "seed {seed}: a machine got an automatic answer");
    }

    // Every reactor is at the head, nothing is parked.
    let head = store::log::head(&mut conn).expect("the head");
    for (name, position) in store::cursor::list(&mut conn).expect("the cursors") {
        assert_eq!(position, head, "seed {seed}: the reactor {name} stands still");
    }
    assert!(store::cursor::parked(&mut conn).expect("parked").is_empty(), "seed {seed}: a conversation is parked");

    // The tables equal the fold of the log.
    let report = store::check::run(&mut conn, world.engine.store().blobs()).expect("the check runs");
    assert!(report.findings.is_empty(), "seed {seed}: {:#?}", report.findings);
}
