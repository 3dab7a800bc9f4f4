//! Fills a written text in.
//!
//! The marks: `[one|two]` is a choice and may hold further marks; `<zamówiłam/zamówiłem>` is the
//! form for a woman or a man who speaks; `{Pani/Panu}` the form for the customer spoken to or of;
//! `{order}` a slot. A slot nobody can fill stays as it is, so that the tests see it.

use crate::chance::Dice;

/// Whose verb forms to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    /// Feminine.
    She,
    /// Masculine.
    He,
}

impl Gender {
    fn of<'a>(self, pair: (&'a str, &'a str)) -> &'a str {
        match self {
            Self::She => pair.0,
            Self::He => pair.1,
        }
    }
}

/// The text `written` with all marks resolved; `slot` knows what the slots hold.
pub(crate) fn fill(
    written: &str,
    dice: &mut Dice,
    speaker: Gender,
    customer: Gender,
    slot: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find(['[', '<', '{']) {
        out.push_str(&rest[..at]);
        let (inside, after) = enclosed(&rest[at..]);
        match rest.as_bytes()[at] {
            b'[' => {
                let choice = *dice.pick(&choices(inside));
                out.push_str(&fill(choice, dice, speaker, customer, slot));
            }
            b'<' => out.push_str(inside.split_once('/').map_or(inside, |pair| speaker.of(pair))),
            _ => match inside.split_once('/') {
                Some(pair) => out.push_str(customer.of(pair)),
                None => match slot(inside) {
                    Some(value) if begins_sentence(&out) => out.push_str(&capitalised(&value)),
                    Some(value) => out.push_str(&value),
                    None => out.push_str(&rest[at..rest.len() - after.len()]),
                },
            },
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What stands between the bracket that `text` begins with and its partner, and what follows.
fn enclosed(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, mark) in text.char_indices() {
        match mark {
            '[' | '<' | '{' => depth += 1,
            ']' | '>' | '}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return (&text[1..at], &text[at + 1..]);
        }
    }
    (&text[1..], "")
}

/// The alternatives of a choice, split at its own bars only.
fn choices(inside: &str) -> Vec<&str> {
    let (mut all, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, mark) in inside.char_indices() {
        match mark {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                all.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    all.push(&inside[from..]);
    all
}

/// Whether what follows `text` begins a sentence inside a text. The very first word of a text is
/// left to whoever knows what stands before it.
fn begins_sentence(text: &str) -> bool {
    text.ends_with(". ") || text.ends_with("? ") || text.ends_with("! ")
}

/// The text with a small first letter, as Polish has it after the comma of a greeting.
pub(crate) fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The text with a capital first letter.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_resolved_and_unknown_slots_left_to_be_seen() {
        let slot = |name: &str| (name == "order").then(|| "#7".to_owned());
        let say = |text, speaker, customer| fill(text, &mut Dice::new(1), speaker, customer, &slot);
        assert_eq!(say("<zamówiłam/zamówiłem> {order}", Gender::He, Gender::She), "zamówiłem #7");
        assert_eq!(say("proszę {Panią/Pana}", Gender::He, Gender::She), "proszę Panią");
        assert_eq!(say("a {nothing} b", Gender::She, Gender::She), "a {nothing} b");
        for _ in 0..20 {
            assert_eq!(say("a. {order} b", Gender::She, Gender::He), "a. #7 b");
            assert_eq!(say("x[ [{order}]]y", Gender::She, Gender::He), "x #7y");
        }
        assert!(["ac", "bc", "bd"].contains(&say("[ac|b[c|d]]", Gender::She, Gender::He).as_str()));
    }
}
