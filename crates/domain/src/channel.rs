//! What every channel brings: two functions and a record of what it can do.
//!
//! A channel turns raw bytes into an [`Inbound`] and sends an [`Outbound`]. The rest of the
//! product asks a channel what it *can do* ([`Capability`]), never which one it is.
//!
//! How to add a channel: a module in `channels` with pure parsing beside the network code, an
//! implementation of [`Channel`], a double of the other side in `testkit`, and a line where
//! `app` wires the inboxes.

use std::future::Future;
use std::pin::Pin;

use serde::{Deserialize, Serialize};

use crate::delivery::GIVE_UP_MS;
use crate::id::MessageId;
use crate::identity::Address;
use crate::reading::{Authentication, Bounce, Form, Forward, Notice};
use crate::time::Millis;

/// Somebody in a header: an address and, where given, a display name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The display name, decoded and bounded; `None` when empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address in comparable form.
    pub address: Address,
}

/// What kind of mail this is, as far as its headers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// A person wrote it; somebody waits for an answer.
    Person,
    /// An automatic answer (RFC 3834: vacation and the like).
    AutoReply,
    /// A delivery report (RFC 3464).
    Bounce,
    /// A recipient complained of a mail of ours (RFC 5965).
    Complaint,
    /// A newsletter or mailing list.
    Bulk,
    /// A notice a program sent: nobody waits.
    Notice,
}

impl Nature {
    /// Whether a machine sent it; machine mail waits for nobody and is never auto-answered.
    pub fn is_automatic(self) -> bool {
        self != Self::Person
    }
}

/// A file that came with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// File name as given, path parts and control characters removed.
    pub name: String,
    /// Media type in lower case, `application/octet-stream` when none was given.
    pub media_type: String,
    /// Content-ID without angle brackets.
    pub content_id: Option<String>,
    /// Whether the mail shows it in its text.
    pub inline: bool,
    /// The decoded content.
    pub bytes: Vec<u8>,
}

/// A message from outside, read strictly and bounded; NUL characters are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// Message-ID without angle brackets; `None` when missing or empty.
    pub message_id: Option<String>,
    /// All ids of In-Reply-To, without angle brackets, in order.
    pub in_reply_to: Vec<String>,
    /// All ids of References, without angle brackets, in order, bounded.
    pub references: Vec<String>,
    /// From, first mailbox. `None` when there is no readable address.
    pub from: Option<Party>,
    /// Reply-To, all mailboxes.
    pub reply_to: Vec<Party>,
    /// To, all mailboxes, bounded.
    pub to: Vec<Party>,
    /// Cc, all mailboxes, bounded.
    pub cc: Vec<Party>,
    /// The addresses it was delivered to, as the servers on its way noted (Delivered-To and its sisters), bounded.
    pub delivered_to: Vec<Address>,
    /// Decoded subject, one line.
    pub subject: String,
    /// The text of the message; made from the HTML part where there is no text part.
    pub text: String,
    /// Whether the text was made from the HTML part, because there is no text part.
    pub text_from_html: bool,
    /// The HTML part as it came (hostile; sanitised when shown).
    pub html: Option<String>,
    /// The Date header.
    pub sent_at: Option<Millis>,
    /// What kind of mail it is.
    pub nature: Nature,
    /// Files, bounded in number; their bytes count against the size of the whole.
    pub attachments: Vec<Attachment>,
    /// Who was not reached, where it is a report of that.
    pub bounces: Vec<Bounce>,
    /// The mail inside, where it was forwarded.
    pub forward: Option<Forward>,
    /// Which machine's notice it is.
    pub notice: Option<Notice>,
    /// The form it brings.
    pub form: Option<Form>,
    /// Order numbers it names.
    pub orders: Vec<String>,
    /// Telephone numbers that its author names, as they are dialled from abroad (E.164).
    pub phones: Vec<String>,
    /// How the receiving server judged its sender.
    pub authentication: Authentication,
    /// What it shows to a spam model: hashed features, sorted, each once.
    pub features: Vec<u32>,
    /// What was damaged or left out, in words of ours: `cut_base64`, `undeclared_charset`, ...
    pub problems: Vec<&'static str>,
}

impl Inbound {
    /// The person who wrote, given which addresses are ours: From, unless that is ourselves and
    /// Reply-To names somebody else (a form notifier writes From: the shop, Reply-To: the
    /// customer). `None` when nobody is left.
    pub fn author(&self, is_ours: impl Fn(&Address) -> bool) -> Option<&Party> {
        let other = |party: &&Party| !is_ours(&party.address);
        match &self.from {
            Some(from) if !is_ours(&from.address) => Some(from),
            _ => self.reply_to.iter().find(other),
        }
    }
}

/// A message to the outside, complete: the deliverer adds nothing to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbound {
    /// Our message that this is the sending of.
    pub message: MessageId,
    /// The sender as the customer sees it.
    pub from: Party,
    /// Recipients.
    pub to: Vec<Party>,
    /// Copies.
    pub cc: Vec<Party>,
    /// Where answers go; `None`: to the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Address>,
    /// Subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Message-ID to use, without angle brackets; the same at every attempt.
    pub message_id: String,
    /// Message-ID this answers.
    pub in_reply_to: Option<String>,
    /// References, oldest first.
    pub references: Vec<String>,
    /// When it was written (the Date header).
    pub written_at: Millis,
    /// Whether a rule wrote it: then it carries `Auto-Submitted: auto-replied` (RFC 3834).
    pub automatic: bool,
}

/// The other side took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What the other side answered, first line, bounded (working state: erased with the contact).
    pub answer: String,
    /// Recipients that the other side did not take, while it took the others.
    pub refused: Vec<Unreached>,
}

impl Receipt {
    /// Taken for everybody it is addressed to.
    pub fn new(answer: impl Into<String>) -> Self {
        Self { answer: answer.into(), refused: Vec::new() }
    }
}

/// A recipient that does not get a message which others get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreached {
    /// Whom it did not go to.
    pub address: String,
    /// What the other side said, bounded.
    pub answer: String,
}

/// The other side did not take it, or we do not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Surely not sent; trying again may help (4xx).
    #[error("not sent, worth another try: {0}")]
    Later(String),
    /// Surely not sent, and not because of this message: the server is away, or takes nothing from us now (no connection,
    /// no login, 421). What worked through another server would work there.
    #[error("not sent, the server takes nothing now: {0}")]
    Away(String),
    /// Surely not sent: the server says that we send too much. Nothing more should go this way for a while.
    #[error("not sent, the server wants less at a time: {0}")]
    Slow(String),
    /// Surely not sent; trying again will not help (5xx, bad address).
    #[error("refused: {0}")]
    Refused(String),
    /// The connection broke after the message was handed over and before the answer came.
    #[error("unknown whether it was sent: {0}")]
    Uncertain(String),
}

/// Raw bytes that cannot be read as a message of the channel.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot be read: {0}")]
pub struct Unreadable(pub String);

/// What a channel can do. Asked instead of "which channel is it?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    /// Messages name the ones they answer.
    pub threads: bool,
    /// HTML is shown.
    pub html: bool,
    /// Subjects exist.
    pub subject: bool,
    /// How long sending can be taken back, in milliseconds; 0 = not at all.
    pub undo_ms: i64,
    /// The longest text in characters; `None` = no limit of the channel's own.
    pub longest_text: Option<usize>,
}

/// One way out of an inbox, and what its provider allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its name among people: the server's.
    pub name: String,
    /// How many messages are handed over by it at the same time.
    pub at_once: usize,
    /// How many messages may go within an hour; `None`: as many as there are.
    pub per_hour: Option<u32>,
    /// How many within a day.
    pub per_day: Option<u32>,
    /// For how long the route before it must have taken nothing until this one stands in, in milliseconds.
    pub after_ms: i64,
    /// How long a message that surely was not sent is tried before it is given up, in milliseconds.
    pub give_up_ms: i64,
}

impl Default for Route {
    fn default() -> Self {
        Self { name: String::new(), at_once: 4, per_hour: None, per_day: None, after_ms: 0, give_up_ms: GIVE_UP_MS }
    }
}

/// A boxed future, as traits that are used behind `dyn` need.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One channel, configured for one inbox.
pub trait Channel: Send + Sync {
    /// What it can do.
    fn capability(&self) -> Capability;

    /// Reads raw bytes. Pure and bounded: no network, no clock; never panics on any input.
    fn parse(&self, raw: &[u8]) -> Result<Inbound, Unreadable>;

    /// The ways out, the first choice first; at least one.
    fn routes(&self) -> Vec<Route> {
        vec![Route::default()]
    }

    /// Whether a message that went by this route is to be put into its mailbox's folder of sent mail afterwards, because
    /// nobody on the way does.
    fn keeps_copy(&self, _route: usize) -> bool {
        false
    }

    /// Hands the message to the other side by the route at this place of [`Channel::routes`].
    fn send_by<'a>(&'a self, _route: usize, message: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        self.send(message)
    }

    /// Hands the message to the other side. Called only by the deliverer, at most once at a time
    /// for one message.
    fn send<'a>(&'a self, message: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>>;
}
