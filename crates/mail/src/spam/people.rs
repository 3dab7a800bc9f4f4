//! Sender and recipients.

use domain::channel::{Inbound, Party};
use domain::spam::{Class, Sign};
use mail_parser::{HeaderName, Message};

use super::{Shown, registered};

/// Hosts at which anybody has an address: a correction of one sender says nothing of the others there.
const SHARED: [&str; 33] = [
    "aol.com",
    "att.net",
    "comcast.net",
    "fastmail.com",
    "free.fr",
    "gazeta.pl",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "interia.eu",
    "interia.pl",
    "int.pl",
    "live.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "o2.pl",
    "onet.eu",
    "onet.pl",
    "op.pl",
    "orange.fr",
    "outlook.com",
    "poczta.onet.pl",
    "proton.me",
    "t-online.de",
    "tlen.pl",
    "web.de",
    "wp.pl",
    "yahoo.com",
];

pub(super) fn look(shown: &mut Shown, message: &Message<'_>, mail: &Inbound) {
    match &mail.from {
        Some(from) => sender(shown, from, message, mail),
        None => shown.sign(Sign::NoFrom),
    }
    shown.sign_if(mail.to.len() >= 10, Sign::ToMany);
    shown.sign_if(mail.to.iter().any(|to| to.name.is_some()), Sign::ToNamed);
    let is_address = |to: &Party| to.name.as_deref().is_some_and(|name| name.contains('@'));
    shown.sign_if(mail.to.iter().any(is_address), Sign::ToNameIsAddress);
    match mail.cc.len() {
        0 => {}
        1..5 => shown.sign(Sign::CcSome),
        _ => shown.sign(Sign::CcMany),
    }
    shown.sign_if(neighbours(mail), Sign::CcNeighbours);
}

fn sender(shown: &mut Shown, from: &Party, message: &Message<'_>, mail: &Inbound) {
    let address = from.address.as_str();
    let (local, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let domain = registered(host);
    shown.feature(Class::Sender, address);
    if !SHARED.contains(&host) && !domain.is_empty() {
        shown.feature(Class::SenderDomain, domain);
    }
    name(shown, from);
    shown.sign_if(local.bytes().filter(u8::is_ascii_digit).count() >= 3, Sign::FromDigits);
    shown.sign_if(changes(local) >= 3, Sign::FromRandom);
    shown.sign_if(mail.to.iter().any(|to| to.address == from.address), Sign::ToIsFrom);
    let elsewhere = |party: &Party| registered(host_of(party.address.as_str())) != domain;
    shown.sign_if(mail.reply_to.first().is_some_and(elsewhere), Sign::ReplyElsewhere);
    shown.sign_if(mail.reply_to.first().is_some_and(|party| party.address == from.address), Sign::ReplySame);
    shown.sign_if(field_elsewhere(message, HeaderName::Sender, domain), Sign::SenderElsewhere);
    message_id(shown, message, mail, domain);
}

fn name(shown: &mut Shown, from: &Party) {
    let Some(name) = from.name.as_deref() else {
        shown.sign(Sign::FromUnnamed);
        return;
    };
    shown.sign_if(name.contains('@'), Sign::FromNameIsAddress);
    shown.sign_if(name.contains(' '), Sign::FromNamed);
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    shown.sign_if(capitals >= 5 && !name.chars().any(char::is_lowercase), Sign::FromNameShouts);
}

fn message_id(shown: &mut Shown, message: &Message<'_>, mail: &Inbound, domain: &str) {
    let Some(id) = mail.message_id.as_deref() else {
        shown.sign(Sign::NoMessageId);
        return;
    };
    let Some((left, right)) = id.rsplit_once('@').filter(|(_, right)| right.contains('.')) else {
        shown.sign(Sign::MessageIdOdd);
        return;
    };
    shown.sign_if(left.matches('$').count() == 2, Sign::MessageIdDollars);
    let right = right.to_ascii_lowercase();
    if registered(&right) == domain {
        return;
    }
    shown.sign(Sign::MessageIdElsewhere);
    // The server that took it in gives an id where the program gave none, and names itself in both places.
    let by_server = message.headers().iter().filter_map(|header| header.value.as_received()).any(|hop| {
        matches!(hop.by(), Some(mail_parser::Host::Name(by)) if by.eq_ignore_ascii_case(&right))
            && hop.id.as_deref().is_some_and(|number| left.contains(number))
    });
    shown.sign_if(by_server, Sign::MessageIdByServer);
}

fn field_elsewhere(message: &Message<'_>, name: HeaderName<'_>, domain: &str) -> bool {
    let field = message.headers().iter().find(|header| header.name == name);
    let first = field.and_then(|header| header.value.as_address()).and_then(|list| list.first());
    let host = first.and_then(|party| party.address.as_deref()).map(|address| host_of(address).to_ascii_lowercase());
    host.is_some_and(|host| registered(&host) != domain)
}

fn host_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, host)| host)
}

/// How often letters and digits change places.
fn changes(local: &str) -> usize {
    let kinds = local.as_bytes().windows(2);
    kinds
        .filter(|two| two[0].is_ascii_digit() != two[1].is_ascii_digit() && two.iter().all(u8::is_ascii_alphanumeric))
        .count()
}

/// Whether recipients were taken from a list in its order: the same name at five hosts, or five names that begin alike.
fn neighbours(mail: &Inbound) -> bool {
    let mut people = mail.to.iter().chain(&mail.cc).map(|party| party.address.as_str());
    let Some(first) = people.next() else { return false };
    let (local, host) = first.rsplit_once('@').unwrap_or((first, ""));
    let start = local.get(..2).unwrap_or(local);
    let alike = people
        .filter(|other| other.starts_with(start) && (host_of(other) == host || other.split('@').next() == Some(local)));
    alike.count() >= 3
}
