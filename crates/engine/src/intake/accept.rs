//! The one transaction in which an arrival becomes a message.

use domain::conversation::Conversation;
use domain::event::{Actor, Fact, JoinedBy, Origin, SpamReason};
use domain::fold::MessageKind;
use domain::id::{ContactId, ConversationId, MessageId, RawId};
use domain::identity::{Evidence, SenderMark};
use domain::reading::Reading;
use domain::suggestion::{Hint, SuggestionState};
use domain::time::Millis;
use store::contact::NewContact;
use store::conversation;
use store::lookup::{Author, IDS, Recognised};
use store::message::{Answers, Content, Message, Recipients};
use store::raw::Settled;
use store::suggestion::{self, Suggestion};
use store::{Result, Tx};

use super::author::Direction;
use super::likeness::{self, Went};
use super::place::{self, Place};
use super::prepare::Prepared;
use super::{history, probe, reading, report, spam};
use crate::Engine;
use crate::reactors::auto_reply;

/// Accepts an arrival: message, duplicate, or wiped because its author was erased.
pub(super) async fn accept(engine: &Engine, ready: Prepared) -> (RawId, Result<()>) {
    let (raw, now, restored_at) = (ready.raw, engine.now(), engine.store().restored_at());
    let done = engine
        .store()
        .write(move |tx| {
            let gone = take(tx, &ready, now)?;
            if restored_at.is_some_and(|at| ready.written_at() <= at) {
                // It may have been acknowledged by the store that the backup was taken from.
                auto_reply::forgo(tx, ready.message, now)?;
            }
            Ok(gone)
        })
        .await;
    match done {
        Ok(committed) => {
            for hash in committed.value {
                // No row names it; a file left behind is found by `kontuar check`.
                engine.store().blobs().discard(hash).ok();
            }
            (raw, Ok(()))
        }
        // Another node did, and all of it.
        Err(store::Error::Overtaken { .. }) => (raw, Ok(())),
        Err(error) => (raw, Err(error)),
    }
}

fn take(tx: &mut Tx<'_>, ready: &Prepared, now: Millis) -> Result<Vec<store::blob::Hash>> {
    let mut answers = ready.answers.chunks(IDS);
    let mut found = store::lookup::recognise(tx, &ready.question(answers.next().unwrap_or_default()))?;
    if is_erased(ready, &found) || probe::came(tx, ready, now)? {
        return wipe(tx, ready);
    }
    let copy = found.known.iter().find(|other| {
        other.fingerprint == ready.own_key
            && (other.content_key == Some(ready.content_key)
                || (other.ours && ready.direction == Direction::ToCustomer))
    });
    if let Some(copy) = copy {
        store::raw::settle(tx, ready.raw, Settled::Duplicate(copy.message))?;
        spam::take_out(tx, ready, copy, now)?;
        return unreferred(tx, ready);
    }
    store::raw::settle(tx, ready.raw, Settled::Accepted(ready.message))?;
    for more in answers {
        found.known.extend(store::lookup::recognise(tx, &ready.question(more))?.known);
    }
    let contact = found.author.map_or(ready.contact, |author| author.contact);
    let place = place::find(tx, ready, &found, now)?;
    let actor = match ready.direction {
        Direction::FromCustomer => Actor::Contact(contact),
        Direction::ToCustomer => Actor::System,
    };
    let origin = Origin::new(actor, history::happened_at(ready, now));
    let arrival = Arrival { ready, contact, treated: Treated::of(ready, found.author), origin, now };
    arrival.identify(tx, found.author)?;
    let mut strange_to = None;
    let (conversation, joined_by, by) = match place {
        Place::Joins { state, joined_by, by, reported } => {
            strange_to = (joined_by == JoinedBy::ReferenceByStranger).then_some(state.contact);
            (arrival.join(tx, state, joined_by, reported)?, joined_by, by)
        }
        Place::Opens { follows, suggested } => (arrival.open(tx, follows, suggested)?, JoinedBy::Opened, None),
    };
    if arrival.speaks_for_itself() {
        let went = Went { conversation, author: contact, strange_to };
        likeness::suggest(tx, ready, &found, &went, &arrival.origin)?;
    }
    for topic in &ready.pointers.topics {
        store::topic::name(tx, *topic, conversation)?;
    }
    arrival.write_message(tx, conversation, reading::reading(ready, joined_by, by))?;
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
    for file in &ready.files {
        if !store::blob::is_known(tx, file.hash)? {
            gone.push(file.hash);
        }
    }
    Ok(gone)
}

/// Whether the message, or its author since it was written, was erased: then nothing of it may
/// come back, from an import or a second delivery.
fn is_erased(ready: &Prepared, known: &Recognised) -> bool {
    known.message_erased.is_some() || known.author_erased.is_some_and(|erased| ready.written_at() <= erased)
}

/// How a message is treated, by what it is and by who wrote it.
#[derive(Clone, Copy)]
struct Treated {
    /// Nobody waits.
    automatic: bool,
    /// Where it opens a conversation, that one is spam.
    spam: Option<SpamReason>,
}

impl Treated {
    fn of(ready: &Prepared, author: Option<Author>) -> Self {
        let mark = author.filter(|_| ready.direction == Direction::FromCustomer).map(|author| author.mark);
        Self {
            automatic: ready.automatic || matches!(mark, Some(SenderMark::Automatic | SenderMark::Blocked)),
            spam: match mark {
                Some(SenderMark::Blocked) => Some(SpamReason::Blocked),
                _ => spam::reason(ready),
            },
        }
    }
}

/// An arrival whose author is known, on its way into a conversation.
struct Arrival<'a> {
    ready: &'a Prepared,
    contact: ContactId,
    treated: Treated,
    origin: Origin,
    /// When it is accepted.
    now: Millis,
}

impl Arrival<'_> {
    /// Whether a person wrote it who is not hidden among the spam: what machines say tells nothing about people.
    fn speaks_for_itself(&self) -> bool {
        self.ready.direction == Direction::FromCustomer && !self.treated.automatic && self.treated.spam.is_none()
    }

    fn identify(&self, tx: &mut Tx<'_>, known: Option<Author>) -> Result<()> {
        let ready = self.ready;
        let name = ready.customer.name.as_deref();
        if let Some(author) = known {
            if ready.evidence > author.evidence && author.evidence == Evidence::Claimed {
                store::contact::vouch(tx, author.contact, author.identity, ready.evidence, &self.origin)?;
            }
            let learnt = name.filter(|_| author.is_nameless);
            return learnt.map_or(Ok(()), |name| store::contact::learn_name(tx, self.contact, name));
        }
        let new = NewContact {
            id: self.contact,
            identity: ready.identity,
            name,
            address: &ready.customer.address,
            fingerprint: ready.customer_key,
            evidence: ready.evidence,
        };
        store::contact::create(tx, &new, &self.origin)
    }

    /// The fact that a message came, in either direction.
    fn came(&self, conversation: ConversationId, joined_by: JoinedBy) -> Fact {
        let ready = self.ready;
        match ready.direction {
            Direction::FromCustomer => Fact::MessageReceived {
                conversation,
                message: ready.message,
                contact: self.contact,
                inbox: ready.inbox.id,
                raw: ready.raw,
                joined_by,
                automatic: self.treated.automatic,
                history: ready.history,
            },
            Direction::ToCustomer => {
                Fact::MessageCopied { conversation, message: ready.message, raw: ready.raw, history: ready.history }
            }
        }
    }

    fn join(
        &self,
        tx: &mut Tx<'_>,
        mut state: Conversation,
        joined_by: JoinedBy,
        reported: Option<MessageId>,
    ) -> Result<ConversationId> {
        let ready = self.ready;
        let mut facts = vec![self.came(state.id, joined_by)];
        if ready.direction == Direction::FromCustomer {
            facts.extend(state.reopened_by_message(self.treated.automatic, ready.history));
        }
        facts.extend(history::joins(tx, ready, &state, self.origin.at, self.now)?);
        if let Some(message) = reported.filter(|_| !ready.history) {
            facts.extend(report::follows(tx, ready, &state, message, &self.origin)?);
        }
        conversation::record(tx, &mut state, &facts, &self.origin, Some(&ready.preview()))?;
        Ok(state.id)
    }

    fn open(
        &self,
        tx: &mut Tx<'_>,
        follows: Option<ConversationId>,
        suggested: Option<(ConversationId, Hint)>,
    ) -> Result<ConversationId> {
        let ready = self.ready;
        let id = ready.conversation;
        let Some(number) = store::brand::next_number(tx, ready.inbox.brand)? else {
            return Err(store::Error::Statement {
                statement: "accept",
                why: "the inbox belongs to a shop that is not there".to_owned(),
            });
        };
        let mut facts = vec![Fact::ConversationOpened {
            conversation: id,
            brand: ready.inbox.brand,
            inbox: ready.inbox.id,
            team: ready.inbox.team,
            contact: self.contact,
            number,
            automatic: self.treated.automatic || ready.direction == Direction::ToCustomer,
            follows,
        }];
        facts.extend(self.treated.spam.map(|reason| Fact::SpamJudged {
            conversation: id,
            spam: true,
            reason,
            waiting_since: None,
        }));
        facts.push(self.came(id, JoinedBy::Opened));
        facts.extend(history::opens(ready, self.origin.at, self.now));
        conversation::open(tx, &facts, &self.origin, ready.subject(), &ready.preview())?;
        if let Some((other, hint)) = suggested.filter(|_| self.treated.spam.is_none() && !self.treated.automatic) {
            let state = SuggestionState::Open;
            let new = Suggestion { id: ready.suggestion, conversation: id, other, hint, state };
            suggestion::make(tx, &new, &self.origin)?;
        }
        Ok(id)
    }

    fn write_message(&self, tx: &mut Tx<'_>, conversation: ConversationId, reading: Reading) -> Result<()> {
        let (ready, mail) = (self.ready, &self.ready.mail);
        let from_customer = ready.direction == Direction::FromCustomer;
        let message = Message {
            id: ready.message,
            conversation,
            kind: if from_customer { MessageKind::Received } else { MessageKind::Copied },
            at: self.origin.at,
            contact: from_customer.then_some(self.contact),
            agent: None,
            raw: Some(ready.raw),
            automatic: self.treated.automatic,
            history: ready.history,
        };
        let content = Content {
            subject: ready.subject().to_owned(),
            text: mail.text.clone(),
            html: mail.html.clone(),
            sender: if from_customer { Some(ready.customer.clone()) } else { mail.from.clone() },
            recipients: Recipients { to: mail.to.clone(), cc: mail.cc.clone() },
            message_id: mail.message_id.clone(),
            answers: Answers { in_reply_to: mail.in_reply_to.first().cloned(), references: mail.references.clone() },
            reading: Some(reading),
        };
        store::message::insert(tx, &message, &content)?;
        store::message::refer(tx, ready.own_key, ready.message, conversation, false, Some(ready.content_key))?;
        // A mail server that reports takes no part.
        for who in ready.participants.iter().filter(|_| !ready.is_report()) {
            conversation::join(tx, conversation, *who)?;
        }
        store::attachment::attach(tx, ready.message, &ready.files, self.origin.at)
    }
}
