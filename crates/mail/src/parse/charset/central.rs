//! Central European letters: Windows-1250 or ISO-8859-2.
//!
//! Polish ą, ś and ź (Czech š, ť and ž) have different codes in the two, and short texts hold few of them; general
//! detectors confuse them with each other and with Western charsets. What decides here is which reading uses only
//! letters of one language.

use encoding_rs::{Encoding, ISO_8859_2, WINDOWS_1250, WINDOWS_1252};

/// Letters beyond ASCII of the languages written with these charsets.
const ALPHABETS: [&str; 6] = [
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
    "áäčďéíĺľňóôŕšťúýžÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ",
    "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    "čćđšžČĆĐŠŽ",
    "ăâîşţĂÂÎŞŢ",
];
/// Letters beyond ASCII of Western languages.
const WESTERN: [&str; 6] = [
    "åæøäöÅÆØÄÖé",
    "äöüßÄÖÜé",
    "àâçéèêëîïôûùüÿœæÀÂÇÉÈÊËÎÏÔÛÙ",
    "áéíóúüñ¿¡ÁÉÍÓÚÑ",
    "ãõáéíóúâêôçàÃÕÁÉÍÓÚÂÊÔÇ",
    "àèéìòùÀÈÉÌÒÙ",
];
/// Signs that texts in any language hold.
const SIGNS: &str = "„”“’‘‚–—…•§°€«»\u{a0}´·×™©®÷\u{ad}";

/// The charset of a Central European text; `None` when the text does not look like one.
pub(super) fn encoding(sample: &[u8]) -> Option<&'static Encoding> {
    let western = WINDOWS_1252.decode_without_bom_handling(sample).0;
    if !looks_central(sample, &western) {
        return None;
    }
    let best = [WINDOWS_1250, ISO_8859_2]
        .into_iter()
        .flat_map(|encoding| {
            let text = encoding.decode_without_bom_handling(sample).0;
            ALPHABETS.map(|alphabet| (encoding, cost(&text, alphabet)))
        })
        .min_by_key(|(_, cost)| *cost)?;
    let others = sample.iter().filter(|b| !b.is_ascii()).count();
    let is_polish = cost(&best.0.decode_without_bom_handling(sample).0, ALPHABETS[0]) == best.1;
    let as_well = !is_polish && WESTERN.iter().any(|alphabet| cost(&western, alphabet) <= best.1);
    (best.1 * 2 <= others && !as_well).then_some(best.0)
}

/// Whether the plain letters are spread as in Slavic languages and Hungarian, which use k, z, y, j and w four times as
/// often as Western ones; or whether the Western reading puts symbols inside words, or letters where no Western word
/// has them.
fn looks_central(sample: &[u8], western: &str) -> bool {
    let letters = sample.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let others = sample.iter().filter(|b| !b.is_ascii()).count();
    let typical = sample.iter().filter(|b| matches!(b.to_ascii_lowercase(), b'k' | b'z' | b'y' | b'j' | b'w')).count();
    letters > 2 * others
        && (typical * 100 >= letters * 11
            || ((super::is_unlikely(western) || is_odd(western)) && typical * 100 >= letters * 4))
}

/// Whether a word ends in ê or æ, or has an ñ that no vowel follows: Polish ę, ć and ń stand there.
fn is_odd(western: &str) -> bool {
    let mut chars = western.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let is_odd = match c {
            'ê' | 'æ' => before.is_alphabetic() && !next.is_alphabetic(),
            'ñ' => {
                before.is_alphabetic()
                    && !matches!(next.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u')
                    && next.is_ascii()
            }
            _ => false,
        };
        if is_odd {
            return true;
        }
        before = c;
    }
    false
}

/// What speaks against `text` being written with `alphabet`: three for a letter of other languages, a symbol in a word
/// or a control character.
fn cost(text: &str, alphabet: &str) -> usize {
    let mut cost = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() && !alphabet.contains(c) {
            let in_word = before.is_alphabetic() && chars.peek().is_some_and(|next| next.is_alphabetic());
            cost += if SIGNS.contains(c) && !in_word { 0 } else { 3 };
        } else if !c.is_ascii() && c.is_uppercase() && before.is_lowercase() {
            cost += 2;
        }
        before = c;
    }
    cost
}
