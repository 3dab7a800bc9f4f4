//! Folder names as IMAP writes them: modified UTF-7 (RFC 3501, 5.1.3) in a quoted string.

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// `name` ready to stand in a command. Control characters, which could end the command, are left out.
pub(super) fn quoted(name: &str) -> String {
    let mut out = String::from("\"");
    let mut foreign: Vec<u16> = Vec::new();
    for c in name.chars().filter(|c| !c.is_control()) {
        if c.is_ascii() {
            flush(&mut foreign, &mut out);
            match c {
                '&' => out.push_str("&-"),
                '"' | '\\' => out.extend(['\\', c]),
                c => out.push(c),
            }
        } else {
            foreign.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    flush(&mut foreign, &mut out);
    out.push('"');
    out
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
    use super::quoted;

    #[test]
    fn names_are_written_as_the_standard_says() {
        for (name, written) in [
            ("INBOX", "\"INBOX\""),
            ("Zamówienia", "\"Zam&APM-wienia\""),
            ("~peter/mail/台北/日本語", "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\""),
            ("A&B", "\"A&-B\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("a\r\nA2 DELETE x", "\"aA2 DELETE x\""),
            ("😀", "\"&2D3eAA-\""),
        ] {
            assert_eq!(quoted(name), written);
        }
    }
}
