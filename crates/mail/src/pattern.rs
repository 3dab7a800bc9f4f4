//! Patterns of the recognisers' tables: one line of text with holes in it.
//!
//! `*` is anything, `{nowe|kolejne}` one of these, `{order}`, `{subject}`, `{name}`, `{email}` what is wanted from there, a blank
//! any blanks. A pattern covers a whole line and does not mind capitals. There is nothing else, so that a table can be read
//! and written by who knows the mails; what comes of it runs in time linear in the text.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

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
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.ready().is_ok_and(|regex| regex.is_match(text))
    }

    /// What stands in the hole called `name` in the first line that fits; `None` when none does.
    pub(crate) fn capture<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        self.ready().ok()?.captures(text)?.name(name).map(|found| found.as_str())
    }

    /// Where the last line that fits begins.
    pub(crate) fn find_last(&self, text: &str) -> Option<usize> {
        self.ready().ok()?.find_iter(text).last().map(|found| found.start())
    }

    /// The pattern ready to run. The tables are embedded, and a test readies all of them.
    pub(crate) fn ready(&self) -> Result<&Regex, &regex::Error> {
        self.ready
            .get_or_init(|| {
                let mut line = String::from(r"^[ \t>*|]*");
                translate(&self.source, &mut line);
                line.push_str(r"[ \t*|]*$");
                RegexBuilder::new(&line).multi_line(true).case_insensitive(true).build()
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
                line.push_str(r"[ \t\x{a0}]+");
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
        "order" => line.push_str(r"[#№]?[ ]?(?P<order>[0-9A-Za-z][0-9A-Za-z/_.-]{0,39})"),
        "subject" => line.push_str(r"(?P<subject>[^\n]+?)"),
        "name" => line.push_str(r"(?P<name>[^\n]+?)"),
        "email" => line.push_str(r#"(?P<email>[^\s<>()"]{1,64}@[^\s<>()"]{1,250})"#),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(source: &str) -> Pattern {
        Pattern::from(source.to_owned())
    }

    #[test]
    fn a_pattern_covers_a_line_and_gives_what_stands_in_its_holes() {
        let new_order = pattern("[*]{:|} {Nowe|Kolejne} zamówienie{ nr|} {order}");
        assert_eq!(new_order.capture("[Sklep]: Nowe  ZAMÓWIENIE nr #1001", "order"), Some("1001"));
        assert_eq!(new_order.capture("[Sklep] kolejne zamówienie 2026/11/7", "order"), Some("2026/11/7"));
        assert_eq!(new_order.capture("a\n [b]: nowe zamówienie X-1 \nc", "order"), Some("X-1"));
        for other in
            ["Re: [Sklep]: Nowe zamówienie 1", "[Sklep]: Nowe zamówienie 1 proszę", "[Sklep]: Nowe\nzamówienie 1"]
        {
            assert!(!new_order.matches(other), "{other}");
        }
        let question = pattern("Pytanie od {name} <{email}>: {subject}");
        let text = "Pytanie od Jan K. <jan@x.pl>: a: b";
        let found = ["name", "email", "subject"].map(|hole| question.capture(text, hole));
        assert_eq!(found, [Some("Jan K."), Some("jan@x.pl"), Some("a: b")]);
        assert_eq!(question.capture(text, "order"), None);
        let nested = pattern("{Zamówienie{ nr|} {order}|Order #{name}}");
        assert_eq!(nested.capture("zamówienie nr 7/26", "order"), Some("7/26"));
        assert_eq!(nested.capture("Order #x", "name"), Some("x"));
    }

    #[test]
    fn what_means_something_elsewhere_means_itself() {
        assert!(pattern("1+1 (a.b) [c]$ ^?").matches("1+1 (A.B) [c]$ ^?"));
        assert!(!pattern("a.b").matches("axb"));
        assert!(pattern("a{unclosed").matches("aunclosed"));
    }
}
