//! Command lines: whole ones, ended by CR LF, of a bounded length.

/// The longest command, in bytes, its end included. RFC 5321 asks for 512 and for more with extensions.
const MAX_LINE_BYTES: usize = 2_048;

/// Gathers a line from pieces.
#[derive(Debug, Default)]
pub(super) struct LineReader {
    gathered: Vec<u8>,
}

/// What came of a piece.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It does not hold the line's end.
    More,
    /// A line, with its CR LF.
    Whole(Vec<u8>),
    /// A line that ends otherwise, or holds a NUL or a lone CR: two servers may read two different things in it.
    Crooked,
    TooLong,
}

impl LineReader {
    pub(super) fn read(&mut self, input: &mut &[u8]) -> Line {
        let end = input.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let (piece, rest) = input.split_at(end.unwrap_or(input.len()));
        *input = rest;
        if self.gathered.len() + piece.len() > MAX_LINE_BYTES {
            return Line::TooLong;
        }
        self.gathered.extend_from_slice(piece);
        if end.is_none() {
            return Line::More;
        }
        let line = std::mem::take(&mut self.gathered);
        match line.strip_suffix(b"\r\n") {
            Some(words) if !words.iter().any(|byte| matches!(byte, b'\r' | 0)) => Line::Whole(line),
            _ => Line::Crooked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_with_cr_and_lf() {
        for (input, expected) in [
            ("NOOP\r\nQUIT", Line::Whole(b"NOOP\r\n".to_vec())),
            ("NOOP\n", Line::Crooked),
            ("NO\rOP\r\n", Line::Crooked),
            ("NO\0OP\r\n", Line::Crooked),
            ("NOOP", Line::More),
        ] {
            assert_eq!(LineReader::default().read(&mut input.as_bytes()), expected, "{input:?}");
        }
        let mut reader = LineReader::default();
        for _ in 0..MAX_LINE_BYTES / 16 {
            assert_eq!(reader.read(&mut &[b'a'; 16][..]), Line::More);
        }
        assert_eq!(reader.read(&mut &b"a"[..]), Line::TooLong);
    }
}
