//! The ends of keys that pages about mailboxes show words by.

/// The end of the key that says why a sent mail is not in its folder.
pub fn unfiled(code: &str) -> &'static str {
    if code == "no-folder" { "no-folder" } else { "refused" }
}

/// What can have come of a form: the ends of keys.
pub const OUTCOMES: [&str; 13] = [
    "chosen",
    "asked",
    "set",
    "day",
    "password",
    "password-refused",
    "outdated",
    "probed",
    "connected",
    "off",
    "off-set",
    "standing",
    "selector",
];

/// What can be wrong: the ends of keys.
pub(super) const TROUBLES: [&str; 16] = [
    "cannot-connect",
    "tls-failed",
    "plain-text",
    "certificate",
    "wrong-password",
    "no-token",
    "token-refused",
    "refused",
    "no-such-folder",
    "timed-out",
    "connection-lost",
    "not-understood",
    "mail-refused",
    "not-stored",
    "lacks-spam",
    "lacks-sent",
];

/// The end of the key that says what is wrong.
pub fn trouble(code: &str) -> &'static str {
    TROUBLES.into_iter().find(|known| *known == code).unwrap_or("unknown")
}

/// The end of the key that says what an alarm is about.
pub fn alarm(word: &str) -> &'static str {
    if word == "missing" { "missing" } else { "silent" }
}
