//! What is on its way out, and what did not arrive: for the page that shows it and the people who decide.
//!
//! Few rows each: what has left leaves the indexes these lists are ranges of. The words of the other side are content.

use domain::channel::{Party, Unreached};
use domain::delivery::DeliveryState;
use domain::event::{Fact, Origin};
use domain::id::{AgentId, BrandId, ConversationId, DeliveryId, Id, InboxId, MessageId, TeamId};
use domain::permission::{Grant, Role};
use domain::time::Millis;

use crate::conn::Conn;
use crate::delivery::Standing;
use crate::error::Result;
use crate::message::{Recipients, unjson};
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

macro_rules! letters {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.message, d.conversation, d.inbox, d.state, d.attempts, d.due_at, d.held, d.trouble, d.before,
                a.answer, a.route, a.refused, m.agent, m.automatic, m.at, c.team, c.number, c.brand, b.subject, b.recipients
            FROM delivery d JOIN conversation c ON c.id = d.conversation JOIN message m ON m.id = d.message
            LEFT JOIN message_content b ON b.message = d.message
            LEFT JOIN delivery_attempt a ON a.delivery = d.id AND a.n = d.token ",
            $rest
        )
    };
}

crate::statements! {
    OPEN = letters!("WHERE d.state < 2 AND d.id > $1 AND (c.team = $2 OR $2 = 0) AND (m.agent = $3 OR $3 = 0)
        ORDER BY d.id LIMIT $4");
    TROUBLE = letters!("WHERE d.trouble = 1 AND d.id < $1 AND (c.team = $2 OR $2 = 0) AND (m.agent = $3 OR $3 = 0)
        ORDER BY d.id DESC LIMIT $4");
    ONE = letters!("WHERE d.id = $1");
    COUNTS = "SELECT
        (SELECT COUNT(*) FROM delivery d JOIN conversation c ON c.id = d.conversation JOIN message m ON m.id = d.message
            WHERE d.state < 2 AND (c.team = $1 OR $1 = 0) AND (m.agent = $2 OR $2 = 0)),
        (SELECT COUNT(*) FROM delivery d JOIN conversation c ON c.id = d.conversation JOIN message m ON m.id = d.message
            WHERE d.trouble = 1 AND (c.team = $1 OR $1 = 0) AND (m.agent = $2 OR $2 = 0))";
    SETTLE = "UPDATE delivery SET state = $3, before = $2, trouble = 0, held = NULL WHERE id = $1 AND state = $2
        RETURNING message, conversation";
    TAKE_BACK = "UPDATE delivery SET state = before, before = NULL, since = NULL, attempts = 0, due_at = $2,
        trouble = CASE WHEN before >= 3 THEN 1 ELSE 0 END
        WHERE id = $1 AND before IS NOT NULL RETURNING message, conversation, state";
    SEEN = "UPDATE delivery SET trouble = $2 WHERE id = $1 AND (state = 2 OR state = 3 OR state = 5) AND trouble <> $2 RETURNING id";
    NOW = "UPDATE delivery SET due_at = $2, held = NULL WHERE id = $1 AND state = 0 RETURNING id";
    REFUSED = "UPDATE delivery_attempt SET refused = $3 WHERE delivery = $1 AND n = $2";
    MARK = "UPDATE delivery SET trouble = 1 WHERE id = $1";
    WAKE = "UPDATE delivery SET due_at = $2 WHERE state = 0 AND inbox = $1 AND due_at > $2 AND held = $3";
}

/// A message of ours that is on its way, or did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Letter {
    pub delivery: DeliveryId,
    pub message: MessageId,
    pub conversation: ConversationId,
    pub inbox: InboxId,
    pub state: DeliveryState,
    pub attempts: u32,
    pub due_at: Millis,
    /// Why it waits, in a word of the deliverer.
    pub held: Option<String>,
    /// Whether it waits for somebody to look at it.
    pub trouble: bool,
    /// The state before a person decided, which can be taken back.
    pub before: Option<DeliveryState>,
    /// What the other side, or the deliverer in a word of its own, said last.
    pub answer: Option<String>,
    /// By which route it went last.
    pub route: Option<usize>,
    /// Whom it did not go to, while others got it.
    pub refused: Vec<Unreached>,
    pub agent: Option<AgentId>,
    pub automatic: bool,
    pub written_at: Millis,
    pub team: TeamId,
    pub number: i64,
    pub brand: BrandId,
    /// `None` when it was erased.
    pub subject: Option<String>,
    pub recipients: Vec<Party>,
}

impl Letter {
    /// How it stands on its way.
    pub fn standing(&self) -> Standing {
        Standing {
            delivery: self.delivery,
            state: self.state,
            attempts: self.attempts,
            due_at: self.due_at,
            held: self.held.clone(),
            answer: self.answer.clone(),
            route: self.route,
            refused: self.refused.clone(),
            before: self.before,
        }
    }
}

/// Whose letters are asked for; `None`: everybody's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// Of conversations of this team.
    pub team: Option<TeamId>,
    /// Written by this agent.
    pub agent: Option<AgentId>,
}

impl Whose {
    /// Whose messages somebody is shown: agents what they wrote themselves, leads and observers what their team did, owners
    /// everything.
    pub fn of(grant: Grant, me: AgentId) -> Self {
        match grant.role {
            Role::Owner | Role::Admin => Self::default(),
            Role::Lead | Role::Observer => Self { team: Some(grant.team), agent: None },
            Role::Agent => Self { team: Some(grant.team), agent: Some(me) },
        }
    }

    fn keys(self) -> (i64, i64) {
        (self.team.map_or(0, Id::raw), self.agent.map_or(0, Id::raw))
    }
}

/// What waits or is being sent, the oldest first, after the delivery `after`.
pub fn open(conn: &mut Conn, whose: Whose, after: Option<DeliveryId>, limit: usize) -> Result<Vec<Letter>> {
    let (team, agent) = whose.keys();
    let rows = conn.rows(&OPEN, params![after.map_or(0, Id::raw), team, agent, limit])?;
    rows.into_iter().map(letter).collect()
}

/// What did not arrive, or may not have, and nobody has dealt with, the newest first.
pub fn trouble(conn: &mut Conn, whose: Whose, before: Option<DeliveryId>, limit: usize) -> Result<Vec<Letter>> {
    let (team, agent) = whose.keys();
    let rows = conn.rows(&TROUBLE, params![before.map_or(i64::MAX, Id::raw), team, agent, limit])?;
    rows.into_iter().map(letter).collect()
}

/// One letter.
pub fn one(conn: &mut Conn, id: DeliveryId) -> Result<Option<Letter>> {
    conn.row(&ONE, params![id])?.map(letter).transpose()
}

/// How many wait or are being sent, and how many did not arrive.
pub fn counts(conn: &mut Conn, whose: Whose) -> Result<(i64, i64)> {
    let (team, agent) = whose.keys();
    conn.row(&COUNTS, params![team, agent])?.map_or(Ok((0, 0)), |mut row| Ok((row.take(0)?, row.take(1)?)))
}

/// A person decided what became of a delivery that stood at `from`. `false`: it does not stand there any more.
pub fn settle(
    tx: &mut Tx<'_>,
    delivery: DeliveryId,
    from: DeliveryState,
    state: DeliveryState,
    origin: &Origin,
) -> Result<bool> {
    let Some(mut row) = tx.returning(&SETTLE, params![delivery, from, state])? else { return Ok(false) };
    let (message, conversation) = (row.take(0)?, row.take(1)?);
    tx.append(&Fact::DeliverySettled { conversation, message, delivery, state }, origin)?;
    Ok(true)
}

/// Takes a person's decision back. `false`: there is none.
pub fn take_back(tx: &mut Tx<'_>, delivery: DeliveryId, origin: &Origin) -> Result<bool> {
    let Some(mut row) = tx.returning(&TAKE_BACK, params![delivery, origin.at])? else { return Ok(false) };
    let (message, conversation, state) = (row.take(0)?, row.take(1)?, row.take(2)?);
    tx.append(&Fact::DeliverySettled { conversation, message, delivery, state }, origin)?;
    Ok(true)
}

/// Somebody has seen that it did not arrive, or wants it listed again. `false`: that is no news.
pub fn seen(tx: &mut Tx<'_>, delivery: DeliveryId, seen: bool) -> Result<bool> {
    Ok(tx.returning(&SEEN, params![delivery, !seen])?.is_some())
}

/// Lets a delivery that waits be tried at once. `false`: it does not wait.
pub fn now(tx: &mut Tx<'_>, delivery: DeliveryId, now: Millis) -> Result<bool> {
    Ok(tx.returning(&NOW, params![delivery, now])?.is_some())
}

/// Notes whom the other side did not take while it took the others; somebody is to look at it.
pub fn unreached(tx: &mut Tx<'_>, delivery: DeliveryId, token: i64, who: &[Unreached]) -> Result<()> {
    let text = serde_json::to_string(who)
        .map_err(|e| crate::Error::Statement { statement: "unreached", why: e.to_string() })?;
    tx.write(&REFUSED, params![delivery, token, text])?;
    tx.write(&MARK, params![delivery])
}

/// Lets everything of an inbox that waits for this reason be tried at once.
pub fn wake(tx: &mut Tx<'_>, inbox: InboxId, why: &str, now: Millis) -> Result<()> {
    tx.write(&WAKE, params![inbox, now, why])
}

fn letter(mut row: Row) -> Result<Letter> {
    let refused: Option<String> = row.take(12)?;
    let recipients: Option<String> = row.take(20)?;
    let recipients: Recipients = recipients.map(|text| unjson(&text, 20)).transpose()?.unwrap_or_default();
    Ok(Letter {
        delivery: row.take(0)?,
        message: row.take(1)?,
        conversation: row.take(2)?,
        inbox: row.take(3)?,
        state: row.take(4)?,
        attempts: row.take(5)?,
        due_at: row.take(6)?,
        held: row.take(7)?,
        trouble: row.take(8)?,
        before: row.take(9)?,
        answer: row.take(10)?,
        route: row.take::<Option<i64>>(11)?.and_then(|route| usize::try_from(route).ok()),
        refused: refused.map(|text| unjson(&text, 12)).transpose()?.unwrap_or_default(),
        agent: row.take(13)?,
        automatic: row.take(14)?,
        written_at: row.take(15)?,
        team: row.take(16)?,
        number: row.take(17)?,
        brand: row.take(18)?,
        subject: row.take(19)?,
        recipients: recipients.to,
    })
}
