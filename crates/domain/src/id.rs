//! Identifiers: 64 bits, ordered by the time they were made, made in the application.
//!
//! Layout of the 63 usable bits: 41 bits of milliseconds since 2024-01-01 (enough until 2093),
//! 10 bits of node number, 12 bits of sequence. Two nodes never share a node number, so no
//! database round trip is needed to be unique. In JSON and addresses an id is a prefixed
//! string such as `cnv_01h8m3c4k5q7p`; the prefix says what it points to.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::Millis;

/// 2024-01-01T00:00:00Z, the zero of the ids' clock, in milliseconds since 1970.
const ZERO_MS: i64 = 1_704_067_200_000;
const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;
/// Crockford's base 32 in lower case: no i, l, o or u, so an id survives being read aloud.
pub(crate) const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TEXT_LEN: usize = 13;

/// What all ids have in common. Implemented only by the types of this module.
pub trait Id: Copy {
    /// The letters before the underscore in the id's text form.
    const PREFIX: &'static str;
    /// What ids of this kind are called.
    const NAME: &'static str;
    /// The id of this kind with these 64 bits.
    fn from_raw(raw: i64) -> Self;
    /// The 64 bits, as the store keeps them.
    fn raw(self) -> i64;
}

/// A text that is not an id of the kind that was asked for.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not an id of the form {prefix}_…")]
pub struct NotAnId {
    /// The prefix that was expected.
    pub prefix: &'static str,
}

fn write_id(f: &mut fmt::Formatter<'_>, prefix: &str, raw: i64) -> fmt::Result {
    write!(f, "{prefix}_{}", digits(raw))
}

/// A number as the digits of an id: what survives mail programs that fold case.
pub(crate) fn digits(raw: i64) -> String {
    let rest = raw.cast_unsigned();
    (0..TEXT_LEN).rev().map(|place| char::from(DIGITS[(rest >> (5 * place) & 31) as usize])).collect()
}

fn parse_id(text: &str, prefix: &'static str) -> Result<i64, NotAnId> {
    let digits = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .filter(|digits| digits.len() == TEXT_LEN)
        .ok_or(NotAnId { prefix })?;
    let mut raw: u64 = 0;
    for byte in digits.bytes() {
        let value = DIGITS.iter().position(|digit| *digit == byte).ok_or(NotAnId { prefix })?;
        if raw >> 59 != 0 {
            return Err(NotAnId { prefix });
        }
        raw = (raw << 5) | value as u64;
    }
    i64::try_from(raw).map_err(|_| NotAnId { prefix })
}

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident $prefix:literal;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            const NAME: &'static str = stringify!($name);
            fn from_raw(raw: i64) -> Self { Self(raw) }
            fn raw(self) -> i64 { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write_id(f, $prefix, self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write_id(f, $prefix, self.0) }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { parse_id(text, $prefix).map(Self) }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.collect_str(self) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// A shop: what the customer sees as the sender. Owns inboxes and conversation numbers.
    BrandId "brd";
    /// A group of agents; the scope that owns a conversation.
    TeamId "tea";
    /// A place where messages arrive and leave: one mailbox, one chat, one number.
    InboxId "inb";
    /// A person who answers.
    AgentId "agt";
    /// A person who asks.
    ContactId "ctc";
    /// One address, number or login by which a contact is known.
    IdentityId "idn";
    /// One matter, on whichever channels it moves.
    ConversationId "cnv";
    /// One message or note in a conversation.
    MessageId "msg";
    /// A word that agents put on conversations.
    TagId "tag";
    /// One arrival as it came, before anything reads it.
    RawId "raw";
    /// One thing to be sent to the outside, with all its attempts.
    DeliveryId "dlv";
    /// A moment at which something is due.
    TimerId "tmr";
    /// Two conversations that may be one matter.
    SuggestionId "sug";
    /// What another program signs in with.
    TokenId "tok";
    /// Somebody else's web server that is told what happens.
    WebhookId "whk";
    /// One thing done to many conversations.
    BulkId "blk";
    /// Somebody who was asked to join.
    InvitationId "inv";
    /// What somebody comes in with instead of a password.
    PasskeyId "psk";
    /// A template of answers.
    TemplateId "tpl";
}

/// Makes ids. One per process; the node number comes from the store, which lends each number once.
#[derive(Debug)]
pub struct IdMint {
    node: i64,
    /// The last `(milliseconds << SEQUENCE_BITS) | sequence` handed out.
    last: AtomicI64,
}

impl IdMint {
    /// A mint for node `node` (its low 10 bits count).
    pub fn new(node: u16) -> Self {
        Self { node: i64::from(node) & ((1 << NODE_BITS) - 1), last: AtomicI64::new(0) }
    }

    /// The next id. Later than every id this mint made before, even when the clock steps back
    /// or more than 4,096 ids are asked for in one millisecond (it then runs ahead of the clock).
    pub fn next<I: Id>(&self, now: Millis) -> I {
        let floor = now.get().saturating_sub(ZERO_MS).max(0) << SEQUENCE_BITS;
        let previous = self
            .last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some((last + 1).max(floor)))
            .unwrap_or_default();
        let ticket = (previous + 1).max(floor);
        let (ms, sequence) = (ticket >> SEQUENCE_BITS, ticket & ((1 << SEQUENCE_BITS) - 1));
        I::from_raw((ms << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence)
    }
}

/// When the id was made, by the clock of the node that made it.
pub fn made_at<I: Id>(id: I) -> Millis {
    Millis::new((id.raw() >> (NODE_BITS + SEQUENCE_BITS)).saturating_add(ZERO_MS))
}

/// The first id that could have been made at this moment: what was made before has a smaller one.
pub fn earliest<I: Id>(at: Millis) -> I {
    I::from_raw(at.get().saturating_sub(ZERO_MS).max(0) << (NODE_BITS + SEQUENCE_BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text() {
        let mint = IdMint::new(3);
        let id: ConversationId = mint.next(Millis::new(1_795_000_000_123));
        let text = id.to_string();
        assert!(text.starts_with("cnv_") && text.len() == 17, "{text}");
        assert_eq!(text.parse(), Ok(id));
        assert!(text.parse::<ContactId>().is_err(), "the prefix must fit");
        assert_eq!(made_at(id).get(), 1_795_000_000_123);
        let first: ConversationId = earliest(Millis::new(1_795_000_000_123));
        assert!(first <= id && earliest::<ConversationId>(Millis::new(1_795_000_000_124)) > id);
    }

    #[test]
    fn hostile_texts_are_refused() {
        for text in [
            "",
            "cnv_",
            "cnv_zzzzzzzzzzzzz",
            "cnv_01h8m3c4k5q7",
            "cnv_01h8m3c4k5q7pp",
            "cnv_ółółółół",
            "cnv_01H8M3C4K5Q7P",
        ] {
            assert!(text.parse::<ConversationId>().is_err(), "{text}");
        }
    }

    #[test]
    fn ids_rise_through_bursts_and_clock_steps() {
        let mint = IdMint::new(1);
        let mut last: MessageId = mint.next(Millis::new(1_795_000_000_000));
        for i in 0..10_000 {
            let next = mint.next(Millis::new(1_795_000_000_000 - i));
            assert!(next > last);
            last = next;
        }
    }
}
