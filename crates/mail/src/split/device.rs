//! The line a program or a telephone signs with: "Sent from my iPhone", "Wysłane z aplikacji WP Poczta", "iPhoneから送信".
//!
//! In: one line. Out: yes or no. People say "sent from" too, so behind such words stands a short name, and behind a name
//! nothing but an excuse for typing errors.

use super::words::WORDS;
use crate::labels::fold;

/// Bytes of the longest line, an address in it included.
const MAX_BYTES: usize = 300;
/// Bytes in which the words of a program stand that open its line.
const MAX_HEAD_BYTES: usize = 60;
/// Bytes of the longest line that is told by its last words.
const MAX_ENDED_BYTES: usize = 80;
/// Words of the longest name of a device or program.
const MAX_WORDS: usize = 12;

/// What devices and programs are called, folded.
const PRODUCTS: [&str; 66] = [
    "iphon",
    "ipad",
    "ipod",
    "ios",
    "mac",
    "apple",
    "android",
    "samsung",
    "galaxy",
    "outlook",
    "mail",
    "mobil",
    "phone",
    "huawei",
    "xiaomi",
    "redmi",
    "blackberry",
    "windows",
    "yahoo",
    "smart",
    "htc",
    "nokia",
    "sony",
    "xperia",
    "pixel",
    "app",
    "aplikac",
    "telefon",
    "poczt",
    "urzadzen",
    "tablet",
    "proton",
    "spark",
    "boxer",
    "thunderbird",
    "zoho",
    "sparrow",
    "movil",
    "celular",
    "handy",
    "portable",
    "komork",
    "wp ",
    "o2",
    "onet",
    "interia",
    "motorola",
    "oneplus",
    "oppo",
    "realme",
    "lg ",
    "honor",
    "laptop",
    "komputer",
    "computer",
    "тел",
    "смарт",
    "айфон",
    "яндекс",
    "почт",
    "手机",
    "手機",
    "スマ",
    "아이폰",
    "갤럭시",
    "device",
];

/// Words for "my", folded.
const OWN: [&str; 30] = [
    "my",
    "meinem",
    "mon",
    "ma",
    "mi",
    "meu",
    "minha",
    "mijn",
    "min",
    "mitt",
    "mio",
    "mia",
    "mojego",
    "mojej",
    "moim",
    "meho",
    "mojho",
    "mog",
    "мого",
    "моего",
    "моей",
    "minu",
    "minun",
    "mea",
    "meva",
    "meu",
    "mein",
    "cell",
    "a",
    "the",
];

/// What an excuse is made of, folded.
const EXCUSES: [&str; 16] = [
    "excuse",
    "sorry",
    "typo",
    "brevity",
    "apolog",
    "forgive",
    "pardon",
    "blad",
    "literow",
    "przepraszam",
    "entschuldig",
    "tippfehler",
    "excusez",
    "disculp",
    "scus",
    "kurze",
];

/// Whether `line` is one that a device or a program signs with.
pub(super) fn is_sent(line: &str) -> bool {
    let line = line.trim();
    if line.len() > MAX_BYTES {
        return false;
    }
    let line = line.trim_matches(|c: char| {
        matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '*' | '_' | '-' | '~' | '|' | '"') || c.is_whitespace()
    });
    // Nearly every line leaves here: its first words are not a program's, and it is too long to end as one.
    let head = &line[..line.floor_char_boundary(MAX_HEAD_BYTES)];
    if line.len() > MAX_ENDED_BYTES && WORDS.after_sent(&unmarked(fold(head))).is_none() {
        return false;
    }
    let mut folded = unmarked(fold(line));
    if let Some(link) = ["http", "<", "](", "(http"].iter().filter_map(|mark| folded.find(mark)).min() {
        folded.truncate(link);
    }
    let folded = folded.trim_end();
    if WORDS.after_sent(folded).is_some_and(|rest| names_device(rest.trim_start(), folded.starts_with("sent from"))) {
        return true;
    }
    WORDS
        .before_sent(folded)
        .is_some_and(|before| before.split(' ').count() <= 4 && has_product(before) || folded.ends_with("from mobile"))
        && folded.split(' ').count() <= 6
}

/// `folded` without what marks a link or bold words.
fn unmarked(folded: String) -> String {
    if folded.contains(['[', '*', '_']) { folded.replace(['[', '*', '_'], "") } else { folded }
}

fn has_product(text: &str) -> bool {
    PRODUCTS.iter().any(|name| text.contains(name))
}

/// Whether `rest`, behind "sent from", names a device and says nothing more.
fn names_device(rest: &str, plain: bool) -> bool {
    let end = rest.find([',', '!', '?', ';']).into_iter().chain(rest.find(". ")).min().unwrap_or(rest.len());
    let (name, more) = rest.split_at(end);
    let more = more.trim_matches(|c: char| !c.is_alphanumeric());
    let excused = more.is_empty()
        || EXCUSES.iter().any(|word| more.contains(word))
        || has_product(more) && !more.starts_with("is ");
    let own = name.split(' ').next().is_some_and(|word| OWN.contains(&word));
    let known = plain || own || has_product(rest) || rest.is_empty();
    excused && known && name.split(' ').count() <= MAX_WORDS
}
