//! The customer beside a conversation: who they are, by what that is known, who else they may be, what else they asked.

use domain::conversation::Status;
use domain::id::{ContactId, ConversationId, SuggestionId, TeamId};
use domain::identity::{Evidence, SenderMark};
use domain::suggestion::Likeness;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::likeness;
use crate::person::{self, Member};
use crate::{contact, params};

crate::statements! {
    ADDRESSES = "SELECT value, evidence FROM identity WHERE contact = $1 AND value IS NOT NULL LIMIT 20";
    OTHERS = "SELECT id, team, number, subject, status, last_at FROM conversation
        WHERE contact = $1 AND (last_at, id) < ($2, $3) ORDER BY last_at DESC, id DESC LIMIT $4";
}

/// A customer as the panel beside a conversation shows them: a person, however many contacts they are.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The contact under whom the person is known.
    pub person: ContactId,
    /// The name; `None` when unknown or erased.
    pub name: Option<String>,
    /// When they first wrote.
    pub since: Millis,
    /// Whether everything personal is gone.
    pub erased: bool,
    /// How the mail of the contact that was asked for is treated.
    pub mark: SenderMark,
    /// Their addresses.
    pub addresses: Vec<Known>,
    /// Who else they may be, at most [`MAX_SUGGESTED`].
    pub suggested: Vec<Resembling>,
    /// Their conversations, the latest first.
    pub conversations: Vec<Other>,
}

/// An address of a person.
#[derive(Clone, Debug)]
pub struct Known {
    /// The address.
    pub value: String,
    /// Why it is believed to be theirs; an agent's word, where the contact was merged.
    pub evidence: Evidence,
    /// The contact it belongs to, where that was merged into another one.
    pub merged: Option<ContactId>,
}

/// A contact that may be the same person.
#[derive(Clone, Debug)]
pub struct Resembling {
    /// The suggestion.
    pub suggestion: SuggestionId,
    /// Where it was made.
    pub conversation: ConversationId,
    /// The contact.
    pub contact: ContactId,
    /// What speaks for it.
    pub likeness: Likeness,
    /// The name they gave.
    pub name: Option<String>,
    /// An address of theirs.
    pub address: Option<String>,
    /// The teams that had to do with them last: who sees none of these does not see the suggestion.
    pub teams: Vec<TeamId>,
}

/// How many suggestions the panel shows.
pub const MAX_SUGGESTED: usize = 3;

/// Another conversation of a customer.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the conversation's own words")]
pub struct Other {
    pub id: ConversationId,
    pub team: TeamId,
    pub number: i64,
    pub subject: Option<String>,
    pub status: Status,
    pub last_at: Millis,
}

/// The person that a contact is, with their latest `limit` conversations.
pub fn asker(conn: &mut Conn, id: ContactId, limit: usize) -> Result<Option<Asker>> {
    conn.ahead(|conn| {
        person::members(conn, id)?;
        conn.rows(&ADDRESSES, params![id])?;
        conn.rows(&OTHERS, params![id, i64::MAX, i64::MAX, limit])?;
        likeness::of(conn, id)
    })?;
    let members = person::members(conn, id)?;
    let Some(known_as) = members.first() else { return Ok(None) };
    let (mut addresses, mut conversations) = (Vec::new(), Vec::new());
    for member in &members {
        addresses.extend(addresses_of(conn, member)?);
        conversations.extend(conversations_of(conn, member.id, limit)?);
    }
    conversations.sort_by_key(|other| std::cmp::Reverse((other.last_at, other.id)));
    conversations.truncate(limit);
    Ok(Some(Asker {
        person: known_as.id,
        name: members.iter().find_map(|member| member.name.clone()),
        since: members.iter().map(|member| member.created_at).min().unwrap_or(known_as.created_at),
        erased: known_as.erased_at.is_some(),
        mark: members.iter().find(|member| member.id == id).map(|member| member.mark).unwrap_or_default(),
        addresses,
        suggested: suggested(conn, &members)?,
        conversations,
    }))
}

fn addresses_of(conn: &mut Conn, member: &Member) -> Result<Vec<Known>> {
    let rows = conn.rows(&ADDRESSES, params![member.id])?;
    let known = rows.into_iter().map(|mut row| {
        let own = contact::evidence_of(row.take(1)?);
        let merged = member.merged_into.map(|_| member.id);
        Ok(Known { value: row.take(0)?, evidence: if merged.is_some() { Evidence::Agent } else { own }, merged })
    });
    known.collect()
}

fn conversations_of(conn: &mut Conn, contact: ContactId, limit: usize) -> Result<Vec<Other>> {
    conn.rows(&OTHERS, params![contact, i64::MAX, i64::MAX, limit])?.into_iter().map(super::matter::read).collect()
}

/// What nobody decided about, or somebody took back: the surest first.
fn suggested(conn: &mut Conn, members: &[Member]) -> Result<Vec<Resembling>> {
    let mut open = Vec::new();
    for member in members.iter().filter(|member| member.erased_at.is_none()) {
        open.extend(likeness::of(conn, member.id)?.into_iter().filter(|one| one.is_open()).map(|one| {
            let other = if one.contact == member.id { one.other } else { one.contact };
            (one, other)
        }));
    }
    open.sort_by_key(|(one, _)| (one.likeness.code(), std::cmp::Reverse(one.id)));
    let mut found = Vec::new();
    for (one, other) in open {
        if members.iter().any(|member| member.id == other) {
            continue;
        }
        let Some(contact) = contact::by_id(conn, other)?.filter(|contact| contact.erased_at.is_none()) else {
            continue;
        };
        found.push(Resembling {
            suggestion: one.id,
            conversation: one.conversation,
            contact: other,
            likeness: one.likeness,
            name: contact.name,
            address: contact.addresses.into_iter().next(),
            teams: person::teams(conn, other)?,
        });
        if found.len() == MAX_SUGGESTED {
            break;
        }
    }
    Ok(found)
}
