//! From events and messages to the items of a timeline.
//!
//! Every kind of event is matched, none by a wildcard: a new one cannot be forgotten here.

use std::collections::HashMap;

use domain::channel::Party;
use domain::event::{Actor, Event, Fact as Happened, Position};
use domain::fold::MessageKind;
use domain::id::{ContactId, ConversationId, MessageId};
use domain::time::Millis;
use store::Conn;
use store::delivery::Standing;
use store::pages::Shown;

use super::sentence;
use super::written::message;
use crate::directory::Directory;
use crate::language::Language;
use crate::pages::timeline::{Fact, Item};
use crate::pages::times::Times;
use crate::words::word;

/// How many events a page of a timeline has.
pub(super) const PAGE_EVENTS: usize = 80;

/// A stretch of a conversation's course as the store gives it.
#[derive(Debug)]
pub(super) struct Course {
    /// The conversation, and what was joined into it.
    pub homes: Vec<ConversationId>,
    pieces: Vec<Piece>,
    /// Where what lies before it ends; `None` when nothing does.
    pub before: Option<Position>,
    /// The head of the log when this was read.
    pub as_of: Position,
}

/// One event with what it points to.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The event.
    pub event: Event,
    /// The head of the log when the rest was read.
    pub as_of: Position,
    /// The message it speaks of.
    pub shown: Option<Shown>,
    /// How far the sending of that message got.
    pub standing: Option<Standing>,
}

/// The message that an event shows, or shows anew.
pub(crate) fn message_of(fact: &Happened) -> Option<MessageId> {
    match fact {
        Happened::MessageReceived { message, .. }
        | Happened::MessageReplied { message, .. }
        | Happened::MessageCopied { message, .. }
        | Happened::NoteAdded { message, .. }
        | Happened::DeliverySent { message, .. }
        | Happened::DeliveryFailed { message, .. }
        | Happened::DeliveryUncertain { message, .. }
        | Happened::DeliveryBounced { message, .. }
        | Happened::DeliveryRequeued { message, .. }
        | Happened::DeliverySettled { message, .. } => Some(*message),
        Happened::BrandCreated { .. }
        | Happened::TeamCreated { .. }
        | Happened::InboxCreated { .. }
        | Happened::AgentCreated { .. }
        | Happened::AgentChanged { .. }
        | Happened::AgentSwitched { .. }
        | Happened::AgentInvited { .. }
        | Happened::AgentInvitationEnded { .. }
        | Happened::AgentAccessed { .. }
        | Happened::TagCreated { .. }
        | Happened::ContactCreated { .. }
        | Happened::ContactIdentified { .. }
        | Happened::ContactErased { .. }
        | Happened::ConversationOpened { .. }
        | Happened::ConversationAssigned { .. }
        | Happened::StatusChanged { .. }
        | Happened::PriorityChanged { .. }
        | Happened::Tagged { .. }
        | Happened::Untagged { .. }
        | Happened::SpamJudged { .. }
        | Happened::ConversationMerged { .. }
        | Happened::ConversationUnmerged { .. }
        | Happened::ConversationAbsorbed { .. }
        | Happened::ConversationReleased { .. }
        | Happened::SuggestionMade { .. }
        | Happened::SuggestionSettled { .. }
        | Happened::SenderMarked { .. }
        | Happened::ContactMerged { .. }
        | Happened::ContactUnmerged { .. }
        | Happened::ContactSuggested { .. }
        | Happened::ContactSuggestionSettled { .. }
        | Happened::RawQuarantined { .. }
        | Happened::RetentionSet { .. }
        | Happened::RetentionApplied { .. }
        | Happened::Operated(_)
        | Happened::AutomationStopped { .. } => None,
    }
}

/// Reads the newest stretch of a conversation before `before`. `as_of` is the head of the log, read earlier than
/// anything else: what stands here may be newer, never older.
pub(super) fn read(conn: &mut Conn, id: ConversationId, before: Position, as_of: Position) -> store::Result<Course> {
    let homes = store::merge::homes(conn, id)?;
    let mut events = store::pages::course(conn, &homes, before, PAGE_EVENTS + 1)?;
    let more = events.len() > PAGE_EVENTS;
    if more {
        events.remove(0);
    }
    let before = events.first().filter(|_| more).map(|event| event.position);
    // An ending that came much later than its message renews what another page shows.
    let ids: Vec<MessageId> =
        events.iter().filter(|event| !is_ending(&event.fact)).filter_map(|event| message_of(&event.fact)).collect();
    let mut messages = HashMap::new();
    let mut standings = HashMap::new();
    if let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) {
        messages = store::pages::messages(conn, id, *first, *last)?;
        standings = store::delivery::states_of(conn, id)?;
    }
    let pieces = events
        .into_iter()
        .filter(|event| !is_ending(&event.fact))
        .map(|event| {
            let message = message_of(&event.fact);
            Piece {
                shown: message.and_then(|message| messages.remove(&message)),
                standing: message.and_then(|message| standings.remove(&message)),
                event,
                as_of,
            }
        })
        .collect();
    Ok(Course { homes, pieces, before, as_of })
}

/// Whether an event only renews the message that an earlier one brought.
fn is_ending(fact: &Happened) -> bool {
    matches!(
        fact,
        Happened::DeliverySent { .. }
            | Happened::DeliveryFailed { .. }
            | Happened::DeliveryUncertain { .. }
            | Happened::DeliveryBounced { .. }
            | Happened::DeliveryRequeued { .. }
            | Happened::DeliverySettled { .. }
    )
}

impl Course {
    /// The items, a heading before the first of each day.
    pub(super) fn items(&self, names: &Directory, times: &Times) -> Vec<Item> {
        let mut items = Vec::with_capacity(self.pieces.len() + 8);
        let mut day = String::new();
        for piece in &self.pieces {
            let Some((at, item)) = item(piece, names, times) else { continue };
            let date = times.date(at);
            if date != day {
                items.push(Item::Day { at });
                day = date;
            }
            items.push(item);
        }
        items
    }

    /// Who the customer's newest message is from: most courses show it, of others the store knows.
    pub(super) fn last_sender(
        &self,
        conn: &mut Conn,
        id: ConversationId,
        contact: ContactId,
    ) -> store::Result<Option<Party>> {
        let from_customer = |shown: &&Shown| shown.kind == MessageKind::Received && shown.from_customer;
        let shown = self.pieces.iter().filter_map(|piece| piece.shown.as_ref()).filter(from_customer);
        match shown.max_by_key(|shown| shown.id) {
            Some(newest) => Ok(newest.sender.clone()),
            None if self.before.is_some() => store::message::last_sender(conn, id, contact),
            None => Ok(None),
        }
    }

    /// The newest message from the customer.
    pub(super) fn newest_received(&self) -> Option<MessageId> {
        self.pieces
            .iter()
            .filter_map(|piece| piece.shown.as_ref())
            .filter(|shown| shown.kind == MessageKind::Received)
            .map(|shown| shown.id)
            .max()
    }
}

/// An event as an item of the timeline, and the moment it stands at; `None` for what is not shown there.
pub(crate) fn item(piece: &Piece, names: &Directory, times: &Times) -> Option<(Millis, Item)> {
    if message_of(&piece.event.fact).is_some() {
        let message = message(piece, names, times.language)?;
        return Some((message.at, Item::Message(Box::new(message))));
    }
    let at = piece.event.at;
    let (icon, sentence) = sentence::of(&piece.event, names, times)?;
    let actor = actor(&piece.event, names, times.language);
    Some((at, Item::Fact(Fact { position: piece.event.position.0, at, sentence, actor, icon })))
}

/// Who did it; nobody where the sentence says it already.
fn actor(event: &Event, names: &Directory, language: Language) -> Option<String> {
    let says_all = match &event.fact {
        Happened::ConversationOpened { .. } => true,
        // What we concluded from a mail is not its author's doing.
        Happened::SpamJudged { .. } => !matches!(event.actor, Actor::Agent(_)),
        _ => false,
    };
    if says_all {
        return None;
    }
    Some(match &event.actor {
        Actor::Agent(id) => names.person(*id).map_or_else(|| word(language, "actor-word-former"), |person| person.name),
        Actor::Contact(_) => word(language, "actor-word-customer"),
        Actor::Reactor(_) => word(language, "actor-word-reactor"),
        Actor::System => word(language, "actor-word-system"),
    })
}
