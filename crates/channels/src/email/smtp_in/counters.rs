//! What the server counts, for whoever watches it. Numbers only.

use std::sync::atomic::{AtomicU64, Ordering};

/// Why something was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(usize)]
pub enum Why {
    /// Every seat is taken.
    Seats,
    /// Too many connections of one peer.
    PeerSeats,
    /// LMTP from somebody who is not the operator's.
    Stranger,
    /// Too many mails of one peer in a minute.
    PeerRate,
    /// It spoke before it was greeted.
    Pregreeting,
    /// The sender was refused.
    Sender,
    /// Nobody here has this address.
    Recipient,
    /// Too many recipients.
    Recipients,
    /// Larger than is taken.
    Size,
    /// A line longer than is taken.
    Line,
    /// Line ends that two servers read differently.
    Smuggling,
    /// No memory is left for its content.
    Memory,
    /// It could not be stored now.
    Store,
    /// Too many commands that make no sense.
    Mistakes,
    /// Silence, or one byte at a time.
    Slow,
}

impl Why {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 15] = [
        Self::Seats,
        Self::PeerSeats,
        Self::Stranger,
        Self::PeerRate,
        Self::Pregreeting,
        Self::Sender,
        Self::Recipient,
        Self::Recipients,
        Self::Size,
        Self::Line,
        Self::Smuggling,
        Self::Memory,
        Self::Store,
        Self::Mistakes,
        Self::Slow,
    ];

    /// Its word in logs and metrics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::PeerSeats => "peer_seats",
            Self::Stranger => "stranger",
            Self::PeerRate => "peer_rate",
            Self::Pregreeting => "pregreeting",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Recipients => "recipients",
            Self::Size => "size",
            Self::Line => "line",
            Self::Smuggling => "smuggling",
            Self::Memory => "memory",
            Self::Store => "store",
            Self::Mistakes => "mistakes",
            Self::Slow => "slow",
        }
    }
}

/// Counters since the start; each only grows.
#[derive(Debug, Default)]
pub struct Counters {
    sessions: AtomicU64,
    encrypted: AtomicU64,
    mails: AtomicU64,
    bytes: AtomicU64,
    refused: [AtomicU64; Why::ALL.len()],
}

impl Counters {
    /// Sessions that were begun.
    pub fn sessions(&self) -> u64 {
        self.sessions.load(Ordering::Relaxed)
    }

    /// Sessions that turned to TLS.
    pub fn encrypted(&self) -> u64 {
        self.encrypted.load(Ordering::Relaxed)
    }

    /// Mails that were taken.
    pub fn mails(&self) -> u64 {
        self.mails.load(Ordering::Relaxed)
    }

    /// Their bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// What was refused for this reason.
    pub fn refused(&self, why: Why) -> u64 {
        self.refused[why as usize].load(Ordering::Relaxed)
    }

    pub(super) fn session(&self) {
        self.sessions.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn encryption(&self) {
        self.encrypted.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn mail(&self, bytes: usize) {
        self.mails.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn refusal(&self, why: Why) {
        self.refused[why as usize].fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_place_and_word() {
        let counters = Counters::default();
        for (at, why) in Why::ALL.into_iter().enumerate() {
            assert_eq!(why as usize, at);
            assert!(Why::ALL[..at].iter().all(|other| other.word() != why.word()));
            counters.refusal(why);
        }
        assert!(Why::ALL.into_iter().all(|why| counters.refused(why) == 1));
    }
}
