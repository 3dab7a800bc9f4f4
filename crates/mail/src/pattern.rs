//! Patterns of the recognisers' tables: one line of text with holes in it.
//!
//! `*` is anything, `{nowe|kolejne}` one of these, `{order}` and `{subject}` what is wanted from there, a blank
//! any blanks. A pattern covers a whole line and does not mind capitals. There is nothing else, so that a table can be read
//! and written by who knows the mails; what comes of it runs in time linear in the text.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;

/// A text made ready to be compared: capitals folded letter by letter, so that every place stays where it was.
pub(crate) struct Folded<'t> {
    given: &'t str,
    folded: String,
}

impl<'t> Folded<'t> {
    /// Folds `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        Self { given: text, folded: fold(text) }
    }
}

fn fold(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut lower = c.to_lowercase();
            lower.next().filter(|small| lower.next().is_none() && small.len_utf8() == c.len_utf8()).unwrap_or(c)
        })
        .collect()
}

/// One pattern, made ready when it is first asked.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Pattern {
    source: String,
    ready: OnceLock<Result<Regex, regex::Error>>,
}

impl From<String> for Pattern {
    fn from(source: String) -> Self {
        Self { source, ready: OnceLock::new() }
    }
}

impl Pattern {
    /// Whether one line of `text` is as the pattern says.
    pub(crate) fn matches(&self, text: &Folded<'_>) -> bool {
        self.ready().is_ok_and(|regex| regex.is_match(text.folded.as_bytes()))
    }

    /// What stands in the hole called `name` in the first line that fits; `None` when none does.
    pub(crate) fn capture<'t>(&self, text: &Folded<'t>, name: &str) -> Option<&'t str> {
        let found = self.ready().ok()?.captures(text.folded.as_bytes())?.name(name)?;
        text.given.get(found.range())
    }

    /// Where the last line that fits begins.
    pub(crate) fn find_last(&self, text: &Folded<'_>) -> Option<usize> {
        self.ready().ok()?.find_iter(text.folded.as_bytes()).last().map(|found| found.start())
    }

    /// The pattern ready to run. The tables are embedded, and a test readies all of them.
    pub(crate) fn ready(&self) -> Result<&Regex, &regex::Error> {
        self.ready
            .get_or_init(|| {
                let mut line = String::from(r"^[ \t*|]*");
                translate(&fold(&self.source), &mut line);
                line.push_str(r"[ \t*|]*$");
                // Bytes are enough for folded text, and make a pattern a tenth of what Unicode would make of it.
                RegexBuilder::new(&line).multi_line(true).unicode(false).build()
            })
            .as_ref()
    }
}

fn translate(source: &str, line: &mut String) {
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '*' => line.push_str(r"[^\n]*"),
            c if c.is_whitespace() => {
                rest = rest.trim_start();
                line.push_str(r"(?:[ \t]|\xC2\xA0)+");
            }
            '{' => {
                let end = closing(rest);
                fill(&rest[..end], line);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            c => line.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
}

/// Where the hole ends that `text` begins in; its end where nothing closes it.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    let end = text.find(|c| match c {
        '{' => {
            depth += 1;
            false
        }
        '}' if depth == 0 => true,
        '}' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    end.unwrap_or(text.len())
}

/// The alternatives of a hole; those of a hole inside it stay with it.
fn alternatives(hole: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let parts = hole.split(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '|' && depth == 0
    });
    parts.collect()
}

fn fill(hole: &str, line: &mut String) {
    match hole {
        "order" => line.push_str(r"#?[ ]?(?P<order>[0-9a-z][0-9a-z/_.-]{0,39})"),
        "subject" => line.push_str(r"(?P<subject>[^\n]+?)"),
        words => {
            line.push_str("(?:");
            for (at, word) in alternatives(words).into_iter().enumerate() {
                if at > 0 {
                    line.push('|');
                }
                translate(word, line);
            }
            line.push(')');
        }
    }
}

/// A header field and what stands in it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    name: String,
    pub(crate) value: Pattern,
}

impl Field {
    /// Whether `message` has such a field.
    pub(crate) fn stands_in(&self, message: &mail_parser::Message<'_>) -> bool {
        crate::parse::raw_values(message, &self.name).any(|value| self.value.matches(&Folded::new(value.trim())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(source: &str, text: &str) -> bool {
        Pattern::from(source.to_owned()).matches(&Folded::new(text))
    }

    fn capture(source: &str, text: &str, hole: &str) -> Option<String> {
        Pattern::from(source.to_owned()).capture(&Folded::new(text), hole).map(str::to_owned)
    }

    #[test]
    fn a_pattern_covers_a_line_and_gives_what_stands_in_its_holes() {
        let new_order = "[*]{:|} {Nowe|Świeże} zamówienie{ nr|} {order}";
        for (text, order) in [
            ("[Sklep]: Nowe  ZAMÓWIENIE nr #1001", Some("1001")),
            ("[Sklep] ŚWIEŻE\u{a0}zamówienie 2026/11/7", Some("2026/11/7")),
            ("a\n [b]: nowe zamówienie X-1 \nc", Some("X-1")),
            ("[İstanbul ẞ]: Nowe zamówienie Ab-1", Some("Ab-1")),
            ("Re: [Sklep]: Nowe zamówienie 1", None),
            ("[Sklep]: Nowe zamówienie 1 proszę", None),
            ("[Sklep]: Nowe\nzamówienie 1", None),
        ] {
            assert_eq!(capture(new_order, text, "order").as_deref(), order, "{text}");
            assert_eq!(matches(new_order, text), order.is_some(), "{text}");
        }
        assert_eq!(capture("* \"{subject}\"", "Sklep \"a: b\"", "subject").as_deref(), Some("a: b"));
        assert_eq!(capture("* \"{subject}\"", "Sklep \"a: b\"", "order"), None);
        assert_eq!(capture("{Zamówienie{ nr|} {order}|Order}", "zamówienie nr 7/26", "order").as_deref(), Some("7/26"));
        assert!(matches("{Zamówienie{ nr|} {order}|Order}", "ORDER"));
    }

    #[test]
    fn what_means_something_elsewhere_means_itself() {
        assert!(matches("1+1 (a.b) [c]$ ^?", "1+1 (A.B) [c]$ ^?"));
        assert!(!matches("a.b", "axb"));
        assert!(matches("a{unclosed", "aunclosed"));
    }

    #[test]
    fn the_last_of_several_lines_is_found() {
        let sent = Pattern::from("Sent from *".to_owned());
        assert_eq!(sent.find_last(&Folded::new("Sent from a\nx\nSent from b\ny")), Some(14));
    }
}
