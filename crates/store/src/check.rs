//! `kontuar check`: do the tables say what the log says, and is everything there?
//!
//! In: a connection and the blobs. Out: findings in words for the operator; none means that the
//! tables equal the fold of the log, each message stands in exactly one conversation, every blob
//! is there and intact, nothing is orphaned. Reads one snapshot, changes nothing.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash as StdHash;

use domain::access::Place;
use domain::conversation::{Bucket, Conversation};
use domain::delivery::DeliveryState;
use domain::event::Position;
use domain::fold::{Fold, FoldedLikeness, FoldedSuggestion, Member, MessageKind};
use domain::id::{
    AgentId, BrandId, ContactId, ConversationId, DeliveryId, Id, IdentityId, InboxId, InvitationId, MessageId, RawId,
    SuggestionId, TagId, TeamId,
};
use domain::identity::SenderMark;

use crate::blob::{self, Blobs, Hash};
use crate::conn::Conn;
use crate::error::Result;
use crate::value::Row;
use crate::{audit, conversation, log, params};

crate::statements! {
    BRANDS = "SELECT id FROM brand WHERE id > $1 ORDER BY id LIMIT $2";
    TEAMS = "SELECT id FROM team WHERE id > $1 ORDER BY id LIMIT $2";
    AGENTS = "SELECT id, team, role, CASE WHEN off_at IS NULL THEN 1 ELSE 0 END FROM agent WHERE id > $1 ORDER BY id LIMIT $2";
    INVITATIONS = "SELECT id, CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, CASE WHEN login IS NULL THEN 0 ELSE 1 END
        FROM invitation WHERE id > $1 ORDER BY id LIMIT $2";
    TAGS = "SELECT id FROM tag WHERE id > $1 ORDER BY id LIMIT $2";
    INBOXES = "SELECT id, brand, team FROM inbox WHERE id > $1 ORDER BY id LIMIT $2";
    CONTACTS = "SELECT id, CASE WHEN erased_at IS NULL THEN 0 ELSE 1 END, CASE WHEN name IS NULL THEN 0 ELSE 1 END,
        merged_into, COALESCE(person, id) FROM contact WHERE id > $1 ORDER BY id LIMIT $2";
    IDENTITIES = "SELECT id, contact, CASE WHEN value IS NULL THEN 0 ELSE 1 END, mark FROM identity WHERE id > $1 ORDER BY id LIMIT $2";
    CONVERSATIONS = "SELECT id, brand, inbox, team, contact, number, follows, status, snoozed_until, priority, assignee,
        automatic, waiting_since, last_at, messages, spam, merged_into, bucket, sort_at, CASE WHEN subject IS NULL AND preview IS NULL THEN 0 ELSE 1 END
        FROM conversation WHERE id > $1 ORDER BY id LIMIT $2";
    MESSAGES = "SELECT m.id, m.conversation, m.kind, m.raw, CASE WHEN c.message IS NULL THEN 0 ELSE 1 END,
        CASE WHEN c.text IS NULL THEN 0 ELSE 1 END, COALESCE(m.home, m.conversation)
        FROM message m LEFT JOIN message_content c ON c.message = m.id WHERE m.id > $1 ORDER BY m.id LIMIT $2";
    LOOSE_CONTENT = "SELECT message FROM message_content WHERE NOT EXISTS
        (SELECT 1 FROM message WHERE message.id = message_content.message) LIMIT 100";
    STRAY_REFS = "SELECT r.message FROM message_ref r LEFT JOIN message m ON m.id = r.message
        WHERE m.id IS NULL OR m.conversation <> r.conversation LIMIT 100";
    SUGGESTIONS = "SELECT id, conversation, other, hint, state FROM suggestion WHERE id > $1 ORDER BY id LIMIT $2";
    LIKENESSES = "SELECT id, conversation, contact, other, likeness, state FROM contact_suggestion WHERE id > $1 ORDER BY id LIMIT $2";
    DELIVERIES = "SELECT id, message, state FROM delivery WHERE id > $1 ORDER BY id LIMIT $2";
    COUNTS = "SELECT team, assignee, bucket, n FROM view_count WHERE n <> 0";
    RAWS = "SELECT r.id, r.state, r.message, CASE WHEN m.raw = r.id THEN 1 ELSE 0 END FROM raw r
        LEFT JOIN message m ON m.id = r.message WHERE r.id > $1 ORDER BY r.id LIMIT $2";
}

/// How many rows are read at once.
const PAGE: usize = 5_000;

/// How many findings are listed; more are counted.
const MAX_FINDINGS: usize = 1_000;

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// What is wrong, in words; empty when nothing is.
    pub findings: Vec<String>,
    /// How many findings there are in all.
    pub found: usize,
    /// Events read.
    pub events: i64,
    /// Conversations compared.
    pub conversations: usize,
    /// Messages compared.
    pub messages: usize,
    /// Blobs read and hashed.
    pub blobs: usize,
    /// Files of blobs that no row names. Not wrong: a process that died between file and row
    /// leaves one, and reading the arrival again gives it its row.
    pub leftovers: Vec<Hash>,
}

impl Report {
    fn say(&mut self, finding: String) {
        self.found += 1;
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding);
        }
    }

    fn same<K: StdHash + Eq + std::fmt::Display>(&mut self, what: &str, log: &HashSet<K>, table: &HashSet<K>) {
        log.difference(table).for_each(|id| self.say(format!("{what} {id} is in the log and not in the table")));
        table.difference(log).for_each(|id| self.say(format!("{what} {id} is in the table and not in the log")));
    }
}

/// Checks everything. Blocks for as long as reading the whole store takes.
pub fn run(conn: &mut Conn, blobs: &Blobs) -> Result<Report> {
    conn.script(conn.engine().begin_snapshot())?;
    let report = compare(conn, blobs);
    conn.rollback();
    report
}

fn compare(conn: &mut Conn, blobs: &Blobs) -> Result<Report> {
    let mut report = Report::default();
    let (fold, entries) = fold_log(conn)?;
    let head = log::head(conn)?;
    if fold.head != head {
        report.say(format!("the log ends at {}, its head says {head}", fold.head));
    }
    report.events = head.0;
    fold.contradictions.iter().for_each(|words| report.say(words.clone()));
    for position in audit::compare(conn, entries)? {
        report.say(format!("the audit has not what the log says at {position}"));
    }
    house(conn, &fold, &mut report)?;
    customers(conn, &fold, &mut report)?;
    let erased: HashSet<ConversationId> = conversations(conn, &fold, &mut report)?;
    messages(conn, &fold, &erased, &mut report)?;
    suggestions(conn, &fold, &mut report)?;
    likenesses(conn, &fold, &mut report)?;
    deliveries(conn, &fold, &mut report)?;
    arrivals(conn, &fold, &mut report)?;
    files(conn, blobs, &mut report)?;
    Ok(report)
}

fn fold_log(conn: &mut Conn) -> Result<(Fold, audit::Expected)> {
    let (mut fold, mut entries) = (Fold::default(), audit::Expected::default());
    loop {
        let events = log::after(conn, fold.head, PAGE)?;
        if events.is_empty() {
            return Ok((fold, entries));
        }
        let before = fold.head;
        for event in &events {
            fold.take(event);
            entries.take(event);
        }
        if fold.head <= before {
            fold.head = Position(before.0 + 1);
        }
    }
}

/// Reads a table page by page in the order of its first column.
fn each(
    conn: &mut Conn,
    statement: &'static crate::statement::Statement,
    mut take: impl FnMut(&mut Row, i64) -> Result<()>,
) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let rows = conn.rows(statement, params![after, PAGE])?;
        if rows.is_empty() {
            return Ok(());
        }
        for mut row in rows {
            let id: i64 = row.take(0)?;
            after = id;
            take(&mut row, id)?;
        }
    }
}

fn ids<I: Id + StdHash + Eq>(conn: &mut Conn, statement: &'static crate::statement::Statement) -> Result<HashSet<I>> {
    let mut found = HashSet::new();
    each(conn, statement, |_, id| {
        found.insert(I::from_raw(id));
        Ok(())
    })?;
    Ok(found)
}

fn house(conn: &mut Conn, fold: &Fold, report: &mut Report) -> Result<()> {
    report.same("brand", &fold.brands, &ids::<BrandId>(conn, &BRANDS)?);
    report.same("team", &fold.teams, &ids::<TeamId>(conn, &TEAMS)?);
    people(conn, fold, report)?;
    for rule in crate::retention::rules(conn)? {
        if fold.retention.get(&rule.class).copied().flatten() != rule.days {
            report.say(format!("how long {} is kept is not what the log says", rule.class.word()));
        }
    }
    report.same("tag", &fold.tags, &ids::<TagId>(conn, &TAGS)?);
    let mut found = HashSet::new();
    each(conn, &INBOXES, |row, id| {
        let id = InboxId::from_raw(id);
        let at: (BrandId, TeamId) = (row.take(1)?, row.take(2)?);
        if fold.inboxes.get(&id).is_some_and(|said| *said != at) {
            report.say(format!("inbox {id} belongs elsewhere than the log says"));
        }
        found.insert(id);
        Ok(())
    })?;
    report.same("inbox", &fold.inboxes.keys().copied().collect(), &found);
    Ok(())
}

fn people(conn: &mut Conn, fold: &Fold, report: &mut Report) -> Result<()> {
    fold.people.contradictions.iter().for_each(|words| report.say(words.clone()));
    let mut found = HashSet::new();
    each(conn, &AGENTS, |row, id| {
        let id = AgentId::from_raw(id);
        let member = Member { place: Place { team: row.take(1)?, role: row.take(2)? }, on: row.take(3)? };
        if fold.people.members.get(&id).is_some_and(|said| *said != member) {
            report.say(format!("agent {id} stands differently than the log says"));
        }
        found.insert(id);
        Ok(())
    })?;
    report.same("agent", &fold.people.members.keys().copied().collect(), &found);
    let mut found = HashSet::new();
    each(conn, &INVITATIONS, |row, id| {
        let id = InvitationId::from_raw(id);
        let (over, named): (bool, bool) = (row.take(1)?, row.take(2)?);
        if fold.people.invitations.get(&id).is_some_and(|said| *said != over) || over == named {
            report.say(format!("invitation {id}: table and log do not agree on whether it is over"));
        }
        found.insert(id);
        Ok(())
    })?;
    report.same("invitation", &fold.people.invitations.keys().copied().collect(), &found);
    Ok(())
}

fn customers(conn: &mut Conn, fold: &Fold, report: &mut Report) -> Result<()> {
    let mut found = HashSet::new();
    each(conn, &CONTACTS, |row, id| {
        let id = ContactId::from_raw(id);
        let erased: bool = row.take(1)?;
        if fold.contacts.get(&id).is_some_and(|said| *said != erased) {
            report.say(format!("contact {id}: table and log do not agree on whether it was erased"));
        }
        if erased && row.take(2)? {
            report.say(format!("contact {id} was erased and still has a name"));
        }
        if (row.take(3)?, row.take(4)?) != (fold.merged.get(&id).copied(), fold.person(id)) {
            report.say(format!("contact {id} is another person than the log says"));
        }
        found.insert(id);
        Ok(())
    })?;
    report.same("contact", &fold.contacts.keys().copied().collect(), &found);
    let mut found = HashSet::new();
    each(conn, &IDENTITIES, |row, id| {
        let id = IdentityId::from_raw(id);
        let contact: ContactId = row.take(1)?;
        if fold.identities.get(&id).is_some_and(|said| *said != contact) {
            report.say(format!("identity {id} belongs to another contact than the log says"));
        }
        if row.take::<SenderMark>(3)? != fold.marks.get(&id).copied().unwrap_or_default() {
            report.say(format!("identity {id} is marked differently than the log says"));
        }
        if row.take(2)? && fold.contacts.get(&contact) == Some(&true) {
            report.say(format!("identity {id} of an erased contact still has a value"));
        }
        found.insert(id);
        Ok(())
    })?;
    report.same("identity", &fold.identities.keys().copied().collect(), &found);
    Ok(())
}

/// Gives the conversations of erased contacts.
fn conversations(conn: &mut Conn, fold: &Fold, report: &mut Report) -> Result<HashSet<ConversationId>> {
    let mut tags: HashMap<ConversationId, BTreeSet<TagId>> = HashMap::new();
    // Read whole: a page may end inside one conversation's tags.
    let mut all_tags = Vec::new();
    for state in fold.conversations.values().filter(|state| !state.tags.is_empty()) {
        all_tags.push(state.id);
    }
    for id in all_tags {
        if let Some(state) = conversation::load(conn, id)? {
            tags.insert(id, state.tags);
        }
    }
    let mut counts: HashMap<(TeamId, i64, Bucket), i64> = HashMap::new();
    let mut found = HashSet::new();
    let mut erased = HashSet::new();
    each(conn, &CONVERSATIONS, |row, id| {
        let id = ConversationId::from_raw(id);
        let (bucket, sort_at, words): (Bucket, _, bool) = (row.take(17)?, row.take(18)?, row.take(19)?);
        let mut whole = row.clone();
        whole.0[0] = crate::value::Value::Int(id.raw());
        let mut state: Conversation = conversation::read(whole)?;
        state.tags = tags.remove(&id).unwrap_or_default();
        *counts.entry((state.team, state.assignee.map_or(0, Id::raw), bucket)).or_default() += 1;
        match fold.conversations.get(&id) {
            Some(said) if *said != state => {
                report.say(format!("{id} is {state:?} in the table and {said:?} in the log"))
            }
            Some(said) if (said.bucket(), said.sort_at()) != (bucket, sort_at) => {
                report.say(format!("{id} stands in the wrong list or place"));
            }
            _ => {}
        }
        if fold.contacts.get(&state.contact) == Some(&true) {
            erased.insert(id);
            if words {
                report.say(format!("{id} of an erased contact still has words"));
            }
        }
        found.insert(id);
        report.conversations += 1;
        Ok(())
    })?;
    report.same("conversation", &fold.conversations.keys().copied().collect(), &found);
    for mut row in conn.rows(&COUNTS, &[])? {
        let key: (TeamId, i64, Bucket) = (row.take(0)?, row.take(1)?, row.take(2)?);
        let (said, counted) = (row.take::<i64>(3)?, counts.remove(&key).unwrap_or(0));
        if said != counted {
            report.say(format!("the counter of {} for {:?} says {said}, there are {counted}", key.0, key.2));
        }
    }
    for ((team, _, bucket), counted) in counts {
        report.say(format!("the counter of {team} for {bucket:?} says 0, there are {counted}"));
    }
    Ok(erased)
}

fn messages(conn: &mut Conn, fold: &Fold, erased: &HashSet<ConversationId>, report: &mut Report) -> Result<()> {
    let mut found = HashSet::new();
    each(conn, &MESSAGES, |row, id| {
        let id = MessageId::from_raw(id);
        let conversation: ConversationId = row.take(1)?;
        let kind: MessageKind = row.take(2)?;
        let raw: Option<RawId> = row.take(3)?;
        match fold.messages.get(&id) {
            Some(said)
                if (fold.place(said.conversation), said.conversation, said.kind, said.raw)
                    != (conversation, row.take(6)?, kind, raw) =>
            {
                report.say(format!("{id} is not where or what the log says"));
            }
            _ => {}
        }
        if !row.take::<bool>(4)? {
            report.say(format!("{id} has no content row"));
        }
        if row.take::<bool>(5)? && erased.contains(&conversation) {
            report.say(format!("{id} of an erased contact still has a text"));
        }
        found.insert(id);
        report.messages += 1;
        Ok(())
    })?;
    report.same("message", &fold.messages.keys().copied().collect(), &found);
    for mut row in conn.rows(&LOOSE_CONTENT, &[])? {
        report.say(format!("content of {}, which is no message", row.take::<MessageId>(0)?));
    }
    for mut row in conn.rows(&STRAY_REFS, &[])? {
        report.say(format!("a Message-ID of {} points nowhere or elsewhere", row.take::<MessageId>(0)?));
    }
    Ok(())
}

fn suggestions(conn: &mut Conn, fold: &Fold, report: &mut Report) -> Result<()> {
    let mut found = HashSet::new();
    each(conn, &SUGGESTIONS, |row, id| {
        let id = SuggestionId::from_raw(id);
        let made = FoldedSuggestion {
            conversation: row.take(1)?,
            other: row.take(2)?,
            hint: row.take(3)?,
            state: row.take(4)?,
        };
        if fold.suggestions.get(&id).is_some_and(|said| *said != made) {
            report.say(format!("{id} is {made:?} in the table and not in the log"));
        }
        found.insert(id);
        Ok(())
    })?;
    report.same("suggestion", &fold.suggestions.keys().copied().collect(), &found);
    Ok(())
}

fn likenesses(conn: &mut Conn, fold: &Fold, report: &mut Report) -> Result<()> {
    let mut found = HashSet::new();
    each(conn, &LIKENESSES, |row, id| {
        let id = SuggestionId::from_raw(id);
        let made = FoldedLikeness {
            conversation: row.take(1)?,
            contact: row.take(2)?,
            other: row.take(3)?,
            likeness: row.take(4)?,
            state: row.take(5)?,
        };
        if fold.likenesses.get(&id).is_some_and(|said| *said != made) {
            report.say(format!("{id} is {made:?} in the table and not in the log"));
        }
        found.insert(id);
        Ok(())
    })?;
    report.same("suggestion of one person", &fold.likenesses.keys().copied().collect(), &found);
    Ok(())
}

fn deliveries(conn: &mut Conn, fold: &Fold, report: &mut Report) -> Result<()> {
    let mut found = HashSet::new();
    each(conn, &DELIVERIES, |row, id| {
        let id = DeliveryId::from_raw(id);
        let message: MessageId = row.take(1)?;
        let state = match row.take(2)? {
            // An attempt under way is working state; the log hears how it ended.
            DeliveryState::Sending => DeliveryState::Queued,
            other => other,
        };
        if fold.deliveries.get(&id).is_some_and(|said| (said.message, said.state) != (message, state)) {
            report.say(format!("{id} is {state:?} in the table and not in the log"));
        }
        found.insert(id);
        Ok(())
    })?;
    report.same("delivery", &fold.deliveries.keys().copied().collect(), &found);
    Ok(())
}

fn arrivals(conn: &mut Conn, fold: &Fold, report: &mut Report) -> Result<()> {
    let mut read: HashSet<RawId> = HashSet::new();
    each(conn, &RAWS, |row, id| {
        let id = RawId::from_raw(id);
        let state: i64 = row.take(1)?;
        let message: Option<MessageId> = row.take(2)?;
        match state {
            1 => {
                read.insert(id);
                if !row.take::<bool>(3)? {
                    report.say(format!("{id} was accepted as a message that does not say so"));
                }
            }
            3 if message.is_none_or(|message| !fold.messages.contains_key(&message)) => {
                report.say(format!("{id} is a duplicate of nothing"));
            }
            2 if !fold.quarantined.contains(&id) => {
                report.say(format!("{id} is in quarantine and the log does not know"))
            }
            _ => {}
        }
        Ok(())
    })?;
    for (message, said) in &fold.messages {
        if let Some(raw) = said.raw
            && !read.contains(&raw)
        {
            report.say(format!("{message} was read from {raw}, which is not there or not accepted"));
        }
    }
    Ok(())
}

fn files(conn: &mut Conn, blobs: &Blobs, report: &mut Report) -> Result<()> {
    let (orphans, dangling) = blob::loose_ends(conn)?;
    orphans.iter().for_each(|hash| report.say(format!("blob {hash} belongs to nothing")));
    dangling.iter().for_each(|hash| report.say(format!("blob {hash} is referred to and not there")));
    let mut known = HashSet::new();
    let mut after: Vec<u8> = Vec::new();
    loop {
        let page = blob::list(conn, &after, 500)?;
        let Some((last, _)) = page.last() else { break };
        after = last.0.to_vec();
        for (hash, bytes) in page {
            known.insert(hash);
            report.blobs += 1;
            match blobs.read(hash) {
                Ok(content) if i64::try_from(content.len()) != Ok(bytes) => {
                    report.say(format!("blob {hash} has {} bytes, its row says {bytes}", content.len()));
                }
                Ok(_) => {}
                Err(error) => report.say(error.to_string()),
            }
        }
    }
    let disk: Vec<Hash> = blobs.on_disk()?;
    report.leftovers = disk.into_iter().filter(|hash| !known.contains(hash)).collect();
    Ok(())
}
