//! Header fields folded, encoded and mangled: the same bytes as subject, people, date, ids and results.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::parse::{MAX_NAME_CHARS, MAX_SUBJECT_CHARS, parse};

fuzz_target!(|value: &[u8]| {
    let names: [&[u8]; 8] =
        [b"Subject:", b"From:", b"To:", b"Cc:", b"Date:", b"References:", b"Authentication-Results:", b"Content-Type:"];
    let mut raw = Vec::new();
    for name in names {
        raw.extend_from_slice(name);
        raw.extend_from_slice(value);
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"\r\nx");
    let Ok(mail) = parse(&raw) else { return };
    assert!(mail.subject.chars().count() <= MAX_SUBJECT_CHARS && !mail.subject.contains(char::is_control));
    for party in mail.to.iter().chain(&mail.cc).chain(&mail.from) {
        let name = party.name.as_deref().unwrap_or("x");
        assert!(!name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && !name.contains(char::is_control));
    }
});
