//! Which contacts may be one person: what speaks for it, what became of it.
//!
//! One suggestion for two contacts, ever: what somebody said no to is not asked again.

use domain::event::{Fact, Origin};
use domain::id::{ContactId, ConversationId, SuggestionId};
use domain::suggestion::{Likeness, SuggestionState};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT = "INSERT INTO contact_suggestion (id, conversation, contact, other, likeness, state) VALUES ($1, $2, $3, $4, $5, 0)
        ON CONFLICT DO NOTHING";
    SETTLE = "UPDATE contact_suggestion SET state = $2 WHERE id = $1";
    ONE = "SELECT id, conversation, contact, other, likeness, state FROM contact_suggestion WHERE id = $1 {lock}";
    OF_EITHER = "SELECT * FROM (SELECT id, conversation, contact, other, likeness, state FROM contact_suggestion
            WHERE contact = $1 LIMIT 20) a
        UNION ALL SELECT * FROM (SELECT id, conversation, contact, other, likeness, state FROM contact_suggestion
            WHERE other = $1 ORDER BY id LIMIT 20) b";
    REVERSE = "SELECT id FROM contact_suggestion WHERE contact = $1 AND other = $2";
}

/// How many suggestions name one contact at most; what comes later is not made.
pub const MAX_EACH: usize = 8;

/// That two contacts may be one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// The conversation whose message speaks for it.
    pub conversation: ConversationId,
    /// Who wrote that message.
    pub contact: ContactId,
    /// Who they may be.
    pub other: ContactId,
    /// What speaks for it.
    pub likeness: Likeness,
    /// What became of it.
    pub state: SuggestionState,
}

impl Suggestion {
    /// Whether somebody may still decide: nobody did, or it was taken back.
    pub fn is_open(&self) -> bool {
        matches!(self.state, SuggestionState::Open | SuggestionState::Undone)
    }
}

/// Makes a suggestion, unless there was one for the two, or there are enough for either; its state is taken to be open.
pub fn make(tx: &mut Tx<'_>, new: &Suggestion, origin: &Origin) -> Result<bool> {
    let Suggestion { id, conversation, contact, other, likeness, .. } = *new;
    let enough = of(tx, contact)?.len() >= MAX_EACH || of(tx, other)?.len() >= MAX_EACH;
    if enough || tx.row(&REVERSE, params![other, contact])?.is_some() {
        return Ok(false);
    }
    if tx.execute(&INSERT, params![id, conversation, contact, other, likeness])? == 0 {
        return Ok(false);
    }
    tx.append(&Fact::ContactSuggested { suggestion: id, conversation, contact, other, likeness }, origin)?;
    Ok(true)
}

/// Notes what became of a suggestion, decided in `conversation`.
pub fn settle(
    tx: &mut Tx<'_>,
    suggestion: &Suggestion,
    state: SuggestionState,
    conversation: ConversationId,
    origin: &Origin,
) -> Result<()> {
    tx.write(&SETTLE, params![suggestion.id, state])?;
    tx.append(&Fact::ContactSuggestionSettled { suggestion: suggestion.id, conversation, state }, origin)
}

/// One suggestion; nobody else settles it until the write commits.
pub fn lock(tx: &mut Tx<'_>, id: SuggestionId) -> Result<Option<Suggestion>> {
    tx.row(&ONE, params![id])?.map(read).transpose()
}

/// The suggestions in which a contact is one of the two.
pub fn of(conn: &mut Conn, contact: ContactId) -> Result<Vec<Suggestion>> {
    conn.rows(&OF_EITHER, params![contact])?.into_iter().map(read).collect()
}

pub(crate) fn read(mut row: Row) -> Result<Suggestion> {
    Ok(Suggestion {
        id: row.take(0)?,
        conversation: row.take(1)?,
        contact: row.take(2)?,
        other: row.take(3)?,
        likeness: row.take(4)?,
        state: row.take(5)?,
    })
}
