//! Whose program a mail comes from: by the domain of its From, never by its display name.

use domain::channel::Inbound;
use domain::identity::Address;
use domain::reading::Verdict;

/// Hosts where neighbours are strangers: the same domain says nothing there.
const PUBLIC_HOSTS: [&str; 48] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "outlook.de",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.pl",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "zoho.com",
    "tutanota.com",
    "wp.pl",
    "o2.pl",
    "tlen.pl",
    "go2.pl",
    "onet.pl",
    "onet.eu",
    "op.pl",
    "vp.pl",
    "poczta.onet.pl",
    "autograf.pl",
    "buziaczek.pl",
    "interia.pl",
    "interia.eu",
    "interia.com",
    "poczta.fm",
    "gazeta.pl",
    "int.pl",
    "home.pl",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "web.de",
    "t-online.de",
    "freenet.de",
    "seznam.cz",
    "centrum.cz",
    "azet.sk",
    "ukr.net",
    "yandex.com",
    "fastmail.com",
];

/// Local parts behind which nobody reads.
const UNREAD: [&str; 12] = [
    "noreply",
    "no-reply",
    "no_reply",
    "no.reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "do.not.reply",
    "nie-odpowiadaj",
    "nieodpowiadaj",
    "nie_odpowiadaj",
    "noanswer",
];

/// `host` and the domains above it: `a.b.pl`, `b.pl`, `pl`.
pub(crate) fn domains(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, above)| above))
}

/// Whether one of the two hosts is the other, or stands below it.
fn are_related(one: &str, other: &str) -> bool {
    domains(one).any(|domain| domain == other) || domains(other).any(|domain| domain == one)
}

/// Whether `mail` comes from the mailbox it goes to, or from another one of the same house.
pub(crate) fn is_own(mail: &Inbound) -> bool {
    mail.from.as_ref().is_some_and(|from| mail.to.iter().any(|to| is_same_house(&from.address, &to.address)))
}

/// Whether `mail` surely is not from the house its From names (DMARC, RFC 7489, failed). A shop's own programs often send past
/// the shop's mail server and fail; what they bring claims nothing that a stranger could not claim through the shop's form.
pub(crate) fn is_forged(mail: &Inbound) -> bool {
    mail.authentication.dmarc == Verdict::Fail && !is_own(mail)
}

/// Whether two addresses are surely of one house: the same, or of one domain that is no public provider's.
pub(crate) fn is_same_house(one: &Address, other: &Address) -> bool {
    one == other
        || (!PUBLIC_HOSTS.contains(&one.host())
            && !PUBLIC_HOSTS.contains(&other.host())
            && one.host().contains('.')
            && other.host().contains('.')
            && are_related(one.host(), other.host()))
}

/// Whether nobody reads what is sent to `local`: `noreply`, `no-reply+4711`, `auto-noreply`, `noreply-orders`.
pub(crate) fn is_unread(local: &str) -> bool {
    UNREAD.iter().any(|name| {
        local.match_indices(name).any(|(at, _)| {
            let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
            apart(local[..at].chars().next_back()) && apart(local[at + name.len()..].chars().next())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        is_same_house(&Address::parse(one).unwrap(), &Address::parse(other).unwrap())
    }

    #[test]
    fn one_house_is_one_domain_of_its_own() {
        assert!(same("sklep@gmail.com", "sklep@gmail.com"));
        assert!(same("wordpress@sklep.pl", "biuro@sklep.pl"));
        assert!(same("wordpress@www.sklep.pl", "biuro@sklep.pl"));
        for (one, other) in [
            ("anna@gmail.com", "sklep@gmail.com"),
            ("a@sklep.pl", "b@skleper.pl"),
            ("a@evil-sklep.pl", "b@sklep.pl"),
            ("a@sklep.pl.evil.com", "b@sklep.pl"),
            ("a@pl", "b@sklep.pl"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn unread_mailboxes_say_so_in_a_word_of_their_own() {
        for local in ["noreply", "no-reply+1", "auto-noreply", "noreply.pl", "nie-odpowiadaj", "noreply2"] {
            assert!(is_unread(local), "{local}");
        }
        for local in ["anna", "reply", "noreplyanna", "annanoreply", "nr"] {
            assert!(!is_unread(local), "{local}");
        }
    }
}
