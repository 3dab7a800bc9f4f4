//! A message as lines, each with what is known of it before anything is decided.
//!
//! In: a text, or the lines an HTML body shows. Out: [`Line`]s in order, whose texts are all there is. A line on which an
//! answer and an attribution share the room becomes two.

use super::attribution;

/// What is known of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing yet.
    Plain,
    /// It is quoted: by a mark in front, or by the element it stands in.
    Quote,
    /// The program says that history begins here, whatever the words.
    Cut,
    /// The program says that this introduces a quote.
    Attribution,
    /// The program says that this is its signature.
    Signature,
}

/// One line, without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// What it says.
    pub(super) text: &'a str,
    /// What is known of it.
    pub(super) mark: Mark,
    /// Where in the text it begins.
    pub(super) at: usize,
}

impl<'a> Line<'a> {
    /// A line of a plain text.
    pub(super) fn plain(text: &'a str, at: usize) -> Self {
        let mark = if begins_quoted(text) { Mark::Quote } else { Mark::Plain };
        Self { text, mark, at }
    }

    /// Whether there is nothing to read.
    pub(super) fn is_blank(&self) -> bool {
        is_blank(self.text)
    }

    /// Whether it is quoted.
    pub(super) fn is_quote(&self) -> bool {
        self.mark == Mark::Quote
    }

    /// Whether somebody's own words may stand in it.
    pub(super) fn is_text(&self) -> bool {
        !self.is_quote() && !self.is_blank()
    }
}

/// The lines of a plain text.
pub(super) fn of_text(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\u{2028}', '\u{2029}']) {
        push(&mut lines, Line::plain(line.trim_end_matches(['\n', '\r', '\u{2028}', '\u{2029}']), at));
        at += line.len();
    }
    lines
}

/// Adds `line`, as two where an attribution begins behind words.
pub(super) fn push<'a>(lines: &mut Vec<Line<'a>>, line: Line<'a>) {
    let Some(at) = attribution::shared(line.text).filter(|_| line.mark == Mark::Plain) else {
        lines.push(line);
        return;
    };
    let end = line.text[..at].trim_end_matches([' ', '-']).len();
    let (words, rest) = line.text.split_at(end);
    lines.push(Line { text: words, ..line });
    lines.push(Line { text: rest, at: line.at + end, ..line });
}

/// Whether there is nothing to read in `text`: blanks, and what takes no room.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}'))
}

/// `> text`, and the initials some programs put in front: `AK> text`.
fn begins_quoted(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if line.starts_with('>') {
        return true;
    }
    let initials = line.bytes().take_while(u8::is_ascii_uppercase).take(4).count();
    (1..=3).contains(&initials)
        && line[initials..].strip_prefix('>').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '>']))
}
