//! What the store knows about an arrival before it is accepted: everything in one round trip.
//!
//! In: the arrival's ids, its author, and what else points somewhere. Out: the messages and conversations pointed to, and whether the author took part there; the author as
//! a contact; whether message or author were erased.

use domain::id::{BrandId, ContactId, ConversationId, IdentityId, MessageId};
use domain::identity::{Fingerprint, SenderMark};
use domain::time::Millis;

use crate::conn::Conn;
use crate::contact::evidence_of;
use crate::error::Result;
use crate::params;

crate::statements! {
    RECOGNISE = "SELECT 1, r.fingerprint, r.message, r.conversation, r.ours, r.content_key, CASE WHEN EXISTS
                (SELECT 1 FROM participant p WHERE p.conversation = r.conversation AND p.fingerprint = $9) THEN 1 ELSE 0 END, 0
            FROM message_ref r WHERE r.fingerprint IN ($1, $2, $3, $4, $5, $6, $7, $8)
        UNION ALL SELECT 2, fingerprint, erased_at, kind, 0, NULL, 0, 0 FROM tombstone WHERE fingerprint IN ($1, $9)
        UNION ALL SELECT 3, i.fingerprint, i.contact, i.id, CASE WHEN k.name IS NULL THEN 1 ELSE 0 END, NULL, i.mark, i.evidence
            FROM identity i JOIN contact k ON k.id = i.contact WHERE i.fingerprint = $9
        UNION ALL SELECT 4, t.fingerprint, t.conversation, 0, 0, NULL, 0, 0 FROM topic t WHERE t.fingerprint IN ($10, $11, $12, $13)
        UNION ALL SELECT 5, NULL, c.id, 0, 0, NULL, CASE WHEN EXISTS
                (SELECT 1 FROM participant p WHERE p.conversation = c.id AND p.fingerprint = $9) THEN 1 ELSE 0 END, 0
            FROM conversation c WHERE c.brand = $14 AND c.number = $15
        UNION ALL SELECT 6, NULL, c.id, 0, 0, NULL, CASE WHEN EXISTS
                (SELECT 1 FROM participant p WHERE p.conversation = c.id AND p.fingerprint = $9) THEN 1 ELSE 0 END, 0
            FROM conversation c WHERE c.id = $16";
}

/// How many ids one look-up takes, besides the message's own.
pub const IDS: usize = 7;

/// How many topics one look-up takes.
pub const TOPICS: usize = 4;

/// What is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The arrival's own id.
    pub own: Fingerprint,
    /// The ids it answers, at most [`IDS`]; more are not looked at.
    pub answers: &'a [Fingerprint],
    /// Its author.
    pub author: Fingerprint,
    /// The shop it came to.
    pub brand: BrandId,
    /// What it is about, at most [`TOPICS`]; more are not looked at.
    pub topics: &'a [Fingerprint],
    /// The number that its subject quotes.
    pub number: Option<i64>,
    /// The conversation whose signed address it came to.
    pub signed: Option<ConversationId>,
}

/// A message that has one of the ids that were looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The id.
    pub fingerprint: Fingerprint,
    /// The message that has it.
    pub message: MessageId,
    /// Where it stands.
    pub conversation: ConversationId,
    /// Whether we made the id.
    pub ours: bool,
    /// The content it came with.
    pub content_key: Option<Fingerprint>,
    /// Whether the author took part there.
    pub took_part: bool,
}

/// Somebody who wrote before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// Who.
    pub contact: ContactId,
    /// By which address.
    pub identity: IdentityId,
    /// Whether they never gave a name.
    pub is_nameless: bool,
    /// How their mail is treated.
    pub mark: SenderMark,
    /// Why we believe that the address is theirs.
    pub evidence: domain::identity::Evidence,
}

/// A conversation that something but an id points to, and whether the author took part there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// Which.
    pub conversation: ConversationId,
    /// Whether the author took part.
    pub took_part: bool,
}

/// What the store knows about an arrival before it is accepted.
#[derive(Clone, Debug, Default)]
pub struct Recognised {
    /// Messages with one of the ids.
    pub known: Vec<Known>,
    /// When this very message was erased.
    pub message_erased: Option<Millis>,
    /// When the author was erased, last.
    pub author_erased: Option<Millis>,
    /// The author as a contact.
    pub author: Option<Author>,
    /// The conversations of the topics.
    pub topics: Vec<(Fingerprint, ConversationId)>,
    /// The conversation with the number.
    pub numbered: Option<Pointed>,
    /// The conversation with the signed address.
    pub signed: Option<Pointed>,
}

/// Looks an arrival up, in one round trip.
pub fn recognise(conn: &mut Conn, question: &Question<'_>) -> Result<Recognised> {
    let own = question.own;
    let ids: [Fingerprint; IDS] = std::array::from_fn(|at| question.answers.get(at).copied().unwrap_or(own));
    // A topic is made from other words than an id, so the own id never is one.
    let topics: [Fingerprint; TOPICS] = std::array::from_fn(|at| question.topics.get(at).copied().unwrap_or(own));
    let [b, c, d, e, f, g, h] = &ids;
    let [t, u, v, w] = &topics;
    let number = question.number.unwrap_or(-1);
    let author = question.author;
    let asked = params![own, b, c, d, e, f, g, h, author, t, u, v, w, question.brand, number, question.signed];
    let mut found = Recognised::default();
    for mut row in conn.rows(&RECOGNISE, asked)? {
        let kind: i64 = row.take(0)?;
        let pointed = |row: &mut crate::value::Row| -> Result<Pointed> {
            Ok(Pointed { conversation: row.take(2)?, took_part: row.take(6)? })
        };
        match kind {
            1 => found.known.push(Known {
                fingerprint: row.take(1)?,
                message: row.take(2)?,
                conversation: row.take(3)?,
                ours: row.take(4)?,
                content_key: row.take(5)?,
                took_part: row.take(6)?,
            }),
            2 if row.take::<Fingerprint>(1)? == author => found.author_erased = Some(row.take(2)?),
            2 => found.message_erased = Some(row.take(2)?),
            3 => {
                found.author = Some(Author {
                    contact: row.take(2)?,
                    identity: row.take(3)?,
                    is_nameless: row.take(4)?,
                    mark: row.take(6)?,
                    evidence: evidence_of(row.take(7)?),
                });
            }
            4 => found.topics.push((row.take(1)?, row.take(2)?)),
            5 => found.numbered = Some(pointed(&mut row)?),
            _ => found.signed = Some(pointed(&mut row)?),
        }
    }
    Ok(found)
}
