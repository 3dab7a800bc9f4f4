//! Whole mails: read or refused, within bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::parse::{MAX_ATTACHMENTS, MAX_PEOPLE, MAX_TEXT_BYTES, parse};

fuzz_target!(|raw: &[u8]| {
    let Ok(mail) = parse(raw) else { return };
    assert!(mail.text.len() <= MAX_TEXT_BYTES && !mail.text.contains('\0'));
    assert!(mail.to.len() <= MAX_PEOPLE && mail.attachments.len() <= MAX_ATTACHMENTS);
    assert!(mail.html.as_deref().is_none_or(|html| !html.contains('\0')));
    assert!(mail.problems.iter().all(|problem| mail::parse::problem::ALL.contains(problem)));
});
