//! Sealing: what a copy of the database must not give away (ChaCha20-Poly1305, RFC 8439).
//!
//! In: a plain text and the place it is kept at. Out: a sealed one that opens only under the same key at the same place,
//! so that a row cannot be passed off as another one. Keys are derived from the installation's key (HKDF, RFC 5869),
//! which is not in the database. A sealed text names its key, so that a key can be replaced while old rows are there.
//!
//! Form: version (1 byte), key id (4), nonce (12, drawn), sealed text with its tag.

use std::fmt;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};

/// The only version there is.
const VERSION: u8 = 1;
/// Version and key id.
const HEAD: usize = 1 + KEY_ID;
const KEY_ID: usize = 4;

/// Where a sealed text is kept.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    /// The table.
    pub table: &'p str,
    /// The row's key.
    pub row: &'p str,
    /// The column.
    pub column: &'p str,
}

impl Place<'_> {
    fn associated(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in [self.table, self.row, self.column] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes
    }
}

/// What cannot be opened, or not be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was sealed under a key that we do not have.
    #[error("it was sealed under another key than the file `key` of the data folder holds")]
    OtherKey,
    /// It was changed, or brought from another place.
    #[error("it was changed since it was sealed, or belongs elsewhere")]
    Broken,
    /// The machine has no randomness.
    #[error("the machine gives no random numbers")]
    NoRandomness,
}

/// Seals under the newest key of an installation, and opens under any of them.
pub struct Sealer {
    newest: Sealing,
    older: Vec<Sealing>,
}

/// A key, and how sealed texts name it.
struct Sealing {
    id: [u8; KEY_ID],
    key: LessSafeKey,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(key withheld)")
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Sealing {
    /// What is derived from a key.
    fn of(master: &[u8; 32]) -> Self {
        let mut key = [0_u8; 32];
        derive(master, b"kontuar seal key 1", &mut key);
        let mut id = [0_u8; KEY_ID];
        derive(master, b"kontuar seal key id 1", &mut id);
        // A key of this length is always taken.
        let Ok(unbound) = UnboundKey::new(&CHACHA20_POLY1305, &key) else {
            unreachable!("ChaCha20-Poly1305 takes keys of 32 bytes")
        };
        Self { id, key: LessSafeKey::new(unbound) }
    }
}

impl Sealer {
    /// A sealer under what is derived from the installation's key alone.
    pub fn new(installation_key: &[u8; 32]) -> Self {
        Self::of(installation_key, &[])
    }

    /// A sealer under the first of `seals`, which also opens what was sealed under the others, or under what is derived from
    /// the installation's key; where there are none, that seals too.
    pub fn of(installation_key: &[u8; 32], seals: &[[u8; 32]]) -> Self {
        let mut all = seals.iter().map(Sealing::of);
        let first = all.next();
        let base = Sealing::of(installation_key);
        match first {
            Some(newest) => Self { newest, older: all.chain([base]).collect() },
            None => Self { newest: base, older: Vec::new() },
        }
    }

    /// The id of the newest key.
    pub fn newest(&self) -> &[u8] {
        &self.newest.id
    }

    /// Whether one of the keys has this id.
    pub fn knows(&self, id: &[u8]) -> bool {
        std::iter::once(&self.newest).chain(&self.older).any(|one| one.id == id)
    }

    /// Whether a sealed text names the newest key.
    pub fn is_newest(&self, sealed: &[u8]) -> bool {
        sealed.get(1..HEAD) == Some(self.newest())
    }

    /// Seals `plain` for `place`. Draws a nonce: call it outside a write, which may run more than once.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0_u8; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| SealError::NoRandomness)?;
        let mut text = plain.to_vec();
        let aad = Aad::from(place.associated());
        let sealed = self.newest.key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text);
        sealed.map_err(|_| SealError::Broken)?;
        Ok([&[VERSION], &self.newest.id[..], &nonce, &text].concat())
    }

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (head, rest) = sealed.split_at_checked(HEAD).ok_or(SealError::Broken)?;
        let (nonce, text) = rest.split_at_checked(NONCE_LEN).ok_or(SealError::Broken)?;
        let named = std::iter::once(&self.newest).chain(&self.older).find(|one| head[1..] == one.id);
        let sealing = named.filter(|_| head[0] == VERSION).ok_or(SealError::OtherKey)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Broken)?;
        let mut text = text.to_vec();
        let aad = Aad::from(place.associated());
        Ok(sealing.key.open_in_place(nonce, aad, &mut text).map_err(|_| SealError::Broken)?.to_vec())
    }
}

fn derive(key: &[u8], purpose: &[u8], into: &mut [u8]) {
    let derived = Salt::new(HKDF_SHA256, b"").extract(key);
    let purposes = [purpose];
    // HKDF gives up to 255 blocks, and we ask for one.
    let Ok(()) = derived.expand(&purposes, Length(into.len())).and_then(|okm| okm.fill(into)) else {
        unreachable!("HKDF gives a key's length")
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_key_seals_and_all_of_them_open() {
        let (base, one, two) =
            (Sealer::new(&[1; 32]), Sealer::of(&[1; 32], &[[2; 32]]), Sealer::of(&[1; 32], &[[3; 32], [2; 32]]));
        for older in [&base, &one, &two] {
            let sealed = older.seal(HERE, b"refresh").unwrap();
            assert_eq!(two.open(HERE, &sealed).unwrap(), b"refresh");
            assert_eq!(two.is_newest(&sealed), std::ptr::eq(older, &two));
        }
        let newest = two.seal(HERE, b"refresh").unwrap();
        assert_eq!(one.open(HERE, &newest), Err(SealError::OtherKey));
        assert_eq!(base.newest().len(), KEY_ID);
    }

    const HERE: Place<'static> = Place { table: "secret", row: "a", column: "sealed" };

    #[test]
    fn what_is_sealed_opens_at_its_place_under_its_key_only() {
        let sealer = Sealer::new(&[7; 32]);
        let sealed = sealer.seal(HERE, b"refresh").unwrap();
        assert_eq!(sealer.open(HERE, &sealed).unwrap(), b"refresh");
        assert_ne!(sealer.seal(HERE, b"refresh").unwrap(), sealed, "every nonce is another");
        assert!(!sealed.windows(7).any(|seven| seven == b"refresh"));
        assert_eq!(Sealer::new(&[8; 32]).open(HERE, &sealed), Err(SealError::OtherKey));
        for elsewhere in
            [Place { row: "b", ..HERE }, Place { column: "other", ..HERE }, Place { table: "secreta", row: "", ..HERE }]
        {
            assert_eq!(sealer.open(elsewhere, &sealed), Err(SealError::Broken), "{elsewhere:?}");
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(sealer.open(HERE, &changed).is_err(), "byte {at}");
            assert!(sealer.open(HERE, &sealed[..at]).is_err(), "cut at {at}");
        }
        assert!(!format!("{sealer:?}").contains('7'));
    }
}
