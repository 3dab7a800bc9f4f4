//! Where an arrival belongs, and what else it may belong to.
//!
//! In: an arrival and what the store knows of what it names. Out: the conversation it joins, or that it opens one, with
//! the earlier one it continues and a suggestion where something weaker than a right to join speaks for one.

use domain::conversation::Conversation;
use domain::event::JoinedBy;
use domain::id::{ConversationId, MessageId};
use domain::suggestion::Hint;
use domain::threading::{self, Pointer};
use domain::time::Millis;
use store::lookup::{Known, Recognised};
use store::{Result, Tx, conversation, topic};

use super::author::Direction;
use super::prepare::Prepared;

/// Where it belongs.
pub(super) enum Place {
    /// There, because of this.
    Joins { state: Conversation, joined_by: JoinedBy, by: Option<String>, reported: Option<MessageId> },
    /// In a conversation of its own.
    Opens { follows: Option<ConversationId>, suggested: Option<(ConversationId, Hint)> },
}

/// The conversation it belongs to: the first of what it names that points to exactly one conversation in which its
/// author may speak.
pub(super) fn find(tx: &mut Tx<'_>, ready: &Prepared, found: &Recognised, now: Millis) -> Result<Place> {
    let mut suggested = None;
    let mut follows = None;
    for pointed in pointed_at(ready, found) {
        // What we sent ourselves belongs where its ids point; a number needs the customer there all the same.
        let ours = ready.direction == Direction::ToCustomer && pointed.pointer != Pointer::Number;
        let took_part = pointed.took_part || ours;
        let Some(joined_by) = threading::place(pointed.pointer, took_part) else {
            let hint = if pointed.pointer == Pointer::Number { Hint::Number } else { Hint::Reference };
            suggested = suggested.or(Some((pointed.conversation, hint)));
            continue;
        };
        let Some(state) = conversation::lock_place(tx, pointed.conversation)? else { continue };
        if !(state.takes_answer_at(now) || ready.history) {
            follows = Some(state.id);
            break;
        }
        let reported = pointed.message.filter(|_| pointed.pointer == Pointer::OurId && ready.is_report());
        let joined_by = if reported.is_some() { JoinedBy::Report } else { joined_by };
        return Ok(Place::Joins { state, joined_by, by: pointed.by, reported });
    }
    if let (None, Some((conversation, Hint::Reference))) = (follows, suggested) {
        follows = Some(conversation);
    }
    if ready.direction == Direction::ToCustomer || ready.automatic {
        suggested = None;
    } else if suggested.is_none() && follows.is_none() {
        suggested = weaker(tx, ready, found)?;
    }
    Ok(Place::Opens { follows, suggested })
}

/// Something that points to a conversation.
struct Pointed {
    pointer: Pointer,
    conversation: ConversationId,
    message: Option<MessageId>,
    took_part: bool,
    by: Option<String>,
}

/// Everything that points to exactly one conversation, the strongest first.
fn pointed_at(ready: &Prepared, found: &Recognised) -> Vec<Pointed> {
    let mut pointed: Vec<Pointed> =
        ready.answers.iter().zip(&ready.answer_ids).filter_map(|(key, id)| by_id(*key, id, &found.known)).collect();
    let at = |pointer, one: &store::lookup::Pointed, by| Pointed {
        pointer,
        conversation: one.conversation,
        message: None,
        took_part: one.took_part,
        by,
    };
    pointed.extend(found.signed.iter().map(|one| at(Pointer::SignedAddress, one, None)));
    let number = ready.pointers.number.map(|number| number.to_string());
    pointed.extend(found.numbered.iter().map(|one| at(Pointer::Number, one, number.clone())));
    let notices = ready.pointers.notice.and_then(|key| found.topics.iter().find(|(topic, _)| *topic == key));
    let order = || ready.mail.notice.as_ref().and_then(|notice| notice.order.clone());
    pointed.extend(notices.map(|(_, conversation)| Pointed {
        pointer: Pointer::OrderNotice,
        conversation: *conversation,
        message: None,
        took_part: true,
        by: order(),
    }));
    pointed
}

/// Where an id points; nowhere when two mails claim it and stand in two conversations.
fn by_id(key: domain::identity::Fingerprint, id: &str, known: &[Known]) -> Option<Pointed> {
    let mut claims = known.iter().filter(|other| other.fingerprint == key);
    let first = claims.next()?;
    if claims.any(|other| other.conversation != first.conversation) {
        return None;
    }
    Some(Pointed {
        pointer: if first.ours { Pointer::OurId } else { Pointer::TheirId },
        conversation: first.conversation,
        message: Some(first.message),
        took_part: first.took_part,
        by: Some(id.to_owned()),
    })
}

/// What speaks for an earlier conversation without giving a right to join it: the customer in a forwarded mail, the
/// same order, the same author and subject.
fn weaker(tx: &mut Tx<'_>, ready: &Prepared, found: &Recognised) -> Result<Option<(ConversationId, Hint)>> {
    if let Some(key) = ready.pointers.forwarded
        && let Some(contact) = store::contact::by_fingerprint(tx, key)?
        && let Some((latest, _)) = topic::latest_of(tx, contact)?.first()
    {
        return Ok(Some((*latest, Hint::Forward)));
    }
    let (notice, phone) = (ready.pointers.notice, ready.pointers.phone);
    let about = found.topics.iter().find(|(key, _)| Some(*key) != notice && Some(*key) != phone);
    if let Some((_, conversation)) = about {
        let Some((contact, called)) = topic::called(tx, *conversation)? else { return Ok(None) };
        let is_other = found.author.is_none_or(|author| author.contact != contact);
        let name = ready.customer.name.as_ref().filter(|_| is_other);
        let same = called.zip(name).is_some_and(|(a, b)| a.to_lowercase() == b.to_lowercase());
        return Ok(Some((*conversation, if same { Hint::NameAndOrder } else { Hint::Order })));
    }
    let Some(author) = found.author else { return Ok(None) };
    let subject = threading::bare_subject(ready.subject()).to_lowercase();
    if subject.chars().count() < MIN_SUBJECT_CHARS {
        return Ok(None);
    }
    let alike = |other: &Option<String>| {
        other.as_deref().is_some_and(|other| threading::bare_subject(other).to_lowercase() == subject)
    };
    let latest = topic::latest_of(tx, author.contact)?;
    Ok(latest.into_iter().find(|(_, other)| alike(other)).map(|(id, _)| (id, Hint::Subject)))
}

/// A shorter subject says nothing.
const MIN_SUBJECT_CHARS: usize = 5;
