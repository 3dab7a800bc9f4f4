//! Where a message belongs: the Message-ID graph, then our signed address, then a number in the subject.
//!
//! A reply names what it answers (RFC 5322, 3.6.4). The intake looks those names up and asks
//! [`place`] what follows. Strangers never fall into somebody's conversation because a number or
//! a subject is alike; empty and foreign ids join nothing, because they are found nowhere.

use crate::event::JoinedBy;

/// How many ids of a message are looked at: In-Reply-To first, then References from the newest
/// back. Enough for every honest mail, and a bound for the others.
pub const MAX_IDS: usize = 50;

/// The longest Message-ID that is looked at, in bytes (RFC 5322 lines end at 998).
pub const MAX_ID_BYTES: usize = 900;

/// The ids to look up, the strongest first, each once, the empty and oversized left out.
pub fn candidates<'a>(in_reply_to: &'a [String], references: &'a [String]) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for id in in_reply_to.iter().chain(references.iter().rev()) {
        let id = id.trim();
        if !id.is_empty() && id.len() <= MAX_ID_BYTES && id.contains('@') && !found.contains(&id) {
            found.push(id);
            if found.len() == MAX_IDS {
                break;
            }
        }
    }
    found
}

/// What points to a conversation, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pointer {
    /// A Message-ID that we made; nobody guesses it.
    OurId,
    /// A Message-ID that somebody else made: whoever saw the mail knows it.
    TheirId,
    /// Our signed address of the conversation; nobody guesses it.
    SignedAddress,
    /// The number people say, in the subject: everybody can guess it.
    Number,
    /// The same machine's notice about the same order.
    OrderNotice,
}

/// Whether a message joins what points to it, and as what. `None`: it does not; an agent may.
pub fn place(pointer: Pointer, author_took_part: bool) -> Option<JoinedBy> {
    match (pointer, author_took_part) {
        (Pointer::OurId | Pointer::TheirId, true) => Some(JoinedBy::Reference),
        (Pointer::SignedAddress, true) => Some(JoinedBy::PlusAddress),
        (Pointer::Number, true) => Some(JoinedBy::Number),
        (Pointer::OurId | Pointer::SignedAddress, false) => Some(JoinedBy::ReferenceByStranger),
        (Pointer::TheirId | Pointer::Number, false) => None,
        (Pointer::OrderNotice, _) => Some(JoinedBy::OrderNotice),
    }
}

/// The conversation's number in a subject: `[#1234]`, or `[Shop #1234]`. A bare `#1234` is more often an order's.
pub fn number_in(subject: &str) -> Option<i64> {
    subject.split('[').skip(1).find_map(|rest| {
        let (inside, _) = rest.split_once(']')?;
        let (before, digits) = inside.rsplit_once('#')?;
        let named = before.is_empty() || before.ends_with(' ');
        let digits = digits.trim();
        (named && (1..=10).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse().ok())?
    })
}

/// The subject without the prefixes that mail programs add when replying and forwarding, in the
/// languages our customers' programs speak.
pub fn bare_subject(subject: &str) -> &str {
    const PREFIXES: [&str; 10] = ["re", "odp", "fw", "fwd", "pd", "aw", "sv", "wg", "tr", "rv"];
    let mut rest = subject.trim();
    loop {
        let Some((head, tail)) = rest.split_once(':') else { return rest };
        let word = head.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')'));
        if word.len() <= 4 && PREFIXES.iter().any(|p| word.eq_ignore_ascii_case(p)) {
            rest = tail.trim();
        } else {
            return rest;
        }
    }
}

/// The subject of an answer to `subject`.
pub fn reply_subject(subject: &str) -> String {
    let bare = bare_subject(subject);
    if bare.is_empty() { "Re:".to_owned() } else { format!("Re: {bare}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_repeated_and_oversized_ids_are_left_out() {
        let long = format!("{}@x", "a".repeat(2_000));
        let ids = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let reply = ids(&["a@x", "", " "]);
        let references = ids(&["r1@x", "a@x", &long, "no-at-sign", "r2@x"]);
        assert_eq!(candidates(&reply, &references), ["a@x", "r2@x", "r1@x"]);
        let many: Vec<String> = (0..10_000).map(|n| format!("{n}@x")).collect();
        assert_eq!(candidates(&[], &many).len(), MAX_IDS);
    }

    #[test]
    fn strangers_join_only_by_what_nobody_guesses() {
        for (pointer, known, stranger) in [
            (Pointer::OurId, Some(JoinedBy::Reference), Some(JoinedBy::ReferenceByStranger)),
            (Pointer::TheirId, Some(JoinedBy::Reference), None),
            (Pointer::SignedAddress, Some(JoinedBy::PlusAddress), Some(JoinedBy::ReferenceByStranger)),
            (Pointer::Number, Some(JoinedBy::Number), None),
        ] {
            assert_eq!((place(pointer, true), place(pointer, false)), (known, stranger), "{pointer:?}");
        }
    }

    #[test]
    fn only_a_number_in_brackets_is_a_conversations() {
        for (subject, number) in [
            ("Re: [#1234] Zwrot", Some(1234)),
            ("Odp: [Kamionka #17]", Some(17)),
            ("[pilne] [#5]", Some(5)),
            ("Zamówienie #1234", None),
            ("[#]", None),
            ("[#12345678901]", None),
            ("[#12a]", None),
            ("[a#12]", None),
            ("[#12", None),
            ("", None),
        ] {
            assert_eq!(number_in(subject), number, "{subject}");
        }
    }

    #[test]
    fn reply_prefixes_do_not_pile_up() {
        for subject in ["Zwrot", "Re: Zwrot", "Odp: RE: Zwrot", "ODP: Fwd: re[2]: Zwrot", "RE : Zwrot"] {
            assert_eq!(reply_subject(subject), "Re: Zwrot", "{subject}");
        }
        assert_eq!(reply_subject("Zamówienie: 4471"), "Re: Zamówienie: 4471");
        assert_eq!(reply_subject("  "), "Re:");
    }
}
