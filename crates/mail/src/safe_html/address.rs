//! Where links lead and where pictures come from.
//!
//! In: hostile addresses, character references resolved. Out: an address of a kind that is allowed, or none. Browsers
//! leave out blanks at the ends and tabs and line ends inside before they look at the scheme; so does this.

/// The longest address that is kept, in bytes.
const LONGEST: usize = 4_000;

/// The pictures that may stand in the mail itself: none of them holds markup.
const DATA: [&str; 5] = [
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/jpg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
];

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// From the mail, under this Content-ID (RFC 2392).
    Part(String),
    /// From its own address, which holds it whole.
    Whole(String),
    /// From a server.
    Remote(String),
}

/// An address as a browser reads it.
fn trimmed(address: &str) -> String {
    address.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect()
}

fn starts(address: &str, scheme: &str) -> bool {
    address.as_bytes().get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
}

fn is_clean(address: &str) -> bool {
    address.len() <= LONGEST && !address.chars().any(|c| c.is_control() || c == '\\')
}

/// An address that a link may lead to.
pub(super) fn link(address: &str) -> Option<String> {
    let address = trimmed(address);
    let known = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| starts(&address, scheme));
    (known && is_clean(&address)).then_some(address)
}

/// Where a picture comes from; nothing where that is no place for pictures.
pub(super) fn source(address: &str) -> Option<Source> {
    let address = trimmed(address);
    if DATA.iter().any(|kind| starts(&address, kind)) {
        let (_, content) = address.split_once(',')?;
        let encoded = content.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'%'));
        return encoded.then_some(Source::Whole(address));
    }
    if !is_clean(&address) {
        return None;
    }
    if starts(&address, "cid:") {
        return Some(Source::Part(unescape(&address["cid:".len()..])));
    }
    let address = if address.starts_with("//") { format!("https:{address}") } else { address };
    let rest = ["https://", "http://"].into_iter().find(|scheme| starts(&address, scheme))?.len();
    is_public(&address[rest..]).then_some(Source::Remote(address))
}

/// Whether an address leads to a host with a public name: a mail must not reach the reader's own network, where a GET is
/// enough to make a printer print. What follows is the address behind its scheme.
fn is_public(rest: &str) -> bool {
    const OWN: [&str; 8] = ["localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp"];
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    // Letters of other alphabets may stand for digits and dots; mails carry such names in their ASCII form.
    let plain = authority.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':'));
    let Some((name, last)) = host.rsplit_once('.') else { return false };
    // A host whose last label begins with a digit is an IP address to a browser.
    plain && !name.is_empty() && !OWN.contains(&last) && last.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// A Content-ID as the part's header spells it: `%40` is `@`.
fn unescape(id: &str) -> String {
    let bytes = id.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = id.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                plain.push(byte);
                at += 3;
            }
            None => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages_people_and_telephones() {
        for good in ["https://a.example/ż?x=1&y", "HTTP://a.example", "mailto:a@b.example?subject=x", "tel:+48123"] {
            assert_eq!(link(good).as_deref(), Some(good));
        }
        assert_eq!(link(" \u{1}ht\ntps://a.example ").as_deref(), Some("https://a.example"));
        for bad in [
            "javascript:alert(1)",
            "\u{1}java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "/session/end",
            "//x.example",
            "#x",
            "",
            "https:x",
            "cid:x",
            "blob:https://x",
            "https://a\\b",
        ] {
            assert_eq!(link(bad), None, "{bad}");
        }
    }

    #[test]
    fn pictures_come_from_known_places() {
        assert_eq!(source("cid:a%40b"), Some(Source::Part("a@b".to_owned())));
        assert_eq!(source("//x.example/a.png"), Some(Source::Remote("https://x.example/a.png".to_owned())));
        assert!(matches!(source("data:image/PNG;base64,AAA="), Some(Source::Whole(_))));
        for near in [
            "http://localhost/a",
            "http://LOCALHOST.:80/a",
            "http://127.0.0.1/a",
            "http://192.168.1.1/reboot",
            "http://0x7f.1/a",
            "http://2130706433/a",
            "http://[::1]/a",
            "http://printer/a",
            "http://nas.local/a",
            "http://router.lan./a",
            "http://a@x.example/a",
            "http://%31%32%37.0.0.1/a",
            "http://１２７.0.0.1/a",
            "https:///a",
            "http://",
        ] {
            assert_eq!(source(near), None, "{near}");
        }
        assert!(source("https://x.example:8443/a?b#c").is_some() && source("http://x.example?a@b").is_some());
        for bad in [
            "data:image/svg+xml;base64,AAA=",
            "data:image/png,<svg>",
            "data:text/html;base64,AAA=",
            "javascript:x",
            "a.png",
            "/x",
        ] {
            assert_eq!(source(bad), None, "{bad}");
        }
    }
}
