//! What an order's number looks like, and what only looks like one.

/// How surely the words before a number mean an order's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// "zamówienie 4471".
    Bare,
    /// "Zamówienie: 4471".
    Colon,
    /// "zamówienie nr 4471", "order #4471".
    Strong,
}

/// Characters of the longest number: a UUID has 36.
const LONGEST: usize = 40;

/// Gives `keep` the number that `text` begins with, and those listed behind it ("1234, 1235 i 1236").
pub(super) fn list(text: &str, mark: Mark, keep: &mut impl FnMut(String)) {
    let Some(first) = code(text) else { return };
    let mut rest = &text[first.len()..];
    if !is_order(first, rest, mark) {
        return;
    }
    keep(first.to_owned());
    for _ in 1..super::MAX_ORDERS {
        let Some(next) = behind_comma(rest) else { return };
        let Some(code) = code(next) else { return };
        rest = &next[code.len()..];
        // What is listed together is numbered alike; anything else is the next thing in the sentence.
        if code.len().abs_diff(first.len()) > 1 || !is_order(code, rest, Mark::Bare) {
            return;
        }
        keep(code.to_owned());
    }
}

/// What stands behind ", ", " i ", " and " and their sisters.
fn behind_comma(rest: &str) -> Option<&str> {
    let next =
        [", ", ",", " i ", " oraz ", " and ", " und ", " & ", " a "].iter().find_map(|sep| rest.strip_prefix(sep))?;
    Some(next.trim_start_matches([' ', '#']))
}

/// The code that `text` begins with, without the sentence's own punctuation; `None` when there is none.
fn code(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !is_of_code(c)).unwrap_or(text.len());
    if end == 0 || end > 64 || text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '@') {
        return None;
    }
    let code = text[..end].trim_end_matches(['.', '-', '/', '_']);
    Some(code).filter(|code| code.len() <= LONGEST && code.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn is_of_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.')
}

/// An order's number as it is kept, from a place where a notice's own words put it; `None` when it cannot be one.
pub(crate) fn tidy(given: &str) -> Option<String> {
    let code = code(given.trim().trim_start_matches(['#', ' ']))?;
    (has_digit(code) || is_reference(code)).then(|| code.to_owned())
}

fn has_digit(code: &str) -> bool {
    code.bytes().any(|b| b.is_ascii_digit())
}

/// PrestaShop's references: nine capitals.
fn is_reference(code: &str) -> bool {
    code.len() == 9 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether `code`, behind words of the strength `mark` and before `rest`, is an order's number.
fn is_order(code: &str, rest: &str, mark: Mark) -> bool {
    if !has_digit(code) {
        return mark == Mark::Strong && is_reference(code);
    }
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = digits == code.len();
    // Fourteen digits are DPD's parcels, twenty the post's.
    let is_parcel = is_plain && (digits == 14 || digits >= 20);
    if is_parcel || is_measured(code, rest) || is_account(code) || code.contains("..") {
        return false;
    }
    if mark == Mark::Strong {
        return !code.contains('.') || !is_date(code);
    }
    if is_uuid(code) || is_amazon(code) {
        return true;
    }
    let is_other = is_date(code) || is_postcode(code) || is_phone(code) || is_tax_number(code) || code.contains('.');
    if is_other || digits < 3 {
        return false;
    }
    if mark == Mark::Colon {
        return true;
    }
    let of_digits = code.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-'));
    let is_year = is_plain && digits == 4 && (code.starts_with("19") || code.starts_with("20"));
    let ends = rest.is_empty() || rest.starts_with(['\n', '.', ',', ')', ']', '!', '?', ';', ':', '"', '*', '<', '|']);
    of_digits && (digits > 3 || ends) && !is_year && !goes_on_in_digits(rest)
}

/// Whether the number counts or prices something.
fn is_measured(code: &str, rest: &str) -> bool {
    const UNITS: [&str; 44] = [
        "szt",
        "sztuk",
        "sztuki",
        "sztukę",
        "zł",
        "zl",
        "pln",
        "eur",
        "euro",
        "usd",
        "gbp",
        "kg",
        "g",
        "ml",
        "l",
        "cm",
        "mm",
        "m",
        "mah",
        "par",
        "pary",
        "paczek",
        "opakowań",
        "opakowania",
        "kompletów",
        "komplety",
        "dni",
        "h",
        "godz",
        "items",
        "item",
        "pieces",
        "pcs",
        "units",
        "pairs",
        "days",
        "hours",
        "stück",
        "stk",
        "tage",
        "kč",
        "czk",
        "groszy",
        "produktów",
    ];
    let decimals = rest.strip_prefix(',').map(|after| after.bytes().take_while(u8::is_ascii_digit).count());
    let next_ends = |after: &str| !after.starts_with(|c: char| c.is_alphanumeric());
    if decimals.is_some_and(|count| matches!(count, 1 | 2) && next_ends(&rest[1 + count..])) {
        return true;
    }
    let is_price = code.rsplit_once('.').is_some_and(|(whole, cents)| {
        cents.len() == 2 && [whole, cents].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    });
    let rest = rest.trim_start_matches([' ', '\u{a0}']);
    let unit: String = rest.chars().take_while(|c| c.is_alphabetic()).take(16).collect();
    is_price || rest.starts_with(['%', '€', '$', '£', '×']) || UNITS.contains(&unit.to_lowercase().as_str())
}

/// A phone or an account written in groups goes on behind a blank.
fn goes_on_in_digits(rest: &str) -> bool {
    let Some(next) = rest.strip_prefix([' ', '\u{a0}']) else { return false };
    next.bytes().take_while(u8::is_ascii_digit).count() >= 2
}

/// An IBAN: two letters, two digits, eleven or more besides.
fn is_account(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() >= 15 && bytes[..2].iter().all(u8::is_ascii_uppercase) && bytes[2..].iter().all(u8::is_ascii_digit)
}

fn is_uuid(code: &str) -> bool {
    let parts: Vec<_> = code.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && code.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

fn is_amazon(code: &str) -> bool {
    is_shaped(code, &[3, 7, 7])
}

fn is_postcode(code: &str) -> bool {
    is_shaped(code, &[2, 3])
}

/// A phone as people write it, in groups that end with three and three or three and four.
fn is_phone(code: &str) -> bool {
    let groups: Vec<_> = code.split('-').map(str::len).collect();
    code.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && matches!(groups.as_slice(), [.., 3, 3 | 4] if groups.iter().all(|group| *group <= 4))
}

/// A Polish NIP as people write it.
fn is_tax_number(code: &str) -> bool {
    is_shaped(code, &[3, 3, 2, 2]) || is_shaped(code, &[3, 2, 2, 3])
}

/// Whether `code` is groups of so many digits with hyphens between.
fn is_shaped(code: &str, groups: &[usize]) -> bool {
    code.bytes().all(|b| b.is_ascii_digit() || b == b'-') && code.split('-').map(str::len).eq(groups.iter().copied())
}

/// Whether `code` is a day, or a day and a month.
fn is_date(code: &str) -> bool {
    let parts: Option<Vec<u32>> = code.split(['.', '-', '/']).map(|part| part.parse().ok()).collect();
    let day = |n: u32| (1..=31).contains(&n);
    let month = |n: u32| (1..=12).contains(&n);
    let year = |n: u32| (1990..2100).contains(&n) || (10..50).contains(&n);
    match parts.as_deref() {
        Some([a, b, c]) => {
            (year(*a) && month(*b) && day(*c)) || (year(*c) && (day(*a) && month(*b) || month(*a) && day(*b)))
        }
        Some([a, b]) if code.len() <= 5 => (day(*a) && month(*b)) || (month(*a) && day(*b)),
        _ => false,
    }
}

/// Where the date ends that `text` begins with.
pub(super) fn date_at_start(text: &str) -> Option<usize> {
    code(text).filter(|code| is_date(code) && code.contains(['.', '-', '/'])).map(str::len)
}

/// `#1001` in a subject, where nothing says that it is a ticket's or an invoice's.
pub(super) fn after_hash(subject: &str, keep: &mut impl FnMut(String)) {
    const OTHERS: [&str; 14] = [
        "ticket",
        "zgłoszeni",
        "zgloszeni",
        "sprawa",
        "sprawy",
        "case",
        "request",
        "faktur",
        "invoice",
        "rechnung",
        "issue",
        "bug",
        "vorgang",
        "anfrage",
    ];
    let lower = subject.to_lowercase();
    if OTHERS.iter().any(|other| lower.contains(other)) {
        return;
    }
    for (at, _) in subject.match_indices('#').take(super::MAX_ORDERS) {
        let Some(code) = code(&subject[at + 1..]).filter(|_| is_introduced(&subject[..at])) else { continue };
        let is_plain = code.bytes().all(|b| b.is_ascii_digit());
        if is_plain && (3..=10).contains(&code.len()) && is_order(code, &subject[at + 1 + code.len()..], Mark::Strong) {
            keep(code.to_owned());
        }
    }
}

/// Whether a `#` may stand for an order behind `before`: at the beginning, behind `Re:`, behind "about". Behind a noun it is
/// that noun's number.
fn is_introduced(before: &str) -> bool {
    const WORDS: [&str; 12] =
        ["about", "for", "regarding", "re", "of", "do", "dot", "dotyczy", "dla", "zu", "zur", "cancel"];
    let before = before.trim_end();
    if before.is_empty() || before.ends_with([':', '(', '-', '–', ']']) {
        return true;
    }
    let word = before.rsplit(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    WORDS.contains(&word.to_lowercase().as_str())
}

/// Amazon's orders, which nothing else looks like: 123-1234567-1234567.
pub(super) fn marketplace(text: &str, keep: &mut impl FnMut(String)) {
    const LENGTH: usize = 19;
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('-') {
        let (Some(start), Some(end)) = (at.checked_sub(3), (at + LENGTH - 3 <= bytes.len()).then_some(at + LENGTH - 3))
        else {
            continue;
        };
        // In an address of a page it is a visit's number.
        let touches = |at: Option<&u8>| at.is_some_and(|b| b.is_ascii_alphanumeric() || b"-/_=?&".contains(b));
        let is_cut = touches(start.checked_sub(1).and_then(|before| bytes.get(before))) || touches(bytes.get(end));
        if !is_cut && let Some(code) = text.get(start..end).filter(|code| is_amazon(code)) {
            keep(code.to_owned());
        }
    }
}
