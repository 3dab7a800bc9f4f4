//! The little of CBOR (RFC 8949) that authenticators speak (CTAP 2.1, 8): definite lengths, whole numbers, strings, lists and
//! maps, a few levels deep.
//!
//! In: bytes as they came. Out: one item and what stands behind it; `None` for all else. It takes time and memory in
//! proportion to the bytes that are there, whatever lengths they claim.

/// How deep items may stand in one another; authenticators use four levels.
const MAX_DEPTH: u8 = 8;

/// One item. Whatever nobody here asks for is read past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item<'a> {
    /// A whole number.
    Int(i64),
    /// A byte string.
    Bytes(&'a [u8]),
    /// A text string.
    Text(&'a str),
    /// Pairs, in their order.
    Map(Vec<(Item<'a>, Item<'a>)>),
    /// A list, or a simple value.
    Other,
}

impl<'a> Item<'a> {
    /// What a map has under a number.
    pub(super) fn at(&self, key: i64) -> Option<&Item<'a>> {
        self.under(&Item::Int(key))
    }

    /// What a map has under a word.
    pub(super) fn named(&self, key: &str) -> Option<&Item<'a>> {
        self.under(&Item::Text(key))
    }

    fn under(&self, wanted: &Item<'_>) -> Option<&Item<'a>> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().find(|(key, _)| key == wanted).map(|(_, value)| value)
    }

    pub(super) fn int(&self) -> Option<i64> {
        if let Self::Int(value) = self { Some(*value) } else { None }
    }

    pub(super) fn bytes(&self) -> Option<&'a [u8]> {
        if let Self::Bytes(value) = self { Some(value) } else { None }
    }
}

/// The first item, and what stands behind it.
pub(super) fn read(bytes: &[u8]) -> Option<(Item<'_>, &[u8])> {
    item(bytes, MAX_DEPTH)
}

fn item(bytes: &[u8], depth: u8) -> Option<(Item<'_>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (argument, rest) = argument(first & 0x1f, rest)?;
    let size = usize::try_from(argument);
    Some(match first >> 5 {
        0 => (Item::Int(i64::try_from(argument).ok()?), rest),
        1 => (Item::Int(-1 - i64::try_from(argument).ok()?), rest),
        2 => {
            let (value, rest) = rest.split_at_checked(size.ok()?)?;
            (Item::Bytes(value), rest)
        }
        3 => {
            let (value, rest) = rest.split_at_checked(size.ok()?)?;
            (Item::Text(std::str::from_utf8(value).ok()?), rest)
        }
        4 => {
            let (depth, mut rest) = (depth.checked_sub(1)?, rest);
            for _ in 0..argument {
                rest = item(rest, depth)?.1;
            }
            (Item::Other, rest)
        }
        5 => {
            let (depth, mut rest, mut pairs) = (depth.checked_sub(1)?, rest, Vec::new());
            for _ in 0..argument {
                let (key, behind) = item(rest, depth)?;
                let (value, behind) = item(behind, depth)?;
                pairs.push((key, value));
                rest = behind;
            }
            (Item::Map(pairs), rest)
        }
        // false, true and null; authenticators know no others, and no tags.
        7 if (20..=22).contains(&argument) => (Item::Other, rest),
        _ => return None,
    })
}

/// The number behind the first byte of an item. There are none of indefinite length.
fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let size = match short {
        0..=23 => return Some((u64::from(short), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(size)?;
    Some((digits.iter().fold(0, |number, digit| number << 8 | u64::from(*digit)), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_and_what_stands_behind_them() {
        // RFC 8949, appendix A.
        for (bytes, value) in [
            (&b"\x17"[..], 23),
            (b"\x18\x64", 100),
            (b"\x19\x03\xe8", 1_000),
            (b"\x1a\x00\x0f\x42\x40", 1_000_000),
            (b"\x39\x01\x00", -257),
            (b"\x26", -7),
        ] {
            assert_eq!(read(bytes), Some((Item::Int(value), &b""[..])));
        }
        let (map, rest) = read(b"\xa3\x01\x02\x20\x41a\x63fmt\x82\x01\xf6rest").unwrap();
        assert_eq!((map.at(1).and_then(Item::int), map.at(-1).and_then(Item::bytes)), (Some(2), Some(&b"a"[..])));
        assert_eq!((map.named("fmt"), map.at(7), rest), (Some(&Item::Other), None, &b"rest"[..]));
    }

    #[test]
    fn what_is_none_is_refused_and_costs_nothing() {
        let deep = [&[0x81; 9][..], b"\x01"].concat();
        let endless = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3];
        for bytes in [
            &b""[..],
            b"\x18",
            b"\x42a",
            b"\x5f\x41a\xff",
            b"\x61\xff",
            b"\xa1\x01",
            b"\xc0\x01",
            b"\xf9\x3c\x00",
            b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x5b\xff\xff\xff\xff\xff\xff\xff\xffabc",
            &deep,
            &endless,
        ] {
            assert_eq!(read(bytes), None, "{bytes:x?}");
        }
        assert!(read(&[&[0x81; 8][..], b"\x01"].concat()).is_some(), "eight levels");
    }
}
