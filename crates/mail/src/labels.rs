//! The words mail programs write around a mail inside a mail, in the languages they speak.
//!
//! In: one line of a text. Out: which field of a header block it is ("Wysłano:", "*De :*", "差出人："), or whether it is the
//! line above a forwarded or an answered mail ("-------- Przekazana wiadomość --------"), or what a subject's prefix
//! says ("PD:", "Odp:"). The words stand in `labels/words.txt`; case and accents do not matter.
//!
//! Every function looks at the first characters of a line only. Must not: judge a mail by one line; prose has colons
//! too, so callers ask for several labels together.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use domain::spelling::fold;

/// A field of a header block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Who wrote.
    From,
    /// Recipients.
    To,
    /// Copies.
    Cc,
    /// Hidden copies.
    Bcc,
    /// Where answers go.
    ReplyTo,
    /// When it was sent.
    Date,
    /// Its subject.
    Subject,
    /// A label that belongs to such a block and says nothing we keep: importance, attachments.
    Other,
}

/// What the line above a mail inside a mail says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Separator {
    /// "Forwarded message".
    Forward,
    /// "Original message": an answer's history in most programs.
    Original,
}

/// What the prefix of a subject says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// `Fwd:`, `PD:`, `WG:`.
    Forward,
    /// `Re:`, `Odp:`, `AW:`.
    Reply,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Field(Field),
    Separator(Separator),
    Prefix(Prefix),
}

type Meanings = HashMap<String, Vec<(Kind, &'static str)>>;

/// Characters of the longest label, its decoration included.
const MAX_LABEL_CHARS: usize = 40;
/// Bytes of the longest line that can be a separator.
const MAX_SEPARATOR_BYTES: usize = 240;
/// Tags in front of a subject that are looked behind.
const MAX_TAGS: usize = 3;
/// Characters of the longest prefix of a subject.
const MAX_PREFIX_CHARS: usize = 24;

static WORDS: LazyLock<Meanings> = LazyLock::new(|| read(include_str!("labels/words.txt")));

fn read(source: &'static str) -> Meanings {
    let mut words = Meanings::new();
    let mut language = "";
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            language = name.trim_end_matches(']');
        }
        let Some((kind, list)) = line.split_once(' ') else { continue };
        let Some(kind) = kind_named(kind) else { continue };
        for word in list.split('|') {
            words.entry(fold(word)).or_default().push((kind, language));
        }
    }
    words
}

fn kind_named(name: &str) -> Option<Kind> {
    Some(match name {
        "from" => Kind::Field(Field::From),
        "to" => Kind::Field(Field::To),
        "cc" => Kind::Field(Field::Cc),
        "bcc" => Kind::Field(Field::Bcc),
        "reply-to" => Kind::Field(Field::ReplyTo),
        "date" => Kind::Field(Field::Date),
        "subject" => Kind::Field(Field::Subject),
        "other" => Kind::Field(Field::Other),
        "forward" => Kind::Separator(Separator::Forward),
        "original" => Kind::Separator(Separator::Original),
        "fw" => Kind::Prefix(Prefix::Forward),
        "re" => Kind::Prefix(Prefix::Reply),
        _ => return None,
    })
}

fn meanings(folded: &str) -> &'static [(Kind, &'static str)] {
    WORDS.get(folded).map_or(&[], Vec::as_slice)
}

/// Blanks and the marks that decorate a line: quoting, bold, table bars.
fn is_decoration(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '*' | '|' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
}

/// The field that `line` opens and its value, trimmed; quote marks, bold marks and odd blanks around the label do not matter.
pub fn field(line: &str) -> Option<(Field, &str)> {
    let (label, value) = label(line)?;
    Some((field_named(label)?, value))
}

/// The field that `label` names, without its colon.
pub fn field_named(label: &str) -> Option<Field> {
    meanings(&fold(label)).iter().find_map(|(kind, _)| match kind {
        Kind::Field(field) => Some(*field),
        _ => None,
    })
}

/// What stands before and after the first colon, where that may be a label.
pub fn label(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(is_decoration);
    let mut places = line.char_indices().take(MAX_LABEL_CHARS);
    let (at, colon) = places.find(|(_, c)| matches!(c, ':' | '：'))?;
    let value = &line[at + colon.len_utf8()..];
    let label = line[..at].trim_matches(|c: char| is_decoration(c) || c == '_');
    let value = value
        .trim_start_matches(|c: char| is_decoration(c) && c != '>')
        .trim_end_matches([' ', '\t', '\r', '|', '\u{a0}']);
    (!label.is_empty()).then_some((label, value))
}

/// The languages in which `label` names a field.
pub fn languages(label: &str) -> impl Iterator<Item = &'static str> {
    meanings(&fold(label)).iter().filter(|(kind, _)| matches!(kind, Kind::Field(_))).map(|(_, language)| *language)
}

/// Whether `line` stands above a forwarded mail: "---------- Forwarded message ---------", "Początek przekazywanej wiadomości:".
pub fn is_forward_separator(line: &str) -> bool {
    matches!(separator(line), Some((Separator::Forward, _)))
}

/// Whether `line` stands above the mail that is answered: "-----Original Message-----".
pub fn is_original_separator(line: &str) -> bool {
    matches!(separator(line), Some((Separator::Original, _)))
}

/// What separator `line` opens with, and what follows on the same line (Yahoo puts the header block there).
pub fn separator(line: &str) -> Option<(Separator, &str)> {
    let line = line.trim_matches(is_decoration);
    let words = line.trim_start_matches(is_rule);
    let ruled = line.chars().take_while(|c| is_rule(*c)).filter(|c| !c.is_whitespace()).count() >= 2;
    let head = &words[..words.floor_char_boundary(MAX_SEPARATOR_BYTES)];
    if !ruled {
        let phrase = head.strip_suffix([':', '：'])?;
        return separator_named(phrase).map(|kind| (kind, ""));
    }
    let end = rule_start(head)?;
    let rest = words[end..].trim_start_matches(is_rule).trim_start();
    let kind = separator_named(&head[..end]).or_else(|| separator_from(&head[..end]))?;
    Some((kind, rest))
}

/// Where the rule after the words begins, or their end: programs close with dashes or not at all.
fn rule_start(words: &str) -> Option<usize> {
    let end = words.find("--").or_else(|| words.find(['–', '—', '_', '='])).unwrap_or(words.len());
    (end > 0).then_some(end)
}

fn is_rule(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '=' | '*' | '~' | '–' | '—' | '―' | '─' | '#')
}

fn separator_named(phrase: &str) -> Option<Separator> {
    meanings(&fold(phrase.trim_end_matches([':', ' ']))).iter().find_map(|(kind, _)| match kind {
        Kind::Separator(separator) => Some(*separator),
        _ => None,
    })
}

/// "Forwarded message from Anna <anna@…>", "Forwarded by Anna/Shop on 01/02/2026".
fn separator_from(words: &str) -> Option<Separator> {
    let folded = fold(words);
    let ends = folded.match_indices(' ').map(|(at, _)| at).take(8).filter(|at| *at >= 8).collect::<Vec<_>>();
    ends.into_iter().rev().find_map(|end| separator_named(&folded[..end]))
}

/// `subject` without the tags that gateways and ticket systems put in front: `[EXTERNAL] Fwd: Zwrot`.
fn untagged(subject: &str) -> &str {
    let mut rest = subject;
    for _ in 0..MAX_TAGS {
        let Some((tag, behind)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) else { break };
        if tag.len() > MAX_LABEL_CHARS {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

/// What the prefix in front of `subject` says, in which languages, and the rest. `Fwd[2]:`, `RE (3):` and
/// `[EXTERNAL] Odp:` count as well.
pub fn prefix(subject: &str) -> Option<(Vec<(Prefix, &'static str)>, &str)> {
    let subject = untagged(subject.trim_start());
    let (at, colon) = subject.char_indices().take(MAX_PREFIX_CHARS).find(|(_, c)| matches!(c, ':' | '：'))?;
    let word = subject[..at].trim_end();
    let counted = word
        .trim_end_matches([')', ']'])
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | '[' | '^'));
    let found = meanings(&fold(counted.trim_end())).iter().filter_map(|(kind, language)| match kind {
        Kind::Prefix(prefix) => Some((*prefix, *language)),
        _ => None,
    });
    let found = found.collect::<Vec<_>>();
    (!found.is_empty()).then_some((found, subject[at + colon.len_utf8()..].trim_start()))
}
