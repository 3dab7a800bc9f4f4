//! How far each mailbox was read. Working state: never in the log.

use domain::id::InboxId;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    GET = "SELECT uid_validity, uid FROM mailbox_cursor WHERE inbox = $1";
    KEEP = "INSERT INTO mailbox_cursor (inbox, uid_validity, uid) VALUES ($1, $2, $3) ON CONFLICT (inbox) DO UPDATE
        SET uid_validity = excluded.uid_validity, uid = excluded.uid";
}

/// A place in a mailbox's folder (RFC 3501, 2.3.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailboxCursor {
    /// UIDVALIDITY: UIDs of another one mean nothing.
    pub uid_validity: u32,
    /// The last UID that was stored.
    pub uid: u32,
}

/// How far the mailbox of an inbox was read; `None` when it never was.
pub fn get(conn: &mut Conn, inbox: InboxId) -> Result<Option<MailboxCursor>> {
    let Some(mut row) = conn.row(&GET, params![inbox])? else { return Ok(None) };
    let number = |cell: i64| u32::try_from(cell).unwrap_or_default();
    Ok(Some(MailboxCursor { uid_validity: number(row.take(0)?), uid: number(row.take(1)?) }))
}

/// Keeps how far a mailbox was read. Call it when what stands there is stored, never before.
pub fn keep(tx: &mut Tx<'_>, inbox: InboxId, cursor: MailboxCursor) -> Result<()> {
    tx.write(&KEEP, params![inbox, cursor.uid_validity, cursor.uid])
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn the_last_place_is_kept() {
        let mut store = Scratch::new();
        let inbox = InboxId::from_raw(7);
        assert_eq!(get(store.conn(), inbox).unwrap(), None);
        for cursor in [MailboxCursor { uid_validity: 5, uid: 90 }, MailboxCursor { uid_validity: u32::MAX, uid: 1 }] {
            store.write(|tx| keep(tx, inbox, cursor)).unwrap();
            assert_eq!(get(store.conn(), inbox).unwrap(), Some(cursor));
        }
        assert_eq!(get(store.conn(), InboxId::from_raw(8)).unwrap(), None);
    }
}
