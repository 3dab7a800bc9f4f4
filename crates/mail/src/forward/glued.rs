//! A header block that a program put into one line: `From: A <a@b.example>To: C <c@d.example>Sent: Tue 3 Nov 2026Subject: x`.

use super::header::{Header, Values};
use crate::labels::{self, Field};

/// Bytes of such a line that are looked at.
const MAX_BYTES: usize = 8_192;
/// Characters of the longest label.
const MAX_LABEL_CHARS: usize = 24;

/// The header that `text` is, when it opens with a label.
pub fn header(text: &str) -> Option<Header> {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    let (label, _) = labels::label(text)?;
    labels::field_named(label)?;
    let mut values = Values::default();
    let mut languages = Vec::new();
    let mut value = 0;
    for (colon, sign) in text.match_indices([':', '：']) {
        let Some((start, field)) = label_before(text, value, colon, &values) else { continue };
        if let Some((_, open)) = values.last() {
            text[value..start].trim().clone_into(open);
        }
        if field == Field::From {
            languages = labels::languages(text[start..colon].trim()).collect();
        }
        values.push(field, "");
        value = colon + sign.len();
    }
    if let Some((_, open)) = values.last() {
        text[value..].trim().clone_into(open);
    }
    subject_without_colon(&mut values);
    values.read(languages)
}

/// The longest label that ends before the colon at `colon`, begins behind `floor`, and was not seen yet.
fn label_before(text: &str, floor: usize, colon: usize, values: &Values) -> Option<(usize, Field)> {
    let before = text[floor..colon].trim_end();
    let starts =
        before.char_indices().rev().take(MAX_LABEL_CHARS).filter(|(_, c)| !c.is_lowercase() && c.is_alphabetic());
    let labels = starts.filter_map(|(at, _)| labels::field_named(&before[at..]).map(|field| (floor + at, field)));
    labels.filter(|(_, field)| !values.has(*field)).last()
}

/// Yahoo's Portuguese block ends in "…CETAssunto Devolução".
fn subject_without_colon(values: &mut Values) {
    if values.has(Field::Subject) {
        return;
    }
    let Some((Field::Date, date)) = values.last() else { return };
    let starts = date.char_indices().filter(|(_, c)| c.is_uppercase());
    let found = starts.filter_map(|(at, _)| {
        let (word, rest) = date[at..].split_once(' ')?;
        (labels::field_named(word) == Some(Field::Subject)).then(|| (at, rest.trim().to_owned()))
    });
    let Some((at, subject)) = found.take(1).next() else { return };
    date.truncate(at);
    values.push(Field::Subject, &subject);
}
