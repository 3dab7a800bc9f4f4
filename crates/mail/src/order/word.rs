//! The words that make a number an order's: "zamówienie nr", "order #", "Bestellnummer".

use super::number::{self, Mark};

/// Words that may stand between the word for an order and its number.
const MOST_STEPS: usize = 8;

/// Gives `keep` the numbers that stand behind a word for an order.
pub(super) fn named(text: &str, keep: &mut impl FnMut(String)) {
    let mut before = "";
    for (start, word) in words(text) {
        let rest = &text[start + word.len()..];
        if let Some(mark) = means_order(word, rest) {
            let mark = if is_marker(before) { Mark::Strong } else { mark };
            follow(rest, mark, keep);
        }
        before = word;
    }
}

/// Every run of letters and underscores with its place. One that a digit touches is part of a code, not a word.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_letter)?;
            let end = text[start..].find(|c| !is_letter(c)).map_or(text.len(), |length| start + length);
            at = end;
            if !text[..start].ends_with(|c: char| c.is_ascii_digit()) {
                return Some((start, &text[start..end]));
            }
        }
    })
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() || c == '_' } else { c.is_alphabetic() }
}

/// Words for an order; a number close behind one is the order's.
const ORDER: [&str; 19] = [
    "order",
    "orders",
    "purchase",
    "bestellung",
    "bestellungen",
    "bestell",
    "bestellbestatigung",
    "auftrag",
    "auftrags",
    "auftragsbestatigung",
    "objednavka",
    "objednavky",
    "objednavku",
    "objednavce",
    "objednavke",
    "commande",
    "pedido",
    "ordine",
    "bestelling",
];
/// Words for an order's number.
const ORDER_NUMBER: [&str; 11] = [
    "order_id",
    "orderid",
    "order_number",
    "ordernumber",
    "orderno",
    "ordernr",
    "bestellnummer",
    "bestellnr",
    "auftragsnummer",
    "auftragsnr",
    "bestelnummer",
];

/// Whether `word` begins as one of the words for an order does: most words are told from them by two letters.
fn may_mean_order(word: &str) -> bool {
    let [first, second, ..] = word.as_bytes() else { return false };
    let letters = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
    [b"za", b"or", b"pu", b"be", b"au", b"ob", b"co", b"pe"].contains(&&letters)
}

/// Whether `word` means an order, and how surely a number behind it is that order's.
fn means_order(word: &str, rest: &str) -> Option<Mark> {
    if !(3..=24).contains(&word.len()) || !may_mean_order(word) {
        return None;
    }
    let word = fold(word);
    let is_abbreviated = word == "zam" && (rest.starts_with('.') || next_is_marker(rest));
    if ORDER_NUMBER.contains(&word.as_str()) {
        Some(Mark::Strong)
    } else if is_abbreviated || word.starts_with("zamowie") || ORDER.contains(&word.as_str()) {
        Some(Mark::Bare)
    } else {
        None
    }
}

/// Lower case, and the letters with marks that these words have without them.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ó' => 'o',
            'ń' => 'n',
            'á' | 'ä' => 'a',
            c => c,
        })
        .collect()
}

fn next_is_marker(rest: &str) -> bool {
    words(rest).next().is_some_and(|(at, word)| rest[..at].trim().is_empty() && is_marker(word))
}

/// Words that say "number".
fn is_marker(word: &str) -> bool {
    const MARKERS: [&str; 17] = [
        "nr",
        "numer",
        "numeru",
        "numerze",
        "numerem",
        "numery",
        "numerach",
        "no",
        "nos",
        "number",
        "numbers",
        "num",
        "nummer",
        "id",
        "ref",
        "reference",
        "číslo",
    ];
    (2..=9).contains(&word.len()) && MARKERS.contains(&word.to_lowercase().as_str())
}

/// Words that may stand before "nr": "zamówienie z Allegro złożone w dniu … o numerze …".
fn is_filler(word: &str) -> bool {
    const FILLERS: [&str; 32] = [
        "z",
        "ze",
        "o",
        "to",
        "ma",
        "na",
        "w",
        "dnia",
        "dniu",
        "allegro",
        "sklepu",
        "sklepie",
        "państwa",
        "państwu",
        "waszym",
        "waszego",
        "internetowe",
        "internetowego",
        "złożone",
        "złożonego",
        "zakupu",
        "moje",
        "mojego",
        "is",
        "was",
        "with",
        "the",
        "my",
        "mit",
        "der",
        "ist",
        "von",
    ];
    word.len() <= 16 && FILLERS.contains(&word.to_lowercase().as_str())
}

/// Reads from behind the word for an order to its number, and to the ones listed behind that.
fn follow(rest: &str, mark: Mark, keep: &mut impl FnMut(String)) {
    let mut mark = mark;
    let mut rest = rest;
    let mut filled = false;
    for _ in 0..MOST_STEPS {
        let Some((next, seen)) = glue(rest) else { return };
        rest = next;
        mark = mark.max(seen);
        if let Some(date_end) = number::date_at_start(rest).filter(|_| filled) {
            rest = &rest[date_end..];
            continue;
        }
        let word = &rest[..rest.find(|c| !is_letter(c)).unwrap_or(rest.len())];
        let is_whole = !rest[word.len()..].starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '/');
        if is_whole && is_marker(word) {
            mark = Mark::Strong;
            filled = false;
        } else if is_whole && !word.is_empty() && is_filler(word) {
            filled = true;
        } else {
            break;
        }
        rest = &rest[word.len()..];
    }
    // Behind "zamówienie z" a number is anything; behind "zamówienie z Allegro nr" it is the order's.
    if filled && mark != Mark::Strong {
        return;
    }
    number::list(rest, mark, keep);
}

/// Skips blanks, at most two line ends and the signs that stand before a number; `None` when the sentence ends.
fn glue(rest: &str) -> Option<(&str, Mark)> {
    let mut mark = Mark::Bare;
    let mut line_ends = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '\n' => line_ends += 1,
            '#' | '№' | '°' => mark = Mark::Strong,
            ':' | '=' => mark = mark.max(Mark::Colon),
            '.' | '-' | '–' | '*' | '"' | '\'' | '„' | '”' | '“' | '(' | '[' | '|' | '>' => {}
            c if c.is_whitespace() => {}
            _ => return Some((&rest[at..], mark)),
        }
        if line_ends > 2 || at > 40 {
            return None;
        }
    }
    None
}
