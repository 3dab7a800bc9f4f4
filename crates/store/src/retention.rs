//! Retention: rules, what would go by them, and taking it away.
//!
//! In: a class and the moment before which things are old. Out: counts, from [`weigh`] without changing anything and from
//! [`take`] after a batch of it went; both ask the same conditions. What goes is content: words, files, mails as they came.
//! Rows, Message-IDs and addresses as keyed hashes, and the log stay, so a late answer still finds its conversation and
//! what is imported again is known. A batch is one transaction with its event, and what it leaves is found by the
//! next, so that it may end anywhere. It must not touch a conversation that changed since it was looked for, or that has
//! something on its way out.
//!
//! Unlike an erasure it does not rewrite the files of the database: freed room is used again in its time.

pub(crate) mod content;

use domain::event::{Fact, Origin};
use domain::id::{ConversationId, DeliveryId, Id, MessageId, RawId, earliest};
use domain::retention::{Class, Tally};
use domain::time::Millis;

use self::content::Emptying;
use crate::blob::Hash;
use crate::conn::Conn;
use crate::error::Result;
use crate::tx::Tx;
use crate::{conversation, params};

crate::statements! {
    RULES = "SELECT class, days, set_at, ran_at, reached FROM retention ORDER BY class";
    SET = "INSERT INTO retention (class, days, set_at) VALUES ($1, $2, $3)
        ON CONFLICT (class) DO UPDATE SET days = excluded.days, set_at = excluded.set_at";
    REACHED = "INSERT INTO retention (class, set_at, reached) VALUES ($1, $2, $2)
        ON CONFLICT (class) DO UPDATE SET reached = excluded.reached
        WHERE retention.reached IS NULL OR retention.reached < excluded.reached";
    RAN = "UPDATE retention SET ran_at = $2 WHERE class = $1";
    TEAMS = "SELECT id FROM team ORDER BY id";
    CONVERSATIONS = "SELECT c.id, c.sort_at FROM conversation c WHERE c.team = $1 AND c.bucket = $2
        AND (c.sort_at, c.id) > ($3, $4) AND c.sort_at < $5 AND (c.subject IS NOT NULL OR c.preview IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.conversation = c.id AND d.state < 2)
        ORDER BY c.sort_at, c.id LIMIT $6";
    ORIGINALS = "SELECT id FROM raw WHERE id > $1 AND id < $2 AND state IN (1, 3) AND (body IS NOT NULL OR blob IS NOT NULL)
        ORDER BY id LIMIT $3";
    GIVEN_UP = "SELECT id FROM raw WHERE state = 2 AND id > $1 AND given_up < $2 ORDER BY id LIMIT $3";
    FILES = "SELECT DISTINCT a.message FROM attachment a JOIN message m ON m.id = a.message
        JOIN conversation c ON c.id = m.conversation
        WHERE a.message > $1 AND a.message < $2 AND a.blob IS NOT NULL AND c.bucket IN ($3, $4, $5) ORDER BY a.message LIMIT $6";
    ANSWERS = "SELECT delivery, n FROM delivery_attempt WHERE (delivery, n) > ($1, $2) AND delivery < $3
        AND (answer IS NOT NULL OR refused IS NOT NULL) AND ended_at IS NOT NULL ORDER BY delivery, n LIMIT $4";
    FORGET_ANSWER = "UPDATE delivery_attempt SET answer = NULL, refused = NULL WHERE delivery = $1 AND n = $2";
    OF_CONVERSATIONS = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(c.messages), 0) AS BIGINT) FROM conversation c
        WHERE c.team = $1 AND c.bucket = $2 AND c.sort_at < $3 AND (c.subject IS NOT NULL OR c.preview IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.conversation = c.id AND d.state < 2)";
    FILES_OF_CONVERSATIONS = "SELECT CAST(COUNT(*) AS BIGINT) FROM conversation c JOIN message m ON m.conversation = c.id
        JOIN attachment a ON a.message = m.id WHERE c.team = $1 AND c.bucket = $2 AND c.sort_at < $3 AND a.blob IS NOT NULL
        AND (c.subject IS NOT NULL OR c.preview IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.conversation = c.id AND d.state < 2)";
    ORIGINALS_OF_CONVERSATIONS = "SELECT CAST(COUNT(*) AS BIGINT) FROM conversation c JOIN message m ON m.conversation = c.id
        JOIN raw r ON r.message = m.id WHERE c.team = $1 AND c.bucket = $2 AND c.sort_at < $3
        AND (r.body IS NOT NULL OR r.blob IS NOT NULL) AND (c.subject IS NOT NULL OR c.preview IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.conversation = c.id AND d.state < 2)";
    COUNT_ORIGINALS = "SELECT CAST(COUNT(*) AS BIGINT) FROM raw WHERE id < $1 AND state IN (1, 3)
        AND (body IS NOT NULL OR blob IS NOT NULL)";
    COUNT_GIVEN_UP = "SELECT CAST(COUNT(*) AS BIGINT) FROM raw WHERE state = 2 AND given_up < $1";
    COUNT_FILES = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(DISTINCT a.message) AS BIGINT) FROM attachment a
        JOIN message m ON m.id = a.message JOIN conversation c ON c.id = m.conversation
        WHERE a.message < $1 AND a.blob IS NOT NULL AND c.bucket IN ($2, $3, $4)";
    COUNT_ORIGINALS_OF_FILES = "SELECT CAST(COUNT(DISTINCT r.id) AS BIGINT) FROM attachment a
        JOIN message m ON m.id = a.message JOIN conversation c ON c.id = m.conversation JOIN raw r ON r.message = m.id
        WHERE a.message < $1 AND a.blob IS NOT NULL AND c.bucket IN ($2, $3, $4) AND (r.body IS NOT NULL OR r.blob IS NOT NULL)";
    COUNT_ANSWERS = "SELECT CAST(COUNT(*) AS BIGINT) FROM delivery_attempt WHERE delivery < $1
        AND (answer IS NOT NULL OR refused IS NOT NULL) AND ended_at IS NOT NULL";
}

/// A rule as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it is about.
    pub class: Class,
    /// For how many days it is kept; `None`: for ever.
    pub days: Option<i64>,
    /// When it was set.
    pub set_at: Millis,
    /// When it was carried out last.
    pub ran_at: Option<Millis>,
    /// What is older than this is gone.
    pub reached: Option<Millis>,
}

/// The rules that somebody ever set, or a restored store owes.
pub fn rules(conn: &mut Conn) -> Result<Vec<Rule>> {
    let rows = conn.rows(&RULES, &[])?.into_iter();
    let read = |mut row: crate::value::Row| -> Result<Option<Rule>> {
        let Some(class) = Class::from_code(row.take(0)?) else { return Ok(None) };
        let (days, set_at) = (row.take(1)?, row.take(2)?);
        Ok(Some(Rule { class, days, set_at, ran_at: row.take(3)?, reached: row.take(4)? }))
    };
    rows.filter_map(|row| read(row).transpose()).collect()
}

/// Sets a rule, or switches it off.
pub fn set(tx: &mut Tx<'_>, class: Class, days: Option<i64>, origin: &Origin) -> Result<()> {
    tx.write(&SET, params![class.code(), days, origin.at])?;
    tx.append(&Fact::RetentionSet { class, days }, origin)
}

/// A rule was carried out to its end.
pub fn ran(tx: &mut Tx<'_>, class: Class, at: Millis) -> Result<()> {
    tx.write(&RAN, params![class.code(), at])
}

/// Where a batch ended, for the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    team: usize,
    key: (i64, i64),
}

/// What a batch did.
#[derive(Debug, Default)]
pub struct Batch {
    /// How much went.
    pub tally: Tally,
    /// The files that no row names any more.
    pub gone: Vec<Hash>,
    /// Where the next one begins; `None`: nothing is left.
    pub next: Option<Place>,
}

/// Takes away up to `limit` things of a class that are older than `before`, from `place` on, and tells the log.
pub fn take(
    tx: &mut Tx<'_>,
    class: Class,
    before: Millis,
    place: Place,
    limit: usize,
    origin: &Origin,
) -> Result<Batch> {
    tx.write(&REACHED, params![class.code(), before])?;
    let mut emptying = Emptying::default();
    let next = match class.bucket() {
        Some(_) => conversations(tx, &mut emptying, class, before, place, limit)?,
        None => things(tx, &mut emptying, class, before, place, limit)?,
    };
    let Emptying { tally, gone } = emptying;
    if !tally.is_empty() {
        let Tally { conversations, messages, files, originals, answers } = tally;
        let fact = Fact::RetentionApplied { class, before, conversations, messages, files, originals, answers };
        tx.append(&fact, origin)?;
    }
    Ok(Batch { tally, gone, next })
}

fn conversations(
    tx: &mut Tx<'_>,
    emptying: &mut Emptying,
    class: Class,
    before: Millis,
    place: Place,
    limit: usize,
) -> Result<Option<Place>> {
    let Some(bucket) = class.bucket() else { return Ok(None) };
    let mut teams = Vec::new();
    for mut row in tx.rows(&TEAMS, &[])? {
        teams.push(row.take::<i64>(0)?);
    }
    let Some(team) = teams.get(place.team) else { return Ok(None) };
    let (at, id) = place.key;
    let mut found: Vec<(ConversationId, Millis)> = Vec::new();
    for mut row in tx.rows(&CONVERSATIONS, params![*team, bucket, at, id, before, limit])? {
        found.push((row.take(0)?, row.take(1)?));
    }
    for (id, _) in &found {
        // Somebody may have written meanwhile.
        if conversation::lock(tx, *id)?.is_some_and(|state| state.bucket() == bucket && state.sort_at() < before) {
            emptying.conversation(tx, *id)?;
        }
    }
    let next_team = Place { team: place.team + 1, key: (0, 0) };
    let next = found.last().filter(|_| found.len() == limit);
    Ok(Some(next.map_or(next_team, |(id, at)| Place { team: place.team, key: (at.get(), id.raw()) })))
}

fn things(
    tx: &mut Tx<'_>,
    emptying: &mut Emptying,
    class: Class,
    before: Millis,
    place: Place,
    limit: usize,
) -> Result<Option<Place>> {
    let (after, second) = place.key;
    let rows = match class {
        Class::Originals => tx.rows(&ORIGINALS, params![after, earliest::<RawId>(before), limit])?,
        Class::GivenUp => tx.rows(&GIVEN_UP, params![after, before, limit])?,
        Class::Files => {
            let [solved, automatic, spam] = ENDED;
            tx.rows(&FILES, params![after, earliest::<MessageId>(before), solved, automatic, spam, limit])?
        }
        _ => tx.rows(&ANSWERS, params![after, second, earliest::<DeliveryId>(before), limit])?,
    };
    let mut last = None;
    let full = rows.len() == limit;
    for mut row in rows {
        let id: i64 = row.take(0)?;
        let mut n = 0;
        match class {
            Class::Originals => emptying.original(tx, RawId::from_raw(id))?,
            Class::GivenUp => emptying.given_up(tx, RawId::from_raw(id))?,
            Class::Files => emptying.files(tx, MessageId::from_raw(id))?,
            _ => {
                n = row.take(1)?;
                tx.write(&FORGET_ANSWER, params![id, n])?;
                emptying.tally.answers += 1;
            }
        }
        last = Some(Place { team: 0, key: (id, n) });
    }
    Ok(last.filter(|_| full))
}

/// The lists in which nobody waits.
const ENDED: [domain::conversation::Bucket; 3] =
    [domain::conversation::Bucket::Solved, domain::conversation::Bucket::Automatic, domain::conversation::Bucket::Spam];

/// How much would go of a class, when everything older than `before` went. Changes nothing.
pub fn weigh(conn: &mut Conn, class: Class, before: Millis) -> Result<Tally> {
    let mut tally = Tally::default();
    let one = |row: Option<crate::value::Row>, column: usize| row.map_or(Ok(0), |mut row| row.take::<i64>(column));
    if let Some(bucket) = class.bucket() {
        for mut team in conn.rows(&TEAMS, &[])? {
            let team: i64 = team.take(0)?;
            let asked = params![team, bucket, before];
            if let Some(mut row) = conn.row(&OF_CONVERSATIONS, asked)? {
                tally.conversations += row.take::<i64>(0)?;
                tally.messages += row.take::<i64>(1)?;
            }
            tally.files += one(conn.row(&FILES_OF_CONVERSATIONS, asked)?, 0)?;
            tally.originals += one(conn.row(&ORIGINALS_OF_CONVERSATIONS, asked)?, 0)?;
        }
        return Ok(tally);
    }
    let [solved, automatic, spam] = ENDED;
    match class {
        Class::Originals => {
            tally.originals = one(conn.row(&COUNT_ORIGINALS, params![earliest::<RawId>(before)])?, 0)?;
        }
        Class::GivenUp => tally.originals = one(conn.row(&COUNT_GIVEN_UP, params![before])?, 0)?,
        Class::Files => {
            let first: MessageId = earliest(before);
            let asked = params![first, solved, automatic, spam];
            tally.files = one(conn.row(&COUNT_FILES, asked)?, 0)?;
            tally.originals = one(conn.row(&COUNT_ORIGINALS_OF_FILES, asked)?, 0)?;
        }
        _ => tally.answers = one(conn.row(&COUNT_ANSWERS, params![earliest::<DeliveryId>(before)])?, 0)?,
    }
    Ok(tally)
}
