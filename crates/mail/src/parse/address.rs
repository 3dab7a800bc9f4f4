//! The people in a header field (RFC 5322, 3.4), however mangled.
//!
//! In: a field as text, encoded words still in it, so that a comma or a quote inside one parts nothing. Out: names and
//! addresses. Read in one pass; what is never closed (quote, comment, bracket) counts as a letter.

mod scan;

use domain::channel::Party;
use domain::identity::Address;

use super::charset::unmangled;
use super::header::MAX_NAME_CHARS;
use super::problem::Problems;
use super::text::{cut, one_line};
use super::words::decode_words;
use scan::{Scanner, Token};

/// Bytes of one field that are read.
const MAX_FIELD_BYTES: usize = 1_000_000;
/// Bytes of a name that are decoded.
const MAX_NAME_BYTES: usize = 10_000;
/// Parts of an unquoted name that commas separate: `Nowak, Anna <a@b.pl>`.
const MAX_NAME_PARTS: usize = 3;

/// The people in `field`, at most `most` of them; those without a readable address are left out.
pub(super) fn people(field: &str, most: usize, problems: &mut Problems) -> Vec<Party> {
    read(field, most, true, problems)
}

fn read(field: &str, most: usize, may_look_inside: bool, problems: &mut Problems) -> Vec<Party> {
    let mut list = List { people: Vec::new(), open: Open::default(), may_look_inside, problems };
    for token in Scanner::new(cut(field, MAX_FIELD_BYTES)) {
        list.take(token);
        if list.people.len() >= most {
            break;
        }
    }
    list.end();
    list.people.truncate(most);
    list.people
}

/// The mailbox being read.
#[derive(Default)]
struct Open {
    /// The name, word by word.
    words: Vec<String>,
    /// How many of them stood before a comma: part of the name only when an address in brackets follows.
    before_comma: usize,
    commas: usize,
    comments: Vec<String>,
    /// The address in brackets, and how many words stood before it.
    bracketed: Option<(Address, usize)>,
}

struct List<'p> {
    people: Vec<Party>,
    open: Open,
    /// Whether a name without an address may turn out to hold one.
    may_look_inside: bool,
    problems: &'p mut Problems,
}

impl List<'_> {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Word(word) => self.open.words.push(word.to_owned()),
            Token::Quoted(words) => self.open.words.push(words),
            Token::Comment(words) => self.open.comments.push(words),
            Token::Bracketed(content) => self.bracketed(content),
            Token::Comma => self.comma(),
            Token::End => self.end(),
            // What stood before was the name of a group.
            Token::Colon if self.open.bracketed.is_none() => self.open = Open::default(),
            Token::Colon => {}
        }
    }

    fn bracketed(&mut self, content: &str) {
        let mut comments = Vec::new();
        let Some(address) = address(content, &mut comments, self.problems) else { return };
        self.open.comments.append(&mut comments);
        if let Some((_, before)) = self.open.bracketed
            && before > 0
            && self.open.words.len() > before
        {
            // Two people with the comma forgotten.
            let further = self.open.words.split_off(before);
            self.end();
            self.open.words = further;
        }
        // Of two addresses in a row the last is the one that a program added.
        self.open.bracketed = Some((address, self.open.words.len()));
    }

    fn comma(&mut self) {
        let open = &mut self.open;
        let is_name = open.bracketed.is_none()
            && open.comments.is_empty()
            && open.words.iter().all(|word| !word.contains('@'))
            && open.commas < MAX_NAME_PARTS;
        match open.words.last_mut() {
            Some(last) if is_name => {
                last.push(',');
                open.commas += 1;
                open.before_comma = open.words.len();
            }
            _ => self.end(),
        }
    }

    fn end(&mut self) {
        let Open { mut words, before_comma, comments, bracketed, .. } = std::mem::take(&mut self.open);
        let comment = comments.join(" ");
        if let Some((address, _)) = bracketed {
            self.person(&words.join(" "), &comment, address);
            return;
        }
        let is_address = |word: &String| {
            word.contains('@').then(|| address(word, &mut Vec::new(), &mut Problems::default())).flatten()
        };
        let bare: Vec<(usize, Address)> =
            words.iter().enumerate().filter_map(|(at, word)| Some((at, is_address(word)?))).collect();
        match bare.len() {
            0 => {}
            1 => {
                words.drain(..before_comma.min(bare[0].0));
                let own = |word: &String| is_address(word).as_ref() != Some(&bare[0].1);
                let name: Vec<String> = words.into_iter().filter(own).collect();
                self.person(&name.join(" "), &comment, bare[0].1.clone());
                return;
            }
            // Addresses with the commas forgotten.
            _ => {
                bare.into_iter().for_each(|(_, address)| self.person("", "", address));
                return;
            }
        }
        if let Some(address) = address(&words.concat(), &mut Vec::new(), self.problems) {
            self.person("", &comment, address);
        } else if self.may_look_inside {
            self.look_inside(&words.join(" "), &comment);
        }
    }

    /// A whole mailbox inside an encoded word, a quote or a comment.
    fn look_inside(&mut self, words: &str, comment: &str) {
        let name = decode_words(cut(words, MAX_NAME_BYTES), self.problems);
        if name.contains('@') {
            self.people.extend(read(&name, 1, false, self.problems));
        } else if comment.contains('@') {
            for mut party in read(comment, 1, false, self.problems) {
                party.name = shown(&name, &party.address).or(party.name);
                self.people.push(party);
            }
        }
    }

    fn person(&mut self, words: &str, comment: &str, address: Address) {
        let name = decode_words(cut(words, MAX_NAME_BYTES), self.problems);
        let comment = decode_words(cut(comment, MAX_NAME_BYTES), self.problems);
        let whole = match (name.trim().is_empty(), comment.trim().is_empty()) {
            (false, false) if !name.trim().eq_ignore_ascii_case(address.as_str()) => format!("{name} ({comment})"),
            (false, true) => name,
            (_, _) => comment,
        };
        let name = shown(&whole, &address);
        self.people.push(Party { name, address });
    }
}

/// A name as it is shown; `None` when it says no more than the address.
fn shown(name: &str, address: &Address) -> Option<String> {
    let repaired = unmangled(name);
    let name = one_line(repaired.as_deref().unwrap_or(name), MAX_NAME_CHARS + 50);
    let name = name.trim_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace());
    let name = one_line(name, MAX_NAME_CHARS);
    (!name.is_empty() && !name.eq_ignore_ascii_case(address.as_str())).then_some(name)
}

/// The address in `content`, its comments taken out, routes (RFC 5322, 4.4), `mailto:` and stray blanks left out.
fn address(content: &str, comments: &mut Vec<String>, problems: &mut Problems) -> Option<Address> {
    let content = content.trim();
    let (plain, mut found) =
        if content.starts_with('"') { (content.to_owned(), Vec::new()) } else { scan::without_comments(content) };
    let decoded = decode_words(&plain, problems);
    let mut text: &str = decoded.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\'' | '<' | '>' | ',' | ';' | '.' | ':' | '(' | ')' | '[' | '`' | '\0')
    });
    if let Some(rest) = text.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:")).map(|_| &text[7..]) {
        text = rest.split('?').next().unwrap_or_default();
    }
    if text.starts_with('@') {
        text = text.rsplit_once(':').map_or(text, |(_, mailbox)| mailbox);
    }
    let whole: String = if text.starts_with('"') {
        text.to_owned()
    } else {
        text.chars()
            .filter(|c| {
                !c.is_whitespace()
                    && !c.is_control()
                    && !super::text::steers_direction(*c)
                    && *c != '\u{200b}'
                    && *c != '\u{feff}'
            })
            .collect()
    };
    let quoted = whole.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|inner| !inner.contains('"'));
    let address = Address::parse(quoted.unwrap_or(&whole))?;
    comments.append(&mut found);
    Some(address)
}

#[cfg(test)]
mod tests;
