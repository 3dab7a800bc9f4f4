//! Whether mail to an inbox's address with a tag (RFC 5233: `shop+tag@…`) comes: found out by a mail to ourselves.

use domain::id::InboxId;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    ASK = "INSERT INTO plus_probe (inbox, state, at) VALUES ($1, 0, $2) ON CONFLICT (inbox) DO UPDATE SET state = 0, at = excluded.at,
        words = NULL";
    GET = "SELECT state, at, words FROM plus_probe WHERE inbox = $1";
    SENDING = "UPDATE plus_probe SET state = 1, at = $2 WHERE inbox = $1 AND state = 0 RETURNING inbox";
    REFUSED = "UPDATE plus_probe SET state = 3, at = $2, words = $3 WHERE inbox = $1 AND state = 1";
    CAME = "UPDATE plus_probe SET state = 2, at = $2, words = NULL WHERE inbox = $1 AND state <> 2";
}

/// What is known of tagged mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeState {
    /// Somebody asked to find out.
    Asked,
    /// The mail to ourselves is under way.
    Sent,
    /// It came.
    Came,
    /// The mail server did not take it.
    Refused,
}

/// How the probe of an inbox stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// What is known.
    pub state: ProbeState,
    /// Since when.
    pub at: Millis,
    /// What the mail server said when it did not take it.
    pub words: Option<String>,
}

/// Somebody wants to know. Until it is known again, no tagged address is given out.
pub fn ask(tx: &mut Tx<'_>, inbox: InboxId, now: Millis) -> Result<()> {
    tx.write(&ASK, params![inbox, now])
}

/// How the probe of an inbox stands; `None`: nobody asked yet.
pub fn get(conn: &mut Conn, inbox: InboxId) -> Result<Option<Probe>> {
    let Some(mut row) = conn.row(&GET, params![inbox])? else { return Ok(None) };
    let state = match row.take::<i64>(0)? {
        0 => ProbeState::Asked,
        1 => ProbeState::Sent,
        2 => ProbeState::Came,
        _ => ProbeState::Refused,
    };
    Ok(Some(Probe { state, at: row.take(1)?, words: row.take(2)? }))
}

/// Whether tagged mail is known to come.
pub fn works(conn: &mut Conn, inbox: InboxId) -> Result<bool> {
    Ok(get(conn, inbox)?.is_some_and(|probe| probe.state == ProbeState::Came))
}

/// The mail is about to be sent. `false`: nobody wants it any more.
pub fn sending(tx: &mut Tx<'_>, inbox: InboxId, now: Millis) -> Result<bool> {
    Ok(tx.returning(&SENDING, params![inbox, now])?.is_some())
}

/// The mail server did not take it, and said this.
pub fn refused(tx: &mut Tx<'_>, inbox: InboxId, now: Millis, words: &str) -> Result<()> {
    tx.write(&REFUSED, params![inbox, now, words])
}

/// It came.
pub fn came(tx: &mut Tx<'_>, inbox: InboxId, now: Millis) -> Result<()> {
    tx.write(&CAME, params![inbox, now])
}
