//! Message text as pages show it: plain, quotes folded, links made visible as links.
//!
//! In: hostile text. Out: pieces that templates write escaped. Nothing here makes HTML, and no
//! address but `http` and `https` becomes a link.

use serde::Serialize;

use crate::language::Language;

/// A run of lines, the customer's own or quoted from an earlier message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Whether the lines quote an earlier message; they are shown folded.
    pub quoted: bool,
    /// The text in pieces.
    pub pieces: Vec<Piece>,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What is shown.
    pub text: String,
    /// Whether it is an address to open: the text is the address.
    pub link: bool,
}

/// Splits a message into passages, the history below it as one. Empty for a text without anything visible.
pub fn passages(text: &str) -> Vec<Passage> {
    let (new, history) = mail::split::visible(text);
    let mut passages = lines(new);
    let history = history.trim_matches('\n').trim_end();
    if !history.trim().is_empty() {
        passages.push(Passage { quoted: true, pieces: pieces(history) });
    }
    passages
}

/// The passages of what is new: quotes that it answers between are folded one by one.
fn lines(text: &str) -> Vec<Passage> {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let quoted = quoted_lines(&lines);
    let mut passages = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let start = at;
        while at < lines.len() && quoted[at] == quoted[start] {
            at += 1;
        }
        let joined = lines[start..at].join("\n");
        let trimmed = joined.trim_matches('\n').trim_end();
        if !trimmed.is_empty() {
            passages.push(Passage { quoted: quoted[start], pieces: pieces(trimmed) });
        }
    }
    passages
}

/// Which lines quote: those with a mark, the line that introduces them, and empty lines between.
/// Runs once over the lines, from the end, because a mail may consist of a million of them.
fn quoted_lines(lines: &[&str]) -> Vec<bool> {
    let mut quoted = vec![false; lines.len()];
    // Whether the next line that is not empty quotes, and where the empty ones before it begin.
    let mut quote_follows = false;
    let mut gap_end = lines.len();
    for (at, line) in lines.iter().enumerate().rev() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        quoted[at] = line.starts_with('>') || (quote_follows && introduces(line));
        if quoted[at] && quote_follows {
            quoted[at + 1..gap_end].fill(true);
        }
        quote_follows = line.starts_with('>');
        gap_end = at;
    }
    quoted
}

/// "On 20 Nov 2026, Anna wrote:" and its Polish sisters; always ends with a colon and names a time.
fn introduces(line: &str) -> bool {
    line.ends_with(':')
        && line.chars().any(|c| c.is_ascii_digit())
        && ["wrote", "napisał", "pisze", "schrieb", "@"].iter().any(|word| line.contains(word))
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, address, after)) = next_link(rest) {
        if !before.is_empty() {
            pieces.push(Piece { text: before.to_owned(), link: false });
        }
        pieces.push(Piece { text: address.to_owned(), link: true });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece { text: rest.to_owned(), link: false });
    }
    pieces
}

/// The text before the next web address, the address, and what follows it.
fn next_link(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("http")?;
        let candidate = &text[start..];
        let scheme = ["https://", "http://"].into_iter().find(|scheme| candidate.starts_with(scheme));
        let Some(scheme) = scheme else {
            from = start + "http".len();
            continue;
        };
        let end = candidate
            .find(|c: char| c.is_whitespace() || c.is_control() || "<>\"'„”»«`{}|\\^".contains(c))
            .unwrap_or(candidate.len());
        let address = trim_punctuation(&candidate[..end]);
        if address.len() > scheme.len() {
            let end = start + address.len();
            return Some((&text[..start], &text[start..end], &text[end..]));
        }
        from = start + scheme.len();
    }
}

/// Full stops and closing brackets at the end belong to the sentence, not to the address.
fn trim_punctuation(mut address: &str) -> &str {
    while let Some(last) = address.chars().last() {
        let closes_own = last == ')' && address.contains('(');
        if !".,;:!?)]*_".contains(last) || closes_own {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

/// A number as people read it: `120,431`, and in Polish with a space that does not break.
pub fn grouped(number: i64, language: Language) -> String {
    let digits = number.unsigned_abs().to_string();
    let between = if language == Language::Pl { '\u{a0}' } else { ',' };
    let mut shown = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(between);
        }
        shown.push(digit);
    }
    shown
}

/// The letters for a round mark: the first of the first and of the last word.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let (first, last) = (words.next(), words.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        let both = |n| [grouped(n, Language::En), grouped(n, Language::Pl)];
        assert_eq!(both(999), ["999", "999"]);
        assert_eq!(both(120_431), ["120,431", "120\u{a0}431"]);
        assert_eq!(both(-1_000_000), ["-1,000,000", "-1\u{a0}000\u{a0}000"]);
    }

    fn check(text: &str, expected: &[(bool, &str)]) {
        let found: Vec<(bool, String)> = passages(text)
            .into_iter()
            .map(|passage| (passage.quoted, passage.pieces.into_iter().map(|piece| piece.text).collect()))
            .collect();
        let found: Vec<(bool, &str)> = found.iter().map(|(quoted, text)| (*quoted, text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn quotes_are_folded_with_the_line_that_introduces_them() {
        check("Dzień dobry,\n\ngdzie paczka?", &[(false, "Dzień dobry,\n\ngdzie paczka?")]);
        check(
            "Dziękuję\n\nW dniu 20.11.2026 o 12:00 Sklep <sklep@example.com> napisał(a):\n\n> Dzień dobry\n>\n> wysłane\n",
            &[
                (false, "Dziękuję"),
                (
                    true,
                    "W dniu 20.11.2026 o 12:00 Sklep <sklep@example.com> napisał(a):\n\n> Dzień dobry\n>\n> wysłane",
                ),
            ],
        );
        check("> pytanie\n\nodpowiedź", &[(true, "> pytanie"), (false, "odpowiedź")]);
        check("Ceny:\n> 10 zł", &[(false, "Ceny:"), (true, "> 10 zł")]);
        check(" \n\n", &[]);
    }

    #[test]
    fn only_web_addresses_become_links() {
        let links = |text: &str| -> Vec<String> {
            passages(text)
                .into_iter()
                .flat_map(|passage| passage.pieces)
                .filter(|piece| piece.link)
                .map(|piece| piece.text)
                .collect()
        };
        assert_eq!(links("patrz https://example.com/a?b=1&c=2."), ["https://example.com/a?b=1&c=2"]);
        assert_eq!(links("(http://example.com/x)"), ["http://example.com/x"]);
        assert_eq!(links("https://example.com/w(1)"), ["https://example.com/w(1)"]);
        assert_eq!(links("<https://example.com/\"onclick=alert(1)>"), ["https://example.com/"]);
        assert!(links("javascript:alert(1) data:text/html,x https:// httpx").is_empty());
    }

    #[test]
    fn initials_come_from_the_ends_of_a_name() {
        assert_eq!(initials("Anna Maria Żak"), "AŻ");
        assert_eq!(initials("łukasz"), "Ł");
        assert_eq!(initials("James O'Connor"), "JO");
        assert_eq!(initials("„Sklep” <x>"), "SX");
        assert_eq!(initials("—"), "");
    }

    proptest! {
        #[test]
        fn no_visible_character_is_lost(text in "(\\PC|\n|>|http://a.b ){0,80}") {
            let shown: String = passages(&text)
                .into_iter()
                .flat_map(|passage| passage.pieces)
                .flat_map(|piece| piece.text.chars().collect::<Vec<_>>())
                .filter(|c| !c.is_whitespace())
                .collect();
            let expected: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(shown, expected);
        }
    }
}
