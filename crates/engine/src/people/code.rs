//! Codes that a device makes from a shared secret and the time (TOTP, RFC 6238 over RFC 4226: HMAC-SHA-1, six digits,
//! steps of 30 seconds, which is what the programs that make them agree on). Pure.

use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};

/// Bytes of a secret: as many as the hash has (RFC 4226, 4).
pub const SECRET_BYTES: usize = 20;

/// The length of a step.
const STEP_SECONDS: i64 = 30;

/// So many steps to each side are taken as well, for clocks that differ (RFC 6238, 5.2).
const DRIFT: i64 = 1;

/// Six digits.
const MODULUS: u32 = 1_000_000;

/// The alphabet of RFC 4648, 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step of a moment, in milliseconds since 1970.
fn step_at(ms: i64) -> i64 {
    ms.div_euclid(1_000 * STEP_SECONDS)
}

/// The code of a step.
fn code(secret: &[u8], step: i64) -> u32 {
    let tag = sign(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret), &step.to_be_bytes());
    let bytes = tag.as_ref();
    // Dynamic truncation (RFC 4226, 5.3). The tag has 20 bytes, and the place is at most 15.
    let at = usize::from(bytes.last().copied().unwrap_or_default() & 15);
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).unwrap_or([0; 4]);
    (u32::from_be_bytes(four) & 0x7fff_ffff) % MODULUS
}

/// The step whose code this is, around a moment; `None`: it is none, or not of now.
pub fn step_of(secret: &[u8], typed: &str, now_ms: i64) -> Option<i64> {
    if typed.len() != 6 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let typed: u32 = typed.parse().ok()?;
    let now = step_at(now_ms);
    // All are compared, whichever fits: how long it takes tells nothing.
    (now - DRIFT..=now + DRIFT).filter(|step| code(secret, *step) == typed).max()
}

/// The code of a moment, as a device shows it.
pub fn code_at(secret: &[u8], now_ms: i64) -> String {
    format!("{:06}", code(secret, step_at(now_ms)))
}

/// A secret in the letters in which it is typed.
pub fn spell(secret: &[u8]) -> String {
    let bit = |at: usize| secret.get(at / 8).map_or(0, |byte| usize::from(byte >> (7 - at % 8) & 1));
    let digits = (secret.len() * 8).div_ceil(5);
    (0..digits)
        .map(|n| char::from(BASE32[(0..5).fold(0, |value, place| value << 1 | bit(5 * n + place)) & 31]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, of which the last six of eight digits are ours.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(secret, seconds * 1_000), expected, "{seconds}");
            assert_eq!(step_of(secret, expected, seconds * 1_000), Some(seconds / 30));
            assert_eq!(step_of(secret, expected, (seconds + 30) * 1_000), Some(seconds / 30), "a clock behind");
            assert_eq!(step_of(secret, expected, (seconds + 90) * 1_000), None);
        }
        for typed in ["", "28708", "2870820", "28708x", "+28708", "２８７０８２"] {
            assert_eq!(step_of(secret, typed, 59_000), None, "{typed}");
        }
        assert_eq!(spell(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
