//! Who else the author of a mail may be: suggested to an agent, never joined.
//!
//! In: a mail that was accepted, its author, and what the store knows of what it names. Out: at most one suggestion. Nobody
//! has looked at any of it: an order, a name and a telephone number are known to others too, and any mail can say them.

use domain::id::{ContactId, ConversationId};
use domain::suggestion::{Likeness, SuggestionState};
use store::likeness::{self, Suggestion};
use store::lookup::Recognised;
use store::{Result, Tx, contact, person, topic};

use super::prepare::Prepared;
use domain::event::Origin;

/// Where a mail went, and who wrote it.
pub(super) struct Went {
    /// The conversation.
    pub conversation: ConversationId,
    /// The author.
    pub author: ContactId,
    /// Whose conversation it is, where the author joined it as a stranger.
    pub strange_to: Option<ContactId>,
}

/// Suggests the first contact that something speaks for and nobody decided about yet.
pub(super) fn suggest(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    found: &Recognised,
    went: &Went,
    origin: &Origin,
) -> Result<()> {
    for (other, likeness) in candidates(tx, ready, found, went)? {
        if is_somebody_else(tx, went.author, other)? {
            let state = SuggestionState::Open;
            let (id, conversation, contact) = (ready.likeness, went.conversation, went.author);
            let new = Suggestion { id, conversation, contact, other, likeness, state };
            if likeness::make(tx, &new, origin)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Who they may be, the surest first.
fn candidates(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    found: &Recognised,
    went: &Went,
) -> Result<Vec<(ContactId, Likeness)>> {
    let mut candidates: Vec<_> = went.strange_to.map(|other| (other, Likeness::Answered)).into_iter().collect();
    let pointers = &ready.pointers;
    for (key, conversation) in found.topics.iter().filter(|(key, _)| Some(*key) != pointers.notice) {
        let Some((other, called)) = topic::called(tx, *conversation)? else { continue };
        let likeness = if pointers.phone == Some(*key) {
            Likeness::Phone
        } else if is_same_name(called.as_deref(), ready.customer.name.as_deref()) {
            Likeness::NameAndOrder
        } else {
            Likeness::Order
        };
        candidates.push((other, likeness));
    }
    if let Some(key) = pointers.reply_to
        && let Some(other) = contact::by_fingerprint(tx, key)?
    {
        candidates.push((other, Likeness::ReplyTo));
    }
    let forwarded = ready.mail.forward.as_ref().and_then(|forward| forward.from.name.as_deref());
    if let Some(key) = pointers.forwarded
        && is_same_name(forwarded, ready.customer.name.as_deref())
        && let Some(other) = contact::by_fingerprint(tx, key)?
    {
        candidates.push((other, Likeness::Forward));
    }
    candidates.sort_by_key(|(_, likeness)| likeness.code());
    Ok(candidates)
}

fn is_same_name(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_some_and(|(one, other)| !one.trim().is_empty() && one.to_lowercase() == other.to_lowercase())
}

/// Whether the two are not one person already, and the other was not erased.
fn is_somebody_else(tx: &mut Tx<'_>, author: ContactId, other: ContactId) -> Result<bool> {
    let members = person::members(tx, other)?;
    Ok(!members.is_empty() && members.iter().all(|member| member.id != author && member.erased_at.is_none()))
}
