//! Two contacts turn out to be one person, or not.
//!
//! Decided beside a conversation with one of them, by whoever may answer there. The agent's word is the evidence: an address
//! that only somebody's From claims is theirs from then on, and may get answers.

use domain::conversation::Conversation;
use domain::event::Origin;
use domain::id::{ContactId, ConversationId, SuggestionId};
use domain::identity::Address;
use domain::permission::Action;
use domain::suggestion::SuggestionState;
use store::likeness::{self, Suggestion};
use store::person::{self, MAX_MEMBERS, Member};
use store::{Conn, Tx};

use super::{By, lock};
use crate::Engine;
use crate::error::{Refused, Result};

/// Makes the customer of a conversation and another contact one person, known as whoever wrote first. Gives that contact.
pub async fn same_person(engine: &Engine, by: By, conversation: ConversationId, with: ContactId) -> Result<ContactId> {
    let now = engine.now();
    let done = engine
        .store()
        .write(move |tx| -> Result<ContactId> {
            let state = lock(tx, by, conversation, Action::Answer)?;
            if !may_meet(tx, by, &state, with)? {
                return Err(Refused::NotFound.into());
            }
            let one = person::known_as(tx, state.contact)?.ok_or(Refused::NotFound)?;
            let other = person::known_as(tx, with)?.ok_or(Refused::NotFound)?;
            let (into, contact) = (one.min(other), one.max(other));
            if into == contact {
                return Ok(into);
            }
            // Always in this order, so that two who do the same do not wait for each other.
            if !person::lock(tx, into)? || !person::lock(tx, contact)? {
                return Err(Refused::Outdated.into());
            }
            let (kept, merged) = (person::members(tx, into)?, person::members(tx, contact)?);
            if kept.iter().chain(&merged).any(|member| member.erased_at.is_some()) {
                return Err(Refused::Invalid("one of the two was erased".to_owned()).into());
            }
            if kept.len() + merged.len() > MAX_MEMBERS {
                return Err(Refused::Invalid(format!("a person is at most {MAX_MEMBERS} contacts")).into());
            }
            let origin = by.origin(now);
            person::merge(tx, &merged, contact, into, conversation, &origin)?;
            let ids = |members: &[Member]| members.iter().map(|member| member.id).collect::<Vec<_>>();
            for one in between(tx, &ids(&merged), |other| kept.iter().any(|member| member.id == other))? {
                if one.is_open() {
                    likeness::settle(tx, &one, SuggestionState::Accepted, conversation, &origin)?;
                }
            }
            Ok(into)
        })
        .await?;
    Ok(done.value)
}

/// The same with whoever is known by an address. `false`: that is this person already. Not found is also whom the asker may
/// not know of.
pub async fn same_person_at(engine: &Engine, by: By, conversation: ConversationId, address: &Address) -> Result<bool> {
    let key = engine.store().fingerprints().address(address);
    let with = engine
        .store()
        .read(move |conn| -> Result<Option<ContactId>> {
            let other = store::contact::by_fingerprint(conn, key)?.ok_or(Refused::NotFound)?;
            let state = store::conversation::load(conn, conversation)?.ok_or(Refused::NotFound)?;
            if !by.grant.allows(Action::Answer, state.team) || !may_meet(conn, by, &state, other)? {
                return Err(Refused::NotFound.into());
            }
            Ok((person::known_as(conn, other)? != person::known_as(conn, state.contact)?).then_some(other))
        })
        .await?;
    let Some(with) = with else { return Ok(false) };
    same_person(engine, by, conversation, with).await?;
    Ok(true)
}

/// Takes a contact out of the person that a conversation is with: as if they had never been one.
pub async fn other_person(engine: &Engine, by: By, conversation: ConversationId, contact: ContactId) -> Result<()> {
    let now = engine.now();
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let state = lock(tx, by, conversation, Action::Answer)?;
            let known_as = person::known_as(tx, state.contact)?.ok_or(Refused::NotFound)?;
            if !person::lock(tx, known_as)? {
                return Err(Refused::Outdated.into());
            }
            let members = person::members(tx, known_as)?;
            let member = members.iter().find(|member| member.id == contact).ok_or(Refused::Outdated)?;
            if member.erased_at.is_some() {
                return Err(Refused::Invalid("this person was erased".to_owned()).into());
            }
            let origin: Origin = by.origin(now);
            let left = person::unmerge(tx, &members, contact, conversation, &origin)?;
            for one in between(tx, &left, |other| !left.contains(&other))? {
                if one.state == SuggestionState::Accepted {
                    likeness::settle(tx, &one, SuggestionState::Undone, conversation, &origin)?;
                }
            }
            Ok(())
        })
        .await?;
    Ok(())
}

/// Somebody says no: the two are not one person. They are not suggested again.
pub async fn not_the_same(engine: &Engine, by: By, conversation: ConversationId, id: SuggestionId) -> Result<()> {
    let now = engine.now();
    engine
        .store()
        .write(move |tx| -> Result<()> {
            let state = lock(tx, by, conversation, Action::Answer)?;
            let one = likeness::lock(tx, id)?.ok_or(Refused::NotFound)?;
            let members = person::members(tx, state.contact)?;
            if !members.iter().any(|member| member.id == one.contact || member.id == one.other) {
                return Err(Refused::NotFound.into());
            }
            match one.state {
                SuggestionState::Open | SuggestionState::Undone => {
                    Ok(likeness::settle(tx, &one, SuggestionState::Dismissed, conversation, &by.origin(now))?)
                }
                SuggestionState::Dismissed => Ok(()),
                SuggestionState::Accepted => Err(Refused::Outdated.into()),
            }
        })
        .await?;
    Ok(())
}

/// Whether somebody may learn of a contact beside this conversation: the contact wrote in it, or in one they may see.
fn may_meet(conn: &mut Conn, by: By, state: &Conversation, contact: ContactId) -> Result<bool> {
    if store::message::wrote_in(conn, state.id, contact)? {
        return Ok(true);
    }
    Ok(person::teams(conn, contact)?.into_iter().any(|team| by.grant.allows(Action::Read, team)))
}

/// What was suggested for one of `contacts` and somebody whom `is_other` knows.
fn between(tx: &mut Tx<'_>, contacts: &[ContactId], is_other: impl Fn(ContactId) -> bool) -> Result<Vec<Suggestion>> {
    let mut found = Vec::new();
    for contact in contacts {
        for one in likeness::of(tx, *contact)? {
            let other = if one.contact == *contact { one.other } else { one.contact };
            if is_other(other) {
                found.push(one);
            }
        }
    }
    Ok(found)
}
