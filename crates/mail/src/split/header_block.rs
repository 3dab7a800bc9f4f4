//! The block of labels some programs put above what they quote: "Od: … / Wysłano: … / Do: … / Temat: …".
//!
//! In: the lines of a text and where to look. Out: where such a block ends. Forms and letters have labels too ("Od:
//! poniedziałku"), so two different ones must stand together, one of them the sender's or the date's, and an address or
//! a moment must prove them.

use super::lines::Line;
use super::moment::Moment;
use crate::labels::{self, Field, fold};

/// Lines of the longest block; recipients may fill many.
const MAX_LINES: usize = 40;
/// Lines one value may run over.
const MAX_WRAPPED: usize = 6;
/// Characters of a value that are looked at.
const MAX_VALUE_BYTES: usize = 300;

/// What the labels of a block have shown so far.
#[derive(Default)]
struct Evidence {
    kinds: Vec<Field>,
    address: bool,
    moment: bool,
}

impl Evidence {
    fn add(&mut self, field: Field, value: &str) {
        if !self.kinds.contains(&field) {
            self.kinds.push(field);
        }
        match field {
            Field::From | Field::To | Field::Cc | Field::ReplyTo => self.address |= value.contains('@'),
            Field::Date => {
                let moment = Moment::of(&fold(value));
                // A program writes the time or names the month; a bare date is what people fill into forms.
                self.moment |= moment.time || moment.date && value.chars().filter(|c| c.is_alphabetic()).count() >= 3;
            }
            _ => {}
        }
    }

    fn has(&self, field: Field) -> bool {
        self.kinds.contains(&field)
    }

    fn is_block(&self) -> bool {
        let count = self.kinds.iter().filter(|field| !matches!(field, Field::Other | Field::Bcc)).count();
        let (from, date) = (self.has(Field::From), self.has(Field::Date));
        match count {
            0 | 1 => false,
            2 => from && date && (self.address || self.moment) || (from || date && self.moment) && self.address,
            _ => (from || date) && (self.address || self.moment),
        }
    }
}

/// The line behind the block of labels that begins at line `at`.
///
/// # Errors
/// When none begins there: the line before which none can begin either, for what a later line begins proves less.
pub(super) fn end(lines: &[Line<'_>], at: usize) -> Result<usize, usize> {
    let field = lines.get(at).filter(|line| line.is_text()).and_then(|line| labels::field(line.text));
    if !field.is_some_and(|(field, _)| matches!(field, Field::From | Field::Date | Field::To | Field::Subject)) {
        return Err(at + 1);
    }
    let mut evidence = Evidence::default();
    let (mut end, mut wrapped) = (at, 0);
    for (index, line) in lines.iter().enumerate().skip(at).take(MAX_LINES) {
        if line.is_quote() {
            break;
        }
        if let Some((field, value)) = labels::field(line.text) {
            let value = &value[..value.floor_char_boundary(MAX_VALUE_BYTES)];
            evidence.add(field, value);
            add_inner(&mut evidence, value);
            (end, wrapped) = (index + 1, 0);
        } else if line.is_blank() {
            // Some programs part the labels with blank lines; then a label stands behind each.
            let next = lines[index + 1..].iter().take(2).find(|line| !line.is_blank());
            if next.is_none_or(|line| labels::field(line.text).is_none()) {
                break;
            }
        } else {
            wrapped += 1;
            let ahead = lines[index + 1..].iter().take(MAX_WRAPPED).take_while(|line| line.is_text());
            if wrapped > MAX_WRAPPED || !ahead.into_iter().any(|line| labels::field(line.text).is_some()) {
                break;
            }
        }
    }
    if evidence.is_block() { Ok(end) } else { Err(end) }
}

/// Where the decoration above a block begins: a rule, blanks, a line like "Message du : 12/12/2016".
pub(super) fn start(lines: &[Line<'_>], block: usize) -> usize {
    let mut start = block;
    if let Some(above) = block.checked_sub(1).and_then(|at| lines.get(at)).filter(|line| line.is_text()) {
        let moment = Moment::of(&fold(&above.text[..above.text.floor_char_boundary(80)]));
        if above.text.len() <= 80 && above.text.contains(':') && moment.date && !above.text.contains(['?', '!']) {
            start -= 1;
        }
    }
    self::above(lines, start)
}

/// Where the rules and blanks right above line `at` begin, which belong to what they introduce.
pub(super) fn above(lines: &[Line<'_>], at: usize) -> usize {
    let drawn = lines[..at].iter().rev().take(4).take_while(|line| line.is_blank() || is_rule(line.text));
    let drawn = drawn.collect::<Vec<_>>();
    at - drawn.iter().rposition(|line| is_rule(line.text)).map_or(0, |rule| rule + 1)
}

/// A line drawn with one kind of mark: Outlook's underscores, Gmail's dashes.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let mut marks = line.chars();
    let Some(first) = marks.next() else { return false };
    matches!(first, '_' | '-' | '=' | '*' | '—' | '–' | '─' | '~')
        && marks.all(|c| c == first)
        && line.chars().count() >= 3
}

/// A second label on the line: "À : abc@abc.be Objet : Re".
fn add_inner(evidence: &mut Evidence, value: &str) {
    let words = value.split_whitespace().collect::<Vec<_>>();
    for (index, word) in words.iter().enumerate() {
        let label = match word.strip_suffix(':') {
            Some("") => index.checked_sub(1).map_or("", |at| words[at]),
            Some(label) => label,
            None => continue,
        };
        if label.starts_with(char::is_uppercase)
            && let Some(field) = labels::field_named(label)
        {
            evidence.add(field, &words[index + 1..].join(" "));
        }
    }
}
