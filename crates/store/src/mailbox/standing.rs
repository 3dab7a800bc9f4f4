//! How the domain of a mailbox stands with those who receive its mail: what was found, and that somebody wants it looked at.

use domain::id::InboxId;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    STANDING_ASK = "INSERT INTO mailbox_standing (inbox, asked_at, selector) VALUES ($1, $2, $3)
        ON CONFLICT (inbox) DO UPDATE SET asked_at = excluded.asked_at, selector = excluded.selector";
    STANDING_GET = "SELECT asked_at, selector, looked_at, found FROM mailbox_standing WHERE inbox = $1";
    STANDING_FOUND = "INSERT INTO mailbox_standing (inbox, looked_at, found) VALUES ($1, $2, $3)
        ON CONFLICT (inbox) DO UPDATE SET looked_at = excluded.looked_at, found = excluded.found,
            asked_at = CASE WHEN mailbox_standing.asked_at > $4 THEN mailbox_standing.asked_at ELSE NULL END";
}

/// What is kept of a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Since when somebody wants it looked at anew.
    pub asked_at: Option<Millis>,
    /// The name of the key that the provider signs with, where somebody gave it.
    pub selector: Option<String>,
    /// When it was looked at last.
    pub looked_at: Option<Millis>,
    /// What was found then, as JSON.
    pub found: Option<String>,
}

/// Somebody wants it looked at anew, with this key of the provider's.
pub fn ask(tx: &mut Tx<'_>, inbox: InboxId, selector: Option<&str>, now: Millis) -> Result<()> {
    tx.write(&STANDING_ASK, params![inbox, now, selector.map(str::to_owned)])
}

/// What is known; `None`: nobody looked or asked yet.
pub fn get(conn: &mut Conn, inbox: InboxId) -> Result<Option<Standing>> {
    let Some(mut row) = conn.row(&STANDING_GET, params![inbox])? else { return Ok(None) };
    Ok(Some(Standing { asked_at: row.take(0)?, selector: row.take(1)?, looked_at: row.take(2)?, found: row.take(3)? }))
}

/// This was found by a look that began at `began`; who asked later still waits.
pub fn found(tx: &mut Tx<'_>, inbox: InboxId, began: Millis, found: &str, now: Millis) -> Result<()> {
    tx.write(&STANDING_FOUND, params![inbox, now, found, began])
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn who_asks_while_it_is_looked_at_still_waits() {
        let (mut store, inbox, at) = (Scratch::new(), InboxId::from_raw(7), Millis::new);
        assert_eq!(get(store.conn(), inbox).unwrap(), None);
        store.write(|tx| found(tx, inbox, at(1), "one", at(2))).unwrap();
        store.write(|tx| ask(tx, inbox, Some("s1"), at(3))).unwrap();
        let known = get(store.conn(), inbox).unwrap().unwrap();
        assert_eq!((known.asked_at, known.found.as_deref()), (Some(at(3)), Some("one")), "what was found still shows");
        store.write(|tx| found(tx, inbox, at(2), "two", at(4))).unwrap();
        assert_eq!(get(store.conn(), inbox).unwrap().unwrap().asked_at, Some(at(3)));
        store.write(|tx| found(tx, inbox, at(3), "three", at(5))).unwrap();
        let known = get(store.conn(), inbox).unwrap().unwrap();
        assert_eq!((known.asked_at, known.looked_at, known.found.as_deref()), (None, Some(at(5)), Some("three")));
        assert_eq!(known.selector.as_deref(), Some("s1"));
    }
}
