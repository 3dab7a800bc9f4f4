//! The mailboxes of the demo's customers: what they wrote and what they got.
//!
//! What was there before this process began is read from the store, as a customer's mail program
//! would still show it; what comes since is what really went over SMTP, kept in memory and bounded.

use std::collections::HashMap;

use domain::channel::{Inbound, Party};
use domain::fold::MessageKind;
use domain::id::{ContactId, Id, MessageId};
use domain::identity::Address;
use domain::time::Millis;
use store::Conn;

/// Mailboxes that are kept in memory; an address beyond them gets no mail.
const MAX_MAILBOXES: usize = 500;

/// Mails of one mailbox that are kept in memory; the oldest go.
const MAX_MAILS: usize = 100;

/// Conversations whose mails a mailbox shows.
const MAX_CONVERSATIONS: usize = 20;

/// A mail in a customer's mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its Message-ID, without angle brackets.
    pub message_id: String,
    /// Message-IDs it names, oldest first.
    pub references: Vec<String>,
    /// When it was written.
    pub at: Millis,
    /// Whether the mailbox's owner wrote it.
    pub own: bool,
    /// Who wrote.
    pub from: Party,
    /// To whom.
    pub to: Party,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

impl Mail {
    /// A mail that went over SMTP to the mailbox of `to`.
    pub(super) fn received(mail: Inbound, to: &Address, now: Millis) -> Option<Self> {
        let mut references = mail.references;
        references.extend(mail.in_reply_to.into_iter().filter(|id| !references.contains(id)).collect::<Vec<_>>());
        let to = mail.to.into_iter().chain(mail.cc).find(|party| party.address == *to);
        Some(Self {
            message_id: mail.message_id?,
            references,
            at: mail.sent_at.unwrap_or(now),
            own: false,
            from: mail.from?,
            to: to?,
            subject: mail.subject,
            text: mail.text,
        })
    }

    /// What this mail calls the owner of an address.
    fn named(&self, owner: &Address) -> Option<String> {
        [&self.from, &self.to].into_iter().find(|party| party.address == *owner)?.name.clone()
    }
}

/// What came and went since this process began.
#[derive(Debug, Default)]
pub(super) struct Mailboxes(HashMap<Address, Vec<Mail>>);

impl Mailboxes {
    pub(super) fn put(&mut self, owner: &Address, mail: Mail) {
        if !self.0.contains_key(owner) && self.0.len() >= MAX_MAILBOXES {
            return;
        }
        let mails = self.0.entry(owner.clone()).or_default();
        if mails.iter().any(|other| other.message_id == mail.message_id) {
            return;
        }
        if mails.len() >= MAX_MAILS {
            mails.remove(0);
        }
        mails.push(mail);
    }

    pub(super) fn of(&self, owner: &Address) -> Vec<Mail> {
        self.0.get(owner).cloned().unwrap_or_default()
    }

    /// Whoever has mail here, the latest first.
    pub(super) fn owners(&self) -> Vec<Party> {
        let mut owners: Vec<(Millis, Party)> = self
            .0
            .iter()
            .filter_map(|(address, mails)| {
                let name = mails.iter().find_map(|mail| mail.named(address));
                let latest = mails.iter().map(|mail| mail.at).max()?;
                Some((latest, Party { name, address: address.clone() }))
            })
            .collect();
        owners.sort_by(|(one, a), (other, b)| other.cmp(one).then_with(|| a.address.cmp(&b.address)));
        owners.into_iter().map(|(_, owner)| owner).collect()
    }
}

/// What lay in a contact's mailbox at `until`, by what the store knows.
pub(super) fn earlier(conn: &mut Conn, contact: ContactId, until: Millis) -> store::Result<Vec<Mail>> {
    let Some(asker) = store::pages::asker(conn, contact, MAX_CONVERSATIONS)? else { return Ok(Vec::new()) };
    let mut mails = Vec::new();
    for conversation in asker.conversations {
        let (first, last) = (MessageId::from_raw(0), MessageId::from_raw(i64::MAX));
        for shown in store::pages::messages(conn, conversation.id, first, last)?.into_values() {
            let own = shown.kind == MessageKind::Received;
            if shown.at > until || shown.kind == MessageKind::Note {
                continue;
            }
            let Some(content) = store::message::content(conn, shown.id)? else { continue };
            let (Some(message_id), Some(from)) = (content.message_id, content.sender) else { continue };
            let Some(to) = content.recipients.to.into_iter().next() else { continue };
            let references = content.answers.references;
            let (subject, text) = (content.subject, content.text);
            mails.push(Mail { message_id, references, at: shown.at, own, from, to, subject, text });
        }
    }
    Ok(mails)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(n: usize) -> Mail {
        let party = Party { name: None, address: Address::parse("a@example.com").unwrap() };
        Mail {
            message_id: format!("{n}@x"),
            references: Vec::new(),
            at: Millis::new(0),
            own: false,
            from: party.clone(),
            to: party,
            subject: String::new(),
            text: String::new(),
        }
    }

    #[test]
    fn mailboxes_are_bounded_and_hold_a_mail_once() {
        let mut all = Mailboxes::default();
        let address = |n: usize| Address::parse(&format!("a{n}@example.com")).unwrap();
        for n in 0..=MAX_MAILS {
            all.put(&address(0), mail(n));
            all.put(&address(0), mail(n));
        }
        let kept = all.of(&address(0));
        assert_eq!((kept.len(), kept[0].message_id.as_str()), (MAX_MAILS, "1@x"));
        assert_eq!(all.owners().len(), 1);
        (0..=MAX_MAILBOXES).for_each(|n| all.put(&address(n), mail(0)));
        assert!(all.of(&address(MAX_MAILBOXES)).is_empty());
    }
}
