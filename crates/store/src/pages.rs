//! What pages show: lists of conversations, one conversation's course; [`asker`] has its customer.
//!
//! Lists are pages of an index range: the key of the last row leads to the next page, and no plan
//! sorts. Names of brands, agents and tags are not joined in; they are few and callers hold them.

pub(crate) mod asker;
pub(crate) mod matter;
pub(crate) mod shown;

use domain::conversation::{Bucket, Priority, Status};
use domain::event::{Event, Position};
use domain::id::{AgentId, BrandId, ContactId, ConversationId, Id, InboxId, TagId, TeamId};
use domain::time::Millis;

pub use self::asker::{Asker, Known, Other, Resembling, asker};
pub use self::matter::{Matter, matter};
pub use self::shown::{File, Shown, TEXT_CHARS, messages, page};
use crate::conn::Conn;
use crate::error::Result;
use crate::value::Row;
use crate::{log, params};

/// The columns of a row, and who it is: the contact's name, else an address of theirs.
macro_rules! rows {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.team, c.number, c.brand, c.contact, c.status, c.priority, c.assignee, c.waiting_since, c.last_at,
                c.bucket, c.sort_at, c.subject, c.preview,
                (SELECT COALESCE((SELECT p.name FROM contact p WHERE p.id = k.person), k.name,
                    (SELECT MIN(i.value) FROM identity i WHERE i.contact = k.id)) FROM contact k WHERE k.id = c.contact),
                c.inbox, c.follows, c.snoozed_until, c.merged_into, c.spam,
                (SELECT {joined g.tag} FROM conversation_tag g WHERE g.conversation = c.id)
            FROM conversation c ",
            $rest
        )
    };
}

crate::statements! {
    OLDEST = rows!("WHERE c.team = $1 AND c.bucket = $2 AND (c.sort_at, c.id) > ($3, $4)
        ORDER BY c.sort_at, c.id LIMIT $5");
    NEWEST = rows!("WHERE c.team = $1 AND c.bucket = $2 AND (c.sort_at, c.id) < ($3, $4)
        ORDER BY c.sort_at DESC, c.id DESC LIMIT $5");
    // Both ends say whose and which bucket, so that only the index that begins with both will do: with equal signs a planner
    // that thinks everything is nobody's reads the whole bucket and filters.
    OLDEST_OF = rows!("WHERE c.team = $1 AND (c.assignee, c.bucket, c.sort_at, c.id) > ($6, $2, $3, $4)
        AND (c.assignee, c.bucket) <= ($6, $2) ORDER BY c.assignee, c.bucket, c.sort_at, c.id LIMIT $5");
    // As above: both ends say whose and which status.
    OF_STATUS = rows!("WHERE c.team = $1 AND (c.status, c.id) > ($2, $3) AND c.status <= $2
        ORDER BY c.status, c.id LIMIT $4");
    OF_CONTACT = rows!("WHERE c.contact = $1 AND (c.last_at, c.id) < ($2, $3) ORDER BY c.last_at DESC, c.id DESC LIMIT $4");
    ONE = rows!("WHERE c.id = $1");
    COUNTS = "SELECT assignee, bucket, n FROM view_count WHERE team = $1 AND n > 0";
    COURSE = "SELECT position, kind, v, at, actor, cause, depth, body FROM event
        WHERE conversation = $1 AND position < $2 ORDER BY position DESC LIMIT $3";
}

/// A conversation as lists and headings show it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the conversation's own words, see domain::conversation")]
pub struct Card {
    pub id: ConversationId,
    pub team: TeamId,
    pub number: i64,
    pub brand: BrandId,
    pub contact: ContactId,
    pub status: Status,
    pub priority: Priority,
    pub assignee: Option<AgentId>,
    pub waiting_since: Option<Millis>,
    pub last_at: Millis,
    pub bucket: Bucket,
    pub sort_at: Millis,
    pub subject: Option<String>,
    pub preview: Option<String>,
    /// The contact's name or address; `None` when erased.
    pub who: Option<String>,
    pub inbox: InboxId,
    pub follows: Option<ConversationId>,
    pub snoozed_until: Option<Millis>,
    pub merged_into: Option<ConversationId>,
    pub spam: bool,
    pub tags: Vec<TagId>,
}

/// Which conversations a list holds.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// Whose.
    pub team: TeamId,
    /// Where they stand.
    pub bucket: Bucket,
    /// Who has them: anybody, or this agent, or nobody. Only for a bucket that is read from the oldest.
    pub assignee: Option<Option<AgentId>>,
    /// The key of the last row of the page before.
    pub after: Option<(Millis, ConversationId)>,
}

/// A page of a list, in the bucket's order, at most `limit` rows.
pub fn list(conn: &mut Conn, range: Range, limit: usize) -> Result<Vec<Card>> {
    let Range { team, bucket, assignee, after } = range;
    let edge = if bucket.oldest_first() { i64::MIN } else { i64::MAX };
    let (at, id) = after.map_or((edge, edge), |(at, id)| (at.get(), id.raw()));
    let rows = match assignee {
        Some(agent) => conn.rows(&OLDEST_OF, params![team, bucket, at, id, limit, agent.map_or(0, Id::raw)])?,
        None if bucket.oldest_first() => conn.rows(&OLDEST, params![team, bucket, at, id, limit])?,
        None => conn.rows(&NEWEST, params![team, bucket, at, id, limit])?,
    };
    rows.into_iter().map(card).collect()
}

/// A team's conversations of one status by id, those after `after`: whatever list they stand in.
pub fn of_status(
    conn: &mut Conn,
    team: TeamId,
    status: Status,
    after: ConversationId,
    limit: usize,
) -> Result<Vec<Card>> {
    let rows = conn.rows(&OF_STATUS, params![team, status, after, limit])?;
    rows.into_iter().map(card).collect()
}

/// A contact's conversations in all teams, the latest first, those below `before`.
pub fn of_contact(
    conn: &mut Conn,
    contact: ContactId,
    before: (Millis, ConversationId),
    limit: usize,
) -> Result<Vec<Card>> {
    let rows = conn.rows(&OF_CONTACT, params![contact, before.0, before.1, limit])?;
    rows.into_iter().map(card).collect()
}

/// One conversation.
pub fn one(conn: &mut Conn, id: ConversationId) -> Result<Option<Card>> {
    conn.row(&ONE, params![id])?.map(card).transpose()
}

fn card(mut row: Row) -> Result<Card> {
    let assignee: i64 = row.take(7)?;
    Ok(Card {
        id: row.take(0)?,
        team: row.take(1)?,
        number: row.take(2)?,
        brand: row.take(3)?,
        contact: row.take(4)?,
        status: row.take(5)?,
        priority: row.take(6)?,
        assignee: (assignee != 0).then(|| AgentId::from_raw(assignee)),
        waiting_since: row.take(8)?,
        last_at: row.take(9)?,
        bucket: row.take(10)?,
        sort_at: row.take(11)?,
        subject: row.take(12)?,
        preview: row.take(13)?,
        who: row.take(14)?,
        inbox: row.take(15)?,
        follows: row.take(16)?,
        snoozed_until: row.take(17)?,
        merged_into: row.take(18)?,
        spam: row.take(19)?,
        tags: row.take::<Option<String>>(20)?.map_or(Vec::new(), |numbers| tags(&numbers)),
    })
}

/// The tags of a row, in the order of their ids.
fn tags(numbers: &str) -> Vec<TagId> {
    let mut tags: Vec<TagId> = numbers.split(' ').filter_map(|word| word.parse().ok()).map(TagId::from_raw).collect();
    tags.sort_unstable();
    tags
}

/// How many conversations of a team stand where: by who has them, and bucket.
pub fn counts(conn: &mut Conn, team: TeamId) -> Result<Vec<(Option<AgentId>, Bucket, i64)>> {
    let rows = conn.rows(&COUNTS, params![team])?;
    rows.into_iter()
        .map(|mut row| {
            let assignee: i64 = row.take(0)?;
            Ok(((assignee != 0).then(|| AgentId::from_raw(assignee)), row.take(1)?, row.take(2)?))
        })
        .collect()
}

/// The events of these conversations (one, and what was joined into it: [`crate::merge::homes`]) before `position`, oldest
/// first, the newest `limit` of them.
pub fn course(conn: &mut Conn, homes: &[ConversationId], before: Position, limit: usize) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    for home in homes {
        for row in conn.rows(&COURSE, params![*home, before, limit])? {
            events.push(log::event(row)?);
        }
    }
    events.sort_by_key(|event| event.position);
    events.drain(..events.len().saturating_sub(limit));
    Ok(events)
}

#[cfg(test)]
mod tests;
