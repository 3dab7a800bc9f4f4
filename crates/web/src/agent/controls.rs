//! What can be changed about a conversation, as it stands.

use domain::event::Position;
use store::pages::Card;

use crate::directory::Directory;
use crate::pages::conversation::{Controls, Tag};

/// The controls of a conversation: the same for everybody who may see it.
pub(crate) fn controls(card: &Card, names: &Directory, as_of: Position) -> Controls {
    let tag = |(id, name): &(domain::id::TagId, String)| Tag { id: *id, name: name.clone() };
    let (on, off) = names.tags().iter().partition::<Vec<_>, _>(|(id, _)| card.tags.contains(id));
    let mut agents: Vec<_> = names.answering(card.team).collect();
    // Whoever has it is named even after leaving the team.
    if let Some(holder) = card.assignee.filter(|holder| agents.iter().all(|agent| agent.id != *holder)) {
        agents.extend(names.person(holder));
    }
    Controls {
        id: card.id,
        as_of,
        status: card.status.word(),
        snoozed_until: card.snoozed_until,
        priority: card.priority.word(),
        assignee: card.assignee,
        agents,
        tags: on.into_iter().map(tag).collect(),
        other_tags: off.into_iter().map(tag).collect(),
        statuses: Controls::statuses(),
        priorities: Controls::priorities(),
    }
}
