//! Arrivals that could not be read: they wait for a person, who lets them be read again or gives them up.

use domain::event::{Fact, Origin, QuarantineReason};
use domain::id::{InboxId, RawId, TeamId};
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    ASIDE = "UPDATE raw SET state = 2, reason = $2, aside = $3, aside_at = $4, given_up = NULL, tries = tries + 1
        WHERE id = $1 AND state = 0";
    REQUEUE = "UPDATE raw SET state = 0, attempts = 0, reason = NULL, due_at = $2
        WHERE id = $1 AND state = 2 AND given_up IS NULL AND COALESCE(aside, '') <> 'too_large'";
    GIVE_UP = "UPDATE raw SET given_up = $2 WHERE id = $1 AND state = 2 AND given_up IS NULL";
    TAKE_BACK = "UPDATE raw SET given_up = NULL WHERE id = $1 AND state = 2 AND given_up IS NOT NULL";
    LIST = "SELECT r.id, r.inbox, i.team, r.received_at, r.bytes, r.reason, r.aside, r.aside_at, r.tries, r.given_up
        FROM raw r JOIN inbox i ON i.id = r.inbox WHERE r.state = 2 AND r.given_up IS NULL AND r.id > $1 ORDER BY r.id LIMIT $2";
    GIVEN_UP = "SELECT r.id, r.inbox, i.team, r.received_at, r.bytes, r.reason, r.aside, r.aside_at, r.tries, r.given_up
        FROM raw r JOIN inbox i ON i.id = r.inbox WHERE r.state = 2 AND r.given_up IS NOT NULL AND r.id > $1 ORDER BY r.id LIMIT $2";
    ONE = "SELECT r.id, r.inbox, i.team, r.received_at, r.bytes, r.reason, r.aside, r.aside_at, r.tries, r.given_up
        FROM raw r JOIN inbox i ON i.id = r.inbox WHERE r.id = $1 AND r.state = 2";
    COUNT = "SELECT i.team, CASE WHEN r.given_up IS NULL THEN 0 ELSE 1 END, COUNT(*) FROM raw r JOIN inbox i ON i.id = r.inbox
        WHERE r.state = 2 GROUP BY 1, 2";
    LISTED = "SELECT i.team, COUNT(*) FROM raw r JOIN inbox i ON i.id = r.inbox WHERE r.state = 2 AND r.given_up IS NULL
        GROUP BY i.team";
    AGAIN = "SELECT i.team, COUNT(*) FROM raw r JOIN inbox i ON i.id = r.inbox WHERE r.state = 0 AND r.tries > 0 GROUP BY i.team";
}

/// Puts an arrival aside for a person.
pub fn quarantine(tx: &mut Tx<'_>, id: RawId, reason: QuarantineReason, words: &str, origin: &Origin) -> Result<bool> {
    if tx.execute(&ASIDE, params![id, words, word(reason), origin.at])? == 0 {
        return Ok(false);
    }
    tx.append(&Fact::RawQuarantined { raw: id, reason }, origin)?;
    Ok(true)
}

/// Lets an arrival be read again. `false`: it is not in quarantine, was given up, or only a part of it is here, which would be
/// taken for the whole.
pub fn requeue(tx: &mut Tx<'_>, id: RawId, now: Millis) -> Result<bool> {
    Ok(tx.execute(&REQUEUE, params![id, now])? > 0)
}

/// Takes an arrival out of the list for good; it is kept. `false`: it is not in the list.
pub fn give_up(tx: &mut Tx<'_>, id: RawId, now: Millis) -> Result<bool> {
    Ok(tx.execute(&GIVE_UP, params![id, now])? > 0)
}

/// Puts one that was given up back into the list. `false`: it was not given up.
pub fn take_back(tx: &mut Tx<'_>, id: RawId) -> Result<bool> {
    Ok(tx.execute(&TAKE_BACK, params![id])? > 0)
}

/// An arrival in quarantine.
#[derive(Clone, Debug)]
pub struct Quarantined {
    /// Its id.
    pub id: RawId,
    /// Where it arrived.
    pub inbox: InboxId,
    /// The team whose inbox that is.
    pub team: TeamId,
    /// When it arrived.
    pub received_at: Millis,
    /// Its size in bytes.
    pub bytes: i64,
    /// Why, as the program put it.
    pub reason: String,
    /// Why, in kinds; `None` for what was put aside before that was kept.
    pub kind: Option<QuarantineReason>,
    /// When it was put aside last.
    pub aside_at: Option<Millis>,
    /// How often it was put aside.
    pub tries: i64,
    /// When it was given up.
    pub given_up: Option<Millis>,
}

/// The arrivals in quarantine after `after`, without those that were given up.
pub fn quarantined(conn: &mut Conn, after: RawId, limit: usize) -> Result<Vec<Quarantined>> {
    conn.rows(&LIST, params![after, limit])?.into_iter().map(read).collect()
}

/// The arrivals that were given up, after `after`.
pub fn given_up(conn: &mut Conn, after: RawId, limit: usize) -> Result<Vec<Quarantined>> {
    conn.rows(&GIVEN_UP, params![after, limit])?.into_iter().map(read).collect()
}

/// An arrival, if it is in quarantine or was given up.
pub fn in_quarantine(conn: &mut Conn, id: RawId) -> Result<Option<Quarantined>> {
    conn.row(&ONE, params![id])?.map(read).transpose()
}

/// How many arrivals of a team's inboxes are aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// In the list.
    pub listed: i64,
    /// Given up.
    pub given_up: i64,
    /// Let go, and not read again yet.
    pub again: i64,
}

/// How many arrivals are aside in the inboxes of the teams that `sees` says yes to.
pub fn count_aside(conn: &mut Conn, sees: impl Fn(TeamId) -> bool) -> Result<Aside> {
    let mut aside = Aside::default();
    for mut row in conn.rows(&COUNT, &[])? {
        let (team, given_up, count) = (row.take(0)?, row.take::<bool>(1)?, row.take::<i64>(2)?);
        if sees(team) {
            *(if given_up { &mut aside.given_up } else { &mut aside.listed }) += count;
        }
    }
    for mut row in conn.rows(&AGAIN, &[])? {
        let (team, count) = (row.take(0)?, row.take::<i64>(1)?);
        aside.again += if sees(team) { count } else { 0 };
    }
    Ok(aside)
}

/// How many are in the list alone: what the pages of those who lead tell, so it is read from one small index.
pub fn count_listed(conn: &mut Conn, sees: impl Fn(TeamId) -> bool) -> Result<i64> {
    let mut listed = 0;
    for mut row in conn.rows(&LISTED, &[])? {
        let (team, count) = (row.take(0)?, row.take::<i64>(1)?);
        listed += if sees(team) { count } else { 0 };
    }
    Ok(listed)
}

fn read(mut row: Row) -> Result<Quarantined> {
    Ok(Quarantined {
        id: row.take(0)?,
        inbox: row.take(1)?,
        team: row.take(2)?,
        received_at: row.take(3)?,
        bytes: row.take(4)?,
        reason: row.take::<Option<String>>(5)?.unwrap_or_default(),
        kind: row.take::<Option<String>>(6)?.as_deref().and_then(kind),
        aside_at: row.take(7)?,
        tries: row.take(8)?,
        given_up: row.take(9)?,
    })
}

/// The word under which a reason is kept.
fn word(reason: QuarantineReason) -> Option<String> {
    serde_json::to_value(reason).ok()?.as_str().map(str::to_owned)
}

fn kind(word: &str) -> Option<QuarantineReason> {
    serde_json::from_value(word.into()).ok()
}
