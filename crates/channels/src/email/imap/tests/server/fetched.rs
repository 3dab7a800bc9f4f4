//! What the small IMAP server answers to FETCH.

use std::collections::BTreeMap;

/// The FETCH responses for `SET (ITEMS)`.
pub(super) fn fetched(mails: &BTreeMap<u32, Vec<u8>>, fetch: &str) -> Vec<u8> {
    let (set, items) = fetch.split_once(' ').unwrap();
    let range = |part: &str| {
        let (first, last) = part.split_once(':').unwrap_or((part, part));
        first.parse::<u32>().unwrap()..=last.parse::<u32>().unwrap()
    };
    let mut answer = Vec::new();
    for (uid, raw) in set.split(',').flat_map(|part| mails.range(range(part))) {
        let header_end = raw.windows(4).position(|four| four == b"\r\n\r\n").map_or(raw.len(), |at| at + 4);
        let body = |before: &str, name: &str, part: &[u8]| {
            let mut literal = format!("* 1 FETCH (UID {uid} {before}BODY[{name}] {{{}}}\r\n", part.len()).into_bytes();
            literal.extend_from_slice(part);
            literal.extend_from_slice(b")\r\n");
            literal
        };
        answer.extend(match items {
            "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])" => {
                let said = format!("RFC822.SIZE {} INTERNALDATE \" 2-Nov-2026 10:00:00 +0100\" ", raw.len());
                let line = raw.split(|byte| *byte == b'\n').find(|line| line.starts_with(b"Message-ID"));
                body(&said, "HEADER.FIELDS (MESSAGE-ID)", &[line.unwrap_or_default(), b"\n\r\n"].concat())
            }
            "(UID BODY.PEEK[])" => body("", "", raw),
            "(UID BODY.PEEK[HEADER])" => body("", "HEADER", &raw[..header_end]),
            other => panic!("unexpected fetch of {other}"),
        });
    }
    answer
}
