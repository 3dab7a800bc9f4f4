//! Where mails stand in an mbox, and what its writer did to their text.
//!
//! RFC 4155 names the format and settles nothing: a line `From ` behind an empty one divides, unless no header follows it;
//! `>From ` in a text loses one `>` (mboxo, mboxrd); a Content-Length that ends exactly where the next mail begins is
//! believed (mboxcl, mboxcl2), so that a forwarded `From ` does not divide.

use std::io::{BufRead, Read, Seek, SeekFrom};
use std::ops::Range;

/// What is read of a line: what matters stands at its beginning, and it may be as long as the file.
const LONGEST: u64 = 1 << 16;

/// Whether a file that begins so is an mbox.
pub(super) fn begins(start: &[u8]) -> bool {
    start.starts_with(b"From ")
}

/// Calls `found` with the place of each mail, without the lines that divide them.
pub(super) fn mails<R: BufRead + Seek>(mbox: &mut R, found: &mut impl FnMut(Range<u64>)) -> std::io::Result<()> {
    let mut scan = Scan { mbox, at: 0, line: Vec::new(), whole: true };
    let mut state = State { after_blank: true, ..State::default() };
    loop {
        let (begun, at_start) = (scan.at, scan.whole);
        if !scan.next()? {
            break;
        }
        state.see(&scan.line, begun, scan.at, at_start, found);
        if let Some(end) = state.body_ends_at.take()
            && scan.divides_at(end)?
        {
            state.after_blank = true;
        }
    }
    state.end(scan.at, found);
    Ok(())
}

/// An mbox, line by line.
struct Scan<'a, R> {
    mbox: &'a mut R,
    at: u64,
    line: Vec<u8>,
    /// Whether what is read next is the beginning of a line.
    whole: bool,
}

impl<R: BufRead + Seek> Scan<'_, R> {
    fn next(&mut self) -> std::io::Result<bool> {
        self.line.clear();
        let length = self.mbox.by_ref().take(LONGEST).read_until(b'\n', &mut self.line)? as u64;
        self.at += length;
        self.whole = self.line.ends_with(b"\n");
        Ok(length > 0)
    }

    /// Goes to `end` where a mail ends there: at the file's end, or before a line that divides. Otherwise stays.
    fn divides_at(&mut self, end: u64) -> std::io::Result<bool> {
        self.mbox.seek(SeekFrom::Start(end))?;
        let mut next = Vec::new();
        self.mbox.by_ref().take(8).read_to_end(&mut next)?;
        let blank = next.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let divides = begins(&next[blank..]) || (next.len() < 8 && blank == next.len() && self.is_whole(end)?);
        self.at = if divides { end + blank as u64 } else { self.at };
        self.mbox.seek(SeekFrom::Start(self.at))?;
        self.whole = true;
        Ok(divides)
    }

    /// Whether the file has so many bytes.
    fn is_whole(&mut self, end: u64) -> std::io::Result<bool> {
        Ok(self.mbox.seek(SeekFrom::End(0))? >= end)
    }
}

/// What is known of the mail that is being passed.
#[derive(Default)]
struct State {
    /// Where it begins.
    start: Option<u64>,
    /// A line that divides if a header follows: where it begins and ends.
    maybe: Option<(u64, u64)>,
    after_blank: bool,
    in_header: bool,
    length: Option<u64>,
    /// Where its own word says that its body ends.
    body_ends_at: Option<u64>,
}

impl State {
    fn see(&mut self, line: &[u8], begun: u64, at: u64, at_start: bool, found: &mut impl FnMut(Range<u64>)) {
        if let Some((from, to)) = self.maybe.take()
            && (self.start.is_none() || is_field(line))
        {
            if let Some(start) = self.start.replace(to) {
                found(start..from);
            }
            (self.in_header, self.length) = (true, None);
        }
        let blank = at_start && matches!(line, b"\n" | b"\r\n");
        if self.in_header && blank {
            self.in_header = false;
            self.body_ends_at = self.length.and_then(|length| at.checked_add(length));
        } else if self.in_header && at_start {
            self.length = self.length.or_else(|| content_length(line));
        } else if at_start && self.after_blank && begins(line) {
            self.maybe = Some((begun, at));
        }
        self.after_blank = blank;
    }

    fn end(self, at: u64, found: &mut impl FnMut(Range<u64>)) {
        match (self.start, self.maybe) {
            (Some(start), _) => found(start..at),
            (None, Some((_, to))) if to < at => found(to..at),
            (None, _) => {}
        }
    }
}

/// Whether a line may begin a header: a name and a colon (RFC 5322, 2.2), or one that `>` was put before.
fn is_field(line: &[u8]) -> bool {
    let name = line.iter().take_while(|byte| (b'!'..=b'~').contains(byte) && **byte != b':').count();
    (name > 0 && line.get(name) == Some(&b':')) || line.starts_with(b">From ")
}

fn content_length(line: &[u8]) -> Option<u64> {
    const FIELD: &[u8] = b"content-length:";
    let named = line.get(..FIELD.len()).is_some_and(|name| name.eq_ignore_ascii_case(FIELD));
    let value = line.get(FIELD.len()..).filter(|_| named)?;
    std::str::from_utf8(value).ok()?.trim().parse().ok()
}

/// `>From ` at the beginning of a line, however often quoted, loses one `>`.
pub(super) fn without_quotes(mail: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        plain.extend_from_slice(if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line });
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn split(mbox: &str) -> Vec<String> {
        let mut found = Vec::new();
        mails(&mut Cursor::new(mbox), &mut |range| found.push(range)).unwrap();
        found.into_iter().map(|range| mbox[range.start as usize..range.end as usize].to_owned()).collect()
    }

    #[test]
    fn an_mbox_is_divided_however_its_writer_quoted() {
        for (mbox, mails) in [
            ("", &[][..]),
            ("From a\nA: 1\n\nx\n\nFrom b\nB: 2\n\ny\n", &["A: 1\n\nx\n\n", "B: 2\n\ny\n"][..]),
            ("From a\r\nA: 1\r\n\r\nx\r\n\r\nFrom b\r\nB: 2\r\n", &["A: 1\r\n\r\nx\r\n\r\n", "B: 2\r\n"]),
            // No header follows: it is text.
            (
                "From a\nA: 1\n\nx\n\nFrom here on it rained.\nMuch.\n",
                &["A: 1\n\nx\n\nFrom here on it rained.\nMuch.\n"],
            ),
            ("From a\nA: 1\n\nx\n\nFrom\nB: 2\n", &["A: 1\n\nx\n\nFrom\nB: 2\n"]),
            // The length reaches over a mail that was forwarded whole.
            (
                "From a\nContent-Length: 16\n\n\nFrom x\nX: y\n\nz\n\nFrom b\nB: 2\n\n",
                &["Content-Length: 16\n\n\nFrom x\nX: y\n\nz\n\n", "B: 2\n\n"],
            ),
            // A length that lies is not believed.
            ("From a\nContent-Length: 9\n\nx\n\nFrom b\nB: 2\n", &["Content-Length: 9\n\nx\n\n", "B: 2\n"]),
            ("From a\nContent-Length: 2\n\nx\n", &["Content-Length: 2\n\nx\n"]),
            ("From a\nContent-Length: 99999999999999999999\n\nx\n", &["Content-Length: 99999999999999999999\n\nx\n"]),
            ("From a\nwithout a header\n", &["without a header\n"]),
        ] {
            assert_eq!(split(mbox), mails, "{mbox:?}");
        }
    }

    #[test]
    fn a_quoted_from_loses_one_mark() {
        assert_eq!(without_quotes(b">From a\n>>From b\n> From c\nFrom d\n"), b"From a\n>From b\n> From c\nFrom d\n");
    }
}
