//! About how much of what a text has, in steps.

use domain::channel::Inbound;
use domain::spam::Class;

use super::Shown;

/// Bytes that are looked at.
const MAX_BYTES: usize = 16_000;
/// Parts of a thousand from which on a further feature is given.
const STEPS: [usize; 9] = [2, 5, 10, 20, 50, 100, 200, 350, 500];
/// Sizes from which on a further feature is given.
const SIZES: [usize; 10] = [1, 4, 10, 25, 60, 150, 400, 1_000, 3_000, 8_000];

pub(super) fn look(shown: &mut Shown, mail: &Inbound) {
    let text = crate::parse::text::cut(&mail.text, MAX_BYTES);
    let mut bytes = [0usize; 256];
    text.bytes().for_each(|byte| bytes[usize::from(byte)] += 1);
    let count = |is: fn(&u8) -> bool| (0..=u8::MAX).filter(is).map(|byte| bytes[usize::from(byte)]).sum::<usize>();
    let letters = count(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let all = count(|b| !b.is_ascii_whitespace());
    let lines = text.lines().count();
    let longest = text.lines().map(str::len).max().unwrap_or_default();
    let words = text.split_ascii_whitespace().count();
    let quoted = text.lines().filter(|line| line.trim_start().starts_with('>')).count();
    let empty = text.lines().filter(|line| line.trim().is_empty()).count();
    let rates = [
        ("capitals", count(u8::is_ascii_uppercase), letters),
        ("digits", count(u8::is_ascii_digit), all),
        ("stops", count(|b| matches!(b, b'.' | b',' | b';')), all),
        ("exclaims", count(|b| *b == b'!'), all),
        ("asks", count(|b| *b == b'?'), all),
        ("money", count(|b| *b == b'$'), all),
        ("drawn", count(|b| matches!(b, b'-' | b'=' | b'*' | b'_' | b'~' | b'#')), all),
        ("brackets", count(|b| matches!(b, b'(' | b')' | b'[' | b']' | b'{' | b'}')), all),
        ("quotes", count(|b| matches!(b, b'"' | b'\'')), all),
        ("slashes", count(|b| matches!(b, b'/' | b'\\' | b'|')), all),
        ("eight_bit", count(|b| *b >= 0x80), all),
        ("quoted_lines", quoted, lines),
        ("empty_lines", empty, lines),
    ];
    for (name, part, whole) in rates {
        for step in STEPS.iter().filter(|step| part * 1_000 >= **step * whole && part > 0) {
            step_of(shown, name, *step);
        }
    }
    let sizes = [
        ("words", words),
        ("lines", lines),
        ("longest_line", longest),
        ("word_length", letters * 10 / words.max(1)),
        ("html", mail.html.as_ref().map_or(0, String::len)),
        ("subject", mail.subject.len()),
        ("people", mail.to.len() + mail.cc.len()),
    ];
    for (name, size) in sizes {
        for step in SIZES.iter().filter(|step| size >= **step) {
            step_of(shown, name, *step);
        }
    }
}

fn step_of(shown: &mut Shown, name: &str, step: usize) {
    let name = Class::Measure.feature(name);
    shown.pair(Class::Measure, name, u32::try_from(step).unwrap_or(u32::MAX));
}
