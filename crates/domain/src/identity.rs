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

    /// The same mailbox's address with a tag (RFC 5233): `shop+tag@…`. `None` where it would be too long (RFC 5321,
    /// 4.5.3.1.1), or could not be told apart again.
    pub fn tagged(&self, tag: &str) -> Option<Self> {
        let tagged = Self::parse(&format!("{}+{tag}@{}", self.local(), self.host()))?;
        let is_ours = tagged.local().len() <= 64 && tagged.untagged() == Some((self.clone(), tag));
        is_ours.then_some(tagged)
    }

    /// The address without its tag, and the tag (RFC 5233): `shop+tag@…`. `None` when it has none.
    pub fn untagged(&self) -> Option<(Self, &str)> {
        let (local, tag) = self.local().split_once('+')?;
        (!local.is_empty()).then(|| (Self(format!("{local}@{}", self.host())), tag))
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

/// How mail from one address is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderMark {
    /// Like everybody's.
    #[default]
    None,
    /// Always automatic: a machine that does not say so.
    Automatic,
    /// Stored, and hidden among the spam.
    Blocked,
    /// It complained of mail of ours: it gets nothing that nobody wrote by hand.
    Quiet,
}

coded!(SenderMark: None = "none", Automatic = "automatic", Blocked = "blocked", Quiet = "quiet");

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

    /// The fingerprint by which a mail of a mailbox is known again under another UID: its Message-ID field as it stands
    /// there, its size, and when the server got it.
    pub fn mailed(&self, message_id: &[u8], size: u32, received_at: Option<i64>) -> Fingerprint {
        let moment = received_at.unwrap_or(i64::MIN).to_be_bytes();
        self.of(b"mailed", &[message_id, &size.to_be_bytes(), &moment])
    }

    /// The fingerprint of what a shop's mails are about: an order, or one machine's notices about it.
    pub fn topic(&self, brand: i64, recogniser: &str, order: &str) -> Fingerprint {
        self.of(b"topic", &[&brand.to_be_bytes(), recogniser.as_bytes(), order.as_bytes()])
    }

    /// The tag of our signed address of the conversation numbered `raw` (`shop+tag@…`): its number and a signature, in
    /// letters that survive a program that folds case.
    pub fn address_tag(&self, raw: i64) -> String {
        self.tag(b"address-tag", raw)
    }

    /// The tag of the address to which the inbox numbered `raw` writes to itself, to see whether tagged mail comes.
    pub fn probe_tag(&self, raw: i64) -> String {
        self.tag(b"probe-tag", raw)
    }

    fn tag(&self, kind: &[u8], raw: i64) -> String {
        let signed = self.of(kind, &[&raw.to_be_bytes()]).0;
        let mut half = [0_u8; 8];
        half.copy_from_slice(&signed[..8]);
        format!("{}{}", crate::id::digits(raw), crate::id::digits(i64::from_be_bytes(half)))
    }

    /// The conversation whose signed address has this tag; `None` when we did not sign it.
    pub fn read_address_tag<I: crate::id::Id + std::str::FromStr>(&self, tag: &str) -> Option<I> {
        self.read_tag(b"address-tag", tag)
    }

    /// The inbox whose probe has this tag; `None` when we did not make it.
    pub fn read_probe_tag<I: crate::id::Id + std::str::FromStr>(&self, tag: &str) -> Option<I> {
        self.read_tag(b"probe-tag", tag)
    }

    fn read_tag<I: crate::id::Id + std::str::FromStr>(&self, kind: &[u8], tag: &str) -> Option<I> {
        let tag = tag.to_ascii_lowercase();
        let id: I = format!("{}_{}", I::PREFIX, tag.get(..13)?).parse().ok()?;
        // Every bit of a MAC that is compared early tells a little; comparing all of it does not.
        let (ours, theirs) = (self.tag(kind, id.raw()), tag);
        let differing = ours.bytes().zip(theirs.bytes()).fold(0, |differing, (a, b)| differing | (a ^ b));
        (ours.len() == theirs.len() && differing == 0).then_some(id)
    }

    /// The fingerprint under which a token of the API is kept.
    pub fn token(&self, token: &str) -> Fingerprint {
        self.of(b"token", &[token.as_bytes()])
    }

    /// The fingerprint of an account at an identity provider; without an account, of the provider.
    pub fn sign_on(&self, issuer: &str, account: Option<&str>) -> Fingerprint {
        match account {
            Some(account) => self.of(b"sign-on", &[issuer.as_bytes(), account.as_bytes()]),
            None => self.of(b"sign-on", &[issuer.as_bytes()]),
        }
    }

    /// The fingerprint of a wish of another program, by what it says of it: who asks, under which key, for what.
    pub fn wish(&self, parts: &[&[u8]]) -> Fingerprint {
        self.of(b"wish", parts)
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
    fn only_tags_that_we_signed_are_read() {
        let (ours, other) = (Fingerprinter::new([1; 32]), Fingerprinter::new([2; 32]));
        let id: crate::id::ConversationId = crate::id::Id::from_raw(4_611_686_018_427_387_905);
        let tag = ours.address_tag(crate::id::Id::raw(id));
        assert_eq!(ours.read_address_tag(&tag), Some(id));
        assert_eq!(ours.read_address_tag(&tag.to_uppercase()), Some(id));
        assert_eq!(ours.read_probe_tag::<crate::id::ConversationId>(&tag), None, "each kind has tags of its own");
        let shop = Address::parse("sklep@x.pl").unwrap();
        assert_eq!(shop.tagged(&tag).unwrap().as_str(), format!("sklep+{tag}@x.pl"));
        for odd in ["sklep+a@x.pl", &format!("{}@x.pl", "a".repeat(40)), "\"a b\"@x.pl"] {
            assert_eq!(Address::parse(odd).unwrap().tagged(&tag), None, "{odd}");
        }
        let address = Address::parse(&format!("Sklep+{tag}@x.pl")).unwrap();
        assert_eq!(address.untagged(), Some((Address::parse("sklep@x.pl").unwrap(), tag.as_str())));
        for bad in ["", "x", &tag[..25], &tag[1..], &format!("{tag}0"), &other.address_tag(1), "ąąąąąąąąąąąąąą"]
        {
            assert_eq!(ours.read_address_tag::<crate::id::ConversationId>(bad), None, "{bad}");
        }
        assert_eq!(other.read_address_tag::<crate::id::ConversationId>(&tag), None);
        assert_eq!(Address::parse("+tag@x.pl").unwrap().untagged(), None);
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
