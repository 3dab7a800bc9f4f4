//! The public key of a passkey, as authenticators write it (COSE, RFC 9052 and 9053), and what it signed.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

use super::cbor::Item;

/// ECDSA over P-256 with SHA-256: what nearly all devices have.
const ES256: i64 = -7;
/// Ed25519.
const EDDSA: i64 = -8;
/// RSA PKCS #1 v1.5 with SHA-256: TPMs of older machines.
const RS256: i64 = -257;

/// The algorithms that may be used, the best liked first (IANA, "COSE Algorithms").
pub(in crate::people) const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

/// A public key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key<'a> {
    /// A point of P-256, uncompressed.
    Es256([u8; 65]),
    /// A point of Edwards 25519.
    EdDsa(&'a [u8]),
    /// Modulus and exponent.
    Rs256(&'a [u8], &'a [u8]),
}

impl<'a> Key<'a> {
    /// The key in a map of COSE; `None`: of none of [`ALGORITHMS`], or it is none.
    pub(super) fn of(map: &Item<'a>) -> Option<Self> {
        let number = |at| map.at(at).and_then(Item::int);
        let (kind, algorithm) = (number(1)?, number(3)?);
        let part = |at| map.at(at).and_then(Item::bytes);
        match (kind, algorithm) {
            (2, ES256) if number(-1)? == 1 => {
                let (x, y) = (part(-2)?, part(-3)?);
                let mut point = [4; 65];
                point[1..33].copy_from_slice(<&[u8; 32]>::try_from(x).ok()?);
                point[33..].copy_from_slice(<&[u8; 32]>::try_from(y).ok()?);
                Some(Self::Es256(point))
            }
            (1, EDDSA) if number(-1)? == 6 => part(-2).filter(|point| point.len() == 32).map(Self::EdDsa),
            (3, RS256) => Some(Self::Rs256(part(-1)?, part(-2)?)),
            _ => None,
        }
    }

    /// Whether it signed these bytes.
    pub(super) fn signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        let checked = match self {
            Self::Es256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(bytes, signature),
            Self::EdDsa(point) => UnparsedPublicKey::new(&ED25519, point).verify(bytes, signature),
            Self::Rs256(n, e) => RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, bytes, signature),
        };
        checked.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{Ed25519KeyPair, KeyPair};

    use super::super::cbor::read;
    use super::*;

    /// A map of COSE: type, algorithm, and byte strings under the numbers that follow.
    fn map(kind: u8, algorithm: &[u8], curve: Option<u8>, parts: &[(u8, &[u8])]) -> Vec<u8> {
        let pairs = 2 + usize::from(curve.is_some()) + parts.len();
        let mut map = vec![0xa0 | u8::try_from(pairs).unwrap(), 1, kind, 3];
        map.extend(algorithm);
        map.extend(curve.into_iter().flat_map(|curve| [0x20, curve]));
        for (at, part) in parts {
            map.extend([*at, 0x59]);
            map.extend(u16::try_from(part.len()).unwrap().to_be_bytes());
            map.extend(*part);
        }
        map
    }

    #[test]
    fn a_key_checks_what_it_signed_and_nothing_else() {
        let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(pair.as_ref()).unwrap();
        let bytes = map(1, &[0x27], Some(6), &[(0x21, pair.public_key().as_ref())]);
        let item = read(&bytes).unwrap().0;
        let key = Key::of(&item).unwrap();
        let signature = pair.sign(b"asked");
        assert!(key.signed(b"asked", signature.as_ref()));
        assert!(!key.signed(b"another", signature.as_ref()) && !key.signed(b"asked", b""));
    }

    #[test]
    fn what_is_no_key_of_ours_is_none() {
        let rs256 = [0x39, 0x01, 0x00];
        let good = map(3, &rs256, None, &[(0x20, &[0x80; 256]), (0x21, &[1, 0, 1])]);
        let key = read(&good).unwrap().0;
        assert!(!Key::of(&key).unwrap().signed(b"asked", &[1; 256]), "a key, and no signature");
        for bytes in [
            map(3, &rs256, None, &[(0x20, &[0x80; 256])]),
            map(3, &[0x26], None, &[(0x20, &[0x80; 256]), (0x21, &[1, 0, 1])]),
            map(2, &[0x26], Some(1), &[(0x21, &[1; 32])]),
            map(2, &[0x26], Some(1), &[(0x21, &[1; 32]), (0x22, &[1; 31])]),
            map(2, &[0x26], Some(2), &[(0x21, &[1; 32]), (0x22, &[1; 32])]),
            map(1, &[0x27], Some(6), &[(0x21, &[1; 33])]),
            map(4, &[0x05], None, &[(0x20, &[1; 32])]),
            vec![0x01],
        ] {
            assert_eq!(read(&bytes).and_then(|(item, _)| Key::of(&item).map(drop)), None);
        }
    }
}
