//! From the shop's conversations to what happens one after the other.
//!
//! In: a [`DemoShop`]. Out: [`Step`]s in the order of time, each with the ids it makes, so that ids
//! and log tell the same order, and so that a write that is run twice writes the same.

use std::collections::HashMap;

use demo::{DemoConversation, DemoShop, Direction};
use domain::id::{ContactId, ConversationId, DeliveryId, IdMint, IdentityId, MessageId, RawId, TagId};
use domain::time::{Millis, SECOND_MS};

/// Something that happens in a conversation.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub at: Millis,
    /// Index into [`DemoShop::conversations`].
    pub matter: usize,
    pub id: ConversationId,
    pub contact: ContactId,
    pub act: Act,
}

/// What happens. Numbers are indexes into the conversation's messages.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// The customer writes; the first message opens the conversation.
    Receive { nth: usize, message: MessageId, raw: RawId, new_contact: Option<IdentityId> },
    /// An agent answers.
    Reply { nth: usize, agent: usize, message: MessageId, delivery: DeliveryId },
    /// An agent notes something.
    Note { nth: usize, agent: usize, message: MessageId },
    /// Somebody gives it words and weight. One fresh id for each tag.
    Sort { tags: Vec<TagId> },
    /// It comes to stand where it stands now.
    Settle,
}

/// All steps of the shop, the oldest first.
pub(super) fn steps(shop: &DemoShop, ids: &IdMint) -> Vec<Step> {
    let mut outline: Vec<(Millis, usize, Part)> = shop
        .conversations
        .iter()
        .enumerate()
        .flat_map(|(matter, conversation)| parts(conversation).into_iter().map(move |(at, part)| (at, matter, part)))
        .collect();
    // Stable: what happens in one conversation at one moment keeps its order.
    outline.sort_by_key(|(at, ..)| *at);
    let mut contacts: HashMap<usize, ContactId> = HashMap::new();
    let mut conversations: HashMap<usize, ConversationId> = HashMap::new();
    outline
        .into_iter()
        .map(|(at, matter, part)| {
            let conversation = &shop.conversations[matter];
            let id = *conversations.entry(matter).or_insert_with(|| ids.next(at));
            let known = contacts.contains_key(&conversation.customer);
            let contact = *contacts.entry(conversation.customer).or_insert_with(|| ids.next(at));
            let act = match part {
                Part::Message(nth) => match conversation.messages[nth].direction {
                    Direction::FromCustomer => Act::Receive {
                        nth,
                        message: ids.next(at),
                        raw: ids.next(at),
                        new_contact: (!known).then(|| ids.next(at)),
                    },
                    Direction::FromAgent(agent) => {
                        Act::Reply { nth, agent, message: ids.next(at), delivery: ids.next(at) }
                    }
                    Direction::Note(agent) => Act::Note { nth, agent, message: ids.next(at) },
                },
                Part::Sort => Act::Sort { tags: conversation.tags.iter().map(|_| ids.next(at)).collect() },
                Part::Settle => Act::Settle,
            };
            Step { at, matter, id, contact, act }
        })
        .collect()
}

enum Part {
    Message(usize),
    Sort,
    Settle,
}

fn parts(conversation: &DemoConversation) -> Vec<(Millis, Part)> {
    let messages = &conversation.messages;
    let mut parts = Vec::with_capacity(messages.len() + 2);
    for (nth, message) in messages.iter().enumerate() {
        parts.push((message.at, Part::Message(nth)));
        if nth == 0 {
            let soon = message.at.plus_ms(40 * SECOND_MS);
            let before_next = messages.get(1).map_or(soon, |next| next.at.plus_ms(-1));
            parts.push((soon.min(before_next).max(message.at), Part::Sort));
        }
    }
    let last = parts.iter().map(|(at, _)| *at).max().unwrap_or_default();
    parts.push((last.plus_ms(1), Part::Settle));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_rise_in_time_and_ids_and_every_message_has_one() {
        let now = Millis::new(1_795_000_000_000);
        let shop = demo::shop(now, 1);
        let steps = steps(&shop, &IdMint::new(3));
        assert!(steps.is_sorted_by_key(|step| step.at));
        let messages: Vec<MessageId> = steps
            .iter()
            .filter_map(|step| match &step.act {
                Act::Receive { message, .. } | Act::Reply { message, .. } | Act::Note { message, .. } => Some(*message),
                Act::Sort { .. } | Act::Settle => None,
            })
            .collect();
        assert!(messages.is_sorted());
        assert_eq!(messages.len(), shop.conversations.iter().map(|one| one.messages.len()).sum::<usize>());
        let opened: std::collections::BTreeSet<usize> = steps
            .iter()
            .filter(|step| matches!(step.act, Act::Receive { nth: 0, .. }))
            .map(|step| step.matter)
            .collect();
        assert_eq!(opened.len(), shop.conversations.len(), "a customer opens each");
    }
}
