//! The outside: how messages of each channel are read, fetched, received and sent.
//!
//! In: bytes and connections from the other side. Out: the values of `domain::channel`. Pure parsing stands beside the
//! network code of its channel. What comes from outside is hostile here: bounded, read strictly, never logged.
//!
//! Must not: know the store, decide anything about conversations, ask the operating system for the time.

pub mod dns;
pub mod email;
pub mod sign_on;
pub mod visit;
pub mod webhook;
