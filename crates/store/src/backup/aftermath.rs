//! What a restored store needs before it may be opened: everything in the world that went on since the backup.
//!
//! - Who was erased since is erased again, and the keyed hashes of the erased stand, so that no mailbox brings them back.
//! - What was waiting to be sent, or being sent, may have been sent since: it is uncertain, and a person decides. Where
//!   nobody can have sent it ([`Since::nothing_was_sent`]) it waits on.
//! - What was written before the restore is answered by nobody but persons ([`restored_at`]): the acknowledgement may
//!   have been sent.
//! - What rules of retention took since is taken again.
//! - Files that were erased while the backup was taken are erased.
//!
//! Sessions, leases and node numbers are not in a backup. Cursors are: mailboxes are read on from where they stood, so
//! what came since comes again, once.

use domain::event::{Actor, Fact, Origin, Position};
use domain::id::{ContactId, ConversationId, DeliveryId, MessageId, RawId};
use domain::identity::Address;
use domain::retention::{Class, Tally};
use domain::time::Millis;

use super::error::Outcome;
use super::journal::Erasure;
use crate::batch::Batch;
use crate::blob::{Blobs, Hash};
use crate::conn::Conn;
use crate::error::Result;
use crate::retention::Place;
use crate::tx::Tx;
use crate::{contact, erase, params, retention, scrub};

crate::statements! {
    NOTE = "INSERT INTO restored (one, at, taken_at, position) VALUES (1, $1, $2, $3)
        ON CONFLICT (one) DO UPDATE SET at = excluded.at, taken_at = excluded.taken_at, position = excluded.position";
    AT = "SELECT at FROM restored WHERE one = 1";
    WAITING = "SELECT id, token, attempts, message, conversation, state FROM delivery WHERE state < 2 ORDER BY id";
    UNCERTAIN = "UPDATE delivery SET state = 4, token = $2, held = NULL WHERE id = $1";
    ATTEMPT = "INSERT INTO delivery_attempt (delivery, n, started_at, ended_at, outcome, answer) VALUES ($1, $2, $3, $3, 4, $4)
        ON CONFLICT (delivery, n) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome, answer = excluded.answer";
    GONE_RAW = "UPDATE raw SET state = CASE WHEN state IN (0, 2) THEN 4 ELSE state END, body = NULL, blob = NULL,
        source = CAST(id AS TEXT), reason = NULL WHERE blob = $1";
    GONE_FILE = "UPDATE attachment SET name = NULL, content_id = NULL, blob = NULL WHERE blob = $1";
    GONE_REF = "DELETE FROM blob_ref WHERE hash = $1";
    GONE = "DELETE FROM blob WHERE hash = $1";
}

/// The word for why a delivery is uncertain: the store was restored from a backup in which it had not been sent.
pub const RESTORED: &str = "restored";

/// What a restored store has missed.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    /// When the backup was taken.
    pub taken_at: Millis,
    /// The head of its log.
    pub position: Position,
    /// Now.
    pub now: Millis,
    /// Erasures, also older ones.
    pub erasures: &'a [Erasure],
    /// Blobs that were erased while the backup was taken.
    pub gone: &'a [Hash],
    /// Whether nothing can have been sent since.
    pub nothing_was_sent: bool,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aftermath {
    /// Contacts that were erased again.
    pub erased: usize,
    /// Deliveries that are uncertain now.
    pub uncertain: usize,
    /// What rules of retention took again.
    pub retained: Tally,
}

/// When this store was restored; `None`: never.
pub fn restored_at(conn: &mut Conn) -> Result<Option<Millis>> {
    conn.row(&AT, &[])?.map(|mut row| row.take(0)).transpose()
}

/// Does it all, in one transaction. Blocks.
pub(super) fn settle(conn: &mut Conn, blobs: &Blobs, since: &Since<'_>) -> Outcome<Aftermath> {
    let mut again = Vec::new();
    for erasure in since.erasures {
        if let Erasure::Contact { contact, .. } = erasure
            && let Some(known) = contact::by_id(conn, *contact)?.filter(|known| known.erased_at.is_none())
        {
            let addresses: Vec<Address> = known.addresses.iter().filter_map(|text| Address::parse(text)).collect();
            again.push((*contact, erase::unread_naming(conn, blobs, &addresses)?));
        }
    }
    let mut batch = Batch::default();
    conn.begin()?;
    let done = write(&mut Tx::new(conn, &mut batch), since, &again);
    let (aftermath, discarded) = match done {
        Ok(done) => done,
        Err(error) => {
            conn.rollback();
            return Err(error.into());
        }
    };
    batch.write(conn)?;
    conn.commit()?;
    for hash in &discarded {
        blobs.discard(*hash)?;
    }
    if aftermath.erased > 0 || !aftermath.retained.is_empty() || !since.gone.is_empty() {
        // The rows were there a moment ago: no freed page may keep them.
        scrub::now(conn)?;
    }
    Ok(aftermath)
}

fn write(tx: &mut Tx<'_>, since: &Since<'_>, again: &[(ContactId, Vec<RawId>)]) -> Result<(Aftermath, Vec<Hash>)> {
    let origin = Origin::new(Actor::System, since.now);
    tx.write(&NOTE, params![since.now, since.taken_at, since.position])?;
    for hash in since.gone {
        tx.write(&GONE_RAW, params![hash.0])?;
        tx.write(&GONE_FILE, params![hash.0])?;
        tx.write(&GONE_REF, params![hash.0])?;
        tx.write(&GONE, params![hash.0])?;
    }
    for erasure in since.erasures {
        if let Erasure::Tombstone { fingerprint, kind, erased_at } = erasure
            && let Some(key) = erase::from_hex(fingerprint)
        {
            erase::bury(tx, key, *kind, *erased_at)?;
        }
    }
    let mut done = Aftermath::default();
    let mut discarded = Vec::new();
    done.uncertain = doubt(tx, since, &origin)?;
    for (contact, unread) in again {
        if let Some((_, gone)) = erase::contact(tx, *contact, unread, &origin)? {
            done.erased += 1;
            discarded.extend(gone);
        }
    }
    for class in Class::ALL {
        let reached = since.erasures.iter().filter_map(|erasure| match erasure {
            Erasure::Retention { retention, reached } if retention == class => Some(*reached),
            _ => None,
        });
        let Some(before) = reached.max() else { continue };
        let mut place = Some(Place::default());
        while let Some(from) = place {
            let batch = retention::take(tx, *class, before, from, AT_ONCE, &origin)?;
            done.retained = done.retained.plus(batch.tally);
            discarded.extend(batch.gone);
            place = batch.next;
        }
    }
    Ok((done, discarded))
}

/// How many things of a rule of retention are looked for at once.
const AT_ONCE: usize = 500;

/// Leaves it to a person what of that which had not left is sent. Gives how many deliveries that were.
fn doubt(tx: &mut Tx<'_>, since: &Since<'_>, origin: &Origin) -> Result<usize> {
    let mut doubted = 0;
    for mut row in tx.rows(&WAITING, &[])? {
        let (delivery, token): (DeliveryId, i64) = (row.take(0)?, row.take(1)?);
        let attempts: u32 = row.take(2)?;
        let (message, conversation): (MessageId, ConversationId) = (row.take(3)?, row.take(4)?);
        let was_sending = row.take::<i64>(5)? == 1;
        if since.nothing_was_sent && !was_sending {
            continue;
        }
        let n = if was_sending { token } else { token + 1 };
        tx.write(&UNCERTAIN, params![delivery, n])?;
        tx.write(&ATTEMPT, params![delivery, n, since.now, RESTORED])?;
        tx.append(&Fact::DeliveryUncertain { conversation, message, delivery, attempts }, origin)?;
        doubted += 1;
    }
    Ok(doubted)
}
