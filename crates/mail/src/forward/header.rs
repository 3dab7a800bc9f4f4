//! The header block above a mail inside a mail: labels in any language and order, values over several lines.

use std::collections::HashSet;

use domain::reading::Person;

use super::lines::Line;
use super::{is_known, people};
use crate::labels::{self, Field};

/// Lines of one block that are looked at; a list of recipients can be long.
const MAX_LINES: usize = 400;
/// Fields of one block; only those that say nothing we keep may come twice.
const MAX_FIELDS: usize = 12;
/// Characters of a subject or a date that are kept.
const MAX_VALUE_CHARS: usize = 1_000;

/// What a header block says.
#[derive(Debug, Default)]
pub struct Header {
    /// Who wrote the mail.
    pub from: Person,
    /// Its recipients.
    pub to: Vec<Person>,
    /// Its copies.
    pub cc: Vec<Person>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its date as it stands there.
    pub date: Option<String>,
    /// The languages in which its sender's label is a label.
    pub languages: Vec<&'static str>,
}

impl Header {
    /// Whether it cannot be three lines of prose: a sender and two more fields, one of them a date or an address.
    pub fn is_certain(&self) -> bool {
        let more = [self.date.is_some(), self.subject.is_some(), !self.to.is_empty()];
        let addressed = self.from.address.is_some() || self.to.iter().any(|person| person.address.is_some());
        more.into_iter().filter(|known| *known).count() >= 2 && (addressed || self.date.is_some())
    }

    /// Whether nothing of what programs write is missing.
    pub fn is_whole(&self) -> bool {
        self.date.is_some() && self.subject.is_some() && !self.to.is_empty()
    }
}

/// Values of a block as they stand there, each with its label's field.
#[derive(Default)]
pub struct Values {
    read: Vec<(Field, String)>,
    /// Whether values stand on lines of their own, as the cells of a table made text do.
    celled: bool,
}

impl Values {
    /// Whether `field` was seen.
    pub fn has(&self, field: Field) -> bool {
        self.read.iter().any(|(seen, _)| *seen == field)
    }

    /// Adds a field.
    pub fn push(&mut self, field: Field, value: &str) {
        self.read.push((field, value.to_owned()));
    }

    /// The field read last, and its value so far.
    pub fn last(&mut self) -> Option<(Field, &mut String)> {
        self.read.last_mut().map(|(field, value)| (*field, value))
    }

    /// Whether a mail could be told by what was seen.
    fn is_enough(&self) -> bool {
        self.has(Field::From) && self.has(Field::Subject) && (self.has(Field::Date) || self.has(Field::To))
    }

    /// The header they are, where a sender is named and something beside.
    pub fn read(self, languages: Vec<&'static str>) -> Option<Header> {
        let mut header = Header { languages, ..Header::default() };
        let fields = self.read.iter().map(|(field, _)| *field).collect::<HashSet<_>>();
        for (field, value) in self.read {
            let line = || one_line(&value);
            match field {
                Field::From => header.from = people::person(&value),
                Field::To => header.to = people::people(&value),
                Field::Cc => header.cc = people::people(&value),
                Field::Subject => header.subject = Some(line()).filter(|subject| !subject.is_empty()),
                Field::Date => header.date = Some(line()).filter(|date| !date.is_empty()),
                Field::Bcc | Field::ReplyTo | Field::Other => {}
            }
        }
        let beside = fields.iter().any(|field| matches!(field, Field::To | Field::Date | Field::Subject));
        (is_known(&header.from) && beside).then_some(header)
    }
}

fn one_line(value: &str) -> String {
    let words = value.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(MAX_VALUE_CHARS).collect()
}

/// The block that begins at line `start`, and the line behind it.
pub fn header(lines: &[Line<'_>], start: usize) -> Option<(usize, Header)> {
    labels::field(lines[start].text).filter(|(field, _)| *field != Field::Other)?;
    let mut values = Values::default();
    let mut languages = Vec::new();
    let mut at = start;
    while at < lines.len().min(start + MAX_LINES) {
        let line = &lines[at];
        if let Some((field, value)) = labels::field(line.text) {
            if values.has(field) && (field != Field::Other || values.read.len() > MAX_FIELDS) {
                break;
            }
            if field == Field::From {
                languages =
                    labels::label(line.text).map(|(label, _)| labels::languages(label).collect()).unwrap_or_default();
            }
            values.push(field, value);
        } else if line.text.is_empty() {
            let opens = lines.get(at + 1).and_then(|next| labels::field(next.text));
            if values.is_enough() || opens.is_none_or(|(field, _)| values.has(field)) {
                break;
            }
        } else if let Some(subject) =
            bare_subject(line.text).filter(|_| values.has(Field::From) && !values.has(Field::Subject))
        {
            values.push(Field::Subject, subject);
        } else if !continues(&mut values, line, lines.get(at + 1)) {
            break;
        }
        at += 1;
    }
    values.read(languages).map(|header| (at, header))
}

/// Takes `line` into the value above it, where it goes on there.
fn continues(values: &mut Values, line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
    let enough = values.is_enough();
    let celled = values.celled;
    let Some((field, value)) = values.last() else { return false };
    let people = matches!(field, Field::From | Field::To | Field::Cc | Field::Bcc | Field::ReplyTo);
    let missing = value.is_empty() && (celled || !enough);
    let open = missing || value.ends_with([',', ';']);
    let listed = people && (open || (line.text.contains('@') && line.text.contains(['<', ';'])));
    let framed = !enough && next.is_some_and(|next| labels::field(next.text).is_some());
    let folded = line.indented && !enough;
    if !(listed || framed || folded || missing) {
        return false;
    }
    value.push(' ');
    value.push_str(line.text);
    values.celled |= missing;
    true
}

/// "Assunto Devolução": Yahoo leaves the colon out in Portuguese.
fn bare_subject(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once(' ')?;
    (labels::field_named(label) == Some(Field::Subject) && label.starts_with(char::is_uppercase)).then(|| rest.trim())
}
