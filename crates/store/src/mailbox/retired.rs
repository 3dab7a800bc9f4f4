//! Mailboxes that were watched and are so no more: switched off in the pages, or taken out of the settings.

use domain::id::{InboxId, TeamId};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    RETIRE_ONE = "UPDATE mailbox SET configured = -1, alarm = NULL, alarm_since = NULL, told_at = NULL, told = 0, owed = NULL,
        reached = 0 WHERE inbox = $1";
    RETIRED = "SELECT i.id, i.name, i.address, i.team FROM mailbox m JOIN inbox i ON i.id = m.inbox WHERE m.configured < 0";
    TEAM_OF_RETIRED = "SELECT i.team FROM mailbox m JOIN inbox i ON i.id = m.inbox WHERE m.inbox = $1 AND m.configured < 0";
}

/// A mailbox is watched no more, and is no reason for an alarm.
pub fn retire(tx: &mut Tx<'_>, inbox: InboxId) -> Result<()> {
    tx.write(&RETIRE_ONE, params![inbox])
}

/// A mailbox that was watched and is so no more. Its inbox and what stands in that are there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Retired {
    pub inbox: InboxId,
    pub name: String,
    pub address: String,
    pub team: TeamId,
}

/// The mailboxes that are watched no more, by their names.
pub fn all(conn: &mut Conn) -> Result<Vec<Retired>> {
    let rows = conn.rows(&RETIRED, &[])?.into_iter();
    let retired = rows.map(|mut row| {
        Ok(Retired { inbox: row.take(0)?, name: row.take(1)?, address: row.take(2)?, team: row.take(3)? })
    });
    let mut retired = retired.collect::<Result<Vec<_>>>()?;
    retired.sort_by(|one, other| (&one.name, one.inbox).cmp(&(&other.name, other.inbox)));
    Ok(retired)
}

/// Whose a mailbox is that is watched no more; `None`: it is watched, or there is none.
pub fn team(conn: &mut Conn, inbox: InboxId) -> Result<Option<TeamId>> {
    conn.row(&TEAM_OF_RETIRED, params![inbox])?.map(|mut row| row.take(0)).transpose()
}
