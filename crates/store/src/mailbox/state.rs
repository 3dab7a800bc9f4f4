//! How mailboxes fare, as pages show it and the alarm watches it.

use domain::id::{InboxId, TeamId};
use domain::identity::Address;
use domain::mailbox::{FolderRole, Horizon};
use domain::time::Millis;

use super::Compared;
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    SET_UP = "INSERT INTO mailbox (inbox, horizon, configured, since) VALUES ($1, $2, $3, $4) ON CONFLICT (inbox) DO UPDATE
        SET configured = $3, horizon = CASE WHEN $3 = 1 THEN $2 ELSE mailbox.horizon END";
    RETIRE = "UPDATE mailbox SET configured = -1 WHERE configured >= 0";
    FORGET_ALARMS = "UPDATE mailbox SET alarm = NULL, alarm_since = NULL, told_at = NULL, told = 0, owed = NULL,
        reached = 0 WHERE configured < 0";
    FARES = "UPDATE mailbox SET state = $2, code = $3, words = $4, since = $5, heard_at = COALESCE($6, heard_at) WHERE inbox = $1";
    ALL_OF = "SELECT m.inbox, i.name, m.horizon, m.configured, m.state, m.code, m.words, m.since, m.heard_at, m.trial_asked,
        m.trial, m.alarm, m.alarm_since, m.told_at, m.told, i.team, i.address, m.owed,
        m.reached FROM mailbox m JOIN inbox i ON i.id = m.inbox WHERE m.configured >= 0";
    FOLDERS = "SELECT role, name, on_server, wanted, missing, missing_since FROM mailbox_folder WHERE inbox = $1";
    CHOOSE = "UPDATE mailbox SET horizon = $2, trial = NULL WHERE inbox = $1 AND configured = 0";
    HORIZON = "SELECT horizon FROM mailbox WHERE inbox = $1";
    ASK = "UPDATE mailbox SET trial_asked = $2, trial_horizon = $3 WHERE inbox = $1 AND trial_asked IS NULL";
    ASKED = "SELECT horizon, trial_asked, trial_horizon FROM mailbox WHERE inbox = $1";
    TRYING = "UPDATE mailbox SET trial = $2 WHERE inbox = $1 AND trial_asked IS NOT NULL";
    TRIED = "UPDATE mailbox SET trial = $2, trial_asked = NULL WHERE inbox = $1";
    ALARM = "UPDATE mailbox SET alarm = $2, alarm_since = $3, told_at = $4, told = $5, owed = $6,
        reached = $7 WHERE inbox = $1";
    ALARMS = "SELECT i.name, i.team, m.alarm, m.alarm_since FROM mailbox m JOIN inbox i ON i.id = m.inbox
        WHERE m.alarm IS NOT NULL";
    TEAM_OF = "SELECT i.team FROM mailbox m JOIN inbox i ON i.id = m.inbox WHERE m.inbox = $1 AND m.configured >= 0";
}

/// What a mailbox is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// On the way to its server.
    Connecting,
    /// All that is wanted is stored.
    Watching,
    /// Some of it is not yet.
    CatchingUp,
    /// It does not work.
    Failing,
}

impl State {
    /// The word for Fluent keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Watching => "watching",
            Self::CatchingUp => "catching-up",
            Self::Failing => "failing",
        }
    }

    fn code(self) -> i64 {
        match self {
            Self::Connecting => 0,
            Self::Watching => 1,
            Self::CatchingUp => 2,
            Self::Failing => 3,
        }
    }

    fn from_code(code: i64) -> Self {
        match code {
            1 => Self::Watching,
            2 => Self::CatchingUp,
            3 => Self::Failing,
            _ => Self::Connecting,
        }
    }
}

/// A folder as it was compared last.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct FolderState {
    pub role: FolderRole,
    pub name: String,
    pub compared: Compared,
    /// Since when something is missing; `None`: nothing is.
    pub missing_since: Option<Millis>,
}

/// What the alarm about a mailbox has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// What it is about: a word.
    pub word: String,
    /// Since when.
    pub since: Millis,
    /// When it was told of last; `None`: not yet.
    pub told_at: Option<Millis>,
    /// How often.
    pub told: i64,
}

/// A mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The inbox it is fetched for.
    pub inbox: InboxId,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// Whose conversations its mails become.
    pub team: TeamId,
    /// How far back it is read; `None`: nobody chose.
    pub horizon: Option<Horizon>,
    /// Whether that stands in the settings.
    pub configured: bool,
    /// What it is at.
    pub state: State,
    /// What is wrong, as a word and in a sentence.
    pub trouble: Option<(String, String)>,
    /// Since when it is at that.
    pub since: Millis,
    /// When its server last answered.
    pub heard_at: Option<Millis>,
    /// Whether a dry run is asked for, and what the last one found, as JSON.
    pub trial: (bool, Option<String>),
    /// Its alarm.
    pub alarm: Option<Alarm>,
    /// What has still to be told by the second route: a word.
    pub owed: Option<String>,
    /// Whether somebody was told of its alarm by the second route.
    pub reached: bool,
    /// Its folders.
    pub folders: Vec<FolderState>,
}

impl Mailbox {
    /// Mails that lie on its server and are not stored.
    pub fn missing(&self) -> i64 {
        self.folders.iter().map(|folder| folder.compared.missing).sum()
    }
}

/// These mailboxes are watched from now on, with the horizon that the settings give them. Those that left the settings
/// are no reason for an alarm; how the others fare stays, until whoever watches them knows better.
pub fn set_up(tx: &mut Tx<'_>, mailboxes: &[(InboxId, Option<Horizon>)], now: Millis) -> Result<()> {
    tx.write(&RETIRE, &[])?;
    for (inbox, horizon) in mailboxes {
        tx.write(&SET_UP, params![*inbox, horizon.map(|horizon| horizon.to_string()), horizon.is_some(), now])?;
    }
    tx.write(&FORGET_ALARMS, &[])
}

/// One more mailbox is watched from now on; how far back it is read is for somebody to choose.
pub fn join(tx: &mut Tx<'_>, inbox: InboxId, now: Millis) -> Result<()> {
    tx.write(&SET_UP, params![inbox, None::<String>, false, now])
}

/// Keeps how it fares. `heard_at`: when its server last answered, if it did now.
pub fn fares(
    tx: &mut Tx<'_>,
    inbox: InboxId,
    state: State,
    trouble: Option<(&str, &str)>,
    since: Millis,
    heard_at: Option<Millis>,
) -> Result<()> {
    let (code, words) = trouble.unzip();
    tx.write(&FARES, params![inbox, state.code(), code.map(str::to_owned), words.map(str::to_owned), since, heard_at])
}

/// Every mailbox that is watched.
pub fn all(conn: &mut Conn) -> Result<Vec<Mailbox>> {
    let mut found = Vec::new();
    for mut row in conn.rows(&ALL_OF, &[])? {
        let horizon: Option<String> = row.take(2)?;
        let (code, words): (Option<String>, Option<String>) = (row.take(5)?, row.take(6)?);
        let asked: Option<Millis> = row.take(9)?;
        let (word, alarm_since): (Option<String>, Option<Millis>) = (row.take(11)?, row.take(12)?);
        let (told_at, told, address): (_, _, String) = (row.take(13)?, row.take(14)?, row.take(16)?);
        let inbox = row.take(0)?;
        let mut mailbox = Mailbox {
            inbox,
            name: row.take(1)?,
            team: row.take(15)?,
            horizon: horizon.as_deref().and_then(Horizon::parse),
            configured: row.take(3)?,
            state: State::from_code(row.take(4)?),
            trouble: code.zip(words),
            since: row.take(7)?,
            heard_at: row.take(8)?,
            trial: (asked.is_some(), row.take(10)?),
            address: Address::parse(&address)
                .ok_or_else(|| Error::Column { column: 16, why: "an inbox's address is no address".to_owned() })?,
            owed: row.take(17)?,
            reached: row.take(18)?,
            alarm: word.zip(alarm_since).map(|(word, since)| Alarm { word, since, told_at, told }),
            folders: Vec::new(),
        };
        for mut row in conn.rows(&FOLDERS, params![inbox])? {
            mailbox.folders.push(FolderState {
                role: FolderRole::from_code(row.take(0)?).unwrap_or_default(),
                name: row.take(1)?,
                compared: Compared { on_server: row.take(2)?, wanted: row.take(3)?, missing: row.take(4)? },
                missing_since: row.take(5)?,
            });
        }
        mailbox.folders.sort_by_key(|folder| folder.role);
        found.push(mailbox);
    }
    found.sort_by(|a, b| a.name.cmp(&b.name).then(a.inbox.cmp(&b.inbox)));
    Ok(found)
}

/// How far back a mailbox is read; `None`: nobody chose.
pub fn horizon(conn: &mut Conn, inbox: InboxId) -> Result<Option<Horizon>> {
    let Some(mut row) = conn.row(&HORIZON, params![inbox])? else { return Ok(None) };
    Ok(row.take::<Option<String>>(0)?.as_deref().and_then(Horizon::parse))
}

/// Chooses how far back it is read. `false`: the settings say it, or there is no such mailbox.
pub fn choose(tx: &mut Tx<'_>, inbox: InboxId, horizon: Horizon) -> Result<bool> {
    Ok(tx.execute(&CHOOSE, params![inbox, horizon.to_string()])? > 0)
}

/// Asks for a dry run that reads back to `horizon`.
pub fn ask_for_trial(tx: &mut Tx<'_>, inbox: InboxId, horizon: Horizon, now: Millis) -> Result<()> {
    tx.write(&ASK, params![inbox, now, horizon.to_string()])
}

/// What is asked of whoever watches it: its horizon, and how far back a dry run reads where one is asked for.
pub fn asked(conn: &mut Conn, inbox: InboxId) -> Result<(Option<Horizon>, Option<Horizon>)> {
    let Some(mut row) = conn.row(&ASKED, params![inbox])? else { return Ok((None, None)) };
    let (horizon, asked_at): (Option<String>, Option<Millis>) = (row.take(0)?, row.take(1)?);
    let trial: Option<String> = row.take(2)?;
    let read = |text: Option<String>| text.as_deref().and_then(Horizon::parse);
    Ok((read(horizon), asked_at.map(|_| read(trial).unwrap_or(Horizon::All))))
}

/// Keeps what a dry run has found so far, as JSON.
pub fn trying(tx: &mut Tx<'_>, inbox: InboxId, found: &str) -> Result<()> {
    tx.write(&TRYING, params![inbox, found])
}

/// Whose conversations the mails of a watched mailbox become; `None`: it is not watched.
pub fn team(conn: &mut Conn, inbox: InboxId) -> Result<Option<TeamId>> {
    conn.row(&TEAM_OF, params![inbox])?.map(|mut row| row.take(0)).transpose()
}

/// Keeps what a dry run found, as JSON.
pub fn tried(tx: &mut Tx<'_>, inbox: InboxId, found: &str) -> Result<()> {
    tx.write(&TRIED, params![inbox, found])
}

/// Keeps what the alarm about a mailbox has come to (`None`: there is no reason for one), what is owed of it, and whether
/// somebody was reached.
pub fn alarm(tx: &mut Tx<'_>, inbox: InboxId, alarm: Option<&Alarm>, owed: Option<&str>, reached: bool) -> Result<()> {
    let (word, since) = alarm.map(|alarm| (alarm.word.clone(), alarm.since)).unzip();
    let (told_at, told) = (alarm.and_then(|alarm| alarm.told_at), alarm.map_or(0, |alarm| alarm.told));
    tx.write(&ALARM, params![inbox, word, since, told_at, told, owed.map(str::to_owned), reached])
}

/// A mailbox that gives an alarm, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Alarmed {
    pub name: String,
    pub team: TeamId,
    pub word: String,
    pub since: Millis,
}

/// The mailboxes that give an alarm, the longest first.
pub fn alarms(conn: &mut Conn) -> Result<Vec<Alarmed>> {
    let read = |mut row: Row| -> Result<Alarmed> {
        Ok(Alarmed { name: row.take(0)?, team: row.take(1)?, word: row.take(2)?, since: row.take(3)? })
    };
    let mut found = conn.rows(&ALARMS, &[])?.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|alarmed| alarmed.since);
    Ok(found)
}
