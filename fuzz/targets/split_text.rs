//! Texts split into what is new and what is quoted.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (new, quoted) = mail::split::visible(text);
    assert!(new.len() + quoted.len() <= text.len());
    mail::split::split(text);
});
