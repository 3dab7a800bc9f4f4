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
        let end = foot(text, folded, recogniser);
        let mut sheet = Self::default();
        let (mut given, mut family) = (None, None);
        let mut open = None;
        for (at, line) in lines(&text[..end]).take(MOST_LINES) {
            let trimmed = line.trim();
            if trimmed.is_empty() {
                continue;
            }
            let (label, value, value_at) = match (labelled(line), bare(line), open) {
                // A line that is only a label opens it, even below another one that was left empty.
                (Some((label, "")), ..) | (None, Some(label), _) => {
                    open = Some(label);
                    if label == Label::Message {
                        sheet.message = Some(at + line.len()..end);
                        break;
                    }
                    continue;
                }
                (_, _, Some(label)) => (label, trimmed, at),
                (Some((label, value)), ..) => {
                    (label, value, at + line.len() - line.split_once(':').map_or(0, |(_, v)| v.len()))
                }
                (None, None, None) => continue,
            };
            open = None;
            match label {
                Label::Message => {
                    sheet.message = Some(value_at..end);
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
        sheet.finish(text, end, given, family)
    }

    /// Joins a name in two fields, and takes an address that stands behind the message where none stands before it: the last
    /// one, for the form's own label comes behind whatever was typed.
    fn finish(mut self, text: &str, end: usize, given: Option<&str>, family: Option<&str>) -> Self {
        self.name = match (self.name, given, family) {
            (Some(name), _, Some(family)) if !name.contains(' ') => Some(format!("{name} {family}")),
            (None, Some(given), Some(family)) => Some(format!("{given} {family}")),
            (None, given, family) => given.or(family).map(str::to_owned),
            (name, _, _) => name,
        };
        if self.email.is_none()
            && let Some(message) = &self.message
        {
            let behind = lines(&text[message.start..end]).filter_map(|(_, line)| labelled(line));
            self.email =
                behind.filter(|(label, _)| *label == Label::Email).filter_map(|(_, value)| address(value)).last();
        }
        self
    }
}

fn fill<T>(place: &mut Option<T>, value: T) {
    if place.is_none() {
        *place = Some(value);
    }
}

/// Lines with their places, line ends not included.
fn lines(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    let from = text.as_ptr() as usize;
    // Slices of one text: the distance of their starts is the place of the line.
    text.lines().map(move |line| (line.as_ptr() as usize - from, line))
}

/// Where what the form's program adds below the message begins; the end of the text where it adds nothing.
fn foot(text: &str, folded: &Folded<'_>, recogniser: &Recogniser) -> usize {
    let marks = recogniser.marks.iter().chain(&recogniser.ends);
    let Some(mark) = marks.filter_map(|mark| mark.find_last(folded)).max() else { return text.len() };
    let mut end = mark;
    for (at, line) in lines(&text[..mark]).rev() {
        let is_rule = line.trim().chars().all(|c| matches!(c, '-' | '_' | '=' | '—' | '*'));
        let is_trace = labelled(line).is_some_and(|(label, _)| label == Label::Trace);
        if !is_rule && !is_trace {
            break;
        }
        end = at;
    }
    // A mark above the fields is a heading, not a foot.
    if lines(&text[..end]).any(|(_, line)| bare(line).is_some() || labelled(line).is_some()) { end } else { text.len() }
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
