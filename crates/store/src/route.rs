//! The ways out of an inbox: whether they work, and how much may still go by them.
//!
//! How a route fares is working state. How much went by it is counted from the attempts themselves, which are durable:
//! a restart forgets nothing, and an attempt that surely sent nothing does not count. What may have been sent does.

use domain::id::InboxId;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    STATES = "SELECT route, ill_since, probe_at, wait_until, why, slowed FROM route WHERE inbox = $1 ORDER BY route";
    ALL_WAITING = "SELECT inbox, route, wait_until, why FROM route WHERE wait_until > $1";
    MAKE = "INSERT INTO route (inbox, route, probe_at, wait_until, slowed) VALUES ($1, $2, 0, 0, 0) ON CONFLICT DO NOTHING";
    LOCK = "SELECT route FROM route WHERE inbox = $1 AND route = $2 {lock}";
    ILL = "UPDATE route SET ill_since = COALESCE(ill_since, $3), probe_at = $4 WHERE inbox = $1 AND route = $2
        RETURNING ill_since";
    WELL = "UPDATE route SET ill_since = NULL, slowed = 0 WHERE inbox = $1 AND route = $2
        AND (ill_since IS NOT NULL OR slowed > 0) RETURNING route";
    SLOW = "UPDATE route SET slowed = slowed + 1 WHERE inbox = $1 AND route = $2 RETURNING slowed";
    WAIT = "UPDATE route SET wait_until = $3, why = $4 WHERE inbox = $1 AND route = $2";
    WENT = "SELECT COUNT(*) FROM delivery_attempt WHERE inbox = $1 AND route = $2 AND started_at > $3
        AND (outcome IS NULL OR outcome IN (2, 4, 5))";
    NTH_NEWEST = "SELECT started_at FROM delivery_attempt WHERE inbox = $1 AND route = $2 AND started_at > $3
        AND (outcome IS NULL OR outcome IN (2, 4, 5)) ORDER BY started_at DESC LIMIT 1 OFFSET $4";
}

/// How a route fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteState {
    /// Its place among the ways out of the inbox.
    pub route: usize,
    /// Since when nothing was taken there; `None`: it works, as far as we know.
    pub ill_since: Option<Millis>,
    /// When one mail may find out whether it works again.
    pub probe_at: Millis,
    /// Until when nothing goes this way.
    pub wait_until: Millis,
    /// Why nothing goes this way; a word of the deliverer.
    pub why: Option<String>,
    /// How often the other side said that it wants less, since it last took something.
    pub slowed: u32,
}

/// An inbox of which a route waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The inbox.
    pub inbox: InboxId,
    /// The route.
    pub route: usize,
    /// Until when.
    pub until: Millis,
    /// Why; a word of the deliverer.
    pub why: String,
}

/// How the routes of an inbox fare; those of which nothing is known are left out.
pub fn states(conn: &mut Conn, inbox: InboxId) -> Result<Vec<RouteState>> {
    conn.rows(&STATES, params![inbox])?
        .into_iter()
        .map(|mut row| {
            Ok(RouteState {
                route: place(row.take(0)?),
                ill_since: row.take(1)?,
                probe_at: row.take(2)?,
                wait_until: row.take(3)?,
                why: row.take(4)?,
                slowed: row.take(5)?,
            })
        })
        .collect()
}

/// The routes by which nothing goes at `now`.
pub fn waiting(conn: &mut Conn, now: Millis) -> Result<Vec<Waiting>> {
    conn.rows(&ALL_WAITING, params![now])?
        .into_iter()
        .map(|mut row| {
            Ok(Waiting {
                inbox: row.take(0)?,
                route: place(row.take(1)?),
                until: row.take(2)?,
                why: row.take::<Option<String>>(3)?.unwrap_or_default(),
            })
        })
        .collect()
}

fn place(route: i64) -> usize {
    usize::try_from(route).unwrap_or_default()
}

/// Takes a route for oneself until the transaction ends, so that no other node counts it meanwhile.
pub fn lock(tx: &mut Tx<'_>, inbox: InboxId, route: usize) -> Result<()> {
    tx.write(&MAKE, params![inbox, route])?;
    tx.row(&LOCK, params![inbox, route])?;
    Ok(())
}

/// How many more mails may go by a route of which `limit` may go within `window_ms`, and, when none may, from when on.
pub fn room(conn: &mut Conn, inbox: InboxId, route: usize, limit: u32, window_ms: i64, now: Millis) -> Result<Room> {
    let since = now.plus_ms(-window_ms);
    let went: i64 = conn.row(&WENT, params![inbox, route, since])?.map_or(Ok(0), |mut row| row.take(0))?;
    let left = usize::try_from(i64::from(limit).saturating_sub(went)).unwrap_or(0);
    if left > 0 {
        return Ok(Room { left, from: now });
    }
    let oldest = conn.row(&NTH_NEWEST, params![inbox, route, since, limit.saturating_sub(1)])?;
    let oldest: Option<Millis> = oldest.map(|mut row| row.take(0)).transpose()?;
    Ok(Room { left: 0, from: oldest.unwrap_or(now).plus_ms(window_ms) })
}

/// What may still go by a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many mails.
    pub left: usize,
    /// From when on there is room again, when none may go.
    pub from: Millis,
}

/// Notes that a route takes nothing. Gives since when; the next mail finds out at `probe_at`.
pub fn ill(tx: &mut Tx<'_>, inbox: InboxId, route: usize, now: Millis, probe_at: Millis) -> Result<Millis> {
    tx.write(&MAKE, params![inbox, route])?;
    tx.returning(&ILL, params![inbox, route, now, probe_at])?.map_or(Ok(now), |mut row| row.take(0))
}

/// Notes that a route works. `true`: that is news.
pub fn well(tx: &mut Tx<'_>, inbox: InboxId, route: usize) -> Result<bool> {
    Ok(tx.returning(&WELL, params![inbox, route])?.is_some())
}

/// Notes that the other side wants less. Gives how often it said so without taking anything in between.
pub fn slowed(tx: &mut Tx<'_>, inbox: InboxId, route: usize) -> Result<i64> {
    tx.write(&MAKE, params![inbox, route])?;
    tx.returning(&SLOW, params![inbox, route])?.map_or(Ok(1), |mut row| row.take(0))
}

/// Lets nothing go by a route until `until`; `why` is a word of the deliverer.
pub fn wait(tx: &mut Tx<'_>, inbox: InboxId, route: usize, until: Millis, why: &str) -> Result<()> {
    tx.write(&MAKE, params![inbox, route])?;
    tx.write(&WAIT, params![inbox, route, until, why])
}
