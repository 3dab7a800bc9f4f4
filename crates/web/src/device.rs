//! With what somebody came, in words they know it by: browser and system, from what the browser says of itself.
//!
//! In: the User-Agent field (RFC 9110, 10.1.5), which anybody may make up. Out: two proper names of a fixed list, so that
//! nothing of the field itself is kept.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;

/// So much of the field is looked at.
const MAX_BYTES: usize = 512;

/// What a field holds and whose sign that is; the first that fits counts, for browsers name each other.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// Browser and system, as far as they are known.
pub(crate) fn in_words(headers: &HeaderMap) -> Option<String> {
    let said = headers.get(USER_AGENT)?.to_str().ok()?;
    let said = said.get(..MAX_BYTES).unwrap_or(said);
    let find =
        |signs: &[(&str, &'static str)]| signs.iter().find(|(sign, _)| said.contains(sign)).map(|(_, name)| *name);
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_signs() {
        let words = |said: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, said.parse().unwrap());
            in_words(&headers)
        };
        for (said, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari · iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome · Android",
            ),
            ("a program on Linux", "Linux"),
        ] {
            assert_eq!(words(said).as_deref(), Some(expected), "{said}");
        }
        assert_eq!(words("<script>"), None);
        assert_eq!(in_words(&HeaderMap::new()), None);
    }
}
