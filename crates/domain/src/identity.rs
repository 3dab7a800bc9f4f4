//! Who somebody is: addresses in one form, and fingerprints that outlive an erasure.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// An e-mail address in the form in which two of them are compared: trimmed, lower case.
///
/// The local part is folded too (RFC 5321 lets it be case-sensitive; no provider in use does),
/// so that `Anna@Sklep.pl` and `anna@sklep.pl` are one person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    /// The longest address RFC 5321 allows in a path, in octets.
    pub const MAX_BYTES: usize = 254;

    /// Reads one bare address (no display name). `None` when it cannot be one: no or two
    /// unquoted `@`, blanks, control characters, an empty half, too long.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
        let (local, host) = text.rsplit_once('@')?;
        let quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
        let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';');
        if local.is_empty()
            || host.is_empty()
            || text.len() > Self::MAX_BYTES
            || host.contains(bad)
            || host.contains('@')
            || host.starts_with('.')
            || host.ends_with('.')
            || (!quoted && (local.contains(bad) || local.contains('@')))
            || (quoted && local.contains(char::is_control))
        {
            return None;
        }
        Some(Self(text.to_lowercase()))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the last `@`.
    pub fn host(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, host)| host)
    }

    /// What stands before the last `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why we believe that an identity belongs to whoever used it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The From header alone: never enough to join two people.
    Claimed,
    /// DMARC passed, or a trusted Authentication-Results said so.
    Authenticated,
    /// An agent confirmed it.
    Agent,
}

/// A keyed hash (HMAC-SHA-256, first 16 bytes) of something personal. It can be compared with
/// another one made under the same installation key, and cannot be turned back by guessing
/// without that key. This is what tombstones and look-ups keep.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 16]);

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// Makes fingerprints under the installation's key. What is hashed is prefixed by its kind, so
/// that an address and a Message-ID of the same letters differ.
#[derive(Clone)]
pub struct Fingerprinter {
    key: [u8; 32],
}

impl fmt::Debug for Fingerprinter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprinter(key withheld)")
    }
}

impl Fingerprinter {
    /// A fingerprinter under `key`.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The fingerprint of an e-mail address.
    pub fn address(&self, address: &Address) -> Fingerprint {
        self.of(b"address", &[address.as_str().as_bytes()])
    }

    /// The fingerprint of a Message-ID (without angle brackets, compared exactly).
    pub fn message_id(&self, id: &str) -> Fingerprint {
        self.of(b"message-id", &[id.as_bytes()])
    }

    /// The fingerprint of a mail's content, for finding the second copy of one mail:
    /// author, date, subject and decoded text, but not the Received headers, which differ.
    pub fn content(&self, author: &str, sent_at: Option<i64>, subject: &str, text: &str) -> Fingerprint {
        let date = sent_at.unwrap_or_default().to_be_bytes();
        self.of(b"content", &[author.as_bytes(), &date, subject.as_bytes(), text.as_bytes()])
    }

    /// The local part of a Message-ID of our own for the thing numbered `raw`: unguessable without
    /// the key, the same whenever it is asked for.
    pub fn own_message_id(&self, raw: i64) -> String {
        format!("{raw:x}.{:?}", self.of(b"own-message-id", &[&raw.to_be_bytes()]))
    }

    fn of(&self, kind: &[u8], parts: &[&[u8]]) -> Fingerprint {
        // HMAC takes keys of every length, so this cannot fail for 32 bytes.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key) else {
            unreachable!("HMAC-SHA-256 takes keys of every length")
        };
        mac.update(kind);
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        let whole = mac.finalize().into_bytes();
        let mut short = [0_u8; 16];
        short.copy_from_slice(&whole[..16]);
        Fingerprint(short)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_folded_and_bad_ones_refused() {
        let read = |text| Address::parse(text).map(|a| a.as_str().to_owned());
        assert_eq!(read(" <Anna.Kowalska@Sklep.PL> "), Some("anna.kowalska@sklep.pl".into()));
        assert_eq!(read("\"a b\"@x.pl"), Some("\"a b\"@x.pl".into()));
        for bad in ["", "@", "a@", "@b.pl", "a b@c.pl", "a@b@c.pl", "a@b .pl", "a@b.pl, c@d.pl", "a\u{0}@b.pl", "a@.pl"]
        {
            assert_eq!(read(bad), None, "{bad:?}");
        }
        assert_eq!(read(&format!("{}@b.pl", "a".repeat(300))), None);
    }

    #[test]
    fn fingerprints_differ_by_kind_key_and_split() {
        let one = Fingerprinter::new([1; 32]);
        let two = Fingerprinter::new([2; 32]);
        let address = Address::parse("a@b.pl").unwrap();
        assert_eq!(one.address(&address), one.address(&address));
        assert_ne!(one.address(&address), two.address(&address));
        assert_ne!(one.address(&address), one.message_id("a@b.pl"));
        assert_ne!(one.content("ab", None, "c", "d"), one.content("a", None, "bc", "d"));
    }
}
