//! Telephone numbers in a text.
//!
//! In: the text of a mail. Out: the numbers that its author surely means as one, as they are dialled from abroad (E.164):
//! with a plus before, behind a word for a telephone, or grouped as Poles group theirs. What is quoted is somebody else's.
//! Linear, and bounded in what it reads and keeps; nine digits in a row may be anything and are left alone.

use crate::parse::text::cut;
use crate::split::visible;

/// How many numbers of one mail are kept.
pub const MAX_PHONES: usize = 3;
/// Bytes of a text that are searched.
const MAX_SEARCHED_BYTES: usize = 100_000;
/// Characters before a number in which the word for it may stand.
const LABEL_CHARS: usize = 24;
/// Digits of the shortest and the longest number with its country (E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 10..=15;
/// Digits of a Polish number without its country.
const POLISH_DIGITS: usize = 9;
/// Words for a telephone.
const WORDS: [&str; 15] = [
    "tel",
    "telefon",
    "telefonu",
    "telefonem",
    "kom",
    "komórka",
    "komorka",
    "komórkowy",
    "phone",
    "mobile",
    "mob",
    "cell",
    "handy",
    "gsm",
    "whatsapp",
];

/// The telephone numbers that `text` names outside of quotes, each once, as `+48601234567`.
pub fn phone_numbers(text: &str) -> Vec<String> {
    let text = cut(text, MAX_SEARCHED_BYTES);
    let found = named(text);
    if found.is_empty() {
        return Vec::new();
    }
    // Only now, because it reads everything: the new part stands before the quotes.
    let (new, _) = visible(text);
    found.into_iter().filter(|(at, _)| *at < new.len()).map(|(_, number)| number).collect()
}

/// The first numbers, each with its place.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut line_at = 0;
    for line in text.split_inclusive('\n') {
        let mut at = 0;
        while let Some((start, end)) = run(line, at) {
            let number = dialled(&line[start..end], &line[..start]);
            if let Some(number) = number.filter(|number| found.iter().all(|(_, known)| known != number)) {
                found.push((line_at + start, number));
                if found.len() == MAX_PHONES {
                    return found;
                }
            }
            at = end;
        }
        line_at += line.len();
    }
    found
}

/// The next run of digits and what may stand between them, from `from` on.
fn run(line: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + line[from..].find(|c: char| c == '+' || c.is_ascii_digit())?;
    let inside = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/');
    let rest = &line[start + 1..];
    let end = start + 1 + rest.find(|c: char| !inside(c)).unwrap_or(rest.len());
    Some((start, end))
}

/// The number as it is dialled from abroad, where this is surely one.
fn dialled(run: &str, before: &str) -> Option<String> {
    let is_code = |c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | '/' | '-' | '=');
    if before.ends_with(is_code) {
        return None;
    }
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let abroad = if run.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    if let Some(whole) = abroad {
        return (DIGITS.contains(&whole.len()) && !is_filler(whole)).then(|| format!("+{whole}"));
    }
    let groups = run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).map(str::len);
    let is_polish = digits.len() == POLISH_DIGITS && !digits.starts_with('0') && !is_filler(&digits);
    (is_polish && (groups.eq([3, 3, 3]) || is_labelled(before))).then(|| format!("+48{digits}"))
}

/// Whether nobody has this number: one digit over and over, or counted up.
fn is_filler(digits: &str) -> bool {
    let steps = || digits.as_bytes().windows(2).map(|pair| pair[1].wrapping_sub(pair[0]));
    steps().all(|step| step == 0) || steps().all(|step| step == 1)
}

/// Whether a word for a telephone stands close before.
fn is_labelled(before: &str) -> bool {
    let start = before.char_indices().rev().nth(LABEL_CHARS).map_or(0, |(at, _)| at);
    let close = before[start..].to_lowercase();
    close.split(|c: char| !c.is_alphabetic()).any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::phone_numbers;

    #[test]
    fn what_is_surely_a_number_is_one() {
        for (text, number) in [
            ("Proszę dzwonić: 601 234 567", "+48601234567"),
            ("tel. 601234567", "+48601234567"),
            ("Nr telefonu: 601-234-567.", "+48601234567"),
            ("Mein Handy: +49 (170) 12 34 567", "+491701234567"),
            ("zadzwońcie +48 601 234 567, dziękuję", "+48601234567"),
            ("0048 601 234 567", "+48601234567"),
        ] {
            assert_eq!(phone_numbers(text), [number], "{text}");
        }
    }

    #[test]
    fn what_may_be_anything_is_none() {
        for text in [
            "zamówienie 601234567",
            "Zamówienie #601 234 567",
            "NIP 521-301-25-64",
            "konto 61 1090 1014 0000 0712 1981 2874",
            "tel. 000 000 000",
            "tel. 123456789",
            "+48",
            "+48 1234567890123456",
            "paczka 620000000000000000000000",
            "Dziękuję.\n\nW dniu 2.11.2026 o 12:00 Sklep <s@example.com> napisał(a):\n> tel. 601 234 567",
            "",
        ] {
            assert_eq!(phone_numbers(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_hostile_text_is_read_in_bounds() {
        let many: String = (0..50_000).map(|n| format!("+4860{n:07} ,")).collect();
        assert_eq!(phone_numbers(&many).len(), super::MAX_PHONES);
        assert_eq!(phone_numbers(&"+1 ".repeat(100_000)), Vec::<String>::new());
        assert_eq!(phone_numbers(&"ż".repeat(100_000)), Vec::<String>::new());
    }
}
