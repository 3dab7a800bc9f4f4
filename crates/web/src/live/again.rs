//! Which open conversations ask for themselves anew: their messages moved, or what stands beside them depends on who looks,
//! so that no one fragment could be right for everybody.

use domain::event::Fact;
use domain::id::{ContactId, ConversationId, SuggestionId};
use store::Conn;

/// The panes that this changes, as selectors.
pub(super) fn panes(conn: &mut Conn, fact: &Fact) -> store::Result<Vec<String>> {
    let people = match fact {
        Fact::ConversationMerged { conversation, .. }
        | Fact::ConversationUnmerged { conversation, .. }
        | Fact::ConversationAbsorbed { conversation, .. }
        | Fact::ConversationReleased { conversation, .. }
        | Fact::SpamJudged { conversation, .. }
        | Fact::SenderMarked { conversation, .. } => return Ok(vec![of_conversation(*conversation)]),
        Fact::SuggestionMade { conversation, other, .. } => {
            return Ok(vec![of_conversation(*conversation), of_conversation(*other)]);
        }
        Fact::SuggestionSettled { suggestion, conversation, .. } => {
            return settled(conn, *conversation, *suggestion);
        }
        Fact::ContactMerged { contact, into, .. } => vec![*contact, *into],
        Fact::ContactUnmerged { contact, from, .. } => vec![*contact, *from],
        Fact::ContactSuggested { contact, other, .. } => vec![*contact, *other],
        Fact::ContactSuggestionSettled { suggestion, conversation, .. } => likened(conn, *conversation, *suggestion)?,
        _ => Vec::new(),
    };
    of_people(conn, people)
}

fn of_conversation(id: ConversationId) -> String {
    format!("#thread[data-id='{id}']")
}

/// Both conversations of a suggestion.
fn settled(conn: &mut Conn, conversation: ConversationId, id: SuggestionId) -> store::Result<Vec<String>> {
    let known = store::suggestion::of(conn, conversation)?;
    let one = known.into_iter().find(|one| one.id == id);
    let both = one.map_or_else(|| vec![conversation], |one| vec![one.conversation, one.other]);
    Ok(both.into_iter().map(of_conversation).collect())
}

/// Both contacts of a suggestion, which was settled beside a conversation with one of them.
fn likened(conn: &mut Conn, conversation: ConversationId, id: SuggestionId) -> store::Result<Vec<ContactId>> {
    let Some(card) = store::pages::one(conn, conversation)? else { return Ok(Vec::new()) };
    for member in store::person::members(conn, card.contact)? {
        if let Some(one) = store::likeness::of(conn, member.id)?.into_iter().find(|one| one.id == id) {
            return Ok(vec![one.contact, one.other]);
        }
    }
    Ok(vec![card.contact])
}

/// The panes beside which these people stand, as they were known before and as they are known now.
fn of_people(conn: &mut Conn, people: Vec<ContactId>) -> store::Result<Vec<String>> {
    let mut all = people.clone();
    for person in people {
        all.extend(store::person::known_as(conn, person)?);
    }
    all.sort_unstable();
    all.dedup();
    Ok(all.into_iter().map(|person| format!("#thread[data-person='{person}']")).collect())
}
