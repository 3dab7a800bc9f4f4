//! Names and addresses as mail programs print them: RFC 5322 mailboxes, and what Outlook makes of them.

use domain::reading::Person;

/// People of one field that are kept.
const MAX_PEOPLE: usize = 500;
/// Characters of a name or an address that are kept.
const MAX_CHARS: usize = 320;

/// One person: `Anna <anna@b.example>`, `Anna [mailto:anna@b.example]`, `"Kowalska, Anna"`, an address alone.
pub fn person(text: &str) -> Person {
    let text = text.trim().trim_end_matches([';', ',']);
    let address = address(text);
    let name = match address {
        Some((start, _, _)) => &text[..start],
        None => text,
    };
    let address = address.map(|(_, _, address)| kept(address));
    let name = name
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '(' | '[' | '„' | '”' | '*' | '“'));
    let name = kept(name);
    let same = address.as_deref().is_some_and(|address| address.eq_ignore_ascii_case(&name));
    Person { name: (!name.is_empty() && !same).then_some(name), address }
}

/// Everybody in a list apart by commas or semicolons.
pub fn people(text: &str) -> Vec<Person> {
    parts(text).into_iter().map(person).filter(super::is_known).take(MAX_PEOPLE).collect()
}

fn kept(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_CHARS).collect()
}

/// Where the address stands, brackets included, and the address. The bracketed one counts before one in the name.
fn address(text: &str) -> Option<(usize, usize, &str)> {
    let bracketed = text.match_indices(['<', '[', '(']).find_map(|(open, _)| {
        let inner = &text[open + 1..];
        let end = inner.find(['<', '>', '[', ']', '(', ')']).unwrap_or(inner.len());
        let inner = inner[..end].trim();
        let inner = inner.strip_prefix("mailto:").unwrap_or(inner);
        is_address(inner).then_some((open, open + 1 + end, inner))
    });
    bracketed.or_else(|| {
        let mut start = 0;
        text.split([' ', '\t', '\u{a0}', '"', '\'', '<', '>', '(', ')', '[', ']']).find_map(|word| {
            let at = start;
            start += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
            let bare = word.strip_prefix("mailto:").unwrap_or(word).trim_end_matches([',', ';', '.']);
            is_address(bare).then_some((at, at + word.len(), bare))
        })
    })
}

fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'))
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>'))
}

/// The list's members. Semicolons part people where there are any; else commas do, but not the one in `Kowalska, Anna <…>`.
fn parts(text: &str) -> Vec<&str> {
    if split(text, ';').len() > 1 {
        return split(text, ';');
    }
    let chunks = split(text, ',');
    if !text.contains('@') {
        return chunks;
    }
    let mut parts = Vec::new();
    let mut open = None;
    for chunk in chunks {
        // Every chunk is a slice of `text`, so the distance of their starts is its place there.
        let start = chunk.as_ptr() as usize - text.as_ptr() as usize;
        let begin = *open.get_or_insert(start);
        if chunk.contains('@') {
            parts.push(&text[begin..start + chunk.len()]);
            open = None;
        }
    }
    if let Some(begin) = open {
        parts.push(&text[begin..]);
    }
    parts
}

/// `text` cut at every `at` that stands neither in quotes nor in brackets; empty pieces are left out.
fn split(text: &str, at: char) -> Vec<&str> {
    let (mut quoted, mut depth) = (false, 0_usize);
    let pieces = text.split(|c: char| {
        match c {
            '"' => quoted = !quoted,
            '<' | '[' if !quoted => depth += 1,
            '>' | ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == at && !quoted && depth == 0
    });
    pieces.filter(|piece| !piece.trim().is_empty()).collect()
}
