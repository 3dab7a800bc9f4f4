//! A filled-in form, read line by line: labels, what stands behind or below them, and the message, which comes last.

use std::ops::Range;

use domain::identity::Address;

use super::label::{Label, bare, labelled};
use super::table::Recogniser;
use crate::pattern::Folded;

/// Lines before the message in which labels are looked for.
const MOST_LINES: usize = 80;

/// What the labelled lines say.
#[derive(Debug, Default)]
pub(super) struct Sheet<'t> {
    /// The customer's name.
    pub(super) name: Option<String>,
    /// The customer's address.
    pub(super) email: Option<Address>,
    /// The subject they chose.
    pub(super) subject: Option<&'t str>,
    /// Where their message stands.
    pub(super) message: Option<Range<usize>>,
}

impl<'t> Sheet<'t> {
    /// Reads `text` as the form of `recogniser` fills it. What is labelled twice counts once, the first time: what a customer
    /// typed comes behind the form's own labels.
    pub(super) fn read(text: &'t str, folded: &Folded<'_>, recogniser: &Recogniser) -> Self {
        let mut sheet = Self::default();
        let (mut given, mut family) = (None, None);
        let mut open = None;
        for (at, line) in lines(text).take(MOST_LINES) {
            let trimmed = line.trim();
            if trimmed.is_empty() {
                continue;
            }
            let (label, value, value_at) = match (labelled(line), bare(line), open) {
                // A line that is only a label opens it, even below another one that was left empty.
                (Some((label, "")), ..) | (None, Some(label), _) => {
                    open = Some(label);
                    if label == Label::Message {
                        sheet.message = Some(at + line.len()..text.len());
                        break;
                    }
                    continue;
                }
                (Some((label, value)), ..) => (label, value, at + behind_colon(line)),
                (None, None, Some(label)) => (label, trimmed, at),
                (None, None, None) => continue,
            };
            open = None;
            match label {
                Label::Message => {
                    sheet.message = Some(value_at..text.len());
                    break;
                }
                Label::Name => fill(&mut sheet.name, value.to_owned()),
                Label::GivenName => fill(&mut given, value),
                Label::FamilyName => fill(&mut family, value),
                Label::Subject => fill(&mut sheet.subject, value),
                Label::Email => sheet.email = sheet.email.take().or_else(|| address(value)),
                Label::Sender => {
                    sheet.email = sheet.email.take().or_else(|| address(value));
                    if let Some(name) = name_before_address(value) {
                        fill(&mut sheet.name, name);
                    }
                }
                Label::Other | Label::Trace => {}
            }
        }
        sheet.finish(text, folded, recogniser).named(given, family)
    }

    /// Ends the message where the form's foot begins, and takes an address that stands behind the message where none stands
    /// before it: the last one, for the form's own label comes behind whatever was typed.
    fn finish(mut self, text: &str, folded: &Folded<'_>, recogniser: &Recogniser) -> Self {
        let Some(message) = &mut self.message else { return self };
        if self.email.is_none() {
            let behind = lines(&text[message.start..]).filter_map(|(_, line)| labelled(line));
            self.email =
                behind.filter(|(label, _)| *label == Label::Email).filter_map(|(_, value)| address(value)).last();
        }
        message.end = foot(text, message.start, folded, recogniser);
        self
    }

    /// Joins a name that was asked for in two fields.
    fn named(mut self, given: Option<&str>, family: Option<&str>) -> Self {
        self.name = match (self.name, given, family) {
            (Some(name), _, Some(family)) if !name.contains(' ') => Some(format!("{name} {family}")),
            (None, Some(given), Some(family)) => Some(format!("{given} {family}")),
            (None, given, family) => given.or(family).map(str::to_owned),
            (name, _, _) => name,
        };
        self
    }
}

fn fill<T>(place: &mut Option<T>, value: T) {
    if place.is_none() {
        *place = Some(value);
    }
}

/// Lines with their places, line ends not included.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = next;
        next += line.len();
        (at, line.trim_end_matches('\n'))
    })
}

fn behind_colon(line: &str) -> usize {
    line.find(':').map_or(0, |at| at + 1)
}

/// Where, behind `start`, what the form's program adds below the message begins; the end of the text where it adds nothing.
fn foot(text: &str, start: usize, folded: &Folded<'_>, recogniser: &Recogniser) -> usize {
    let marks = recogniser.marks.iter().chain(&recogniser.ends);
    let last = marks.filter_map(|mark| mark.find_last(folded)).filter(|mark| *mark >= start).max();
    let Some(mark) = last else { return text.len() };
    let mut end = mark;
    let above: Vec<_> = lines(&text[start..mark]).collect();
    for (at, line) in above.into_iter().rev() {
        let is_rule = line.trim().chars().all(|c| matches!(c, '-' | '_' | '=' | '—' | '*'));
        let is_trace = labelled(line).is_some_and(|(label, _)| label == Label::Trace);
        if !is_rule && !is_trace {
            break;
        }
        end = start + at;
    }
    end
}

/// The address in what stands behind a label; `None` when it is none.
fn address(value: &str) -> Option<Address> {
    let words =
        value.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"'));
    let mut addresses = words.filter(|word| word.contains('@')).filter_map(|word| {
        let word = word.strip_prefix("mailto:").unwrap_or(word);
        Address::parse(word).filter(|address| address.host().contains('.'))
    });
    let first = addresses.next()?;
    addresses.all(|other| other == first).then_some(first)
}

/// The name in `Jan Nowak <jan@x.pl>`.
fn name_before_address(value: &str) -> Option<String> {
    let word = value.split_whitespace().position(|word| word.contains('@'));
    let name: Vec<_> = value.split_whitespace().take(word.unwrap_or(usize::MAX)).collect();
    let name = name.join(" ").trim_matches(['"', '<', '(', ' ', ',']).to_owned();
    (!name.is_empty()).then_some(name)
}
