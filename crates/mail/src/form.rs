//! Mails that a shop's contact form sent in a customer's name.
//!
//! In: what a mail says. Out: the customer who filled in the form, and what they wrote. A form is never guessed: From must be
//! the notifier's, that is the shop's own house or a hosted form's domain, and the mail must bear the form's marks; the customer
//! is who Reply-To names, else who the labelled lines name. Whatever somebody writes in a mail of their own, they stay who
//! they are. What stands behind the message's label is the customer's text and names nobody.
//!
//! How to teach it a new form: a `[[recogniser]]` in `crates/mail/forms` (its first file explains the fields), and a mail of
//! it in `crates/mail/fixtures/forms`; a test asks for both.

mod label;
mod sheet;
mod table;

#[cfg(test)]
mod tests;

use domain::channel::{Inbound, Party};
use domain::identity::Address;
use domain::reading::Form;
use mail_parser::Message;

use crate::parse::text::{cut, one_line};
use crate::parse::{MAX_NAME_CHARS, MAX_SUBJECT_CHARS};
use crate::pattern::Folded;
use crate::sender::{is_forged, is_own, is_same_house};
use sheet::Sheet;
use table::{Recogniser, shipped};

/// Bytes of a text that are read as a form.
const MAX_SHEET_BYTES: usize = 200_000;
/// What a form is called that no recogniser knows.
const UNMARKED: &str = "form";

/// The form that `mail` brings by its own marks; `None` when it is none, or names no customer.
pub fn form(message: &Message<'_>, mail: &Inbound) -> Option<Form> {
    let from = mail.from.as_ref().filter(|_| !is_forged(mail))?;
    let own = is_own(mail);
    let text = cut(&mail.text, MAX_SHEET_BYTES);
    let mut possible = shipped().iter().filter(|recogniser| recogniser.sends_from(&from.address, own)).peekable();
    possible.peek()?;
    let folded = Folded::new(text);
    let recogniser = possible.find(|recogniser| recogniser.knows(message, mail, text, &folded))?;
    let sheet = Sheet::read(text, &folded, recogniser);
    let customer = customer(mail, &sheet)?;
    let message = sheet.message.map(|range| text[range].trim().to_owned()).filter(|message| !message.is_empty());
    Some(Form {
        recogniser: recogniser.name.clone(),
        customer,
        message,
        subject: subject(mail, sheet.subject, recogniser),
    })
}

/// A form that no recogniser knows: from the shop's own house, an answer would go to another, and the lines are labelled with
/// a message and with who wrote it.
pub fn unmarked(mail: &Inbound) -> Option<Form> {
    let from = mail.from.as_ref().filter(|_| is_own(mail))?;
    let mut others = mail.reply_to.iter().filter(|to| !is_same_house(&to.address, &from.address));
    if others.next().is_none() || !mail.in_reply_to.is_empty() {
        return None;
    }
    let text = cut(&mail.text, MAX_SHEET_BYTES);
    let sheet = Sheet::read(text, &Folded::new(text), &Recogniser::unmarked());
    if sheet.name.is_none() && sheet.email.is_none() {
        return None;
    }
    let customer = customer(mail, &sheet)?;
    let message = text[sheet.message?].trim().to_owned();
    let subject = sheet.subject.map(|subject| one_line(subject, MAX_SUBJECT_CHARS));
    Some(Form { recogniser: UNMARKED.to_owned(), customer, message: Some(message).filter(|m| !m.is_empty()), subject })
}

/// Who filled it in: Reply-To before the labelled lines, and never the notifier or the mailbox it wrote to.
fn customer(mail: &Inbound, sheet: &Sheet<'_>) -> Option<Party> {
    let from = mail.from.as_ref()?;
    let is_other = |address: &Address| *address != from.address && mail.to.iter().all(|to| to.address != *address);
    let written = || sheet.email.clone().map(|address| Party { name: None, address });
    let answered = mail.reply_to.iter().find(|to| is_other(&to.address)).cloned();
    let mut customer = answered.or_else(|| written().filter(|party| is_other(&party.address)))?;
    if let Some(name) = &sheet.name {
        customer.name = Some(one_line(name, MAX_NAME_CHARS)).filter(|name| !name.is_empty() && !name.contains('@'));
    }
    Some(customer)
}

/// The subject the customer chose: a labelled line, or what the form's own subject leaves of it.
fn subject(mail: &Inbound, labelled: Option<&str>, recogniser: &Recogniser) -> Option<String> {
    let given = Folded::new(&mail.subject);
    let chosen = || recogniser.chosen.iter().find_map(|pattern| pattern.capture(&given, "subject"));
    labelled.or_else(chosen).map(|subject| one_line(subject, MAX_SUBJECT_CHARS)).filter(|subject| !subject.is_empty())
}
