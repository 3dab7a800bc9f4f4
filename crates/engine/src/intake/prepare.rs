//! Everything about an arrival that needs no transaction: unpack, parse, say who wrote, put its
//! files on disk, make its ids.

use domain::channel::{Inbound, Nature, Party};
use domain::event::QuarantineReason;
use domain::id::{ContactId, ConversationId, Id, IdentityId, InboxId, MessageId, RawId, SuggestionId};
use domain::identity::{Address, Evidence, Fingerprint, Fingerprinter};
use domain::mailbox::FolderRole;
use domain::reading::{AuthorBy, Verdict};
use domain::threading;
use domain::time::Millis;
use store::attachment::File;
use store::brand::Inbox;
use store::lookup::{Question, TOPICS};
use store::original::Asked;
use store::raw::{Body, Waiting};

use super::author::{self, Authorship, Direction, Ours};
use super::probe;
use super::spam::{self, Score};
use crate::Engine;

/// Why an arrival was not prepared.
pub(super) enum Unfit {
    /// Its inbox has no channel at the moment.
    Later,
    /// It is put aside for a person.
    Aside(QuarantineReason, String),
    /// The store could not give or keep its bytes.
    Store(store::Error),
}

/// An arrival, ready to be accepted in one transaction.
#[derive(Clone)]
pub(super) struct Prepared {
    pub raw: RawId,
    pub inbox: Inbox,
    pub received_at: Millis,
    pub history: bool,
    /// The folder it lay in.
    pub folder: FolderRole,
    pub mail: Inbound,
    pub direction: Direction,
    pub author_by: AuthorBy,
    /// Whether nobody waits for an answer.
    pub automatic: bool,
    pub spam: Option<Score>,
    /// The customer, whichever direction.
    pub customer: Party,
    pub customer_key: Fingerprint,
    /// Why we believe that the customer's address is theirs.
    pub evidence: Evidence,
    /// The mail's own id; made of its content where it has none.
    pub own_key: Fingerprint,
    pub content_key: Fingerprint,
    /// What it answers, the strongest first: as it stands in the mail, and as it is looked up.
    pub answer_ids: Vec<String>,
    pub answers: Vec<Fingerprint>,
    pub pointers: Pointers,
    /// The inbox that wrote it to itself, to see whether tagged mail comes.
    pub probe: Option<InboxId>,
    /// Everybody in From, To and Cc who is not us.
    pub participants: Vec<Fingerprint>,
    pub files: Vec<File>,
    pub message: MessageId,
    pub conversation: ConversationId,
    pub contact: ContactId,
    pub identity: IdentityId,
    pub suggestion: SuggestionId,
    pub likeness: SuggestionId,
    /// For what only the transaction finds.
    pub prints: Fingerprinter,
}

/// What points to a conversation besides ids.
#[derive(Clone, Default)]
pub(super) struct Pointers {
    /// The conversation whose signed address it came to.
    pub signed: Option<ConversationId>,
    /// The number in its subject.
    pub number: Option<i64>,
    /// The machine's notices about the order it speaks of.
    pub notice: Option<Fingerprint>,
    /// The telephone number it names.
    pub phone: Option<Fingerprint>,
    /// Where else than at its author's address it wants its answers.
    pub reply_to: Option<Fingerprint>,
    /// All its topics, the notices first.
    pub topics: Vec<Fingerprint>,
    /// Who wrote the mail that its author forwarded.
    pub forwarded: Option<Fingerprint>,
}

impl Prepared {
    /// What is looked up about it, with these of the ids it answers.
    pub(super) fn question<'a>(&'a self, answers: &'a [Fingerprint]) -> Question<'a> {
        Question {
            own: self.own_key,
            answers,
            author: self.customer_key,
            brand: self.inbox.brand,
            topics: &self.pointers.topics,
            number: self.pointers.number,
            signed: self.pointers.signed,
        }
    }

    /// The same, with all ids it answers, for the original of a dry run.
    pub(super) fn asked(&self) -> Asked {
        Asked {
            own: self.own_key,
            answers: self.answers.clone(),
            author: self.customer_key,
            brand: self.inbox.brand,
            topics: self.pointers.topics.clone(),
            number: self.pointers.number,
            signed: self.pointers.signed,
        }
    }

    /// Whether it reports on a mail of ours: not delivered, or complained of.
    pub(super) fn is_report(&self) -> bool {
        !self.mail.bounces.is_empty() || matches!(self.mail.nature, Nature::Bounce | Nature::Complaint)
    }

    /// When it was written, by its own words or else by its arrival.
    pub(super) fn written_at(&self) -> Millis {
        self.mail.sent_at.unwrap_or(self.received_at)
    }

    /// Its subject: what a form's customer chose, else its own.
    pub(super) fn subject(&self) -> &str {
        self.mail.form.as_ref().and_then(|form| form.subject.as_deref()).unwrap_or(&self.mail.subject)
    }

    /// What lists show of it.
    pub(super) fn preview(&self) -> String {
        let words = self.mail.form.as_ref().and_then(|form| form.message.as_deref());
        store::conversation::preview(words.unwrap_or(&self.mail.text))
    }
}

/// Reads one arrival. Blocks (files go to disk).
pub(super) fn prepare(engine: &Engine, ours: &Ours, raw: Waiting, body: &Body) -> Result<Prepared, Unfit> {
    let (Some(channel), Some(inbox)) =
        (engine.channels().of(raw.inbox), ours.inboxes.iter().find(|inbox| inbox.id == raw.inbox))
    else {
        return Err(Unfit::Later);
    };
    let blobs = engine.store().blobs();
    let bytes = body.unpack(blobs).map_err(Unfit::Store)?;
    let mut mail = channel.parse(&bytes).map_err(|why| Unfit::Aside(QuarantineReason::Unreadable, why.to_string()))?;
    drop(bytes);
    let sent = if raw.folder == FolderRole::Sent { author::sent(&mail, ours) } else { None };
    let author = sent
        .or_else(|| author::who(&mail, ours))
        .ok_or_else(|| Unfit::Aside(QuarantineReason::NoAuthor, "nobody can be named as its author".to_owned()))?;
    let automatic = author::is_automatic(&mail, &author, ours);
    let prints = engine.store().fingerprints();
    let from = mail.from.as_ref().map_or("", |from| from.address.as_str());
    let content_key = prints.content(from, mail.sent_at.map(Millis::get), &mail.subject, &mail.text);
    let own_key = mail.message_id.as_ref().map_or(content_key, |id| prints.message_id(id));
    let answer_ids = answer_ids(&mail);
    let answers = answer_ids.iter().map(|id| prints.message_id(id)).collect();
    let is_theirs = author.by == AuthorBy::From && mail.authentication.dmarc == Verdict::Pass;
    let files = std::mem::take(&mut mail.attachments)
        .into_iter()
        .map(|file| File::keep(blobs, file))
        .collect::<Result<_, _>>()
        .map_err(Unfit::Store)?;
    Ok(Prepared {
        raw: raw.id,
        inbox: inbox.clone(),
        received_at: raw.received_at,
        history: raw.history,
        folder: raw.folder,
        direction: author.direction,
        author_by: author.by,
        automatic,
        spam: spam::judge(engine, &mail, author.direction),
        customer_key: prints.address(&author.customer.address),
        participants: participants(&mail, &author.customer, ours, prints),
        pointers: pointers(&mail, &author, inbox, ours, prints),
        probe: probe::of(&mail, ours, prints),
        customer: author.customer,
        evidence: if is_theirs { Evidence::Authenticated } else { Evidence::Claimed },
        own_key,
        content_key,
        answer_ids,
        answers,
        files,
        message: engine.id(),
        conversation: engine.id(),
        contact: engine.id(),
        identity: engine.id(),
        suggestion: engine.id(),
        likeness: engine.id(),
        prints: prints.clone(),
        mail,
    })
}

/// The ids it answers, the strongest first: what a report is about, In-Reply-To, References.
fn answer_ids(mail: &Inbound) -> Vec<String> {
    let reported: Vec<String> = mail.bounces.iter().filter_map(|bounce| bounce.of.clone()).collect();
    let mut first = reported;
    first.extend_from_slice(&mail.in_reply_to);
    threading::candidates(&first, &mail.references).into_iter().map(str::to_owned).collect()
}

fn participants(mail: &Inbound, customer: &Party, ours: &Ours, prints: &Fingerprinter) -> Vec<Fingerprint> {
    let mut participants: Vec<Fingerprint> = mail
        .from
        .iter()
        .chain(&mail.to)
        .chain(&mail.cc)
        .filter(|party| !ours.are(&party.address))
        .chain([customer])
        .map(|party| prints.address(&party.address))
        .collect();
    participants.sort_unstable();
    participants.dedup();
    participants
}

fn pointers(mail: &Inbound, author: &Authorship, inbox: &Inbox, ours: &Ours, prints: &Fingerprinter) -> Pointers {
    let customer = &author.customer.address;
    let to = mail.to.iter().chain(&mail.cc).map(|party| &party.address).chain(&mail.delivered_to);
    let signed = to
        .filter(|address| ours.has(address))
        .filter_map(Address::untagged)
        .find_map(|(_, tag)| prints.read_address_tag(tag));
    let brand = inbox.brand.raw();
    let notice = mail
        .notice
        .as_ref()
        .and_then(|notice| notice.order.as_deref().map(|order| prints.topic(brand, &notice.recogniser, order)));
    // A machine's notices are no customer's matter: they only lead to each other.
    let orders = mail.orders.iter().filter(|_| mail.notice.is_none());
    let phone = mail.phones.first().filter(|_| mail.notice.is_none()).map(|phone| prints.topic(brand, "tel:", phone));
    let orders = notice.into_iter().chain(orders.map(|order| prints.topic(brand, "", order)));
    let topics = orders.take(TOPICS - usize::from(phone.is_some())).chain(phone).collect();
    let elsewhere = |party: &&Party| !ours.are(&party.address) && party.address != *customer;
    let reply_to = mail.reply_to.iter().find(elsewhere).filter(|_| author.by == AuthorBy::From);
    let forwarded = author::forwarded(mail, ours).filter(|party| party.address != *customer);
    Pointers {
        signed,
        number: threading::number_in(&mail.subject),
        notice,
        phone,
        reply_to: reply_to.map(|party| prints.address(&party.address)),
        topics,
        forwarded: forwarded.map(|party| prints.address(&party.address)),
    }
}
