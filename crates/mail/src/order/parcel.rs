//! Parcel numbers: told by their shape alone where no other number has it, by the words before them otherwise.

use crate::parse::text::cut;

/// How many parcel numbers of one text are kept.
pub const MAX_PARCELS: usize = 10;
/// Bytes before a number in which a word for a parcel makes it a parcel's.
const NEAR: usize = 60;

/// The parcel numbers in `text`, each once, in the order they stand: InPost (24 digits), Poczta Polska (20 digits), the
/// postal unions' S10 (UPU S10: two letters, nine digits with a check digit, a country), UPS (1Z), and, behind a word for a
/// parcel, the 10 to 15 digits of DPD, DHL, GLS, FedEx.
pub fn parcel_numbers(text: &str) -> Vec<String> {
    let text = cut(text, super::MAX_SEARCHED_BYTES);
    let mut found: Vec<String> = Vec::new();
    for (at, code) in codes(text) {
        if found.len() == MAX_PARCELS {
            break;
        }
        let is_parcel = is_unmistakable(code) || (is_plausible(code) && follows_parcel_word(text, at));
        if is_parcel && !found.iter().any(|known| known == code) {
            found.push(code.to_owned());
        }
    }
    found
}

/// Runs of letters and digits with at least one digit, and where they begin.
fn codes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|c: char| c.is_ascii_alphanumeric())?;
            let end = text[start..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(text.len(), |n| start + n);
            at = end;
            if (10..=24).contains(&(end - start)) && text[start..end].bytes().any(|b| b.is_ascii_digit()) {
                return Some((start, &text[start..end]));
            }
        }
    })
}

fn is_unmistakable(code: &str) -> bool {
    let bytes = code.as_bytes();
    match bytes.len() {
        24 => is_plain(code) && matches!(bytes[0], b'1' | b'4' | b'5' | b'6' | b'9'),
        20 => is_plain(code) && code.starts_with("00"),
        18 => code.starts_with("1Z") && bytes.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()),
        13 => is_s10(bytes),
        _ => false,
    }
}

fn is_plausible(code: &str) -> bool {
    let digits = code.strip_suffix(|c: char| c.is_ascii_uppercase()).filter(|rest| rest.len() == 13).unwrap_or(code);
    is_plain(digits) && (10..=15).contains(&digits.len())
}

fn is_plain(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_digit())
}

/// The check digit of UPU S10: weights 8 6 4 2 3 5 9 7, eleven minus the remainder by eleven.
fn is_s10(code: &[u8]) -> bool {
    let letters = |part: &[u8]| part.iter().all(u8::is_ascii_uppercase);
    let (Some(service), Some(digits), Some(country)) = (code.get(..2), code.get(2..11), code.get(11..13)) else {
        return false;
    };
    if !letters(service) || !letters(country) || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 =
        digits.iter().zip([8, 6, 4, 2, 3, 5, 9, 7]).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        n => n,
    };
    u32::from(digits[8] - b'0') == check
}

fn follows_parcel_word(text: &str, at: usize) -> bool {
    const WORDS: [&str; 16] = [
        "przesył",
        "przesyl",
        "paczk",
        "paczek",
        "list przewozowy",
        "listu przewozowego",
        "listem przewozowym",
        "tracking",
        "waybill",
        "parcel",
        "shipment",
        "sendung",
        "paket",
        "śledzeni",
        "awb",
        "zásilk",
    ];
    // A number of another kind between the two words takes the number to itself.
    const OTHERS: [&str; 8] = ["tel", "nip", "zamówi", "zamowi", "order", "konto", "regon", "bestell"];
    let near = text[text.floor_char_boundary(at.saturating_sub(NEAR))..at].to_lowercase();
    let last = |words: &[&str]| words.iter().filter_map(|word| near.rfind(word)).max();
    let is_one_step = near[last(&WORDS).unwrap_or_default()..].bytes().filter(u8::is_ascii_digit).count() < 10;
    match (last(&WORDS), last(&OTHERS)) {
        (Some(parcel), Some(other)) => parcel > other && is_one_step,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
