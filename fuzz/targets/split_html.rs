//! HTML made text, and that split.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::parse::{MAX_TEXT_BYTES, text_of_html};

fuzz_target!(|html: &str| {
    let text = text_of_html(html);
    assert!(text.len() <= MAX_TEXT_BYTES && !text.contains('\0'));
    mail::split::visible(&text);
    mail::split::split_html(html);
});
