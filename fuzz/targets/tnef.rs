//! `winmail.dat`, its rich text included.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The signature is given, so that time is not spent on guessing it.
    let whole = [&[0x78, 0x9f, 0x3e, 0x22, 1, 0][..], bytes].concat();
    if let Some(tnef) = mail::tnef::read(&whole) {
        assert!(tnef.files.iter().map(|file| file.bytes.len()).sum::<usize>() <= 20 * whole.len());
    }
});
