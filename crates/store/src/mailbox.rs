//! Mailboxes: which mails of which folder are stored, what is wanted of them, how they fare. Working state: never in the log.
//!
//! - this file: folders and the UIDs that are stored;
//! - [`retired`]: those that are watched no more;
//! - [`standing`]: how its domain stands with those who receive its mail;
//! - [`state`]: how a mailbox fares, for pages and for the alarm.

pub mod outlook;
pub mod retired;
pub mod standing;
pub mod state;

use domain::id::InboxId;
use domain::identity::Fingerprint;
use domain::mailbox::FolderRole;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    FOLDER = "SELECT name, uid_validity, first_uid FROM mailbox_folder WHERE inbox = $1 AND role = $2";
    BEGIN = "INSERT INTO mailbox_folder (inbox, role, name, uid_validity, first_uid) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (inbox, role) DO UPDATE SET name = excluded.name, uid_validity = excluded.uid_validity,
            first_uid = excluded.first_uid, on_server = 0, wanted = 0, missing = 0, missing_since = NULL";
    RENUMBER = "UPDATE mailbox_folder SET uid_validity = $3, first_uid = NULL WHERE inbox = $1 AND role = $2";
    BEFORE = "SELECT uid_validity, uid FROM mailbox_cursor WHERE inbox = $1";
    FORGET = "DELETE FROM mailbox_uid WHERE inbox = $1 AND role = $2";
    FORGET_OTHERS = "DELETE FROM mailbox_uid WHERE inbox = $1 AND role = $2 AND uid_validity <> $3";
    UIDS = "SELECT uid FROM mailbox_uid WHERE inbox = $1 AND role = $2 AND uid_validity = $3 AND uid > $4 ORDER BY uid LIMIT $5";
    OTHERS = "SELECT uid_validity, uid, sign FROM mailbox_uid WHERE inbox = $1 AND role = $2 AND uid_validity <> $3";
    KEEP = "INSERT INTO mailbox_uid (inbox, role, uid_validity, uid, sign) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (inbox, role, uid_validity, uid) DO NOTHING";
    DROP = "DELETE FROM mailbox_uid WHERE inbox = $1 AND role = $2 AND uid_validity = $3 AND uid = $4";
    SURVEYED = "UPDATE mailbox_folder SET on_server = $4, wanted = $5, missing = $6,
        missing_since = CASE WHEN CAST($6 AS BIGINT) = 0 THEN NULL ELSE COALESCE(missing_since, $7) END
        WHERE inbox = $1 AND role = $2 AND uid_validity = $3";
    LEAVE = "DELETE FROM mailbox_folder WHERE inbox = $1 AND role = $2";
    FORGET_ELSEWHERE = "DELETE FROM mailbox_uid WHERE inbox = $1 AND uid_validity <> (SELECT f.uid_validity FROM mailbox_folder f
        WHERE f.inbox = mailbox_uid.inbox AND f.role = mailbox_uid.role)";
    MOVE_UIDS = "UPDATE mailbox_uid SET uid_validity = 0 WHERE inbox = $1";
    MOVE_FOLDERS = "UPDATE mailbox_folder SET uid_validity = 0, first_uid = NULL WHERE inbox = $1";
    LIES_IN = "UPDATE raw SET folder = $2 WHERE id = $1";
}

/// How many UIDs are read at once.
const PAGE: usize = 20_000;

/// A folder of an inbox's mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Folder {
    /// The inbox.
    pub inbox: InboxId,
    /// Which of its folders.
    pub role: FolderRole,
}

/// A mail of a folder: its UID under a UIDVALIDITY (RFC 3501, 2.3.1.1), and by what it is known again under another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Uid {
    pub uid_validity: u32,
    pub uid: u32,
    pub sign: Fingerprint,
}

/// Opens a folder: makes it known when it is not, and begins anew where it is another one. Gives the UID from which on
/// mails came since it was set up; `None` when nobody can say that by UIDs.
///
/// `uid_next`: what the next mail gets, as the server says.
pub fn open(
    tx: &mut Tx<'_>,
    folder: Folder,
    name: &str,
    uid_validity: u32,
    uid_next: Option<u32>,
) -> Result<Option<u32>> {
    let Folder { inbox, role } = folder;
    if let Some(mut row) = tx.row(&FOLDER, params![inbox, role])? {
        let (known, validity, first): (String, u32, Option<u32>) = (row.take(0)?, row.take(1)?, row.take(2)?);
        if known == name && validity == uid_validity {
            return Ok(first);
        }
        if known == name {
            tx.write(&RENUMBER, params![inbox, role, uid_validity])?;
            return Ok(None);
        }
        tx.write(&FORGET, params![inbox, role])?;
    }
    let before = if role == FolderRole::Inbox { read_before(tx, inbox, uid_validity)? } else { None };
    let first = before.or(uid_next);
    tx.write(&BEGIN, params![inbox, role, name, uid_validity, first])?;
    Ok(first)
}

/// Behind the last UID that was read before folders were known one by one.
fn read_before(conn: &mut Conn, inbox: InboxId, uid_validity: u32) -> Result<Option<u32>> {
    let Some(mut row) = conn.row(&BEFORE, params![inbox])? else { return Ok(None) };
    let (validity, uid): (u32, u32) = (row.take(0)?, row.take(1)?);
    Ok((validity == uid_validity).then(|| uid.saturating_add(1)))
}

/// The UIDs after `after` that are stored, ascending, at most a page; none when these were all.
pub fn uids(conn: &mut Conn, folder: Folder, uid_validity: u32, after: u32) -> Result<Vec<u32>> {
    let asked = params![folder.inbox, folder.role, uid_validity, after, PAGE];
    conn.rows(&UIDS, asked)?.into_iter().map(|mut row| row.take(0)).collect()
}

/// What is stored under other UIDVALIDITYs than this.
pub fn under_others(conn: &mut Conn, folder: Folder, uid_validity: u32) -> Result<Vec<Uid>> {
    conn.rows(&OTHERS, params![folder.inbox, folder.role, uid_validity])?
        .into_iter()
        .map(|mut row| Ok(Uid { uid_validity: row.take(0)?, uid: row.take(1)?, sign: row.take(2)? }))
        .collect()
}

/// Forgets what is stored under other UIDVALIDITYs: everything was compared.
pub fn forget_others(tx: &mut Tx<'_>, folder: Folder, uid_validity: u32) -> Result<()> {
    tx.write(&FORGET_OTHERS, params![folder.inbox, folder.role, uid_validity])
}

/// Keeps that a mail is stored. Call it in the transaction that stores it, or later, never before.
pub fn keep(tx: &mut Tx<'_>, folder: Folder, mail: Uid) -> Result<()> {
    tx.write(&KEEP, params![folder.inbox, folder.role, mail.uid_validity, mail.uid, mail.sign])
}

/// A mail is known under another UID now.
pub fn renumber(tx: &mut Tx<'_>, folder: Folder, from: Uid, to: Uid) -> Result<()> {
    tx.write(&DROP, params![folder.inbox, folder.role, from.uid_validity, from.uid])?;
    keep(tx, folder, to)
}

/// How a folder compares with what is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Mails on the server.
    pub on_server: i64,
    /// Those of them that are wanted.
    pub wanted: i64,
    /// Those of these that are not stored.
    pub missing: i64,
}

/// Keeps how a folder compares.
pub fn surveyed(tx: &mut Tx<'_>, folder: Folder, uid_validity: u32, now: Millis, found: Compared) -> Result<()> {
    let Compared { on_server, wanted, missing } = found;
    tx.write(&SURVEYED, params![folder.inbox, folder.role, uid_validity, on_server, wanted, missing, now])
}

/// A folder is read no more: what is missing of it is missed no more. Read again, it begins anew.
pub fn leave(tx: &mut Tx<'_>, folder: Folder) -> Result<()> {
    tx.write(&LEAVE, params![folder.inbox, folder.role])?;
    tx.write(&FORGET, params![folder.inbox, folder.role])
}

/// The mailbox lies on another server: its UIDs mean nothing there, even under the same UIDVALIDITY, and its mails are known
/// again by their signs. No server gives a UIDVALIDITY of 0 (RFC 3501, 9).
pub fn move_away(tx: &mut Tx<'_>, inbox: InboxId) -> Result<()> {
    tx.write(&FORGET_ELSEWHERE, params![inbox])?;
    tx.write(&MOVE_UIDS, params![inbox])?;
    tx.write(&MOVE_FOLDERS, params![inbox])
}

/// Notes which folder an arrival lay in.
pub fn lies_in(tx: &mut Tx<'_>, raw: domain::id::RawId, role: FolderRole) -> Result<()> {
    tx.write(&LIES_IN, params![raw, role])
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    fn inbox() -> Folder {
        Folder { inbox: InboxId::from_raw(7), role: FolderRole::Inbox }
    }

    fn mail(uid_validity: u32, uid: u32, sign: u8) -> Uid {
        Uid { uid_validity, uid, sign: Fingerprint([sign; 16]) }
    }

    #[test]
    fn what_came_before_a_folder_was_set_up_stays_before_it() {
        let mut store = Scratch::new();
        let mut open =
            |name: &str, validity, next| store.write(|tx| super::open(tx, inbox(), name, validity, next)).unwrap();
        assert_eq!(open("INBOX", 5, Some(100)), Some(100));
        assert_eq!(open("INBOX", 5, Some(170)), Some(100), "the line stays where it was drawn");
        assert_eq!(open("INBOX", 6, Some(20)), None, "UIDs say nothing about it any more");
        assert_eq!(open("INBOX", 6, Some(25)), None);
        assert_eq!(open("Zamówienia", 6, Some(9)), Some(9), "another folder begins anew");
    }

    #[test]
    fn mails_are_known_by_uid_and_again_by_sign() {
        let mut store = Scratch::new();
        store.write(|tx| open(tx, inbox(), "INBOX", 5, Some(1)).map(drop)).unwrap();
        for uid in [3, 1, 2, 3, u32::MAX] {
            store.write(|tx| keep(tx, inbox(), mail(5, uid, 1))).unwrap();
        }
        assert_eq!(uids(store.conn(), inbox(), 5, 0).unwrap(), [1, 2, 3, u32::MAX]);
        assert_eq!(uids(store.conn(), inbox(), 5, 2).unwrap(), [3, u32::MAX]);
        let spam = Folder { role: FolderRole::Spam, ..inbox() };
        assert_eq!(uids(store.conn(), spam, 5, 0).unwrap(), [0_u32; 0]);
        store.write(|tx| renumber(tx, inbox(), mail(5, 3, 1), mail(6, 9, 1))).unwrap();
        assert_eq!(under_others(store.conn(), inbox(), 6).unwrap().len(), 3);
        store.write(|tx| forget_others(tx, inbox(), 6)).unwrap();
        assert_eq!(under_others(store.conn(), inbox(), 6).unwrap(), []);
        assert_eq!(uids(store.conn(), inbox(), 6, 0).unwrap(), [9]);
        store.write(|tx| keep(tx, inbox(), mail(5, 9, 2))).unwrap();
        store.write(|tx| open(tx, inbox(), "INBOX", 6, None).map(drop)).unwrap();
        store.write(|tx| move_away(tx, inbox().inbox)).unwrap();
        assert_eq!(uids(store.conn(), inbox(), 6, 0).unwrap(), [0_u32; 0], "elsewhere the same UID is another mail");
        assert_eq!(under_others(store.conn(), inbox(), 6).unwrap(), [mail(0, 9, 1)]);
        assert_eq!(store.write(|tx| open(tx, inbox(), "INBOX", 6, Some(40))).unwrap(), None);
        store.write(|tx| leave(tx, inbox())).unwrap();
        assert_eq!(uids(store.conn(), inbox(), 6, 0).unwrap(), [0_u32; 0]);
        assert_eq!(store.write(|tx| open(tx, inbox(), "INBOX", 6, Some(12))).unwrap(), Some(12), "it begins anew");
    }
}
