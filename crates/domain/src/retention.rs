//! Retention: how long what kind of content is kept.
//!
//! A rule is a class and a number of days. The facts stay for ever, the words and files go. All rules are off until
//! somebody with the right to erase switches one on.

use serde::{Deserialize, Serialize};

use crate::conversation::Bucket;
use crate::time::{DAY_MS, Millis};

/// The longest that can be asked for, in days.
pub const MAX_DAYS: i64 = 36_500;

/// A kind of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Words and files of solved conversations, from their last message on.
    Solved,
    /// The same of conversations in which only machines wrote.
    Automatic,
    /// The same of spam.
    Spam,
    /// Mail that could not be read and was given up, from then on.
    GivenUp,
    /// Mails as they came, beside what was read from them, from their arrival on.
    Originals,
    /// Files of conversations in which nobody waits, with the mails as they came that hold them.
    Files,
    /// What other mail servers answered to our mail.
    Answers,
}

coded!(Class: Solved = "solved", Automatic = "automatic", Spam = "spam", GivenUp = "given-up", Originals = "originals",
    Files = "files", Answers = "answers");

impl Class {
    /// The list whose conversations it empties; `None`: it is about something else.
    pub fn bucket(self) -> Option<Bucket> {
        match self {
            Self::Solved => Some(Bucket::Solved),
            Self::Automatic => Some(Bucket::Automatic),
            Self::Spam => Some(Bucket::Spam),
            Self::GivenUp | Self::Originals | Self::Files | Self::Answers => None,
        }
    }

    /// The fewest days it can be kept for: a solved conversation that its customer may still reopen keeps its words.
    pub fn min_days(self) -> i64 {
        match self {
            Self::Solved | Self::Files => 31,
            Self::Automatic | Self::Spam | Self::GivenUp | Self::Originals | Self::Answers => 7,
        }
    }

    /// Whether this many days can be asked for.
    pub fn takes(self, days: i64) -> bool {
        (self.min_days()..=MAX_DAYS).contains(&days)
    }
}

/// What is older than this goes at `now`, when it is kept for so many days.
pub fn cutoff(now: Millis, days: i64) -> Millis {
    now.plus_ms(-days.clamp(0, MAX_DAYS) * DAY_MS)
}

/// How much goes, or went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Conversations that lose their words.
    pub conversations: i64,
    /// Messages and notes that do.
    pub messages: i64,
    /// Files that came with messages.
    pub files: i64,
    /// Mails as they came.
    pub originals: i64,
    /// Answers of mail servers.
    pub answers: i64,
}

impl Tally {
    /// Whether it is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            conversations: self.conversations + other.conversations,
            messages: self.messages + other.messages,
            files: self.files + other.files,
            originals: self.originals + other.originals,
            answers: self.answers + other.answers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::REOPEN_WITHIN_MS;

    #[test]
    fn what_may_still_be_reopened_is_kept() {
        for class in Class::ALL {
            assert!(class.takes(class.min_days()) && !class.takes(class.min_days() - 1) && !class.takes(MAX_DAYS + 1));
            assert_eq!(Class::from_word(class.word()), Some(*class));
        }
        assert!(Class::Solved.min_days() * DAY_MS > REOPEN_WITHIN_MS);
        assert_eq!(cutoff(Millis::new(40 * DAY_MS), 31).get(), 9 * DAY_MS);
    }
}
