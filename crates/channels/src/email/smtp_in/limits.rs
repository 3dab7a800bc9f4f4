//! What a server puts up with.

use std::path::PathBuf;

/// Numbers that bound what others can do to a server. Times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Sessions at once; further ones are told 421.
    pub sessions: usize,
    /// Sessions at once of one peer.
    pub peer_sessions: usize,
    /// Mails of one peer in a minute.
    pub peer_mails_per_minute: u32,
    /// Bytes of one mail.
    pub mail_bytes: usize,
    /// Bytes of all mails that are in memory at once.
    pub memory_bytes: usize,
    /// Where mails above [`SPOOLED_ABOVE`] are put while they come in; `None`: all stay in memory.
    pub spool: Option<PathBuf>,
    /// Recipients of one mail.
    pub recipients: usize,
    /// Bytes of one line of a mail. RFC 5321 allows 1,000; programs in use write much longer ones.
    pub line_bytes: usize,
    /// How long a peer is listened to before it is greeted: who speaks first is no mail server. 0: not at all.
    pub greeting_pause_ms: u64,
    /// How long the other side may say nothing (RFC 5321, 4.5.3.2.7: 5 minutes).
    pub idle_ms: u64,
    /// How long one command may take to be said.
    pub command_ms: u64,
    /// How long one content may take to come.
    pub content_ms: u64,
    /// How long a session may last.
    pub session_ms: u64,
    /// How long a content waits for memory before it is told to come again.
    pub memory_wait_ms: u64,
    /// How long what was begun may take to end when the server stops.
    pub farewell_ms: u64,
    /// Commands that are not understood or out of order before the session ends.
    pub mistakes: usize,
}

/// Mails larger than this, in bytes, are put on disk while they come in.
pub const SPOOLED_ABOVE: usize = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: 100,
            peer_sessions: usize::MAX,
            peer_mails_per_minute: u32::MAX,
            mail_bytes: 50 * 1024 * 1024,
            memory_bytes: usize::MAX,
            spool: None,
            recipients: 100,
            line_bytes: 1024 * 1024,
            greeting_pause_ms: 0,
            idle_ms: 300_000,
            command_ms: 300_000,
            content_ms: 1_800_000,
            session_ms: 3_600_000,
            memory_wait_ms: 20_000,
            farewell_ms: 15_000,
            mistakes: 20,
        }
    }
}
