//! The one transaction in which an arrival becomes a message.

use domain::conversation::Conversation;
use domain::event::{Actor, Fact, JoinedBy, Origin};
use domain::fold::MessageKind;
use domain::id::{ContactId, ConversationId, RawId};
use domain::identity::Evidence;
use domain::threading::{self, Match};
use store::contact::NewContact;
use store::conversation;
use store::message::{Answers, Author, Content, Known, Message, Recipients, Recognised};
use store::raw::Settled;
use store::{Result, Tx};

use super::prepare::{Direction, Prepared};
use crate::Engine;

/// Accepts an arrival: message, duplicate, or wiped because its author was erased.
pub(super) async fn accept(engine: &Engine, ready: Prepared) -> (RawId, Result<()>) {
    let raw = ready.raw;
    let now = engine.now();
    let done = engine.store().write(move |tx| take(tx, &ready, now)).await;
    match done {
        Ok(committed) => {
            for hash in committed.value {
                // No row names it; a file left behind is found by `kontuar check`.
                engine.store().blobs().discard(hash).ok();
            }
            (raw, Ok(()))
        }
        Err(error) => (raw, Err(error)),
    }
}

fn take(tx: &mut Tx<'_>, ready: &Prepared, now: domain::time::Millis) -> Result<Vec<store::blob::Hash>> {
    let mut answers = ready.answers.chunks(store::message::LOOKUP_IDS);
    let mut known =
        store::message::recognise(tx, ready.own_key, answers.next().unwrap_or_default(), ready.customer_key)?;
    if is_erased(ready, &known) {
        return wipe(tx, ready);
    }
    let copy = known.known.iter().find(|other| {
        other.fingerprint == ready.own_key
            && (other.content_key == Some(ready.content_key)
                || (other.ours && ready.direction == Direction::ToCustomer))
    });
    if let Some(copy) = copy {
        store::raw::settle(tx, ready.raw, Settled::Duplicate(copy.message))?;
        return unreferred(tx, ready);
    }
    if !store::raw::settle(tx, ready.raw, Settled::Accepted(ready.message))? {
        return Ok(Vec::new());
    }
    for more in answers {
        known.known.extend(store::message::recognise(tx, ready.own_key, more, ready.customer_key)?.known);
    }
    let contact = known.author.map_or(ready.contact, |author| author.contact);
    let place = find_place(tx, ready, &known.known, now)?;
    let origin = Origin::new(
        match ready.direction {
            Direction::FromCustomer => Actor::Contact(contact),
            Direction::ToCustomer => Actor::System,
        },
        now,
    );
    identify(tx, ready, known.author, contact, &origin)?;
    let conversation = match place {
        Place::Joins(state, joined_by) => join(tx, ready, state, joined_by, contact, &origin)?,
        Place::Opens { follows } => match open(tx, ready, follows, contact, &origin)? {
            Some(id) => id,
            None => {
                return Err(store::Error::Statement {
                    statement: "accept",
                    why: "the inbox belongs to a shop that is not there".to_owned(),
                });
            }
        },
    };
    write_message(tx, ready, conversation, contact, now)?;
    Ok(Vec::new())
}

/// Removes the bytes of an arrival that may not come back. Gives the files to discard.
fn wipe(tx: &mut Tx<'_>, ready: &Prepared) -> Result<Vec<store::blob::Hash>> {
    let mut gone = unreferred(tx, ready)?;
    gone.extend(store::raw::wipe(tx, ready.raw)?);
    Ok(gone)
}

/// The files that were put on disk for an arrival that became no message, and that no other has.
fn unreferred(tx: &mut Tx<'_>, ready: &Prepared) -> Result<Vec<store::blob::Hash>> {
    let mut gone = Vec::new();
    for (_, hash) in &ready.files {
        if !store::blob::is_known(tx, *hash)? {
            gone.push(*hash);
        }
    }
    Ok(gone)
}

/// Whether the message, or its author since it was written, was erased: then nothing of it may
/// come back, from an import or a second delivery.
fn is_erased(ready: &Prepared, known: &Recognised) -> bool {
    let written = ready.mail.sent_at.unwrap_or(ready.received_at);
    known.message_erased.is_some() || known.author_erased.is_some_and(|erased| written <= erased)
}

enum Place {
    Joins(Conversation, JoinedBy),
    Opens { follows: Option<ConversationId> },
}

/// The conversation it belongs to: the first of the ids it answers that points to exactly one
/// conversation in which its author may speak.
fn find_place(tx: &mut Tx<'_>, ready: &Prepared, known: &[Known], now: domain::time::Millis) -> Result<Place> {
    for id in &ready.answers {
        let mut pointed = known.iter().filter(|other| other.fingerprint == *id);
        let Some(first) = pointed.next() else { continue };
        if pointed.any(|other| other.conversation != first.conversation) {
            // Two mails claim one id and stand in two conversations: it says nothing.
            continue;
        }
        let author_took_part = ready.direction == Direction::ToCustomer
            || conversation::took_part(tx, first.conversation, ready.customer_key)?;
        let Some(joined_by) = threading::place(Match { ours: first.ours, author_took_part }) else { continue };
        let Some(state) = conversation::lock(tx, first.conversation)? else { continue };
        if state.takes_answer_at(now) || ready.history {
            return Ok(Place::Joins(state, joined_by));
        }
        return Ok(Place::Opens { follows: Some(state.id) });
    }
    Ok(Place::Opens { follows: None })
}

fn identify(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    known: Option<Author>,
    contact: ContactId,
    origin: &Origin,
) -> Result<()> {
    let name = ready.customer.name.as_deref();
    if let Some(author) = known {
        let learnt = name.filter(|_| author.is_nameless);
        return learnt.map_or(Ok(()), |name| store::contact::learn_name(tx, contact, name));
    }
    let new = NewContact {
        id: contact,
        identity: ready.identity,
        name,
        address: &ready.customer.address,
        fingerprint: ready.customer_key,
        evidence: Evidence::Claimed,
    };
    store::contact::create(tx, &new, origin)
}

/// The fact that a message came, in either direction.
fn came(ready: &Prepared, conversation: ConversationId, contact: ContactId, joined_by: JoinedBy) -> Fact {
    match ready.direction {
        Direction::FromCustomer => Fact::MessageReceived {
            conversation,
            message: ready.message,
            contact,
            inbox: ready.inbox.id,
            raw: ready.raw,
            joined_by,
            automatic: ready.automatic,
            history: ready.history,
        },
        Direction::ToCustomer => {
            Fact::MessageCopied { conversation, message: ready.message, raw: ready.raw, history: ready.history }
        }
    }
}

fn join(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    mut state: Conversation,
    joined_by: JoinedBy,
    contact: ContactId,
    origin: &Origin,
) -> Result<ConversationId> {
    let mut facts = vec![came(ready, state.id, contact, joined_by)];
    if ready.direction == Direction::FromCustomer {
        facts.extend(state.reopened_by_message(ready.automatic, ready.history));
    }
    let preview = conversation::preview(&ready.mail.text);
    conversation::record(tx, &mut state, &facts, origin, Some(&preview))?;
    Ok(state.id)
}

fn open(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    follows: Option<ConversationId>,
    contact: ContactId,
    origin: &Origin,
) -> Result<Option<ConversationId>> {
    let Some(number) = store::brand::next_number(tx, ready.inbox.brand)? else { return Ok(None) };
    let automatic = ready.automatic || ready.direction == Direction::ToCustomer;
    let facts = [
        Fact::ConversationOpened {
            conversation: ready.conversation,
            brand: ready.inbox.brand,
            inbox: ready.inbox.id,
            team: ready.inbox.team,
            contact,
            number,
            automatic,
            follows,
        },
        came(ready, ready.conversation, contact, JoinedBy::Opened),
    ];
    let preview = conversation::preview(&ready.mail.text);
    conversation::open(tx, &facts, origin, &ready.mail.subject, &preview)?;
    Ok(Some(ready.conversation))
}

fn write_message(
    tx: &mut Tx<'_>,
    ready: &Prepared,
    conversation: ConversationId,
    contact: ContactId,
    now: domain::time::Millis,
) -> Result<()> {
    let mail = &ready.mail;
    let message = Message {
        id: ready.message,
        conversation,
        kind: match ready.direction {
            Direction::FromCustomer => MessageKind::Received,
            Direction::ToCustomer => MessageKind::Copied,
        },
        at: now,
        contact: (ready.direction == Direction::FromCustomer).then_some(contact),
        agent: None,
        raw: Some(ready.raw),
        automatic: ready.automatic,
        history: ready.history,
    };
    let content = Content {
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        html: mail.html.clone(),
        sender: match ready.direction {
            Direction::FromCustomer => Some(ready.customer.clone()),
            Direction::ToCustomer => mail.from.clone(),
        },
        recipients: Recipients { to: mail.to.clone(), cc: mail.cc.clone() },
        message_id: mail.message_id.clone(),
        answers: Answers { in_reply_to: mail.in_reply_to.first().cloned(), references: mail.references.clone() },
    };
    store::message::insert(tx, &message, &content)?;
    store::message::refer(tx, ready.own_key, ready.message, conversation, false, Some(ready.content_key))?;
    for who in &ready.participants {
        conversation::join(tx, conversation, *who)?;
    }
    store::message::attach(tx, ready.message, &ready.files, now)
}
