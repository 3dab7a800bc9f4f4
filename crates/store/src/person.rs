//! One person who is known as several contacts.
//!
//! A merge moves nothing: the contact that was merged says in whom it is, and whoever asks about a person asks about all
//! their contacts. Messages, conversations and addresses keep the contact they came to. So a merge costs the same however much
//! somebody wrote, and taking apart is exact, whatever came since.
//!
//! Only who stands for themselves is merged, into somebody else who does; so the contacts of a person are a tree.

use domain::event::{Fact, Origin};
use domain::id::{ContactId, ConversationId, TeamId};
use domain::identity::SenderMark;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    MEMBERS = "SELECT m.id, m.name, m.created_at, m.erased_at, m.merged_into,
                (SELECT MAX(i.mark) FROM identity i WHERE i.contact = m.id) FROM contact k
            JOIN contact m ON m.id = COALESCE(k.person, k.id) WHERE k.id = $1
        UNION ALL SELECT m.id, m.name, m.created_at, m.erased_at, m.merged_into,
                (SELECT MAX(i.mark) FROM identity i WHERE i.contact = m.id) FROM contact k
            JOIN contact m ON m.person = COALESCE(k.person, k.id) WHERE k.id = $1";
    PERSON = "SELECT COALESCE(person, id) FROM contact WHERE id = $1";
    LOCK = "SELECT id FROM contact WHERE id = $1 AND person IS NULL {lock}";
    MERGE = "UPDATE contact SET merged_into = $2 WHERE id = $1";
    UNMERGE = "UPDATE contact SET merged_into = NULL WHERE id = $1";
    KNOWN_AS = "UPDATE contact SET person = $2 WHERE id = $1";
    TEAMS = "SELECT team FROM conversation WHERE contact = $1 ORDER BY last_at DESC, id DESC LIMIT 5";
    TEAMS_ELSEWHERE = "SELECT v.team FROM contact_suggestion s JOIN conversation v ON v.id = s.conversation WHERE s.contact = $1 LIMIT 20";
}

/// How many contacts one person may be.
pub const MAX_MEMBERS: usize = 50;

/// One of the contacts that are a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: ContactId,
    /// The name it gave.
    pub name: Option<String>,
    /// When it first wrote.
    pub created_at: Millis,
    /// When everything personal was erased.
    pub erased_at: Option<Millis>,
    /// The contact that an agent merged it into; `None` for the one under whom the person is known.
    pub merged_into: Option<ContactId>,
    /// How its mail is treated.
    pub mark: SenderMark,
}

/// All contacts of the person that `contact` is, the one under whom they are known first, then the oldest. None where there
/// is no such contact.
pub fn members(conn: &mut Conn, contact: ContactId) -> Result<Vec<Member>> {
    let rows = conn.rows(&MEMBERS, params![contact])?;
    let mut members = rows.into_iter().map(member).collect::<Result<Vec<_>>>()?;
    members.sort_by_key(|member| (member.merged_into.is_some(), member.id));
    Ok(members)
}

pub(crate) fn member(mut row: Row) -> Result<Member> {
    Ok(Member {
        id: row.take(0)?,
        name: row.take(1)?,
        created_at: row.take(2)?,
        erased_at: row.take(3)?,
        merged_into: row.take(4)?,
        mark: row.take::<Option<SenderMark>>(5)?.unwrap_or_default(),
    })
}

/// The contact under whom the person is known who is `contact`.
pub fn known_as(conn: &mut Conn, contact: ContactId) -> Result<Option<ContactId>> {
    conn.row(&PERSON, params![contact])?.map(|mut row| row.take(0)).transpose()
}

/// Keeps others from changing who this person is until the write commits. `false`: somebody just did, or it stands for
/// nobody.
pub fn lock(tx: &mut Tx<'_>, person: ContactId) -> Result<bool> {
    Ok(tx.row(&LOCK, params![person])?.is_some())
}

/// The teams that had to do with a contact last, also where it wrote into somebody else's conversation and was noticed.
pub fn teams(conn: &mut Conn, contact: ContactId) -> Result<Vec<TeamId>> {
    let mut rows = conn.rows(&TEAMS, params![contact])?;
    rows.extend(conn.rows(&TEAMS_ELSEWHERE, params![contact])?);
    rows.into_iter().map(|mut row| row.take(0)).collect()
}

/// Makes two people one. Both are locked and stand for themselves; `members` are all contacts of the first.
pub fn merge(
    tx: &mut Tx<'_>,
    members: &[Member],
    contact: ContactId,
    into: ContactId,
    conversation: ConversationId,
    origin: &Origin,
) -> Result<()> {
    tx.write(&MERGE, params![contact, into])?;
    for member in members {
        tx.write(&KNOWN_AS, params![member.id, into])?;
    }
    tx.append(&Fact::ContactMerged { conversation, contact, into }, origin)
}

/// Takes a contact out of the person whose contacts are `members`, and with it what was merged into it. Gives the contacts
/// of the person it is again; none where it was merged into nothing.
pub fn unmerge(
    tx: &mut Tx<'_>,
    members: &[Member],
    contact: ContactId,
    conversation: ConversationId,
    origin: &Origin,
) -> Result<Vec<ContactId>> {
    let into = members.iter().find(|member| member.id == contact).and_then(|member| member.merged_into);
    let Some(from) = into else { return Ok(Vec::new()) };
    let mut own = vec![contact];
    let mut at = 0;
    while let Some(here) = own.get(at).copied() {
        own.extend(members.iter().filter(|member| member.merged_into == Some(here)).map(|member| member.id));
        at += 1;
    }
    tx.write(&UNMERGE, params![contact])?;
    for member in &own {
        tx.write(&KNOWN_AS, params![*member, (*member != contact).then_some(contact)])?;
    }
    tx.append(&Fact::ContactUnmerged { conversation, contact, from }, origin)?;
    Ok(own)
}
