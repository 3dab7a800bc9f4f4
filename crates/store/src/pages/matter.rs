//! What a conversation has to do with others: suggestions, where it went, what was joined into it.

use domain::id::ConversationId;
use domain::suggestion::SuggestionState;

use super::asker::Other;
use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::suggestion::{self, Suggestion};
use crate::value::Row;

crate::statements! {
    ONE = "SELECT id, team, number, subject, status, last_at FROM conversation WHERE id = $1";
    JOINED = "SELECT id, team, number, subject, status, last_at FROM conversation WHERE merged_into = $1";
}

/// What a conversation has to do with others.
#[derive(Clone, Debug)]
pub struct Matter {
    /// What nobody decided about yet, with the other conversation.
    pub suggested: Vec<(Suggestion, Other)>,
    /// The conversation its messages were joined into.
    pub went_to: Option<Other>,
    /// What was joined into it.
    pub joined: Vec<Other>,
}

/// What the conversation `id` has to do with others: the one it was joined `into`, and what was joined into it, where
/// `homes` ([`crate::merge::homes`] of it) are more than itself.
pub fn matter(
    conn: &mut Conn,
    id: ConversationId,
    into: Option<ConversationId>,
    homes: &[ConversationId],
) -> Result<Matter> {
    let mut suggested = Vec::new();
    for one in suggestion::of(conn, id)?.into_iter().filter(|one| one.state == SuggestionState::Open) {
        let other = if one.conversation == id { one.other } else { one.conversation };
        suggested.extend(conn.row(&ONE, params![other])?.map(read).transpose()?.map(|other| (one, other)));
    }
    let went_to = match into {
        Some(into) => conn.row(&ONE, params![into])?.map(read).transpose()?,
        None => None,
    };
    let joined = match homes {
        [] | [_] => Vec::new(),
        _ => conn.rows(&JOINED, params![id])?.into_iter().map(read).collect::<Result<_>>()?,
    };
    Ok(Matter { suggested, went_to, joined })
}

/// Another conversation, from a row with its columns in this order.
pub(super) fn read(mut row: Row) -> Result<Other> {
    Ok(Other {
        id: row.take(0)?,
        team: row.take(1)?,
        number: row.take(2)?,
        subject: row.take(3)?,
        status: row.take(4)?,
        last_at: row.take(5)?,
    })
}
