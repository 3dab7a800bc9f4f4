//! Scheduled backups that failed, in the store: shown by `kontuar backup list` and the pages, and told of by the alarm.
//!
//! A row is a row of failures without a success between.

use domain::time::{DAY_MS, Millis};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    AGAIN = "UPDATE backup_failure SET last_at = $1, times = times + 1, why = $2, code = $3 WHERE ended_at IS NULL";
    FIRST = "INSERT INTO backup_failure (since, last_at, times, why, code, told, reached) VALUES ($1, $1, 1, $2, $3, 0, 0)
        ON CONFLICT (since) DO NOTHING";
    ENDED = "UPDATE backup_failure SET ended_at = $1 WHERE ended_at IS NULL";
    FORGOTTEN = "DELETE FROM backup_failure WHERE ended_at < $1";
    KNOWN = "SELECT since, last_at, times, why, ended_at, told_at, told, owed, reached, code FROM backup_failure
        ORDER BY since DESC LIMIT 400";
    TOLD = "UPDATE backup_failure SET told_at = $2, told = $3, owed = $4, reached = $5 WHERE since = $1";
}

/// How long failures are remembered after a success.
const REMEMBERED_MS: i64 = 400 * DAY_MS;

/// The longest reason that is kept, in characters.
const WHY_CHARS: usize = 500;

/// Failures without a success between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// When the first was.
    pub since: Millis,
    /// When the last was.
    pub last_at: Millis,
    /// How many.
    pub times: i64,
    /// What the last one failed for.
    pub why: String,
    /// The same in a word ([`BackupError::code`](super::BackupError::code)); `None`: an older version noted it.
    pub code: Option<String>,
    /// When a backup succeeded again.
    pub ended_at: Option<Millis>,
    /// What was told of it.
    pub told: Told,
}

/// How an alarm fares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// When it was told of last.
    pub at: Option<Millis>,
    /// How often.
    pub times: i64,
    /// What has still to be passed on.
    pub owed: Option<String>,
    /// Whether anybody was reached.
    pub reached: bool,
}

/// A scheduled backup failed, for this reason: a word and a sentence.
pub fn failed(tx: &mut Tx<'_>, at: Millis, (code, why): (&str, &str)) -> Result<()> {
    let why: String = why.chars().take(WHY_CHARS).collect();
    if tx.execute(&AGAIN, params![at, why, code])? == 0 {
        tx.write(&FIRST, params![at, why, code])?;
    }
    Ok(())
}

/// A scheduled backup succeeded.
pub fn succeeded(tx: &mut Tx<'_>, at: Millis) -> Result<()> {
    tx.write(&ENDED, params![at])?;
    tx.write(&FORGOTTEN, params![at.plus_ms(-REMEMBERED_MS)])
}

/// What is remembered, the newest first.
pub fn all(conn: &mut Conn) -> Result<Vec<Failing>> {
    let rows = conn.rows(&KNOWN, &[])?.into_iter();
    rows.map(|mut row| {
        Ok(Failing {
            since: row.take(0)?,
            last_at: row.take(1)?,
            times: row.take(2)?,
            why: row.take(3)?,
            code: row.take(9)?,
            ended_at: row.take(4)?,
            told: Told { at: row.take(5)?, times: row.take(6)?, owed: row.take(7)?, reached: row.take::<i64>(8)? != 0 },
        })
    })
    .collect()
}

/// The failures after which none succeeded yet.
pub fn standing(conn: &mut Conn) -> Result<Option<Failing>> {
    Ok(all(conn)?.into_iter().next().filter(|newest| newest.ended_at.is_none()))
}

/// How the alarm of the failures since `since` fares.
pub fn tell(tx: &mut Tx<'_>, since: Millis, told: &Told) -> Result<()> {
    tx.write(&TOLD, params![since, told.at, told.times, told.owed, i64::from(told.reached)])
}
