//! Compressed rich text (MS-OXRTFCP): references into a ring of 4,096 bytes that starts filled with common words.

use crate::tnef::stream::Stream;

const COMPRESSED: u32 = 0x7546_5a4c;
const STORED: u32 = 0x414c_454d;
const RING: usize = 4_096;
/// What the ring holds at first (2.1.2.1).
const COMMON: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
/// Bytes that are unpacked.
const MAX_BYTES: usize = 16_000_000;

/// The rich text in `bytes`, as far as it goes; `None` when they are none.
pub(in crate::tnef) fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut stream = Stream::new(bytes);
    let (_size, raw_size, kind, _crc) = (stream.u32()?, stream.u32()?, stream.u32()?, stream.u32()?);
    let longest = (raw_size as usize).min(MAX_BYTES);
    match kind {
        STORED => bytes.get(16..).map(|rest| rest[..rest.len().min(longest)].to_vec()),
        COMPRESSED => Some(unpack(bytes.get(16..)?, longest)),
        _ => None,
    }
}

fn unpack(packed: &[u8], longest: usize) -> Vec<u8> {
    let mut ring = [b' '; RING];
    ring[..COMMON.len()].copy_from_slice(COMMON);
    let mut write = COMMON.len();
    let mut out = Vec::new();
    let mut rest = packed.iter().copied();
    while let Some(control) = rest.next() {
        for bit in 0..8 {
            if out.len() >= longest {
                return out;
            }
            let Some(first) = rest.next() else { return out };
            if control & (1 << bit) == 0 {
                out.push(first);
                ring[write] = first;
                write = (write + 1) % RING;
                continue;
            }
            let Some(second) = rest.next() else { return out };
            let reference = u16::from_be_bytes([first, second]);
            let (from, length) = (usize::from(reference >> 4), usize::from(reference & 0xf) + 2);
            if from == write {
                return out;
            }
            for step in 0..length {
                let byte = ring[(from + step) % RING];
                out.push(byte);
                ring[write] = byte;
                write = (write + 1) % RING;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two examples of the specification (4.1 and 4.2).
    #[test]
    fn the_examples_of_the_specification_are_unpacked() {
        let simple = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72,
            0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62,
            0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        assert_eq!(decompress(&simple).unwrap(), b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        let crossing = [
            0x1a, 0, 0, 0, 0x1c, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20, 0x57,
            0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
        ];
        assert_eq!(decompress(&crossing).unwrap(), b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
    }

    #[test]
    fn damaged_ones_end_where_they_are_cut() {
        assert_eq!(decompress(b"short"), None);
        let mut bomb = [0xff_u8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x4c, 0x5a, 0x46, 0x75, 0, 0, 0, 0].to_vec();
        bomb.extend([0xff, 0x00, 0x0f].repeat(1_000));
        assert!(decompress(&bomb).unwrap().len() < 40_000);
    }
}
