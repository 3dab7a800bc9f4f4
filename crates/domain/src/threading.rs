//! Where a message belongs: the Message-ID graph.
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

/// What is known about a conversation that one of the ids points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Whether the id is one that we made (unguessable) rather than the customer's own.
    pub ours: bool,
    /// Whether the author wrote, or stood in To or Cc, in that conversation.
    pub author_took_part: bool,
}

/// Whether a message joins the conversation it names, and as what. `None`: it opens a new one.
pub fn place(found: Match) -> Option<JoinedBy> {
    match found {
        Match { author_took_part: true, .. } => Some(JoinedBy::Reference),
        Match { ours: true, author_took_part: false } => Some(JoinedBy::ReferenceByStranger),
        Match { ours: false, author_took_part: false } => None,
    }
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
    fn strangers_join_only_by_ids_we_made() {
        let place = |ours, author_took_part| super::place(Match { ours, author_took_part });
        assert_eq!(place(true, true), Some(JoinedBy::Reference));
        assert_eq!(place(false, true), Some(JoinedBy::Reference));
        assert_eq!(place(true, false), Some(JoinedBy::ReferenceByStranger));
        assert_eq!(place(false, false), None);
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
