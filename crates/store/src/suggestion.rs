//! Suggestions: which conversations may be one matter, what speaks for it, what became of it.

use domain::event::{Fact, Origin};
use domain::id::{ConversationId, SuggestionId};
use domain::suggestion::{Hint, SuggestionState};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT = "INSERT INTO suggestion (id, conversation, other, hint, state) VALUES ($1, $2, $3, $4, 0)";
    SETTLE = "UPDATE suggestion SET state = $2 WHERE id = $1";
    ONE = "SELECT id, conversation, other, hint, state FROM suggestion WHERE id = $1 {lock}";
    OF_EITHER = "SELECT * FROM (SELECT id, conversation, other, hint, state FROM suggestion
            WHERE conversation = $1 ORDER BY id LIMIT 20) a
        UNION ALL SELECT * FROM (SELECT id, conversation, other, hint, state FROM suggestion
            WHERE other = $1 ORDER BY id LIMIT 20) b";
}

/// A suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// The conversation that came later.
    pub conversation: ConversationId,
    /// The one it may belong to.
    pub other: ConversationId,
    /// What speaks for it.
    pub hint: Hint,
    /// What became of it.
    pub state: SuggestionState,
}

/// Makes a suggestion; its state is taken to be open.
pub fn make(tx: &mut Tx<'_>, new: &Suggestion, origin: &Origin) -> Result<()> {
    let Suggestion { id, conversation, other, hint, .. } = *new;
    tx.write(&INSERT, params![id, conversation, other, hint])?;
    tx.append(&Fact::SuggestionMade { suggestion: id, conversation, other, hint }, origin)
}

/// Notes what became of a suggestion.
pub fn settle(tx: &mut Tx<'_>, suggestion: &Suggestion, state: SuggestionState, origin: &Origin) -> Result<()> {
    tx.write(&SETTLE, params![suggestion.id, state])?;
    let Suggestion { id, conversation, .. } = *suggestion;
    tx.append(&Fact::SuggestionSettled { suggestion: id, conversation, state }, origin)
}

/// One suggestion; nobody else settles it until the write commits.
pub fn lock(tx: &mut Tx<'_>, id: SuggestionId) -> Result<Option<Suggestion>> {
    tx.row(&ONE, params![id])?.map(read).transpose()
}

/// The suggestions in which a conversation is one of the two.
pub fn of(conn: &mut Conn, id: ConversationId) -> Result<Vec<Suggestion>> {
    conn.rows(&OF_EITHER, params![id])?.into_iter().map(read).collect()
}

pub(crate) fn read(mut row: Row) -> Result<Suggestion> {
    Ok(Suggestion {
        id: row.take(0)?,
        conversation: row.take(1)?,
        other: row.take(2)?,
        hint: row.take(3)?,
        state: row.take(4)?,
    })
}
