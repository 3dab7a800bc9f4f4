//! What reading a mail finds beside its plain fields: bounces, a forwarded mail, a notice, a form, authentication.
//!
//! Plain values; the crate `mail` makes them, the intake acts on them.

use serde::{Deserialize, Serialize};

use crate::channel::{Nature, Party};
use crate::event::JoinedBy;

/// A recipient that a report names: not reached, perhaps only for now, or one who complained (RFC 3464, RFC 5965).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// The address as the report gives it, lower case; empty when the report names none.
    pub recipient: String,
    /// The enhanced status code (RFC 3463), such as `5.1.1`; `None` when the report gives none.
    pub status: Option<String>,
    /// Whether trying again is of no use.
    pub hard: bool,
    /// Why: one of the closed list of names in `mail::bounce::reason`, such as `userunknown`; `delivered` where the report
    /// says that it arrived, `feedback` for a complaint.
    pub reason: String,
    /// Message-ID of the mail that was not delivered, without angle brackets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// A mail inside a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forward {
    /// Who wrote it; `address` is missing where the forwarding program left it out.
    pub from: Person,
    /// Its recipients.
    pub to: Vec<Person>,
    /// Its copies.
    pub cc: Vec<Person>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its date as it stands there: programs write it in their reader's language.
    pub date: Option<String>,
    /// Its text.
    pub body: String,
    /// What the forwarding person wrote above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Somebody named in the text of a mail: not surely with an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Display name.
    pub name: Option<String>,
    /// Address as it stands there.
    pub address: Option<String>,
}

/// A machine's mail that a recogniser knew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The recogniser's name, such as `inpost` or `allegro-order`: our own word, never text of the mail.
    pub recogniser: String,
    /// The order it speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Whether a customer waits behind it after all (a question passed on by a marketplace).
    #[serde(default)]
    pub asks: bool,
}

/// What a customer wrote into a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The recogniser's name, such as `contact-form-7`.
    pub recogniser: String,
    /// The customer.
    pub customer: Party,
    /// Their message without the form's labels; `None`: the whole text stands.
    pub message: Option<String>,
    /// The subject they chose.
    pub subject: Option<String>,
}

/// By what the author of a mail is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorBy {
    /// From.
    #[default]
    From,
    /// Reply-To: From is ourselves, or a program that writes for others.
    ReplyTo,
    /// What was filled into a form.
    Form,
    /// One of us forwarded it; its author wrote the mail inside.
    Forward,
    /// From is ourselves, and the customer is the recipient.
    Recipient,
}

/// How a mail was read, and why it stands where it stands: kept beside the message, so that a person can ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What kind of mail it is.
    pub nature: Nature,
    /// By what its author is known.
    pub author: AuthorBy,
    /// How it found its conversation.
    pub joined_by: JoinedBy,
    /// What pointed there: an id, a number, an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The machine's notice it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// The recogniser of the form it brings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Who was not reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bounces: Vec<Bounce>,
    /// Order numbers it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<String>,
    /// What was damaged or left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// How the receiving server judged its sender.
    #[serde(default)]
    pub authentication: Authentication,
    /// How sure the model is that it is spam, in thousandths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spam: Option<u16>,
    /// What spoke most strongly for spam, where it was held to be spam.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
}

/// How the receiving server judged the sender (RFC 8601).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// SPF of the envelope sender.
    pub spf: Verdict,
    /// DKIM of the signing domain.
    pub dkim: Verdict,
    /// DMARC of the From domain.
    pub dmarc: Verdict,
}

/// One method's result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody said.
    #[default]
    Unknown,
    /// It passed.
    Pass,
    /// It failed (softfail included).
    Fail,
}
