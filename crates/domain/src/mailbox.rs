//! Mailboxes as the product knows them: which folders of one are read, and how far back.
//!
//! Plain values; the channel finds the folders, the intake acts on what lay where.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::time::Millis;

/// What a folder of a mailbox is for (the special uses of RFC 6154 that matter here).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FolderRole {
    /// Where mail arrives.
    #[default]
    Inbox,
    /// Where the mail server, or a person, puts spam (`\Junk`).
    Spam,
    /// What was sent from a mail program or a phone (`\Sent`).
    Sent,
}

coded!(FolderRole: Inbox = "inbox", Spam = "spam", Sent = "sent");

/// How far back a mailbox is read. What is older is never fetched; what came since it was set up always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Horizon {
    /// Everything there is.
    All,
    /// Nothing that lay there before.
    Nothing,
    /// From the beginning of this day on (UTC).
    Since(Date),
}

impl Horizon {
    /// Reads `all`, `none` or a day such as `2026-01-01`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "all" => Some(Self::All),
            "none" => Some(Self::Nothing),
            day => day.parse().ok().map(Self::Since),
        }
    }

    /// The moment from which mail is read; `None`: only what comes.
    pub fn since(self) -> Option<Millis> {
        match self {
            Self::All => Some(Millis::new(i64::MIN)),
            Self::Nothing => None,
            Self::Since(day) => day.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp().into()),
        }
    }
}

impl fmt::Display for Horizon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Nothing => f.write_str("none"),
            Self::Since(day) => day.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn horizons_are_read_as_they_are_written() {
        for text in ["all", "none", "2026-01-01"] {
            assert_eq!(Horizon::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Horizon::parse("2026-01-01").unwrap().since(), Some(Millis::new(1_767_225_600_000)));
        assert_eq!(Horizon::Nothing.since(), None);
        for wrong in ["", "2026", "2026-13-01", "yesterday", "All"] {
            assert_eq!(Horizon::parse(wrong), None, "{wrong}");
        }
    }
}
