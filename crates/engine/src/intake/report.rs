//! What follows from a report on a message of ours: it was not delivered, or its recipient complained of it.
//!
//! A hard bounce ends the delivery and brings the conversation back before its author, because the customer still waits.
//! A soft one is only noted. Who complained gets nothing any more that nobody wrote by hand.

use domain::channel::Nature;
use domain::conversation::{Conversation, Status};
use domain::event::{Fact, Origin};
use domain::id::MessageId;
use domain::identity::{Address, SenderMark};
use store::{Result, Tx, contact, delivery, message};

use super::prepare::Prepared;

/// The facts that follow for the conversation in which the reported message stands.
pub(super) fn follows(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    state: &Conversation,
    reported: MessageId,
    origin: &Origin,
) -> Result<Vec<Fact>> {
    if ready.mail.nature == Nature::Complaint {
        complained(tx, ready, state, reported, origin)?;
        return Ok(Vec::new());
    }
    let bounces = &ready.mail.bounces;
    let hard = bounces.iter().any(|bounce| bounce.hard);
    let said = bounces.iter().find(|bounce| bounce.hard == hard);
    let words = said.map_or_else(String::new, |bounce| {
        [bounce.status.as_deref().unwrap_or_default(), &bounce.reason].join(" ").trim().to_owned()
    });
    let Some(delivery) = delivery::bounce(tx, reported, hard, &words)? else { return Ok(Vec::new()) };
    let conversation = state.id;
    let mut facts = vec![Fact::DeliveryBounced { conversation, message: reported, delivery, hard }];
    if hard {
        if state.status != Status::Open {
            facts.push(Fact::StatusChanged {
                conversation,
                from: state.status,
                to: Status::Open,
                until: None,
                waiting_since: None,
            });
        }
        let author = message::by_id(tx, reported)?.and_then(|message| message.agent);
        if let (None, Some(agent)) = (state.assignee, author) {
            facts.push(Fact::ConversationAssigned { conversation, from: None, to: Some(agent) });
        }
    }
    Ok(facts)
}

/// Marks the recipients of what was complained of, unless they are marked otherwise already.
fn complained(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    state: &Conversation,
    reported: MessageId,
    origin: &Origin,
) -> Result<()> {
    let mut who: Vec<Address> =
        ready.mail.bounces.iter().filter_map(|bounce| Address::parse(&bounce.recipient)).collect();
    if who.is_empty()
        && let Some(content) = message::content(tx, reported)?
    {
        who.extend(content.recipients.to.into_iter().map(|party| party.address));
    }
    for address in who {
        let key = ready.prints.address(&address);
        if let Some((identity, SenderMark::None)) = contact::identity(tx, key)? {
            contact::mark(tx, state.id, identity, SenderMark::Quiet, origin)?;
        }
    }
    Ok(())
}
