//! The line that names whom a mail quotes: `Dnia 28/10/2021, 12:46 użytkownik „Anna” <anna@b.example> napisał:`.
//!
//! Languages differ in every word of it; what they share is an address in brackets, a date in digits, a colon at the end.

use domain::reading::Person;

use super::header::Header;
use super::lines::Line;
use super::people;

/// Lines over which programs wrap it.
const MAX_LINES: usize = 3;
/// Bytes of the longest one.
const MAX_BYTES: usize = 400;

/// The attribution that begins at line `at`, and the line behind it.
pub fn attribution(lines: &[Line<'_>], at: usize) -> Option<(usize, Header)> {
    let near = &lines[at..lines.len().min(at + MAX_LINES)];
    let length = near.iter().position(|line| line.text.is_empty() || line.text.ends_with([':', '：']))? + 1;
    let near = &near[..length];
    if near.iter().map(|line| line.text.len()).sum::<usize>() > MAX_BYTES {
        return None;
    }
    let joined = near.iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
    read(&joined).map(|header| (at + length, header))
}

fn read(line: &str) -> Option<Header> {
    let line = line.strip_suffix([':', '：'])?;
    let open =
        line.match_indices('<').find(|(at, _)| line[*at..].split('>').next().is_some_and(|inner| inner.contains('@')));
    let (open, _) = open?;
    let close = open + line[open..].find('>')?;
    let before = line[..open].trim_end_matches(['(', ' ']);
    let address = people::person(&line[open..=close]).address;
    let from = Person { name: name(before), address };
    let date = date(&line[close..]).or_else(|| date(before))?;
    Some(Header { from, date: Some(date), ..Header::default() })
}

/// The name at the end of `before`: in quotes, or the capitalised words behind the date.
fn name(before: &str) -> Option<String> {
    let is_quote = |c: char| matches!(c, '"' | '”' | '“' | '„' | '»' | '«' | '\'');
    let before = before.trim_end();
    if let Some(quoted) = before.strip_suffix(is_quote) {
        let start = quoted.char_indices().rev().find(|(_, c)| is_quote(*c)).map_or(0, |(at, c)| at + c.len_utf8());
        return Some(quoted[start..].trim().to_owned()).filter(|name| !name.is_empty());
    }
    let is_name = |word: &&str| {
        !word.ends_with([',', ':'])
            && !word.contains(|c: char| c.is_ascii_digit())
            && !word.starts_with(char::is_lowercase)
    };
    let mut words = before.split_whitespace().rev().take_while(is_name).collect::<Vec<_>>();
    words.reverse();
    Some(words.join(" ")).filter(|name| !name.is_empty())
}

/// From the first word with a digit to the last.
fn date(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>();
    let has_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let first = words.iter().position(has_digit)?;
    let last = words.iter().rposition(has_digit)?;
    Some(words[first..=last].join(" ").trim_end_matches([',', ':']).to_owned())
}
