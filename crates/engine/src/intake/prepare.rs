//! Everything about an arrival that needs no transaction: unpack, parse, say who wrote, put its
//! files on disk, make its ids.

use std::collections::HashSet;

use domain::channel::{Attachment, Inbound, Nature, Party};
use domain::event::QuarantineReason;
use domain::id::{ContactId, ConversationId, IdentityId, MessageId, RawId};
use domain::identity::{Address, Fingerprint};
use domain::threading;
use domain::time::Millis;
use store::blob::Hash;
use store::brand::Inbox;
use store::raw::Waiting;

use crate::Engine;

/// Our own addresses, and the inboxes behind them.
pub(super) struct Ours {
    addresses: HashSet<Address>,
    inboxes: Vec<Inbox>,
}

impl Ours {
    pub(super) fn new(inboxes: &[Inbox]) -> Self {
        Self { addresses: inboxes.iter().map(|inbox| inbox.address.clone()).collect(), inboxes: inboxes.to_vec() }
    }

    fn has(&self, address: &Address) -> bool {
        self.addresses.contains(address)
    }
}

/// Why an arrival was not prepared.
pub(super) enum Unfit {
    /// Its inbox has no channel at the moment.
    Later,
    /// It is put aside for a person.
    Aside(QuarantineReason, String),
    /// The store could not give or keep its bytes.
    Store(store::Error),
}

/// Whether the customer wrote, or we did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    FromCustomer,
    /// Written by us elsewhere: a shop's order copy, an answer from a phone.
    ToCustomer,
}

/// An arrival, ready to be accepted in one transaction.
#[derive(Clone)]
pub(super) struct Prepared {
    pub raw: RawId,
    pub inbox: Inbox,
    pub received_at: Millis,
    pub history: bool,
    pub mail: Inbound,
    pub direction: Direction,
    /// Whether nobody waits for an answer.
    pub automatic: bool,
    /// The customer, whichever direction.
    pub customer: Party,
    pub customer_key: Fingerprint,
    /// The mail's own id; made of its content where it has none.
    pub own_key: Fingerprint,
    pub content_key: Fingerprint,
    /// What it answers, the strongest first.
    pub answers: Vec<Fingerprint>,
    /// Everybody in From, To and Cc who is not us.
    pub participants: Vec<Fingerprint>,
    pub files: Vec<(Attachment, Hash)>,
    pub message: MessageId,
    pub conversation: ConversationId,
    pub contact: ContactId,
    pub identity: IdentityId,
}

/// Reads one arrival. Blocks (files go to disk).
pub(super) fn prepare(engine: &Engine, ours: &Ours, raw: Waiting) -> Result<Prepared, Unfit> {
    let (Some(channel), Some(inbox)) =
        (engine.channels().of(raw.inbox), ours.inboxes.iter().find(|inbox| inbox.id == raw.inbox))
    else {
        return Err(Unfit::Later);
    };
    let blobs = engine.store().blobs();
    let bytes = raw.body.unpack(blobs).map_err(Unfit::Store)?;
    let mut mail = channel.parse(&bytes).map_err(|why| Unfit::Aside(QuarantineReason::Unreadable, why.to_string()))?;
    drop(bytes);
    let (direction, customer) = who(&mail, ours)
        .ok_or_else(|| Unfit::Aside(QuarantineReason::NoAuthor, "nobody can be named as its author".to_owned()))?;
    let prints = engine.store().fingerprints();
    let sent_at = mail.sent_at.map(Millis::get);
    let author = mail.from.as_ref().map_or("", |from| from.address.as_str());
    let content_key = prints.content(author, sent_at, &mail.subject, &mail.text);
    let own_key = mail.message_id.as_ref().map_or(content_key, |id| prints.message_id(id));
    let answers = threading::candidates(&mail.in_reply_to, &mail.references)
        .into_iter()
        .map(|id| prints.message_id(id))
        .collect();
    let mut participants: Vec<Fingerprint> = mail
        .from
        .iter()
        .chain(&mail.to)
        .chain(&mail.cc)
        .chain([&customer])
        .filter(|party| !ours.has(&party.address))
        .map(|party| prints.address(&party.address))
        .collect();
    participants.sort_unstable();
    participants.dedup();
    let files = std::mem::take(&mut mail.attachments)
        .into_iter()
        .map(|file| blobs.keep(&file.bytes).map(|hash| (file, hash)))
        .collect::<Result<_, _>>()
        .map_err(Unfit::Store)?;
    Ok(Prepared {
        raw: raw.id,
        inbox: inbox.clone(),
        received_at: raw.received_at,
        history: raw.history,
        direction,
        automatic: is_automatic(&mail, direction, ours),
        customer_key: prints.address(&customer.address),
        customer,
        own_key,
        content_key,
        answers,
        participants,
        files,
        message: engine.id(),
        conversation: engine.id(),
        contact: engine.id(),
        identity: engine.id(),
        mail,
    })
}

/// Whether a machine wrote it and nobody waits. A form notifier is a program too, and often says so;
/// but the customer behind its Reply-To waits.
fn is_automatic(mail: &Inbound, direction: Direction, ours: &Ours) -> bool {
    let is_form = direction == Direction::FromCustomer
        && mail.nature == Nature::Notice
        && mail.from.as_ref().is_some_and(|from| ours.has(&from.address));
    mail.nature.is_automatic() && !is_form
}

/// The customer, and whether they wrote. A form notifier (From: ourselves, Reply-To: somebody) is
/// the customer's mail; a mail from us to somebody is ours.
fn who(mail: &Inbound, ours: &Ours) -> Option<(Direction, Party)> {
    if let Some(author) = mail.author(|address| ours.has(address)) {
        let mut customer = author.clone();
        // A name that only the From header gives is the customer's only where From is the customer.
        if customer.name.is_none() {
            customer.name =
                mail.from.as_ref().filter(|from| from.address == customer.address).and_then(|f| f.name.clone());
        }
        return Some((Direction::FromCustomer, customer));
    }
    mail.from.as_ref()?;
    let to = mail.to.iter().chain(&mail.cc).find(|party| !ours.has(&party.address))?;
    Some((Direction::ToCustomer, to.clone()))
}
