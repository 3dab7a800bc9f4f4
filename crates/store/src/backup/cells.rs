//! Numbers and cells as an archive writes them: the same bytes for the same row, whatever the engine.
//!
//! A cell is a byte that says its kind and what belongs to it: 0 nothing; 1 a number, zigzag; 2 a text, 3 bytes, with
//! their length before them.

use std::borrow::Cow;
use std::io::{self, Read};

use crate::value::Value;

/// The longest text or bytes of one cell, in bytes: more than either engine keeps.
const MAX_CELL: u64 = 1024 * 1024 * 1024;

/// Writes a number in LEB128.
pub(super) fn put_number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Writes bytes with their length before them.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Writes a cell.
pub(super) fn put(out: &mut Vec<u8>, cell: &Value<'_>) {
    match cell {
        Value::Null => out.push(0),
        Value::Int(n) => {
            out.push(1);
            put_number(out, ((n << 1) ^ (n >> 63)) as u64);
        }
        Value::Text(text) => {
            out.push(2);
            put_bytes(out, text.as_bytes());
        }
        Value::Bytes(bytes) => {
            out.push(3);
            put_bytes(out, bytes);
        }
    }
}

fn wrong(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Reads one byte.
pub(super) fn take_byte(from: &mut impl Read) -> io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    Ok(byte[0])
}

/// Reads a number.
pub(super) fn take_number(from: &mut impl Read) -> io::Result<u64> {
    let mut n = 0_u64;
    for place in 0..10 {
        let byte = take_byte(from)?;
        let bits = u64::from(byte & 0x7f);
        if place == 9 && bits > 1 {
            return Err(wrong("a number is too large"));
        }
        n |= bits << (7 * place);
        if byte & 0x80 == 0 {
            return Ok(n);
        }
    }
    Err(wrong("a number has no end"))
}

/// Reads bytes with their length before them. Memory grows with what is there, not with what is promised.
pub(super) fn take_bytes(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = take_number(from)?;
    if length > MAX_CELL {
        return Err(wrong("a cell is too long"));
    }
    let mut bytes = Vec::with_capacity(length.min(64 * 1024) as usize);
    from.by_ref().take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Reads bytes that are a text.
pub(super) fn take_text(from: &mut impl Read) -> io::Result<String> {
    String::from_utf8(take_bytes(from)?).map_err(|_| wrong("a text is not UTF-8"))
}

/// Reads a cell.
pub(super) fn take(from: &mut impl Read) -> io::Result<Value<'static>> {
    Ok(match take_byte(from)? {
        0 => Value::Null,
        1 => {
            let n = take_number(from)?;
            Value::Int((n >> 1) as i64 ^ -((n & 1) as i64))
        }
        2 => Value::Text(Cow::Owned(take_text(from)?)),
        3 => Value::Bytes(Cow::Owned(take_bytes(from)?)),
        _ => return Err(wrong("a cell is of no kind")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_back_as_they_were() {
        let cells = [
            Value::Null,
            Value::Int(0),
            Value::Int(-1),
            Value::Int(i64::MAX),
            Value::Int(i64::MIN),
            Value::Text("Zażółć".into()),
            Value::Text("".into()),
            Value::Bytes(vec![0, 255].into()),
        ];
        let mut out = Vec::new();
        cells.iter().for_each(|cell| put(&mut out, cell));
        let mut from = out.as_slice();
        for cell in &cells {
            assert_eq!(take(&mut from).unwrap(), *cell);
        }
        assert!(from.is_empty());
    }

    #[test]
    fn what_is_no_cell_is_refused_without_taking_memory() {
        for bytes in [&[9][..], &[], &[1], &[2, 0xff, 0xff, 0xff, 0xff, 0x7f], &[2, 3, b'a'], &[2, 1, 0xff], &[1; 1]] {
            assert!(take(&mut &bytes[..]).is_err(), "{bytes:?}");
        }
        assert!(take_number(&mut &[0xff_u8; 10][..]).is_err(), "over 64 bits");
    }
}
