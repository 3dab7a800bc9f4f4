//! Who wrote a mail: the customer, whichever address it came from.
//!
//! In: a mail as it was read, and who we are. Out: the customer, whether they wrote or we did, and by what that is known.
//! From alone decides nothing about a person: see [`domain::identity::Evidence`].

use std::collections::HashSet;

use domain::channel::{Inbound, Nature, Party};
use domain::identity::Address;
use domain::reading::{AuthorBy, Verdict};
use store::brand::Inbox;

/// Our own addresses, and the inboxes behind them.
pub(super) struct Ours {
    addresses: HashSet<Address>,
    staff: HashSet<Address>,
    pub inboxes: Vec<Inbox>,
}

impl Ours {
    pub(super) fn new(inboxes: Vec<Inbox>, logins: &[String]) -> Self {
        Self {
            addresses: inboxes.iter().map(|inbox| inbox.address.clone()).collect(),
            staff: logins.iter().filter_map(|login| Address::parse(login)).collect(),
            inboxes,
        }
    }

    /// Whether mail to this address comes to one of our inboxes, tagged or not.
    pub(super) fn has(&self, address: &Address) -> bool {
        self.addresses.contains(address) || address.untagged().is_some_and(|(bare, _)| self.addresses.contains(&bare))
    }

    /// Whether it is one of us: an inbox, or the address of a colleague.
    pub(super) fn are(&self, address: &Address) -> bool {
        self.has(address) || self.staff.contains(address)
    }
}

/// Whether the customer wrote, or we did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    FromCustomer,
    /// Written by us elsewhere: a shop's order copy, an answer from a phone.
    ToCustomer,
}

/// Who wrote to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Authorship {
    pub direction: Direction,
    /// The customer, whichever direction.
    pub customer: Party,
    pub by: AuthorBy,
}

/// Who wrote. `None`: nobody can be named.
pub(super) fn who(mail: &Inbound, ours: &Ours) -> Option<Authorship> {
    let wrote = |customer: Party, by| Authorship { direction: Direction::FromCustomer, customer, by };
    if let Some(form) = mail.form.as_ref().filter(|form| !ours.has(&form.customer.address)) {
        return Some(wrote(form.customer.clone(), AuthorBy::Form));
    }
    let asks = mail.notice.as_ref().is_some_and(|notice| notice.asks) && mail.authentication.dmarc != Verdict::Fail;
    if let Some(asker) = mail.reply_to.iter().find(|party| asks && !ours.are(&party.address)) {
        // A marketplace passes on a question: who is to be answered stands behind Reply-To.
        return Some(wrote(asker.clone(), AuthorBy::ReplyTo));
    }
    let from = mail.from.as_ref();
    // Whoever only pretends to be a colleague is a stranger.
    let from_us = from.is_some_and(|from| {
        ours.has(&from.address) || (ours.are(&from.address) && mail.authentication.dmarc != Verdict::Fail)
    });
    let stranger = |party: &&Party| !ours.are(&party.address);
    let to_stranger = mail.to.iter().chain(&mail.cc).find(stranger);
    if from_us
        && to_stranger.is_none()
        && let Some(author) = forwarded(mail, ours)
    {
        return Some(wrote(author, AuthorBy::Forward));
    }
    let Some(from) = from.filter(|_| from_us) else {
        let by = if from.is_some() { AuthorBy::From } else { AuthorBy::ReplyTo };
        let author = mail.author(|address| ours.has(address)).cloned();
        return author.or_else(|| nameless_machine(mail)).map(|author| wrote(author, by));
    };
    let reply_to = mail.reply_to.iter().find(stranger);
    // A program that writes in our name says so by Reply-To; a colleague's own mail does not.
    if let Some(author) = reply_to.filter(|_| ours.has(&from.address)) {
        return Some(wrote(author.clone(), AuthorBy::ReplyTo));
    }
    match to_stranger {
        Some(to) => {
            Some(Authorship { direction: Direction::ToCustomer, customer: to.clone(), by: AuthorBy::Recipient })
        }
        // From us to us: a shop's notice to itself, or a colleague who writes to the counter.
        None => Some(wrote(from.clone(), AuthorBy::From)),
    }
}

/// Who wrote a mail that lay among the sent ones: we did, whichever of our addresses it left from. `None`: it went to
/// nobody else.
pub(super) fn sent(mail: &Inbound, ours: &Ours) -> Option<Authorship> {
    let from = mail.from.as_ref().map(|from| &from.address);
    let stranger = |party: &&Party| !ours.are(&party.address) && Some(&party.address) != from;
    let to = mail.to.iter().chain(&mail.cc).find(stranger)?;
    Some(Authorship { direction: Direction::ToCustomer, customer: to.clone(), by: AuthorBy::Recipient })
}

/// Mail servers that report often give no address. `.invalid` (RFC 2606) is nobody's.
fn nameless_machine(mail: &Inbound) -> Option<Party> {
    let address = Address::parse("mailer-daemon@unknown.invalid").filter(|_| mail.nature.is_automatic())?;
    Some(Party { name: None, address })
}

/// Who wrote the mail that was forwarded, where that is known and not one of us.
pub(super) fn forwarded(mail: &Inbound, ours: &Ours) -> Option<Party> {
    let person = &mail.forward.as_ref()?.from;
    let address = person.address.as_deref().and_then(Address::parse).filter(|address| !ours.are(address))?;
    Some(Party { name: person.name.clone().filter(|name| !name.is_empty()), address })
}

/// Whether a machine wrote it and nobody waits. A form notifier is a program too, and often says so;
/// but the customer behind it waits, as does one whose question a marketplace passes on.
pub(super) fn is_automatic(mail: &Inbound, author: &Authorship, ours: &Ours) -> bool {
    if author.by == AuthorBy::Form {
        return false;
    }
    if let Some(notice) = &mail.notice {
        return !notice.asks;
    }
    let speaks_for_customer = author.by == AuthorBy::ReplyTo && mail.nature == Nature::Notice;
    let to_ourselves = author.direction == Direction::FromCustomer && ours.has(&author.customer.address);
    to_ourselves || (mail.nature.is_automatic() && !speaks_for_customer)
}
