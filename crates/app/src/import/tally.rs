//! What an import came to, counted as it goes.
//!
//! It remembers conversations and mails by eight bytes each, so that a mailbox of a million mails is counted in a few
//! megabytes.

use std::collections::{BTreeMap, HashSet};

use domain::id::ConversationId;

use super::{Became, Ended};

/// Reasons for a quarantine that are told apart; more are counted as others.
const REASONS: usize = 20;

/// The counts of an import.
#[derive(Debug, Default)]
pub struct Tally {
    /// Mails that were found.
    pub found: u64,
    /// Mails that became messages, now or in an earlier run of the import.
    pub messages: u64,
    /// Those of them that were there before this run.
    pub earlier: u64,
    /// Messages that machines wrote.
    pub notices: u64,
    /// Further copies of messages.
    pub copies: u64,
    /// Mails that wait for a person.
    pub aside: u64,
    /// Mails that may not come back.
    pub erased: u64,
    /// Files that could not be read.
    pub unreadable: u64,
    /// Conversations that wait for an answer.
    pub open: u64,
    /// Of a dry run: conversations that the store has already.
    pub joined: u64,
    /// Why mails wait for a person.
    pub reasons: BTreeMap<String, u64>,
    /// The conversations.
    pub conversations: HashSet<ConversationId>,
    /// Sources of this run, by the first bytes of their hash.
    seen: HashSet<u64>,
}

impl Tally {
    /// Nothing is counted yet of what was found.
    pub fn of(found: u64) -> Self {
        Self { found, ..Self::default() }
    }

    /// Counts what became of a mail; `hash` is the beginning of its content's.
    pub fn count(&mut self, hash: u64, ended: Ended) {
        if !self.seen.insert(hash) {
            // The same bytes twice in one import.
            self.copies += 1;
            return;
        }
        match ended.became {
            Became::Message => {
                self.messages += 1;
                self.earlier += u64::from(ended.was_there);
                self.notices += u64::from(ended.automatic);
                self.conversations.extend(ended.conversation);
            }
            Became::Copy => self.copies += 1,
            Became::Erased => self.erased += 1,
            Became::Aside => {
                self.aside += 1;
                let reason = ended.reason.unwrap_or_default();
                let known = self.reasons.len() < REASONS || self.reasons.contains_key(&reason);
                *self.reasons.entry(if known { reason } else { "other reasons".to_owned() }).or_default() += 1;
            }
        }
    }

    /// The counts in sentences; `dry`: nothing was changed.
    pub fn words(&self, dry: bool) -> Vec<String> {
        let n = grouped;
        let mut lines = vec![format!(
            "{} mails, {} conversations; {} {}; {} notices.",
            n(self.found),
            n(self.conversations.len() as u64),
            n(self.open),
            if dry { "would be open" } else { "are open" },
            n(self.notices),
        )];
        let fresh = self.messages - self.earlier;
        lines.push(format!(
            "{}: {} stored, {} there already, {} duplicates, {} in quarantine, {} refused as erased, {} unreadable.",
            if dry { "It would be" } else { "It is" },
            n(fresh),
            n(self.earlier),
            n(self.copies),
            n(self.aside),
            n(self.erased),
            n(self.unreadable),
        ));
        lines.extend(
            self.reasons.iter().map(|(reason, count)| format!("  in quarantine, {} times: {reason}", n(*count))),
        );
        if self.joined > 0 {
            lines.push(format!("{} of these conversations are here already.", n(self.joined)));
        }
        if dry {
            lines.push("Nothing was changed.".to_owned());
        }
        lines
    }
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;

    #[test]
    fn every_mail_is_counted_once() {
        let mut tally = Tally { found: 1_234_567, ..Tally::default() };
        let ended = |became, was_there| Ended {
            was_there,
            became,
            conversation: Some(ConversationId::from_raw(7)),
            automatic: false,
            reason: Some("it is empty".to_owned()),
        };
        for (hash, became, was_there) in [
            (1, Became::Message, false),
            (1, Became::Message, true),
            (2, Became::Message, true),
            (3, Became::Copy, false),
            (4, Became::Aside, false),
            (5, Became::Erased, false),
        ] {
            tally.count(hash, ended(became, was_there));
        }
        let words = tally.words(true);
        assert_eq!(words[0], "1,234,567 mails, 1 conversations; 0 would be open; 0 notices.");
        assert_eq!(
            words[1],
            "It would be: 1 stored, 1 there already, 2 duplicates, 1 in quarantine, 1 refused as erased, 0 unreadable."
        );
        assert_eq!(words[2..], ["  in quarantine, 1 times: it is empty", "Nothing was changed."]);
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (123_456, "123,456"), (1_000_000, "1,000,000")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
