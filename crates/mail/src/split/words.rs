//! The vocabulary of `words.txt`, folded once and ready to ask.
//!
//! Every question looks at a bounded piece of text; nothing here decides what a line is.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::labels::fold;

/// The words of all languages, folded.
#[derive(Default)]
pub(super) struct Words {
    start: HashSet<String>,
    moment: HashSet<String>,
    verb: Phrases,
    inner: Vec<String>,
    opener: Openers,
    sent: Openers,
    ended: Phrases,
    closing: HashSet<String>,
    closing_openers: HashSet<String>,
    footer: Openers,
    ceiling: Vec<String>,
}

/// Phrases by which a text may end.
#[derive(Default)]
struct Phrases {
    words: HashSet<String>,
    /// Phrases of scripts that put no blanks between words.
    glued: Vec<String>,
}

/// Phrases by which a text may begin, by their first character.
#[derive(Default)]
struct Openers(HashMap<char, Vec<String>>);

/// Words of the longest phrase.
const MAX_WORDS: usize = 6;

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words.txt")));

impl Words {
    fn read(source: &str) -> Self {
        let mut words = Self::default();
        for line in source.lines().filter(|line| !line.starts_with(['#', '['])) {
            let Some((kind, list)) = line.split_once(' ') else { continue };
            for word in list.split('|').map(fold).map(|word| word.trim().to_owned()) {
                words.add(kind, word);
            }
        }
        words
    }

    fn add(&mut self, kind: &str, word: String) {
        match kind {
            "start" => drop(self.start.insert(word)),
            "day" | "month" => drop(self.moment.insert(word)),
            "verb" => self.verb.add(word),
            "inner" => self.inner.push(word),
            "opener" => self.opener.add(word),
            "sent" => self.sent.add(word),
            "ended" => self.ended.add(word),
            "ceiling" => self.ceiling.push(word),
            "footer" => self.footer.add(word),
            "closing" => {
                self.closing_openers.insert(first_word(&word).to_owned());
                self.closing.insert(word);
            }
            _ => {}
        }
    }

    /// Whether `phrase` stands before a moment: "on", "w dniu".
    pub(super) fn is_start(&self, phrase: &str) -> bool {
        self.start.contains(phrase)
    }

    /// Whether `word` names a day of the week or a month.
    pub(super) fn is_calendar(&self, word: &str) -> bool {
        self.moment.contains(word)
    }

    /// The text in front of the verb by which `text` ends.
    pub(super) fn before_verb<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.verb.before(text)
    }

    /// What stands behind a verb that may stand inside an attribution.
    pub(super) fn after_inner_verb<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.inner.iter().find_map(|verb| {
            text.match_indices(verb.as_str()).find_map(|(at, _)| {
                let end = at + verb.len();
                let whole =
                    !text[..at].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric);
                whole.then(|| &text[end..])
            })
        })
    }

    /// Whether `text` begins as an attribution that names no moment first.
    pub(super) fn is_opened(&self, text: &str) -> bool {
        self.opener.rest(text).is_some()
    }

    /// What follows the words by which a program signs: "sent from my".
    pub(super) fn after_sent<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.sent.rest(text)
    }

    /// What stands before the words by which a program's line ends: "から送信".
    pub(super) fn before_sent<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.ended.before(text)
    }

    /// Whether `text` opens a company's legal text, or a scanner's note.
    pub(super) fn is_footer(&self, text: &str) -> bool {
        self.footer.rest(text).is_some()
    }

    /// Whether `text` asks to write above it.
    pub(super) fn is_ceiling(&self, text: &str) -> bool {
        self.ceiling.iter().any(|phrase| text.contains(phrase.as_str()))
    }

    /// Whether `text` begins with the first word of a closing; asked first, for it is cheap.
    pub(super) fn may_close(&self, text: &str) -> bool {
        self.closing_openers.contains(first_word(text))
    }

    /// Whether `phrase` ends a letter.
    pub(super) fn is_closing(&self, phrase: &str) -> bool {
        self.closing.contains(phrase)
    }
}

fn first_word(text: &str) -> &str {
    text.split([' ', ',', '.', '!', ';', ':', '-']).next().unwrap_or_default()
}

impl Phrases {
    fn add(&mut self, phrase: String) {
        let glued = |c: char| matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
        if phrase.starts_with(glued) {
            self.glued.push(phrase);
        } else {
            self.words.insert(phrase);
        }
    }

    fn before<'a>(&self, text: &'a str) -> Option<&'a str> {
        if let Some(rest) = self.glued.iter().find_map(|phrase| text.strip_suffix(phrase.as_str())) {
            return Some(rest);
        }
        let starts = text.char_indices().rev().filter(|(at, c)| *at == 0 || is_boundary(*c));
        let starts = starts.map(|(at, c)| if is_boundary(c) { at + c.len_utf8() } else { at });
        starts.take(MAX_WORDS).find(|at| self.words.contains(&text[*at..])).map(|at| &text[..at])
    }
}

/// What a verb may stand behind: "<anna@example.com>wrote:" has no blank.
fn is_boundary(c: char) -> bool {
    matches!(c, ' ' | '>' | ')' | ',' | '"')
}

impl Openers {
    fn add(&mut self, phrase: String) {
        if let Some(first) = phrase.chars().next() {
            self.0.entry(first).or_default().push(phrase);
        }
    }

    fn rest<'a>(&self, text: &'a str) -> Option<&'a str> {
        let known = self.0.get(&text.chars().next()?)?;
        known.iter().find_map(|phrase| {
            let rest = text.strip_prefix(phrase.as_str())?;
            let spaced = phrase.is_ascii() || phrase.chars().all(|c| c.is_alphabetic() && c < '\u{e00}' || c == ' ');
            (!spaced || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
        })
    }
}
