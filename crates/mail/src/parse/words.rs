//! Encoded words in header fields (RFC 2047, RFC 2231 language tags), as honest and as broken programs write them.
//!
//! Words that follow each other in one charset are joined before their letters are decoded: many programs cut between
//! two bytes of one letter. Blanks inside, missing padding, a missing end and words inside quotes are forgiven.
//!
//! In: an unfolded field. Out: its text. Linear: a word that has no end within [`MAX_WORD_BYTES`] is plain text.

use super::charset;
use super::problem::Problems;
use super::transfer;

/// How far the end of a word is looked for; the standard allows 75, broken programs write whole subjects in one.
const MAX_WORD_BYTES: usize = 4_000;

/// One encoded word: its charset, its encoding, its payload and how long it is in all.
#[derive(Clone, Copy)]
pub(super) struct Word<'t> {
    charset: &'t str,
    is_base64: bool,
    payload: &'t str,
    pub(super) len: usize,
}

/// The encoded word that `text` starts with.
pub(super) fn word_at(text: &str) -> Option<Word<'_>> {
    let rest = super::text::cut(text.strip_prefix("=?")?, MAX_WORD_BYTES);
    let charset_end = rest.bytes().take(60).position(|b| !(b.is_ascii_alphanumeric() || b"-_*:.+".contains(&b)))?;
    let encoding = rest[charset_end..].strip_prefix('?')?;
    let is_base64 = match encoding.as_bytes().first()? {
        b'B' | b'b' => true,
        b'Q' | b'q' => false,
        _ => return None,
    };
    let payload = encoding[1..].strip_prefix('?')?;
    let start = 2 + charset_end + 3;
    let (end, behind) = match end_of(payload) {
        Some(end) => (end, 2),
        // Cut off at the end of the field.
        None if rest.len() + 2 == text.len() && !payload.contains(' ') => {
            (payload.trim_end_matches(['?', '=']).len(), payload.len() - payload.trim_end_matches(['?', '=']).len())
        }
        None => return None,
    };
    let charset = rest[..charset_end].split('*').next().unwrap_or_default();
    Some(Word { charset, is_base64, payload: &payload[..end], len: start + end + behind })
}

/// Where `?=` ends the payload. A question mark of the text itself may stand before an escape: `co?=C5=82?=`.
fn end_of(payload: &str) -> Option<usize> {
    let bytes = payload.as_bytes();
    let is_escape = |at: usize| bytes.get(at..at + 2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    // Where another word begins first, this one was never ended; and so nothing is searched twice.
    let begins = |at: usize| bytes[at..].starts_with(b"=?") && bytes.get(at + 2) != Some(&b'=');
    let next =
        (0..bytes.len()).find(|at| bytes[*at..].starts_with(b"?=") || begins(*at)).filter(|at| bytes[*at] == b'?')?;
    let further =
        || payload[next + 2..].find("?=").is_some_and(|at| !payload[next + 2..next + 2 + at].contains([' ', '?']));
    if is_escape(next + 2) && further() { payload[next + 2..].find("?=").map(|at| next + 2 + at) } else { Some(next) }
}

/// `text` with its encoded words decoded.
pub(super) fn decode_words(text: &str, problems: &mut Problems) -> String {
    if !text.contains("=?") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut run: Vec<Word<'_>> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("=?") {
        let (before, word) = rest.split_at(at);
        let Some(found) = word_at(word) else {
            flush(&mut run, &mut out, problems);
            out.push_str(before);
            out.push_str("=?");
            rest = &word[2..];
            continue;
        };
        // Blanks between two words only fold the line.
        if run.is_empty() || !before.trim().is_empty() {
            flush(&mut run, &mut out, problems);
            out.push_str(before);
            if before.ends_with([']', ':']) {
                out.push(' ');
            }
        }
        run.push(found);
        rest = &word[found.len..];
    }
    flush(&mut run, &mut out, problems);
    out.push_str(rest);
    out
}

/// Writes out the words met in a row, those of one charset joined.
fn flush(run: &mut Vec<Word<'_>>, out: &mut String, problems: &mut Problems) {
    for words in run.chunk_by(|a, b| a.charset.eq_ignore_ascii_case(b.charset)) {
        let bytes = payload(words);
        let decoded = charset::decode(&bytes, words.first().map(|word| word.charset));
        decoded.problem.into_iter().for_each(|problem| problems.add(problem));
        out.push_str(&decoded.text);
    }
    run.clear();
}

fn payload(words: &[Word<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut open = String::new();
    for word in words {
        if word.is_base64 {
            // A group of four letters cut in two goes on in the next word.
            open.extend(word.payload.chars().filter(|c| !c.is_whitespace()));
            if open.len().is_multiple_of(4) || open.ends_with('=') {
                bytes.extend(transfer::base64(std::mem::take(&mut open).as_bytes()).bytes);
            }
        } else {
            bytes.extend(transfer::base64(std::mem::take(&mut open).as_bytes()).bytes);
            bytes.extend(quoted(word.payload));
        }
    }
    bytes.extend(transfer::base64(open.as_bytes()).bytes);
    bytes
}

/// The Q encoding (RFC 2047, 4.2); what is no escape stands for itself.
fn quoted(payload: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len());
    let mut rest = payload.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        let escaped = behind.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        rest = behind;
        match (byte, escaped) {
            (b'=', Some(value)) => {
                bytes.push(value);
                rest = &behind[2..];
            }
            (b'_', _) => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded_as_they_are_meant() {
        for (text, expected) in [
            ("=?utf-8?Q?Anna_Nowak?=", "Anna Nowak"),
            ("=?utf-8?q?Gdzie jest paczka??= 7", "Gdzie jest paczka? 7"),
            ("=?utf-8?B?xYLDs2TFug?=", "łódź"),
            ("=?utf-8?B?xYLDs2TFug", "łódź"),
            ("=?utf-8?Q?=C5?= =?utf-8?Q?=82=C3=B3d=C5=BA?=", "łódź"),
            ("=?UTF-8?B?xYLDs2T?=\r\n =?utf-8?B?FugA=?=", "łódź\0"),
            ("=?utf-8?B?xYLD?= =?utf-8?B?s2TFug==?= =?iso-8859-2?Q?_=BCle?=", "łódź źle"),
            ("=?iso-8859-1?Q?=C5=82=C3=B3d=C5=BA?=", "łódź"),
            ("=?utf-8?Q?=B3=F3d=BC i k=B1ty?=", "łódź i kąty"),
            ("=?us-ascii*en?Q?Keith_Moore?=", "Keith Moore"),
            ("[SPAM]=?utf-8?Q?a?= b =?utf-8?Q?c?=", "[SPAM] a b c"),
            ("=?utf-8?Q?co?=C5=82?=", "co?ł"),
            ("=?utf-8?X?a?= =? =?utf-8 =?utf-8?Q?a b", "=?utf-8?X?a?= =? =?utf-8 =?utf-8?Q?a b"),
            ("bez słów", "bez słów"),
        ] {
            assert_eq!(decode_words(text, &mut Problems::default()), expected, "{text}");
        }
    }

    #[test]
    fn words_without_end_cost_little() {
        let text = "=?utf-8?Q?a".repeat(100_000);
        assert!(decode_words(&text, &mut Problems::default()).len() <= text.len());
    }
}
