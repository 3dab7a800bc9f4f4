//! The secret of a token of the API: what it looks like, so that programs that search for leaked secrets find it.
//!
//! `kontuar_`, 32 digits of chance (160 bits) and 4 that check them, all in the digits of ids: 44 characters in all.
//! Whatever is not of this form is no token, and nobody has to be asked about it.

use sha2::{Digest, Sha256};

use crate::id::DIGITS;

/// What every token begins with.
pub const PREFIX: &str = "kontuar_";

/// How many bytes of chance a token is made of.
pub const CHANCE_BYTES: usize = 20;

const CHANCE_DIGITS: usize = CHANCE_BYTES * 8 / 5;
const CHECK_DIGITS: usize = 4;

/// The token that these bytes of chance make.
pub fn spell(chance: &[u8; CHANCE_BYTES]) -> String {
    let mut text = String::from(PREFIX);
    text.extend(digits(chance).take(CHANCE_DIGITS));
    let check = check(&text);
    text + &check
}

/// Whether a text has the form of a token.
pub fn is_spelt(text: &str) -> bool {
    let whole = PREFIX.len() + CHANCE_DIGITS + CHECK_DIGITS;
    text.len() == whole
        && text.starts_with(PREFIX)
        && text.is_ascii()
        && text.split_at(whole - CHECK_DIGITS).1 == check(&text[..whole - CHECK_DIGITS])
}

fn check(text: &str) -> String {
    digits(&Sha256::digest(text.as_bytes())).take(CHECK_DIGITS).collect()
}

/// Five bits a digit, the first bits first.
fn digits(bytes: &[u8]) -> impl Iterator<Item = char> {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| usize::from(byte >> (7 - at % 8) & 1));
    (0..bytes.len() * 8 / 5).map(move |n| {
        let value = (0..5).fold(0, |value, place| value << 1 | bit(5 * n + place));
        char::from(DIGITS[value & 31])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_form() {
        let token = spell(&[0xa7; CHANCE_BYTES]);
        assert!(token.len() == 44 && token.starts_with("kontuar_myktf9x7"), "{token}");
        assert!(is_spelt(&token));
        let mut other = token.clone().into_bytes();
        other[12] = b'0';
        assert!(!is_spelt(&String::from_utf8(other).unwrap()), "a letter that was misread");
        for text in ["", "kontuar_", &token[..43], "kontuar_óóóóóóóóóóóóóóóóóó", &format!("{token}0")]
        {
            assert!(!is_spelt(text), "{text}");
        }
        assert_ne!(spell(&[1; CHANCE_BYTES]), spell(&[2; CHANCE_BYTES]));
    }
}
