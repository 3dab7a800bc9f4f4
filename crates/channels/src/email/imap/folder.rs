//! Folder names as IMAP writes them: modified UTF-7 (RFC 3501, 5.1.3), in commands as a quoted string.

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// A name as people write it, as it goes over the wire. Control characters are left out.
pub(super) fn wire(name: &str) -> String {
    let mut out = String::new();
    let mut foreign: Vec<u16> = Vec::new();
    for c in name.chars().filter(|c| !c.is_control()) {
        if c.is_ascii() {
            flush(&mut foreign, &mut out);
            match c {
                '&' => out.push_str("&-"),
                c => out.push(c),
            }
        } else {
            foreign.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    flush(&mut foreign, &mut out);
    out
}

/// A name of the wire ready to stand in a command. Control characters, which could end the command, are left out.
pub(super) fn quoted(wire: &str) -> String {
    let mut out = String::from("\"");
    for c in wire.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// A name of the wire as people read it; what is not written as the standard says stays as it is.
pub(super) fn readable(wire: &str) -> String {
    let mut out = String::new();
    let mut rest = wire;
    while let Some((plain, coded)) = rest.split_once('&') {
        out.push_str(plain);
        let Some((coded, after)) = coded.split_once('-') else {
            out.push('&');
            rest = coded;
            break;
        };
        match (coded.is_empty(), decoded(coded)) {
            (true, _) => out.push('&'),
            (false, Some(text)) => out.push_str(&text),
            (false, None) => out.extend(["&", coded, "-"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Base64 of UTF-16, without padding.
fn decoded(coded: &str) -> Option<String> {
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut units = Vec::new();
    let mut bytes = Vec::new();
    for c in coded.bytes() {
        let value = BASE64.iter().position(|known| *known == c)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    for pair in bytes.chunks(2) {
        units.push(u16::from_be_bytes(pair.try_into().ok()?));
    }
    String::from_utf16(&units).ok().filter(|text| !text.chars().any(char::is_control))
}

/// Writes what is not ASCII as base64 of UTF-16, without padding.
fn flush(foreign: &mut Vec<u16>, out: &mut String) {
    if foreign.is_empty() {
        return;
    }
    let bytes: Vec<u8> = foreign.drain(..).flat_map(u16::to_be_bytes).collect();
    out.push('&');
    for three in bytes.chunks(3) {
        let group = three.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            out.push(char::from(BASE64[(group >> (18 - 6 * place)) as usize & 63]));
        }
    }
    out.push('-');
}

#[cfg(test)]
mod tests {
    use super::{quoted, readable, wire};

    #[test]
    fn names_are_written_and_read_as_the_standard_says() {
        for (name, written) in [
            ("INBOX", "\"INBOX\""),
            ("Zamówienia", "\"Zam&APM-wienia\""),
            ("~peter/mail/台北/日本語", "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\""),
            ("A&B", "\"A&-B\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("a\r\nA2 DELETE x", "\"aA2 DELETE x\""),
            ("😀", "\"&2D3eAA-\""),
        ] {
            assert_eq!(quoted(&wire(name)), written);
            if !name.contains('\r') {
                assert_eq!(readable(&wire(name)), name);
            }
        }
        for odd in ["&", "a&b", "&*-", "&AAA-", "&2D0-"] {
            assert_eq!(readable(odd), odd);
        }
    }
}
