//! The configuration file as sections with line numbers, and the complaints that reading it gives.
//!
//! Every key is asked for by name; what nobody asked for is a typo and answered with the nearest key
//! that exists there. All complaints of one file are gathered, so that a person mends it once.

use std::cell::RefCell;
use std::fmt;
use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};

/// Below this likeness (0 to 1) no key is suggested.
const ALIKE: f64 = 0.6;

/// Where a setting was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// On the command line.
    Flag(&'static str),
    /// In the environment.
    Variable(String),
    /// In the file, on this line (counted from 1).
    Line(usize),
}

/// A setting and where it was given.
#[derive(Clone, Debug)]
pub(super) struct Given<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Given<T> {
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Given<U> {
        Given { value: change(self.value), place: self.place }
    }
}

/// What is wrong with the settings, in the order in which it is to be read.
#[derive(Debug)]
pub(super) struct Complaints {
    /// The file's name as the person knows it.
    file: String,
    said: RefCell<Vec<(usize, String)>>,
}

impl Complaints {
    pub(super) fn about(file: impl Into<String>) -> Self {
        Self { file: file.into(), said: RefCell::default() }
    }

    pub(super) fn say(&self, place: &Place, words: impl fmt::Display) {
        let (order, sentence) = match place {
            Place::Flag(flag) => (0, format!("{flag}: {words}")),
            Place::Variable(name) => (0, format!("{name}: {words}")),
            Place::Line(line) => (*line, format!("{}, line {line}: {words}", self.file)),
        };
        self.said.borrow_mut().push((order, sentence));
    }

    /// All sentences, by line.
    pub(super) fn into_sentences(self) -> Vec<String> {
        let mut said = self.said.into_inner();
        said.sort_by_key(|(line, _)| *line);
        said.into_iter().map(|(_, sentence)| sentence).collect()
    }
}

/// A table of the file.
pub(super) struct Section<'s> {
    complaints: &'s Complaints,
    text: &'s str,
    /// Its heading, such as `[inbox.imap]`; `None` for what stands above all headings.
    heading: Option<&'static str>,
    line: usize,
    table: &'s DeTable<'s>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'s> Section<'s> {
    /// The whole file.
    pub(super) fn top(text: &'s str, table: &'s DeTable<'s>, complaints: &'s Complaints) -> Self {
        Self { complaints, text, heading: None, line: 1, table, asked: RefCell::default() }
    }

    pub(super) fn place(&self) -> Place {
        Place::Line(self.line)
    }

    pub(super) fn complain(&self, place: &Place, words: impl fmt::Display) {
        self.complaints.say(place, words);
    }

    pub(super) fn complaints(&self) -> &'s Complaints {
        self.complaints
    }

    fn cell(&self, key: &'static str) -> Option<Given<&'s DeValue<'s>>> {
        self.asked.borrow_mut().push(key);
        let (key, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(Given { value: value.get_ref(), place: Place::Line(line_of(self.text, key.span().start)) })
    }

    fn wrong_type(&self, key: &str, place: &Place, wanted: &str, found: &DeValue<'_>) {
        self.complain(place, format_args!("`{key}` is {wanted}, not {}", in_words(found)));
    }

    /// A text; an empty one counts as none given.
    pub(super) fn text(&self, key: &'static str) -> Option<Given<&'s str>> {
        let Given { value, place } = self.cell(key)?;
        match value {
            DeValue::String(text) if text.trim().is_empty() => {
                self.complain(&place, format_args!("`{key}` is empty; write its value or remove the line"));
                None
            }
            DeValue::String(text) => Some(Given { value: text.as_ref(), place }),
            other => {
                self.wrong_type(key, &place, "a text in quotes", other);
                None
            }
        }
    }

    /// The texts of a list; none where it is not there.
    pub(super) fn texts(&self, key: &'static str) -> Vec<Given<&'s str>> {
        let Some(Given { value, place }) = self.cell(key) else { return Vec::new() };
        let wanted = "a list of texts such as [\"a\", \"b\"]";
        let DeValue::Array(items) = value else {
            self.wrong_type(key, &place, wanted, value);
            return Vec::new();
        };
        let read = items.iter().filter_map(|item| {
            let place = Place::Line(line_of(self.text, item.span().start));
            match item.get_ref() {
                DeValue::String(text) => Some(Given { value: text.as_ref(), place }),
                other => {
                    self.wrong_type(key, &place, wanted, other);
                    None
                }
            }
        });
        read.collect()
    }

    /// A text that must be there; `what` says what it is.
    pub(super) fn needed_text(&self, key: &'static str, what: &str) -> Option<Given<&'s str>> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            let heading = self.heading.unwrap_or("the file");
            self.complain(&self.place(), format_args!("{heading} needs `{key}`: {what}"));
            return None;
        }
        self.text(key)
    }

    /// A whole number within `range`.
    pub(super) fn whole(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<Given<i64>> {
        let Given { value, place } = self.cell(key)?;
        let wanted = format!("a number from {} to {}", range.start(), range.end());
        let DeValue::Integer(number) = value else {
            self.wrong_type(key, &place, &wanted, value);
            return None;
        };
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) if range.contains(&number) => Some(Given { value: number, place }),
            _ => {
                self.complain(&place, format_args!("`{key}` is {wanted}, not {number}"));
                None
            }
        }
    }

    /// Whether the key stands here.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// A table below this one.
    pub(super) fn part(&self, key: &'static str, heading: &'static str) -> Option<Section<'s>> {
        let Given { value, place } = self.cell(key)?;
        match value {
            DeValue::Table(table) => Some(self.below(heading, &place, table)),
            other => {
                self.wrong_type(key, &place, &format!("a section {heading}"), other);
                None
            }
        }
    }

    /// The tables of a list below this one.
    pub(super) fn parts(&self, key: &'static str, heading: &'static str) -> Vec<Section<'s>> {
        let Some(Given { value, place }) = self.cell(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            self.wrong_type(key, &place, &format!("a list: write {heading} above each"), value);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in items.iter() {
            let place = Place::Line(line_of(self.text, item.span().start));
            match item.get_ref() {
                DeValue::Table(table) => sections.push(self.below(heading, &place, table)),
                other => self.wrong_type(key, &place, &format!("a list: write {heading} above each"), other),
            }
        }
        sections
    }

    fn below(&self, heading: &'static str, place: &Place, table: &'s DeTable<'s>) -> Section<'s> {
        let line = if let Place::Line(line) = place { *line } else { 1 };
        let (complaints, text) = (self.complaints, self.text);
        Section { complaints, text, heading: Some(heading), line, table, asked: RefCell::default() }
    }

    /// Complains about every key that nobody asked for. Call it when all were asked.
    pub(super) fn finish(self) {
        let asked = self.asked.borrow();
        let here = self.heading.map_or_else(|| "here".to_owned(), |heading| format!("in {heading}"));
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !asked.contains(&name) {
                let place = Place::Line(line_of(self.text, key.span().start));
                let hint = nearest(name, &asked).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                self.complain(&place, format_args!("there is no key `{name}` {here}{hint}"));
            }
        }
    }
}

/// The word of `known` that is most like `word`, when one is like it at all.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .map(|near| (strsim::normalized_damerau_levenshtein(word, near).max(contained(word, near)), *near))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, near)| near)
}

/// A key written with its section's name before it (`imap_host`) is nearly the key itself.
fn contained(word: &str, near: &str) -> f64 {
    if near.len() > 3 && word.ends_with(near) { 0.9 } else { 0.0 }
}

pub(super) fn not_toml(name: &str, text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(1, |span| line_of(text, span.start));
    let why = error.message().trim().replace('\n', ", ");
    format!("{name}, line {line}: this is not TOML: {why}")
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count()
}

fn in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}
