//! Contacts and the identities by which they are known.

use domain::event::{Fact, Origin};
use domain::id::{ContactId, ConversationId, IdentityId};
use domain::identity::{Address, Evidence, Fingerprint, SenderMark};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::person::{self, Member};
use crate::tx::Tx;

crate::statements! {
    INSERT = "INSERT INTO contact (id, name, created_at) VALUES ($1, $2, $3)";
    INSERT_IDENTITY = "INSERT INTO identity (id, contact, fingerprint, value, evidence) VALUES ($1, $2, $3, $4, $5)";
    NAME_WHERE_NONE = "UPDATE contact SET name = $2 WHERE id = $1 AND name IS NULL AND erased_at IS NULL";
    VOUCH = "UPDATE identity SET evidence = $2 WHERE id = $1";
    MARK = "UPDATE identity SET mark = $2 WHERE id = $1";
    IDENTITY = "SELECT id, mark FROM identity WHERE fingerprint = $1";
    BY_FINGERPRINT = "SELECT contact FROM identity WHERE fingerprint = $1";
    ONE = "SELECT name, created_at, erased_at FROM contact WHERE id = $1";
    IDENTITIES = "SELECT id, value, evidence FROM identity WHERE contact = $1 ORDER BY id";
    KNOWN_BY = "SELECT id, value, evidence, mark FROM identity WHERE contact = $1 ORDER BY id LIMIT 100";
    PAGE = "SELECT id, name, created_at, erased_at, merged_into FROM contact WHERE id > $1 ORDER BY id LIMIT $2";
}

/// Somebody who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Their id.
    pub id: ContactId,
    /// The name they gave; `None` when none or erased.
    pub name: Option<String>,
    /// When they first wrote.
    pub created_at: Millis,
    /// When everything personal was erased.
    pub erased_at: Option<Millis>,
    /// The addresses they are known by, oldest first.
    pub addresses: Vec<String>,
}

/// Somebody who writes for the first time.
#[derive(Clone, Debug)]
pub struct NewContact<'a> {
    /// Their id.
    pub id: ContactId,
    /// The id of their first identity.
    pub identity: IdentityId,
    /// The name they gave.
    pub name: Option<&'a str>,
    /// Their address.
    pub address: &'a Address,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// Why we believe it is theirs.
    pub evidence: Evidence,
}

fn evidence_code(evidence: Evidence) -> i64 {
    match evidence {
        Evidence::Claimed => 0,
        Evidence::Authenticated => 1,
        Evidence::Agent => 2,
    }
}

/// The evidence with this number; an unknown number is worth nothing.
pub(crate) fn evidence_of(code: i64) -> Evidence {
    match code {
        1 => Evidence::Authenticated,
        2 => Evidence::Agent,
        _ => Evidence::Claimed,
    }
}

/// Makes a contact with one identity.
pub fn create(tx: &mut Tx<'_>, new: &NewContact<'_>, origin: &Origin) -> Result<()> {
    tx.write(&INSERT, params![new.id, new.name, origin.at])?;
    tx.write(
        &INSERT_IDENTITY,
        params![new.identity, new.id, new.fingerprint, new.address.as_str(), evidence_code(new.evidence)],
    )?;
    tx.append(&Fact::ContactCreated { contact: new.id }, origin)?;
    tx.append(&Fact::ContactIdentified { contact: new.id, identity: new.identity, evidence: new.evidence }, origin)
}

/// Notes better evidence for an address.
pub fn vouch(
    tx: &mut Tx<'_>,
    contact: ContactId,
    identity: IdentityId,
    evidence: Evidence,
    origin: &Origin,
) -> Result<()> {
    tx.write(&VOUCH, params![identity, evidence_code(evidence)])?;
    tx.append(&Fact::ContactIdentified { contact, identity, evidence }, origin)
}

/// Treats mail from an address differently from now on; `conversation` is where that was decided.
pub fn mark(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    identity: IdentityId,
    mark: SenderMark,
    origin: &Origin,
) -> Result<()> {
    tx.write(&MARK, params![identity, mark])?;
    tx.append(&Fact::SenderMarked { conversation, identity, mark }, origin)
}

/// The identity with this fingerprint, and how its mail is treated.
pub fn identity(conn: &mut Conn, fingerprint: Fingerprint) -> Result<Option<(IdentityId, SenderMark)>> {
    conn.row(&IDENTITY, params![fingerprint])?.map(|mut row| Ok((row.take(0)?, row.take(1)?))).transpose()
}

/// Keeps the name of a contact who had none so far.
pub fn learn_name(tx: &mut Tx<'_>, id: ContactId, name: &str) -> Result<()> {
    tx.write(&NAME_WHERE_NONE, params![id, name])
}

/// The contact known by this fingerprint.
pub fn by_fingerprint(conn: &mut Conn, fingerprint: Fingerprint) -> Result<Option<ContactId>> {
    conn.row(&BY_FINGERPRINT, params![fingerprint])?.map(|mut row| row.take(0)).transpose()
}

/// One contact.
pub fn by_id(conn: &mut Conn, id: ContactId) -> Result<Option<Contact>> {
    let Some(mut row) = conn.row(&ONE, params![id])? else { return Ok(None) };
    let addresses = conn
        .rows(&IDENTITIES, params![id])?
        .into_iter()
        .filter_map(|mut row| row.take::<Option<String>>(1).transpose())
        .collect::<Result<_>>()?;
    Ok(Some(Contact { id, name: row.take(0)?, created_at: row.take(1)?, erased_at: row.take(2)?, addresses }))
}

/// An address by which a contact is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub id: IdentityId,
    /// The address; `None` when erased.
    pub value: Option<String>,
    /// Why it is believed to be theirs.
    pub evidence: Evidence,
    /// How its mail is treated.
    pub mark: SenderMark,
}

/// The first hundred identities of a contact, oldest first.
pub fn identities(conn: &mut Conn, id: ContactId) -> Result<Vec<Identity>> {
    let rows = conn.rows(&KNOWN_BY, params![id])?.into_iter().map(|mut row| {
        let evidence = evidence_of(row.take(2)?);
        Ok(Identity { id: row.take(0)?, value: row.take(1)?, evidence, mark: row.take(3)? })
    });
    rows.collect()
}

/// The contacts after `after` by id, at most `limit`.
pub fn page(conn: &mut Conn, after: ContactId, limit: usize) -> Result<Vec<Member>> {
    conn.rows(&PAGE, params![after, limit])?.into_iter().map(person::member).collect()
}
